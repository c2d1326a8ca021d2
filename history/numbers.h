/** Numbers as exports write them; point or comma is decided by the whole column.
 *
 *  1,234.50  1.234,50  1 234,50  1'234.50  EUR 1.200  -5  (5)  5-  1.2E+06 are all read; "1,234"
 * alone may be a thousand or one and a bit, so a column of only such numbers is a question. */
#ifndef QC_HISTORY_NUMBERS_H
#define QC_HISTORY_NUMBERS_H

#include "history/csv.h"

typedef enum qc_decimal { QC_DECIMAL_NONE, QC_DECIMAL_POINT, QC_DECIMAL_COMMA } qc_decimal;

#define QC_NUMBERS_CURRENCY 8    /* room for a currency code or sign */
#define QC_NUMBERS_MOST     1e13 /* of one amount: what is larger cannot be added up exactly */

/** One number. QC_DECIMAL_NONE reads only what does not depend on the style.
 *  @param currency  receives the code around the number ("EUR"; "$" where the sign has several
 * meanings; "" when there is none) */
QC_CHECKED bool qc_numbers_read(const char *text, qc_decimal decimal, double *value,
                                char currency[QC_NUMBERS_CURRENCY]);

/** A percentage as CRMs let people type it: 0 to 100, with or without a percent sign; whether point or
 *  comma is the decimal sign follows from that range. */
QC_CHECKED bool qc_numbers_percent(const char *text, double *value);

/** The code of a currency column's cell: "eur" and a euro sign are "EUR"; false when it is none. */
QC_CHECKED bool qc_numbers_currency(const char *text, char currency[QC_NUMBERS_CURRENCY]);

typedef struct qc_number_tally { /* zeroed = nothing seen */
    bool strict;                 /* set first: no contradiction is taken for a typing error */
    int64_t point_only, comma_only;
    int64_t either; /* readable both ways, with different values */
    char example[QC_CSV_EXCERPT];
} qc_number_tally;

void qc_numbers_count(qc_number_tally *tally, const char *text);

/** The style of the column: true and NONE when no number depends on it; false when it is left open.
 */
QC_CHECKED bool qc_numbers_decide(const qc_number_tally *tally, qc_decimal *decimal);

/** The style of "point" or "comma". */
QC_CHECKED bool qc_numbers_decimal(const char *word, qc_decimal *decimal);

#endif
