/** A log of stage changes, whatever its columns are called: what the histories of Salesforce, Zoho,
 *  Close and Frappe have in common.
 *
 *  Records chain by order (history/import/import_order). One that says nothing new about its deal (another
 *  probability, a note) is merged with the one before; a change of amount or close date alone stays.
 *  Back moves and reopenings stay as they are. Where a log names the stage that was left, and the
 *  table of deals (--with) knows when the deal was created, the deal begins there. */
#ifndef QC_HISTORY_IMPORT_LOG_H
#define QC_HISTORY_IMPORT_LOG_H

#include "history/import/import_facts.h"
#include "history/import/import_order.h"

typedef struct qc_import_log { /* fields, QC_COLUMN_ABSENT where the layout has none */
    int32_t deal, date, stage;
    int32_t from;    /* the stage that was left */
    int32_t deleted; /* true: in the CRM's recycle bin */
    int32_t end;     /* a word that says of what kind the stage is: won, lost, closed, active */
    qc_import_values values;
    bool amounts_of_today;          /* the log has no amounts: take the companion's */
    const char *const *deal_of_row; /* by row; NULL = cells of `deal` */
    const int32_t *place_of_row;    /* by row: order in one moment; NULL = that of the file */
} qc_import_log;

/** An import in which the user has named no column: a layout is recognised by its own titles. */
extern const qc_import qc_import_unmapped;

/** A log with no columns. */
qc_import_log qc_import_log_blank(void);

/** Read the first sheet, whose dates and numbers are decided.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_import_log_read(qc_import *import, const qc_import_log *log,
                                   qc_import_facts *facts, qc_status *status);

/** Does the change say anything that the one before did not? What is empty changes nothing. */
bool qc_import_is_news(const qc_import_change *last, const qc_import_change *change);

/** No fields at all. */
qc_import_values qc_import_no_values(void);

/** Columns that must be there: each absent one is an error that names --map.
 *  @param keys   what --map calls them
 *  @param fields as found */
QC_CHECKED bool qc_import_require(qc_import *import, const char *const *keys, const int32_t *fields,
                                  int32_t count, qc_status *status);

#endif
