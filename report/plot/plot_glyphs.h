/** Which characters of the user's texts can be drawn. pngcairo and pdfcairo paint large black shapes
 *  over the chart for a character that no installed font has, and say nothing; svg leaves the text to
 *  the reader's own fonts. */
#ifndef QC_REPORT_PLOT_GLYPHS_H
#define QC_REPORT_PLOT_GLYPHS_H

#include "core/text.h"

#define QC_PLOT_GLYPHS_MAX 256

/** Does any installed font have the character? Asked at most once for each. */
typedef bool qc_plot_glyphs_ask(void *context, uint32_t code_point);

typedef struct qc_plot_glyphs {
    qc_plot_glyphs_ask *ask; /* NULL: every character counts as known */
    void *context;
    uint32_t asked[QC_PLOT_GLYPHS_MAX];
    bool known[QC_PLOT_GLYPHS_MAX];
    int32_t count, missing;
} qc_plot_glyphs;

/** `text` with each unknown character replaced by "?"; true when there was one. Control characters
 * and broken bytes must be gone already (qc_words_cut). */
bool qc_plot_glyphs_replace(qc_plot_glyphs *glyphs, const char *text, qc_text *out);

/** One sentence about what was replaced, "" when nothing was. */
void qc_plot_glyphs_note(const qc_plot_glyphs *glyphs, char *out, size_t size);

#endif
