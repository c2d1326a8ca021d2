/* Will we make it? The cumulative metric by month: what happened as a line with dots, what may happen
 * as three bands around the median, the target as a dashed line across. Months stand at their ends;
 * the axis starts one month earlier, where nothing is booked yet. */
#include "report/phrases.h"
#include "report/plot/plot_charts.h"
#include "report/plot/plot_fan_marks.h"
#include "report/plot/plot_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define BOTTOM_WITH_YEARS 0.165

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

static qc_plot_axis find_axis(const qc_fan *f)
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

static bool crosses_year(const qc_series *series)
{
    const qc_day first = series->points[0].span.from;
    const qc_day last = series->points[series->count - 1].span.from;

    return qc_calendar_date(first).year < qc_calendar_date(last).year;
}

static void write_months(const qc_fan *f)
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

static void write_actual(const qc_fan *f)
{
    qc_text *out = &f->script->text;

    qc_text_add(out, "$actual << EOD\n-1 0.0000\n");
    for (int32_t i = 0; i < f->first_open; i++) {
        qc_text_addf(out, "%d %.4f\n", (int) i,
                     qc_plot_fan_marks_units(f, f->series->points[i].cumulative_actual));
    }
    if (f->first_open < f->series->count && f->today_x > f->first_open - 1.0 + 1e-9) {
        qc_text_addf(out, "%.4f %.4f\n", f->today_x,
                     qc_plot_fan_marks_units(f, qc_plot_fan_marks_so_far(f)));
    }
    qc_text_add(out, "EOD\n");
}

static void write_bands(const qc_fan *f)
{
    qc_text *out = &f->script->text;
    const double start = qc_plot_fan_marks_units(f, qc_plot_fan_marks_so_far(f));

    qc_text_add(out,
                "# month, then the values undershot in 5, 10, 25, 50, 75, 90 and 95% of trials\n"
                "$bands << EOD\n");
    qc_text_addf(out, "%.4f", f->today_x);
    for (int i = 0; i < 7; i++)
        qc_text_addf(out, " %.4f", start);
    qc_text_add(out, "\n");
    for (int32_t i = f->first_open; i < f->series->count; i++) {
        const qc_quantiles *q = &f->series->points[i].cumulative;
        qc_text_addf(out, "%d %.4f %.4f %.4f %.4f", (int) i, qc_plot_fan_marks_units(f, q->p05),
                     qc_plot_fan_marks_units(f, q->p10), qc_plot_fan_marks_units(f, q->p25),
                     qc_plot_fan_marks_units(f, q->p50));
        qc_text_addf(out, " %.4f %.4f %.4f\n", qc_plot_fan_marks_units(f, q->p75),
                     qc_plot_fan_marks_units(f, q->p90), qc_plot_fan_marks_units(f, q->p95));
    }
    qc_text_add(out, "EOD\n");
}

/* ---- words around ---- */

static void write_target_title(const qc_fan *f, bool with_period, qc_text *title)
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

static void write_outlook_title(const qc_fan *f, qc_text *title)
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

static void write_title(const qc_fan *f)
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

static void write_subtitle(const qc_fan *f)
{
    const qc_date date = qc_calendar_date(f->summary->as_of);
    const qc_date next = qc_calendar_date(f->summary->as_of + 1);
    const qc_word trials = qc_plot_words_trials(f->summary, &f->style);
    const bool computed = f->summary->trials == 0;
    qc_text text = {0};

    qc_text_addf(&text, "Cumulative %s%s. ", qc_phrases_metric(f->series->metric, 2.0).text,
                 qc_plot_words_unit(&f->axis, &f->style, f->series->is_money).text);
    if (f->today_x < -0.95) {
        qc_text_add(&text, computed ? "Computed" : "Simulated");
    } else if (next.day == 1) {
        qc_text_addf(&text, "Actuals to %s; %s from %s", qc_calendar_month_name(date.month),
                     computed ? "computed" : "simulated", qc_calendar_month_name(next.month));
    } else {
        qc_text_addf(&text, "Actuals to %d %s, then %s", (int) date.day,
                     qc_calendar_month_name(date.month), computed ? "computed" : "simulated");
    }
    if (!computed) qc_text_addf(&text, " (%s)", trials.text);
    qc_plot_script_subtitle(f->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_plot_words_footer(f->summary, &f->style,
                         computed ? "bands: 50, 80, 90% chance" : "bands: 50, 80, 90% of trials",
                         &text);
    qc_plot_script_footer(f->script, qc_text_get(&text));
    f->script->text.failed = f->script->text.failed || text.failed;
    qc_text_free(&text);
}

static bool has_actuals(const qc_fan *f)
{
    return f->first_open > 0 || f->today_x > -0.95;
}

/* gnuplot warns about a plot without points, so each part is there only when it has some. */
static void write_plot(const qc_fan *f)
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
    qc_fan f = {.script = script,
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
    qc_plot_fan_marks_today(&f);
    if (f.target != NULL) qc_plot_fan_marks_target(&f);
    if (f.target != NULL && f.first_open < f.series->count) qc_plot_fan_marks_pace(&f);
    if (f.first_open < f.series->count) qc_plot_fan_marks_ends(&f);
    if (has_actuals(&f)) write_actual(&f);
    if (f.first_open < f.series->count) write_bands(&f);
    write_plot(&f);
    return true;
}
