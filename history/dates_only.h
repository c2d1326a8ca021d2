/** A history of one stage: all it knows of a deal is when it was created and when it closed. */
#ifndef QC_HISTORY_DATES_ONLY_H
#define QC_HISTORY_DATES_ONLY_H

#include "history/history.h"

/** What a forecast from such a history is tagged with. */
#define QC_DATES_ONLY_TAG "from dates of creation and close only"

/** Which exports would tell stages apart, for a sentence. */
#define QC_DATES_ONLY_HINT                                                                      \
    "an export with the dates of stages tells them apart (Salesforce: OpportunityHistory; "     \
    "HubSpot: all properties on records; Pipedrive and others: exports of several days in one " \
    "folder): quotacast import"

/** True when there is a history and it has one stage. */
static inline bool qc_dates_only(const qc_history *history)
{
    return history != NULL && history->stage_count == 1;
}

#endif
