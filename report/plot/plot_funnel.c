/* Where do deals stall? A bar for each stage, as long as the deals that were ever in it are many; to
 * the right the share that arrives, the share that gets further and the days. Rows stand in pipeline
 * order; won deals close the picture. */
#include "report/plot/plot_charts.h"
#include "report/plot/plot_words.h"

#include <math.h>
#include <stdio.h>

#define NAMES_RIGHT 0.24 /* where the stage names end and the bars start */
#define BARS_RIGHT  0.62
#define NAME_WIDTH  20
#define ROWS_TOP    (QC_PLOT_TOP - 0.045) /* under the headings of the columns */
#define BAR_ROOM    1.15                  /* of the longest bar, so that its count has room */

typedef struct funnel {
    qc_plot_script *script;
    const qc_funnels *funnels;
    const qc_funnel *whole;
    qc_words_style style;
    int32_t worst;
    bool believed; /* no deal yet: bars are the shares that the plan's beliefs let arrive */
    double most;   /* the longest bar */
} funnel;

static int32_t rows(const funnel *f)
{
    return f->whole->row_count + 1; /* and one for the won deals */
}

/* Length of a row's bar: deals, or what arrives of 100 new deals. */
static double bar(const funnel *f, int32_t row)
{
    const bool won = row == f->whole->row_count;

    if (!f->believed) return (double) (won ? f->whole->won : f->whole->rows[row].deals);
    const double share = won ? f->whole->win_rate.value : f->whole->rows[row].arriving;
    return isfinite(share) ? 100.0 * share : 0.0;
}

static double screen_y(const funnel *f, int32_t row) /* the middle of a row, the first on top */
{
    const double height = (ROWS_TOP - QC_PLOT_BOTTOM) / rows(f);
    return ROWS_TOP - (row + 0.5) * height;
}

static void write_cell(const funnel *f, double x, int32_t row, const char *text, bool strong)
{
    qc_plot_script_label(f->script, &(qc_plot_label){.text = text,
                                                     .x = x,
                                                     .y = screen_y(f, row),
                                                     .align = QC_PLOT_END,
                                                     .size = QC_PLOT_BODY,
                                                     .color = strong ? QC_PLOT_ORANGE : QC_PLOT_INK,
                                                     .bold = strong});
}

static void write_heading(const funnel *f, double x, const char *text)
{
    qc_plot_script_label(f->script, &(qc_plot_label){.text = text,
                                                     .x = x,
                                                     .y = QC_PLOT_TOP - 0.015,
                                                     .align = QC_PLOT_END,
                                                     .size = QC_PLOT_QUIET,
                                                     .color = QC_PLOT_MUTED});
}

static void write_columns(const funnel *f)
{
    static const double AT[] = {0.73, 0.85, 0.97};

    write_heading(f, AT[0], "arrive");
    write_heading(f, AT[1], "get further");
    write_heading(f, AT[2], "median days");
    for (int32_t i = 0; i < f->whole->row_count; i++) {
        const qc_funnel_row *row = &f->whole->rows[i];
        const bool strong = i == f->worst;
        write_cell(f, AT[0], i, qc_words_percent(row->arriving).text, false);
        write_cell(f, AT[1], i, qc_words_percent(row->conversion.value).text, strong);
        write_cell(f, AT[2], i, qc_words_days(&f->style, row->median_days.value).text, strong);
    }
    write_cell(f, AT[0], f->whole->row_count, qc_words_percent(f->whole->win_rate.value).text,
               false);
    if (isnan(f->whole->cycle_median_days)) return;
    write_cell(f, AT[2], f->whole->row_count,
               qc_words_days(&f->style, f->whole->cycle_median_days).text, false);
}

static void write_names(const funnel *f)
{
    char name[160];

    for (int32_t i = 0; i < rows(f); i++) {
        const bool won = i == f->whole->row_count;
        qc_words_cut(won ? "won" : f->whole->rows[i].stage, NAME_WIDTH, true, name, sizeof name);
        qc_plot_script_label(f->script, &(qc_plot_label){.text = name,
                                                         .x = NAMES_RIGHT - 0.012,
                                                         .y = screen_y(f, i),
                                                         .align = QC_PLOT_END,
                                                         .size = QC_PLOT_BODY,
                                                         .color = QC_PLOT_INK});
        qc_plot_script_label(f->script,
                             &(qc_plot_label){.text = qc_words_count(&f->style, bar(f, i)).text,
                                              .x = bar(f, i) + 0.02 * f->most,
                                              .x_in = "first",
                                              .y = screen_y(f, i),
                                              .size = QC_PLOT_BODY,
                                              .color = QC_PLOT_INK});
    }
}

static void write_title(const funnel *f)
{
    qc_text title = {0};

    if (f->worst >= 0) {
        const qc_funnel_row *row = &f->whole->rows[f->worst];
        /* the stage's own name is the user's text, which a bold title cannot carry: the bar has it */
        qc_text_addf(&title, "Most deals stall in stage %d of %d: %s get further",
                     (int) f->worst + 1, (int) f->whole->row_count,
                     qc_words_percent(row->conversion.value).text);
    } else if (!isnan(f->whole->win_rate.value)) {
        qc_text_addf(&title, "%s of the deals created are won in the end",
                     qc_words_percent(f->whole->win_rate.value).text);
    } else {
        qc_text_add(&title, "No deal has ended yet");
    }
    qc_plot_script_title(f->script, qc_text_get(&title));
    f->script->text.failed = f->script->text.failed || title.failed;
    qc_text_free(&title);
}

static void write_around(const funnel *f)
{
    char name[160];
    qc_text text = {0};

    qc_text_add(&text, f->believed
                           ? "Of 100 new deals, so many ever reach each stage by the plan's "
                             "beliefs; there are no deals yet"
                           : "Deals ever in each stage; those still open count for as long "
                             "as they have lasted");
    qc_plot_script_subtitle(f->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_words_cut(f->funnels->plan, 32, true, name, sizeof name);
    qc_text_addf(&text, "%s \xc2\xb7 quotacast %s \xc2\xb7 ", name, QC_VERSION);
    if (f->believed) {
        qc_text_add(&text, "no deals");
    } else {
        qc_text_addf(&text, "%s deals: %s won, ", qc_words_whole(&f->style, f->whole->deals).text,
                     qc_words_whole(&f->style, f->whole->won).text);
        qc_text_addf(&text, "%s lost, %s open", qc_words_whole(&f->style, f->whole->lost).text,
                     qc_words_whole(&f->style, f->whole->open).text);
    }
    qc_text_add(&text, " \xc2\xb7 days from entering a stage; won: from creation");
    qc_plot_script_footer(f->script, qc_text_get(&text));
    f->script->text.failed = f->script->text.failed || text.failed;
    qc_text_free(&text);
}

static void write_block(const funnel *f, const char *name, int32_t from, int32_t to)
{
    qc_text *out = &f->script->text;

    qc_text_addf(out, "$%s << EOD\n", name);
    for (int32_t i = from; i < to; i++) {
        if (i == f->worst && to - from > 1) continue; /* has a block of its own */
        qc_text_addf(out, "%.1f %.6g\n", -(i + 0.5), bar(f, i));
    }
    qc_text_add(out, "EOD\n");
}

static void write_bars(const funnel *f)
{
    qc_text *out = &f->script->text;
    const int32_t won = f->whole->row_count;
    const bool others = won > 1 || f->worst < 0;

    qc_text_add(out, "# row, length of its bar\n");
    if (others) write_block(f, "stages", 0, won);
    if (f->worst >= 0) write_block(f, "worst", f->worst, f->worst + 1);
    write_block(f, "won", won, won + 1);
    qc_text_addf(out, "set xrange [0:%.6g]; set yrange [-%d:0]\n", BAR_ROOM * f->most,
                 (int) rows(f));
    qc_text_add(out, "unset xtics; unset ytics; unset grid; unset border\nplot ");
    if (others) {
        qc_text_add(out, "$stages using 2:1:(0):2:($1-0.34):($1+0.34) with boxxyerror "
                         "lc rgb '" QC_PLOT_HIT "', \\\n     ");
    }
    if (f->worst >= 0) {
        qc_text_add(out, "$worst using 2:1:(0):2:($1-0.34):($1+0.34) with boxxyerror "
                         "lc rgb '" QC_PLOT_STRONG_MISS "', \\\n     ");
    }
    qc_text_add(out, "$won using 2:1:(0):2:($1-0.34):($1+0.34) with boxxyerror "
                     "lc rgb '" QC_PLOT_BLUE "'\n");
}

bool qc_plot_funnel(qc_plot_script *script, const qc_funnels *funnels, const char *font)
{
    if (funnels->count == 0 || funnels->items[0].row_count == 0) return false;
    funnel f = {.script = script,
                .funnels = funnels,
                .whole = &funnels->items[0],
                .style = qc_words_style_of(funnels->currency, NULL, true),
                .worst = funnels->worst_row < funnels->items[0].row_count ? funnels->worst_row : -1,
                .believed = funnels->items[0].deals == 0,
                .most = 1.0};

    for (int32_t i = 0; i < rows(&f); i++)
        f.most = fmax(f.most, bar(&f, i));
    qc_plot_script_begin(script, "funnel", font);
    qc_plot_script_margins(script, NAMES_RIGHT, BARS_RIGHT);
    qc_text_addf(&script->text, "set tmargin at screen %.3f\n", ROWS_TOP);
    write_title(&f);
    write_around(&f);
    write_names(&f);
    write_columns(&f);
    write_bars(&f);
    return true;
}
