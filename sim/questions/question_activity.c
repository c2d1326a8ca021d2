#include "sim/questions/question_activity.h"

#include "core/text.h"

#define FIRST_WEEK 7 /* a log may begin with the first working day of a period */

static bool complain(const qc_asking *ask, const qc_target *target, const char *text)
{
    return qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->place.line,
                      target->place.column, "target '%s': %s", target->name, text);
}

bool qc_question_activity_check(const qc_asking *ask, const qc_target *target)
{
    if (!ask->plan->team.stated)
        return complain(ask, target,
                        "activities are done by people, and the plan states no 'team'");
    for (int32_t i = 0; i < target->scope_count; i++) {
        if (!qc_text_same(target->scope[i].column, "owner"))
            return complain(ask, target,
                            "activities are known by who does them: 'owner' is their only scope");
    }
    return true;
}

bool qc_question_activity_known(const qc_asking *ask, qc_span span)
{
    const qc_book *book = ask->book;
    if (span.from > book->as_of) return true;
    return book->logged_from != QC_DAY_NONE && book->logged_from < span.from + FIRST_WEEK;
}

bool qc_question_activity_past(const qc_asking *ask, const qc_target *target, qc_span span)
{
    char from[16], since[16];
    const qc_book *book = ask->book;
    /* a company that starts from nothing has done nothing */
    const bool starts = !book->has_history && book->logged_from == QC_DAY_NONE;
    if (starts || qc_question_activity_known(ask, span)) return true;
    qc_calendar_text(span.from, from);
    if (book->logged_from == QC_DAY_NONE)
        return qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->place.line,
                          target->place.column,
                          "target '%s': what was done since %s is not known; name a log under "
                          "history.activities, or state a period that begins after the as-of day",
                          target->name, from);
    return qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->place.line,
                      target->place.column,
                      "target '%s': the log of activities begins on %s, so what was done since %s "
                      "is not known",
                      target->name, qc_calendar_text(book->logged_from, since), from);
}
