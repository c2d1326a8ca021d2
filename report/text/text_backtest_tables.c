#include "report/text/text_backtest_tables.h"

#include "report/layout.h"

#include <math.h>

typedef struct page {
    qc_sink *sink;
    const qc_backtest_view *view;
    const qc_scorecard *card;
    const qc_text_options *options;
    qc_text line;
} page;

static void print_line(page *p)
{
    qc_layout_flush(p->sink, "", &p->line, p->options->width);
}

static bool known(qc_ratio ratio)
{
    return !isnan(ratio.low);
}

/* More than luck; few moments cannot say so of any figure. */
static const char *star(const page *p, qc_ratio error)
{
    const bool sure = known(error) && (error.low > 1 || error.high < 1);
    return sure && qc_scorecard_is_enough(p->card) ? "*" : "";
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
    qc_text_addf(out, "%s, %d %s%s", qc_text_backtest_metric(cell->metric), (int) periods,
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
    print_line(p);
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
        qc_text_addf(out, "%+d%%%s", (int) lround((error.value - 1) * 100), star(p, error));
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
    print_line(p);
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
    if (!isnan(p->card->cells[0].brier.value))
        qc_text_addf(&p->line, " Mean squared miss %.3f; who always says 50%% gets 0.250.",
                     p->card->cells[0].brier.value);
    print_line(p);
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
        qc_text_addf(out, "%+.1f%%%s", (error.value - 1) * 100, star(p, error));
    }
}

static void worths(page *p)
{
    if (p->view->worths == NULL) return;
    qc_sink_add(p->sink, "\nWhat each part of the model is worth (+: leaving it out costs)\n");
    qc_layout_table(p->sink, p->view->worth_count + 1, "lrrrl", fill_worth_cell, p);
}

/* ---- learning from earlier results ---- */

/* Rows: widening and mixing for each metric. */
static const qc_repair *row_repair(const page *p, int32_t row)
{
    const int32_t metric = row / 2;
    return row % 2 == 0 ? &p->view->repairs->widened[metric] : &p->view->repairs->pooled[metric];
}

static void fill_repair_cell(void *context, int32_t row, int32_t column, qc_text *out)
{
    static const char *const heads[] = {"", "forecasts", "error", "in 80%", "before"};
    const page *p = context;
    if (row == 0) {
        qc_text_add(out, heads[column]);
        return;
    }
    const qc_repair *repair = row_repair(p, row - 1);
    switch (column) {
    case 0:
        qc_text_addf(out, "%s, %s", qc_text_backtest_metric((row - 1) / 2),
                     (row - 1) % 2 == 0 ? "ranges widened" : "moving level mixed in");
        break;
    case 1: qc_text_addf(out, "%d", (int) repair->forecasts); break;
    case 2:
        if (isnan(repair->error.value)) break;
        qc_text_addf(out, "%+d%%%s", (int) lround((repair->error.value - 1) * 100),
                     star(p, repair->error));
        break;
    case 3:
        if (!isnan(repair->held.value)) qc_text_add(out, qc_words_percent(repair->held.value).text);
        break;
    default:
        if (!isnan(repair->held_was.value))
            qc_text_add(out, qc_words_percent(repair->held_was.value).text);
        break;
    }
}

static void repairs(page *p)
{
    int32_t forecasts = 0;
    for (int32_t row = 0; row < 2 * QC_BACKTEST_METRICS; row++)
        forecasts += row_repair(p, row)->forecasts;
    if (forecasts == 0) return;
    qc_sink_add(p->sink, "\nWould learning from earlier results have helped? (-: less error)\n");
    qc_layout_table(p->sink, 2 * QC_BACKTEST_METRICS + 1, "lrrrr", fill_repair_cell, p);
}

void qc_text_backtest_tables(qc_sink *sink, const qc_backtest_view *view,
                             const qc_text_options *options)
{
    page p = {.sink = sink, .view = view, .card = view->card, .options = options};
    ranges(&p);
    rivals(&p);
    chances(&p);
    worths(&p);
    repairs(&p);
    qc_text_free(&p.line);
}
