/** How fast deals leave a stage by one route: a daily hazard, shrunk to a smooth base.
 *
 *  Data are events and exposure by days at risk (day j = the visit's (j+1)th day; the event day counts
 *  half a day of exposure). In bins of days the observed events are compared with what a base hazard
 *  (constant, log-logistic, log-logistic with cure, stated belief) expects; each bin's multiplier is
 *  pulled to 1 by as much as the data allow, and a posterior draw carries the uncertainty of bins,
 *  shrinkage, base and overall level. Formulas: docs/model.md, "Stage hazards". */
#ifndef QC_MODELS_HAZARD_H
#define QC_MODELS_HAZARD_H

#include "core/rng.h"
#include "core/status.h"
#include "models/ingredients.h"

#define QC_HAZARD_DAYS     730 /* days at risk 0..729; the last also holds everything later */
#define QC_HAZARD_BINS_MAX 40
#define QC_HAZARD_SHRINKS  7 /* grid of the shrinkage k */

typedef struct qc_hazard_counts { /* of one (stage, exit); exposures may be weighted by factors */
    double events[QC_HAZARD_DAYS];
    double exposure[QC_HAZARD_DAYS];
} qc_hazard_counts;

typedef enum qc_hazard_base {
    QC_BASE_CONSTANT,
    QC_BASE_LOG_LOGISTIC,
    QC_BASE_CURE,
    QC_BASE_BELIEF,
    QC_BASE_COUNT
} qc_hazard_base;

typedef struct qc_hazard_fit { /* plain data, no owned memory; copy freely */
    int32_t bin_count;
    int32_t edge[QC_HAZARD_BINS_MAX + 1]; /* lower edges, edge[bin_count] = QC_HAZARD_DAYS */
    double events[QC_HAZARD_BINS_MAX];    /* N_b */
    double total_events, total_exposure;
    bool without_level; /* draws keep nu at 1 */
    struct {
        bool used;                    /* false: no belief stated, or not enough events to fit */
        double theta[3];              /* u, v, w of the base */
        double objective;             /* minimised; NAN for constant and belief */
        double daily[QC_HAZARD_DAYS]; /* h(j) */
        double expected[QC_HAZARD_BINS_MAX];                      /* X_b */
        double shrink_weight[QC_HAZARD_SHRINKS];                  /* pi_k after EM */
        double bin_shrink[QC_HAZARD_BINS_MAX][QC_HAZARD_SHRINKS]; /* q_bk */
        double multiplier[QC_HAZARD_BINS_MAX];                    /* posterior mean */
        double log_evidence;
        double weight;      /* prior x evidence, normalised over the bases used */
        double level_prior; /* k0: nu ~ Gamma(k0, k0); .5 for the data-only bases */
    } base[QC_BASE_COUNT];
} qc_hazard_fit;

/** @param belief       daily hazard of the stated belief (QC_HAZARD_DAYS values), or NULL
 *  @param belief_level k0 of the belief's level, INFINITY = certain; ignored without belief
 *  With no exposure at all the belief is the fit; without belief that is an error.
 *  @fails QC_TOO_FEW_DATA, QC_NUMERIC */
QC_CHECKED bool qc_hazard_fit_counts(qc_hazard_fit *fit, const qc_hazard_counts *counts,
                                     const double *belief, double belief_level, qc_status *status);

/** The same with parts left out: shrinkage, curved bases or the level that all bins share. */
QC_CHECKED bool qc_hazard_fit_without(qc_hazard_fit *fit, const qc_hazard_counts *counts,
                                      const double *belief, double belief_level, qc_without without,
                                      qc_status *status);

/** Strength number `k` of the grid of shrinkages, 0.3 to 1000. */
double qc_hazard_shrink(int k);
/** Prior weight of a base before what a belief rests on is added. */
double qc_hazard_base_prior(qc_hazard_base base);

/** Posterior-mean hazard by day into `daily` (QC_HAZARD_DAYS values); the last holds beyond. */
void qc_hazard_mean(const qc_hazard_fit *fit, double *daily);

/** One posterior draw of the hazard by day. Deterministic in the stream. */
void qc_hazard_draw(const qc_hazard_fit *fit, qc_rng *rng, double *daily);

#endif
