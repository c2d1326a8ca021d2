#include "study/decide/last_hire.h"

#include "study/decide/seek.h"

#include <string.h>

#define SURE 1.959964 /* 95%, two-sided */

void qc_last_hire_free(qc_last_hire *last)
{
    qc_summary_free(&last->head);
    qc_arena_free(&last->arena);
    memset(last, 0, sizeof *last);
}

/* The first row is the day after the as-of day, then the first of each month in the period. */
static bool list_months(qc_last_hire *last, qc_day as_of, qc_span span, qc_status *status)
{
    last->rows = qc_arena_take(&last->arena, QC_LAST_HIRE_MONTHS, sizeof *last->rows, status);
    if (last->rows == NULL) return false;
    for (qc_day day = as_of + 1; day <= span.to && !last->cut;
         day = qc_calendar_month_span(qc_calendar_month_index(day)).to + 1) {
        last->cut = last->count == QC_LAST_HIRE_MONTHS;
        if (!last->cut) last->rows[last->count++].start = day;
    }
    return true;
}

static bool ask(const qc_last_hire *last, qc_variant *asked, qc_arena *scratch, qc_status *status)
{
    for (int32_t i = 0; i < last->count; i++) {
        const char **sets = qc_arena_take(scratch, 1, sizeof *sets, status);
        char day[16];
        if (sets == NULL) return false;
        sets[0] = qc_arena_format(scratch, status, "team.hires=+%d from %s", (int) last->people,
                                  qc_calendar_text(last->rows[i].start, day));
        if (sets[0] == NULL) return false;
        asked[i] = (qc_variant){.name = "", .sets = sets, .set_count = 1};
    }
    return true;
}

/* Earlier hires do not help less: what falls the wrong way by luck is pooled away, read backwards. */
static void pool(double *changes, int32_t count)
{
    double turned[QC_LAST_HIRE_MONTHS];
    for (int32_t i = 0; i < count; i++)
        turned[i] = changes[count - 1 - i];
    qc_seek_pool(turned, count);
    for (int32_t i = 0; i < count; i++)
        changes[i] = turned[count - 1 - i];
}

static int32_t last_above(const qc_last_hire *last, const double *pooled, double errors)
{
    int32_t found = -1;
    for (int32_t i = 0; i < last->count; i++)
        if (pooled[i] + errors * last->rows[i].change.std_error >= last->least) found = i;
    return found;
}

static void judge(qc_last_hire *last)
{
    double pooled[QC_LAST_HIRE_MONTHS];
    for (int32_t i = 0; i < last->count; i++)
        pooled[i] = last->rows[i].change.value;
    pool(pooled, last->count);
    last->last = last_above(last, pooled, 0);
    last->sure = last_above(last, pooled, -SURE);
    last->open = last_above(last, pooled, SURE);
}

bool qc_last_hire_run(qc_last_hire *last, const qc_study_base *company, int32_t people,
                      double least, const qc_sim_options *options, int64_t trials,
                      qc_status *status)
{
    const qc_forecast *base = company->forecast;
    const qc_asked_target *target = &base->questions.targets[company->target];
    const int32_t figure = qc_variants_figure(company);
    qc_variant asked[QC_LAST_HIRE_MONTHS];
    qc_arena scratch = {0};
    qc_paired paired = {0};
    if (!base->model.team.on)
        return qc_fail(status, QC_BAD_INPUT,
                       "a hire changes nothing here: the plan states no team, e.g. team: {reps: 4, "
                       "ramp: [0%%, 50%%]} and activities");
    last->people = people;
    last->least = least;
    const bool ok = list_months(last, base->questions.as_of, target->span, status) &&
                    ask(last, asked, &scratch, status) &&
                    qc_variants_run(&paired, company, asked, last->count, options, 0, trials,
                                    status) &&
                    qc_variants_head(&last->head, company, &paired, options, status);
    for (int32_t i = 0; ok && i < last->count; i++) {
        last->rows[i].change = qc_paired_change(&paired, i + 1, figure);
        last->rows[i].moved = qc_paired_moved(&paired, i + 1, figure);
    }
    if (ok) judge(last);
    qc_paired_free(&paired);
    qc_arena_free(&scratch);
    return ok;
}
