/** Changing one place of a text, for tests of what a changed file is refused for. */
#ifndef QC_TESTS_EDIT_H
#define QC_TESTS_EDIT_H

#include "core/text.h"

#include <check.h>
#include <string.h>

/** Adds `text` to `out` with the first `from`, which has to be in it, become `to`. */
static inline void qc_edit(qc_text *out, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    ck_assert_msg(at != NULL, "the text has no %s", from);
    qc_text_add_part(out, text, (size_t) (at - text));
    qc_text_add(out, to);
    qc_text_add(out, at + strlen(from));
}

#endif
