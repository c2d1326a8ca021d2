#include "report/csv/csv_row.h"

#include <math.h>
#include <string.h>

static void separate(qc_csv_row *r)
{
    if (r->begun) qc_sink_add(r->sink, ",");
    r->begun = true;
}

void qc_csv_row_word(qc_csv_row *r, const char *text)
{
    char one[2] = {0};

    separate(r);
    if (strpbrk(text, ",\"\r\n") == NULL) {
        qc_sink_add(r->sink, text);
        return;
    }
    qc_sink_add(r->sink, "\"");
    for (; *text != '\0'; text++) {
        one[0] = *text;
        qc_sink_add(r->sink, *text == '"' ? "\"\"" : one);
    }
    qc_sink_add(r->sink, "\"");
}

void qc_csv_row_number(qc_csv_row *r, double value)
{
    separate(r);
    if (isinf(value)) qc_sink_add(r->sink, "inf");
    if (isfinite(value)) qc_sink_addf(r->sink, "%.9g", value + 0.0);
}

void qc_csv_row_whole(qc_csv_row *r, int64_t value)
{
    separate(r);
    qc_sink_addf(r->sink, "%lld", (long long) value);
}

void qc_csv_row_day(qc_csv_row *r, qc_day value)
{
    char text[16];

    separate(r);
    if (value != QC_DAY_NONE) qc_sink_add(r->sink, qc_calendar_text(value, text));
}

void qc_csv_row_empty(qc_csv_row *r, int count)
{
    for (int i = 0; i < count; i++)
        separate(r);
}

void qc_csv_row_end(qc_csv_row *r)
{
    qc_sink_add(r->sink, "\n");
    r->begun = false;
}
