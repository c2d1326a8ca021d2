#include "study/backtest/moving_level.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

qc_moving_level qc_moving_level_start(double delta, double k, double scale)
{
    return (qc_moving_level){.delta = delta, .k = k, .alpha = 2, .beta = 2, .scale = scale};
}

static double log_negative_binomial(double count, qc_moving_prediction at)
{
    return gsl_sf_lngamma(count + at.size) - gsl_sf_lngamma(at.size) - gsl_sf_lngamma(count + 1) +
           at.size * log(at.size / (at.size + at.mean)) +
           count * log(at.mean / (at.size + at.mean));
}

qc_moving_prediction qc_moving_level_add(qc_moving_level *level, double count, double exposure,
                                         bool first)
{
    if (!first) {
        level->alpha *= level->delta;
        level->beta *= level->delta;
    }
    const qc_moving_prediction at = {exposure * level->scale * level->alpha / level->beta,
                                     1 / ((1 + 1 / level->alpha) * (1 + 1 / level->k) - 1)};
    const double weight = level->k / (level->k + at.mean);
    level->log_likelihood += log_negative_binomial(count, at);
    level->alpha += weight * count;
    level->beta += weight * exposure * level->scale;
    return at;
}

qc_moving_level qc_moving_level_fit(const double *counts, int32_t count)
{
    static const double deltas[] = {1, 0.95, 0.82}, shapes[] = {100000, 60, 12};
    qc_moving_level best = {.log_likelihood = -INFINITY};
    double total = 0;
    for (int32_t i = 0; i < count; i++)
        total += counts[i];
    for (int d = 0; d < 3; d++) {
        for (int s = 0; s < 3; s++) {
            qc_moving_level one = qc_moving_level_start(deltas[d], shapes[s],
                                                        (total + 0.3) / count);
            for (int32_t i = 0; i < count; i++)
                (void) qc_moving_level_add(&one, counts[i], 1, i == 0);
            if (one.log_likelihood > best.log_likelihood) best = one;
        }
    }
    return best;
}

/* The level of the periods ahead is taken as one, aged to their middle; noise is each period's own. */
double qc_moving_level_draw(const qc_moving_level *level, int32_t periods, qc_rng *luck)
{
    const double age = pow(level->delta, (periods + 1) / 2.0);
    double exposure = 0;
    gsl_rng view;
    qc_rng_gsl(&view, luck);
    const double height = gsl_ran_gamma(&view, level->alpha * age, 1 / (level->beta * age));
    for (int32_t p = 0; p < periods; p++)
        exposure += gsl_ran_gamma(&view, level->k, 1 / level->k);
    return gsl_ran_poisson(&view, fmin(exposure * level->scale * height, 1e7));
}
