#include "report/implied.h"
#include "report/layout.h"
#include "report/study_words.h"
#include "report/tornado.h"

#include <math.h>
#include <stdio.h>

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
        qc_text_add(cell, row->anyway[level] ? "any" : "out of reach");
    else
        qc_text_add(cell, qc_tornado_value(&p->style, row->unit, row->needed[level]).text);
}

/* "97th"; what lies outside the 1st to the 99th is known no better than that. */
static qc_word ordinal(double percentile)
{
    const int n = (int) fmin(fmax(floor(percentile + 0.5), 1), 99);
    const char *end = n % 10 == 1 && n != 11   ? "st"
                      : n % 10 == 2 && n != 12 ? "nd"
                      : n % 10 == 3 && n != 13 ? "rd"
                                               : "th";
    qc_word word;
    snprintf(word.text, sizeof word.text, "%d%s", n, end);
    return word;
}

static void add_record(const qc_implied_row *row, int level, qc_text *cell)
{
    if (row->quarters == 0)
        qc_text_add(cell, "no record");
    else if (isnan(row->needed[level]))
        qc_text_add(cell, "-");
    else
        qc_text_addf(cell, "%d of %d", (int) row->as_good[level], (int) row->quarters);
    if (!isnan(row->percentile[level]))
        qc_text_addf(cell, " (%s)", ordinal(100 * row->percentile[level]).text);
}

static void fill_cell(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {
        "alone",       "now", "coin flip", "quarters as good", "80% sure", "quarters as good",
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
    static const char *const HEADINGS[] = {"coverage by open deals", "history", "deals", "amount"};
    const page *p = context;
    if (row == 0) {
        if (column < 4)
            qc_text_add(cell, HEADINGS[column]);
        else
            qc_text_addf(cell, "for %s", qc_words_percent(qc_coverage_chances[column - 4]).text);
        return;
    }
    const qc_coverage_row *it = &p->it->coverage.rows[row - 1];
    switch (column) {
    case 0: qc_text_add(cell, it->name); break;
    case 1:
        if (it->months > 0) qc_text_addf(cell, "%d months", (int) it->months);
        if (it->months == 0) qc_text_add(cell, "all");
        break;
    case 2: qc_text_add(cell, qc_words_whole(&p->style, it->deals).text); break;
    case 3: qc_text_add(cell, qc_words_amount(&p->style, it->amount).text); break;
    default:
        if (isnan(it->ratio[column - 4]))
            qc_text_add(cell, "-");
        else
            qc_text_addf(cell, "%sx", qc_words_count(&p->style, it->ratio[column - 4]).text);
    }
}

/* The rate whose need is the least unusual in the company's own record. */
static const qc_implied_row *nearest(const qc_implied *implied, int level)
{
    const qc_implied_row *best = NULL;
    for (int32_t i = 0; i < implied->count; i++) {
        const qc_implied_row *row = &implied->rows[i];
        if (isnan(row->percentile[level])) continue;
        if (best == NULL || row->percentile[level] < best->percentile[level]) best = row;
    }
    return best;
}

static void print_nearest(const page *p, qc_sink *sink, const qc_text_options *options)
{
    static const char *const WHAT[QC_IMPLIED_LEVELS] = {"a coin flip", "80%"};
    qc_text line = {0};
    for (int l = 0; l < QC_IMPLIED_LEVELS; l++) {
        const qc_implied_row *row = nearest(p->it, l);
        if (row == NULL) continue;
        qc_text_addf(&line, "%s %s needs %s at its %s percentile", line.length > 0 ? ";" : "Alone,",
                     WHAT[l], qc_study_words_name(row->path, 40, p->unicode).text,
                     ordinal(100 * row->percentile[l]).text);
    }
    if (line.length == 0) return;
    qc_text_add(&line, " of the company's own quarters, or another rate at a higher one.");
    qc_study_words_line(sink, &line, options);
    sink->failed = sink->failed || line.failed;
    qc_text_free(&line);
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
    print_nearest(&p, sink, options);
    qc_sink_add(sink, "\n");
    qc_layout_table(sink, implied->count + 1, "lrrrrrr", fill_cell, &p);
    if (implied->coverage.count > 0) {
        qc_sink_add(sink, "\n");
        qc_layout_table(sink, implied->coverage.count + 1, "llrrrrrr", fill_coverage, &p);
        qc_text_add(&line,
                    "Coverage: open amount for each unit of money that the open deals win by the "
                    "end of the period, with that chance; as it is, and were the records only so "
                    "many months old.");
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

/* ---- what people have to do ---- */

/* Name, weeks, hours, then activities, then stages. */
static void fill_duty(void *context, int32_t row, int32_t column, qc_text *cell)
{
    const page *p = context;
    const qc_duties *all = &p->split->duties;
    const int32_t kind = column - 4, stage = kind - all->kind_count;
    const bool is_kind = kind >= 0 && kind < all->kind_count;
    if (row == 0) {
        static const char *const HEADINGS[] = {"a week", "weeks", "ramped", "hours"};
        const char *name = column < 4 ? HEADINGS[column]
                           : is_kind  ? all->kinds[kind]
                                      : all->stages[stage];
        qc_text_addf(cell, "%s%s", column >= 4 && !is_kind ? "into " : "",
                     column < 4 ? name : qc_study_words_name(name, 20, p->unicode).text);
        return;
    }
    const qc_duty *it = &all->rows[row - 1];
    switch (column) {
    case 0: qc_text_add(cell, qc_study_words_name(it->name, 28, p->unicode).text); break;
    case 1: qc_text_add(cell, qc_words_count(&p->style, it->weeks).text); break;
    case 2: qc_text_add(cell, qc_words_percent(it->ramped).text); break;
    case 3:
        qc_text_add(cell, qc_words_count(&p->style, it->hours).text);
        if (it->full) qc_text_add(cell, " full");
        break;
    default:
        qc_text_add(
            cell,
            qc_words_amount(&p->style, is_kind ? it->activities[kind] : it->entries[stage]).text);
    }
}

static void add_factor(const page *p, qc_text *line)
{
    const qc_duties *all = &p->split->duties;
    if (all->reached)
        qc_text_addf(line, "%s chance takes %s of the planned activities",
                     qc_words_percent(all->wanted).text, qc_words_percent(all->factor).text);
    else
        qc_text_addf(
            line, "%s chance is out of reach: beyond %s of the planned activities more hardly help",
            qc_words_percent(all->wanted).text, qc_words_percent(all->factor).text);
    if (all->reached)
        qc_text_addf(line, " (95%% sure: %s to %s)", qc_words_percent(all->low).text,
                     qc_words_percent(all->high).text);
    else
        qc_text_addf(line, " (%s)", qc_words_chance(all->chance).text);
}

static void add_full(const page *p, qc_text *line)
{
    const qc_duties *all = &p->split->duties;
    int32_t seats = 0, named = 0;
    for (int32_t i = 0; i < all->count; i++)
        seats += all->rows[i].seats;
    if (isinf(all->selling_hours)) {
        qc_text_add(line, "the plan states no hours, so nobody is held to be full");
    } else if (all->full_count == 0) {
        qc_text_addf(line, "everybody can carry more: %s selling hours a week",
                     qc_words_count(&p->style, all->selling_hours).text);
    } else if (all->full_count == seats) {
        qc_text_addf(line, "nobody can carry more: all of the %s selling hours are taken",
                     qc_words_count(&p->style, all->selling_hours).text);
    } else {
        for (int32_t i = 0; i < all->count; i++) {
            if (!all->rows[i].full) continue;
            qc_text_addf(line, "%s%s", named++ > 0 ? ", " : "",
                         qc_study_words_name(all->rows[i].name, 28, p->unicode).text);
        }
        qc_text_add(line, " cannot carry more");
    }
}

static void print_duties(page *p, qc_sink *sink, const qc_text_options *options)
{
    const qc_duties *all = &p->split->duties;
    char align[64] = "lrrr";
    qc_text line = {0};
    int32_t columns = 4 + all->kind_count + all->stage_count;
    if (columns > (int32_t) sizeof align - 1) columns = (int32_t) sizeof align - 1;
    for (int32_t c = 4; c < columns; c++)
        align[c] = 'r';
    align[columns] = '\0';
    qc_sink_add(sink, "\n");
    add_factor(p, &line);
    qc_layout_flush(sink, "Activities", &line, options->width);
    add_full(p, &line);
    qc_layout_flush(sink, "Hours", &line, options->width);
    qc_layout_table(sink, all->count + 1, align, fill_duty, p);
    qc_text_add(&line,
                "Each, per working week: first attempts, and deals that enter a stage, inbound "
                "ones and those that are open today among them.");
    qc_study_words_line(sink, &line, options);
    qc_text_free(&line);
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
    const bool parts = split->month_count + split->owner_count > 0;
    qc_text_addf(&line, parts ? "; the whole has %s." : " has a chance of %s as planned.",
                 qc_words_chance(p.target->chance.value).text);
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
    if (split->has_duties) print_duties(&p, sink, options);
    qc_study_words_footer(sink, head, &p.style, options);
}
