/** What a backtest says when all its forecasts are taken together.
 *
 *  Every figure is a sum over a sum, by metric and horizon, with its 90% range over clusters drawn with
 *  replacement: a cluster is an origin, drawn in blocks of as many neighbours as the longest forecast spans; of
 *  several companies it is a whole company, drawn alone. Errors of different companies and
 *  horizons are made comparable by dividing them by the mean result of the company at that metric and horizon,
 *  which changes no comparison inside one of them. */
#ifndef QC_STUDY_SCORECARD_H
#define QC_STUDY_SCORECARD_H

#include "study/backtest/backtest.h"

#define QC_SCORECARD_RANGES 3
extern const double qc_scorecard_ranges[QC_SCORECARD_RANGES]; /* 0.5, 0.8, 0.95 */
#define QC_SCORECARD_ALL (-1)

typedef struct qc_scorecard_rival {
    int32_t forecasts; /* that it made, too */
    qc_ratio error;    /* ours over its, on those; below 1 ours is smaller */
    qc_ratio held;     /* share of results in its 80% range; NAN = it states none */
} qc_scorecard_rival;

typedef struct qc_scorecard_cell {
    int32_t metric, horizon; /* QC_SCORECARD_ALL = all */
    int32_t forecasts;
    int32_t
        apart; /* of them, so many periods do not overlap (of one metric, added over horizons) */
    int32_t block;                      /* clusters drawn together for the ranges */
    qc_ratio held[QC_SCORECARD_RANGES]; /* share of results in the range */
    qc_ratio error;                     /* CRPS over the mean result */
    qc_ratio pinball;                   /* likewise */
    qc_ratio level;                     /* expected over actual: above 1 is too high */
    int32_t chances;                    /* goals asked */
    qc_ratio brier, log_score;
    qc_scorecard_rival rivals[QC_RIVAL_COUNT];
} qc_scorecard_cell;

#define QC_SCORECARD_BANDS 7
typedef struct qc_scorecard_band { /* chances stated from `low` to below `high` */
    double low, high;
    int32_t chances;
    double stated; /* their mean; NAN without */
    qc_ratio hit;  /* share that came true */
} qc_scorecard_band;

#define QC_SCORECARD_BINS 10
typedef struct qc_scorecard_percentiles { /* where results fell in their forecasts, in tenths */
    double share[QC_SCORECARD_BINS];
    double even_low,
        even_high; /* 90% range of a tenth's share if stated chances were right, for as many
                                   forecasts as do not overlap */
} qc_scorecard_percentiles;

/* The whole, each metric, each metric by horizon. */
#define QC_SCORECARD_CELLS (1 + QC_BACKTEST_METRICS * (1 + QC_BACKTEST_HORIZONS))

typedef struct qc_scorecard { /* plain values */
    qc_scorecard_cell cells[QC_SCORECARD_CELLS];
    int32_t cell_count; /* cells without a forecast are left out */
    int32_t clusters;   /* origins, or companies when there are several */
    int32_t origins, skipped;
    qc_day first, last; /* origins */
    qc_scorecard_band bands[QC_SCORECARD_BANDS];
    qc_scorecard_percentiles percentiles;
} qc_scorecard;

/** @fails QC_NO_MEMORY */
QC_CHECKED bool qc_scorecard_make(qc_scorecard *card, const qc_backtest *backtest,
                                  qc_status *status);

#define QC_SCORECARD_MOMENTS 8
/** Do enough moments stand behind it to call the ranges right or wrong, or another method better? At least 8, and a
 *  90% range of the share held that spans no more than 40 points. */
bool qc_scorecard_is_enough(const qc_scorecard *card);
/** Moments that are needed before the share held has a range at all. */
int32_t qc_scorecard_moments_needed(const qc_scorecard *card);

/** The cell of a metric and horizon, NULL when it has no forecast. */
const qc_scorecard_cell *qc_scorecard_find(const qc_scorecard *card, int32_t metric,
                                           int32_t horizon);

#endif
