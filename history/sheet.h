/** A CSV file as cells, whatever program wrote it: bytes decoded, rows split, nothing understood yet.
 *
 *  What a table of ours (history/table) and a foreign export (history/import/import) have in common. */
#ifndef QC_HISTORY_SHEET_H
#define QC_HISTORY_SHEET_H

#include "core/calendar.h"
#include "core/digest.h"
#include "core/findings.h"
#include "history/csv.h"
#include "history/dates.h"
#include "history/decode.h"
#include "history/numbers.h"

#define QC_COLUMN_ABSENT (-1)

typedef struct qc_sheet { /* zeroed; qc_sheet_free() */
    const char *name;     /* of the file, as typed; borrowed */
    qc_csv csv;           /* row 0 is the header */
    qc_encoding encoding;
    char sha256[QC_DIGEST_TEXT];
    qc_day dated;              /* the day in the file's name, QC_DAY_NONE = none */
    qc_date_order *date_order; /* by field; NONE until decided (history/import/import) */
    qc_decimal *decimal;       /* likewise */
} qc_sheet;

/** Decode and parse. A text that is not UTF-8 is a doubt; an unreadable file, and one without a row
 *  below its header, an error.
 *  @fails QC_NO_MEMORY, QC_BAD_INPUT; errors are in `findings`, too */
QC_CHECKED bool qc_sheet_open(qc_sheet *sheet, const char *name, const char *bytes, size_t length,
                              qc_findings *findings, qc_status *status);

/** Load a file for qc_sheet_open(); a file that cannot be read is in `findings`, too. */
QC_CHECKED bool qc_sheet_load(const char *path, char **bytes, size_t *length, qc_findings *findings,
                              qc_status *status);

/** Put the failure of a layer below into the findings and into `status`. Always false. */
bool qc_sheet_refuse(qc_findings *findings, const qc_status *failure, qc_status *status);

/** The one calendar day in a file's name ("deals-2026-06-30.csv", "deals_20260630.csv");
 *  QC_DAY_NONE when there is none, or several. Folders in front do not count. */
qc_day qc_sheet_day_of_name(const char *path);

/** First field whose title is one of `names` after folding, the earlier name first; NULL ends the
 *  names. QC_COLUMN_ABSENT when there is none. */
int32_t qc_sheet_find(const qc_sheet *sheet, const char *const *names);

/** Title of a field; cell of a row, "" where the row is short or the field absent. */
const char *qc_sheet_title(const qc_sheet *sheet, int32_t field);
const char *qc_sheet_cell(const qc_sheet *sheet, int32_t row, int32_t field);

void qc_sheet_free(qc_sheet *sheet);

#endif
