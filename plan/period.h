/** Periods as people write them: `2026`, `Q3 2026`, `2026-07`, `FY2026 Q3`, `each month`. */
#ifndef QC_PLAN_PERIOD_H
#define QC_PLAN_PERIOD_H

#include "plan/plan.h"

/** Read a period. Calendar years, quarters and months; `FY2026` is the fiscal year that ends in
 *  2026. `text` is not kept: period->text stays NULL for the caller to set.
 *  @param fiscal_start_month 1..12
 *  @fails QC_BAD_INPUT */
QC_CHECKED bool qc_period_read(const char *text, int32_t fiscal_start_month, qc_period *period,
                               qc_status *status);

/** A month by its English name ("July", "jul"): 1..12, 0 = none. */
int32_t qc_period_month(const char *text);

/** Is the day inside the years a plan may speak of (1900 to 2200)? */
bool qc_period_in_bounds(qc_day day);

/** See qc_plan_spans(). */
int32_t qc_period_spans(const qc_period *period, qc_day as_of, int32_t fiscal_start_month,
                        qc_span *out, int32_t room);

#endif
