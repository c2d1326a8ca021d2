/** What a rep's activities yield beside the team's average: deals that came of them against those that the
 *  team's rates expect of as many activities, pooled toward 1 by as much as reps are alike. Formulas:
 *  docs/model.md, "People". */
#ifndef QC_MODELS_SKILL_MODEL_H
#define QC_MODELS_SKILL_MODEL_H

#include "history/read_activities.h"
#include "models/stage_model.h"
#include "models/team_model.h"

typedef struct qc_skill_model { /* zeroed = no log says anything: nobody stands out */
    int32_t count;
    const char *const *name;       /* of the log, borrowed */
    double *created, *expected;    /* [count]: deals */
    double weight[QC_FACTOR_GRID]; /* of each pooling */
} qc_skill_model;

/** @param log borrowed, NULL = none; `model` zeroed, its arrays in `arena`  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_skill_model_fit(qc_skill_model *model, const qc_plan *plan,
                                   const qc_activity_log *log, qc_day as_of, qc_arena *arena,
                                   qc_status *status);

/** Skill of who sits in a seat in parameter draw `number`: as stated; as logged under that name; of one who is to
 *  come, like that of anybody; else 1. `number` < 0: the mean. */
double qc_skill_model_draw(const qc_skill_model *model, const qc_seat *seat, uint64_t seed,
                           int64_t number);

/** Skill of a later holder (1, 2...) of a seat in a trial: like that of anybody. */
double qc_skill_model_heir(const qc_skill_model *model, const qc_seat *seat, uint64_t seed,
                           int64_t trial, int32_t holder);

#endif
