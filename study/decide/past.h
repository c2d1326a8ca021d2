/** The company's own record of a rate, quarter by quarter. */
#ifndef QC_STUDY_PAST_H
#define QC_STUDY_PAST_H

#include "history/history.h"

#define QC_PAST_QUARTERS 64

typedef enum qc_past_rate {
    QC_PAST_NEW_DEALS, /* created, per month */
    QC_PAST_DEAL_SIZE, /* mean amount of the deals won */
    QC_PAST_WIN_RATE,  /* won among the deals that ended after some stage */
    QC_PAST_CONVERSION, /* of the visits to a stage that ended, without those that went back: got further */
    QC_PAST_DAYS /* mean days of the visits to a stage (-1 = to any) that ended */
} qc_past_rate;

/** Values of the whole recorded calendar quarters before the as-of day, oldest first; quarters with fewer
 *  than five events are left out. Fills `values`, returns how many. `history` NULL: 0. */
int32_t qc_past_quarters(const qc_history *history, qc_past_rate rate, int32_t stage,
                         double values[QC_PAST_QUARTERS]);

#endif
