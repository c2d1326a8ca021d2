/** Rows and fields of a CSV text with their line numbers; the only file that includes libcsv's
 * header.
 *
 *  The rows are cells side by side in one block of text. Row 0 is the header. Blank lines and rows
 * of empty cells (a spreadsheet's tail) are no rows. Cells are trimmed. Lines end with LF or CRLF;
 * in a text without any LF they end with CR. */
#ifndef QC_HISTORY_CSV_H
#define QC_HISTORY_CSV_H

#include "core/status.h"
#include "core/text.h"

typedef struct qc_csv {
    char *text;        /* all cells, each with its zero */
    uint32_t *cell_at; /* where each cell begins in `text` */
    uint32_t *row_at;  /* first cell of each row; row_count + 1 entries */
    int32_t *line;     /* line on which each row begins, from 1 */
    int32_t row_count; /* with the header */
    char delimiter;    /* ',', ';', tab or '|' */
} qc_csv;

/** Parse a whole text. The delimiter is the one that splits the header and the first rows alike; a
 * first line `sep=;` names it.
 *  @param csv  zeroed; owns its memory; free with qc_csv_free() also after a failure
 *  @fails QC_BAD_INPUT for a torn quote, located where its field begins; QC_NO_MEMORY */
QC_CHECKED bool qc_csv_parse(qc_csv *csv, const char *name, const char *text, size_t length,
                             qc_status *status);

/** Cells in a row; one cell, field from 0. */
int32_t qc_csv_width(const qc_csv *csv, int32_t row);
const char *qc_csv_cell(const qc_csv *csv, int32_t row, int32_t field);

#define QC_CSV_EXCERPT 64

/** A cell short enough for a message: whole, or its beginning (never half a character) and "...".
 * Returns `room`. */
const char *qc_csv_excerpt(const char *cell, char room[QC_CSV_EXCERPT]);

/** Append a cell as it stands in a file: quoted when it needs to be. */
void qc_csv_write(qc_text *out, const char *cell);

void qc_csv_free(qc_csv *csv);

#endif
