/* The verdict a reader came for stands on top: did the ranges hold, is the error smaller than today's methods',
 * and where is it not. Tables follow for who wants to see where that comes from. */
#include "report/backtest.h"
#include "report/layout.h"
#include "report/words.h"

#include <math.h>

#define FEW_MOMENTS 8 /* under so many, or with more than this left open by luck, nothing is said */
#define WIDE_OPEN   0.4

typedef struct page {
    qc_sink *sink;
    const qc_backtest_view *view;
    const qc_scorecard *card;
    const qc_text_options *options;
    qc_words_style style;
    qc_text line;
} page;

static void print_line(page *p, const char *label)
{
    qc_layout_line(p->sink, label, qc_text_get(&p->line), p->options->width);
    p->sink->failed = p->sink->failed || p->line.failed;
    qc_text_clear(&p->line);
}

static bool known(qc_ratio ratio)
{
    return !isnan(ratio.low);
}

/* "12% below", "8% above", "equal to" of a quotient of errors. */
static qc_word against(double ratio)
{
    qc_word word;
    const int percent = (int) lround(fabs(ratio - 1) * 100);
    if (percent == 0)
        (void) snprintf(word.text, sizeof word.text, "equal to");
    else
        (void) snprintf(word.text, sizeof word.text, "%d%% %s", percent,
                        ratio < 1 ? "below" : "above");
    return word;
}

static const char *metric_words(int32_t metric)
{
    return metric == QC_BACKTEST_WINS ? "won deals" : "bookings";
}

/* ---- the verdict ---- */

void qc_backtest_verdict(const qc_scorecard *card, qc_text *out)
{
    const qc_scorecard_cell *all = &card->cells[0];
    const qc_ratio weighted = all->rivals[QC_RIVAL_STAGE_WEIGHTED].error;
    qc_text_addf(out, "80%% ranges held %s of %d forecasts",
                 qc_words_percent(all->held[1].value).text, (int) all->forecasts);
    if (!isnan(weighted.value))
        qc_text_addf(out, "; error %s the stage-weighted pipeline", against(weighted.value).text);
}

static void judge_ranges(page *p)
{
    const qc_ratio held = p->card->cells[0].held[1];
    if (!known(held) || p->card->origins < FEW_MOMENTS || held.high - held.low > WIDE_OPEN) {
        qc_text_add(&p->line, "Too few moments of the past to say whether that is right.");
    } else {
        const char *words = held.high < 0.8  ? "The ranges are too narrow"
                            : held.low > 0.8 ? "The ranges are wider than they need be"
                                             : "The ranges are about right";
        qc_text_addf(&p->line, "%s: luck alone leaves %s to %s open around what was seen.", words,
                     qc_words_percent(held.low).text, qc_words_percent(held.high).text);
    }
    print_line(p, "");
}

/* The rivals that had less error on a metric, the best first. */
static void judge_rivals(page *p, int32_t metric)
{
    const qc_scorecard_cell *cell = qc_scorecard_find(p->card, metric, QC_SCORECARD_ALL);
    bool listed[QC_RIVAL_COUNT] = {false};
    int32_t count = 0;
    if (cell == NULL) return;
    for (;;) {
        int32_t best = -1;
        for (int32_t r = 0; r < QC_RIVAL_COUNT; r++) {
            const double error = cell->rivals[r].error.value;
            if (!listed[r] && error > 1.005 && (best < 0 || error > cell->rivals[best].error.value))
                best = r;
        }
        if (best < 0) break;
        const qc_ratio error = cell->rivals[best].error;
        listed[best] = true;
        qc_text_addf(&p->line, "%s%s (our error is %s%s)", count++ == 0 ? "" : ", ",
                     qc_rival_words((qc_rival) best), against(error.value).text,
                     known(error) && error.low > 1 ? "" : ", may be luck");
    }
    if (count == 0) return;
    qc_text whole = {0};
    qc_text_addf(&whole, "Better than ours on %s: %s.", metric_words(metric),
                 qc_text_get(&p->line));
    qc_text_clear(&p->line);
    qc_text_add(&p->line, qc_text_get(&whole));
    qc_text_free(&whole);
    print_line(p, "");
}

static void verdict(page *p)
{
    if (p->view->backtest->interrupted) {
        qc_text_addf(&p->line, "Interrupted: what follows rests on the first %d moments.",
                     (int) p->card->origins);
        print_line(p, "");
    }
    qc_backtest_verdict(p->card, &p->line);
    qc_text_add(&p->line, ".");
    if (p->options->color) qc_sink_add(p->sink, "\033[1m");
    print_line(p, "");
    if (p->options->color) qc_sink_add(p->sink, "\033[0m");
    judge_ranges(p);
    for (int32_t m = 0; m < QC_BACKTEST_METRICS; m++)
        judge_rivals(p, m);
}

/* ---- ranges and errors by horizon ---- */

static const qc_scorecard_cell *row_cell(const page *p, int32_t row)
{
    int32_t at = 0;
    for (int32_t c = 0; c < p->card->cell_count; c++) {
        if (p->card->cells[c].horizon == QC_SCORECARD_ALL) continue;
        if (++at == row) return &p->card->cells[c];
    }
    return NULL;
}

static void add_horizon(const page *p, const qc_scorecard_cell *cell, qc_text *out)
{
    const int32_t periods = qc_backtest_horizons[cell->horizon];
    qc_text_addf(out, "%s, %d %s%s", metric_words(cell->metric), (int) periods,
                 qc_periods_word(p->view->backtest->every), periods > 1 ? "s" : "");
}

static void fill_range_cell(void *context, int32_t row, int32_t column, qc_text *out)
{
    static const char *const heads[] = {"",       "forecasts", "apart", "in 50%",
                                        "in 80%", "in 95%",    "error", "expected"};
    const page *p = context;
    if (row == 0) {
        qc_text_add(out, heads[column]);
        return;
    }
    const qc_scorecard_cell *cell = row_cell(p, row);
    switch (column) {
    case 0: add_horizon(p, cell, out); break;
    case 1: qc_text_addf(out, "%d", (int) cell->forecasts); break;
    case 2: qc_text_addf(out, "%d", (int) cell->apart); break;
    case 3:
    case 4:
    case 5: qc_text_add(out, qc_words_percent(cell->held[column - 3].value).text); break;
    case 6: qc_text_add(out, qc_words_percent(cell->error.value).text); break;
    default:
        if (!isnan(cell->level.value))
            qc_text_addf(out, "%+d%%", (int) lround((cell->level.value - 1) * 100));
        break;
    }
}

static void ranges(page *p)
{
    int32_t rows = 1;
    for (int32_t c = 0; c < p->card->cell_count; c++)
        rows += p->card->cells[c].horizon != QC_SCORECARD_ALL;
    qc_sink_add(p->sink, "\nDid the ranges hold?\n");
    qc_layout_table(p->sink, rows, "lrrrrrrr", fill_range_cell, p);
    qc_text_add(&p->line,
                "  apart: so many of them do not overlap. error: average miss, as a share of the "
                "average result. expected: above (+) or below (-) what came.");
    print_line(p, "");
}

/* ---- rivals ---- */

static void fill_rival_cell(void *context, int32_t row, int32_t column, qc_text *out)
{
    const page *p = context;
    const qc_scorecard_cell *cell = NULL;
    if (column > 0 && column <= QC_BACKTEST_METRICS * QC_BACKTEST_HORIZONS)
        cell = qc_scorecard_find(p->card, (column - 1) / QC_BACKTEST_HORIZONS,
                                 (column - 1) % QC_BACKTEST_HORIZONS);
    if (row == 0) {
        if (column > 0 && column <= QC_BACKTEST_METRICS * QC_BACKTEST_HORIZONS)
            qc_text_addf(out, "%c%d", column <= QC_BACKTEST_HORIZONS ? 'w' : 'b',
                         (int) qc_backtest_horizons[(column - 1) % QC_BACKTEST_HORIZONS]);
        else if (column > 0)
            qc_text_add(out, "in 80%");
        return;
    }
    const qc_rival rival = (qc_rival) (row - 1);
    if (column == 0) {
        qc_text_add(out, qc_rival_words(rival));
    } else if (column > QC_BACKTEST_METRICS * QC_BACKTEST_HORIZONS) {
        const qc_ratio held = p->card->cells[0].rivals[rival].held;
        qc_text_add(out, isnan(held.value) ? "-" : qc_words_percent(held.value).text);
    } else if (cell != NULL && !isnan(cell->rivals[rival].error.value)) {
        const qc_ratio error = cell->rivals[rival].error;
        const bool sure = known(error) && (error.low > 1 || error.high < 1);
        qc_text_addf(out, "%+d%%%s", (int) lround((error.value - 1) * 100), sure ? "*" : "");
    }
}

static void rivals(page *p)
{
    const char *word = qc_periods_word(p->view->backtest->every);
    qc_sink_add(p->sink, "\nOur error against today's methods (-: ours is smaller)\n");
    qc_layout_table(p->sink, QC_RIVAL_COUNT + 1, "lrrrrrrrrr", fill_rival_cell, p);
    qc_text_addf(&p->line,
                 "  w: won deals, b: bookings, over so many %ss. *: more than luck (90%% sure). in "
                 "80%%: how often their own 80%% ranges held; -: they state none.",
                 word);
    print_line(p, "");
}

/* ---- stated chances ---- */

static void fill_band_cell(void *context, int32_t row, int32_t column, qc_text *out)
{
    static const char *const heads[] = {"chance stated", "times", "on average", "came true",
                                        "90% sure"};
    const page *p = context;
    if (row == 0) {
        qc_text_add(out, heads[column]);
        return;
    }
    const qc_scorecard_band *band = &p->card->bands[row - 1];
    switch (column) {
    case 0:
        qc_text_addf(out, "%d%% to %d%%", (int) lround(band->low * 100),
                     (int) lround(band->high * 100));
        break;
    case 1: qc_text_addf(out, "%d", (int) band->chances); break;
    case 2: qc_text_add(out, band->chances > 0 ? qc_words_percent(band->stated).text : "-"); break;
    case 3:
        qc_text_add(out, band->chances > 0 ? qc_words_percent(band->hit.value).text : "-");
        break;
    default:
        if (known(band->hit))
            qc_text_addf(out, "%s to %s", qc_words_percent(band->hit.low).text,
                         qc_words_percent(band->hit.high).text);
        break;
    }
}

static void chances(page *p)
{
    qc_sink_add(p->sink, "\nDid stated chances come true?\n");
    qc_layout_table(p->sink, QC_SCORECARD_BANDS + 1, "lrrrl", fill_band_cell, p);
    qc_text_addf(&p->line, "  Chances of 80%%, 100%% and 120%% of the run rate of the last %d %ss.",
                 (int) qc_periods_trailing(p->view->backtest->every),
                 qc_periods_word(p->view->backtest->every));
    print_line(p, "");
}

/* ---- parts of the model ---- */

static void fill_worth_cell(void *context, int32_t row, int32_t column, qc_text *out)
{
    static const char *const heads[] = {"left out", "error of wins", "of bookings", "in 80%", ""};
    const page *p = context;
    if (row == 0) {
        qc_text_add(out, heads[column]);
        return;
    }
    const qc_worth *worth = &p->view->worths[row - 1];
    if (column == 0) {
        qc_text_add(out, qc_ingredient_name(worth->ingredient));
    } else if (column == 4) {
        qc_text_add(out, worth->changed ? qc_ingredient_absence(worth->ingredient)
                                        : "plays no role in this history");
    } else if (column == 3) {
        qc_text_add(out, qc_words_percent(worth->held[QC_BACKTEST_METRICS].value).text);
    } else if (!isnan(worth->error[column - 1].value)) {
        const qc_ratio error = worth->error[column - 1];
        const bool sure = known(error) && (error.low > 1 || error.high < 1);
        qc_text_addf(out, "%+.1f%%%s", (error.value - 1) * 100, sure ? "*" : "");
    }
}

static void worths(page *p)
{
    if (p->view->worths == NULL) return;
    qc_sink_add(p->sink, "\nWhat each part of the model is worth (+: leaving it out costs)\n");
    qc_layout_table(p->sink, p->view->worth_count + 1, "lrrrl", fill_worth_cell, p);
}

/* ---- what else the reader must know ---- */

static void repairs(page *p)
{
    static const char *const verbs[] = {"widening ranges", "mixing in the moving level"};
    for (int32_t m = 0; m < QC_BACKTEST_METRICS; m++) {
        const qc_repair *both[] = {&p->view->repairs->widened[m], &p->view->repairs->pooled[m]};
        for (int i = 0; i < 2; i++) {
            if (both[i]->forecasts == 0 || isnan(both[i]->error.value)) continue;
            qc_text_addf(&p->line,
                         "%s by what earlier forecasts of %s had taught would have put the error "
                         "of the %d later ones %s what it was",
                         qc_words_capital(verbs[i]).text, metric_words(m), (int) both[i]->forecasts,
                         against(both[i]->error.value).text);
            if (i == 0)
                qc_text_addf(&p->line, " (80%% ranges hold %s instead of %s)",
                             qc_words_percent(both[i]->held.value).text,
                             qc_words_percent(both[i]->held_was.value).text);
            qc_text_add(&p->line, ".");
            print_line(p, "");
        }
    }
}

static void notes(page *p)
{
    const qc_backtest *backtest = p->view->backtest;
    qc_sink_add(p->sink, "\n");
    repairs(p);
    if (p->view->has_beliefs) {
        qc_text_add(&p->line, "Note: beliefs and changes in the plan are used as they stand; "
                              "written with hindsight, they flatter these figures.");
        print_line(p, "");
    }
    if (!backtest->has_bookings) {
        qc_text_add(&p->line, "Note: no bookings: the history has no amounts.");
        print_line(p, "");
    }
    for (int32_t i = 0; i < backtest->origin_count; i++) {
        if (!backtest->origins[i].skipped) continue;
        char day[16];
        qc_text_addf(&p->line, "Note: no forecast from %s (%d such moments in all): %s.",
                     qc_calendar_text(backtest->origins[i].as_of, day), (int) p->card->skipped,
                     backtest->origins[i].reason);
        print_line(p, "");
        break;
    }
}

static void footer(page *p)
{
    const qc_backtest *backtest = p->view->backtest;
    char first[16], last[16];
    qc_sink_add(p->sink, "\n");
    if (backtest->companies > 1)
        qc_text_addf(&p->line, "%d plans", (int) backtest->companies);
    else
        qc_text_addf(&p->line, "%s", p->view->plans[0]);
    qc_text_addf(&p->line, " from %d days between %s and %s, each time from what was known then; ",
                 (int) p->card->origins, qc_calendar_text(p->card->first, first),
                 qc_calendar_text(p->card->last, last));
    qc_text_addf(&p->line, "%s simulated futures each, seed %llu, quotacast %s. ",
                 qc_words_whole(&p->style, backtest->trials).text,
                 (unsigned long long) backtest->seed, QC_VERSION);
    qc_text_addf(&p->line,
                 "Error: CRPS; of a single number its distance. Held: by PIT, randomised for "
                 "counts. Ranges of scores: bootstrap over %d %s.",
                 (int) p->card->clusters, backtest->companies > 1 ? "plans" : "days");
    for (int32_t i = 0; i < QC_INGREDIENT_COUNT; i++) {
        if (qc_leaves_out(backtest->without, (qc_ingredient) i))
            qc_text_addf(&p->line, " Without %s.", qc_ingredient_name((qc_ingredient) i));
    }
    print_line(p, "");
}

void qc_text_backtest(qc_sink *sink, const qc_backtest_view *view, const qc_text_options *options)
{
    page p = {.sink = sink,
              .view = view,
              .card = view->card,
              .options = options,
              .style = qc_words_style_of("", NULL, false)};
    verdict(&p);
    ranges(&p);
    rivals(&p);
    chances(&p);
    worths(&p);
    notes(&p);
    footer(&p);
    qc_text_free(&p.line);
}
