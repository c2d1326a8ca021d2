/** Words that the user gave for an end (won, lost, ignore) and that stand nowhere in the data: a typing error would
 *  otherwise make every won deal look open, in silence. */
#ifndef QC_HISTORY_END_WORDS_H
#define QC_HISTORY_END_WORDS_H

#include "history/deal_reading.h"

/** A doubt for each, naming the nearest stage of the data. Looks at the stages, and at every cell only for a word that
 *  is none of them: layouts take an end from other columns, too.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_end_words_check(const qc_deal_reading *work);

#endif
