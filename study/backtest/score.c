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

/* From the first cluster that added something to the last one; gaps between stay, for they are time. */
typedef struct stretch_of_time {
    const double *part, *whole;
    int32_t clusters, filled;
} stretch_of_time;

static stretch_of_time trim(const double *part, const double *whole, int32_t clusters)
{
    stretch_of_time found = {part, whole, 0, 0};
    int32_t first = clusters, last = -1;
    for (int32_t i = 0; i < clusters; i++) {
        if (!(whole[i] > 0) && !(part[i] > 0)) continue;
        first = first < i ? first : i;
        last = i;
        found.filled++;
    }
    if (last < 0) return found;
    found.part += first;
    found.whole += first;
    found.clusters = last - first + 1;
    return found;
}

/* Blocks of neighbours from anywhere, the first following the last, until as many clusters are drawn as there are. */
static double resampled(const stretch_of_time *from, int32_t block, qc_rng *luck)
{
    const int32_t clusters = from->clusters;
    double parts = 0, wholes = 0;
    for (int32_t drawn = 0; drawn < clusters; drawn += block) {
        const int32_t first = (int32_t) (qc_rng_uniform(luck) * clusters);
        for (int32_t i = 0; i < block && drawn + i < clusters; i++) {
            const int32_t at = (first + i) % clusters;
            parts += from->part[at];
            wholes += from->whole[at];
        }
    }
    return wholes > 0 ? parts / wholes : (double) NAN;
}

/* By how much the drawn spread falls short. The mean was taken from the same values; blocks of the overlap's own
 * length tear half of the pairs that it ties; and a variance from few blocks is itself uncertain. */
static double shortfall(int32_t clusters, int32_t block)
{
    const double n = clusters, b = block;
    const double torn = 3 * b * b / (2 * b * b + 1), freedom = fmin(n - 1, 1.5 * n / b);
    return sqrt(n / (n - b) * torn) * gsl_cdf_tdist_Pinv(0.95, freedom) /
           gsl_cdf_ugaussian_Pinv(0.95);
}

static bool says_how_sure(const stretch_of_time *from, int32_t block)
{
    return from->filled >= QC_SCORE_CLUSTERS && from->clusters >= QC_SCORE_BLOCKS * block;
}

/* The quotient of all, and of what is drawn; returns how many draws there are, 0 = they would say nothing. */
static size_t draw(const stretch_of_time *from, int32_t block, qc_rng luck, double *value,
                   double samples[SAMPLES])
{
    double parts = 0, wholes = 0;
    size_t count = 0;
    for (int32_t i = 0; i < from->clusters; i++) {
        parts += from->part[i];
        wholes += from->whole[i];
    }
    *value = wholes > 0 ? parts / wholes : (double) NAN;
    if (!(wholes > 0) || !says_how_sure(from, block)) return 0;
    for (int32_t i = 0; i < SAMPLES; i++) {
        const double sample = resampled(from, block, &luck);
        if (!isnan(sample)) samples[count++] = sample;
    }
    return count;
}

qc_ratio qc_score_ratio(const double *part, const double *whole, int32_t clusters, int32_t block,
                        uint64_t seed)
{
    qc_ratio ratio = QC_RATIO_UNKNOWN;
    double samples[SAMPLES];
    const stretch_of_time from = trim(part, whole, clusters);
    const size_t count = draw(&from, block, qc_rng_stream(seed, STREAM, (uint64_t) clusters, 0),
                              &ratio.value, samples);
    if (count == 0) return ratio;
    qc_stats_sort(samples, count);
    const double wider = shortfall(from.clusters, block);
    const double low = qc_stats_quantile(samples, count, 0.05);
    const double high = qc_stats_quantile(samples, count, 0.95);
    ratio.low = fmax(ratio.value - wider * (ratio.value - low), 0);
    ratio.high = ratio.value + wider * (high - ratio.value);
    return ratio;
}

/* So many independent tries would make the share as uncertain as the draws do; where all draws agree, as many as there
 * are blocks. */
static double effective_tries(const stretch_of_time *from, int32_t block, double share,
                              const double *samples, size_t count)
{
    const double wider = shortfall(from->clusters, block);
    qc_running drawn = {.count = 0};
    double most = 0;
    for (size_t i = 0; i < count; i++)
        qc_running_add(&drawn, samples[i]);
    for (int32_t i = 0; i < from->clusters; i++)
        most += from->whole[i];
    const double variance = qc_running_variance(&drawn) * wider * wider;
    if (!(variance > 0)) return (double) from->filled / block;
    return fmin(share * (1 - share) / variance, most);
}

qc_ratio qc_score_share(const double *part, const double *whole, int32_t clusters, int32_t block,
                        uint64_t seed)
{
    qc_ratio share = QC_RATIO_UNKNOWN;
    double samples[SAMPLES];
    const stretch_of_time from = trim(part, whole, clusters);
    const size_t count = draw(&from, block, qc_rng_stream(seed, STREAM, (uint64_t) clusters, 0),
                              &share.value, samples);
    if (count == 0) return share;
    const double tries = effective_tries(&from, block, share.value, samples, count);
    const double hits = tries * share.value, misses = tries - hits;
    share.low = hits > 0 ? gsl_cdf_beta_Pinv(0.05, hits + 0.5, misses + 0.5) : 0;
    share.high = misses > 0 ? gsl_cdf_beta_Pinv(0.95, hits + 0.5, misses + 0.5) : 1;
    if (!(hits > 0)) share.high = 1 - pow(0.05, 1 / tries);
    if (!(misses > 0)) share.low = pow(0.05, 1 / tries);
    return share;
}
