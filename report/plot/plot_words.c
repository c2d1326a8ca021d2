#include "report/plot/plot_words.h"

#include "report/phrases.h"

#include <stdio.h>
#include <string.h>

#define DOT " \xc2\xb7 "

#define FOOTER_COLUMNS 132 /* fit across the canvas in the widest font */

/* A name of the user in the room that is left; returns what remains of it. */
static int add_name(const char *name, int columns, int room, qc_text *out)
{
    char cut[256];

    if (name == NULL || name[0] == '\0') return room;
    qc_words_cut(name, columns, true, cut, sizeof cut);
    qc_text_addf(out, "%s" DOT, cut);
    return room - qc_text_width(cut) - 3;
}

/* The path as typed, or the file's own name when the path is too long. */
static const char *short_path(const char *path, int columns)
{
    const char *slash = strrchr(path, '/');

    return qc_text_width(path) <= columns || slash == NULL ? path : slash + 1;
}

qc_word qc_plot_words_trials(const qc_summary *summary, const qc_words_style *style)
{
    qc_word word = {"computed"};
    if (summary->trials > 0)
        (void) snprintf(word.text, sizeof word.text, "%.80s trials",
                        qc_words_whole(style, summary->trials).text);
    return word;
}

void qc_plot_words_footer(const qc_summary *summary, const qc_words_style *style, const char *last,
                          qc_text *out)
{
    qc_text fixed = {0};

    qc_text_addf(&fixed, "as of %s" DOT "seed %llu" DOT "%s" DOT "quotacast %s",
                 qc_phrases_day(summary->as_of).text, (unsigned long long) summary->seed,
                 qc_plot_words_trials(summary, style).text, QC_VERSION);
    if (last[0] != '\0') qc_text_addf(&fixed, DOT "%s", last);
    int room = FOOTER_COLUMNS - qc_text_width(qc_text_get(&fixed)) - 3;
    if (room < 20) room = 20;
    const int beside_plan = room - qc_text_width(summary->plan) - 3;
    room = add_name(summary->company, beside_plan > room / 2 ? beside_plan : room / 2, room, out);
    add_name(short_path(summary->plan, room), room, room, out);
    qc_text_add(out, qc_text_get(&fixed));
    qc_text_free(&fixed);
}

qc_word qc_plot_words_period(qc_span span)
{
    const qc_word whole = qc_phrases_period(span);
    qc_word word;

    if (strlen(whole.text) <= 10 ||
        span.from != qc_calendar_unit_span(span.from, QC_UNIT_MONTH, 1).from ||
        span.to != qc_calendar_unit_span(span.to, QC_UNIT_MONTH, 1).to) {
        return whole;
    }
    const qc_date from = qc_calendar_date(span.from), to = qc_calendar_date(span.to);
    if (from.year == to.year && from.month == to.month) return whole;
    if (from.year == to.year) {
        snprintf(word.text, sizeof word.text, "%.3s to %.3s %d", qc_calendar_month_name(from.month),
                 qc_calendar_month_name(to.month), (int) to.year);
    } else {
        snprintf(word.text, sizeof word.text, "%.3s %d to %.3s %d",
                 qc_calendar_month_name(from.month), (int) from.year,
                 qc_calendar_month_name(to.month), (int) to.year);
    }
    return word;
}

qc_word qc_plot_words_unit(const qc_plot_axis *axis, const qc_words_style *style, bool is_money)
{
    const qc_word unit = qc_plot_axis_unit(axis, style, is_money);
    qc_word word = {{0}};

    if (unit.text[0] != '\0') snprintf(word.text, sizeof word.text, ", %.80s", unit.text);
    return word;
}

qc_word qc_plot_words_figure(const qc_words_style *style, const char *metric, bool is_money,
                             double value)
{
    qc_word word;

    if (is_money) return qc_words_money(style, value);
    snprintf(word.text, sizeof word.text, "%.40s %.40s", qc_words_count(style, value).text,
             qc_phrases_metric(metric, value).text);
    return word;
}

qc_word qc_plot_words_goal(const qc_words_style *style, const qc_target_summary *target)
{
    if (target->is_ratio) return qc_phrases_goal(style, target);
    return qc_plot_words_figure(style, target->metric, target->is_money, target->goal);
}

qc_word qc_plot_words_reached(const qc_words_style *style, const qc_target_summary *target)
{
    qc_word word;
    const bool limit = target->at_most && !target->is_ratio; /* a ratio's goal says it itself */
    snprintf(word.text, sizeof word.text, "%s%.80s", limit ? "at most " : "",
             qc_plot_words_goal(style, target).text);
    return word;
}

void qc_plot_words_scope(const qc_target_summary *target, qc_text *out)
{
    qc_text scope = {0};
    char cut[256];

    if (target == NULL || target->scope_count == 0) return;
    qc_phrases_scope(target, &scope);
    qc_words_cut(qc_text_get(&scope), 26, true, cut, sizeof cut);
    qc_text_add(out, cut);
    out->failed = out->failed || scope.failed;
    qc_text_free(&scope);
}

qc_span qc_plot_words_span(const qc_series *series)
{
    return (qc_span){series->points[0].span.from, series->points[series->count - 1].span.to};
}

bool qc_plot_words_subject(const qc_summary *summary, qc_plot_subject *subject)
{
    const qc_target_summary *target = qc_phrases_headline(summary);
    const qc_series *series = &summary->series;

    *subject = (qc_plot_subject){.target = target};
    if (target != NULL) {
        subject->metric = target->metric;
        subject->is_money = target->is_money;
        subject->span = target->span;
        subject->quantiles = target->quantiles;
        return true;
    }
    if (series->count == 0) return false;
    subject->metric = series->metric;
    subject->is_money = series->is_money;
    subject->span = qc_plot_words_span(series);
    subject->quantiles = series->points[series->count - 1].cumulative;
    return true;
}
