/** Marginal distributions without sampling: the oracle that the engines are held against.
 *
 *  Valid where deals are independent given the parameters. Sources: Panjer (1981) recursion; thinning of
 *  Poisson arrivals; convolution for unequal Bernoulli counts. */
#ifndef QC_SIM_EXACT_H
#define QC_SIM_EXACT_H

#include "core/status.h"

/** Counts: pmf[0..count] of the number of successes of independent chances. `pmf` has count + 1 values. */
void qc_exact_poisson_binomial(const double *chances, int32_t count, double *pmf);

/** Revenue of independent deals on a lattice: deal i pays units[i] lattice steps with chances[i].
 *  `pmf` has size values; mass beyond the last goes into the last. */
QC_CHECKED bool qc_exact_deals(const double *chances, const int32_t *units, int32_t count,
                               double *pmf, int32_t size, qc_status *status);

typedef enum qc_exact_counts {
    QC_EXACT_POISSON,
    QC_EXACT_NEGATIVE_BINOMIAL,
    QC_EXACT_BINOMIAL
} qc_exact_counts;

/** Compound sum of N amounts on a lattice, severity[y] for y = 0..severity_size-1, by Panjer's recursion.
 *  Poisson: a = mean. Negative binomial: a = size r, b = p, mean r (1 - p) / p. Binomial: a = n, b = p.
 *  @fails QC_NUMERIC when the start of the recursion underflows (mean above about 700) */
QC_CHECKED bool qc_exact_compound(qc_exact_counts counts, double a, double b,
                                  const double *severity, int32_t severity_size, double *pmf,
                                  int32_t size, qc_status *status);

/** Thinning: wins[j * months + m] = chance that a deal created on a uniform day of month j is won in month m.
 *  `win_time` = chance of winning exactly t days after creation (days values); `month_end` = last day of each
 *  month counted from 1 = first forecast day; day granularity. */
void qc_exact_thinning(const double *win_time, int32_t days, const int32_t *month_end,
                       int32_t months, double *wins);

/** Exit chances by month of one stage with hazards by bin and month multipliers (the walk's reference).
 *  `edges` bin starts, hazard[d * bins + b], group multiplier theta[d * months + m] by exit; a visit that
 *  starts on day `day0` with x0 days at risk already behind it; out[m * exits + d]. */
void qc_exact_stage_exits(const double *edges, int32_t bins, const double *hazard, int32_t exits,
                          const double *theta, const int32_t *month_end, int32_t months,
                          double day0, double x0, double *out);

#endif
