#include "cli/command.h"
#include "cli/load.h"
#include "cli/output.h"
#include "report/json/json.h"
#include "sim/summary/summarize.h"
#include "study/precheck.h"

#include <math.h>
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

/* Everything that a forecast would stumble over, and what its rates rest on. */
static bool check_more(qc_loaded *loaded, qc_summary *rates, qc_status *status)
{
    const qc_band_causes unknown = {.all = {NAN, NAN}};
    const qc_forecast_inputs inputs = qc_loaded_inputs(loaded);
    qc_forecast forecast = {0};
    const bool ok = qc_precheck(&forecast, &inputs, &loaded->findings, status) &&
                    qc_summary_set_rates(rates, &forecast.model, &unknown, status);
    qc_forecast_free(&forecast);
    return ok;
}

static bool write_findings(const qc_loaded *loaded, const qc_summary *rates,
                           const qc_options *options, qc_status *status)
{
    qc_sink sink = {0};
    bool ok = qc_output_open(&sink, options, status);
    if (ok && strcmp(options->format, "json") == 0) {
        ok = qc_json_findings(&sink, &loaded->findings, rates, options->arguments.text[0], status);
    } else if (ok) {
        const qc_text_options text = qc_output_text(options);
        qc_text_findings(&sink, &loaded->findings, &text);
        write_reconciliation(&sink, loaded);
        qc_text_thin(&sink, rates->rates, rates->rate_count);
    }
    ok = ok && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    return ok;
}

bool qc_cmd_check(const qc_options *options, qc_status *status)
{
    qc_loaded loaded = {0};
    qc_summary rates = {0};
    qc_status failed = {0};
    bool ok = strcmp(options->format, "csv") != 0 ||
              qc_fail(status, QC_BAD_USAGE, "check writes text or json");
    if (ok && !qc_load_quietly(&loaded, options->arguments.text[0], options, &failed)) {
        ok = failed.code == QC_BAD_INPUT; /* the findings say it */
        if (!ok) *status = failed;
    } else if (ok) {
        ok = check_more(&loaded, &rates, status);
    }
    ok = ok && write_findings(&loaded, &rates, options, status);
    if (ok && loaded.findings.of_kind[QC_FINDING_ERROR] > 0) {
        status->code = QC_BAD_INPUT; /* and no message: it is written already */
        ok = false;
    }
    qc_summary_free(&rates);
    qc_loaded_free(&loaded);
    return ok;
}
