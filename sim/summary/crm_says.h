/** What the CRM's own typed percentages and expected close dates would give; never used for a chance. */
#ifndef QC_SIM_CRM_SAYS_H
#define QC_SIM_CRM_SAYS_H

#include "history/history.h"

typedef struct qc_crm_says {
    double weighted; /* sum of amount times typed probability, NAN = nothing is typed */
    int64_t deals;   /* open deals that it rests on */
    int64_t left;    /* open deals expected in the span that lack amount or probability */
} qc_crm_says;

/** The weighted pipeline of a span: open deals whose typed close date lies in it. */
qc_crm_says qc_crm_says_of(const qc_history *history, qc_span span);

#endif
