#include "report/last_hire.h"
#include "report/layout.h"
#include "report/study_words.h"

#include <math.h>
#include <stdio.h>

typedef struct page {
    const qc_last_hire *it;
    const qc_target_summary *target;
    qc_words_style style;
} page;

static qc_word month_of(const page *p, int32_t row)
{
    const qc_date date = qc_calendar_date(p->it->rows[row].start);
    qc_word word;
    if (date.day > 1) /* the running month: from the day after the data */
        snprintf(word.text, sizeof word.text, "%d %s %d", (int) date.day,
                 qc_calendar_month_name(date.month), (int) date.year);
    else
        snprintf(word.text, sizeof word.text, "%s %d", qc_calendar_month_name(date.month),
                 (int) date.year);
    return word;
}

static void fill_cell(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {"from", "change", "mean change", ""};
    const page *p = context;
    if (row == 0) {
        qc_text_add(cell, HEADINGS[column]);
        return;
    }
    const qc_last_hire_row *it = &p->it->rows[row - 1];
    switch (column) {
    case 0: qc_text_add(cell, month_of(p, row - 1).text); break;
    case 1:
        qc_text_add(cell, qc_words_points(&p->style, it->change.value, true).text);
        if (it->change.std_error > 0) qc_text_addf(cell, " (+-%.1g)", 100 * it->change.std_error);
        break;
    case 2:
        qc_text_add(cell, qc_phrases_value(&p->style, p->target, it->moved.value, true).text);
        break;
    default: qc_text_add(cell, row - 1 == p->it->last ? "<- last" : "");
    }
}

static void finding(const page *p, qc_text *line)
{
    const qc_last_hire *it = p->it;
    const qc_word points = qc_words_points(&p->style, it->least, true);
    if (it->last >= 0)
        qc_text_addf(line, "%s is the last start with which %d more %s the chance of ",
                     month_of(p, it->last).text, (int) it->people,
                     it->people == 1 ? "rep moves" : "reps move");
    else
        qc_text_addf(line, "No start is early enough: %d more %s the chance of ", (int) it->people,
                     it->people == 1 ? "rep does not move" : "reps do not move");
    qc_study_words_target(&p->style, p->target, line);
    qc_text_addf(line, " (%s) by %s or more.", qc_words_chance(p->target->chance.value).text,
                 points.text + (points.text[0] == '+'));
}

static void print_range(const page *p, qc_sink *sink, const qc_text_options *options)
{
    const qc_last_hire *it = p->it;
    qc_text line = {0};
    if (it->sure == it->last && it->open == it->last) return;
    if (it->sure >= 0)
        qc_text_addf(&line, "until %s 95%% sure", month_of(p, it->sure).text);
    else
        qc_text_add(&line, "of none is it 95% sure");
    if (it->open != it->last)
        qc_text_addf(&line, "; %s is not ruled out", month_of(p, it->open).text);
    qc_text_add(&line, "; more --trials tell");
    qc_layout_line(sink, "How sure", qc_text_get(&line), options->width);
    sink->failed = sink->failed || line.failed;
    qc_text_free(&line);
}

void qc_text_last_hire(qc_sink *sink, const qc_last_hire *last, const qc_text_options *options)
{
    const qc_summary *head = &last->head;
    page p = {.it = last,
              .target = qc_phrases_headline(head),
              .style = qc_words_style_of(head->currency, head->number_style, false)};
    qc_text line = {0};
    if (p.target == NULL) return;
    finding(&p, &line);
    qc_study_words_finding(sink, &line, options);
    qc_text_free(&line);
    qc_sink_add(sink, "\n");
    print_range(&p, sink, options);
    qc_layout_table(sink, last->count + 1, "lrrl", fill_cell, &p);
    if (last->cut)
        qc_sink_addf(sink,
                     "Note: only starts in the next %d months are tried; the target's period goes "
                     "on after them\n",
                     QC_LAST_HIRE_MONTHS);
    qc_study_words_footer(sink, head, &p.style, options);
}
