/** The rows below the first screen: one for each further target, and the joint chances. */
#ifndef QC_REPORT_TEXT_TARGETS_H
#define QC_REPORT_TEXT_TARGETS_H

#include "report/text/text.h"
#include "report/words.h"

/** At most 12 rows, open targets before closed ones, in the order of the plan; all of them with
 *  options->all. Prints nothing when there is no further target. */
void qc_text_targets(qc_sink *sink, const qc_summary *summary, const qc_words_style *style,
                     const qc_text_options *options);

#endif
