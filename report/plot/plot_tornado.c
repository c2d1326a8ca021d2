/* What matters? A bar for each input from the chance at its low end to that at its high end, widest on top,
 * labelled with the input's own values; the chance as planned stands where others have zero. */
#include "report/plot/plot_study.h"
#include "report/plot/plot_words.h"
#include "report/tornado.h"

#include <math.h>
#include <stdio.h>

#define NAMES_LEAST 0.30 /* where the names end: as far right as the longest needs */
#define NAMES_MOST  0.45
#define NAME_MARGIN 0.045
#define NAME_COLUMN 0.0100 /* of the screen, for one column of a name */
#define NAME_WIDTH  40
#define BARS_RIGHT  0.95
#define ROWS_MOST   10
#define ROOM        1.6 /* of the widest bar, so that its labels fit */

typedef struct tornado {
    qc_plot_script *script;
    const qc_tornado *it;
    const qc_target_summary *target;
    qc_words_style style;
    int32_t rows;
    double widest, names_right;
} tornado;

static double screen_y(const tornado *f, int32_t row)
{
    return QC_PLOT_TOP - (row + 0.5) * (QC_PLOT_TOP - QC_PLOT_BOTTOM) / f->rows;
}

static double low_of(const qc_tornado_row *row)
{
    return fmin(fmin(row->own.low.value, row->own.high.value), 0);
}

static double high_of(const qc_tornado_row *row)
{
    return fmax(fmax(row->own.low.value, row->own.high.value), 0);
}

/* Inputs that are known exactly come last and have no bar. */
static bool is_swung(const qc_tornado_row *row)
{
    return row->value.high > row->value.low;
}

static void end_label(const tornado *f, int32_t row, double change, double value)
{
    const qc_tornado_row *it = &f->it->rows[row];
    const bool right = change >= 0;
    qc_plot_script_label(
        f->script, &(qc_plot_label){.text = qc_tornado_value(&f->style, it->unit, value).text,
                                    .x = 100 * change + (right ? 0.012 : -0.012) * 100 * f->widest,
                                    .x_in = "first",
                                    .y = screen_y(f, row),
                                    .align = right ? QC_PLOT_START : QC_PLOT_END,
                                    .size = QC_PLOT_QUIET,
                                    .color = QC_PLOT_MUTED});
}

static void write_rows(const tornado *f)
{
    for (int32_t i = 0; i < f->rows; i++) {
        const qc_tornado_row *row = &f->it->rows[i];
        char name[160];
        qc_words_cut(row->path, NAME_WIDTH, true, name, sizeof name);
        qc_plot_script_label(f->script, &(qc_plot_label){.text = name,
                                                         .x = f->names_right - 0.012,
                                                         .y = screen_y(f, i),
                                                         .align = QC_PLOT_END,
                                                         .size = QC_PLOT_BODY,
                                                         .color = QC_PLOT_INK});
        /* two ends on one side would lie on each other: the nearer goes without */
        const bool same = (row->own.low.value >= 0) == (row->own.high.value >= 0);
        const bool low_first = fabs(row->own.low.value) >= fabs(row->own.high.value);
        if (!same || low_first) end_label(f, i, row->own.low.value, row->value.low);
        if (!same || !low_first) end_label(f, i, row->own.high.value, row->value.high);
    }
}

static void write_bars(const tornado *f)
{
    qc_text *out = &f->script->text;
    qc_text_add(out, "# row, change of the chance in points: lowest, highest\n$swing << EOD\n");
    for (int32_t i = 0; i < f->rows; i++) {
        const qc_tornado_row *row = &f->it->rows[i];
        qc_text_addf(out, "%.1f %.6g %.6g\n", -(i + 0.5), 100 * low_of(row), 100 * high_of(row));
    }
    qc_text_add(out, "EOD\n");
    const double side = 100 * f->widest * ROOM;
    const qc_plot_axis axis = {.low = -side,
                               .high = side,
                               .step = f->widest > 0.2    ? 10
                                       : f->widest > 0.08 ? 5
                                                          : 1,
                               .unit = 1,
                               .unit_word = ""};
    qc_plot_axis_write(f->script, 'x', &axis, &f->style);
    char chance[16];
    snprintf(chance, sizeof chance, "%.0f%%%%", round(100 * f->target->chance.value));
    qc_text_addf(out, "set xtics add ('%s' 0)\n", chance); /* a tick label is a format: %% */
    qc_text_addf(out, "set yrange [-%d:0]\nunset ytics; unset grid\n", (int) f->rows);
    qc_text_add(
        out, "set arrow from first 0, graph 0 to first 0, graph 1 nohead lc rgb '" QC_PLOT_INK
             "' lw 2.5 front\n"
             "plot $swing using 2:1:2:(0):($1-0.3):($1+0.3) with boxxyerror lc rgb '" QC_PLOT_MISS
             "', \\\n     $swing using 3:1:(0):3:($1-0.3):($1+0.3) with boxxyerror "
             "lc rgb '" QC_PLOT_HIT "'\n");
}

static void write_words(const tornado *f)
{
    const qc_tornado_row *first = &f->it->rows[0];
    qc_text text = {0};
    qc_text_addf(&text, "The widest input alone moves the chance by %.0f points",
                 round(100 * (high_of(first) - low_of(first))));
    qc_plot_script_title(f->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_text_addf(&text, "Change in points of the %s chance of ",
                 qc_words_chance(f->target->chance.value).text);
    qc_text_addf(&text, "%s in %s", qc_plot_words_reached(&f->style, f->target).text,
                 qc_plot_words_period(f->target->span).text);
    qc_plot_words_scope(f->target, &text);
    const int room = QC_PLOT_SUBTITLE_COLUMNS - qc_text_width(qc_text_get(&text));
    const char *over = ", each input over its own 80% range";
    qc_text_add(&text, qc_text_width(over) <= room ? over : ", over own 80% ranges");
    qc_plot_script_subtitle(f->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_plot_words_footer(&f->it->head, &f->style, "same random numbers", &text);
    qc_plot_script_footer(f->script, qc_text_get(&text));
    f->script->text.failed = f->script->text.failed || text.failed;
    qc_text_free(&text);
}

bool qc_plot_tornado_chart(qc_plot_script *script, const void *result, const char *font)
{
    const qc_tornado *it = result;
    const qc_summary *head = &it->head;
    if (head->headline < 0 || it->count == 0) return false;
    tornado f = {.script = script,
                 .it = it,
                 .target = &head->targets[head->headline],
                 .style = qc_words_style_of(head->currency, head->number_style, true),
                 .widest = 0.005,
                 .names_right = NAMES_LEAST};
    while (f.rows < it->count && f.rows < ROWS_MOST && (f.rows == 0 || is_swung(&it->rows[f.rows])))
        f.rows++;
    for (int32_t i = 0; i < f.rows; i++)
        f.names_right = fmax(
            f.names_right,
            fmin(NAME_MARGIN + NAME_COLUMN * qc_text_width(it->rows[i].path), NAMES_MOST));
    for (int32_t i = 0; i < f.rows; i++)
        f.widest = fmax(f.widest, fmax(-low_of(&it->rows[i]), high_of(&it->rows[i])));
    qc_plot_script_begin(script, "tornado", font);
    qc_plot_script_margins(script, f.names_right, BARS_RIGHT);
    write_words(&f);
    write_rows(&f);
    write_bars(&f);
    return true;
}
