/** Questions about cost: its figures in the main span. */
#ifndef QC_SIM_QUESTION_COST_H
#define QC_SIM_QUESTION_COST_H

#include "sim/questions/asking.h"

/** Ask for cost, margin after cost and cost per new customer where the plan states costs. */
QC_CHECKED bool qc_question_cost(const qc_asking *ask);

/** Do the data or the plan say what margin a sale brings? */
bool qc_question_cost_knows_margin(const qc_asking *ask);

#endif
