#include "report/json/json_build.h"

#include "report/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 9

json_t *qc_json_build_number(double value)
{
    char digits[64];

    if (!isfinite(value)) return json_null();
    /* rounded first, so that a hair above 1800000 prints as 1800000 on every machine */
    snprintf(digits, sizeof digits, "%.*g", DIGITS, value);
    const double rounded = strtod(digits, NULL);
    if (fabs(rounded) < 1e9 && rounded == floor(rounded)) {
        return json_integer((json_int_t) rounded);
    }
    return json_real(rounded);
}

json_t *qc_json_build_whole(int64_t value)
{
    return json_integer((json_int_t) value);
}

json_t *qc_json_build_seed(uint64_t seed)
{
    char digits[32];

    if (seed <= INT64_MAX) return json_integer((json_int_t) seed);
    snprintf(digits, sizeof digits, "%llu", (unsigned long long) seed);
    return json_string(digits);
}

static json_t *repaired(const char *text)
{
    qc_text whole = {0};
    uint32_t code;

    for (int length; *text != '\0'; text += length) {
        length = qc_words_character(text, &code);
        if (code == 0xFFFD) {
            qc_text_add(&whole, "\xef\xbf\xbd");
        } else {
            qc_text_add_part(&whole, text, (size_t) length);
        }
    }
    json_t *value = whole.failed ? NULL : json_string(qc_text_get(&whole));
    qc_text_free(&whole);
    return value;
}

json_t *qc_json_build_text(const char *text)
{
    if (text == NULL) return json_null();
    if (!qc_text_is_utf8(text, strlen(text))) return repaired(text);
    return json_string(text);
}

json_t *qc_json_build_day(qc_day day)
{
    char text[16];

    if (day == QC_DAY_NONE) return json_null();
    return json_string(qc_calendar_text(day, text));
}

void qc_json_build_put(qc_json_build *build, json_t *object, const char *key, json_t *value)
{
    if (qc_text_is_utf8(key, strlen(key))) {
        if (json_object_set_new(object, key, value) != 0) build->failed = true;
        return;
    }
    json_t *name = repaired(key);
    if (json_object_set_new(object, json_string_value(name), value) != 0) build->failed = true;
    json_decref(name);
}

void qc_json_build_append(qc_json_build *build, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) build->failed = true;
}

static int to_sink(const char *bytes, size_t size, void *context)
{
    char part[512];
    qc_sink *sink = context;

    while (size > 0) {
        const size_t take = size < sizeof part - 1 ? size : sizeof part - 1;
        memcpy(part, bytes, take);
        part[take] = '\0';
        qc_sink_add(sink, part);
        bytes += take;
        size -= take;
    }
    return 0;
}

static bool dump(qc_json_build *build, json_t *root, size_t layout, qc_sink *sink,
                 qc_status *status)
{
    const size_t flags = layout | JSON_REAL_PRECISION(DIGITS);
    const bool whole = root != NULL && !build->failed;
    const bool ok = whole && json_dump_callback(root, to_sink, sink, flags) == 0;

    json_decref(root);
    if (!ok) return qc_fail(status, QC_NO_MEMORY, "out of memory while building JSON");
    qc_sink_add(sink, "\n");
    return true;
}

bool qc_json_build_write(qc_json_build *build, json_t *root, qc_sink *sink, qc_status *status)
{
    return dump(build, root, JSON_INDENT(2), sink, status);
}

bool qc_json_build_line(qc_json_build *build, json_t *root, qc_sink *sink, qc_status *status)
{
    return dump(build, root, JSON_COMPACT, sink, status);
}
