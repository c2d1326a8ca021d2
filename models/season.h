/** What a calendar month does more or less of, year after year: factors on a monthly rate, told apart from what only
 *  this month did. From two years of history on; how large seasons are is weighed by the counts, none at all
 *  included. Formulas: docs/model.md, "Months of the year". */
#ifndef QC_MODELS_SEASON_H
#define QC_MODELS_SEASON_H

#include "core/rng.h"
#include "core/status.h"

#define QC_SEASON_MONTHS 12
#define QC_SEASON_CYCLE  24 /* months of history from which a season is looked for */
#define QC_SEASON_SIZES  5  /* how large seasons may be */
#define QC_SEASON_CELLS  64

typedef struct qc_season { /* plain data; zeroed = off, every factor 1 */
    bool on;
    double weight[QC_SEASON_SIZES]; /* of each size, prior x likelihood, normalised */
    double mean[QC_SEASON_SIZES][QC_SEASON_MONTHS]; /* of the log factors, January first */
    double root[QC_SEASON_SIZES][QC_SEASON_MONTHS]
               [QC_SEASON_MONTHS];   /* of their covariance, lower */
    double factor[QC_SEASON_MONTHS]; /* posterior means */
} qc_season;

/** What else may move a month: a random walk, and an AR(1) around it. */
typedef struct qc_season_cell {
    double level_sd, wander; /* of the walk: sd of its start, and of each month's step */
    double rho, sd;          /* of the AR(1) */
    double prior;            /* weight */
} qc_season_cell;

/** Fit to counts by month, oldest first, the first being month `first` (year * 12 + month - 1). Months with
 *  `expected` <= `least` tell nothing. Fewer than QC_SEASON_CYCLE months leave the season off.
 *  @param correction  [cell]: what is added to the log likelihood of a cell, found with `expected` times the mean
 *                     factors, so that it is the one with the season unknown; 0 when off */
void qc_season_fit(qc_season *season, const double *events, const double *expected, double least,
                   int32_t months, int32_t first, const qc_season_cell *cells, int32_t cell_count,
                   double *correction);

/** Posterior mean factor of the month `index` (year * 12 + month - 1), and one posterior draw of all twelve, whose mean is 1. */
double qc_season_mean(const qc_season *season, int32_t index);
void qc_season_means(const qc_season *season, double *factors);
void qc_season_draw(const qc_season *season, qc_rng *rng, double *factors);

#endif
