/** What the knowledge band of the headline comes from: how much of the spread of its chance over draws is
 *  owed to rates that rest on little. Formulas: docs/model.md, "Thin history". */
#ifndef QC_SIM_BAND_H
#define QC_SIM_BAND_H

#include "models/reliance.h"
#include "sim/engine.h"

#define QC_BAND_RATES_MAX 8 /* more thin rates than this are judged together only */

typedef struct qc_band_causes {
    qc_estimate all; /* share of all thin rates together, 0..1 */
    qc_estimate
        rate[QC_BAND_RATES_MAX]; /* of each thin rate alone, in the order of model->reliance;
                                            with what it does together with others, so they may add up
                                            to more than `all`; NAN where there are too many rates */
    bool
        is_known; /* false: nothing is thin, the chance hardly differs between draws, or it was stopped */
} qc_band_causes;

/** Simulates again, on the same luck, with the thin rates drawn anew. Depends on the seed alone, not on
 *  threads. @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED bool qc_band_ask(qc_band_causes *causes, const qc_model *model, const qc_book *book,
                            const qc_questions *questions, const qc_sim_options *options,
                            qc_status *status);

#endif
