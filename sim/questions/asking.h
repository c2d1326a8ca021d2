/** What the makers of questions share (sim/questions/questions, sim/questions/question_cost). */
#ifndef QC_SIM_ASKING_H
#define QC_SIM_ASKING_H

#include "sim/questions/questions.h"

typedef struct qc_asking {
    qc_questions *questions;
    const qc_plan *plan;
    const qc_book *book;
    qc_status *status;
} qc_asking;

/** The measure's index; a new one is added. `target` is whose it is, NULL = the outlook's, for which there is
 *  always room. @fails QC_BAD_INPUT when targets ask for too many */
QC_CHECKED bool qc_asking_measure(const qc_asking *ask, const qc_target *target,
                                  const qc_measure *measure, int32_t *index);

/** A figure over the future days of a span, on top of `so_far`; to be called before atoms are cut. */
QC_CHECKED bool qc_asking_figure(const qc_asking *ask, int32_t measure, qc_span span, double so_far,
                                 int32_t *index);

double qc_asking_actual(const qc_asking *ask, const qc_measure *measure, qc_span span);

/** Complain that the data lack a column. Always false. */
bool qc_asking_lacks(const qc_asking *ask, const qc_target *target, const char *what,
                     const char *column);

#endif
