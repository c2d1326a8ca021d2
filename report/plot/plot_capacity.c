/* Do the reps have the hours? A bar a month of the hours that open deals, inbound deals and activities need; what
 * is above the hours that there are stands out. */
#include "report/phrases.h"
#include "report/plot/plot_charts.h"
#include "report/plot/plot_words.h"
#include "report/text/text_people.h"

#include <math.h>
#include <stdio.h>

#define LEAST_SHARE  0.005 /* prints as 1% */
#define MONTHS_NAMED 13    /* more months than that share the room: every third is named */

typedef struct capacity {
    qc_plot_script *script;
    const qc_people_summary *people;
    const qc_summary *summary;
    qc_words_style style;
    qc_plot_axis axis;
} capacity;

static const char *month_of(const qc_people_month *month, qc_word *word)
{
    *word = qc_phrases_short_month(qc_calendar_date(month->span.from).month);
    return word->text;
}

static void write_title(const capacity *c)
{
    const qc_people_summary *people = c->people;
    int32_t first = 0, last = 0;
    double most = 0;
    char title[256];
    qc_word from, to;
    for (int32_t m = 0; m < people->month_count; m++) {
        if (people->months[m].hours_there > 0)
            most = fmax(most, people->months[m].hours_needed / people->months[m].hours_there);
    }
    if (!qc_text_people_overload(people, &first, &last))
        (void) snprintf(title, sizeof title, "Reps have the hours: %s of them needed at most",
                        qc_words_percent(most).text);
    else if (last > first)
        (void) snprintf(title, sizeof title, "Reps run short of hours from %s to %s",
                        month_of(&people->months[first], &from),
                        month_of(&people->months[last], &to));
    else
        (void) snprintf(title, sizeof title, "Reps run short of hours in %s",
                        month_of(&people->months[first], &from));
    qc_plot_script_title(c->script, title);
}

/* Bars carry the share of reps' days without enough hours, where there are any. */
static bool has_share(const capacity *c, int32_t month)
{
    return c->people->month_count <= MONTHS_NAMED &&
           c->people->months[month].overloaded >= LEAST_SHARE;
}

static void write_around(const capacity *c)
{
    qc_text text = {0};
    bool any = false;
    for (int32_t m = 0; m < c->people->month_count; m++)
        any |= has_share(c, m);
    qc_plot_script_subtitle(c->script, any ? "Hours of all reps a month, needed and there. Over "
                                             "the bars: share of reps' days without enough"
                                           : "Hours of all reps a month, needed and there");
    qc_plot_words_footer(c->summary, &c->style, "mean over trials", &text);
    qc_plot_script_footer(c->script, qc_text_get(&text));
    c->script->text.failed = c->script->text.failed || text.failed;
    qc_text_free(&text);
}

static void write_months(const capacity *c)
{
    const qc_people_summary *people = c->people;
    const bool crowded = people->month_count > MONTHS_NAMED;
    qc_text *out = &c->script->text;
    const char *between = "";
    qc_text_add(out, "set xtics (");
    for (int32_t m = 0; m < people->month_count; m++) {
        const qc_date date = qc_calendar_date(people->months[m].span.from);
        qc_word word;
        if (crowded && date.month % 3 != 1) continue;
        qc_text_addf(out, "%s'%s", between, month_of(&people->months[m], &word));
        if (date.month == 1) qc_text_addf(out, " %d", (int) date.year);
        qc_text_addf(out, "' %d", (int) m);
        between = ", ";
    }
    qc_text_addf(out, ")\nset xrange [-0.6:%.1f]\n", people->month_count - 0.4);
}

/* The mean may fit while reps are short in one future or the other: each bar says on how many of their days. */
static void write_shares(const capacity *c)
{
    const qc_people_summary *people = c->people;
    for (int32_t m = 0; m < people->month_count; m++) {
        const qc_people_month *month = &people->months[m];
        const bool much = month->overloaded >= QC_TEXT_PEOPLE_OVERLOADED;
        const double top = fmax(month->hours_needed, month->hours_there) / c->axis.unit;
        if (!has_share(c, m)) continue;
        qc_plot_script_label(c->script,
                             &(qc_plot_label){.text = qc_words_percent(month->overloaded).text,
                                              .x = m,
                                              .x_in = "first",
                                              .y = top + 0.04 * (c->axis.high - c->axis.low),
                                              .y_in = "first",
                                              .align = QC_PLOT_MIDDLE,
                                              .size = much ? QC_PLOT_BODY : QC_PLOT_QUIET,
                                              .color = much ? QC_PLOT_ORANGE : QC_PLOT_MUTED,
                                              .bold = much});
    }
}

static void write_data(const capacity *c)
{
    const qc_people_summary *people = c->people;
    qc_text *out = &c->script->text;
    qc_text_add(out, "# month, hours needed, of them there, there\n$hours << EOD\n");
    for (int32_t m = 0; m < people->month_count; m++) {
        const qc_people_month *month = &people->months[m];
        qc_text_addf(out, "%d %.6g %.6g %.6g\n", (int) m, month->hours_needed / c->axis.unit,
                     fmin(month->hours_needed, month->hours_there) / c->axis.unit,
                     month->hours_there / c->axis.unit);
    }
    qc_text_add(out, "EOD\n");
}

/* Each word at the height of what it names in the last month; apart where they would touch. */
static void write_names(const capacity *c)
{
    const qc_people_month *last = &c->people->months[c->people->month_count - 1];
    const double height = c->axis.high - c->axis.low, gap = 0.07 * height;
    double there = last->hours_there / c->axis.unit, needed = last->hours_needed / c->axis.unit;
    const bool short_of = needed > there;
    if (fabs(needed - there) < gap) {
        const double middle = (needed + there) / 2;
        needed = middle + (short_of ? gap / 2 : -gap / 2);
        there = middle - (short_of ? gap / 2 : -gap / 2);
    }
    qc_plot_script_label(c->script, &(qc_plot_label){.text = "hours there",
                                                     .x = QC_PLOT_RIGHT + 0.012,
                                                     .y = there,
                                                     .y_in = "first",
                                                     .size = QC_PLOT_BODY,
                                                     .color = QC_PLOT_INK,
                                                     .bold = true});
    qc_plot_script_label(c->script,
                         &(qc_plot_label){.text = short_of ? "needed: too many" : "needed",
                                          .x = QC_PLOT_RIGHT + 0.012,
                                          .y = needed,
                                          .y_in = "first",
                                          .size = QC_PLOT_BODY,
                                          .color = short_of ? QC_PLOT_ORANGE : QC_PLOT_BLUE});
}

bool qc_plot_capacity(qc_plot_script *script, const qc_summary *summary, const char *font)
{
    const qc_people_summary *people = &summary->people;
    capacity c = {.script = script,
                  .people = people,
                  .summary = summary,
                  .style = qc_words_style_of(summary->currency, summary->number_style, true)};
    double most = 0;
    if (!people->known || !people->limited || people->month_count == 0) return false;
    for (int32_t m = 0; m < people->month_count; m++)
        most = fmax(most, fmax(people->months[m].hours_needed, people->months[m].hours_there));
    if (!(most > 0)) return false;
    c.axis = qc_plot_axis_of(0, most, false);
    qc_plot_axis_round_up(&c.axis, 0.08);
    qc_plot_script_begin(script, "capacity", font);
    write_title(&c);
    write_around(&c);
    qc_plot_axis_write(script, 'y', &c.axis, &c.style);
    write_months(&c);
    write_names(&c);
    write_shares(&c);
    write_data(&c);
    qc_text_add(
        &script->text,
        "set boxwidth 0.62\n"
        "plot $hours using 1:2 with boxes lc rgb '" QC_PLOT_STRONG_MISS "', \\\n"
        "     $hours using 1:3 with boxes lc rgb '" QC_PLOT_HIT "', \\\n"
        "     $hours using ($1-0.45):4:(0.9):(0) with vectors nohead lw 4 lc rgb '" QC_PLOT_INK
        "'\n");
    return true;
}
