/** Reference files for exact tests: a strict CSV reader, JSON numbers, and the largest deviation seen. */
#ifndef QC_TESTS_EXACT_ORACLE_H
#define QC_TESTS_EXACT_ORACLE_H

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORACLE_PATH    QC_SOURCE_DIR "/tests/fixtures/oracles/"
#define ORACLE_ROWS    1500
#define ORACLE_COLUMNS 20
#define ORACLE_WIDTH   24

typedef struct oracle_table {
    int rows, columns;
    char name[ORACLE_COLUMNS][ORACLE_WIDTH];
    char cell[ORACLE_ROWS][ORACLE_COLUMNS][ORACLE_WIDTH];
} oracle_table;

/** Split one line; no quotes, no blank fields, nothing that does not fit. */
static inline int oracle_split(char *line, char (*fields)[ORACLE_WIDTH])
{
    int count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *field = line; field != NULL; count++) {
        char *comma = strchr(field, ',');
        if (comma != NULL) *comma = '\0';
        ck_assert_msg(count < ORACLE_COLUMNS, "too many fields");
        ck_assert_msg(*field != '\0' && strchr(field, '"') == NULL, "blank or quoted field");
        const int length = snprintf(fields[count], ORACLE_WIDTH, "%s", field);
        ck_assert_int_lt(length, ORACLE_WIDTH);
        field = comma == NULL ? NULL : comma + 1;
    }
    return count;
}

static inline void oracle_read(oracle_table *table, const char *file)
{
    char line[1024];
    snprintf(line, sizeof line, "%s%s", ORACLE_PATH, file);
    FILE *in = fopen(line, "r");
    ck_assert_msg(in != NULL, "cannot open %s", line);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, in));
    table->columns = oracle_split(line, table->name);
    table->rows = 0;
    while (fgets(line, sizeof line, in) != NULL) {
        ck_assert_int_lt(table->rows, ORACLE_ROWS);
        ck_assert_int_eq(oracle_split(line, table->cell[table->rows]), table->columns);
        table->rows++;
    }
    ck_assert(!ferror(in));
    fclose(in);
    ck_assert_int_gt(table->rows, 0);
}

static inline const char *oracle_text(const oracle_table *table, int row, const char *column)
{
    for (int c = 0; c < table->columns; c++) {
        if (strcmp(table->name[c], column) == 0) return table->cell[row][c];
    }
    ck_abort_msg("no column %s", column);
    return NULL;
}

/** NAN for NA and NaN. */
static inline double oracle_number(const oracle_table *table, int row, const char *column)
{
    const char *text = oracle_text(table, row, column);
    char *end = NULL;
    if (strcmp(text, "NA") == 0) return (double) NAN;
    const double value = strtod(text, &end);
    ck_assert_msg(end != text && *end == '\0', "row %d: '%s' is not a number", row + 1, text);
    return value;
}

static inline json_t *oracle_json(const char *file)
{
    char path[1024];
    json_error_t error;
    snprintf(path, sizeof path, "%s%s", ORACLE_PATH, file);
    json_t *root = json_load_file(path, 0, &error);
    ck_assert_msg(root != NULL, "%s:%d: %s", file, error.line, error.text);
    return root;
}

static inline double oracle_at(const json_t *array, size_t i)
{
    const json_t *value = json_array_get(array, i);
    ck_assert(json_is_number(value));
    return json_number_value(value);
}

/** What was compared under one limit, for the line that the test prints. */
typedef struct oracle_deviation {
    const char *what;
    double limit, largest;
    long values;
} oracle_deviation;

static inline void oracle_compare(oracle_deviation *deviation, double value, double expected)
{
    const double difference = fabs(value - expected);
    ck_assert_msg(!isnan(difference), "%s: %g against %g", deviation->what, value, expected);
    deviation->values++;
    if (difference > deviation->largest) deviation->largest = difference;
}

static inline void oracle_conclude(const oracle_deviation *deviation)
{
    printf("oracle %s: largest deviation %.1e (limit %.0e) over %ld values\n", deviation->what,
           deviation->largest, deviation->limit, deviation->values);
    fflush(stdout);
    ck_assert_int_gt(deviation->values, 0);
    ck_assert_msg(deviation->largest <= deviation->limit, "%s: deviates by %.3e, limit %.0e",
                  deviation->what, deviation->largest, deviation->limit);
}

#endif
