/* What holds for a whole history: its days, its currency, what its percentages mean. */
#include "history/deal_reading.h"
#include "history/rates.h"

#include <stdio.h>
#include <string.h>

#define LONG_SILENCE_DAYS 365
#define NEAR_DAYS         45 /* between the last change and the date of an export's file */

/* One row with a year mistyped makes every open deal old: say when the last day stands alone. */
static bool doubt_last_day(qc_deal_reading *work)
{
    const qc_deal_rows *rows = &work->rows;
    char last[16], before[16];
    if (work->options->as_of != QC_DAY_NONE || rows->day_before_last == QC_DAY_NONE ||
        rows->last_day - rows->day_before_last <= LONG_SILENCE_DAYS) {
        return true;
    }
    return qc_findings_add(work->table.findings, QC_FINDING_DOUBT, "late last row",
                           work->table.name, 0, 0, work->status,
                           "the last day, %s, counts as the as-of day but comes long after %s; if "
                           "it is a mistake, say as_of",
                           qc_calendar_text(rows->last_day, last),
                           qc_calendar_text(rows->day_before_last, before));
}

static bool note_as_of(const qc_deal_reading *work, const char *evidence)
{
    const bool last_known = work->history->as_of == work->rows.last_day;
    char day[16], last[16], text[128];
    (void) snprintf(text, sizeof text, "%s; the last change is of %s", evidence,
                    qc_calendar_text(work->rows.last_day, last));
    return qc_decisions_add(work->options->decisions, "as of",
                            qc_calendar_text(work->history->as_of, day), true, "--as-of",
                            work->status, "%s", last_known ? evidence : text);
}

/* The day of the export: as the user says, as the export says, by the file's name, by the file's own
 * date where it is near (a copied file has a later one), else the last recorded change. */
static bool settle_as_of(qc_deal_reading *work)
{
    qc_history *history = work->history;
    const qc_read_options *options = work->options;
    const qc_day last = work->rows.last_day, stamp = work->import.stamp;
    const qc_day named = work->dated, filed = qc_files_changed(work->table.name);
    history->as_of = options->as_of != QC_DAY_NONE ? options->as_of : last;
    history->as_of_given = options->as_of != QC_DAY_NONE;
    if (history->as_of_given) return note_as_of(work, "as you said");
    if (stamp != QC_DAY_NONE && stamp >= last) {
        history->as_of = stamp;
        history->as_of_given = true;
        return note_as_of(work, "the export says so");
    }
    if (!options->by_file) return true;
    if (named != QC_DAY_NONE && named >= last) {
        history->as_of = named;
        return note_as_of(work, "the day in the file's name");
    }
    if (filed != QC_DAY_NONE && filed >= last && filed - last <= NEAR_DAYS) {
        history->as_of = filed;
        return note_as_of(work, "the file's own date");
    }
    return note_as_of(work, "the last recorded change; put the day of the export if it is later");
}

bool qc_deal_settle_days(qc_deal_reading *work)
{
    qc_history *history = work->history;
    const qc_read_options *options = work->options;
    char text[16], last[16];
    if (!settle_as_of(work)) return false;
    history->recorded_from = options->recorded_from;
    if (options->recorded_always)
        history->recorded_from = QC_DAY_NONE;
    else if (options->recorded_from == QC_DAY_NONE)
        history->recorded_from = work->import.recorded_from != QC_DAY_NONE
                                     ? work->import.recorded_from
                                     : work->rows.first_day;
    if (history->recorded_from > history->as_of) {
        return qc_findings_add(
            work->table.findings, QC_FINDING_ERROR, "recorded_from", "", 0, 0, work->status,
            "history.recorded_from: %s is after %s, the last day that counts",
            qc_calendar_text(history->recorded_from, text), qc_calendar_text(history->as_of, last));
    }
    return doubt_last_day(work);
}

/* The table of rates: said as such, or among the companions (Salesforce's DatedConversionRate). */
static const char *find_rates(const qc_deal_reading *work)
{
    if (work->options->rates != NULL) return work->options->rates;
    for (int32_t i = 1; i < work->import.sheet_count; i++) {
        const qc_sheet *sheet = &work->import.sheets[i];
        const bool alone = work->import.dialect != NULL && !work->import.dialect->many;
        if (alone && qc_rates_fits(sheet)) return sheet->name;
    }
    return NULL;
}

/* Salesforce lists the corporate currency itself, at a rate that is always 1. */
static const char *find_unit(const qc_rates *rates)
{
    const char *unit = NULL;
    for (int32_t i = 0, end = 0; i < rates->count; i = end) {
        bool always = true;
        for (end = i; end < rates->count &&
                      strcmp(rates->items[end].currency, rates->items[i].currency) == 0;
             end++) {
            always = always && rates->items[end].worth >= 1.0 && rates->items[end].worth <= 1.0;
        }
        if (!always) continue;
        if (unit != NULL) return NULL;
        unit = rates->items[i].currency;
    }
    return unit;
}

/* The currency to convert to: the plan's, else the only one of the file that the rates leave out, else
 * the one that is worth 1. */
static const char *find_base(const qc_deal_reading *work, const qc_rates *rates)
{
    const qc_table *table = &work->table;
    const char *base = NULL;
    double worth = 0.0;
    if (work->options->currency != NULL && work->options->currency[0] != '\0')
        return work->options->currency;
    for (int32_t i = 0; i < table->currency_count; i++) {
        const qc_currency_count *found = &table->currency[i];
        if (found->rows == 0 || qc_rates_find(rates, found->code, work->rows.last_day, &worth))
            continue;
        if (base != NULL) return NULL;
        base = found->code;
    }
    return base != NULL ? base : find_unit(rates);
}

static bool convert(qc_deal_reading *work, const qc_rates *rates)
{
    qc_history *history = work->history;
    qc_table *table = &work->table;
    const char *base = find_base(work, rates);
    qc_digest digest;
    if (base == NULL || table->currency_count == QC_TABLE_CURRENCIES) {
        return qc_findings_add(table->findings, QC_FINDING_ERROR, "no base currency", table->name,
                               0, 0, work->status,
                               "which currency do the rates convert to? say currency: EUR in the "
                               "plan (quotacast import: --currency EUR)");
    }
    history->currency = qc_arena_text(&history->arena, base, work->status);
    if (history->currency == NULL) return false;
    qc_digest_start(&digest); /* the figures rest on both files */
    qc_digest_add_text(&digest, history->sha256);
    qc_digest_add_text(&digest, rates->sha256);
    qc_digest_end(&digest, history->sha256);
    return qc_decisions_add(work->options->decisions, "currency", base, true, "--currency",
                            work->status, "amounts converted by %s, each on the day of its event",
                            find_rates(work)) &&
           qc_rates_convert(rates, &work->rows, table, base, work->status);
}

bool qc_deal_settle_currency(qc_deal_reading *work)
{
    const char *code = "", *rates_path = find_rates(work);
    for (int32_t row = 0; row < work->rows.count; row++) {
        int currency = work->rows.currency[row];
        if (currency >= 0) work->table.currency[currency].rows++;
    }
    if (rates_path != NULL) {
        qc_rates rates = {.count = 0};
        bool ok = qc_rates_read(&rates, rates_path, work->options, work->table.findings,
                                work->status) &&
                  convert(work, &rates);
        qc_rates_free(&rates);
        return ok;
    }
    if (!qc_table_currency(&work->table, work->options->currency, &code, work->status))
        return false;
    /* --currency says what an export leaves open */
    if (work->options->by_file && code[0] == '\0' && work->options->currency != NULL)
        code = work->options->currency;
    work->history->currency = qc_arena_text(&work->history->arena, code, work->status);
    return work->history->currency != NULL;
}

/* Percentages become shares; a column that never exceeds 1 holds shares already. */
void qc_deal_settle_probability(qc_deal_rows *rows)
{
    double *share = rows->number[QC_NUMBER_PROBABILITY];
    double most = 0.0;
    for (int32_t row = 0; row < rows->count && share != NULL; row++) {
        if (share[row] > most) most = share[row];
    }
    for (int32_t row = 0; row < rows->count && most > 1.0; row++) {
        share[row] /= 100.0;
    }
}
