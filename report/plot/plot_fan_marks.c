#include "report/plot/plot_fan_marks.h"

#include "report/phrases.h"

#include <math.h>
#include <stdio.h>

#define LABEL_X       0.808 /* of the words at the right end of the bands */
#define LABEL_GAP     0.04  /* least distance of these, in shares of the picture's height */
#define PACE_DISTANCE 0.10  /* of the label from bands and line, in shares of the plot */
#define CLEAR_ZONE    0.22  /* share of the width that the target's label takes at the left end */

double qc_plot_fan_marks_units(const qc_fan *f, double value)
{
    return value / f->axis.unit;
}

double qc_plot_fan_marks_so_far(const qc_fan *f)
{
    if (f->first_open < f->series->count) {
        return f->series->points[f->first_open].cumulative_actual;
    }
    return f->series->points[f->series->count - 1].cumulative_actual;
}

static double height(const qc_fan *f, double value) /* 0..1 of the plot */
{
    return (qc_plot_fan_marks_units(f, value) - f->axis.low) / (f->axis.high - f->axis.low);
}

static double screen_y(const qc_fan *f, double share)
{
    return f->bottom + share * (QC_PLOT_TOP - f->bottom);
}

static double width(const qc_fan *f, double x) /* 0..1 of the plot */
{
    return (x + 1.0) / f->series->count;
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

void qc_plot_fan_marks_ends(const qc_fan *f)
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
static bool in_the_way(const qc_fan *f, double low, double high)
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

void qc_plot_fan_marks_target(const qc_fan *f)
{
    char text[128];
    const double at = height(f, f->target->goal);

    qc_text_addf(&f->script->text,
                 "set arrow from -1, first %.4f to %.4f, first %.4f nohead front dt (12,8) lw 2.5 "
                 "lc rgb '" QC_PLOT_ORANGE "'\n",
                 qc_plot_fan_marks_units(f, f->target->goal), f->target_x,
                 qc_plot_fan_marks_units(f, f->target->goal));
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

static pace_label on_the_way(const qc_fan *f, double along)
{
    const double start = height(f, qc_plot_fan_marks_so_far(f)), end = height(f, f->target->goal);

    return (pace_label){.x = f->today_x + along * (f->target_x - f->today_x),
                        .line = start + along * (end - start)};
}

static bool place_pace(const qc_fan *f, pace_label *label)
{
    *label = on_the_way(f, 0.72);
    const int32_t before = (int32_t) floor(label->x);
    const double floor_of_bands = before < f->first_open ? qc_plot_fan_marks_so_far(f)
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
void qc_plot_fan_marks_pace(const qc_fan *f)
{
    pace_label label;
    char text[192];

    if (isnan(f->target->pace_needed) || f->target->at_most) return;
    if (f->target->goal <= qc_plot_fan_marks_so_far(f) || f->target_x - f->today_x < 1.5) return;
    qc_text_addf(&f->script->text,
                 "set arrow from %.4f, first %.4f to %.4f, first %.4f nohead front dt (2,5) lw 2.5 "
                 "lc rgb '" QC_PLOT_MUTED "'\n",
                 f->today_x, qc_plot_fan_marks_units(f, qc_plot_fan_marks_so_far(f)), f->target_x,
                 qc_plot_fan_marks_units(f, f->target->goal));
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

void qc_plot_fan_marks_today(const qc_fan *f)
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
