/* Any bytes: the reader refuses them with a reason, or every quota has an owner, a period and an amount. */
#include "history/read_quotas.h"
#include "tests/support/fuzz.h"

static void require(bool holds)
{
    if (!holds) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_quota_table table = {.file = NULL};
    qc_findings findings = {.count = 0};
    qc_status status = {0};
    if (qc_read_quotas_bytes(&table, "quotas.csv", (const char *) data, size, NULL, &findings,
                             &status)) {
        for (int32_t i = 0; i < table.count; i++) {
            const qc_quota_row *row = &table.rows[i];
            require(row->owner[0] != '\0' && row->period[0] != '\0' && row->amount >= 0);
        }
    } else {
        require(status.code != QC_OK && findings.of_kind[QC_FINDING_ERROR] > 0);
    }
    qc_quota_table_free(&table);
    qc_findings_free(&findings);
    return 0;
}
