/** Date order and number style of each column of a table, decided by all its rows. */
#ifndef QC_HISTORY_STYLE_H
#define QC_HISTORY_STYLE_H

#include "history/table.h"

typedef struct qc_style_source { /* columns of one file */
    const qc_csv *csv;
    const char *file; /* in messages */
    qc_findings *findings;
    const char *date_order, *decimal; /* the user's answer, NULL = none */
    bool
        strict; /* a foreign export: each column must prove its own order without one contradiction,
                    or it is an error that names the flag */
    bool alike; /* one program wrote all columns: what one of them proves holds for the others */
} qc_style_source;

/** Date order of `count` columns, given by field (QC_COLUMN_ABSENT is passed over), into `order`.
 *  What a column leaves open is an error in `findings`; when not `strict`, or `alike`, it first follows
 *  from the other columns, unless these contradict each other.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_style_dates(const qc_style_source *source, const int32_t *field, int32_t count,
                               qc_date_order *order, qc_status *status);

/** The same for numbers. */
QC_CHECKED bool qc_style_numbers(const qc_style_source *source, const int32_t *field, int32_t count,
                                 qc_decimal *decimal, qc_status *status);

/** Fill `date_order` and `decimal`. What a column leaves open follows from the options, else from
 * another column of the same file; else it is an error that names the key which answers it.
 *  @fails QC_NO_MEMORY; errors are in the table's findings */
QC_CHECKED bool qc_style_decide(qc_table *table, qc_status *status);

#endif
