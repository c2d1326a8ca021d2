/** Reads what a command needs: the plan and the data it names. */
#ifndef QC_CLI_LOAD_H
#define QC_CLI_LOAD_H

#include "cli/options.h"
#include "history/read_open.h"
#include "plan/plan.h"
#include "study/forecast.h"

typedef struct qc_loaded { /* zeroed; qc_loaded_free() */
    qc_plan plan;
    qc_history history;
    qc_open_deals open;
    qc_activity_log log;
    qc_people_table people;
    qc_quota_table quotas;
    bool has_history, has_open, has_log, has_people, has_quotas;
    qc_day as_of;
    qc_findings findings;
} qc_loaded;

/** Read plan and data; errors are printed to stderr, up to 20 at once, and the first is in `status`. */
QC_CHECKED bool qc_load(qc_loaded *loaded, const char *plan, const qc_options *options,
                        qc_status *status);
/** The same without printing: `check` prints the findings itself. */
QC_CHECKED bool qc_load_quietly(qc_loaded *loaded, const char *plan, const qc_options *options,
                                qc_status *status);
/** Print all errors of a reading to stderr, up to 20 at once; the status keeps only its code then. */
void qc_load_print_errors(const qc_findings *findings, qc_status *status);
qc_forecast_inputs qc_loaded_inputs(const qc_loaded *loaded);

#define QC_LOADED_FILES 5 /* most files of data, without the plan */
/** The files of data that were read, in fixed order; borrowed. Returns how many. */
int32_t qc_loaded_files(const qc_loaded *loaded, qc_input_file files[QC_LOADED_FILES]);
void qc_loaded_free(qc_loaded *loaded);

#endif
