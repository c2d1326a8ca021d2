#include "report/layout.h"
#include "report/text/text.h"
#include "report/words.h"

#include <math.h>

/* Here technical words are allowed: it is for who wants to check the model, not for who wants a figure. */

typedef struct page {
    qc_sink *sink;
    qc_words_style style;
    const qc_text_options *options;
    const qc_explanation *it;
    const qc_explained_exit *exit; /* whose bins or bases the table shows */
    qc_text line;
} page;

static void print_line(page *p)
{
    qc_layout_flush(p->sink, "", &p->line, p->options->width);
}

static qc_word three(double value)
{
    qc_word word;
    if (isnan(value))
        snprintf(word.text, sizeof word.text, "-");
    else
        snprintf(word.text, sizeof word.text, "%.3g", value);
    return word;
}

/* ---- what it rests on ---- */

static void print_counts(page *p, const qc_explained_part *part)
{
    const qc_evidence *seen = &part->evidence;
    qc_text_addf(&p->line, "%s%s%s: ", p->it->stage, part->segment[0] != '\0' ? ", segment " : "",
                 part->segment);
    qc_text_addf(&p->line, "%s %s, ", qc_words_whole(&p->style, seen->exits).text,
                 qc_words_plural((double) seen->exits, "exit", "exits"));
    qc_text_addf(&p->line, "%s of them further on, in ",
                 qc_words_whole(&p->style, seen->further).text);
    qc_text_addf(&p->line, "%s deal-days. Rests on: %s.",
                 qc_words_count(&p->style, round(seen->deal_days)).text, qc_evidence_word(seen));
    print_line(p);
}

static void print_belief(page *p, const qc_explained_part *part)
{
    if (!part->stated) {
        qc_text_add(&p->line, "No belief is stated.");
        print_line(p);
        return;
    }
    qc_text_addf(&p->line, "Stated belief: conversion %s ",
                 qc_words_percent(part->conversion).text);
    qc_text_addf(&p->line, "(%s to ", qc_words_percent(part->conversion_low).text);
    qc_text_addf(&p->line, "%s), ", qc_words_percent(part->conversion_high).text);
    qc_text_addf(&p->line, "days of single visits %s, ", three(part->days_p10).text);
    qc_text_addf(&p->line, "%s, ", three(part->days_p50).text);
    qc_text_addf(&p->line, "%s at 10, 50, 90%%; ", three(part->days_p90).text);
    if (isinf(part->based_on)) {
        qc_text_add(&p->line, "days certain. ");
    } else {
        qc_text_addf(&p->line, "days based on %s deals. ", three(part->based_on).text);
    }
    qc_text_addf(&p->line, "It weighs like %s exits (%s).",
                 isinf(part->evidence.belief_events) ? "any number of"
                                                     : three(part->evidence.belief_events).text,
                 qc_words_percent(part->evidence.belief_weight).text);
    print_line(p);
}

static void print_pull(page *p, const qc_explained_part *part)
{
    const qc_evidence *seen = &part->evidence;
    if (!part->fitted) {
        qc_text_add(&p->line,
                    "No visit was recorded: the belief alone is drawn from, on a continuous "
                    "clock.");
    } else {
        qc_text_addf(&p->line, "Daily hazards are taken %s from smooth curves through the data, ",
                     qc_words_percent(seen->to_curve).text);
        qc_text_addf(&p->line, "%s from the belief, ", qc_words_percent(seen->to_belief).text);
        qc_text_addf(&p->line, "%s from the bins' own events.",
                     qc_words_percent(fmax(1 - seen->to_curve - seen->to_belief, 0)).text);
    }
    print_line(p);
}

/* ---- tables ---- */

static void fill_base(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {"base", "log evidence", "prior", "weight", "u", "v",
                                           "w"};
    const page *p = context;
    if (row == 0) {
        qc_text_add(cell, HEADINGS[column]);
        return;
    }
    const qc_explained_base *base = &p->exit->bases[row - 1];
    switch (column) {
    case 0: qc_text_add(cell, base->name); break;
    case 1:
        if (isnan(base->log_evidence))
            qc_text_add(cell, "-");
        else
            qc_text_addf(cell, "%.2f", base->log_evidence);
        break;
    case 2: qc_text_add(cell, qc_words_percent(base->prior).text); break;
    case 3: qc_text_add(cell, qc_words_percent(base->weight).text); break;
    default: qc_text_add(cell, three(base->theta[column - 4]).text); break;
    }
}

static void fill_bin(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {"days",     "deal-days",  "events", "per day",
                                           "expected", "multiplier", "hazard", "pulled"};
    const page *p = context;
    if (row == 0) {
        qc_text_add(cell, HEADINGS[column]);
        return;
    }
    const qc_explained_bin *bin = &p->exit->bins[row - 1];
    switch (column) {
    case 0:
        if (row == p->exit->bin_count)
            qc_text_addf(cell, "%d on", (int) bin->from);
        else if (bin->to == bin->from)
            qc_text_addf(cell, "%d", (int) bin->from);
        else
            qc_text_addf(cell, "%d-%d", (int) bin->from, (int) bin->to);
        break;
    case 1: qc_text_addf(cell, "%.1f", bin->deal_days); break;
    case 2: qc_text_addf(cell, "%.0f", bin->events); break;
    case 3: qc_text_add(cell, three(bin->raw).text); break;
    case 4: qc_text_addf(cell, "%.2f", bin->expected); break;
    case 5: qc_text_addf(cell, "%.2f", bin->multiplier); break;
    case 6: qc_text_add(cell, three(bin->hazard).text); break;
    default: qc_text_add(cell, qc_words_percent(bin->pull).text); break;
    }
}

static void print_exit(page *p, const qc_explained_exit *exit)
{
    p->exit = exit;
    qc_sink_addf(p->sink, "\nExit to %s: %.0f %s\n", exit->to, exit->events,
                 qc_words_plural(exit->events, "event", "events"));
    qc_layout_table(p->sink, exit->base_count + 1, "lrrrrrr", fill_base, p);
    qc_layout_table(p->sink, exit->bin_count + 1, "lrrrrrrr", fill_bin, p);
}

static void print_part(page *p, const qc_explained_part *part)
{
    print_counts(p, part);
    print_belief(p, part);
    if (part->evidence.is_insufficient) {
        qc_sink_add(p->sink, "Insufficient history: with neither an exit nor a belief there is "
                             "nothing to explain.\n");
        return;
    }
    print_pull(p, part);
    for (int32_t e = 0; e < part->exit_count; e++)
        print_exit(p, &part->exits[e]);
}

/* ---- factors, effects ---- */

static void fill_factor(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {"group of deals", "exit",   "events", "expected", "raw",
                                           "pulled",         "toward", "factor"};
    const page *p = context;
    char value[160];
    if (row == 0) {
        qc_text_add(cell, HEADINGS[column]);
        return;
    }
    const qc_explained_factor *factor = &p->it->factors[row - 1];
    switch (column) {
    case 0:
        qc_words_cut(factor->value, 28, p->options->unicode, value, sizeof value);
        qc_text_addf(cell, "%s %s", factor->column, value);
        break;
    case 1: qc_text_add(cell, factor->group); break;
    case 2: qc_text_addf(cell, "%.0f", factor->events); break;
    case 3: qc_text_addf(cell, "%.1f", factor->expected); break;
    case 4: qc_text_addf(cell, "%.2f", factor->events / factor->expected); break;
    case 5: qc_text_add(cell, qc_words_percent(factor->pull).text); break;
    case 6: qc_text_addf(cell, "%.2f", factor->toward); break;
    default: qc_text_addf(cell, "%.2f", factor->factor); break;
    }
}

static void print_factors(page *p)
{
    if (p->it->factor_count == 0) return;
    qc_sink_add(p->sink, "\nFactors on the hazards, pulled toward 1 (the whole), of amounts toward "
                         "a slope\n");
    qc_layout_table(p->sink, p->it->factor_count + 1, "llrrrrrr", fill_factor, p);
}

static void print_effects(page *p)
{
    qc_sink_add(p->sink, "\nMonths (shared by all stages)\n");
    for (int g = 0; g < QC_GROUP_SHOCKED; g++) {
        const qc_explained_effect *effect = &p->it->effects[g];
        if (!effect->is_on) {
            qc_sink_addf(p->sink, "  %s: no effect\n", effect->group);
            continue;
        }
        qc_sink_addf(p->sink, "  %s: sd %.2f, memory %.2f a month, this month x %.2f\n",
                     effect->group, effect->sd, effect->rho, effect->now);
        if (!effect->has_season) continue;
        qc_sink_add(p->sink, "    January to December x");
        for (int month = 0; month < QC_SEASON_MONTHS; month++)
            qc_sink_addf(p->sink, " %.2f", effect->season[month]);
        qc_sink_add(p->sink, "\n");
    }
}

void qc_text_explanation(qc_sink *sink, const qc_explanation *explanation,
                         const qc_text_options *options)
{
    page p = {.sink = sink,
              .style = qc_words_style_of("", NULL, false),
              .options = options,
              .it = explanation};
    for (int32_t i = 0; i < explanation->part_count; i++) {
        if (i > 0) qc_sink_add(sink, "\n");
        print_part(&p, &explanation->parts[i]);
    }
    print_factors(&p);
    print_effects(&p);
    qc_sink_add(
        sink,
        "\nDays: of the visit, from 0. Per day: events / deal-days. Expected: by the bases, by "
        "their weights.\nMultiplier: posterior mean on what is expected. Hazard: per day, what "
        "the model uses. Pulled: share of the\nmultiplier that is the bases' (of the factor: "
        "the whole's); the rest is the bin's own events.\n");
    qc_text_free(&p.line);
}
