/* The verdict a reader came for stands on top: did the ranges hold, is the error smaller than today's methods',
 * and where is it not. Tables follow for who wants to see where that comes from. */
#include "history/dates_only.h"
#include "report/backtest.h"
#include "report/layout.h"
#include "report/text/text_backtest_tables.h"
#include "report/words.h"

#include <math.h>

#define RIVALS_SAID 3 /* by name, of those that were better */

typedef struct page {
    qc_sink *sink;
    const qc_backtest_view *view;
    const qc_scorecard *card;
    const qc_text_options *options;
    qc_words_style style;
    qc_text line;
    bool noted; /* the blank line before the notes is there */
} page;

static void print_line(page *p, const char *label)
{
    qc_layout_flush(p->sink, label, &p->line, p->options->width);
}

static bool known(qc_ratio ratio)
{
    return !isnan(ratio.low);
}

qc_word qc_backtest_against(double ratio)
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

const char *qc_text_backtest_metric(int32_t metric)
{
    return metric == QC_BACKTEST_WINS ? "won deals" : "bookings";
}

/* ---- the verdict ---- */

void qc_backtest_verdict(double held_80, int32_t forecasts, double weighted, qc_text *out)
{
    qc_text_addf(out, "80%% ranges held %s of %d forecasts", qc_words_percent(held_80).text,
                 (int) forecasts);
    if (!isnan(weighted))
        qc_text_addf(out, "; error %s the stage-weighted pipeline",
                     qc_backtest_against(weighted).text);
}

static int32_t longest_periods(const page *p)
{
    int32_t longest = 0;
    for (int32_t c = 0; c < p->card->cell_count; c++) {
        const int32_t horizon = p->card->cells[c].horizon;
        if (horizon >= 0 && qc_backtest_horizons[horizon] > longest)
            longest = qc_backtest_horizons[horizon];
    }
    return longest;
}

/* Why it takes so many. */
static qc_word overlaps(const page *p, int32_t needed)
{
    qc_word word = {""};
    const int32_t longest = longest_periods(p);
    if (needed > QC_SCORECARD_MOMENTS)
        (void) snprintf(word.text, sizeof word.text, ", for those over %d %ss overlap",
                        (int) longest, qc_periods_word(p->view->backtest->every));
    return word;
}

static void judge_ranges(page *p)
{
    const qc_ratio held = p->card->cells[0].held[1];
    if (!qc_scorecard_is_enough(p->card)) {
        const int32_t needed = qc_scorecard_moments_needed(p->card);
        qc_text_add(&p->line,
                    "Too few moments of the past to say whether that is right, or whose error is "
                    "smaller");
        if (p->view->backtest->companies == 1 && p->card->origins < needed)
            qc_text_addf(&p->line, " (%d; it takes %d%s)", (int) p->card->origins, (int) needed,
                         overlaps(p, needed).text);
        qc_text_add(&p->line, ".");
    } else {
        const char *words = held.high < 0.8  ? "The ranges are too narrow"
                            : held.low > 0.8 ? "The ranges are wider than they need be"
                                             : "The ranges are about right";
        qc_text_addf(&p->line, "%s (90%% sure that they hold %s to %s).", words,
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
        if (count >= RIVALS_SAID) {
            count++;
            continue;
        }
        qc_text_addf(&p->line, "%s%s (our error is %s%s)", count++ == 0 ? "" : ", ",
                     qc_rival_words((qc_rival) best), qc_backtest_against(error.value).text,
                     known(error) && error.low > 1 ? "" : ", may be luck");
    }
    if (count == 0) return;
    if (count > RIVALS_SAID) qc_text_addf(&p->line, " and %d more", (int) (count - RIVALS_SAID));
    qc_text whole = {0};
    qc_text_addf(&whole, "Better than ours on %s: %s.", qc_text_backtest_metric(metric),
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
    const qc_scorecard_cell *all = &p->card->cells[0];
    qc_backtest_verdict(all->held[1].value, all->forecasts,
                        all->rivals[QC_RIVAL_STAGE_WEIGHTED].error.value, &p->line);
    qc_text_add(&p->line, ".");
    if (p->options->color) qc_sink_add(p->sink, "\033[1m");
    print_line(p, "");
    if (p->options->color) qc_sink_add(p->sink, "\033[0m");
    judge_ranges(p);
    for (int32_t m = 0; m < QC_BACKTEST_METRICS && qc_scorecard_is_enough(p->card); m++)
        judge_rivals(p, m);
}

/* ---- what else the reader must know ---- */

static void note(page *p, const char *words)
{
    if (!p->noted) qc_sink_add(p->sink, "\n");
    p->noted = true;
    qc_text_addf(&p->line, "Note: %s.", words);
    print_line(p, "");
}

static void notes_on_inputs(page *p)
{
    const qc_caveats *caveats = &p->view->caveats;
    char day[16], silence[160];
    if (caveats->has_beliefs)
        note(p, "beliefs and changes in the plan are used as they stand; written with hindsight, "
                "they flatter these figures");
    if (caveats->has_team)
        note(p, "team and activities are left out, for they are known of today only: new deals of "
                "the past are forecast from the history alone");
    if (caveats->dates_only) note(p, QC_DATES_ONLY_TAG "; " QC_DATES_ONLY_HINT);
    if (caveats->fixed_amounts)
        note(p, "no deal ever changes its amount; if the export holds only the amounts of today, "
                "forecasts of the past knew them too early, which flatters those of bookings");
    if (caveats->falls_silent) {
        (void) snprintf(silence, sizeof silence,
                        "nothing is recorded after %s; the %ss from then to the as-of day count as "
                        "ones without a won deal",
                        qc_calendar_text(caveats->last_row, day),
                        qc_periods_word(p->view->backtest->every));
        note(p, silence);
    }
    if (!p->view->backtest->has_bookings)
        note(p, p->view->backtest->companies > 1 ? "no bookings: some history has no amounts"
                                                 : "no bookings: the history has no amounts");
}

static void notes(page *p)
{
    const qc_backtest *backtest = p->view->backtest;
    notes_on_inputs(p);
    for (int32_t i = 0; i < backtest->origin_count; i++) {
        if (!backtest->origins[i].skipped) continue;
        char day[16], words[sizeof backtest->origins[i].reason + 64];
        (void) snprintf(words, sizeof words, "no forecast from %s (%d such moments in all): %s",
                        qc_calendar_text(backtest->origins[i].as_of, day), (int) p->card->skipped,
                        backtest->origins[i].reason);
        note(p, words);
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
                 "counts. Ranges of scores: ");
    if (isnan(p->card->cells[0].held[1].low))
        qc_text_addf(&p->line, "none from so few %s.", backtest->companies > 1 ? "plans" : "days");
    else
        qc_text_addf(&p->line, "bootstrap over %d %s", (int) p->card->clusters,
                     backtest->companies > 1 ? "plans." : "days");
    if (!isnan(p->card->cells[0].held[1].low) && backtest->companies == 1)
        qc_text_addf(&p->line, ", in blocks as long as the forecasts (up to %d days).",
                     (int) p->card->cells[0].block);
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
    qc_text_backtest_tables(sink, view, options);
    notes(&p);
    footer(&p);
    qc_text_free(&p.line);
}
