/** Simulation-based calibration: companies whose truth is drawn from the prior that a plan states, a history
 *  lived under that truth, and where the truth lies among the draws of the model fitted to it. If prior,
 *  fit and draws agree, the rank of the truth is even on 0..1 (Cook, Gelman and Rubin 2006; Talts et al.
 *  2018). One stage, twelve months of history, six of future.
 *
 *  `bend` makes the model that is fitted wrong: 1 = right; 2 = it is told that twice as much is known. */
#ifndef QC_TESTS_CALIBRATION_H
#define QC_TESTS_CALIBRATION_H

#include "models/luck.h"
#include "tests/support/company.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#define CALIBRATION_DRAWS  199 /* a rank is one of 200 */
#define CALIBRATION_BINS   20
#define CALIBRATION_MONTHS 18
#define CALIBRATION_PAST   12

typedef enum calibration_figure {
    CALIBRATION_CONVERSION, /* of the stage */
    CALIBRATION_RATE,       /* the present log rate of new deals */
    CALIBRATION_WINS,       /* won in the next six months */
    CALIBRATION_BOOKINGS,
    CALIBRATION_FIGURES
} calibration_figure;

static const char *const calibration_words[CALIBRATION_FIGURES] = {"conversion", "rate", "wins",
                                                                   "bookings"};

static const char calibration_plan[] =
    "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: deals.csv}\nshocks: default\n"
    "pipeline: [{stage: s, conversion: {mean: 40%%, based_on: %g}, days: {typical: 5 to 40, "
    "based_on: %g deals}}]\n"
    "new_deals: {mean: 12, per: month, based_on: %g}\ndeal_size: {typical: 2k to 20k, based_on: 20 "
    "deals}\n"
    "targets:\n"
    "  - {name: wins, metric: customers, period: 2026-01-01..2026-06-30, at_least: 10}\n"
    "  - {name: money, metric: bookings, period: 2026-01-01..2026-06-30, at_least: 10k}\n";

enum { CALIBRATION_DEALS = 20 }; /* what the right beliefs rest on */

static inline void calibration_write_plan(double bend, qc_text *plan)
{
    const double deals = CALIBRATION_DEALS * bend;
    qc_text_addf(plan, calibration_plan, deals, deals, deals);
}

typedef struct calibration_truth {
    double won[QC_HAZARD_DAYS], lost[QC_HAZARD_DAYS]; /* daily hazards */
    double theta[2][CALIBRATION_MONTHS];              /* on winning and losing */
    double rate[CALIBRATION_MONTHS];                  /* expected new deals */
    double mu, sigma;
    double conversion, log_rate; /* what is asked for */
    double wins, bookings;       /* of the future */
} calibration_truth;

/* Chance to be won in the end, left alone, within the days that hazards are known for. */
static inline double calibration_conversion(const double *won, const double *lost)
{
    double open = 1, sum = 0;
    for (int day = 0; day < QC_HAZARD_DAYS; day++) {
        const double all = won[day] + lost[day];
        if (all > 0) sum += open * -expm1(-all) * won[day] / all;
        open *= exp(-all);
    }
    return sum;
}

/* The prior of a belief's level: nu ~ Gamma(k0, k0), 1 / k0 the relative variance of share and days. */
static inline void calibration_hazards(calibration_truth *truth, const qc_stage_belief *belief,
                                       gsl_rng *view)
{
    double *daily[2] = {truth->won, truth->lost};
    for (int lost = 0; lost < 2; lost++) {
        const double share = lost ? 1 - belief->conversion.mean : belief->conversion.mean;
        const double s = CALIBRATION_DEALS;
        const double variance = (1 - share) / share / (s + 1) + 1 / s;
        const double nu = gsl_ran_gamma(view, 1 / variance, variance);
        for (int day = 0; day < QC_HAZARD_DAYS; day++)
            daily[lost][day] = share / nu *
                               (qc_spread_hazard(&belief->days, day + 1.0) -
                                qc_spread_hazard(&belief->days, day));
    }
    truth->conversion = calibration_conversion(truth->won, truth->lost);
}

/* Months as the model's prior has them: a cell of the grid, a present, and steps from there. */
static inline void calibration_months(calibration_truth *truth, qc_rng *luck, gsl_rng *view)
{
    for (int g = 0; g < 2; g++) {
        qc_month_effect prior;
        qc_effect_state state;
        qc_month_effect_fit(&prior, NULL, NULL, 0);
        qc_month_effect_draw(&prior, luck, &state);
        for (int m = 0; m < CALIBRATION_MONTHS; m++)
            truth->theta[g][m] = qc_month_effect_step(&state, 30.4, gsl_ran_gaussian(view, 1));
    }
    qc_arrivals arrivals;
    qc_arrivals_state now;
    qc_status status = {0};
    const qc_arrivals_prior stated = {.log_rate = log(12 * 12 / 365.25 * 30.4),
                                      .sd = 1 / sqrt(CALIBRATION_DEALS)};
    ck_assert(qc_arrivals_fit(&arrivals, NULL, NULL, 0, &stated, &status));
    qc_arrivals_draw(&arrivals, luck, &now);
    for (int m = 0; m < CALIBRATION_MONTHS; m++) {
        if (m > 0) qc_arrivals_drift(&now, 30.4);
        if (m > 0)
            (void) qc_arrivals_step(&now, 30.4, gsl_ran_gaussian(view, 1),
                                    gsl_ran_gaussian(view, 1));
        truth->rate[m] = exp(now.base + now.level + now.noise);
        if (m == CALIBRATION_PAST - 1) truth->log_rate = now.base + now.level + now.noise;
    }
}

/* ---- a life under that truth ---- */

static inline void calibration_row(qc_text *csv, int deal, qc_day day, const char *stage,
                                   double amount)
{
    char date[16];
    qc_text_addf(csv, "d%d,%s,%s,", deal, qc_calendar_text(day, date), stage);
    if (amount > 0) qc_text_addf(csv, "%.2f", amount);
    qc_text_add(csv, "\n");
}

static inline void calibration_deal(calibration_truth *truth, int deal, qc_day created,
                                    qc_day as_of, qc_rng *luck, gsl_rng *view, qc_text *csv)
{
    const int32_t start = qc_calendar_month_index(as_of) - (CALIBRATION_PAST - 1);
    const qc_day end = qc_calendar_month_span(start + CALIBRATION_MONTHS - 1).to;
    if (created <= as_of) calibration_row(csv, deal, created, "s", 0);
    for (qc_day day = created; day <= end; day++) {
        const int32_t month = qc_calendar_month_index(day) - start;
        const int32_t age = day - created < QC_HAZARD_DAYS ? day - created : QC_HAZARD_DAYS - 1;
        const double won = truth->won[age] * truth->theta[0][month];
        const double lost = truth->lost[age] * truth->theta[1][month];
        if (qc_rng_uniform(luck) >= -expm1(-won - lost)) continue;
        if (qc_rng_uniform(luck) * (won + lost) >= won) {
            if (day <= as_of) calibration_row(csv, deal, day, "lost", 0);
            return;
        }
        const double amount = exp(truth->mu + truth->sigma * gsl_ran_gaussian(view, 1));
        if (day <= as_of) {
            calibration_row(csv, deal, day, "won", amount);
            return;
        }
        truth->wins += 1;
        truth->bookings += amount;
        return;
    }
}

static inline void calibration_live(calibration_truth *truth, qc_day as_of, qc_rng *luck,
                                    gsl_rng *view, qc_text *csv)
{
    const int32_t start = qc_calendar_month_index(as_of) - (CALIBRATION_PAST - 1);
    int deal = 0;
    qc_text_add(csv, "deal_id,date,stage,amount\n");
    for (int m = 0; m < CALIBRATION_MONTHS; m++) {
        const qc_span month = qc_calendar_month_span(start + m);
        const double days = month.to - month.from + 1;
        const unsigned count = gsl_ran_poisson(view, truth->rate[m] * days / 30.4);
        for (unsigned k = 0; k < count; k++)
            calibration_deal(truth, deal++, month.from + (qc_day) (qc_rng_uniform(luck) * days),
                             as_of, luck, view, csv);
    }
    ck_assert(!csv->failed);
}

/* ---- ranks ---- */

/* Share of draws below the truth, ties by luck: even on 0..1 when all is right. */
static inline double calibration_rank(const double *draws, double truth, double luck)
{
    double below = 0, equal = 0;
    for (int d = 0; d < CALIBRATION_DRAWS; d++) {
        below += draws[d] < truth;
        equal += draws[d] == truth;
    }
    return (below + floor(luck * (equal + 1)) + 0.5) / (CALIBRATION_DRAWS + 1);
}

/* Average month against the months of the history. */
static inline double calibration_long_run(const qc_effect_state *effect)
{
    return exp(effect->center - effect->center_variance / 2);
}

static inline void calibration_draws(company *it, uint64_t seed, double draws[][CALIBRATION_DRAWS])
{
    qc_world world = {0};
    const int32_t wins = company_figure(it, "wins"), money = company_figure(it, "money");
    company_world(it, &world, seed);
    for (int d = 0; d < CALIBRATION_DRAWS; d++) {
        company_trial(&world, (int64_t) d * QC_GROUP_TRIALS); /* the first trial of each draw */
        const qc_law *law = &world.draw.stages.laws[0];
        const qc_arrivals_state *state = &world.draw.arrivals.state[0];
        const double long_run[] = {calibration_long_run(&world.draw.effects[QC_GROUP_WON]),
                                   calibration_long_run(&world.draw.effects[QC_GROUP_LOST])};
        double won[QC_HAZARD_DAYS], lost[QC_HAZARD_DAYS];
        for (int day = 0; day < QC_HAZARD_DAYS; day++) {
            won[day] = long_run[0] * (law->cumulative[day + 1][QC_GROUP_WON] -
                                      law->cumulative[day][QC_GROUP_WON]);
            lost[day] = long_run[1] * (law->cumulative[day + 1][QC_GROUP_LOST] -
                                       law->cumulative[day][QC_GROUP_LOST]);
        }
        draws[CALIBRATION_CONVERSION][d] = calibration_conversion(won, lost);
        draws[CALIBRATION_RATE][d] = state->base + state->level + state->noise;
        draws[CALIBRATION_WINS][d] = (double) world.values[wins] / 100;
        draws[CALIBRATION_BOOKINGS][d] = (double) world.values[money] / 100;
    }
    qc_world_free(&world);
}

/** Draw a truth, live it, fit the model and rank the truth. False when the history was too thin to fit. */
static inline bool calibration_company(uint64_t seed, double bend, double *ranks)
{
    static double draws[CALIBRATION_FIGURES][CALIBRATION_DRAWS];
    company prior = {0}, it = {0};
    calibration_truth truth = {.wins = 0};
    qc_text plan = {0}, bent = {0}, csv = {0};
    qc_status status = {0};
    gsl_rng view;
    qc_rng luck = qc_rng_stream(seed, 991, 0, 0), ties = qc_rng_stream(seed, 992, 0, 0);
    qc_rng_gsl(&view, &luck);
    calibration_write_plan(1, &plan);
    calibration_write_plan(bend, &bent);
    /* the plan without its history is the prior */
    qc_text_add(&csv, "deal_id,date,stage,amount\nx,2025-01-01,s,\n");
    company_read(&prior, qc_text_get(&plan), qc_text_get(&csv), NULL);
    company_prepare(&prior);
    qc_size_model no_wins = prior.forecast.model.sizes[0];
    qc_size_draw size = {0};
    no_wins.win_count = 0;
    qc_size_model_draw(&no_wins, &luck, &size);
    truth.mu = size.mu;
    truth.sigma = size.sigma;
    calibration_hazards(&truth, &prior.forecast.model.stages.parts[0].belief, &view);
    calibration_months(&truth, &luck, &view);
    qc_text_free(&csv);
    calibration_live(&truth, prior.as_of, &luck, &view, &csv);
    bool ok = company_try(&it, qc_text_get(&bent), qc_text_get(&csv), NULL, NULL, &status);
    if (ok) {
        const double actual[CALIBRATION_FIGURES] = {truth.conversion, truth.log_rate, truth.wins,
                                                    truth.bookings};
        company_prepare(&it);
        calibration_draws(&it, seed, draws);
        for (int f = 0; f < CALIBRATION_FIGURES; f++)
            ranks[f] = calibration_rank(draws[f], actual[f], qc_rng_uniform(&ties));
    }
    company_free(&it);
    company_free(&prior);
    qc_text_free(&plan);
    qc_text_free(&bent);
    qc_text_free(&csv);
    return ok;
}

/** Chance of a chi-square as large, of ranks in even bins. */
static inline double calibration_p(const double *ranks, int count)
{
    double bins[CALIBRATION_BINS] = {0}, square = 0;
    const double even = (double) count / CALIBRATION_BINS;
    for (int i = 0; i < count; i++)
        bins[(int) fmin(ranks[i] * CALIBRATION_BINS, CALIBRATION_BINS - 1)] += 1;
    for (int b = 0; b < CALIBRATION_BINS; b++)
        square += (bins[b] - even) * (bins[b] - even) / even;
    return gsl_cdf_chisq_Q(square, CALIBRATION_BINS - 1);
}

#endif
