/** The smooth base hazards of a stage's exit, by days at risk, and their fit.
 *
 *  Constant: h = e^u. Log-logistic: cumulative hazard H(t) = ln(1 + z), z = (t / e^u)^(e^v). Cure (a share
 *  1 - p never leaves): H(t) = -ln(1 - p + p / (1 + z)), p = 1 / (1 + e^-w). Day j has h(j) = H(j+1) - H(j),
 *  never under QC_HAZARD_FLOOR. Formulas: docs/model.md, "Stage hazards". */
#ifndef QC_MODELS_HAZARD_BASE_H
#define QC_MODELS_HAZARD_BASE_H

#include "models/hazard.h"

#define QC_HAZARD_FLOOR 1e-9 /* per day: a base never says "impossible" */

/** Daily hazard for theta = (u, v, w) into `daily` (QC_HAZARD_DAYS values). Not for QC_BASE_BELIEF. */
void qc_hazard_base_daily(qc_hazard_base base, const double *theta, double *daily);

/** u of the constant base: (events + 0.3) / exposure, so that no events is not "never". */
double qc_hazard_base_constant(double events, double exposure);

/** Most likely theta of the log-logistic or cure base under mild priors, by Nelder and Mead's simplex.
 *  `objective` receives the minimised value. Needs at least one event. @fails QC_NUMERIC, QC_NO_MEMORY */
QC_CHECKED bool qc_hazard_base_fit(qc_hazard_base base, const qc_hazard_counts *counts,
                                   double *theta, double *objective, qc_status *status);

#endif
