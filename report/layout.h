/** Lines that wrap under a label, and columns that line up. Widths are terminal columns. */
#ifndef QC_REPORT_LAYOUT_H
#define QC_REPORT_LAYOUT_H

#include "report/sink.h"

#define QC_LAYOUT_LABEL 11 /* width of the labels on the first screen */

/** `label`, then `body` wrapped at blanks, further lines under the body. `width` 0 = never wrap;
 *  under 60 columns it wraps as if there were 60. "" as label: the body starts at the left edge. */
void qc_layout_line(qc_sink *sink, const char *label, const char *body, int width);

/** The same of a text that was built up for the purpose: it is emptied for the next line, and its failure
 *  becomes the sink's. */
void qc_layout_flush(qc_sink *sink, const char *label, qc_text *body, int width);

/** Write one cell into `cell` (empty when called). */
typedef void qc_layout_cell(void *context, int32_t row, int32_t column, qc_text *cell);

/** Print rows of cells two blanks apart after an indent of two. `align` has one letter a column: l
 *  or r. Cells must come out the same each time they are asked for. */
void qc_layout_table(qc_sink *sink, int32_t rows, const char *align, qc_layout_cell *fill,
                     void *context);

#endif
