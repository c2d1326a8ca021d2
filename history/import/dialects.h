/** What each layout's file offers to the list of dialects (history/import/dialects.c). */
#ifndef QC_HISTORY_DIALECTS_H
#define QC_HISTORY_DIALECTS_H

#include "history/import/import.h"

#define QC_DIALECT_DECLARE(name)                                                               \
    int qc_##name##_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence); \
    QC_CHECKED bool qc_##name##_read(qc_import *import, qc_status *status);

QC_DIALECT_DECLARE(import_events)
#define QC_DIALECT_EVENTS                                                          \
    {                                                                              \
        .name = "events", .title = "event log", .detect = qc_import_events_detect, \
        .read = qc_import_events_read                                              \
    }

QC_DIALECT_DECLARE(import_intervals)
#define QC_DIALECT_INTERVALS                                                                      \
    {                                                                                             \
        .name = "intervals", .title = "validity intervals", .detect = qc_import_intervals_detect, \
        .read = qc_import_intervals_read                                                          \
    }

QC_DIALECT_DECLARE(import_snapshots)
#define QC_DIALECT_SNAPSHOTS                                                           \
    {                                                                                  \
        .name = "snapshots", .title = "dated snapshots of the pipeline", .many = true, \
        .detect = qc_import_snapshots_detect, .read = qc_import_snapshots_read         \
    }

QC_DIALECT_DECLARE(import_created)
#define QC_DIALECT_CREATED                                                                    \
    {                                                                                         \
        .name = "created-closed", .title = "dates of creation and close", .dates_only = true, \
        .hint = "export the history of stages: then stages and their days can be told apart", \
        .detect = qc_import_created_detect, .read = qc_import_created_read                    \
    }

#endif
