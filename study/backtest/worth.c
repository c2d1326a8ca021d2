#include "study/backtest/worth.h"

#include "core/text.h"
#include "study/backtest/tally.h"

#include <string.h>

/* ---- names ---- */

#define QC_INGREDIENT_NAME(id, name, absence)    name,
#define QC_INGREDIENT_ABSENCE(id, name, absence) absence,
static const char *const names[] = {QC_INGREDIENTS(QC_INGREDIENT_NAME)};
static const char *const absences[] = {QC_INGREDIENTS(QC_INGREDIENT_ABSENCE)};
#undef QC_INGREDIENT_NAME
#undef QC_INGREDIENT_ABSENCE

const char *qc_ingredient_name(qc_ingredient ingredient)
{
    return names[ingredient];
}

const char *qc_ingredient_absence(qc_ingredient ingredient)
{
    return absences[ingredient];
}

static bool read_one(const char *word, qc_without *without, qc_status *status)
{
    for (int32_t i = 0; i < QC_INGREDIENT_COUNT; i++) {
        if (!qc_text_same(names[i], word)) continue;
        *without |= (qc_without) 1 << i;
        return true;
    }
    const char *near = qc_text_nearest(word, names, QC_INGREDIENT_COUNT);
    qc_text all = {0};
    for (int32_t i = 0; i < QC_INGREDIENT_COUNT; i++)
        qc_text_addf(&all, "%s%s", i > 0 ? ", " : "", names[i]);
    (void) qc_fail(status, QC_BAD_USAGE,
                   "--without '%s' is no part of the model%s%s%s; there are %s", word,
                   near != NULL ? ", did you mean '" : "", near != NULL ? near : "",
                   near != NULL ? "'?" : "", qc_text_get(&all));
    qc_text_free(&all);
    return false;
}

bool qc_ingredients_read(const char *text, qc_without *without, qc_status *status)
{
    char word[64];
    *without = 0;
    for (;;) {
        const size_t length = strcspn(text, ",");
        const size_t taken = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, text, taken);
        word[taken] = '\0';
        if (!read_one(word, without, status)) return false;
        if (text[length] == '\0') return true;
        text += length + 1;
    }
}

/* ---- one against the other ---- */

static bool same_question(const qc_backtest_forecast *a, const qc_backtest_forecast *b)
{
    return a->company == b->company && a->metric == b->metric && a->span.from == b->span.from &&
           a->span.to == b->span.to;
}

typedef struct pairing {
    qc_tally_frame *frame; /* of the whole */
    const qc_backtest *without;
} pairing;

static void pair_up(const pairing *pair, int32_t metric, qc_worth *worth)
{
    qc_tally_frame *frame = pair->frame;
    const qc_backtest *whole = frame->backtest;
    int32_t at = 0;
    qc_tally_clear(frame);
    for (int32_t f = 0; f < whole->forecast_count; f++) {
        const qc_backtest_forecast *with = &whole->forecasts[f];
        const double scale = qc_tally_scale(frame, with);
        int32_t found = at;
        while (found < pair->without->forecast_count &&
               !same_question(with, &pair->without->forecasts[found]))
            found++;
        if (found == pair->without->forecast_count) continue; /* left out there */
        const qc_backtest_forecast *bare = &pair->without->forecasts[found];
        at = found + 1;
        worth->changed |= bare->crps < with->crps || bare->crps > with->crps;
        if (!qc_tally_holds(with, metric < QC_BACKTEST_METRICS ? metric : -1, -1) || !(scale > 0))
            continue;
        qc_tally_add(frame, with, bare->crps / scale, with->crps / scale);
    }
    worth->error[metric] = qc_tally_take_ratio(frame);
}

static bool in_80(const qc_backtest_forecast *forecast, double scale, int32_t which, double *part,
                  double *whole)
{
    (void) scale;
    (void) which;
    *part = qc_score_covers(forecast->percentile, 0.8);
    *whole = 1;
    return true;
}

bool qc_worth_of(qc_worth *worth, const qc_backtest *whole, const qc_backtest *without,
                 qc_status *status)
{
    qc_tally_frame frame = {.backtest = whole}, bare = {.backtest = without};
    const pairing pair = {&frame, without};
    const bool ok = qc_tally_frame_make(&frame, whole, status) &&
                    qc_tally_frame_make(&bare, without, status);
    for (int32_t m = 0; ok && m <= QC_BACKTEST_METRICS; m++) {
        pair_up(&pair, m, worth);
        worth->held[m] = qc_tally_share(&bare, m < QC_BACKTEST_METRICS ? m : -1, -1, in_80, 0,
                                        NULL);
    }
    qc_tally_frame_free(&frame);
    qc_tally_frame_free(&bare);
    return ok;
}
