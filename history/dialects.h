/** What each layout's file offers to the list of dialects (history/dialects.c). */
#ifndef QC_HISTORY_DIALECTS_H
#define QC_HISTORY_DIALECTS_H

#include "history/import.h"

#define QC_DIALECT_DECLARE(name)                                                               \
    int qc_##name##_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence); \
    QC_CHECKED bool qc_##name##_read(qc_import *import, qc_status *status);

QC_DIALECT_DECLARE(import_events)
#define QC_DIALECT_EVENTS                                                          \
    {                                                                              \
        .name = "events", .title = "event log", .detect = qc_import_events_detect, \
        .read = qc_import_events_read                                              \
    }

#endif
