/* Any bytes as an export of any program: refused with a reason, or a history that keeps its promises
 * and in which every record has its place. Each layout is also forced upon the bytes by name, alone
 * and with the same bytes as its companion. */
#include "history/import.h"
#include "history/read_deals.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void require(bool holds)
{
    if (!holds) __builtin_trap();
}

static void try_options(const uint8_t *data, size_t size, const qc_read_options *given)
{
    qc_history history = {.file = NULL};
    qc_findings findings = {.count = 0};
    qc_decisions decisions = {.count = 0};
    qc_text activities = {0};
    qc_status status = {0}, check = {0};
    qc_read_options options = *given;
    options.decisions = &decisions;
    options.activities = &activities;
    const bool ok = qc_read_deals_bytes(&history, "export.csv", (const char *) data, size, &options,
                                        &findings, &status);
    if (ok && activities.length == 0) {
        const qc_reconciliation *balance = &history.reconciliation;
        require(findings.of_kind[QC_FINDING_ERROR] == 0);
        require(balance->rows_read == balance->rows_used + balance->rows_ignored +
                                          findings.of_kind[QC_FINDING_SET_ASIDE]);
        require(qc_history_check(&history, &check));
    } else if (!ok) {
        require(status.code != QC_OK && status.message[0] != '\0');
        require(findings.of_kind[QC_FINDING_ERROR] > 0);
    }
    qc_text_free(&activities);
    qc_history_free(&history);
    qc_findings_free(&findings);
    qc_decisions_free(&decisions);
}

/* The bytes as a file that --with can name; removed by the caller. */
static bool write_companion(const uint8_t *data, size_t size, char path[32])
{
    memcpy(path, "/tmp/qc_fuzz_XXXXXX", sizeof "/tmp/qc_fuzz_XXXXXX");
    const int file = mkstemp(path);
    if (file < 0) return false;
    const bool ok = write(file, data, size) == (ssize_t) size;
    close(file);
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    char path[32];
    options.allow_set_aside = 1.0;
    try_options(data, size, &options);
    options.date_order = "dmy";
    options.decimal = "point";
    options.as_of = qc_calendar_day(2025, 3, 1);
    for (const qc_dialect *dialect = qc_dialects; dialect->name != NULL; dialect++) {
        options.dialect = dialect->name;
        try_options(data, size, &options);
    }
    if (write_companion(data, size, path)) {
        const char *const with[] = {path};
        options.with = (qc_words){with, 1};
        for (const qc_dialect *dialect = qc_dialects; dialect->name != NULL; dialect++) {
            options.dialect = dialect->name;
            try_options(data, size, &options);
        }
        unlink(path);
    }
    return 0;
}
