/* What is uncertain, by the rule that other programs can follow, too: n deals of history, of which n_s have
 * reached stage s and n_w have been won. A parameter is off by one over the root of the deals that it rests
 * on, times a normal number: the log odds of a conversion, the log of a mean stay, of the rate and of the
 * median amount. Spreads and the open deals stay as they are. */
#include "study/bench_uncertain.h"

#include "models/luck.h"
#include "models/tilt.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static double normal(uint64_t seed, int64_t number, uint64_t entity)
{
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_CHANGE, entity, (uint64_t) number);
    return gsl_cdf_ugaussian_Pinv(qc_rng_uniform(&luck));
}

static double log_sd(double cv)
{
    return sqrt(log1p(cv * cv));
}

static void change_stage(const qc_model *model, qc_law *law, int32_t stage, double deals,
                         double by_odds, double by_days)
{
    const double longer = exp(log_sd(model->plan->stages[stage].days.second) * by_days /
                              sqrt(deals));
    const double share = law->share, known = deals * share * (1 - share);
    const double odds = log(share / (1 - share)) + by_odds / sqrt(known);
    if (known > 0)
        qc_tilt_stated(&model->stages.parts[model->stages.part_of[stage]], law,
                       1 / (1 + exp(-odds)), NULL);
    law->time_scale *= longer;
    law->per_day = 1 / (law->step * law->time_scale);
}

static void change(const qc_model *model, const void *context, uint64_t seed, int64_t number,
                   qc_draw *draw)
{
    const double history = *(const double *) context;
    double deals = history;
    uint64_t entity = 0;
    if (number < 0) return; /* the middle of them all */
    for (int32_t s = 0; s < model->stages.stage_count; s++) {
        const double share = draw->stages.laws[s].share;
        const double by_odds = normal(seed, number, entity++);
        change_stage(model, &draw->stages.laws[s], s, deals, by_odds,
                     normal(seed, number, entity++));
        deals *= share;
    }
    draw->arrivals.rate[0] *= exp(normal(seed, number, entity++) / sqrt(history));
    draw->sizes[0].mu += log_sd(model->plan->deal_size.second) * normal(seed, number, entity) /
                         sqrt(deals);
}

void qc_bench_make_uncertain(qc_model *model, const double *history_deals)
{
    model->change_draw = change;
    model->change_context = history_deals;
}
