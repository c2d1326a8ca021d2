/** One definition each of quantile, running mean and variance. */
#ifndef QC_CORE_STATS_H
#define QC_CORE_STATS_H

#include "core/status.h"

typedef struct qc_estimate {
    double value, std_error;
} qc_estimate;

/** Type-7 quantile (Hyndman and Fan 1996) of ascending `sorted` values; `share` in 0..1, count
 * >= 1. */
double qc_stats_quantile(const double *sorted, size_t count, double share);

/** Sort ascending in place (no NaN allowed). */
void qc_stats_sort(double *values, size_t count);

/** Largest number that divides both; 0 divides nothing, so that of 0 and b is b. */
int64_t qc_stats_common_divisor(int64_t a, int64_t b);

/** The nearest whole number, halves away from zero, as llround() has it; `value` must fit. */
static inline int64_t qc_stats_nearest(double value)
{
    const int64_t whole = (int64_t) value;
    const double rest = value - (double) whole; /* exact */
    return whole + (rest >= 0.5) - (rest <= -0.5);
}

/** Running mean and variance (Welford 1962). */
typedef struct qc_running {
    double count, mean, sum_squares;
} qc_running;
void qc_running_add(qc_running *running, double value);
double qc_running_variance(const qc_running *running); /* n - 1 form; 0 under two values */

#endif
