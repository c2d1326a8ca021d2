/** The segments of a company: those of the history, of the open deals and of the plan, in one list. */
#ifndef QC_MODELS_SEGMENTS_H
#define QC_MODELS_SEGMENTS_H

#include "history/history.h"
#include "history/read_open.h"
#include "plan/plan.h"

typedef struct qc_segments {
    const char **name;   /* [0] = "" for deals without segment; then the history's in its order */
    int32_t *plan_index; /* the plan's segment of that name, -1 = none */
    int32_t count;
} qc_segments;

/** `history` and `open` may be NULL. Names are copied into `arena`. */
QC_CHECKED bool qc_segments_list(qc_segments *segments, const qc_history *history,
                                 const qc_open_deals *open, const qc_plan *plan, qc_arena *arena,
                                 qc_status *status);

/** Does a lever act on this segment? */
bool qc_segments_lever(const qc_segments *segments, const qc_lever *lever, int32_t segment);

/** Index of a name after folding; 0 for NULL, "" and unknown names. */
int32_t qc_segments_find(const qc_segments *segments, const char *name);

/** The segment of a deal: that of its last change. */
int32_t qc_segments_of_deal(const qc_history *history, qc_id deal);

#endif
