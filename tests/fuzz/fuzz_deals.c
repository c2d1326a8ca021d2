/* Any bytes: the reader refuses them with a reason or gives a history that keeps its promises, and
 * then the history survives being cut and written and read again. */
#include "history/cut.h"
#include "history/read_deals.h"
#include "history/write_deals.h"

static const qc_stage_words PIPELINE[] = {
    {"lead", NULL, 0}, {"proposal", NULL, 0}, {"negotiation", NULL, 0}};

static void require(bool holds)
{
    if (!holds) __builtin_trap();
}

static void read_again(const qc_history *history)
{
    qc_history copy = {.file = NULL};
    qc_findings findings = {.count = 0};
    qc_status status = {0};
    qc_text csv = {0};
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.as_of = history->as_of;
    require(qc_write_deals(history, &csv, &status));
    require(qc_read_deals_bytes(&copy, "copy.csv", qc_text_get(&csv), csv.length, &options,
                                &findings, &status));
    require(copy.deals.count == history->deals.count);
    require(copy.changes.count == history->changes.count);
    require(copy.visits.count == history->visits.count);
    require(copy.stage_count <= history->stage_count);
    qc_history_free(&copy);
    qc_findings_free(&findings);
    qc_text_free(&csv);
}

static void try_options(const uint8_t *data, size_t size, const qc_read_options *options)
{
    qc_history history = {.file = NULL}, cut = {.file = NULL};
    qc_findings findings = {.count = 0};
    qc_status status = {0}, check = {0};
    if (qc_read_deals_bytes(&history, "deals.csv", (const char *) data, size, options, &findings,
                            &status)) {
        const qc_reconciliation *balance = &history.reconciliation;
        require(findings.of_kind[QC_FINDING_ERROR] == 0);
        require(balance->rows_read == balance->rows_used + balance->rows_ignored +
                                          findings.of_kind[QC_FINDING_SET_ASIDE]);
        require(qc_history_check(&history, &check));
        require(qc_history_cut(&cut, &history, history.changes.day[0], &check));
        require(qc_history_check(&cut, &check));
        if (options->stage_count == 0) read_again(&history);
    } else {
        require(status.code != QC_OK && status.message[0] != '\0');
        require(findings.of_kind[QC_FINDING_ERROR] > 0);
    }
    qc_history_free(&history);
    qc_history_free(&cut);
    qc_findings_free(&findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.allow_set_aside = 1.0;
    try_options(data, size, &options);
    options.stages = PIPELINE;
    options.stage_count = 3;
    options.pipeline = "sales";
    options.as_of = qc_calendar_day(2024, 6, 30);
    options.date_order = "dmy";
    options.decimal = "comma";
    try_options(data, size, &options);
    return 0;
}
