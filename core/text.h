/** Strict parsing of whole numbers and decimals, words compared after folding, a string that grows.
 */
#ifndef QC_CORE_TEXT_H
#define QC_CORE_TEXT_H

#include "core/status.h"

/** The whole text must be the number (no blanks, no trailing bytes, no inf, nan or hex). No locale.
 */
QC_CHECKED bool qc_text_whole(const char *text, int64_t *value);
QC_CHECKED bool qc_text_decimal(const char *text, double *value); /* 12, -3.5, 1e6 */

/** Fold a name for comparison: NFKC, case fold, and only letters and digits kept (so "Closed Won",
 *  "closed_won" and "closed-won" are equal). Writes at most `size` bytes with the zero; a name
 * without any letter or digit folds to itself. Invalid UTF-8 is copied byte for byte. */
void qc_text_fold(const char *text, char *out, size_t size);
bool qc_text_same(const char *a, const char *b); /* equal after folding */

/** Is the text valid UTF-8? (utf8proc) */
bool qc_text_is_utf8(const char *text, size_t length);

/** Columns the text takes on a terminal (utf8proc's widths). */
int qc_text_width(const char *text);

/** The candidate nearest to `word` (edit distance after folding), or NULL when none is near:
 *  distance at most 2, or 1 for words under five letters. */
const char *qc_text_nearest(const char *word, const char *const *candidates, int32_t count);

/** A string that grows. Zeroed = empty. The first failure stays and later calls do nothing. */
typedef struct qc_text {
    char *bytes; /* zero-terminated once anything was added, else NULL */
    size_t length, capacity;
    bool failed; /* out of memory happened */
} qc_text;

void qc_text_add(qc_text *text, const char *part);
void qc_text_add_part(qc_text *text, const char *part, size_t length);
void qc_text_addf(qc_text *text, const char *format, ...) QC_PRINTF(2, 3);
const char *qc_text_get(const qc_text *text); /* "" when empty */
void qc_text_clear(qc_text *text);            /* empty, memory kept */
void qc_text_free(qc_text *text);

#endif
