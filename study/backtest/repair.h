/** Would learning from earlier forecasts have helped? Two ways to mend a forecast from the scores of those before
 *  it, judged walking forward: at each origin only forecasts whose results were known then are used.
 *
 *  Widening stretches all values about the median on the log scale by f, the observed over the nominal width of
 *  the middle 80% of the results' percentiles (on the normal scale), held to 0.8 .. 1.6. Pooling mixes our values
 *  with those of the rival with a moving level, our weight w being the one with the least error so far, drawn
 *  toward 1 (bookings from 6 periods on: 0.7). Both need 24 earlier results of the same metric and company. */
#ifndef QC_STUDY_REPAIR_H
#define QC_STUDY_REPAIR_H

#include "study/backtest/backtest.h"

#define QC_REPAIR_NEEDED 24

typedef struct qc_repair {
    int32_t forecasts;       /* that had enough results before them */
    qc_ratio error;          /* mended over as it was; below 1 it helped */
    qc_ratio held, held_was; /* share in the 80% range, mended and as it was; pooling: NAN */
    double mean;             /* of the factors, or of our weights */
} qc_repair;

typedef struct qc_repairs { /* by metric */
    qc_repair widened[QC_BACKTEST_METRICS], pooled[QC_BACKTEST_METRICS];
} qc_repairs;

/** @fails QC_NO_MEMORY */
QC_CHECKED bool qc_repairs_try(qc_repairs *repairs, const qc_backtest *backtest, qc_status *status);

/** The factor that percentiles ask for. @param scratch room for `count` values */
double qc_repair_factor(const double *percentiles, int32_t count, double *scratch);

#endif
