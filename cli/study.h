/** What compare, seek, tornado and stress share: a prepared company and where its report goes. */
#ifndef QC_CLI_STUDY_H
#define QC_CLI_STUDY_H

#include "cli/load.h"
#include "cli/output.h"
#include "study/decide/variants.h"

typedef struct qc_cli_study { /* zeroed; qc_cli_study_free() */
    qc_loaded loaded;
    qc_forecast forecast;
    qc_forecast_inputs inputs;
    qc_sim_options simulation;
    qc_study_base company; /* points into the others */
    int64_t trials;
} qc_cli_study;

/** Read the plan and its data, fit, find the target (--target, else the headline), catch Ctrl-C.
 *  @param sets   the --set texts that change the plan itself; NULL = none (compare takes them as scenarios)
 *  @param trials what counts without --trials */
QC_CHECKED bool qc_cli_study_open(qc_cli_study *study, const qc_options *options,
                                  const qc_list *sets, int64_t trials, qc_status *status);
void qc_cli_study_free(qc_cli_study *study);

/** A share such as "80%", above 0 and below 1. @fails QC_BAD_USAGE naming `option` */
QC_CHECKED bool qc_cli_study_chance(const char *text, const char *option, double *chance,
                                    qc_status *status);

/** Warns on the standard error of changes that push a share beyond 100%. @fails as qc_variants_make */
QC_CHECKED bool qc_cli_study_warn(const qc_cli_study *study, const qc_variant *asked, int32_t count,
                                  qc_status *status);

/** One result in the three formats; NULL where a format does not exist. */
typedef struct qc_cli_formats {
    void (*text)(qc_sink *sink, const void *result, const qc_text_options *options);
    bool (*json)(qc_sink *sink, const void *result, qc_status *status);
    void (*csv)(qc_sink *sink, const void *result);
} qc_cli_formats;
QC_CHECKED bool qc_cli_study_write(const qc_cli_formats *formats, const void *result,
                                   const qc_options *options, qc_status *status);

#endif
