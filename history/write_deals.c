#include "history/write_deals.h"

#include "history/csv.h"
#include "history/names.h"
#include "history/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define WHOLE_BELOW 1e15 /* whole numbers that %.15g writes without an exponent */

typedef struct writer {
    const qc_history *history;
    qc_text *out;
    bool has_close_day, has_currency;
} writer;

static void write_header(const writer *w)
{
    qc_text_add(w->out, "deal_id,date,stage");
    if (w->has_currency) qc_text_add(w->out, ",currency");
    if (w->has_close_day) qc_text_add(w->out, ",close_date");
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (!w->history->has_number[i]) continue;
        qc_text_addf(w->out, ",%s", qc_table_number_word((qc_number) i));
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (!w->history->has_label[i]) continue;
        qc_text_addf(w->out, ",%s", qc_history_label_word((qc_label) i));
    }
    qc_text_add(w->out, "\n");
}

/* The shortest digits that read back as the same number. Three digits behind the point could be
 * taken for thousands, so they get a zero. */
static void write_number(qc_text *out, double number)
{
    char text[40];
    double back = 0.0;
    if (isnan(number)) return;
    if (fabs(number) < WHOLE_BELOW && number >= trunc(number) && number <= trunc(number)) {
        (void) snprintf(text, sizeof text, "%" PRId64, (int64_t) number);
        qc_text_add(out, text);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        (void) snprintf(text, sizeof text, "%.*g", digits, number);
        if (qc_text_decimal(text, &back) && back >= number && back <= number) break;
    }
    const char *point = strchr(text, '.');
    qc_text_add(out, text);
    if (point != NULL && strlen(point) == 4) qc_text_add(out, "0");
}

static const char *stage_word(const qc_history *history, qc_id stage)
{
    if (stage == QC_STAGE_WON) return "won";
    return stage == QC_STAGE_LOST ? "lost" : history->stage_name[stage];
}

static void write_values(const writer *w, int32_t at)
{
    const qc_changes *changes = &w->history->changes;
    char day[16];
    if (w->has_currency) qc_text_addf(w->out, ",%s", w->history->currency);
    if (w->has_close_day) {
        const bool known = changes->close_day[at] != QC_DAY_NONE;
        qc_text_addf(w->out, ",%s", known ? qc_calendar_text(changes->close_day[at], day) : "");
    }
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (!w->history->has_number[i]) continue;
        qc_text_add(w->out, ",");
        write_number(w->out, changes->number[i][at]);
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const qc_id label = changes->label[i][at];
        if (!w->history->has_label[i]) continue;
        qc_text_add(w->out, ",");
        if (label != QC_ID_NONE) qc_csv_write(w->out, w->history->names[i].text[label]);
    }
    qc_text_add(w->out, "\n");
}

static bool same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a <= b && a >= b);
}

static bool same_row(const qc_changes *changes, int32_t a, int32_t b)
{
    if (changes->stage[a] != changes->stage[b]) return false;
    if (changes->close_day[a] != changes->close_day[b]) return false;
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (!same_number(changes->number[i][a], changes->number[i][b])) return false;
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (changes->label[i][a] != changes->label[i][b]) return false;
    }
    return true;
}

/* How many rows of this deal and day before this one say the same: such a row would be set aside as
 * an exact duplicate, so it gets a time of day that tells it apart. */
static int32_t count_same(const qc_changes *changes, int32_t at)
{
    int32_t same = 0;
    for (int32_t before = at - 1; before >= 0 && changes->deal[before] == changes->deal[at] &&
                                  changes->day[before] == changes->day[at];
         before--) {
        same += same_row(changes, before, at);
    }
    return same;
}

static void write_row(const writer *w, int32_t at)
{
    const qc_changes *changes = &w->history->changes;
    const int32_t same = count_same(changes, at);
    char day[16];
    qc_csv_write(w->out, w->history->deals.name[changes->deal[at]]);
    qc_text_addf(w->out, ",%s", qc_calendar_text(changes->day[at], day));
    if (same > 0) {
        qc_text_addf(w->out, "T%02d:%02d:%02d", (int) (same / 3600 % 24), (int) (same / 60 % 60),
                     (int) (same % 60));
    }
    qc_text_add(w->out, ",");
    qc_csv_write(w->out, stage_word(w->history, changes->stage[at]));
    write_values(w, at);
}

bool qc_write_deals(const qc_history *history, qc_text *out, qc_status *status)
{
    writer w = {.history = history, .out = out};
    w.has_currency = history->currency != NULL && history->currency[0] != '\0';
    for (int32_t at = 0; at < history->changes.count && !w.has_close_day; at++) {
        w.has_close_day = history->changes.close_day[at] != QC_DAY_NONE;
    }
    write_header(&w);
    for (int32_t at = 0; at < history->changes.count; at++) {
        write_row(&w, at);
    }
    if (out->failed) return qc_fail(status, QC_NO_MEMORY, "out of memory while writing a history");
    return true;
}
