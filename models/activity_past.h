/** What the log says was done before the as-of day, by kind of activity, day and owner. */
#ifndef QC_MODELS_ACTIVITY_PAST_H
#define QC_MODELS_ACTIVITY_PAST_H

#include "history/read_activities.h"
#include "models/book.h"

/** Fill book->done with the log's rows of the plan's kinds, and since when the log knows; owners by name.
 *  @param log NULL = none: nothing is known  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_activity_past(qc_book *book, const qc_plan *plan, const qc_activity_log *log,
                                 qc_status *status);

#endif
