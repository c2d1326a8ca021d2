/** One number as people type it: `1.2M`, `4 800 000`, `1,200.50`, `55%`.
 *
 *  Blanks, underscores, commas or points may part thousands, and a point or a comma may stand for
 *  the decimals, as long as only one reading is possible. `1,200` (1200 or 1.2?) has two and is
 *  refused; a single point is a decimal point (`1.5`, `0.125`). */
#ifndef QC_PLAN_NUMBER_H
#define QC_PLAN_NUMBER_H

#include "core/status.h"

#define QC_NUMBER_UNIT 24

typedef struct qc_number_text {
    double value;                  /* with k, M or bn multiplied in; percents not yet divided */
    double bare;                   /* without k, M or bn */
    bool percent;                  /* ended in % */
    bool scaled;                   /* carried k, M or bn */
    bool point_may_group;          /* like `1.200`: 1.2 by rule, but money is rarely written so */
    char unit[QC_NUMBER_UNIT];     /* the word that followed: "days", "EUR", "" */
    char currency[QC_NUMBER_UNIT]; /* the word or sign that came first: "EUR", "€", "" */
} qc_number_text;

/** Read a whole text. @fails QC_BAD_INPUT saying what is wrong with the number */
QC_CHECKED bool qc_number_read(const char *text, qc_number_text *number, qc_status *status);

#endif
