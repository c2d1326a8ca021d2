/** Deals that come in: those of a known rep, and inbound ones that wait until somebody has time. */
#ifndef QC_SIM_STEP_INBOX_H
#define QC_SIM_STEP_INBOX_H

#include "sim/step/step_state.h"

/** Deals of a list reach their rep, or wait; the list is empty afterwards. */
void qc_step_inbox_take(qc_step *it, int32_t *list);

/** Inbound deals that wait, oldest first, as far as hours go; what has waited too long is gone. */
void qc_step_inbox_serve(qc_step *it);

#endif
