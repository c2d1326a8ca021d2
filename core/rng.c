#include "core/rng.h"

static void set(void *state, unsigned long seed)
{
    qc_rng *rng = state;

    *rng = qc_rng_stream(seed, 0, 0, 0);
}

static unsigned long get(void *state)
{
    return (unsigned long) (qc_rng_bits(state) >> 32);
}

static double get_double(void *state)
{
    return qc_rng_uniform(state);
}

static const gsl_rng_type stream_type = {
    .name = "quotacast-stream",
    .max = 0xffffffffUL,
    .min = 0,
    .size = sizeof(qc_rng),
    .set = set,
    .get = get,
    .get_double = get_double,
};

void qc_rng_gsl(gsl_rng *view, qc_rng *rng)
{
    view->type = &stream_type;
    view->state = rng;
}
