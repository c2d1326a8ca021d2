/* Any bytes: the reader refuses them with a reason, or every open deal has a stage and an age. */
#include "history/read_open.h"

static const qc_stage_words PIPELINE[] = {
    {"lead", NULL, 0}, {"proposal", NULL, 0}, {"negotiation", NULL, 0}};

static void require(bool holds)
{
    if (!holds) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_open_deals open = {.file = NULL};
    qc_findings findings = {.count = 0};
    qc_status status = {0};
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.stages = PIPELINE;
    options.stage_count = 3;
    options.as_of = qc_calendar_day(2026, 6, 30);
    options.allow_set_aside = 1.0;
    if (qc_read_open_bytes(&open, "open.csv", (const char *) data, size, &options, &findings,
                           &status)) {
        for (int32_t i = 0; i < open.count; i++) {
            require(open.name[i][0] != '\0');
            require(open.stage[i] >= 0 && open.stage[i] < 3);
            require(open.age_days[i] >= 0.0);
            for (int label = 0; label < QC_LABEL_COUNT; label++) {
                require(open.label[label][i] < open.names[label].count);
            }
        }
    } else {
        require(status.code != QC_OK && findings.of_kind[QC_FINDING_ERROR] > 0);
    }
    qc_open_deals_free(&open);
    qc_findings_free(&findings);
    return 0;
}
