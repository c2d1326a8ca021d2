#include "report/layout.h"
#include "report/study_words.h"
#include "report/tornado.h"

#include <math.h>
#include <stdio.h>

#define BAR_WIDTH 14     /* on either side */
#define SEEN      0.0005 /* a change of the chance that prints as more than nothing */

qc_word qc_tornado_value(const qc_words_style *style, qc_tornado_unit unit, double value)
{
    qc_word word;
    switch (unit) {
    case QC_TORNADO_SHARE:
        if (value >= 0.1) return qc_words_percent(value);
        snprintf(word.text, sizeof word.text, "%.30s%%", qc_words_count(style, 100 * value).text);
        return word;
    case QC_TORNADO_DAYS:
        snprintf(word.text, sizeof word.text, "%.40s days", qc_words_count(style, value).text);
        return word;
    case QC_TORNADO_MONEY: return qc_words_amount(style, value);
    case QC_TORNADO_HOURS:
        snprintf(word.text, sizeof word.text, "%.40s hours", qc_words_count(style, value).text);
        return word;
    case QC_TORNADO_PEOPLE:
        snprintf(word.text, sizeof word.text, "%.40s %s", qc_words_count(style, value).text,
                 qc_words_plural(value, "rep", "reps"));
        return word;
    case QC_TORNADO_DATE: (void) qc_calendar_text((qc_day) lround(value), word.text); return word;
    case QC_TORNADO_RATE:
        snprintf(word.text, sizeof word.text, "%.40s per month", qc_words_count(style, value).text);
        return word;
    }
    return qc_words_count(style, value);
}

typedef struct page {
    const qc_tornado *it;
    const qc_target_summary *target;
    qc_words_style style;
    bool unicode;
    double widest;
} page;

static void add_points(const page *p, qc_estimate change, qc_text *cell)
{
    qc_text_add(cell, qc_words_points(&p->style, change.value, false).text);
}

/* Below zero to the left, above to the right. */
static void add_bar(const page *p, const qc_tornado_swing *swing, qc_text *cell)
{
    const double low = fmin(fmin(swing->low.value, swing->high.value), 0);
    const double high = fmax(fmax(swing->low.value, swing->high.value), 0);
    const int left = (int) lround(-low / p->widest * BAR_WIDTH);
    const int right = (int) lround(high / p->widest * BAR_WIDTH);
    for (int i = BAR_WIDTH; i > 0; i--)
        qc_text_add(cell, i <= left ? (p->unicode ? "\xe2\x96\x92" : "-") : " ");
    qc_text_add(cell, p->unicode ? "\xe2\x94\x82" : "|");
    for (int i = 1; i <= BAR_WIDTH; i++)
        qc_text_add(cell, i <= right ? (p->unicode ? "\xe2\x96\x88" : "+") : " ");
}

static void fill_cell(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {"input", "now",  "its 80% range", "points",
                                           "",      "step", "points"};
    const page *p = context;
    if (row == 0) {
        qc_text_add(cell, HEADINGS[column]);
        return;
    }
    const qc_tornado_row *it = &p->it->rows[row - 1];
    switch (column) {
    case 0: qc_text_add(cell, qc_study_words_name(it->path, 36, p->unicode).text); break;
    case 1: qc_text_add(cell, qc_tornado_value(&p->style, it->unit, it->value.value).text); break;
    case 2:
        if (!(it->value.high > it->value.low)) {
            qc_text_add(cell, "certain");
            break;
        }
        qc_text_add(cell, qc_tornado_value(&p->style, it->unit, it->value.low).text);
        qc_text_addf(cell, " to %s", qc_tornado_value(&p->style, it->unit, it->value.high).text);
        break;
    case 3:
    case 6: {
        const qc_tornado_swing *swing = column == 3 ? &it->own : &it->natural;
        if (column == 3 && !(it->value.high > it->value.low)) break;
        add_points(p, swing->low, cell);
        qc_text_add(cell, " to ");
        add_points(p, swing->high, cell);
        break;
    }
    case 4: add_bar(p, &it->own, cell); break;
    default: qc_text_addf(cell, "+-%s", it->step);
    }
}

static void add_part(const page *p, double share, const char *what, qc_text *line)
{
    (void) p;
    if (isnan(share)) return;
    qc_text_addf(line, "%s%s %s", line->length > 0 ? " | " : "", what,
                 qc_words_percent(share).text);
}

static void print_variance(const page *p, qc_sink *sink, const qc_text_options *options)
{
    const qc_tornado *it = p->it;
    qc_text line = {0};
    if (isnan(it->from_parameters)) return;
    const bool parts = !isnan(it->from_new);
    add_part(p, it->from_parameters, "rates not known better", &line);
    add_part(p, it->from_shocks, "good and bad months", &line);
    add_part(p, it->from_open, parts ? "luck of open deals" : "luck of single deals", &line);
    add_part(p, it->from_new, "luck of new deals", &line);
    if (!isnan(it->won_so_far))
        qc_text_addf(&line, " | won so far %s, known",
                     qc_phrases_value(&p->style, p->target, it->won_so_far, false).text);
    qc_layout_line(sink, "Spread", qc_text_get(&line), options->width);
    sink->failed = sink->failed || line.failed;
    qc_text_free(&line);
}

/* The rows stand by their own ranges; where no range moves anything, nothing can be said of the first. */
static void finding(const page *p, qc_text *line)
{
    const qc_tornado_row *first = &p->it->rows[0];
    const bool moves = fabs(first->own.low.value) >= SEEN || fabs(first->own.high.value) >= SEEN;
    if (moves)
        qc_text_addf(line, "What matters most is %s: over its own range the chance of ",
                     qc_study_words_name(first->path, 40, p->unicode).text);
    else
        qc_text_add(line, "Over its own range no input moves the chance of ");
    qc_study_words_target(&p->style, p->target, line);
    qc_text_addf(line, " (%s)", qc_words_chance(p->target->chance.value).text);
    if (moves) {
        qc_text_add(line, " moves by ");
        add_points(p, first->own.low, line);
        qc_text_add(line, " to ");
        add_points(p, first->own.high, line);
        qc_text_add(line, " points");
    }
    qc_text_add(line, ".");
}

void qc_text_tornado(qc_sink *sink, const qc_tornado *tornado, const qc_text_options *options)
{
    const qc_summary *head = &tornado->head;
    page p = {.it = tornado,
              .target = qc_phrases_headline(head),
              .style = qc_words_style_of(head->currency, head->number_style, false),
              .unicode = options->unicode,
              .widest = SEEN};
    qc_text line = {0};
    if (p.target == NULL || tornado->count == 0) return;
    for (int32_t i = 0; i < tornado->count; i++)
        p.widest = fmax(p.widest, fmax(fabs(tornado->rows[i].own.low.value),
                                       fabs(tornado->rows[i].own.high.value)));
    finding(&p, &line);
    qc_study_words_finding(sink, &line, options);
    qc_text_free(&line);
    qc_sink_add(sink, "\n");
    const int32_t shown = options->all || tornado->count < 10 ? tornado->count : 10;
    qc_layout_table(sink, shown + 1, "lrlrlll", fill_cell, &p);
    if (shown < tornado->count)
        qc_sink_addf(sink, "  ... %d more (--all)\n", (int) (tornado->count - shown));
    qc_sink_add(sink, "\n");
    print_variance(&p, sink, options);
    qc_study_words_footer(sink, head, &p.style, options);
}
