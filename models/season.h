/** What a calendar month does more or less of, year after year: observed against expected events, shrunk
 *  toward 1. Needs two years of history. Formulas: docs/model.md, "Months of the year". */
#ifndef QC_MODELS_SEASON_H
#define QC_MODELS_SEASON_H

#include "core/rng.h"
#include "core/status.h"

#define QC_SEASON_MONTHS 12
#define QC_SEASON_CYCLE  24 /* months of history from which a season is believed at all */

typedef struct qc_season { /* plain data; zeroed = off, every factor 1 */
    bool on;
    double events[QC_SEASON_MONTHS],
        expected[QC_SEASON_MONTHS]; /* January first, as evidence counts */
} qc_season;

/** @param events, expected  by month, oldest first, the first being month `first` (year * 12 + month - 1)
 *  @param shock_sd  sd of what else moves a month: a month that stood out once or twice may be chance, so
 *                   its events count as 1 / (1/events + shock_sd^2 / years) only */
void qc_season_fit(qc_season *season, const double *events, const double *expected, int32_t months,
                   int32_t first, double shock_sd);

/** Posterior mean factor of the month `index` (year * 12 + month - 1), and one posterior draw of all twelve. */
double qc_season_mean(const qc_season *season, int32_t index);
void qc_season_means(const qc_season *season, double *factors);
void qc_season_draw(const qc_season *season, qc_rng *rng, double *factors);

#endif
