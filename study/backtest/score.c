#include "study/backtest/score.h"

#include "core/rng.h"
#include "core/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define PLAIN_FROM 1000 /* values from which the plain form of the CRPS is used */
#define SAMPLES    1000 /* of the bootstrap */
#define STREAM     77   /* of the bootstrap's luck; it meets no simulation */

/* ---- distributions ---- */

static double mean_distance(const double *sorted, size_t count, double actual)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += fabs(sorted[i] - actual);
    return sum / (double) count;
}

/* Sum of |x - x'| over all ordered pairs: in ascending order value i is the larger one i times. Distances are
 * taken from the middle value, so that large values of small spread lose no digits. */
static double pair_distances(const double *sorted, size_t count)
{
    const double middle = sorted[count / 2];
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (2 * (double) i - (double) count + 1) * (sorted[i] - middle);
    return 2 * sum;
}

double qc_score_crps_plain(const double *sorted, size_t count, double actual)
{
    const double n = (double) count;
    return mean_distance(sorted, count, actual) - pair_distances(sorted, count) / (2 * n * n);
}

double qc_score_crps_fair(const double *sorted, size_t count, double actual)
{
    const double n = (double) count, distance = mean_distance(sorted, count, actual);
    return count < 2 ? distance : distance - pair_distances(sorted, count) / (2 * n * (n - 1));
}

double qc_score_crps(const double *sorted, size_t count, double actual)
{
    return count >= PLAIN_FROM ? qc_score_crps_plain(sorted, count, actual)
                               : qc_score_crps_fair(sorted, count, actual);
}

double qc_score_distance(const double *sorted, size_t count, const double *other, size_t others)
{
    const double middle = other[others / 2];
    double all = 0, passed = 0, sum = 0;
    size_t below = 0; /* of the others: not above the value at hand; `passed` is their sum */
    for (size_t j = 0; j < others; j++)
        all += other[j] - middle;
    for (size_t i = 0; i < count; i++) {
        const double value = sorted[i] - middle;
        for (; below < others && other[below] <= sorted[i]; below++)
            passed += other[below] - middle;
        sum += value * (2 * (double) below - (double) others) + all - 2 * passed;
    }
    return sum / (double) count / (double) others;
}

double qc_score_crps_normal(double mean, double sd, double actual)
{
    const double z = (actual - mean) / sd;
    return sd *
           (z * (2 * gsl_cdf_ugaussian_P(z) - 1) + 2 * gsl_ran_ugaussian_pdf(z) - 1 / sqrt(M_PI));
}

/* ---- percentiles and ranges ---- */

qc_pit qc_score_pit(const double *sorted, size_t count, double actual)
{
    size_t below = 0, up_to = 0;
    for (size_t i = 0; i < count; i++) {
        below += sorted[i] < actual;
        up_to += sorted[i] <= actual;
    }
    return (qc_pit){(double) below / (double) count, (double) up_to / (double) count};
}

double qc_score_pit_at(qc_pit pit, double luck)
{
    return pit.low + luck * (pit.high - pit.low);
}

bool qc_score_covers(double percentile, double share)
{
    return percentile >= (1 - share) / 2 && percentile <= (1 + share) / 2;
}

double qc_score_pinball(double quantile, double share, double actual)
{
    return actual >= quantile ? share * (actual - quantile) : (1 - share) * (quantile - actual);
}

/* ---- chances ---- */

double qc_score_brier(double chance, bool hit)
{
    const double miss = chance - (hit ? 1 : 0);
    return miss * miss;
}

double qc_score_log(double chance, bool hit)
{
    return -log(hit ? chance : 1 - chance);
}

/* ---- how sure the scores are ---- */

static double resampled(const double *part, const double *whole, int32_t clusters, qc_rng *luck)
{
    double parts = 0, wholes = 0;
    for (int32_t i = 0; i < clusters; i++) {
        const int32_t drawn = (int32_t) (qc_rng_uniform(luck) * clusters);
        parts += part[drawn];
        wholes += whole[drawn];
    }
    return wholes > 0 ? parts / wholes : (double) NAN;
}

qc_ratio qc_score_ratio(const double *part, const double *whole, int32_t clusters, uint64_t seed)
{
    qc_ratio ratio = QC_RATIO_UNKNOWN;
    double samples[SAMPLES], parts = 0, wholes = 0;
    int32_t filled = 0;
    size_t count = 0;
    for (int32_t i = 0; i < clusters; i++) {
        parts += part[i];
        wholes += whole[i];
        filled += whole[i] > 0;
    }
    if (!(wholes > 0)) return ratio;
    ratio.value = parts / wholes;
    if (filled < QC_SCORE_CLUSTERS) return ratio;
    qc_rng luck = qc_rng_stream(seed, STREAM, (uint64_t) clusters, 0);
    for (int32_t i = 0; i < SAMPLES; i++) {
        const double sample = resampled(part, whole, clusters, &luck);
        if (!isnan(sample)) samples[count++] = sample;
    }
    if (count == 0) return ratio;
    qc_stats_sort(samples, count);
    ratio.low = qc_stats_quantile(samples, count, 0.05);
    ratio.high = qc_stats_quantile(samples, count, 0.95);
    return ratio;
}

/* Draws of clusters that are all alike are all alike, and would make a share of none or of all look certain. So
 * many clusters without one hit say that its chance is below 1 - 0.05^(1/n), 95% sure. */
qc_ratio qc_score_share(const double *part, const double *whole, int32_t clusters, uint64_t seed)
{
    qc_ratio share = qc_score_ratio(part, whole, clusters, seed);
    int32_t filled = 0;
    if (isnan(share.low) || share.low < share.high) return share;
    for (int32_t i = 0; i < clusters; i++)
        filled += whole[i] > 0;
    const double open = 1 - pow(0.05, 1.0 / filled);
    if (share.value <= 0) share.high = open;
    if (share.value >= 1) share.low = 1 - open;
    return share;
}
