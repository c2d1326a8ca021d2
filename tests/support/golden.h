/** Reports against what is stored in tests/golden/report, byte for byte. QC_STORE_GOLDEN=1 in the environment stores
 *  instead. */
#ifndef QC_TESTS_GOLDEN_H
#define QC_TESTS_GOLDEN_H

#include "report/sink.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOLDEN_FOLDER QC_SOURCE_DIR "/tests/golden/report/"

static inline void golden_store(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_msg(file != NULL, "cannot write '%s'", path);
    ck_assert_uint_eq(fwrite(text, 1, strlen(text), file), strlen(text));
    ck_assert_int_eq(fclose(file), 0);
}

static inline void golden_check_text(const char *name, const char *text)
{
    static char stored[400000];
    char path[512];
    snprintf(path, sizeof path, GOLDEN_FOLDER "%s", name);
    if (getenv("QC_STORE_GOLDEN") != NULL) golden_store(path, text);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "no stored '%s'", path);
    stored[fread(stored, 1, sizeof stored - 1, file)] = '\0';
    fclose(file);
    int line = 1;
    const char *a = text, *b = stored;
    for (; *a != '\0' && *a == *b; a++, b++)
        line += *a == '\n' ? 1 : 0;
    ck_assert_msg(*a == *b, "%s differs in line %d: got '%.60s', stored '%.60s'", name, line, a, b);
}

/** The sink is emptied, ready for the next report. */
static inline void golden_check(const char *name, qc_sink *sink)
{
    qc_status status = {0};
    ck_assert(qc_sink_close(sink, &status));
    golden_check_text(name, qc_text_get(&sink->memory));
    qc_text_clear(&sink->memory);
}

#endif
