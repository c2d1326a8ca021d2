#include "study/synth/synth_csv.h"

#include <math.h>

static void add_date(qc_day day, bool dotted, qc_text *out)
{
    const qc_date date = qc_calendar_date(day);
    char text[16];
    if (dotted)
        qc_text_addf(out, "%02d.%02d.%04d", (int) date.day, (int) date.month, (int) date.year);
    else
        qc_text_add(out, qc_calendar_text(day, text));
}

const char *qc_synth_stage_word(const qc_synth_spec *spec, int32_t stage)
{
    if (stage == QC_SYNTH_WON) return "won";
    return stage == QC_SYNTH_LOST ? "lost" : spec->stages[stage].name;
}

void qc_synth_row_add(const qc_synth_company *company, const qc_synth_row *row, qc_text *out)
{
    const qc_synth_spec *spec = &company->spec;
    const qc_synth_change *change = row->change;
    const qc_synth_deal *deal = &company->deals[change->deal];
    qc_text_addf(out, "D%05d,", (int) row->id + 1);
    add_date(row->day, row->dotted_date, out);
    qc_text_addf(out, ",%s,", qc_synth_stage_word(spec, change->stage));
    if (!isnan(change->amount) && !row->no_amount) qc_text_addf(out, "%.0f", change->amount);
    qc_text_addf(out, ",%s,%s,%s,C%05d\n", spec->reps[deal->rep].name,
                 spec->segments[deal->segment].name, spec->sources[deal->source].name,
                 (int) deal->customer + 1);
}

bool qc_synth_csv(const qc_synth_company *company, qc_span days, qc_text *out, qc_status *status)
{
    qc_text_add(out, QC_SYNTH_CSV_HEADER);
    for (size_t i = 0; i < company->change_count; i++) {
        const qc_synth_change *change = &company->changes[i];
        if (change->day < days.from || change->day > days.to) continue;
        const qc_synth_row row = {.change = change, .id = change->deal, .day = change->day};
        qc_synth_row_add(company, &row, out);
    }
    return !out->failed || qc_fail(status, QC_NO_MEMORY, "out of memory while writing the history");
}

/* ---- the plan that forecasts it ---- */

/* Of the people the plan says what no log does: how they ramp up. */
static void add_people(const qc_synth_spec *spec, qc_text *out)
{
    qc_text_add(out, "team: {");
    for (int32_t m = 0; m < spec->ramp_months; m++)
        qc_text_addf(out, "%s%.10g", m == 0 ? "ramp: [" : ", ", spec->ramp[m]);
    qc_text_add(out, spec->ramp_months > 0 ? "]}\nactivities:\n" : "}\nactivities:\n");
    for (int32_t k = 0; k < spec->activity_count; k++)
        qc_text_addf(out, "  \"%s\": {}\n", spec->activities[k].name);
}

static void add_target(const qc_synth_spec *spec, const qc_synth_target *target, qc_text *out)
{
    char from[16], to[16];
    qc_text_addf(out, "  - {name: \"%s\", metric: %s, period: %s..%s, at_least: %.10g",
                 target->name, target->metric == QC_SYNTH_BOOKINGS ? "bookings" : "customers",
                 qc_calendar_text(target->span.from, from), qc_calendar_text(target->span.to, to),
                 target->at_least);
    if (target->segment >= 0)
        qc_text_addf(out, ", scope: {segment: \"%s\"}", spec->segments[target->segment].name);
    qc_text_add(out, "}\n");
}

bool qc_synth_plan(const qc_synth_spec *spec, qc_day as_of, const char *deals_file,
                   const char *with, const qc_synth_target *targets, int32_t target_count,
                   qc_text *out, qc_status *status)
{
    char day[16];
    qc_text_addf(out, "company: \"%s\"\ncurrency: %s\nas_of: %s\nhistory: {deals: \"%s\"",
                 spec->company, spec->currency, qc_calendar_text(as_of, day), deals_file);
    if (with[0] != '\0') qc_text_addf(out, ", with: [%s]", with);
    if (spec->activity_count > 0)
        qc_text_add(out, ", activities: " QC_SYNTH_LOG_FILE ", people: " QC_SYNTH_PEOPLE_FILE);
    qc_text_add(out, "}\npipeline:\n");
    for (int32_t s = 0; s < spec->stage_count; s++)
        qc_text_addf(out, "  - {stage: \"%s\"}\n", spec->stages[s].name);
    if (spec->activity_count > 0) add_people(spec, out);
    if (target_count > 0) qc_text_add(out, "targets:\n");
    for (int32_t i = 0; i < target_count; i++)
        add_target(spec, &targets[i], out);
    return !out->failed || qc_fail(status, QC_NO_MEMORY, "out of memory while writing the plan");
}
