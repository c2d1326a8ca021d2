#include "study/json_fields.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

json_t *qc_json_fields_parse(const qc_json_fields *at, const char *bytes, size_t length)
{
    json_error_t error;
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
    if (root != NULL) return root;
    if (json_error_code(&error) == json_error_out_of_memory)
        (void) qc_fail(at->status, QC_NO_MEMORY, "out of memory while reading '%.200s'", at->name);
    else
        (void) qc_fail_at(at->status, QC_BAD_INPUT, at->name, error.line, error.column, "%s: %s",
                          at->what, error.text);
    return NULL;
}

bool qc_json_fields_bad(const qc_json_fields *at, const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    (void) vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return qc_fail_at(at->status, QC_BAD_INPUT, at->name, 0, 0, "%s: %s%s%s", at->what, at->where,
                      at->where[0] != '\0' ? ": " : "", text);
}

void qc_json_fields_at(qc_json_fields *at, const char *list, int64_t index)
{
    if (index < 0)
        (void) snprintf(at->where, sizeof at->where, "%s", list);
    else
        (void) snprintf(at->where, sizeof at->where, "%s[%lld]", list, (long long) index);
}

bool qc_json_fields_check(const qc_json_fields *at, const json_t *object, const char *names)
{
    size_t found = 0;
    bool needed = true;
    if (!json_is_object(object)) return qc_json_fields_bad(at, "expected an object with %s", names);
    for (const char *from = names; *from != '\0';) {
        char name[32] = "";
        const size_t length = strcspn(from, " |");
        if (length == 0) {
            needed = needed && *from != '|';
            from++;
            continue;
        }
        memcpy(name, from, length < sizeof name ? length : sizeof name - 1);
        const bool there = json_object_get(object, name) != NULL;
        if (needed && !there) return qc_json_fields_bad(at, "'%s' is missing", name);
        found += there;
        from += length;
    }
    return json_object_size(object) == found ||
           qc_json_fields_bad(at, "there are other fields than %s", names);
}

bool qc_json_fields_whole(const qc_json_fields *at, const json_t *value, const char *name,
                          int64_t least, int64_t most, int64_t *out)
{
    if (!json_is_integer(value)) return qc_json_fields_bad(at, "'%s' is not a whole number", name);
    *out = json_integer_value(value);
    if (*out >= least && *out <= most) return true;
    return qc_json_fields_bad(at, "'%s' is %lld, expected %lld to %lld", name, (long long) *out,
                              (long long) least, (long long) most);
}

bool qc_json_fields_number(const qc_json_fields *at, const json_t *value, const char *name,
                           double least, double most, double *out)
{
    if (!json_is_number(value)) return qc_json_fields_bad(at, "'%s' is not a number", name);
    *out = json_number_value(value);
    if (*out >= least && *out <= most) return true;
    return qc_json_fields_bad(at, "'%s' is %.6g, expected %.6g to %.6g", name, *out, least, most);
}

bool qc_json_fields_bool(const qc_json_fields *at, const json_t *value, const char *name, bool *out)
{
    *out = json_is_true(value);
    return json_is_boolean(value) || qc_json_fields_bad(at, "'%s' is neither true nor false", name);
}

bool qc_json_fields_text(const qc_json_fields *at, const json_t *value, const char *name,
                         const char **out)
{
    if (!json_is_string(value)) return qc_json_fields_bad(at, "'%s' is not a text", name);
    *out = qc_arena_text(at->arena, json_string_value(value), at->status);
    return *out != NULL;
}

bool qc_json_fields_list(const qc_json_fields *at, const json_t *value, const char *name,
                         int32_t least, int32_t most, int32_t *count)
{
    if (!json_is_array(value)) return qc_json_fields_bad(at, "'%s' is not a list", name);
    const size_t size = json_array_size(value);
    if (size < (size_t) least || size > (size_t) most)
        return qc_json_fields_bad(at, "'%s' has %zu values, expected %d to %d", name, size,
                                  (int) least, (int) most);
    *count = (int32_t) size;
    return true;
}
