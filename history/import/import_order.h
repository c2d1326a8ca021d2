/** The records of a log in the order in which they happened, deal by deal.
 *
 *  A log chains by order, never by equal timestamps: two changes often bear the same second (a rule
 *  that fires with the first), and a spreadsheet rounds to minutes. Records of one moment keep the
 *  order of the file, from the foot upwards where the file runs newest first. */
#ifndef QC_HISTORY_IMPORT_ORDER_H
#define QC_HISTORY_IMPORT_ORDER_H

#include "history/import/import.h"

typedef struct qc_import_step { /* a record; steps lie by deal, then moment */
    qc_id deal;                 /* index into qc_import_order.deals */
    qc_day day;                 /* QC_DAY_NONE = unreadable */
    int32_t second;
    int32_t place; /* among records of one moment */
    int32_t row;   /* of the sheet */
} qc_import_step;

typedef struct qc_import_order { /* zeroed; qc_import_order_free() */
    qc_import_step *steps;
    int32_t count;
    qc_name_table deals; /* in order of their first row */
    bool newest_first;
} qc_import_order;

/** Put the rows of a sheet whose dates are decided (qc_import_style()) in order.
 *  @param deal_of_row   by row from 0: the deal; NULL = the cells of `deal_field`. Texts are borrowed
 *  @param place_of_row  by row: what comes first in one moment; NULL = the order of the file
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_import_order_find(qc_import_order *order, const qc_sheet *sheet,
                                     int32_t deal_field, int32_t date_field,
                                     const char *const *deal_of_row, const int32_t *place_of_row,
                                     qc_status *status);

void qc_import_order_free(qc_import_order *order);

#endif
