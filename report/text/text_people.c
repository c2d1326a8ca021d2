#include "report/text/text_people.h"

#include "report/phrases.h"

#include <math.h>
#include <stdio.h>

static void add_share(const qc_words_style *style, double deals, const char *by, qc_text *out,
                      const char *before)
{
    if (deals <= 0) return;
    qc_text_addf(out, "%s%s %s", before, qc_words_count(style, deals).text, by);
}

void qc_text_people_origin(const qc_people_summary *people, const qc_words_style *style,
                           qc_text *out)
{
    const double all = people->inbound.new_deals + people->by_reps.new_deals +
                       people->by_hires.new_deals;
    qc_word reps = {{0}}, hires = {{0}};
    if (!people->known || !people->has_activities) return;
    (void) snprintf(reps.text, sizeof reps.text, "by the activities of %d %s", (int) people->reps,
                    qc_words_plural(people->reps, "rep", "reps"));
    (void) snprintf(hires.text, sizeof hires.text, "by %d %s to come", (int) people->to_come,
                    qc_words_plural(people->to_come, "hire", "hires"));
    qc_text_addf(out, "%s", qc_words_count(style, all).text);
    const char *before = ": ";
    const struct {
        double deals;
        const char *by;
    } parts[] = {{people->by_reps.new_deals, reps.text},
                 {people->by_hires.new_deals, hires.text},
                 {people->inbound.new_deals, "inbound"}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        add_share(style, parts[i].deals, parts[i].by, out, before);
        if (parts[i].deals > 0) before = ", ";
    }
    if (people->stale >= 1)
        qc_text_addf(out, "; %s inbound go stale, nobody has time",
                     qc_words_count(style, people->stale).text);
}

bool qc_text_people_overload(const qc_people_summary *people, int32_t *first, int32_t *last)
{
    int32_t best = 0;
    for (int32_t m = 0; m < people->month_count; m++) {
        int32_t end = m;
        while (end < people->month_count &&
               people->months[end].overloaded >= QC_TEXT_PEOPLE_OVERLOADED)
            end++;
        if (end - m > best) {
            best = end - m;
            *first = m;
            *last = end - 1;
        }
        if (end > m) m = end;
    }
    return best > 0;
}

static void add_overload(const qc_people_summary *people, qc_text *out)
{
    int32_t first = 0, last = 0;
    double share = 0;
    if (!people->limited || !qc_text_people_overload(people, &first, &last)) return;
    for (int32_t m = first; m <= last; m++)
        share += people->months[m].overloaded / (last - first + 1);
    const qc_span from = people->months[first].span, to = people->months[last].span;
    qc_text_addf(out, "; short of hours on %s of their days %s", qc_words_percent(share).text,
                 last > first ? "from " : "in ");
    qc_text_add(out, qc_phrases_short_month(qc_calendar_date(from.from).month).text);
    if (last > first)
        qc_text_addf(out, " to %s", qc_phrases_short_month(qc_calendar_date(to.from).month).text);
}

/* What an export has of people who are not in the team lies on those who are. */
static void add_others(const qc_people_summary *people, const qc_words_style *style, qc_text *out)
{
    if (people->open_of_others == 0) return;
    qc_text_addf(out, "; they take over %s open %s of %d %s not in the team",
                 qc_words_count(style, people->open_of_others).text,
                 qc_words_plural(people->open_of_others, "deal", "deals"), (int) people->others,
                 qc_words_plural(people->others, "owner", "owners"));
}

void qc_text_people_lens(const qc_people_summary *people, const qc_words_style *style, qc_text *out)
{
    if (!people->stated) {
        qc_text_add(out, "not stated");
        return;
    }
    qc_text_addf(out, "%d %s", (int) people->reps, qc_words_plural(people->reps, "rep", "reps"));
    if (people->to_come > 0) {
        qc_text_addf(out, ", %d to come", (int) people->to_come);
        if (isfinite(people->value_share_hires) && people->has_activities)
            qc_text_addf(out, " who bring %s of it",
                         qc_words_percent(people->value_share_hires).text);
    }
    if (!people->known) qc_text_add(out, "; what they can do is not stated");
    add_overload(people, out);
    add_others(people, style, out);
}
