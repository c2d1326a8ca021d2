/** Dated rates of exchange: what one unit of a currency was worth in another, from a day on. */
#ifndef QC_HISTORY_RATES_H
#define QC_HISTORY_RATES_H

#include "history/deal_rows.h"
#include "history/table.h"

typedef struct qc_rate {
    char currency[QC_NUMBERS_CURRENCY];
    qc_day day;   /* from this day on */
    double worth; /* of one unit, in units of the base */
} qc_rate;

typedef struct qc_rates { /* zeroed; qc_rates_free() */
    qc_rate *items;       /* by currency, then day */
    int32_t count;
    char sha256[QC_DIGEST_TEXT];
} qc_rates;

/** Read a table `currency,date,rate`: one unit of `currency` is worth `rate` units of the base from
 *  `date` on. Salesforce's DatedConversionRate (IsoCode, StartDate, ConversionRate) says it the other
 *  way round and is turned. A row that cannot be read and two rates of one day are errors: a missing
 *  rate would show as money.
 *  @param options  date order and decimal sign, where the table leaves them open
 *  @fails QC_IO, QC_BAD_INPUT, QC_NO_MEMORY; errors are in `findings`, too */
QC_CHECKED bool qc_rates_read(qc_rates *rates, const char *path, const qc_read_options *options,
                              qc_findings *findings, qc_status *status);

/** Has the table the columns of one of rates (and no others that a table of deals has)? */
bool qc_rates_fits(const qc_sheet *sheet);

/** The latest rate up to a day; false when there is none. */
QC_CHECKED bool qc_rates_find(const qc_rates *rates, const char *currency, qc_day day,
                              double *worth);

/** Convert amounts and margins of sorted rows into one currency, each at the rate of its own day: an
 *  amount that holds on is worth what it is worth on the day of each later change.
 *  @param table  its currencies; what rates are missing is an error in its findings
 *  @param base   the currency to convert to
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_rates_convert(const qc_rates *rates, qc_deal_rows *rows, const qc_table *table,
                                 const char *base, qc_status *status);

void qc_rates_free(qc_rates *rates);

#endif
