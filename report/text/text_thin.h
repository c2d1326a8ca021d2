/** What rests on little: thin rates and how much of the knowledge band is owed to them. */
#ifndef QC_REPORT_TEXT_THIN_H
#define QC_REPORT_TEXT_THIN_H

#include "core/text.h"
#include "sim/summary/summary.h"

#define QC_NARROW_BAND 0.10 /* a knowledge band up to this wide is not worth a line */

/** Add the words to `line`; nothing when no rate is thin. `target` is the headline, NULL = none. */
void qc_text_thin_rates(const qc_summary *summary, const qc_target_summary *target, qc_text *line);

#endif
