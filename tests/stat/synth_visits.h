/** The visits of a synthetic company, one after the other, for tests of the law that each follows. */
#ifndef QC_TESTS_SYNTH_VISITS_H
#define QC_TESTS_SYNTH_VISITS_H

#include "study/synth/synth_world.h"

#include <check.h>
#include <string.h>

#define MOST_VALUES 400000
#define SETTLED     400 /* days before the end of the recording; older visits have all ended */

/* Nothing but stages: one rep, one segment, no months, no shock. */
static inline qc_synth_spec calm_spec(double new_deals_per_month)
{
    qc_synth_spec spec = {.history_months = 36, .losers_dwell = 1, .amount_known = 1};
    spec.as_of = qc_calendar_day(2026, 6, 30);
    spec.until = qc_calendar_day(2026, 7, 31);
    spec.stage_count = 3;
    for (int32_t s = 0; s < 3; s++) {
        const qc_synth_stage stage = {
            .name = "s", .shape = 1, .scale_days = 8, .advance = 0.6, .expires = true};
        spec.stages[s] = stage;
        spec.stages[s].name[0] = (char) ('a' + s);
    }
    spec.segment_count = spec.rep_count = spec.source_count = 1;
    spec.segments[0] = (qc_synth_segment){"all", new_deals_per_month,     1000, 0.5, 1, 0,
                                          0,     {1, 1, 1, 1, 1, 1, 1, 1}};
    spec.reps[0] = (qc_synth_rep){.name = "ann", .skill = 1};
    spec.sources[0] = (qc_synth_source){"web", 1};
    for (int32_t m = 0; m < 12; m++)
        spec.month_effect[m] = spec.arrival_effect[m] = 1;
    return spec;
}

typedef struct visit {
    int32_t stage, next;
    qc_day enter, leave;
    const qc_synth_company *company; /* whose visit it is, and of which deal */
    int32_t deal;
} visit;
typedef void visit_reader(const visit *stay, void *context);

/* Hand over every visit that began long enough before the end to be over. */
static inline void read_visits(const qc_synth_spec *spec, visit_reader *reader, void *context)
{
    static visit current[MOST_VALUES];
    qc_synth_company company = {0};
    qc_status status = {0};
    ck_assert(qc_synth_run(&company, spec, 20260630, &status));
    ck_assert_uint_lt(company.deal_count, MOST_VALUES);
    memset(current, 0, sizeof current);
    for (size_t i = 0; i < company.change_count; i++) {
        const qc_synth_change *change = &company.changes[i];
        visit *now = &current[change->deal];
        if (now->enter && now->enter < spec->until - SETTLED) {
            now->leave = change->day, now->next = change->stage;
            reader(now, context);
        }
        *now = (visit){.stage = change->stage,
                       .enter = change->day,
                       .company = &company,
                       .deal = change->deal};
    }
    qc_synth_company_free(&company);
}

typedef struct share {
    int64_t hits, tries;
    int32_t days;
} share;

static inline share count_visits(const qc_synth_spec *spec, visit_reader *reader, int32_t days)
{
    share count = {.days = days};
    read_visits(spec, reader, &count);
    return count;
}

#endif
