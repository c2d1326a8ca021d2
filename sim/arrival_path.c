#include "sim/arrival_path.h"

#include "models/luck.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define MOST_NEW 1e7

bool qc_arrival_path_is_noisy(const qc_world *world, int32_t stream)
{
    const qc_arrivals_state *state = &world->draw.arrivals.state[stream];
    return state->sd > 0 || state->wander > 0;
}

void qc_arrival_path(const qc_world *world, int32_t stream, int64_t trial, double *expected)
{
    qc_arrivals_state state = world->draw.arrivals.state[stream];
    const bool noisy = qc_arrival_path_is_noisy(world, stream);
    const double side = world->mirrored ? -1 : 1;
    const double *even = world->even_path != NULL ? &world->even_path[stream * world->month_count]
                                                  : NULL;
    qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_ARRIVAL, UINT64_MAX - (uint64_t) stream,
                                (uint64_t) trial);
    gsl_rng view;
    qc_rng_gsl(&view, &luck);
    double factor = exp(state.base + state.level + state.noise);
    for (int32_t m = 0; m < world->month_count; m++) {
        if (noisy) {
            const double level = side * gsl_ran_gaussian_ziggurat(&view, 1);
            double noise = side * gsl_ran_gaussian_ziggurat(&view, 1);
            if (even != NULL) noise = gsl_cdf_ugaussian_Pinv(even[m]);
            qc_arrivals_drift(&state, world->step_days[m]);
            factor = exp(qc_arrivals_step(&state, world->step_days[m], level, noise));
        }
        expected[m] = world->draw.arrivals.rate[stream] *
                      world->units[stream * world->month_count + m] *
                      world->draw.arrivals.season[world->month_of_year[m]] * factor;
    }
}

/* Months in a row that are expected to bring as many share the law of the first one. */
const qc_poisson *qc_arrival_path_law(qc_world *world, int32_t stream, int32_t month)
{
    const double *expected = world->expected, mean = expected[month];
    qc_status ignored = {0};
    if (mean > QC_POISSON_MOST || qc_arrival_path_is_noisy(world, stream)) return NULL;
    const bool alike = month > 0 && expected[month - 1] == mean;
    world->alike[month] = alike ? world->alike[month - 1] : month;
    qc_poisson *law = &world->new_deals[stream * world->month_count + world->alike[month]];
    if (qc_poisson_set(law, mean, &ignored)) return law;
    world->failed = true;
    return NULL;
}

int32_t qc_arrival_path_count(qc_world *world, int32_t stream, int32_t month, qc_rng *luck)
{
    const qc_poisson *law = qc_arrival_path_law(world, stream, month);
    gsl_rng view;
    if (law != NULL) return qc_poisson_pick(law, qc_rng_uniform(luck));
    qc_rng_gsl(&view, luck);
    return (int32_t) gsl_ran_poisson(&view, fmin(world->expected[month], MOST_NEW));
}

int32_t qc_arrival_path_extra(const qc_world *world, int32_t month, double more, qc_rng *luck)
{
    gsl_rng view;
    qc_rng_gsl(&view, luck);
    return (int32_t) gsl_ran_poisson(&view, fmin(more * world->expected[month], MOST_NEW));
}
