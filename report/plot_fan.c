/* Will we make it? The cumulative metric by month: what happened as a line with dots, what may happen
 * as three bands around the median, the target as a dashed line across. Months stand at their ends;
 * the axis starts one month earlier, where nothing is booked yet. */
#include "report/phrases.h"
#include "report/plot_charts.h"
#include "report/plot_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LABEL_X           0.808 /* of the words at the right end of the bands */
#define LABEL_GAP         0.04  /* least distance of these, in shares of the picture's height */
#define BOTTOM_WITH_YEARS 0.165
#define PACE_DISTANCE     0.10 /* of the label from bands and line, in shares of the plot */
#define CLEAR_ZONE        0.22 /* share of the width that the target's label takes at the left end */

typedef struct fan {
    qc_plot_script *script;
    const qc_summary *summary;
    const qc_series *series;
    const qc_target_summary *target; /* NULL: no target that this curve runs towards */
    qc_words_style style;
    qc_plot_axis axis;
    double target_x, today_x;
    double bottom; /* of the plot, in shares of the canvas: higher when years stand under months */
    int32_t first_open; /* point, = count when all are closed */
} fan;

/* The target belongs in the picture when it is about the same metric from the first month on. */
static const qc_target_summary *find_target(const qc_summary *summary, double *x)
{
    const qc_target_summary *target = qc_phrases_headline(summary);
    const qc_series *series = &summary->series;

    if (target == NULL || target->scope_count > 0) return NULL;
    if (strcmp(target->metric, series->metric) != 0) return NULL;
    if (target->span.from != series->points[0].span.from) return NULL;
    for (int32_t i = 0; i < series->count; i++) {
        if (series->points[i].span.to != target->span.to) continue;
        *x = i;
        return target;
    }
    return NULL;
}

static double find_today(const qc_summary *summary)
{
    const qc_series *series = &summary->series;

    for (int32_t i = 0; i < series->count; i++) {
        const qc_span span = series->points[i].span;
        if (summary->as_of > span.to) continue;
        if (summary->as_of < span.from) return i - 1.0; /* the end of the month before */
        return i - 1.0 + (double) (summary->as_of - span.from + 1) / (span.to - span.from + 1);
    }
    return series->count - 1.0;
}

static qc_plot_axis find_axis(const fan *f)
{
    double most = f->target != NULL ? f->target->goal : 0.0;

    for (int32_t i = 0; i < f->series->count; i++) {
        most = fmax(most, f->series->points[i].cumulative.p95);
        most = fmax(most, f->series->points[i].cumulative_actual);
    }
    qc_plot_axis axis = qc_plot_axis_of(0.0, most, f->series->is_money);
    qc_plot_axis_round_up(&axis, 0.06);
    return axis;
}

static double units(const fan *f, double value)
{
    return value / f->axis.unit;
}

static double height(const fan *f, double value) /* 0..1 of the plot */
{
    return (units(f, value) - f->axis.low) / (f->axis.high - f->axis.low);
}

static double screen_y(const fan *f, double share)
{
    return f->bottom + share * (QC_PLOT_TOP - f->bottom);
}

static double width(const fan *f, double x) /* 0..1 of the plot */
{
    return (x + 1.0) / f->series->count;
}

/* What is booked up to today. */
static double so_far(const fan *f)
{
    if (f->first_open < f->series->count) {
        return f->series->points[f->first_open].cumulative_actual;
    }
    return f->series->points[f->series->count - 1].cumulative_actual;
}

static bool crosses_year(const qc_series *series)
{
    const qc_day first = series->points[0].span.from;
    const qc_day last = series->points[series->count - 1].span.from;

    return qc_calendar_date(first).year < qc_calendar_date(last).year;
}

static void write_months(const fan *f)
{
    const int32_t count = f->series->count;
    const int32_t every = count <= 14 ? 1 : count <= 40 ? 3 : 12;
    const bool crosses = crosses_year(f->series);
    bool begun = false;

    qc_text_addf(&f->script->text, "set xrange [-1:%d]\nset xtics (", (int) count - 1);
    for (int32_t i = 0; i < count; i++) {
        const qc_date date = qc_calendar_date(f->series->points[i].span.from);
        if ((date.month - 1) % every != 0) continue;
        qc_text_addf(&f->script->text, "%s\"%s", begun ? ", " : "",
                     qc_phrases_short_month(date.month).text);
        if (date.month == 1 && crosses) {
            qc_text_addf(&f->script->text, "\\n%d", (int) date.year);
        }
        qc_text_addf(&f->script->text, "\" %d", (int) i);
        begun = true;
    }
    qc_text_add(&f->script->text, ")\n");
}

static void write_actual(const fan *f)
{
    qc_text *out = &f->script->text;

    qc_text_add(out, "$actual << EOD\n-1 0.0000\n");
    for (int32_t i = 0; i < f->first_open; i++) {
        qc_text_addf(out, "%d %.4f\n", (int) i, units(f, f->series->points[i].cumulative_actual));
    }
    if (f->first_open < f->series->count && f->today_x > f->first_open - 1.0 + 1e-9) {
        qc_text_addf(out, "%.4f %.4f\n", f->today_x, units(f, so_far(f)));
    }
    qc_text_add(out, "EOD\n");
}

static void write_bands(const fan *f)
{
    qc_text *out = &f->script->text;
    const double start = units(f, so_far(f));

    qc_text_add(out,
                "# month, then the values undershot in 5, 10, 25, 50, 75, 90 and 95% of trials\n"
                "$bands << EOD\n");
    qc_text_addf(out, "%.4f", f->today_x);
    for (int i = 0; i < 7; i++)
        qc_text_addf(out, " %.4f", start);
    qc_text_add(out, "\n");
    for (int32_t i = f->first_open; i < f->series->count; i++) {
        const qc_quantiles *q = &f->series->points[i].cumulative;
        qc_text_addf(out, "%d %.4f %.4f %.4f %.4f", (int) i, units(f, q->p05), units(f, q->p10),
                     units(f, q->p25), units(f, q->p50));
        qc_text_addf(out, " %.4f %.4f %.4f\n", units(f, q->p75), units(f, q->p90),
                     units(f, q->p95));
    }
    qc_text_add(out, "EOD\n");
}

/* ---- words at the right end ---- */

typedef struct end_label {
    char text[128];
    double y; /* 0..1 of the plot */
    bool bold, dropped;
} end_label;

static bool crowded(const end_label *labels, double least)
{
    const end_label *before = NULL;

    for (int i = 0; i < 5; i++) {
        if (labels[i].dropped) continue;
        if (before != NULL && before->y - labels[i].y < least) return true;
        before = &labels[i];
    }
    return false;
}

/* From the median outwards each label keeps its distance to the one before it. */
static void push_apart(end_label *labels, double least)
{
    double edge = labels[2].y;

    for (int i = 1; i >= 0; i--) {
        if (labels[i].dropped) continue;
        labels[i].y = fmax(labels[i].y, edge + least);
        edge = labels[i].y;
    }
    edge = labels[2].y;
    for (int i = 3; i < 5; i++) {
        if (labels[i].dropped) continue;
        labels[i].y = fmin(labels[i].y, edge - least);
        edge = labels[i].y;
    }
}

static void write_ends(const fan *f)
{
    const qc_quantiles *q = &f->series->points[f->series->count - 1].cumulative;
    const bool money = f->series->is_money;
    const double least = LABEL_GAP / (QC_PLOT_TOP - f->bottom);
    end_label labels[5] = {{.y = height(f, q->p95)},
                           {.y = height(f, q->p75)},
                           {.y = height(f, q->p50), .bold = true},
                           {.y = height(f, q->p25)},
                           {.y = height(f, q->p05)}};

    snprintf(labels[0].text, sizeof labels[0].text, "5%% above %s",
             qc_words_worth(&f->style, money, q->p95).text);
    snprintf(labels[1].text, sizeof labels[1].text, "25%% above");
    snprintf(labels[2].text, sizeof labels[2].text, "Median %s",
             qc_words_worth(&f->style, money, q->p50).text);
    snprintf(labels[3].text, sizeof labels[3].text, "25%% below");
    snprintf(labels[4].text, sizeof labels[4].text, "5%% below %s",
             qc_words_worth(&f->style, money, q->p05).text);
    if (crowded(labels, least)) labels[1].dropped = labels[3].dropped = true;
    if (labels[0].y - labels[4].y < least) labels[0].dropped = labels[4].dropped = true;
    push_apart(labels, least);
    for (int i = 0; i < 5; i++) {
        if (labels[i].dropped) continue;
        /* "Median SEK 1.68M" would leave the canvas at full size */
        const bool large = labels[i].bold && qc_text_width(labels[i].text) < 16;
        qc_plot_script_label(
            f->script, &(qc_plot_label){.text = labels[i].text,
                                        .x = LABEL_X,
                                        .y = screen_y(f, labels[i].y),
                                        .size = large ? QC_PLOT_BODY : QC_PLOT_QUIET,
                                        .color = labels[i].bold ? QC_PLOT_BLUE : QC_PLOT_MUTED,
                                        .bold = labels[i].bold});
    }
}

/* ---- target, pace, today ---- */

/* Does a curve run where the label above the target's left end would stand? */
static bool in_the_way(const fan *f, double low, double high)
{
    for (int32_t i = -1; i < f->series->count && width(f, i) <= CLEAR_ZONE; i++) {
        const qc_series_point *point = i < 0 ? NULL : &f->series->points[i];
        const double value = point == NULL   ? 0.0
                             : point->closed ? point->cumulative_actual
                                             : point->cumulative.p95;
        const double floor_value = point == NULL || point->closed ? value : point->cumulative.p05;
        if (height(f, value) > low && height(f, floor_value) < high) return true;
    }
    return false;
}

static void write_target(const fan *f)
{
    char text[128];
    const double at = height(f, f->target->goal);

    qc_text_addf(&f->script->text,
                 "set arrow from -1, first %.4f to %.4f, first %.4f nohead front dt (12,8) lw 2.5 "
                 "lc rgb '" QC_PLOT_ORANGE "'\n",
                 units(f, f->target->goal), f->target_x, units(f, f->target->goal));
    snprintf(text, sizeof text, "%s %s", f->target->at_most ? "Limit" : "Target",
             qc_words_worth(&f->style, f->target->is_money, f->target->goal).text);
    /* at the left end, above the line; below it when a curve passes there */
    const bool below = in_the_way(f, at, at + 0.09) && at > 0.12;
    qc_plot_script_label(f->script,
                         &(qc_plot_label){.text = text,
                                          .x = QC_PLOT_LEFT + 0.008,
                                          .y = screen_y(f, at) + (below ? -0.036 : 0.036),
                                          .size = QC_PLOT_BODY,
                                          .color = QC_PLOT_ORANGE,
                                          .bold = true,
                                          .boxed = true});
}

/* Where the label of the pace stands, all in shares of the plot: below the bands at their far end,
 * else above the line where the bands are still narrow. */
typedef struct pace_label {
    double x, y, line; /* month, height of the label and of the line above or below it */
} pace_label;

static pace_label on_the_way(const fan *f, double along)
{
    const double start = height(f, so_far(f)), end = height(f, f->target->goal);

    return (pace_label){.x = f->today_x + along * (f->target_x - f->today_x),
                        .line = start + along * (end - start)};
}

static bool place_pace(const fan *f, pace_label *label)
{
    *label = on_the_way(f, 0.72);
    const int32_t before = (int32_t) floor(label->x);
    const double floor_of_bands = before < f->first_open ? so_far(f)
                                                         : f->series->points[before].cumulative.p05;
    label->y = fmin(height(f, floor_of_bands), label->line) - PACE_DISTANCE;
    if (label->y >= 0.05) return true;

    *label = on_the_way(f, 0.36);
    const int32_t after = (int32_t) ceil(label->x);
    const double top_of_bands = f->series->points[after].cumulative.p95;
    label->y = fmax(height(f, top_of_bands), label->line) + PACE_DISTANCE;
    return label->y < height(f, f->target->goal) - 0.05; /* clear of the target's line */
}

/* A straight line from today to the target, with one label that stands clear of the bands. */
static void write_pace(const fan *f)
{
    pace_label label;
    char text[192];

    if (isnan(f->target->pace_needed) || f->target->at_most) return;
    if (f->target->goal <= so_far(f) || f->target_x - f->today_x < 1.5) return;
    qc_text_addf(&f->script->text,
                 "set arrow from %.4f, first %.4f to %.4f, first %.4f nohead front dt (2,5) lw 2.5 "
                 "lc rgb '" QC_PLOT_MUTED "'\n",
                 f->today_x, units(f, so_far(f)), f->target_x, units(f, f->target->goal));
    if (!place_pace(f, &label)) return; /* no room: the line speaks for itself */
    /* above the bands it ends at its leader, for they widen to the right */
    const bool below = label.y < label.line;
    snprintf(text, sizeof text, "needed: %s a month",
             qc_words_worth(&f->style, f->target->is_money, f->target->pace_needed).text);
    qc_text_addf(
        &f->script->text,
        "set arrow from first %.4f, graph %.4f to first %.4f, graph %.4f nohead front lw 1 "
        "lc rgb '" QC_PLOT_GREY "'\n",
        label.x, label.y + (below ? 0.03 : -0.03), label.x, label.line);
    qc_plot_script_label(f->script, &(qc_plot_label){.text = text,
                                                     .x = label.x,
                                                     .x_in = "first",
                                                     .y = screen_y(f, label.y),
                                                     .align = below ? QC_PLOT_MIDDLE : QC_PLOT_END,
                                                     .boxed = !below,
                                                     .size = QC_PLOT_QUIET,
                                                     .color = QC_PLOT_MUTED,
                                                     .in_front = true});
}

static void write_today(const fan *f)
{
    char text[128];
    const qc_date date = qc_calendar_date(f->summary->as_of);

    if (f->today_x < -0.95 || f->today_x > f->series->count - 1.001) return;
    qc_text_addf(&f->script->text,
                 "set arrow from first %.4f, graph 0 to first %.4f, graph 1 nohead lw 1.5 "
                 "lc rgb '" QC_PLOT_GREY "'\n",
                 f->today_x, f->today_x);
    snprintf(text, sizeof text, "today, %d %s", (int) date.day,
             qc_phrases_short_month(date.month).text);
    qc_plot_script_label(f->script, &(qc_plot_label){.text = text,
                                                     .x = f->today_x,
                                                     .x_in = "first",
                                                     .y = QC_PLOT_TOP + 0.022,
                                                     .align = QC_PLOT_MIDDLE,
                                                     .size = QC_PLOT_QUIET,
                                                     .color = QC_PLOT_MUTED});
}

/* ---- words around ---- */

static void write_target_title(const fan *f, bool with_period, qc_text *title)
{
    qc_word period = {{0}};

    if (with_period) {
        snprintf(period.text, sizeof period.text, "%.80s ",
                 qc_plot_words_period(f->target->span).text);
    }
    qc_text_addf(title,
                 f->target->at_most ? "%s chance of staying within the %slimit of %s"
                                    : "%s chance of reaching the %starget of %s",
                 qc_words_capital(qc_words_chance(f->target->chance.value).text).text, period.text,
                 qc_plot_words_goal(&f->style, f->target).text);
}

static void write_outlook_title(const fan *f, qc_text *title)
{
    const qc_series_point *last = &f->series->points[f->series->count - 1];
    const bool money = f->series->is_money;

    qc_text_addf(
        title, "Expect %s: 8 in 10 futures end at ",
        qc_plot_words_figure(&f->style, f->series->metric, money, last->cumulative_mean.value)
            .text);
    qc_text_addf(title, "%s to %s", qc_words_worth(&f->style, money, last->cumulative.p10).text,
                 qc_words_worth(&f->style, money, last->cumulative.p90).text);
}

static void write_title(const fan *f)
{
    qc_text title = {0};

    if (f->target == NULL) {
        write_outlook_title(f, &title);
    } else {
        write_target_title(f, true, &title);
        if (qc_text_width(qc_text_get(&title)) > QC_PLOT_WORDS_TITLE) {
            qc_text_clear(&title);
            write_target_title(f, false, &title);
        }
    }
    qc_plot_script_title(f->script, qc_text_get(&title));
    f->script->text.failed = f->script->text.failed || title.failed;
    qc_text_free(&title);
}

static void write_subtitle(const fan *f)
{
    const qc_date date = qc_calendar_date(f->summary->as_of);
    const qc_date next = qc_calendar_date(f->summary->as_of + 1);
    const qc_word trials = qc_words_whole(&f->style, f->summary->trials);
    qc_text text = {0};

    qc_text_addf(&text, "Cumulative %s%s. ", qc_phrases_metric(f->series->metric, 2.0).text,
                 qc_plot_words_unit(&f->axis, &f->style, f->series->is_money).text);
    if (f->today_x < -0.95) {
        qc_text_addf(&text, "Simulated (%s trials)", trials.text);
    } else if (next.day == 1) {
        qc_text_addf(&text, "Actuals to %s; simulated from %s (%s trials)",
                     qc_calendar_month_name(date.month), qc_calendar_month_name(next.month),
                     trials.text);
    } else {
        qc_text_addf(&text, "Actuals to %d %s, then simulated (%s trials)", (int) date.day,
                     qc_calendar_month_name(date.month), trials.text);
    }
    qc_plot_script_subtitle(f->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_plot_words_footer(f->summary, &f->style, "bands: 50, 80, 90% of trials", &text);
    qc_plot_script_footer(f->script, qc_text_get(&text));
    f->script->text.failed = f->script->text.failed || text.failed;
    qc_text_free(&text);
}

static bool has_actuals(const fan *f)
{
    return f->first_open > 0 || f->today_x > -0.95;
}

/* gnuplot warns about a plot without points, so each part is there only when it has some. */
static void write_plot(const fan *f)
{
    qc_text *out = &f->script->text;
    const bool open = f->first_open < f->series->count;

    qc_text_add(out, "plot ");
    if (open) {
        qc_text_add(out,
                    "$bands using 1:2:8 with filledcurves lc rgb '" QC_PLOT_BAND_90 "', \\\n"
                    "     $bands using 1:3:7 with filledcurves lc rgb '" QC_PLOT_BAND_80 "', \\\n"
                    "     $bands using 1:4:6 with filledcurves lc rgb '" QC_PLOT_BAND_50 "', \\\n"
                    "     $bands using 1:5 with lines lw 4 lc rgb '" QC_PLOT_BLUE "'");
    }
    if (has_actuals(f)) {
        qc_text_add(out, open ? ", \\\n     " : "");
        qc_text_add(out,
                    "$actual using 1:2 with lines lw 4 lc rgb '" QC_PLOT_INK "', \\\n"
                    "     $actual every ::1 using 1:2 with points pt 7 ps dot lc rgb '" QC_PLOT_INK
                    "'");
    }
    qc_text_add(out, "\n");
}

bool qc_plot_fan(qc_plot_script *script, const qc_summary *summary, const char *font)
{
    fan f = {.script = script,
             .summary = summary,
             .series = &summary->series,
             .style = qc_words_style_of(summary->currency, summary->number_style, true)};

    if (f.series->count == 0) return false;
    f.target = find_target(summary, &f.target_x);
    f.today_x = find_today(summary);
    while (f.first_open < f.series->count && f.series->points[f.first_open].closed)
        f.first_open++;
    f.axis = find_axis(&f);

    f.bottom = crosses_year(f.series) ? BOTTOM_WITH_YEARS : QC_PLOT_BOTTOM;
    qc_plot_script_begin(script, "fan", font);
    qc_text_addf(&script->text, "set bmargin at screen %.3f\n", f.bottom);
    write_title(&f);
    write_subtitle(&f);
    write_months(&f);
    qc_plot_axis_write(script, 'y', &f.axis, &f.style);
    write_today(&f);
    if (f.target != NULL) write_target(&f);
    if (f.target != NULL && f.first_open < f.series->count) write_pace(&f);
    if (f.first_open < f.series->count) write_ends(&f);
    if (has_actuals(&f)) write_actual(&f);
    if (f.first_open < f.series->count) write_bands(&f);
    write_plot(&f);
    return true;
}
