/* Who makes the quota? A row for each rep, likeliest on top: thin from 10 to 90 percent of the futures, thick the
 * middle half, a ringed dot at the median; the quota stands upright at 100%. */
#include "report/phrases.h"
#include "report/plot/plot_charts.h"
#include "report/plot/plot_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAMES_RIGHT 0.24
#define BARS_RIGHT  0.80
#define NAME_WIDTH  20
#define ROWS_MOST   16
#define ROWS_TOP    (QC_PLOT_TOP - 0.03)
#define WHOLE       100.0 /* percent */

typedef struct attainment {
    qc_plot_script *script;
    const qc_quota_summary *quota;
    const qc_summary *summary;
    qc_words_style style;
    qc_plot_axis axis;
    int32_t rows;
} attainment;

/* Even odds or better. */
static bool is_likely(const attainment *f, int32_t row)
{
    return f->quota->sellers[row].chance.value >= 0.5;
}

static void write_title(const attainment *f)
{
    const qc_quota_summary *quota = f->quota;
    char title[256], short_period[128];
    const qc_word whole = qc_phrases_in_period(quota->span);
    const char *period = whole.text;
    (void) snprintf(short_period, sizeof short_period, "in %s",
                    qc_plot_words_period(quota->span).text);
    (void) snprintf(title, sizeof title, "%s of %d %s expected at or over quota %s",
                    qc_words_count(&f->style, quota->expected).text, (int) quota->count,
                    qc_words_plural(quota->count, "rep", "reps"),
                    strncmp(period, "from ", 5) == 0 ? period : short_period);
    qc_plot_script_title(f->script, title);
}

static void write_around(const attainment *f)
{
    qc_text text = {0};
    qc_text_add(&text, "Percent of quota: 8 of 10 futures, the middle half, the median; chance");
    if (f->rows < f->quota->count)
        qc_text_addf(&text, " (the first %d of %d)", (int) f->rows, (int) f->quota->count);
    qc_plot_script_subtitle(f->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_plot_words_footer(f->summary, &f->style, "quota by days and ramp", &text);
    qc_plot_script_footer(f->script, qc_text_get(&text));
    f->script->text.failed = f->script->text.failed || text.failed;
    qc_text_free(&text);
}

static void cell(const attainment *f, double x, int32_t row, const char *text, const char *color,
                 bool bold)
{
    const double y = ROWS_TOP - (row + 0.5) * (ROWS_TOP - QC_PLOT_BOTTOM) / f->rows;
    qc_plot_script_label(f->script, &(qc_plot_label){.text = text,
                                                     .x = x,
                                                     .y = y,
                                                     .align = QC_PLOT_END,
                                                     .size = QC_PLOT_BODY,
                                                     .color = color,
                                                     .bold = bold});
}

static void write_rows(const attainment *f)
{
    for (int32_t i = 0; i < f->rows; i++) {
        const qc_seller_summary *seller = &f->quota->sellers[i];
        char name[160];
        qc_words_cut(seller->name, NAME_WIDTH, true, name, sizeof name);
        cell(f, NAMES_RIGHT - 0.012, i, name, QC_PLOT_INK, false);
        cell(f, 0.90, i, qc_words_chance(seller->chance.value).text,
             is_likely(f, i) ? QC_PLOT_BLUE : QC_PLOT_ORANGE, true);
    }
}

static void write_quota(const attainment *f)
{
    qc_text_addf(
        &f->script->text,
        "set arrow from first %.6g, graph 0 to first %.6g, graph 1 nohead lc rgb '" QC_PLOT_INK
        "' lw 2.5 front\n",
        WHOLE / f->axis.unit, WHOLE / f->axis.unit);
    qc_plot_script_label(f->script, &(qc_plot_label){.text = "Quota",
                                                     .x = WHOLE / f->axis.unit,
                                                     .x_in = "first",
                                                     .y = QC_PLOT_TOP - 0.005,
                                                     .align = QC_PLOT_MIDDLE,
                                                     .size = QC_PLOT_QUIET,
                                                     .color = QC_PLOT_INK});
}

/* Rows whose chance is even or better, then the others; returns how many there are. */
static int32_t write_block(const attainment *f, const char *name, bool likely)
{
    qc_text *out = &f->script->text;
    const double unit = f->axis.unit / WHOLE;
    int32_t count = 0;
    for (int32_t i = 0; i < f->rows; i++)
        count += is_likely(f, i) == likely;
    if (count == 0) return 0;
    qc_text_addf(out, "$%s << EOD\n", name);
    for (int32_t i = 0; i < f->rows; i++) {
        const qc_quantiles *q = &f->quota->sellers[i].quantiles;
        if (is_likely(f, i) != likely) continue;
        qc_text_addf(out, "%.1f %.6g %.6g %.6g %.6g %.6g\n", -(i + 0.5), q->p10 / unit,
                     q->p25 / unit, q->p50 / unit, q->p75 / unit, q->p90 / unit);
    }
    qc_text_add(out, "EOD\n");
    return count;
}

static void write_bars(qc_text *out, const char *name, const char *color, bool first)
{
    qc_text_addf(out, "%s$%s using 4:1:2:6:($1-0.05):($1+0.05) with boxxyerror lc rgb '%s', \\\n",
                 first ? "plot " : "     ", name, color);
    qc_text_addf(out, "     $%s using 4:1:3:5:($1-0.2):($1+0.2) with boxxyerror lc rgb '%s', \\\n",
                 name, color);
    qc_text_addf(out,
                 "     $%s using 4:1 with points pt 7 ps 1.6*dot lc rgb '" QC_PLOT_WHITE "', \\\n",
                 name);
    qc_text_addf(out, "     $%s using 4:1 with points pt 7 ps 1.1*dot lc rgb '%s'", name, color);
}

static void write_plot(const attainment *f)
{
    qc_text *out = &f->script->text;
    qc_text_add(out, "# row, 10%, 25%, median, 75%, 90%\n");
    const int32_t likely = write_block(f, "likely", true);
    const int32_t others = write_block(f, "others", false);
    qc_text_addf(out, "set yrange [-%d:0]\nunset ytics; unset grid\n", (int) f->rows);
    if (likely > 0) write_bars(out, "likely", QC_PLOT_BLUE, true);
    if (likely > 0 && others > 0) qc_text_add(out, ", \\\n");
    if (others > 0) write_bars(out, "others", QC_PLOT_ORANGE, likely == 0);
    qc_text_add(out, "\n");
}

bool qc_plot_attainment(qc_plot_script *script, const qc_summary *summary, const char *font)
{
    const qc_quota_summary *quota = &summary->quota;
    attainment f = {.script = script,
                    .quota = quota,
                    .summary = summary,
                    .style = qc_words_style_of(summary->currency, summary->number_style, true),
                    .rows = quota->count < ROWS_MOST ? quota->count : ROWS_MOST};
    double high = WHOLE;
    if (!quota->known || quota->count == 0) return false;
    for (int32_t i = 0; i < f.rows; i++)
        high = fmax(high, WHOLE * quota->sellers[i].quantiles.p90);
    f.axis = qc_plot_axis_of(0, 1.04 * high, false);
    qc_plot_script_begin(script, "attainment", font);
    qc_plot_script_margins(script, NAMES_RIGHT, BARS_RIGHT);
    qc_text_addf(&script->text, "set tmargin at screen %.3f\n", ROWS_TOP);
    write_title(&f);
    write_around(&f);
    write_rows(&f);
    write_quota(&f);
    qc_plot_axis_write(script, 'x', &f.axis, &f.style);
    write_plot(&f);
    return true;
}
