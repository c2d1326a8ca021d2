/** A piece of the user's own text, made fit to stand inside a one-line message. */
#ifndef QC_PLAN_QUOTE_H
#define QC_PLAN_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

#define QC_QUOTE_SIZE 64

/** Copy `text` into `out`: control characters become '?', and what does not fit ends in "...".
 *  Never cuts a UTF-8 character in two. Returns `out`. */
const char *qc_quote(const char *text, char out[QC_QUOTE_SIZE]);

/** Is there a control character (C0, DEL, C1) in this UTF-8 text? */
bool qc_quote_has_control(const char *text);

#endif
