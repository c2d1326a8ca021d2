/** Who creates new deals, who runs out of hours and when: lines of the first screen. */
#ifndef QC_REPORT_TEXT_PEOPLE_H
#define QC_REPORT_TEXT_PEOPLE_H

#include "core/text.h"
#include "report/words.h"
#include "sim/summary/summary.h"

#define QC_TEXT_PEOPLE_OVERLOADED \
    0.2 /* share of the reps' days from which on a month is worth a word */

/** "412 to come: 250 by 3 reps, 60 by 2 hires, 102 inbound"; nothing without activities. */
void qc_text_people_origin(const qc_people_summary *people, const qc_words_style *style,
                           qc_text *out);

/** "3 reps, 2 to come who bring 12% of it; short of hours Sep to Nov"; "not stated" without a team. */
void qc_text_people_lens(const qc_people_summary *people, const qc_words_style *style,
                         qc_text *out);

/** The longest run of overloaded months; false when none is. */
bool qc_text_people_overload(const qc_people_summary *people, int32_t *first, int32_t *last);

#endif
