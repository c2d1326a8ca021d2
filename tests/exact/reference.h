/** Reference figures for the chain and the exact totals: reads them and keeps the largest deviation.
 *
 *  Each comparison is a function of a bend, so that a test shows both that the code agrees and that it
 *  would not if the input were off by a little. */
#ifndef QC_TESTS_EXACT_REFERENCE_H
#define QC_TESTS_EXACT_REFERENCE_H

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define QC_REFERENCE_FOLDER QC_SOURCE_DIR "/tests/fixtures/oracles/"

static inline json_t *qc_reference_load(const char *file)
{
    char path[1024];
    json_error_t error;
    json_t *root;

    snprintf(path, sizeof path, "%s%s", QC_REFERENCE_FOLDER, file);
    root = json_load_file(path, 0, &error);
    ck_assert_msg(root != NULL, "%s:%d: %s", path, error.line, error.text);
    return root;
}

/* The value under a key, which must be there: a misspelled key would compare nothing. */
static inline json_t *qc_reference_get(const json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);

    ck_assert_msg(value != NULL, "the reference has no '%s'", key);
    return value;
}

static inline double qc_reference_number(const json_t *object, const char *key)
{
    const json_t *value = qc_reference_get(object, key);

    ck_assert_msg(json_is_number(value), "'%s' is not a number", key);
    return json_number_value(value);
}

static inline double qc_reference_item(const json_t *array, size_t index)
{
    const json_t *value = json_array_get(array, index);

    ck_assert_msg(json_is_number(value), "the reference has no number at index %zu", index);
    return json_number_value(value);
}

/* Keep the larger; a NaN is infinitely wrong. */
static inline void qc_reference_note(double *largest, double computed, double expected)
{
    double deviation = fabs(computed - expected);

    if (!(deviation <= *largest)) *largest = isnan(deviation) ? HUGE_VAL : deviation;
}

static inline void qc_reference_note_all(double *largest, const double *computed,
                                         const json_t *expected, size_t count)
{
    ck_assert_uint_eq(json_array_size(expected), count);
    for (size_t i = 0; i < count; i++) {
        qc_reference_note(largest, computed[i], qc_reference_item(expected, i));
    }
}

static inline void qc_reference_close(const char *file, double largest, double limit)
{
    printf("oracle %s: largest deviation %.2g (limit %g)\n", file, largest, limit);
    fflush(stdout);
    ck_assert_msg(largest <= limit, "%s is off by %g (limit %g)", file, largest, limit);
}

/* semimarkov_kernel.csv: three stages with skips, backs and deals that never leave. */
#define QC_REFERENCE_STAGES 3
#define QC_REFERENCE_EXITS  (QC_REFERENCE_STAGES + 2)

static inline int qc_reference_state(const char *name)
{
    if (strcmp(name, "won") == 0) return QC_REFERENCE_STAGES;
    if (strcmp(name, "lost") == 0) return QC_REFERENCE_STAGES + 1;
    ck_assert_msg(name[0] == 'S' && name[1] >= '1' && name[1] <= '3', "unknown state '%s'", name);
    return name[1] - '1';
}

/** Fill a kernel of `days` days (the layout of models/chain.h), zero beyond the file's last day. */
static inline void qc_reference_kernel(double *kernel, int days)
{
    FILE *file = fopen(QC_REFERENCE_FOLDER "semimarkov_kernel.csv", "r");
    char line[128], from[8], to[8];
    int rows = 0;

    ck_assert_msg(file != NULL, "semimarkov_kernel.csv cannot be opened");
    for (int i = 0; i < QC_REFERENCE_STAGES * QC_REFERENCE_EXITS * days; i++)
        kernel[i] = 0.0;
    ck_assert(fgets(line, sizeof line, file) != NULL); /* the header */
    while (fgets(line, sizeof line, file) != NULL) {
        int row, day = 0;
        double chance = 0.0;

        ck_assert_int_eq(sscanf(line, "%7[^,],%7[^,],%d,%lf", from, to, &day, &chance), 4);
        ck_assert(day >= 0 && day < days);
        row = qc_reference_state(from) * QC_REFERENCE_EXITS + qc_reference_state(to);
        kernel[row * days + day] = chance;
        rows++;
    }
    fclose(file);
    ck_assert_int_eq(rows, 910);
}

#endif
