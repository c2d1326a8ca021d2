#include "report/phrases.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Whole months only: index of the first and the number of them, 0 when the span is anything else. */
static int32_t whole_months(qc_span span, int32_t *first)
{
    *first = qc_calendar_month_index(span.from);
    const int32_t last = qc_calendar_month_index(span.to);

    if (span.from != qc_calendar_month_span(*first).from) return 0;
    if (span.to != qc_calendar_month_span(last).to) return 0;
    return last - *first + 1;
}

static void days_words(qc_span span, const char *between, qc_word *word)
{
    char from[16], to[16];

    snprintf(word->text, sizeof word->text, "%s %s %s", qc_calendar_text(span.from, from), between,
             qc_calendar_text(span.to, to));
}

qc_word qc_phrases_period(qc_span span)
{
    int32_t first;
    qc_word word;
    const int32_t months = whole_months(span, &first);
    const qc_date from = qc_calendar_date(span.from), to = qc_calendar_date(span.to);
    const char *start = qc_calendar_month_name(from.month);

    if (months == 12 && from.month == 1) {
        snprintf(word.text, sizeof word.text, "%d", (int) from.year);
    } else if (months == 12) {
        snprintf(word.text, sizeof word.text, "FY%d", (int) to.year);
    } else if (months == 3 && from.month % 3 == 1) {
        snprintf(word.text, sizeof word.text, "Q%d %d", (int) (from.month + 2) / 3,
                 (int) from.year);
    } else if (months == 1) {
        snprintf(word.text, sizeof word.text, "%s %d", start, (int) from.year);
    } else if (months > 1 && from.year == to.year) {
        snprintf(word.text, sizeof word.text, "%s to %s %d", start,
                 qc_calendar_month_name(to.month), (int) to.year);
    } else if (months > 1) {
        snprintf(word.text, sizeof word.text, "%s %d to %s %d", start, (int) from.year,
                 qc_calendar_month_name(to.month), (int) to.year);
    } else {
        days_words(span, "to", &word);
    }
    return word;
}

qc_word qc_phrases_in_period(qc_span span)
{
    int32_t first;
    qc_word word;

    if (whole_months(span, &first) == 0) {
        char from[16], to[16];
        snprintf(word.text, sizeof word.text, "from %s to %s", qc_calendar_text(span.from, from),
                 qc_calendar_text(span.to, to));
        return word;
    }
    snprintf(word.text, sizeof word.text, "in %.80s", qc_phrases_period(span).text);
    return word;
}

qc_word qc_phrases_day(qc_day day)
{
    const qc_date date = qc_calendar_date(day);
    qc_word word;

    snprintf(word.text, sizeof word.text, "%d %s %d", (int) date.day,
             qc_calendar_month_name(date.month), (int) date.year);
    return word;
}

qc_word qc_phrases_short_month(int32_t month)
{
    qc_word word;

    snprintf(word.text, sizeof word.text, "%.3s", qc_calendar_month_name(month));
    return word;
}

qc_word qc_phrases_metric(const char *metric, double count)
{
    static const struct {
        const char *metric, *one, *many;
    } KNOWN[] = {{"customers", "customer", "customers"},
                 {"units", "unit", "units"},
                 {"new_deals", "new deal", "new deals"},
                 {"qualified", "qualified deal", "qualified deals"},
                 {"deals_won", "deal won", "deals won"},
                 {"deals_lost", "deal lost", "deals lost"},
                 {"deals_ended", "deal ended", "deals ended"},
                 {"deal_size", "per deal won", "per deal won"},
                 {"cycle_days", "from creation to won", "from creation to won"},
                 {"cac", "per new customer", "per new customer"},
                 {"loss_share", "of the losses", "of the losses"}};
    qc_word word;

    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        if (strcmp(metric, KNOWN[i].metric) != 0) continue;
        snprintf(word.text, sizeof word.text, "%s",
                 qc_words_plural(count, KNOWN[i].one, KNOWN[i].many));
        return word;
    }
    snprintf(word.text, sizeof word.text, "%s", metric);
    for (char *c = word.text; *c != '\0'; c++) {
        if (*c == '_') *c = ' ';
    }
    return word;
}

qc_word qc_phrases_value(const qc_words_style *style, const qc_target_summary *target, double value,
                         bool bare)
{
    qc_word word;

    if (isnan(value)) return qc_words_value(style, true, value);
    if (target->is_share) {
        snprintf(word.text, sizeof word.text, "%.60s%%", qc_words_count(style, 100.0 * value).text);
        return word;
    }
    if (target->is_days) {
        snprintf(word.text, sizeof word.text, "%.60s days", qc_words_count(style, value).text);
        return word;
    }
    return bare ? qc_words_value(style, target->is_money, value)
                : qc_words_worth(style, target->is_money, value);
}

qc_word qc_phrases_goal(const qc_words_style *style, const qc_target_summary *target)
{
    qc_word word;

    snprintf(word.text, sizeof word.text, "%s%.40s %.40s", target->at_most ? "at most " : "",
             qc_phrases_value(style, target, target->goal, false).text,
             qc_phrases_metric(target->metric, target->goal).text);
    return word;
}

void qc_phrases_scope(const qc_target_summary *target, qc_text *out)
{
    char column[128], value[128];

    for (int32_t i = 0; i < target->scope_count; i++) {
        qc_words_cut(target->scope[i].column, 24, false, column, sizeof column);
        qc_words_cut(target->scope[i].value, 32, false, value, sizeof value);
        qc_text_addf(out, "%s%s %s", i == 0 ? " (" : ", ", column, value);
    }
    if (target->scope_count > 0) qc_text_add(out, ")");
}

void qc_phrases_finding(const qc_words_style *style, const qc_target_summary *target, qc_text *out)
{
    const double chance = target->chance.value;

    qc_text_addf(out, "%s: %s chance of %s", qc_words_capital(qc_words_verdict(chance)).text,
                 qc_words_chance(chance).text, qc_phrases_goal(style, target).text);
    qc_phrases_scope(target, out);
    qc_text_addf(out, " %s", qc_phrases_in_period(target->span).text);
    if (target->goal_base != NULL && target->goal_base[0] != '\0') {
        qc_text_addf(out, ", that is %s", target->goal_base);
    }
    qc_text_add(out, ".");
}

bool qc_phrases_was_hit(const qc_target_summary *target)
{
    return target->chance.value >= 0.5;
}

const qc_target_summary *qc_phrases_headline(const qc_summary *summary)
{
    if (summary->headline < 0 || summary->headline >= summary->target_count) return NULL;
    return &summary->targets[summary->headline];
}

const char *qc_phrases_rests(const char *rests_on)
{
    if (strcmp(rests_on, "belief") == 0) return "your belief";
    if (strcmp(rests_on, "built-in prior") == 0) return "the built-in prior";
    return rests_on;
}

qc_word qc_phrases_counted(const char *what, double count)
{
    static const struct {
        const char *many, *one;
    } KNOWN[] = {{"exits further on", "exit further on"},
                 {"won amounts", "won amount"},
                 {"new deals", "new deal"},
                 {"opportunities", "opportunity"}};
    qc_word word;

    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0] && count == 1; i++) {
        if (strcmp(what, KNOWN[i].many) == 0) what = KNOWN[i].one;
    }
    snprintf(word.text, sizeof word.text, "%.0f %.60s", count, what);
    return word;
}
