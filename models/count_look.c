#include "models/count_look.h"

#include <math.h>

#define STEPS 50
#define CLOSE 1e-12
#define SURE  1e-12 /* a variance below this leaves nothing to learn */

/* The most likely state after the look, by Newton's steps; the law is log-concave. */
static double likeliest(double events, double expected, double mean, double variance)
{
    double state = mean;
    for (int step = 0; step < STEPS && variance > SURE; step++) {
        const double rate = expected * exp(state);
        const double move = (events - rate - (state - mean) / variance) / (rate + 1 / variance);
        state += fmax(fmin(move, 1), -1);
        if (fabs(move) < CLOSE) break;
    }
    return state;
}

qc_look qc_count_look(double events, double expected, double mean, double variance)
{
    const double state = likeliest(events, expected, mean, variance);
    const double rate = fmax(expected * exp(state), 1e-12);
    const double off = variance > SURE ? (state - mean) * (state - mean) / variance : 0;
    /* the law of a rate's log leans to the left: after the look its mean is half its variance below its top, times
     * the weight that the filter gives a look */
    const double lean = variance / (1 + variance * rate) / 2;
    return (qc_look){.surprise = state + (events - rate) / rate - mean - lean,
                     .noise = 1 / rate,
                     .log_likelihood = events * state - rate - off / 2 -
                                       log1p(variance * rate) / 2};
}
