/* Any bytes: the reader refuses them with a reason, or every row has a day, a number and a type. */
#include "history/read_activities.h"
#include "tests/support/fuzz.h"

static void require(bool holds)
{
    if (!holds) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const qc_log_options options = {qc_calendar_day(2026, 6, 30), 1, NULL};
    qc_activity_log log = {.file = NULL};
    qc_findings findings = {.count = 0};
    qc_status status = {0};
    if (qc_read_activities_bytes(&log, "log.csv", (const char *) data, size, &options, &findings,
                                 &status)) {
        for (int32_t i = 0; i < log.count; i++) {
            require(log.day[i] <= options.as_of && log.number[i] > 0);
            require(log.type[i] >= 0 && log.type[i] < log.types.count);
            require(log.owner[i] < log.owners.count && log.outcome[i] < log.outcomes.count);
        }
    } else {
        require(status.code != QC_OK && findings.of_kind[QC_FINDING_ERROR] > 0);
    }
    qc_activity_log_free(&log);
    qc_findings_free(&findings);
    return 0;
}
