/** What each part of the model is worth: the same backtest with the part left out. */
#ifndef QC_STUDY_WORTH_H
#define QC_STUDY_WORTH_H

#include "study/backtest/scorecard.h"

typedef struct qc_worth { /* of one ingredient; by metric, [QC_BACKTEST_METRICS] = both */
    qc_ingredient ingredient;
    qc_ratio error[QC_BACKTEST_METRICS +
                   1]; /* without it over with it, same forecasts: above 1 it helps */
    qc_ratio held[QC_BACKTEST_METRICS + 1]; /* share of results in the 80% range, without it */
    bool changed; /* some forecast differs: the part plays a role in this history */
} qc_worth;

const char *qc_ingredient_name(qc_ingredient ingredient);
const char *qc_ingredient_absence(qc_ingredient ingredient); /* what its absence means */
/** Read "month-effects,owners". @fails QC_BAD_USAGE naming the nearest part */
QC_CHECKED bool qc_ingredients_read(const char *text, qc_without *without, qc_status *status);

/** Hold a backtest without some part against the whole one; forecasts that only one of them made do not count.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_worth_of(qc_worth *worth, const qc_backtest *whole, const qc_backtest *without,
                            qc_status *status);

#endif
