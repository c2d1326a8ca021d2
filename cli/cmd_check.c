#include "cli/command.h"
#include "cli/load.h"
#include "cli/output.h"
#include "report/json.h"

#include <string.h>

static void write_reconciliation(qc_sink *sink, const qc_loaded *loaded)
{
    const qc_reconciliation *rows = &loaded->history.reconciliation;
    char from[16], to[16];
    if (!loaded->has_history) return;
    const qc_day start = loaded->history.recorded_from;
    qc_sink_addf(sink, "\n%s: recorded from %s, as of %s\n", loaded->history.file,
                 start == QC_DAY_NONE ? "the start" : qc_calendar_text(start, from),
                 qc_calendar_text(loaded->history.as_of, to));
    qc_sink_addf(sink, "rows  %lld read = %lld used + %lld set aside + %lld in ignored stages\n",
                 (long long) rows->rows_read, (long long) rows->rows_used,
                 (long long) (rows->rows_read - rows->rows_used - rows->rows_ignored),
                 (long long) rows->rows_ignored);
    qc_sink_addf(sink, "deals %d = %lld open + %lld won + %lld lost\n",
                 (int) loaded->history.deals.count, (long long) rows->deals_open,
                 (long long) rows->deals_won, (long long) rows->deals_lost);
    qc_sink_addf(
        sink,
        "money %.0f = %.0f open + %.0f won + %.0f lost; %lld open and %lld won without amount\n",
        rows->amount_read, rows->amount_open, rows->amount_won, rows->amount_lost,
        (long long) rows->open_without_amount, (long long) rows->won_without_amount);
}

bool qc_cmd_check(const qc_options *options, qc_status *status)
{
    qc_loaded loaded = {0};
    qc_sink sink = {0};
    const char *plan = options->arguments.text[0];
    const bool read = qc_load_quietly(&loaded, plan, options, status);
    bool ok = (read || status->code == QC_BAD_INPUT) && qc_output_open(&sink, options, status);
    if (strcmp(options->format, "csv") == 0) {
        qc_sink_drop(&sink);
        qc_loaded_free(&loaded);
        return qc_fail(status, QC_BAD_USAGE, "check writes text or json");
    }
    if (ok && strcmp(options->format, "json") == 0) {
        ok = qc_json_findings(&sink, &loaded.findings, plan, status);
    } else if (ok) {
        qc_text_findings(&sink, &loaded.findings);
        write_reconciliation(&sink, &loaded);
    }
    ok = ok && qc_sink_close(&sink, status);
    if (!read && status->code == QC_BAD_INPUT)
        status->message[0] = '\0'; /* the findings have said it */
    qc_sink_drop(&sink);
    qc_loaded_free(&loaded);
    return ok && read;
}
