/** The titles of HubSpot's deal exports: which columns are about which stage of which pipeline.
 *  Inside history/ only. */
#ifndef QC_HISTORY_IMPORT_HUBSPOT_H
#define QC_HISTORY_IMPORT_HUBSPOT_H

#include "history/import/import.h"

typedef struct qc_hubspot_stage { /* one stage of one pipeline; fields or QC_COLUMN_ABSENT */
    const char *stage, *pipeline; /* label or internal id; pipeline "" = not named in the titles */
    int32_t entered, cumulative, latest;
} qc_hubspot_stage;

typedef struct qc_hubspot_stages { /* in order of the columns; texts live in the import's arena */
    qc_hubspot_stage *items;
    int32_t count, capacity;
    bool by_id; /* titles are internal names: hs_v2_date_entered_appointmentscheduled */
} qc_hubspot_stages;

/** Find all stages named in the titles of a sheet. Titles read `Date entered "Stage (Pipeline)"`,
 *  `hs_v2_date_entered_ID` or `hs_date_entered_ID`; likewise for the cumulative and the latest time
 *  in a stage.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_hubspot_stages_find(qc_hubspot_stages *stages, qc_arena *arena,
                                       const qc_sheet *sheet, qc_status *status);

/** Is this title the date on which some stage was entered? */
bool qc_hubspot_is_entered(const char *title);

/** Seconds out of "74:02:11" (hours) or out of milliseconds; false for anything else. */
QC_CHECKED bool qc_hubspot_duration(const char *text, int64_t *seconds);

#endif
