#include "report/implied.h"
#include "report/layout.h"
#include "report/study_words.h"
#include "report/tornado.h"

#include <math.h>

typedef struct page {
    const qc_implied *it;
    const qc_split *split;
    const qc_split_part *parts;
    const qc_target_summary *target;
    qc_words_style style;
    bool unicode, owners;
} page;

/* ---- implied rates ---- */

static void add_needed(const page *p, const qc_implied_row *row, int level, qc_text *cell)
{
    if (isnan(row->needed[level]))
        qc_text_add(cell, "out of reach");
    else
        qc_text_add(cell, qc_tornado_value(&p->style, row->unit, row->needed[level]).text);
}

static void add_record(const qc_implied_row *row, int level, qc_text *cell)
{
    if (row->quarters == 0)
        qc_text_add(cell, "no record");
    else if (isnan(row->needed[level]))
        qc_text_add(cell, "-");
    else
        qc_text_addf(cell, "%d of %d", (int) row->as_good[level], (int) row->quarters);
}

static void fill_cell(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {
        "alone",       "now", "coin flip", "quarters so good", "80% sure", "quarters so good",
        "best quarter"};
    const page *p = context;
    if (row == 0) {
        qc_text_add(cell, HEADINGS[column]);
        return;
    }
    const qc_implied_row *it = &p->it->rows[row - 1];
    switch (column) {
    case 0: qc_text_add(cell, qc_study_words_name(it->path, 36, p->unicode).text); break;
    case 1: qc_text_add(cell, qc_tornado_value(&p->style, it->unit, it->now).text); break;
    case 2: add_needed(p, it, 0, cell); break;
    case 3: add_record(it, 0, cell); break;
    case 4: add_needed(p, it, 1, cell); break;
    case 5: add_record(it, 1, cell); break;
    default:
        if (!isnan(it->best))
            qc_text_add(cell, qc_tornado_value(&p->style, it->unit, it->best).text);
    }
}

static void fill_coverage(void *context, int32_t row, int32_t column, qc_text *cell)
{
    const page *p = context;
    if (row == 0) {
        if (column == 0) qc_text_add(cell, "coverage by open deals");
        if (column == 1) qc_text_add(cell, "deals");
        if (column == 2) qc_text_add(cell, "amount");
        if (column >= 3)
            qc_text_addf(cell, "for %s", qc_words_percent(qc_coverage_chances[column - 3]).text);
        return;
    }
    const qc_coverage *it = &p->it->coverage[row - 1];
    if (column == 0) qc_text_add(cell, it->name);
    if (column == 1) qc_text_add(cell, qc_words_whole(&p->style, it->deals).text);
    if (column == 2) qc_text_add(cell, qc_words_amount(&p->style, it->amount).text);
    if (column < 3) return;
    if (isnan(it->ratio[column - 3]))
        qc_text_add(cell, "-");
    else
        qc_text_addf(cell, "%sx", qc_words_count(&p->style, it->ratio[column - 3]).text);
}

void qc_text_implied(qc_sink *sink, const qc_implied *implied, const qc_text_options *options)
{
    const qc_summary *head = &implied->head;
    page p = {.it = implied,
              .target = qc_phrases_headline(head),
              .style = qc_words_style_of(head->currency, head->number_style, false),
              .unicode = options->unicode};
    qc_text line = {0};
    if (p.target == NULL) return;
    qc_study_words_target(&p.style, p.target, &line);
    qc_text_addf(&line, " (%s today): what each rate alone would have to be.",
                 qc_words_chance(p.target->chance.value).text);
    qc_study_words_finding(sink, &line, options);
    qc_sink_add(sink, "\n");
    qc_layout_table(sink, implied->count + 1, "lrrrrrr", fill_cell, &p);
    if (implied->coverage_count > 0) {
        qc_sink_add(sink, "\n");
        qc_layout_table(sink, implied->coverage_count + 1, "lrrrrrr", fill_coverage, &p);
        qc_text_add(&line, "Coverage: open amount for each unit of money that the open deals win "
                           "by the end of the period, with that chance.");
        qc_study_words_line(sink, &line, options);
    }
    qc_text_free(&line);
    qc_study_words_footer(sink, head, &p.style, options);
}

/* ---- a target handed down ---- */

static void fill_part(void *context, int32_t row, int32_t column, qc_text *cell)
{
    const page *p = context;
    if (row == 0) {
        const char *const HEADINGS[] = {p->owners ? "owner" : "month", "quota", "has", "expect",
                                        "chance"};
        qc_text_add(cell, HEADINGS[column]);
        return;
    }
    const qc_split_part *it = &p->parts[row - 1];
    switch (column) {
    case 0: qc_text_add(cell, qc_study_words_name(it->name, 32, p->unicode).text); break;
    case 1: qc_text_add(cell, qc_phrases_value(&p->style, p->target, it->quota, true).text); break;
    case 2: qc_text_add(cell, qc_phrases_value(&p->style, p->target, it->actual, true).text); break;
    case 3: qc_text_add(cell, qc_phrases_value(&p->style, p->target, it->median, true).text); break;
    default: qc_text_add(cell, isnan(it->chance) ? "over" : qc_words_chance(it->chance).text);
    }
}

void qc_text_split(qc_sink *sink, const qc_split *split, const qc_text_options *options)
{
    const qc_summary *head = &split->head;
    page p = {.split = split,
              .target = qc_phrases_headline(head),
              .style = qc_words_style_of(head->currency, head->number_style, false),
              .unicode = options->unicode};
    qc_text line = {0};
    if (p.target == NULL) return;
    qc_study_words_target(&p.style, p.target, &line);
    if (split->month_count > 0)
        qc_text_addf(&line, ": each month has a chance of %s",
                     qc_words_chance(split->month_chance).text);
    if (split->owner_count > 0)
        qc_text_addf(&line, "%s %s",
                     split->month_count > 0 ? ", each owner of" : ": each owner has a chance of",
                     qc_words_chance(split->owner_chance).text);
    qc_text_addf(&line, "; the whole has %s.", qc_words_chance(p.target->chance.value).text);
    qc_study_words_finding(sink, &line, options);
    qc_text_free(&line);
    if (split->month_count > 0) {
        p.parts = split->months;
        qc_sink_add(sink, "\n");
        qc_layout_table(sink, split->month_count + 1, "lrrrr", fill_part, &p);
    }
    if (split->owner_count > 0) {
        p.parts = split->owners;
        p.owners = true;
        qc_sink_add(sink, "\n");
        qc_layout_table(sink, split->owner_count + 1, "lrrrr", fill_part, &p);
    }
    qc_study_words_footer(sink, head, &p.style, options);
}
