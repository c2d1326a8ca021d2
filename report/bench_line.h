/** The result of a benchmark as one line of JSON. */
#ifndef QC_REPORT_BENCH_LINE_H
#define QC_REPORT_BENCH_LINE_H

#include "report/sink.h"
#include "study/bench.h"

/** @fails QC_NO_MEMORY; write errors stay in the sink */
QC_CHECKED bool qc_bench_line(qc_sink *sink, const qc_bench_result *result, qc_status *status);

#endif
