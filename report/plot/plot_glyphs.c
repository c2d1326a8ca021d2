#include "report/plot/plot_glyphs.h"

#include "report/words.h"

#include <stdio.h>

#define LAST_LATIN 0x024F /* every text font has the Latin letters up to here */

static bool is_known(qc_plot_glyphs *glyphs, uint32_t code)
{
    if (code <= LAST_LATIN || glyphs->ask == NULL) return true;
    for (int32_t i = 0; i < glyphs->count; i++) {
        if (glyphs->asked[i] == code) return glyphs->known[i];
    }
    if (glyphs->count == QC_PLOT_GLYPHS_MAX) return false; /* a ? is ugly, a black shape is worse */
    const bool known = glyphs->ask(glyphs->context, code);
    glyphs->asked[glyphs->count] = code;
    glyphs->known[glyphs->count] = known;
    glyphs->count++;
    if (!known) glyphs->missing++;
    return known;
}

bool qc_plot_glyphs_replace(qc_plot_glyphs *glyphs, const char *text, qc_text *out)
{
    bool replaced = false;
    uint32_t code;

    for (int length; *text != '\0'; text += length) {
        length = qc_words_character(text, &code);
        if (is_known(glyphs, code)) {
            qc_text_add_part(out, text, (size_t) length);
        } else {
            qc_text_add(out, "?");
            replaced = true;
        }
    }
    return replaced;
}

void qc_plot_glyphs_note(const qc_plot_glyphs *glyphs, char *out, size_t size)
{
    size_t used = 0;
    int32_t named = 0;

    if (size > 0) out[0] = '\0';
    if (glyphs->missing == 0) return;
    for (int32_t i = 0; i < glyphs->count && used < size; i++) {
        if (glyphs->known[i] || named == 5) continue;
        used += (size_t) snprintf(out + used, size - used, "%sU+%04X",
                                  named == 0 ? "no installed font has " : ", ",
                                  (unsigned) glyphs->asked[i]);
        named++;
    }
    if (used < size) {
        snprintf(out + used, size - used,
                 "%s; in png and pdf pictures it shows as '?'; fonts-noto-cjk and "
                 "fonts-symbola have most characters",
                 named < glyphs->missing ? " and more" : "");
    }
}
