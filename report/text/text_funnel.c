#include "history/dates_only.h"
#include "report/layout.h"
#include "report/phrases.h"
#include "report/text/text.h"
#include "report/words.h"

#include <math.h>

typedef struct table {
    const qc_funnel *funnel;
    qc_words_style style;
    bool unicode;
} table;

static void add_share(const qc_ranged *share, qc_text *cell)
{
    qc_text_add(cell, qc_words_percent(share->value).text);
    if (!isfinite(share->low) || !isfinite(share->high)) return;
    qc_text_addf(cell, " (%s to %s)", qc_words_percent(share->low).text,
                 qc_words_percent(share->high).text);
}

static void add_days(const table *t, const qc_ranged *days, qc_text *cell)
{
    qc_text_add(cell, qc_words_days(&t->style, days->value).text);
    if (isnan(days->low) || isnan(days->high) || isinf(days->value)) return;
    qc_text_addf(cell, " (%s to %s)", qc_words_days(&t->style, days->low).text,
                 qc_words_days(&t->style, days->high).text);
}

static void add_heading(int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {"stage",      "deals",       "visits",
                                           "open",       "get further", "won in the end",
                                           "days: half", "8 of 10",     "95 of 100"};

    qc_text_add(cell, HEADINGS[column]);
}

static void fill_cell(void *context, int32_t row, int32_t column, qc_text *cell)
{
    const table *t = context;
    char name[160];

    if (row == 0) {
        add_heading(column, cell);
        return;
    }
    const qc_funnel_row *stage = &t->funnel->rows[row - 1];
    switch (column) {
    case 0:
        qc_words_cut(stage->stage, 28, t->unicode, name, sizeof name);
        qc_text_add(cell, name);
        break;
    case 1: qc_text_add(cell, qc_words_whole(&t->style, stage->deals).text); break;
    case 2: qc_text_add(cell, qc_words_whole(&t->style, stage->visits).text); break;
    case 3: qc_text_add(cell, qc_words_whole(&t->style, stage->open).text); break;
    case 4:
        if (stage->evidence.is_insufficient)
            qc_text_add(cell, "insufficient history");
        else
            add_share(&stage->conversion, cell);
        break;
    case 5: add_share(&stage->win_rate, cell); break;
    case 6: add_days(t, &stage->median_days, cell); break;
    case 7: qc_text_add(cell, qc_words_days(&t->style, stage->p80_days.value).text); break;
    default: qc_text_add(cell, qc_words_days(&t->style, stage->p95_days.value).text); break;
    }
}

static void print_table(qc_sink *sink, table *t)
{
    qc_layout_table(sink, t->funnel->row_count + 1, "lrrrllrrr", fill_cell, t);
}

/* A win rate leads through every stage; the first without figures stands for all. */
static void add_why_no_rate(const table *t, qc_text *line)
{
    char name[160];

    for (int32_t i = 0; i < t->funnel->row_count; i++) {
        const qc_evidence *seen = &t->funnel->rows[i].evidence;
        if (!seen->is_insufficient) continue;
        qc_words_cut(t->funnel->rows[i].stage, 40, t->unicode, name, sizeof name);
        qc_text_addf(line, "No win rate: insufficient history, %s %s and nothing is stated of it",
                     t->funnel->rows[i].visits > 0 ? "no deal has left" : "no deal has reached",
                     name);
        return;
    }
    qc_text_add(line, "No win rate yet: no deal has ended");
}

/* "24% of created deals are won in the end (20% to 28%); ..." */
static void add_win_rate(const table *t, qc_text *line)
{
    const qc_funnel *funnel = t->funnel;
    const qc_ranged *rate = &funnel->win_rate;

    if (!isnan(rate->value)) {
        qc_text_addf(line, "%s of the deals created are won in the end",
                     qc_words_percent(rate->value).text);
        if (isfinite(rate->low) && isfinite(rate->high)) {
            qc_text_addf(line, " (%s to %s)", qc_words_percent(rate->low).text,
                         qc_words_percent(rate->high).text);
        }
    } else {
        add_why_no_rate(t, line);
    }
    if (!isnan(funnel->cycle_median_days) && !isnan(funnel->cycle_p80_days)) {
        qc_text_addf(line, "; of those won, half take at most %s days and 8 of 10 at most %s",
                     qc_words_days(&t->style, funnel->cycle_median_days).text,
                     qc_words_days(&t->style, funnel->cycle_p80_days).text);
    }
    qc_text_add(line, ".");
}

static int32_t slowest_row(const qc_funnel *funnel)
{
    int32_t slowest = -1;

    for (int32_t i = 0; i < funnel->row_count; i++) {
        const double days = funnel->rows[i].median_days.value;
        if (isnan(days)) continue;
        if (slowest < 0 || days > funnel->rows[slowest].median_days.value) slowest = i;
    }
    return slowest;
}

static void add_worst(const table *t, int32_t worst, qc_text *line)
{
    const int32_t slowest = slowest_row(t->funnel);
    char name[160];

    if (worst >= 0 && worst < t->funnel->row_count) {
        const qc_funnel_row *row = &t->funnel->rows[worst];
        qc_words_cut(row->stage, 40, t->unicode, name, sizeof name);
        qc_text_addf(line, " Most is lost in %s: %s get further.", name,
                     qc_words_percent(row->conversion.value).text);
    }
    if (slowest >= 0) {
        const qc_funnel_row *row = &t->funnel->rows[slowest];
        qc_words_cut(row->stage, 40, t->unicode, name, sizeof name);
        qc_text_addf(line, " Slowest is %s: half stay %s%s days.", name,
                     isinf(row->median_days.value) ? "" : "over ",
                     qc_words_days(&t->style, row->median_days.value).text);
    }
}

static void print_counts(qc_sink *sink, const table *t)
{
    const qc_funnel *funnel = t->funnel;

    if (funnel->deals == 0) {
        qc_sink_add(sink, "No deals yet: the figures are what the plan believes.\n");
        return;
    }
    qc_sink_addf(sink, "%s %s: ", qc_words_whole(&t->style, funnel->deals).text,
                 qc_words_plural((double) funnel->deals, "deal", "deals"));
    qc_sink_addf(sink, "%s won, ", qc_words_whole(&t->style, funnel->won).text);
    qc_sink_addf(sink, "%s lost, ", qc_words_whole(&t->style, funnel->lost).text);
    qc_sink_addf(sink, "%s open\n", qc_words_whole(&t->style, funnel->open).text);
}

/* ---- what the rates rest on ---- */

/* "your belief 60%, a smooth curve 10%" */
static void add_pulls(const qc_evidence *seen, qc_text *cell)
{
    const struct {
        double share;
        const char *words;
    } pulls[] = {{seen->to_whole, "the whole"},
                 {seen->to_belief, "your belief"},
                 {seen->to_curve, "a smooth curve"}};
    int shown = 0;

    for (size_t i = 0; i < sizeof pulls / sizeof pulls[0] && !seen->is_insufficient; i++) {
        if (!(pulls[i].share >= 0.005)) continue;
        qc_text_addf(cell, "%s%s %s", shown++ > 0 ? ", " : "", pulls[i].words,
                     qc_words_percent(pulls[i].share).text);
    }
    if (shown == 0) qc_text_add(cell, "-");
}

static void add_rests(const table *t, const qc_evidence *seen, qc_text *cell)
{
    const char *word = qc_evidence_word(seen);

    if (seen->belief_events == 0) {
        qc_text_add(cell, qc_phrases_rests(word));
    } else if (isinf(seen->belief_events)) {
        qc_text_add(cell, "your belief, certain");
    } else {
        qc_text_addf(cell, "%s%s ", seen->belief_weight > 0.5 ? "" : word,
                     seen->belief_weight > 0.5 ? "your belief" : ", your belief");
        qc_text_addf(cell, "%s", qc_words_percent(seen->belief_weight).text);
        qc_text_addf(cell, " (like %s exits)",
                     qc_words_count(&t->style, round(seen->belief_events)).text);
    }
}

static void fill_rests(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {"stage",     "exits",    "further on",
                                           "deal-days", "rests on", "pulled toward"};
    const table *t = context;
    char name[160];

    if (row == 0) {
        qc_text_add(cell, HEADINGS[column]);
        return;
    }
    const qc_funnel_row *stage = &t->funnel->rows[row - 1];
    const qc_evidence *seen = &stage->evidence;
    switch (column) {
    case 0:
        qc_words_cut(stage->stage, 28, t->unicode, name, sizeof name);
        qc_text_add(cell, name);
        break;
    case 1: qc_text_add(cell, qc_words_whole(&t->style, seen->exits).text); break;
    case 2: qc_text_add(cell, qc_words_whole(&t->style, seen->further).text); break;
    case 3: qc_text_add(cell, qc_words_whole(&t->style, llround(seen->deal_days)).text); break;
    case 4: add_rests(t, seen, cell); break;
    default: add_pulls(seen, cell); break;
    }
}

static void print_rests(qc_sink *sink, table *t)
{
    qc_layout_table(sink, t->funnel->row_count + 1, "lrrrll", fill_rests, t);
}

static void print_part(qc_sink *sink, table *t, const qc_text_options *options)
{
    char by[160], value[160];
    qc_text line = {0};

    qc_words_cut(t->funnel->by, 40, t->unicode, by, sizeof by);
    qc_words_cut(t->funnel->value, 60, t->unicode, value, sizeof value);
    qc_sink_addf(sink, "\n%s %s\n", by, value[0] != '\0' ? value : "(none)");
    add_win_rate(t, &line);
    qc_layout_line(sink, "", qc_text_get(&line), options->width);
    sink->failed = sink->failed || line.failed;
    qc_text_free(&line);
    print_counts(sink, t);
    print_table(sink, t);
    print_rests(sink, t);
}

void qc_text_funnels(qc_sink *sink, const qc_funnels *funnels, const qc_text_options *options)
{
    table t = {.style = qc_words_style_of(funnels->currency, NULL, false),
               .unicode = options->unicode};
    qc_text line = {0};

    if (funnels->count == 0) return;
    t.funnel = &funnels->items[0];
    add_win_rate(&t, &line);
    add_worst(&t, funnels->worst_row, &line);
    if (options->color) qc_sink_add(sink, "\033[1m");
    qc_layout_line(sink, "", qc_text_get(&line), options->width);
    if (options->color) qc_sink_add(sink, "\033[0m");
    sink->failed = sink->failed || line.failed;
    qc_text_free(&line);

    qc_sink_add(sink, "\n");
    print_counts(sink, &t);
    print_table(sink, &t);
    qc_sink_add(sink, "\nWhat the rates rest on\n");
    print_rests(sink, &t);
    for (int32_t i = 1; i < funnels->count; i++) {
        t.funnel = &funnels->items[i];
        print_part(sink, &t, options);
    }
    if (funnels->items[0].deals > 0 && funnels->items[0].row_count == 1) {
        qc_sink_add(sink, "\n");
        qc_layout_line(sink, "", "One stage, " QC_DATES_ONLY_TAG ": " QC_DATES_ONLY_HINT ".",
                       options->width);
    }
    qc_sink_add(
        sink, "\nDays: half, 8 of 10 and 95 of 100 deals leave the stage within so many days. "
              "Brackets hold 80% ranges.\nDeals still open count for as long as they have "
              "lasted.\nPulled toward: so much of a rate is taken from a smooth curve through "
              "the stage's own deals, from\nwhat the plan states, or from all deals together; the "
              "rest is its own. Thin history: under 14 exits\nfurther on, so that the 80% range "
              "of a rate spans more than a factor of two. One stage in full: --explain.\n");
}
