/** What a fitted company's rates are and how well they are known: one value each for the whole company, with
 *  the 80% range over parameter draws. */
#ifndef QC_MODELS_RATES_H
#define QC_MODELS_RATES_H

#include "models/funnel.h"
#include "models/model.h"

typedef struct qc_rates { /* arrays by stage, in the arena; values are means over draws */
    int32_t stage_count;
    qc_ranged *conversion; /* share of deals in the stage that get further */
    qc_ranged *days;       /* mean days of a visit, cut at 730 */
    qc_ranged win_rate;    /* of deals that enter the first stage */
    qc_ranged new_deals;   /* per month of 365.25 / 12 days, at the level of the as-of day; with
                              those of the reps who are there, fully ramped */
    qc_ranged deal_size;   /* mean; NAN without amounts */
} qc_rates;

/** Segments count by what arrives of each. `draws` (at least 10) are numbers 0.. of `seed`.
 *  @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED bool qc_rates_make(qc_rates *rates, const qc_model *model, uint64_t seed, int32_t draws,
                              qc_arena *arena, qc_status *status);

#endif
