/** The rows of a deal history as they were typed, before they are a history: texts are numbered,
 * nothing is carried forward, stages are the CRM's words. */
#ifndef QC_HISTORY_DEAL_ROWS_H
#define QC_HISTORY_DEAL_ROWS_H

#include "history/names.h"
#include "history/table.h"

typedef struct qc_deal_rows { /* one row a row used; columns that the file lacks are NULL */
    int32_t count;
    qc_id *deal; /* index into deals.text */
    qc_day *day;
    qc_id *stage;                    /* index into stages.text */
    double *number[QC_NUMBER_COUNT]; /* NAN = empty */
    qc_id *label[QC_LABEL_COUNT];    /* index into labels[].text, QC_ID_NONE = empty */
    qc_day *close_day;               /* QC_DAY_NONE = empty */
    int8_t *currency;                /* index into the table's currencies, -1 = not named */
    int32_t *line;
    int32_t *second, *record; /* of foreign exports only, else NULL: time of day, which decides the
                                 order on a day; the record that the row came from, from 0 */
    int32_t capacity;         /* of rows that grow */
    qc_name_table deals, stages, labels[QC_LABEL_COUNT]; /* texts are borrowed from the table */
    bool any_day;                                        /* is one of the days known? */
    qc_day first_day, last_day;                          /* of all rows here */
    qc_day day_before_last; /* the last day but one on which there are rows, QC_DAY_NONE = none */
} qc_deal_rows;

/** Read every row that can be used; the others are set aside.
 *  @param rows  zeroed; valid as long as the table; free with qc_deal_rows_free() in any case
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_deal_rows_read(qc_deal_rows *rows, qc_table *table, qc_status *status);

typedef struct qc_deal_row { /* a row of a foreign export; texts must outlive the rows */
    const char *deal, *stage;
    qc_day day;               /* QC_DAY_NONE = not known yet */
    int32_t second;           /* of the day */
    const double *number;     /* QC_NUMBER_COUNT, NAN = unknown */
    const char *const *label; /* QC_LABEL_COUNT, NULL or "" = unknown */
    qc_day close_day;
    int8_t currency;
    int32_t line, record;
} qc_deal_row;

/** Add a row behind the others. Columns that no row fills stay NULL. */
QC_CHECKED bool qc_deal_rows_append(qc_deal_rows *rows, const qc_deal_row *row, qc_status *status);

/** Bring the rows into another order: row i becomes what row order[i] was, for i < count. */
QC_CHECKED bool qc_deal_rows_arrange(qc_deal_rows *rows, const int32_t *order, int32_t count,
                                     qc_status *status);

void qc_deal_rows_free(qc_deal_rows *rows);

#endif
