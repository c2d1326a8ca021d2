/** A deal history becomes a checked history: rows of stage changes in the canonical layout, or any
 *  export that history/import/import recognises. */
#ifndef QC_HISTORY_READ_DEALS_H
#define QC_HISTORY_READ_DEALS_H

#include "core/text.h"
#include "history/history.h"
#include "history/import/decisions.h"

typedef struct qc_stage_words { /* a pipeline stage and what the CRM calls it */
    const char *name;
    const char *const *aliases; /* the name itself always counts too */
    int32_t alias_count;
} qc_stage_words;

typedef struct qc_words {
    const char *const *text;
    int32_t count;
} qc_words;

typedef struct qc_read_options {  /* zeroed = read the file as it is and take its stages in order
                                     found */
    const qc_stage_words *stages; /* in pipeline order; none: the file's own stages, ordered by how
                                     deals move between them */
    int32_t stage_count;
    qc_words won, lost, ignore; /* the CRM's words, beside "won" and "lost" */
    const char *pipeline;       /* which CRM pipeline when the file has several, NULL = not said */
    qc_day as_of;               /* QC_DAY_NONE = the last recorded change */
    qc_day recorded_from;       /* QC_DAY_NONE = the first date in the file */
    bool recorded_always;       /* `recorded_from: none`: no delayed entry */
    double allow_set_aside;     /* share of rows; 0 = the usual 5% */
    const char *date_order; /* "dmy", "mdy" or "ymd": answers the question of an ambiguous column */
    const char *decimal;    /* "point" or "comma": likewise */
    const char *dialect;    /* of a foreign export; NULL = the surest */
    qc_words map;           /* "key=Title": which column is which, before any guess */
    bool by_file;           /* the day of the export may follow from the file's name or date */
    qc_words further;       /* more files beside the first: snapshots */
    qc_words with;          /* companion files of an export */
    const char *rates;      /* file of dated rates, history/rates.h; NULL = none */
    const char *currency;   /* what the rates convert to; NULL or "" = what they leave out */
    qc_text *activities; /* receives the canonical CSV of a file that is a list of activities (the
                                history stays empty then); NULL = such a file is an error */
    qc_decisions *decisions; /* receives what was decided, NULL = nobody wants to know */
} qc_read_options;

#define QC_READ_OPTIONS_DEFAULT                            \
    {                                                      \
        .as_of = QC_DAY_NONE, .recorded_from = QC_DAY_NONE \
    }

/** Read a deal history of any layout (docs/formats.md).
 *  @param history  zeroed; free with qc_history_free() also after a failure
 *  @param findings zeroed or in use; every error, row set aside and doubt is added with its place
 *  @fails QC_IO, QC_NO_MEMORY, QC_BAD_INPUT (all errors are in `findings`, the first in `status`)
 */
QC_CHECKED bool qc_read_deals(qc_history *history, const char *path, const qc_read_options *options,
                              qc_findings *findings, qc_status *status);

/** The same from memory (tests, fuzzing), without companions; `name` stands in messages. */
QC_CHECKED bool qc_read_deals_bytes(qc_history *history, const char *name, const char *bytes,
                                    size_t length, const qc_read_options *options,
                                    qc_findings *findings, qc_status *status);

#endif
