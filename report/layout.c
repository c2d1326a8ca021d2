#include "report/layout.h"

#include <assert.h>
#include <string.h>

#define NARROWEST   60
#define MAX_COLUMNS 16

static void blanks(qc_sink *sink, int count)
{
    for (int i = 0; i < count; i++)
        qc_sink_add(sink, " ");
}

void qc_layout_line(qc_sink *sink, const char *label, const char *body, int width)
{
    const int indent = label[0] == '\0' ? 0 : QC_LAYOUT_LABEL;
    const int limit = width <= 0 ? INT32_MAX : width < NARROWEST ? NARROWEST : width;
    int used = indent;
    qc_text word = {0};

    qc_sink_add(sink, label);
    if (indent > 0) blanks(sink, indent - qc_text_width(label));
    for (bool first = true; *body != '\0'; first = false) {
        const size_t gap = strspn(body, " ");
        const size_t length = strcspn(body + gap, " ");
        qc_text_clear(&word);
        qc_text_add_part(&word, body + gap, length);
        const int columns = qc_text_width(qc_text_get(&word));
        if (!first && used + (int) gap + columns > limit) {
            qc_sink_add(sink, "\n");
            blanks(sink, indent);
            used = indent;
        } else {
            blanks(sink, (int) gap);
            used += (int) gap;
        }
        qc_sink_add(sink, qc_text_get(&word));
        used += columns;
        body += gap + length;
    }
    qc_sink_add(sink, "\n");
    sink->failed = sink->failed || word.failed;
    qc_text_free(&word);
}

void qc_layout_flush(qc_sink *sink, const char *label, qc_text *body, int width)
{
    qc_layout_line(sink, label, qc_text_get(body), width);
    sink->failed = sink->failed || body->failed;
    qc_text_clear(body);
}

static void print_row(qc_sink *sink, const char *align, const int *widths, int32_t row,
                      qc_layout_cell *fill, void *context, qc_text *cell)
{
    const int32_t columns = (int32_t) strlen(align);
    int owed = 0; /* blanks not written yet, so that no line ends in them */

    for (int32_t column = 0; column < columns; column++) {
        qc_text_clear(cell);
        fill(context, row, column, cell);
        const int width = qc_text_width(qc_text_get(cell));
        const int pad = widths[column] - width;
        owed += 2 + (align[column] == 'r' ? pad : 0);
        if (width > 0) {
            blanks(sink, owed);
            qc_sink_add(sink, qc_text_get(cell));
            owed = 0;
        }
        if (align[column] == 'l') owed += pad;
    }
    qc_sink_add(sink, "\n");
}

void qc_layout_table(qc_sink *sink, int32_t rows, const char *align, qc_layout_cell *fill,
                     void *context)
{
    int widths[MAX_COLUMNS] = {0};
    const int32_t columns = (int32_t) strlen(align);
    qc_text cell = {0};

    assert(columns <= MAX_COLUMNS);
    for (int32_t row = 0; row < rows; row++) {
        for (int32_t column = 0; column < columns; column++) {
            qc_text_clear(&cell);
            fill(context, row, column, &cell);
            const int width = qc_text_width(qc_text_get(&cell));
            if (width > widths[column]) widths[column] = width;
        }
    }
    for (int32_t row = 0; row < rows; row++) {
        print_row(sink, align, widths, row, fill, context, &cell);
    }
    sink->failed = sink->failed || cell.failed;
    qc_text_free(&cell);
}
