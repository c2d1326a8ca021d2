/* Any bytes as a company in JSON: refused with a reason, or a plan with open deals in stages that exist. */
#include "study/bench.h"

static void require(bool holds)
{
    if (!holds) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_bench_company company = {0};
    qc_status status = {0};

    if (qc_bench_company_read_bytes(&company, "company.json", (const char *) data, size, &status)) {
        require(company.months >= 1 && company.months <= QC_BENCH_MONTHS_MAX);
        require(company.trials > 0 && company.plan.stage_count > 0);
        for (int32_t i = 0; i < company.open.count; i++) {
            require(company.open.stage[i] >= 0 && company.open.stage[i] < company.plan.stage_count);
            require(company.open.age_days[i] >= 0.0);
        }
    } else {
        require(status.code == QC_BAD_INPUT && status.message[0] != '\0');
    }
    qc_bench_company_free(&company);
    return 0;
}
