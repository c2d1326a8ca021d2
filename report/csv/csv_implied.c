#include "report/csv/csv_row.h"
#include "report/implied.h"

#include <math.h>
#include <stdio.h>

#define word   qc_csv_row_word
#define number qc_csv_row_number
#define whole  qc_csv_row_whole
#define end    qc_csv_row_end

void qc_csv_implied(qc_sink *sink, const qc_implied *implied)
{
    qc_csv_row r = {.sink = sink};
    qc_sink_add(sink, "kind,name,now,for_50,quarters_as_good_50,for_80,quarters_as_good_80,"
                      "quarters,best_quarter,coverage_50,coverage_70,coverage_80,coverage_90,"
                      "percentile_50,percentile_80,history_months\n");
    for (int32_t i = 0; i < implied->count; i++) {
        const qc_implied_row *row = &implied->rows[i];
        word(&r, "rate");
        word(&r, row->path);
        number(&r, row->now);
        for (int l = 0; l < QC_IMPLIED_LEVELS; l++) {
            number(&r, row->needed[l]);
            number(&r, isnan(row->needed[l]) ? (double) NAN : row->as_good[l]);
        }
        whole(&r, row->quarters);
        number(&r, row->best);
        qc_csv_row_empty(&r, QC_COVERAGE_CHANCES);
        for (int l = 0; l < QC_IMPLIED_LEVELS; l++)
            number(&r, row->percentile[l]);
        qc_csv_row_empty(&r, 1);
        end(&r);
    }
    for (int32_t i = 0; i < implied->coverage.count; i++) {
        const qc_coverage_row *row = &implied->coverage.rows[i];
        word(&r, "coverage");
        word(&r, row->name);
        number(&r, row->amount);
        qc_csv_row_empty(&r, 6);
        for (int c = 0; c < QC_COVERAGE_CHANCES; c++)
            number(&r, row->ratio[c]);
        qc_csv_row_empty(&r, QC_IMPLIED_LEVELS);
        if (row->months > 0)
            whole(&r, row->months);
        else
            qc_csv_row_empty(&r, 1);
        end(&r);
    }
}

/* ---- quotas ---- */

static void quota(qc_csv_row *r, const char *owner, const char *period, double amount, bool money)
{
    word(r, owner);
    word(r, period);
    number(r, money ? round(amount * 100) / 100 : amount);
    end(r);
}

/* A quarter or a year of the calendar by its name, anything else by its two days. */
static void period_name(qc_span span, char out[40])
{
    const qc_date from = qc_calendar_date(span.from), to = qc_calendar_date(span.to);
    char first[16], last[16];
    if (from.month == 1 && from.day == 1 && to.month == 12 && to.day == 31 && from.year == to.year)
        snprintf(out, 40, "%04d", (int) from.year);
    else
        snprintf(out, 40, "%s..%s", qc_calendar_text(span.from, first),
                 qc_calendar_text(span.to, last));
}

/* who, what they do or which stage deals enter, how often a week. */
static void duty_rows(qc_sink *sink, const qc_duties *all)
{
    qc_csv_row r = {.sink = sink};
    qc_sink_add(sink, "who,seats,kind,name,per_week,hours,cannot_carry_more\n");
    for (int32_t i = 0; i < all->count; i++) {
        const qc_duty *it = &all->rows[i];
        for (int32_t c = 0; c < all->kind_count + all->stage_count; c++) {
            const bool kind = c < all->kind_count;
            word(&r, it->name);
            whole(&r, it->seats);
            word(&r, kind ? "activity" : "stage");
            word(&r, kind ? all->kinds[c] : all->stages[c - all->kind_count]);
            number(&r, kind ? it->activities[c] : it->entries[c - all->kind_count]);
            number(&r, it->hours);
            word(&r, it->full ? "yes" : "no");
            end(&r);
        }
    }
}

void qc_csv_split(qc_sink *sink, const qc_split *split)
{
    qc_csv_row r = {.sink = sink};
    if (split->month_count + split->owner_count == 0) {
        duty_rows(sink, &split->duties);
        return;
    }
    const bool money = split->head.targets[split->head.headline].is_money;
    double open = 0;
    char period[40];
    qc_sink_add(sink, "owner,period,amount\n");
    for (int32_t m = 0; m < split->month_count; m++) {
        if (!isnan(split->months[m].chance)) open += split->months[m].quota;
        if (split->owner_count == 0)
            quota(&r, "", split->months[m].name, split->months[m].quota, money);
    }
    for (int32_t o = 0; o < split->owner_count; o++) {
        const qc_split_part *owner = &split->owners[o];
        period_name(owner->span, period);
        if (split->month_count == 0) quota(&r, owner->name, period, owner->quota, money);
        for (int32_t m = 0; m < split->month_count; m++) { /* what is still to come, by month */
            const qc_split_part *month = &split->months[m];
            if (isnan(month->chance) || !(open > 0)) continue;
            quota(&r, owner->name, month->name,
                  fmax(owner->quota - owner->actual, 0) * month->quota / open, money);
        }
    }
}
