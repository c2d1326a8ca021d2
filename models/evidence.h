/** What stands behind the figures of a stage: exits and days watched, a belief and its weight, and by how much
 *  the rates are pulled toward something smoother or larger. */
#ifndef QC_MODELS_EVIDENCE_H
#define QC_MODELS_EVIDENCE_H

#include "models/stage_model.h"

typedef struct qc_evidence {
    int64_t exits, further; /* ended visits that were recorded; of these to a later stage or won */
    double deal_days;       /* days that deals were watched in the stage */
    double
        belief_events; /* pseudo-events of a stated belief: 0 = none stated, INFINITY = certain */
    double belief_weight; /* belief_events / (exits + belief_events) */
    double to_curve;  /* share of the daily rates taken from a smooth curve through the data ... */
    double to_belief; /* ... and from the stated belief; the rest is each bin of days' own */
    double to_whole;  /* share of a group's factors taken from the whole; 0 for the whole itself */
    bool is_thin;     /* `further` under the floor of models/reliance.h, and not certain */
    bool is_insufficient; /* neither an exit nor a belief: there are no figures */
} qc_evidence;

/** Of a stage as the fitted `model` has it for its segment `segment`.
 *  @param history  NULL = none
 *  @param group_of history deal -> group, and `group` the one to count, -1 = all deals */
qc_evidence qc_evidence_of(const qc_stage_model *model, const qc_history *history,
                           const int32_t *group_of, int32_t group, int32_t segment, int32_t stage);

/** "history", "thin history", "belief", "built-in prior" or "insufficient history". */
const char *qc_evidence_word(const qc_evidence *evidence);

/** Share of a bin's multiplier that is the base's: E[k / (k + expected)] over the posterior of k, for one
 *  base; 1 where nobody was at risk. */
double qc_evidence_bin_pull(const qc_hazard_fit *fit, qc_hazard_base base, int32_t bin);

#endif
