/** The table of open deals for a plan without history: `deal_id, stage, since or age_days, amount,
 * ...`. */
#ifndef QC_HISTORY_READ_OPEN_H
#define QC_HISTORY_READ_OPEN_H

#include "history/read_deals.h"

typedef struct qc_open_deals { /* columns side by side */
    qc_arena arena;
    const char *file;
    char sha256[QC_DIGEST_TEXT];
    const char *currency;
    int32_t count;
    const char **name;
    qc_id *stage;
    double *age_days; /* days in the stage at the end of the as-of day; may be fractional */
    double *number[QC_NUMBER_COUNT]; /* NAN = unknown */
    qc_id *label[QC_LABEL_COUNT];
    qc_names names[QC_LABEL_COUNT];
    bool has_label[QC_LABEL_COUNT];
    bool has_number[QC_NUMBER_COUNT];
    int64_t rows_read;
} qc_open_deals;

/** Read it. `options` gives stages, as_of (needed when the file has `since`), date order and
 * decimal.
 *  @fails as qc_read_deals() */
QC_CHECKED bool qc_read_open(qc_open_deals *open, const char *path, const qc_read_options *options,
                             qc_findings *findings, qc_status *status);
QC_CHECKED bool qc_read_open_bytes(qc_open_deals *open, const char *name, const char *bytes,
                                   size_t length, const qc_read_options *options,
                                   qc_findings *findings, qc_status *status);
void qc_open_deals_free(qc_open_deals *open);

#endif
