/** What lives while one deal history is read, shared by the steps of the reading: the file
 *  (deal_file), its days and money (deal_settle), its stages and the whole (read_deals). */
#ifndef QC_HISTORY_DEAL_READING_H
#define QC_HISTORY_DEAL_READING_H

#include "history/files.h"
#include "history/import/import.h"
#include "history/stages.h"

typedef struct qc_deal_reading {
    qc_history *history;
    const qc_read_options *options;
    bool many;        /* a folder, or several files */
    qc_day dated;     /* by the file's name, QC_DAY_NONE = not */
    qc_import import; /* its first sheet is the file */
    qc_table table;
    qc_deal_rows rows;
    qc_stage_index stages;
    qc_status *status;
} qc_deal_reading;

/* ---- deal_file: from bytes to rows ---- */

/** Start on a file of this name; `work->options` and `work->status` are set. */
void qc_deal_file_begin(qc_deal_reading *work, const char *name, qc_findings *findings);

/** Load what the path names (a file, a folder, "-") and the further files of the options. */
QC_CHECKED bool qc_deal_file_load(qc_deal_reading *work, qc_files *files, const char *path);

/** Add one sheet from memory. */
QC_CHECKED bool qc_deal_file_add(qc_deal_reading *work, const char *name, const char *bytes,
                                 size_t length);

/** Choose the layout and read the rows. */
QC_CHECKED bool qc_deal_file_read(qc_deal_reading *work);

/** The error of a file that has no row left, with the reasons. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_deal_file_report_empty(qc_deal_reading *work);

/** Was it a list of activities? Then hand it over, or refuse it. */
bool qc_deal_file_is_activities(const qc_deal_reading *work);
QC_CHECKED bool qc_deal_file_activities(qc_deal_reading *work);

/* ---- deal_settle: what holds for the whole file ---- */

/** The as-of day, the first recorded day. */
QC_CHECKED bool qc_deal_settle_days(qc_deal_reading *work);

/** The currency; amounts are converted where the options name rates. */
QC_CHECKED bool qc_deal_settle_currency(qc_deal_reading *work);

/** Typed percentages become shares. */
void qc_deal_settle_probability(qc_deal_rows *rows);

#endif
