/* Any bytes as an export of any program: refused with a reason, or a history that keeps its promises
 * and in which every record has its place. Some layouts are also forced upon the bytes by name,
 * alone and with the same bytes as a companion. */
#include "history/import/import.h"
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

/* Which layouts to force upon the bytes follows from the bytes: all of them on each would be slow. */
static bool is_chosen(const uint8_t *data, size_t size, int dialect)
{
    unsigned sum = (unsigned) size;
    for (size_t i = 0; i < size; i++)
        sum = sum * 31 + data[i];
    return (sum + (unsigned) dialect) % 8 == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    const char *const with[] = {NULL};
    char path[32];
    options.allow_set_aside = 1.0;
    try_options(data, size, &options);
    options.date_order = "dmy";
    options.decimal = "point";
    options.as_of = qc_calendar_day(2025, 3, 1);
    const bool written = write_companion(data, size, path);
    const char *const companion[] = {path};
    for (int i = 0; qc_dialects[i].name != NULL; i++) {
        if (!is_chosen(data, size, i)) continue;
        options.dialect = qc_dialects[i].name;
        options.with = (qc_words){with, 0};
        try_options(data, size, &options);
        options.with = (qc_words){companion, 1};
        if (written) try_options(data, size, &options);
    }
    if (written) unlink(path);
    return 0;
}
