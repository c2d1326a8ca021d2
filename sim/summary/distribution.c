/** Reading a tally as a distribution. */
#include "sim/summary/summarize.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double qc_summary_quantile(const qc_tally *tally, int64_t trials, double share)
{
    const double wanted = share * (double) trials;
    double before = 0;
    int64_t low = 0, high = 0;
    for (int32_t b = 0; b < tally->count; b++) {
        const double here = (double) tally->bucket[b];
        if (here == 0) continue;
        qc_outcome_bucket_range(tally->first + b, &low, &high);
        if (before + here >= wanted)
            return (double) low + (wanted - before) / here * (double) (high - low);
        before += here;
    }
    return (double) high;
}

double qc_summary_below(const qc_tally *tally, int64_t trials, double value)
{
    double before = 0;
    for (int32_t b = 0; b < tally->count; b++) {
        const double here = (double) tally->bucket[b];
        int64_t low = 0, high = 0;
        if (here == 0) continue;
        qc_outcome_bucket_range(tally->first + b, &low, &high);
        if (value <= (double) low) break;
        if (value <= (double) high) {
            before += here * (value - (double) low) / ((double) (high - low) + 1);
            break;
        }
        before += here;
    }
    return before / (double) trials;
}

qc_estimate qc_summary_mean(const qc_outcome *outcome, int32_t figure, double unit)
{
    const qc_tally *tally = &outcome->figures[figure];
    const double groups = (double) outcome->groups, trials = (double) outcome->trials;
    qc_estimate mean = {trials > 0 ? (double) tally->sum / trials / unit : 0, 0};
    if (groups < 2 || outcome->own_errors) {
        mean.std_error = outcome->own_errors ? tally->mean_error / unit : (double) NAN;
        return mean;
    }
    const double group_mean = (double) tally->sum / groups;
    const double variance = (double) tally->group_square_sum / groups - group_mean * group_mean;
    mean.std_error = sqrt(fmax(variance, 0) / (groups - 1)) * groups / trials / unit;
    return mean;
}

void qc_summary_band(int64_t hits, int64_t group_squares, int64_t trials, int64_t groups,
                     double *low, double *high)
{
    const double size = groups > 0 ? (double) trials / (double) groups : 0;
    const double p = trials > 0 ? (double) hits / (double) trials : 0;
    *low = *high = p;
    if (groups < 2 || p <= 0 || p >= 1) return;
    const double mean_square = (double) group_squares / (double) groups / (size * size);
    const double between = (mean_square - p * p - p * (1 - p) / size) / (1 - 1 / size);
    if (between <= 0) return;
    const double strength = fmax(p * (1 - p) / between - 1, 0.05);
    *low = gsl_cdf_beta_Pinv(0.1, p * strength, (1 - p) * strength);
    *high = gsl_cdf_beta_Pinv(0.9, p * strength, (1 - p) * strength);
}
