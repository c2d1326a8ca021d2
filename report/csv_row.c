#include "report/csv_row.h"

#include <math.h>
#include <string.h>

static void separate(qc_csv_row *row)
{
    if (row->begun) qc_sink_add(row->sink, ",");
    row->begun = true;
}

void qc_csv_row_word(qc_csv_row *row, const char *text)
{
    char one[2] = {0};

    separate(row);
    if (strpbrk(text, ",\"\r\n") == NULL) {
        qc_sink_add(row->sink, text);
        return;
    }
    qc_sink_add(row->sink, "\"");
    for (; *text != '\0'; text++) {
        one[0] = *text;
        qc_sink_add(row->sink, *text == '"' ? "\"\"" : one);
    }
    qc_sink_add(row->sink, "\"");
}

void qc_csv_row_number(qc_csv_row *row, double value)
{
    separate(row);
    if (isinf(value)) qc_sink_add(row->sink, "inf");
    if (isfinite(value)) qc_sink_addf(row->sink, "%.9g", value + 0.0);
}

void qc_csv_row_whole(qc_csv_row *row, int64_t value)
{
    separate(row);
    qc_sink_addf(row->sink, "%lld", (long long) value);
}

void qc_csv_row_day(qc_csv_row *row, qc_day value)
{
    char text[16];

    separate(row);
    if (value != QC_DAY_NONE) qc_sink_add(row->sink, qc_calendar_text(value, text));
}

void qc_csv_row_empty(qc_csv_row *row, int count)
{
    for (int i = 0; i < count; i++)
        separate(row);
}

void qc_csv_row_end(qc_csv_row *row)
{
    qc_sink_add(row->sink, "\n");
    row->begun = false;
}
