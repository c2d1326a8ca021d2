/** Visits become events and exposure by days at risk, month and segment. */
#ifndef QC_MODELS_STAGE_COUNTS_H
#define QC_MODELS_STAGE_COUNTS_H

#include "models/hazard.h"
#include "models/ingredients.h"
#include "models/law.h"

typedef struct qc_at_risk { /* one visit as the fit sees it, in days at risk */
    int32_t first, last; /* at risk on days first..last; first > 0 = recorded only from then on */
    bool ended;          /* the last day counts half, the visit ended on it */
} qc_at_risk;

/** False when no day of the visit was recorded (it ended before `recorded_from`), or when open visits
 *  are left out and this is one. */
bool qc_stage_counts_visit(const qc_history *history, int32_t visit, qc_without without,
                           qc_at_risk *risk);

/** Exposure of a visit as a cumulative hazard over its days at risk: Lambda(end) - Lambda(start) with the
 *  event day counted half. `cumulative` has QC_HAZARD_DAYS + 1 values. */
double qc_stage_counts_expected(const double *cumulative, double first, double last, bool ended);

/** Daily exposure of many visits by differences: add `weight` on days first..last, then sum up. */
typedef struct qc_exposure {
    double change[QC_HAZARD_DAYS + 1];
    double half[QC_HAZARD_DAYS];
} qc_exposure;
void qc_exposure_add(qc_exposure *exposure, const qc_at_risk *risk, double weight);
void qc_exposure_sum(const qc_exposure *exposure, double *daily);

/** Daily hazards summed up: QC_HAZARD_DAYS + 1 values. */
void qc_stage_counts_cumulate(const double *daily, double *cumulative);

#endif
