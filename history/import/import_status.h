/** Where CRMs put what is known about a deal today: the titles of their deal tables.
 *
 *  Pipedrive, Odoo and the plain deal tables of the others have no dates of stages, only creation,
 *  close and where the deal stands. Each is a row of one table here; one such file gives win rate and
 *  time to close (history/import/import_created), several dated ones become a history (snapshots). */
#ifndef QC_HISTORY_IMPORT_STATUS_H
#define QC_HISTORY_IMPORT_STATUS_H

#include "history/import/import_deal.h"

/** When the sheet is the deal table of a CRM known here, put its columns over those found so far;
 *  --map stays above them. */
void qc_import_status_find(const qc_import *import, const qc_sheet *sheet, qc_import_deal *found);

#endif
