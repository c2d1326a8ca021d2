/** What the command line says about reading an export. */
#ifndef QC_CLI_IMPORT_OPTIONS_H
#define QC_CLI_IMPORT_OPTIONS_H

#include "cli/options.h"
#include "history/numbers.h"
#include "history/read_deals.h"

typedef struct qc_import_options { /* zeroed; qc_import_options_free() */
    qc_arena arena;
    qc_read_options reading; /* borrows from the arena and the options */
    const char *file;        /* what to read: a file, "-" or a folder */
    char currency[QC_NUMBERS_CURRENCY];
} qc_import_options;

/** @param file  the export as given, NULL = --snapshots names it
 *  @fails QC_BAD_USAGE for an answer that is none, QC_NO_MEMORY */
QC_CHECKED bool qc_import_options_make(qc_import_options *out, const qc_options *options,
                                       const char *file, qc_status *status);

/** The first option given that says how to read an export, NULL = none. */
const char *qc_import_options_given(const qc_options *options);

/** After a failure, on stderr: the flag that settles it, where the error itself names a key of a plan. */
void qc_import_options_advise(const qc_findings *findings);

void qc_import_options_free(qc_import_options *out);

#endif
