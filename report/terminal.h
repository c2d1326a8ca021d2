/** The distribution in block characters, for a terminal. */
#ifndef QC_REPORT_TERMINAL_H
#define QC_REPORT_TERMINAL_H

#include "report/sink.h"
#include "report/words.h"
#include "sim/summary/summary.h"

typedef struct qc_terminal_options {
    bool color;   /* orange misses, blue hits */
    bool unicode; /* eight block heights; else columns of # */
    int width;    /* of the terminal; 0 = unknown, taken as 80 */
} qc_terminal_options;

/** Six rows of columns, the target as a bar in the base line, three tick labels; above, the shares
 *  that miss and hit in words. Neighbouring bins are joined when the terminal is narrower than they
 *  are many; the target stays on an edge.
 *  @param target the headline, or NULL: no target is marked
 *  Prints nothing when there are no bins. */
void qc_terminal_histogram(qc_sink *sink, const qc_bin *bins, int32_t bin_count,
                           const qc_target_summary *target, bool is_money,
                           const qc_words_style *style, const qc_terminal_options *options);

#endif
