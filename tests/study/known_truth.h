/** What is kept of one forecast of a company whose truth is known, and the table over many of them. */
#ifndef QC_TESTS_STUDY_KNOWN_TRUTH_H
#define QC_TESTS_STUDY_KNOWN_TRUTH_H

#include <stdbool.h>
#include <stdio.h>

#define KNOWN_TARGET 48

typedef struct known_row { /* one target of one company; a row of the CSV */
    unsigned long long seed;
    char target[KNOWN_TARGET];
    int customers,
        days; /* metric: 1 = customers, 0 = bookings; from the as-of day to the target's end */
    double goal, realised;
    double chance, true_chance, mean, true_mean;
    double p05, p10, p25, p50, p75, p90, p95; /* as forecast */
    double true_p10, true_p50, true_p90;
} known_row;

void known_row_head(FILE *out);
void known_row_write(FILE *out, const known_row *row);
/** False for the heading and for anything that is no row. */
bool known_row_read(const char *line, known_row *row);

/** Coverage, errors of the chances and reliability, by metric and horizon. Rows may come in any order. */
void known_table(FILE *out, const known_row *rows, int count);

#endif
