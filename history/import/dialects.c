/* The one list of layouts. Each is a file history/import_<name>.c that ends in its table entry. */
#include "history/import/dialects.h"

#include "history/import/dialects_crm.h"
#include "history/import/import.h"

const qc_dialect qc_dialects[] = {
    QC_DIALECT_EVENTS,  QC_DIALECT_INTERVALS, QC_DIALECT_SNAPSHOTS,
    QC_DIALECT_CREATED, QC_DIALECTS_CRM,      {.name = NULL},
};
