#include "core/stats.h"

#include <assert.h>
#include <stdlib.h>

double qc_stats_quantile(const double *sorted, size_t count, double share)
{
    assert(count >= 1 && share >= 0.0 && share <= 1.0);
    const double place = (double) (count - 1) * share;
    const size_t below = (size_t) place;
    const double part = place - (double) below;

    /* Equal neighbours also cover two infinite ones, whose difference is no number. */
    if (below + 1 >= count || part <= 0.0 || sorted[below] >= sorted[below + 1]) {
        return sorted[below];
    }
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

static int ascending(const void *left, const void *right)
{
    const double a = *(const double *) left;
    const double b = *(const double *) right;

    return (a > b) - (a < b);
}

void qc_stats_sort(double *values, size_t count)
{
    if (count < 2) return;
    qsort(values, count, sizeof *values, ascending);
}

int64_t qc_stats_common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

void qc_running_add(qc_running *running, double value)
{
    running->count += 1.0;
    const double from_old_mean = value - running->mean;
    running->mean += from_old_mean / running->count;
    running->sum_squares += from_old_mean * (value - running->mean);
}

double qc_running_variance(const qc_running *running)
{
    if (running->count < 2.0) return 0.0;
    return running->sum_squares / (running->count - 1.0);
}
