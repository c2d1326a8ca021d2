/** What the two kinds of companies for the benchmark have in common: stages, amounts and the plan that they
 *  become (study/bench_company.c), and the company whose reps run out of hours (study/bench_coupled.c). */
#ifndef QC_STUDY_BENCH_READ_H
#define QC_STUDY_BENCH_READ_H

#include "study/bench.h"
#include "study/json_fields.h"

#define QC_BENCH_FIRST_YEAR 2025
#define QC_BENCH_MOST_MONEY 1e13
#define QC_BENCH_MOST_DAYS  36500
#define QC_BENCH_MOST_DEALS 10000000
#define QC_BENCH_LEAST      1e-9
#define QC_BENCH_FORM       "%.16e" /* every digit of a double, and no mark that could part thousands */

typedef struct qc_bench_reading {
    qc_json_fields at;
    qc_bench_company *company;
    qc_text yaml; /* the plan, as a person would write it */
    int32_t stages;
} qc_bench_reading;

/** A JSON text in double quotes is a YAML text, too. */
QC_CHECKED bool qc_bench_read_quoted(qc_bench_reading *work, const json_t *value, const char *name);

/** The fields that every company has, to be found among `fields` (as qc_json_fields_check() has them). */
QC_CHECKED bool qc_bench_read_head(qc_bench_reading *work, const json_t *root, const char *fields);
/** How many months, and that they end as the calendar says. */
QC_CHECKED bool qc_bench_read_months(qc_bench_reading *work, const json_t *root);
qc_span qc_bench_month_span(int32_t month); /* the first is 0 */

/** Conversion and days of one stage, as a plan's group without its braces. */
QC_CHECKED bool qc_bench_read_law(qc_bench_reading *work, const json_t *stage, qc_text *out);
/** The pipeline; `hours` gives a rep's hours a week for an open deal by stage, NULL = none. */
QC_CHECKED bool qc_bench_read_stages(qc_bench_reading *work, const json_t *value,
                                     const json_t *hours);
/** The size of a deal, without the end of its line. */
QC_CHECKED bool qc_bench_read_amount(qc_bench_reading *work, const json_t *amount);
/** Read what has become the plan. */
QC_CHECKED bool qc_bench_read_plan(qc_bench_reading *work);
/** Columns for so many open deals. */
QC_CHECKED bool qc_bench_take_deals(qc_open_deals *open, int32_t deals, const char *file,
                                    qc_status *status);

/** A column of labels for the deals, whose values are "word 1", "word 2", ... */
QC_CHECKED bool qc_bench_take_labels(qc_open_deals *open, qc_label label, const char *word,
                                     int32_t deals, int32_t values, qc_status *status);

/** A company with `segments`, each with a pipeline of its own. */
QC_CHECKED bool qc_bench_large_read(qc_bench_reading *work, const json_t *root);
/** A company with `weeks` instead of `months`: reps with so many hours, everything in whole weeks. */
QC_CHECKED bool qc_bench_coupled_read(qc_bench_reading *work, const json_t *root);

#endif
