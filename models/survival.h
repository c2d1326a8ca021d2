/** Aalen-Johansen: shares by exit route over time with open visits right-censored and late entries
 *  left-truncated, without any model. The yardstick that the fitted hazards are held against.
 *  Aalen and Johansen (1978); variances: Greenwood/Aalen type. */
#ifndef QC_MODELS_SURVIVAL_H
#define QC_MODELS_SURVIVAL_H

#include "core/arena.h"
#include "core/status.h"

#define QC_SURVIVAL_CAUSES_MAX 8

typedef struct qc_survival_visit {
    double entry; /* at risk after this time (0 = from the start; late entry otherwise) */
    double time;  /* when it ended or was last seen; events come before censorings at equal times */
    int32_t cause; /* 0..causes-1, -1 = censored */
    double weight; /* 1 = one visit */
} qc_survival_visit;

typedef struct qc_survival_curve { /* one row a distinct event time */
    int32_t count, causes;
    double *time, *at_risk, *survival, *survival_error; /* Greenwood */
    double *share[QC_SURVIVAL_CAUSES_MAX];              /* cumulative incidence */
    double *share_error[QC_SURVIVAL_CAUSES_MAX];
} qc_survival_curve;

/** Arrays are taken from `arena`. Entry times are half-open: a visit is at risk at t when entry < t <= time
 *  (an entry of 0 with an event at time 0 counts: use entry = -1 for "from the start"). */
QC_CHECKED bool qc_survival_fit(qc_survival_curve *curve, const qc_survival_visit *visits,
                                int32_t count, int32_t causes, qc_arena *arena, qc_status *status);

/** Multi-state Aalen-Johansen state occupation by deal age (product-limit over transition matrices). */
typedef struct qc_survival_move {
    double from_time, to_time; /* in state `from` over (from_time, to_time] */
    int32_t from, to;          /* to = -1: censored at to_time */
} qc_survival_move;

/** @param start  occupation at time 0 (states values); `times` ascending; out[times_count][states] row-major */
QC_CHECKED bool qc_survival_occupation(const qc_survival_move *moves, int32_t move_count,
                                       int32_t states, const double *start, const double *times,
                                       int32_t times_count, double *out, qc_arena *arena,
                                       qc_status *status);

#endif
