/* A rival either names one number, or draws how many deals are won (bookings are then as many won amounts of
 * the past), or draws both itself. All take their parameters as known. */
#include "study/backtest/rivals.h"

#include "core/stats.h"
#include "study/backtest/moving_level.h"

#include <gsl/gsl_randist.h>
#include <math.h>

#define STREAM 78 /* of the rivals' luck; it meets no simulation */

/* ---- one number ---- */

static const double *series(const qc_rival_past *past, const qc_rival_ask *ask)
{
    return ask->money ? past->bookings : past->wins;
}

/* What a CRM calls the weighted pipeline: open deals at the share won of their stage, by expected close. */
static double stage_weighted(const qc_rival_past *past, const qc_rival_ask *ask)
{
    double total = 0;
    for (int32_t i = 0; i < past->open_count; i++) {
        const qc_rival_open *deal = &past->open[i];
        const double amount = isnan(deal->amount) ? past->mean_amount : deal->amount;
        if (deal->closes <= ask->until) total += deal->stage_chance * (ask->money ? amount : 1);
    }
    return total;
}

static double recent_mean(const qc_rival_past *past, const qc_rival_ask *ask, int32_t periods)
{
    double total = 0;
    if (past->periods < periods) return (double) NAN;
    for (int32_t p = past->periods - periods; p < past->periods; p++)
        total += series(past, ask)[p];
    return total / periods * ask->periods;
}

static double last_period(const qc_rival_past *past, const qc_rival_ask *ask)
{
    return recent_mean(past, ask, 1);
}

static double average_of_three(const qc_rival_past *past, const qc_rival_ask *ask)
{
    return recent_mean(past, ask, 3);
}

static double seasonal_naive(const qc_rival_past *past, const qc_rival_ask *ask)
{
    const int32_t first = past->periods - qc_periods_year(past->every);
    double total = 0;
    if (first < 0) return (double) NAN;
    for (int32_t p = first; p < first + ask->periods; p++)
        total += series(past, ask)[p];
    return total;
}

/* ---- counts ---- */

static void moments(const qc_rival_past *past, double *mean, double *variance)
{
    qc_running running = {0};
    for (int32_t p = 0; p < past->periods; p++)
        qc_running_add(&running, past->wins[p]);
    *mean = running.mean;
    *variance = qc_running_variance(&running);
}

static void draw_poisson(const qc_rival_past *past, const qc_rival_ask *ask, qc_rng *luck,
                         double *counts)
{
    double mean, variance;
    gsl_rng view;
    qc_rng_gsl(&view, luck);
    moments(past, &mean, &variance);
    for (int32_t i = 0; i < QC_RIVAL_DRAWS; i++)
        counts[i] = gsl_ran_poisson(&view, fmin(mean * ask->periods, 1e7));
}

/* Size by the method of moments; periods that vary no more than Poisson are Poisson. */
static void draw_negative_binomial(const qc_rival_past *past, const qc_rival_ask *ask, qc_rng *luck,
                                   double *counts)
{
    double mean, variance;
    gsl_rng view;
    qc_rng_gsl(&view, luck);
    moments(past, &mean, &variance);
    if (variance <= mean) {
        draw_poisson(past, ask, luck, counts);
        return;
    }
    const double size = ask->periods * mean * mean / (variance - mean);
    const double total = ask->periods * mean;
    for (int32_t i = 0; i < QC_RIVAL_DRAWS; i++)
        counts[i] = gsl_ran_poisson(&view, fmin(gsl_ran_gamma(&view, size, total / size), 1e7));
}

static void draw_moving_level(const qc_rival_past *past, const qc_rival_ask *ask, qc_rng *luck,
                              double *counts)
{
    const qc_moving_level level = qc_moving_level_fit(past->wins, past->periods);
    for (int32_t i = 0; i < QC_RIVAL_DRAWS; i++)
        counts[i] = qc_moving_level_draw(&level, ask->periods, luck);
}

static double resampled_amounts(const qc_rival_past *past, double count, qc_rng *luck)
{
    double total = 0;
    for (double i = 0; i < count && past->won_amount_count > 0; i++)
        total += past->won_amounts[(int32_t) (qc_rng_uniform(luck) * past->won_amount_count)];
    return total;
}

/* ---- the naive Monte Carlo ---- */

/* Share of won deals that took at most so many days. */
static double won_within(const qc_rival_past *past, double days)
{
    int32_t low = 0, high = past->cycle_count;
    while (low < high) {
        const int32_t middle = (low + high) / 2;
        if (past->cycle_days[middle] <= days)
            low = middle + 1;
        else
            high = middle;
    }
    return past->cycle_count > 0 ? (double) low / past->cycle_count : 0;
}

/* An open deal is won at the overall rate, after the cycle time of a won deal that took longer than it has
 * lasted; one that has outlasted them all is won at once or never. */
static double open_chance(const qc_rival_past *past, const qc_rival_open *deal, double days)
{
    const double before = won_within(past, deal->age_days);
    if (before >= 1) return past->win_rate;
    return past->win_rate * (won_within(past, deal->age_days + days) - before) / (1 - before);
}

static void draw_naive(const qc_rival_past *past, const qc_rival_ask *ask, qc_rng *luck,
                       double *values)
{
    const int32_t days = ask->until - past->as_of;
    double from_new = 0;
    gsl_rng view;
    qc_rng_gsl(&view, luck);
    for (int32_t d = 0; d < days; d++) /* created on day d + 1, days - d - 1 whole days are left */
        from_new += past->new_per_day * past->win_rate * won_within(past, days - d - 1);
    for (int32_t i = 0; i < QC_RIVAL_DRAWS; i++)
        values[i] = gsl_ran_poisson(&view, fmin(from_new, 1e7));
    for (int32_t i = 0; i < QC_RIVAL_DRAWS && ask->money; i++)
        values[i] = resampled_amounts(past, values[i], luck);
    for (int32_t d = 0; d < past->open_count; d++) {
        const qc_rival_open *deal = &past->open[d];
        const double chance = open_chance(past, deal, days);
        for (int32_t i = 0; i < QC_RIVAL_DRAWS; i++) {
            if (qc_rng_uniform(luck) >= chance) continue;
            values[i] += !ask->money           ? 1
                         : isnan(deal->amount) ? resampled_amounts(past, 1, luck)
                                               : deal->amount;
        }
    }
}

/* ---- the table ---- */

typedef double point_rival(const qc_rival_past *, const qc_rival_ask *);
typedef void drawn_rival(const qc_rival_past *, const qc_rival_ask *, qc_rng *, double *);

static const struct rival_kind {
    point_rival *point;
    drawn_rival *counts; /* won deals; bookings follow */
    drawn_rival *values; /* either metric */
} kinds[QC_RIVAL_COUNT] = {
    [QC_RIVAL_STAGE_WEIGHTED] = {.point = stage_weighted},
    [QC_RIVAL_NAIVE_MONTE_CARLO] = {.values = draw_naive},
    [QC_RIVAL_LAST_PERIOD] = {.point = last_period},
    [QC_RIVAL_AVERAGE_OF_THREE] = {.point = average_of_three},
    [QC_RIVAL_SEASONAL_NAIVE] = {.point = seasonal_naive},
    [QC_RIVAL_POISSON] = {.counts = draw_poisson},
    [QC_RIVAL_NEGATIVE_BINOMIAL] = {.counts = draw_negative_binomial},
    [QC_RIVAL_MOVING_LEVEL] = {.counts = draw_moving_level},
};

const char *qc_rival_name(qc_rival rival)
{
    static const char *const names[QC_RIVAL_COUNT] = {
#define QC_RIVAL_NAME(id, name, words) name,
        QC_RIVALS(QC_RIVAL_NAME)
#undef QC_RIVAL_NAME
    };
    return names[rival];
}

const char *qc_rival_words(qc_rival rival)
{
    static const char *const texts[QC_RIVAL_COUNT] = {
#define QC_RIVAL_WORDS(id, name, words) words,
        QC_RIVALS(QC_RIVAL_WORDS)
#undef QC_RIVAL_WORDS
    };
    return texts[rival];
}

bool qc_rival_has_range(qc_rival rival)
{
    return kinds[rival].point == NULL;
}

int32_t qc_rival_forecast(qc_rival rival, const qc_rival_past *past, const qc_rival_ask *ask,
                          double *values)
{
    const struct rival_kind *kind = &kinds[rival];
    qc_rng luck = qc_rng_stream(ask->seed, STREAM, (uint64_t) past->as_of,
                                (uint64_t) rival * 1000 + (uint64_t) ask->periods * 2 + ask->money);
    if (kind->point != NULL) {
        values[0] = kind->point(past, ask);
        return isnan(values[0]) ? 0 : 1;
    }
    if (past->periods == 0 || past->cycle_count == 0) return 0;
    if (kind->values != NULL) {
        kind->values(past, ask, &luck, values);
    } else {
        kind->counts(past, ask, &luck, values);
        for (int32_t i = 0; i < QC_RIVAL_DRAWS && ask->money; i++)
            values[i] = resampled_amounts(past, values[i], &luck);
    }
    qc_stats_sort(values, QC_RIVAL_DRAWS);
    return QC_RIVAL_DRAWS;
}
