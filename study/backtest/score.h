/** How good a forecast was, once the result is known.
 *
 *  An ensemble is a set of simulated values, sorted ascending. The continuous ranked probability score
 *  (CRPS) is the absolute error of a forecast that is a whole distribution, in the units of the value:
 *  mean |x - y| - half the mean |x - x'|; for a single number it is the plain absolute error (Gneiting
 *  and Raftery 2007). The percentile of the result in its forecast (PIT) is even on 0..1 when stated
 *  chances come true. Nothing here fails; the functions may be shared by threads. */
#ifndef QC_STUDY_SCORE_H
#define QC_STUDY_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** CRPS of an ensemble taken as the whole distribution: the mean |x - x'| over all n^2 pairs. count >= 1. */
double qc_score_crps_plain(const double *sorted, size_t count, double actual);
/** CRPS that a growing ensemble would reach on average: over the n (n - 1) pairs of different values.
 *  One value alone gives the absolute error. */
double qc_score_crps_fair(const double *sorted, size_t count, double actual);
/** The plain form from 1,000 values on, the fair one below. */
double qc_score_crps(const double *sorted, size_t count, double actual);
/** Mean |x - z| over all pairs of a value of one ensemble and a value of another (or the same). O(n + m). */
double qc_score_distance(const double *sorted, size_t count, const double *other, size_t others);
/** Closed form for a normal forecast, sd > 0. */
double qc_score_crps_normal(double mean, double sd, double actual);

typedef struct qc_pit { /* share of the ensemble below the result, and up to it */
    double low, high;
} qc_pit;
qc_pit qc_score_pit(const double *sorted, size_t count, double actual);
/** A percentile for counts: `luck` in 0..1 picks a place between the ends, so that a forecast that is right
 *  gives an even spread however coarse its values are (Czado, Gneiting and Held 2009). */
double qc_score_pit_at(qc_pit pit, double luck);
/** Does the middle `share` of the forecast hold a result of this percentile? */
bool qc_score_covers(double percentile, double share);

/** Loss of a stated quantile: its mean is least when the quantile is right. */
double qc_score_pinball(double quantile, double share, double actual);
/** (chance - hit)^2. */
double qc_score_brier(double chance, bool hit);
/** -ln of the chance given to what happened; infinite when that was 0. */
double qc_score_log(double chance, bool hit);

typedef struct qc_ratio { /* a share or a quotient with its 90% range; NAN = unknown */
    double value, low, high;
} qc_ratio;
#define QC_RATIO_UNKNOWN                         \
    {                                            \
        (double) NAN, (double) NAN, (double) NAN \
    }

#define QC_SCORE_CLUSTERS 3   /* fewer say nothing about how they differ, */
#define QC_SCORE_BLOCKS   1.5 /* nor do fewer blocks */

/** sum of `part` over sum of `whole`, both by cluster, with a 90% range from the same sums over blocks of `block`
 *  neighbouring clusters drawn with replacement, the first cluster following the last (circular block bootstrap:
 *  Politis and Romano 1992; 1,000 samples). Forecasts made at one moment share its luck, and those of `block`
 *  moments in a row overlap; drawing them together keeps what they share. The distance of the 5th and 95th
 *  percentile from the value is stretched by
 *
 *      sqrt(n / (n - b)  x  3 b^2 / (2 b^2 + 1))  x  t(0.95; min(n - 1, 1.5 n / b)) / 1.645
 *
 *  for n clusters in blocks of b: the draws are about the mean of the same values; blocks as long as the overlap see
 *  only (2 b^2 + 1) / 3 b^2 of the variance of sums that overlap by one step less than b (their correlation falls in
 *  a straight line, and each lag is torn in proportion); and the variance has 1.5 n / b degrees of freedom
 *  (Priestley 1981, section 6.2, for the triangular window that blocks amount to). Fewer than 3 clusters or one and a
 *  half blocks give no range.
 *  @param part, whole  in order of time, 0 where a cluster added nothing; n counts from the first that did to the last
 *  @param block  1 = clusters share nothing
 *  @param seed   of the drawing; the same seed gives the same range */
qc_ratio qc_score_ratio(const double *part, const double *whole, int32_t clusters, int32_t block,
                        uint64_t seed);
/** The same of hits over tries, 0 <= part <= whole: the range of a share (Jeffreys: Brown, Cai and DasGupta 2001) of so
 *  many independent tries as would have the variance of the draws, stretched as above; at most as many as there are.
 *  Where all draws agree they are as many as there are blocks; of no hit or no miss at all the far end is the exact one
 *  (Clopper and Pearson 1934). */
qc_ratio qc_score_share(const double *part, const double *whole, int32_t clusters, int32_t block,
                        uint64_t seed);

#endif
