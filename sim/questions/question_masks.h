/** Which measures a deal counts for, as bits: by metric, stage, origin and label. */
#ifndef QC_SIM_QUESTION_MASKS_H
#define QC_SIM_QUESTION_MASKS_H

#include "sim/questions/questions.h"

/** Fill the masks of `questions` once all measures are known. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_question_masks(qc_questions *questions, const qc_plan *plan, const qc_book *book,
                                  qc_status *status);

#endif
