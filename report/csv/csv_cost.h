/** Rows of a forecast's CSV about cost, quotas and goals of activities; the columns are those of its targets. */
#ifndef QC_REPORT_CSV_COST_H
#define QC_REPORT_CSV_COST_H

#include "report/csv/csv_row.h"
#include "sim/summary/summary.h"

void qc_csv_cost(qc_csv_row *r, const qc_summary *summary);

#endif
