/* Which plan? A row for each scenario, best on top: thin from 10 to 90 percent, thick the middle half, a
 * ringed dot at the median; the target stands upright through all of them. */
#include "report/plot/plot_study.h"
#include "report/plot/plot_words.h"

#include <math.h>
#include <stdio.h>

#define NAMES_LEAST 0.24 /* where the names end: as far right as the longest needs */
#define NAMES_MOST  0.38
#define NAME_MARGIN 0.045
#define NAME_COLUMN 0.0100 /* of the screen, for one column of a name */
#define NAME_WIDTH  33
#define BARS_RIGHT  0.74
#define ROWS_MOST   12
#define ROWS_TOP    (QC_PLOT_TOP - 0.03)

typedef struct scenarios {
    qc_plot_script *script;
    const qc_comparison *it;
    const qc_target_summary *target;
    qc_words_style style;
    qc_plot_axis axis;
    int32_t rows;
    double names_right;
} scenarios;

static double screen_y(const scenarios *f, int32_t row)
{
    return ROWS_TOP - (row + 0.5) * (ROWS_TOP - QC_PLOT_BOTTOM) / f->rows;
}

static const char *color_of(const scenarios *f, int32_t row)
{
    const double change = f->it->rows[row].change.value;
    if (row == f->it->base || change == 0) return QC_PLOT_INK;
    return change > 0 ? QC_PLOT_BLUE : QC_PLOT_ORANGE;
}

static void cell(const scenarios *f, double x, int32_t row, const char *text, const char *color,
                 bool bold)
{
    qc_plot_script_label(f->script, &(qc_plot_label){.text = text,
                                                     .x = x,
                                                     .y = screen_y(f, row),
                                                     .align = QC_PLOT_END,
                                                     .size = QC_PLOT_BODY,
                                                     .color = color,
                                                     .bold = bold});
}

static void write_rows(const scenarios *f)
{
    for (int32_t i = 0; i < f->rows; i++) {
        const qc_compare_row *row = &f->it->rows[i];
        const bool base = i == f->it->base;
        char name[160];
        qc_words_cut(row->name, NAME_WIDTH, true, name, sizeof name);
        cell(f, f->names_right - 0.012, i, name, QC_PLOT_INK, false);
        cell(f, 0.85, i, qc_words_chance(row->chance.value).text, color_of(f, i), true);
        if (!base)
            cell(f, 0.97, i,
                 row->idle ? "no effect" : qc_words_points(&f->style, row->change.value, true).text,
                 color_of(f, i), false);
    }
}

static void write_block(const scenarios *f, const char *name, const char *color)
{
    qc_text *out = &f->script->text;
    qc_text_addf(out, "$%s << EOD\n", name);
    for (int32_t i = 0; i < f->rows; i++) {
        const qc_quantiles *q = &f->it->rows[i].quantiles;
        const double unit = f->axis.unit;
        if (color_of(f, i) != color) continue;
        qc_text_addf(out, "%.1f %.6g %.6g %.6g %.6g %.6g\n", -(i + 0.5), q->p10 / unit,
                     q->p25 / unit, q->p50 / unit, q->p75 / unit, q->p90 / unit);
    }
    qc_text_add(out, "EOD\n");
}

static bool has(const scenarios *f, const char *color)
{
    for (int32_t i = 0; i < f->rows; i++) {
        if (color_of(f, i) == color) return true;
    }
    return false;
}

static void write_plot(const scenarios *f)
{
    static const char *const NAMES[] = {"plan", "better", "worse"};
    static const char *const COLORS[] = {QC_PLOT_INK, QC_PLOT_BLUE, QC_PLOT_ORANGE};
    qc_text *out = &f->script->text;
    bool first = true;
    qc_text_add(out, "# row, 10%, 25%, median, 75%, 90%\n");
    for (int c = 0; c < 3; c++) {
        if (has(f, COLORS[c])) write_block(f, NAMES[c], COLORS[c]);
    }
    qc_text_addf(out, "set yrange [-%d:0]\nunset ytics; unset grid\nplot ", (int) f->rows);
    for (int b = 0; b < 4; b++) {
        for (int c = 0; c < 3; c++) {
            if (!has(f, COLORS[c])) continue;
            qc_text_add(out, first ? "" : ", \\\n     ");
            first = false;
            if (b == 2)
                qc_text_addf(out,
                             "$%s using 4:1 with points pt 7 ps 1.6*dot lc rgb '" QC_PLOT_WHITE "'",
                             NAMES[c]);
            else if (b == 0)
                qc_text_addf(out,
                             "$%s using 4:1:2:6:($1-0.05):($1+0.05) with boxxyerror lc rgb '%s'",
                             NAMES[c], COLORS[c]);
            else if (b == 1)
                qc_text_addf(out, "$%s using 4:1:3:5:($1-0.2):($1+0.2) with boxxyerror lc rgb '%s'",
                             NAMES[c], COLORS[c]);
            else
                qc_text_addf(out, "$%s using 4:1 with points pt 7 ps 1.1*dot lc rgb '%s'", NAMES[c],
                             COLORS[c]);
        }
    }
    qc_text_add(out, "\n");
}

static void write_target(const scenarios *f)
{
    const double at = f->target->goal / f->axis.unit;
    qc_text text = {0};
    qc_text_addf(
        &f->script->text,
        "set arrow from first %.6g, graph 0 to first %.6g, graph 1 nohead lc rgb '" QC_PLOT_INK
        "' lw 2.5 front\n",
        at, at);
    qc_text_addf(&text, "Target %s",
                 f->target->is_share
                     ? qc_words_percent(f->target->goal).text
                     : qc_words_worth(&f->style, f->target->is_money, f->target->goal).text);
    qc_plot_script_label(f->script, &(qc_plot_label){.text = qc_text_get(&text),
                                                     .x = at,
                                                     .x_in = "first",
                                                     .y = QC_PLOT_TOP - 0.005,
                                                     .align = QC_PLOT_MIDDLE,
                                                     .size = QC_PLOT_QUIET,
                                                     .color = QC_PLOT_INK});
    qc_text_free(&text);
}

/* A scenario that changes the goal has a line of its own across its row. */
static void write_own_goals(const scenarios *f)
{
    for (int32_t i = 0; i < f->rows; i++) {
        const double goal = f->it->rows[i].goal, at = goal / f->axis.unit;
        if (fabs(goal - f->target->goal) <= 1e-9 * fabs(goal)) continue;
        qc_text_addf(
            &f->script->text,
            "set arrow from first %.6g, first %.2f to first %.6g, first %.2f nohead lc rgb "
            "'" QC_PLOT_INK "' lw 2.5 dt 2 front\n",
            at, -(i + 0.95), at, -(i + 0.05));
    }
}

static void write_words(const scenarios *f)
{
    static const char *const LEGENDS[] = {
        ": 8 of 10 futures, the middle half, the median; chance and change",
        ": 8 of 10 futures, middle half, median; chance, change",
        ": 8 of 10 futures, middle half, median"};
    const qc_compare_row *best = &f->it->rows[0], *base = &f->it->rows[f->it->base];
    qc_text text = {0};
    if (f->it->base > 0 && best->change.value > 0) {
        qc_text_addf(&text, "The best of %d scenarios: %s chance, ", (int) f->it->count - 1,
                     qc_words_chance(best->chance.value).text);
        qc_text_addf(&text, "%s", qc_words_points(&f->style, best->change.value, true).text);
    } else {
        qc_text_addf(&text, "Nothing beats the plan as it is: %s chance",
                     qc_words_chance(base->chance.value).text);
    }
    qc_plot_script_title(f->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_text_addf(&text, "%s in %s",
                 qc_words_capital(qc_plot_words_reached(&f->style, f->target).text).text,
                 qc_plot_words_period(f->target->span).text);
    qc_plot_words_scope(f->target, &text);
    qc_text_add(&text, f->target->is_share
                           ? ", %"
                           : qc_plot_words_unit(&f->axis, &f->style, f->target->is_money).text);
    const int room = QC_PLOT_SUBTITLE_COLUMNS - qc_text_width(qc_text_get(&text));
    for (size_t i = 0; i < sizeof LEGENDS / sizeof LEGENDS[0]; i++) {
        if (qc_text_width(LEGENDS[i]) > room) continue;
        qc_text_add(&text, LEGENDS[i]);
        break;
    }
    qc_plot_script_subtitle(f->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_plot_words_footer(&f->it->head, &f->style, "same random numbers", &text);
    qc_plot_script_footer(f->script, qc_text_get(&text));
    f->script->text.failed = f->script->text.failed || text.failed;
    qc_text_free(&text);
}

bool qc_plot_scenarios(qc_plot_script *script, const void *result, const char *font)
{
    const qc_comparison *it = result;
    const qc_summary *head = &it->head;
    if (head->headline < 0 || it->count == 0) return false;
    scenarios f = {.script = script,
                   .it = it,
                   .target = &head->targets[head->headline],
                   .style = qc_words_style_of(head->currency, head->number_style, true),
                   .rows = it->count < ROWS_MOST ? it->count : ROWS_MOST,
                   .names_right = NAMES_LEAST};
    for (int32_t i = 0; i < f.rows; i++)
        f.names_right = fmax(
            f.names_right,
            fmin(NAME_MARGIN + NAME_COLUMN * qc_text_width(it->rows[i].name), NAMES_MOST));
    double low = f.target->goal, high = f.target->goal;
    for (int32_t i = 0; i < f.rows; i++) {
        low = fmin(low, fmin(it->rows[i].goal, it->rows[i].quantiles.p10));
        high = fmax(high, fmax(it->rows[i].goal, it->rows[i].quantiles.p90));
    }
    const double margin = 0.04 * (high - low);
    const double percent = f.target->is_share ? 0.01 : 1;
    f.axis = qc_plot_axis_of((low - margin) / percent, (high + margin) / percent,
                             f.target->is_money);
    f.axis.unit *= percent;
    qc_plot_script_begin(script, "scenarios", font);
    qc_plot_script_margins(script, f.names_right, BARS_RIGHT);
    qc_text_addf(&script->text, "set tmargin at screen %.3f\n", ROWS_TOP);
    write_words(&f);
    write_rows(&f);
    write_target(&f);
    write_own_goals(&f);
    qc_plot_axis_write(script, 'x', &f.axis, &f.style);
    write_plot(&f);
    return true;
}
