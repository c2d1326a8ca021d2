#include "report/study_words.h"

#include "report/layout.h"

#include <math.h>
#include <string.h>

void qc_study_words_target(const qc_words_style *style, const qc_target_summary *target,
                           qc_text *out)
{
    qc_text_add(out, qc_phrases_goal(style, target).text);
    qc_phrases_scope(target, out);
    qc_text_addf(out, " %s", qc_phrases_in_period(target->span).text);
}

void qc_study_words_line(qc_sink *sink, qc_text *line, const qc_text_options *options)
{
    qc_layout_line(sink, "", qc_text_get(line), options->width);
    sink->failed = sink->failed || line->failed;
    qc_text_clear(line);
}

void qc_study_words_finding(qc_sink *sink, qc_text *line, const qc_text_options *options)
{
    if (options->color) qc_sink_add(sink, "\033[1m");
    qc_study_words_line(sink, line, options);
    if (options->color) qc_sink_add(sink, "\033[0m");
}

/* A ratio of few deals has a chance here, which forecast does not state. */
static void note_few(qc_sink *sink, const qc_target_summary *target, const qc_words_style *style,
                     const qc_text_options *options)
{
    qc_text line = {0};
    if (target == NULL || !target->not_judged) return;
    qc_text_addf(&line, "Note: this ratio rests on %s deals only, too few to judge it by",
                 qc_words_count(style, target->events).text);
    qc_sink_add(sink, "\n");
    qc_study_words_line(sink, &line, options);
    qc_text_free(&line);
}

bool qc_study_words_is_exact(const qc_summary *head)
{
    return head->engine != NULL && strcmp(head->engine, "exact") == 0;
}

/* How the figures came about, and how far they are off. */
static void add_run(const qc_summary *head, const qc_words_style *style, qc_text *line)
{
    const qc_target_summary *target = qc_phrases_headline(head);
    const bool computed = head->trials == 0;
    if (qc_study_words_is_exact(head)) {
        qc_text_addf(line,
                     "computed without simulated futures, numerical error of a chance under %s",
                     qc_words_bound(head->error_bound).text);
        return;
    }
    qc_text_addf(line, "%s %s each, on the same luck",
                 qc_words_whole(style, computed ? head->draws : head->trials).text,
                 !computed          ? "simulated futures"
                 : head->draws == 1 ? "computed draw"
                                    : "computed draws");
    if (target == NULL) return;
    const qc_word points = qc_words_points(style, target->chance.std_error, true);
    qc_text_addf(line, ", simulation error of a chance %s",
                 points.text[0] == '+' ? points.text + 1 : points.text);
}

void qc_study_words_footer(qc_sink *sink, const qc_summary *head, const qc_words_style *style,
                           const qc_text_options *options)
{
    const qc_target_summary *target = qc_phrases_headline(head);
    qc_text line = {0};
    char day[16];
    qc_text_addf(&line, "%s as of %s; ", head->plan, qc_calendar_text(head->as_of, day));
    add_run(head, style, &line);
    qc_text_addf(&line, ", seed %llu, quotacast %s", (unsigned long long) head->seed, QC_VERSION);
    if (head->engine != NULL && head->engine[0] != '\0')
        qc_text_addf(&line, ", engine %s", head->engine);
    if (head->interrupted) qc_text_add(&line, ", interrupted");
    note_few(sink, target, style, options);
    qc_sink_add(sink, "\n");
    qc_study_words_line(sink, &line, options);
    qc_text_free(&line);
}

qc_word qc_study_words_name(const char *text, int columns, bool unicode)
{
    qc_word word;
    qc_words_cut(text, columns, unicode, word.text, sizeof word.text);
    return word;
}

/* ---- bars ---- */

static int place(double value, double low, double high, int width)
{
    const double share = high > low ? (value - low) / (high - low) : 0;
    return (int) lround(fmin(fmax(share, 0), 1) * (width - 1));
}

void qc_study_words_bar(const qc_quantiles *quantiles, double goal, double low, double high,
                        int width, bool unicode, qc_text *out)
{
    static const char *const PRETTY[] = {" ", "\xe2\x94\x80", "\xe2\x94\x81", "\xe2\x97\x8f",
                                         "\xe2\x94\x82"};
    static const char *const PLAIN[] = {" ", "-", "=", "o", "|"};
    const char *const *mark = unicode ? PRETTY : PLAIN;
    const int p10 = place(quantiles->p10, low, high, width);
    const int p25 = place(quantiles->p25, low, high, width);
    const int p50 = place(quantiles->p50, low, high, width);
    const int p75 = place(quantiles->p75, low, high, width);
    const int p90 = place(quantiles->p90, low, high, width);
    const int at = isnan(goal) ? -1 : place(goal, low, high, width);
    for (int i = 0; i < width; i++) {
        int which = i >= p10 && i <= p90;
        if (i >= p25 && i <= p75) which = 2;
        if (i == at) which = 4;
        if (i == p50) which = 3;
        qc_text_add(out, mark[which]);
    }
}
