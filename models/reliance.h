/** What each rate of a model rests on: events of the history, a stated belief, or the built-in prior, and
 *  whether that is little. Formulas and the floor: docs/model.md, "Thin history". */
#ifndef QC_MODELS_RELIANCE_H
#define QC_MODELS_RELIANCE_H

#include "models/model.h"

/* With 14 events the 80% range of a rate spans a factor of two (Gamma(14): q90 / q10 = 2.0); below, more. */
#define QC_RELIANCE_FLOOR        14
#define QC_RELIANCE_FLOOR_MONTHS 6 /* so many months of arrivals say no less of the next twelve */

/** Fill model->reliance. A deal size that no target asks for is never thin. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_reliance_list(qc_model *model, const qc_model_inputs *inputs,
                                 const qc_book *book, qc_status *status);

/** "history", "thin history", "belief" or "built-in prior": what weighs most in a rate. */
const char *qc_reliance_word(const qc_reliance *rate);

/** What qc_reliance.decisive counts: "exits further on", "won amounts" or "new deals". */
const char *qc_reliance_what(const qc_reliance *rate);

/** Take what the rate stands for from `other`, a draw of the same model, into `draw`, which borrows from
 *  `other` until it is laid out again. */
void qc_reliance_redraw(const qc_model *model, const qc_reliance *rate, qc_draw *draw,
                        const qc_draw *other);

#endif
