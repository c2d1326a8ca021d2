/** The columns of a table with one row a deal: when it was created and closed, how it stands. */
#ifndef QC_HISTORY_IMPORT_DEAL_H
#define QC_HISTORY_IMPORT_DEAL_H

#include "history/import/import.h"

typedef struct qc_import_deal {    /* fields; QC_COLUMN_ABSENT where there is none */
    int32_t deal, created;         /* --map deal, created */
    int32_t closed, lost_time;     /* closed: the typed close date of an open deal */
    int32_t status, stage;         /* "won", "lost" or neither; where the deal is in the pipeline */
    int32_t won_flag, closed_flag; /* "TRUE" */
    int32_t stage_since;           /* the day on which it came to its stage */
    int32_t deleted;
    int32_t active; /* "FALSE": lost, as Odoo's archived leads */
    qc_import_values values;
} qc_import_deal;

/** Find the columns by --map and by the usual titles. */
void qc_import_deal_find(const qc_import *import, const qc_sheet *sheet, qc_import_deal *found);

/** Is there anything that tells won and lost? */
bool qc_import_deal_tells_ends(const qc_import_deal *found);

/** QC_STAGE_WON, QC_STAGE_LOST or QC_STAGE_OPEN: by the user's words, the flags, the status, the
 *  stage, in this order. */
qc_id qc_import_deal_end(const qc_import *import, const qc_import_deal *found,
                         const qc_sheet *sheet, int32_t row);

/** Judge the record in hand: an empty id and a deleted deal are set aside.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_import_deal_check(qc_import *import, const qc_import_deal *found, bool *usable,
                                     qc_status *status);

typedef struct qc_import_deal_days {
    qc_day created, closed; /* closed: by the lost time where the deal is lost and has one */
    qc_day stage_since;     /* QC_DAY_NONE = not said */
} qc_import_deal_days;

/** Read the days of the record in hand; one that cannot be read sets it aside. */
QC_CHECKED bool qc_import_deal_read_days(qc_import *import, const qc_import_deal *found, qc_id end,
                                         qc_import_deal_days *days, bool *usable,
                                         qc_status *status);

/** Read the first sheet as deals with dates of creation and close only (history/import/import_created). */
QC_CHECKED bool qc_import_created_run(qc_import *import, const qc_import_deal *found,
                                      qc_status *status);

#endif
