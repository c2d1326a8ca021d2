#include "study/decide/variants.h"

#include "core/text.h"
#include "plan/set.h"
#include "sim/summary/summarize.h"

#include <string.h>

typedef struct qc_variant_parts { /* what one variant owns */
    qc_plan plan;
    qc_findings findings;
    qc_model model; /* a refit; empty when the base's fit is shared */
    qc_book book;
    qc_questions questions;
} parts;

void qc_variants_free(qc_variants *variants)
{
    for (int32_t i = 0; variants->parts != NULL && i < variants->count - 1; i++) {
        parts *own = &variants->parts[i];
        qc_questions_free(&own->questions);
        qc_book_free(&own->book);
        qc_model_free(&own->model);
        qc_findings_free(&own->findings);
        qc_plan_free(&own->plan);
    }
    qc_arena_free(&variants->arena);
    memset(variants, 0, sizeof *variants);
}

int32_t qc_variants_figure(const qc_study_base *company)
{
    return company->forecast->questions.targets[company->target].figure;
}

bool qc_variants_target(const qc_questions *questions, const char *name, int32_t *target,
                        qc_status *status)
{
    const char *names[256];
    int32_t count = 0;
    *target = questions->headline;
    /* costs and ratios are never the headline, but may be judged */
    for (int32_t t = 0; *target < 0 && t < questions->target_count; t++)
        if (questions->targets[t].figure >= 0) *target = t;
    if (*target < 0)
        return qc_fail(status, QC_BAD_INPUT,
                       "no target is open; state one in the plan, e.g. targets: [{metric: "
                       "bookings, period: 2026, at_least: 1.2M}]");
    if (name == NULL) return true;
    for (int32_t t = 0; t < questions->target_count; t++) {
        const qc_asked_target *asked = &questions->targets[t];
        if (count < 256) names[count++] = asked->name;
        if (!qc_text_same(asked->name, name)) continue;
        *target = t;
        return asked->figure >= 0 ||
               qc_fail(status, QC_BAD_INPUT, "the period of target '%s' is over", name);
    }
    for (int32_t t = 0; t < questions->target_count; t++) {
        const qc_asked_target *asked = &questions->targets[t];
        if (asked->figure >= 0 && asked->target->name != NULL &&
            qc_text_same(asked->target->name, name))
            return qc_fail(status, QC_BAD_INPUT,
                           "'%s' stands for several targets; name one, e.g. '%s'", name,
                           asked->name);
    }
    const char *near = qc_text_nearest(name, names, count);
    return qc_fail(status, QC_BAD_INPUT, "the plan has no target '%s'%s%s%s", name,
                   near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
                   near != NULL ? "'?" : "");
}

/* ---- one variant ---- */

typedef struct making {
    qc_variants *variants;
    const qc_study_base *company;
    qc_status *status;
} making;

/* What the strongest of the changes asks for. */
static bool judge(const making *make, const qc_variant *asked, bool *refit)
{
    for (int32_t i = 0; i < asked->set_count; i++) {
        const char *set = asked->sets[i], *equals = qc_set_equals(set);
        char path[256] = "";
        if (equals == NULL || equals == set || (size_t) (equals - set) >= sizeof path)
            return qc_fail(make->status, QC_BAD_INPUT,
                           "'%s' is not PATH=VALUE, e.g. new_deals=+10%%", set);
        memcpy(path, set, (size_t) (equals - set));
        const qc_set_kind kind = qc_set_kind_of(path, equals + 1);
        *refit |= kind == QC_SET_BELIEF;
        if (kind == QC_SET_PLAN)
            return qc_fail(make->status, QC_BAD_INPUT,
                           "'%s' is no lever (deal_size, new_deals, win_rate, "
                           "pipeline.<stage>.conversion, pipeline.<stage>.days, "
                           "pipeline.conversion, pipeline.days, loss.<reason>, the same below "
                           "segments.<name>., what stands below team, activities, cost, market "
                           "and quota, or targets.<name>.at_least)",
                           path);
    }
    return true;
}

static bool read_plan(const making *make, const qc_variant *asked, parts *own)
{
    const qc_study_base *company = make->company;
    const int32_t count = company->set_count + asked->set_count;
    const char **sets = qc_arena_take(&make->variants->arena, (size_t) count, sizeof *sets,
                                      make->status);
    if (sets == NULL) return false;
    for (int32_t i = 0; i < count; i++)
        sets[i] = i < company->set_count ? company->sets[i] : asked->sets[i - company->set_count];
    const qc_plan *base = company->inputs->plan;
    return qc_plan_read_trial(&own->plan, base->file, base->bytes, base->length, sets, count,
                              &own->findings, make->status);
}

static bool fit(const making *make, parts *own)
{
    const qc_forecast_inputs *inputs = make->company->inputs;
    const qc_model_inputs fitting = {.history = inputs->history,
                                     .open = inputs->open,
                                     .log = inputs->log,
                                     .people = inputs->people,
                                     .quotas = inputs->quotas,
                                     .plan = &own->plan,
                                     .needs_amounts = make->company->forecast->model.has_sizes,
                                     .without = inputs->without};
    return qc_model_fit(&own->model, &own->book, &fitting, inputs->as_of, make->status);
}

/* The plan under its levers, on the base's fit; seats are its own. */
static qc_model *lever(const making *make, const qc_plan *plan)
{
    qc_model *model = qc_arena_take(&make->variants->arena, 1, sizeof *model, make->status);
    const bool ok = model != NULL &&
                    qc_model_with_levers(model, &make->company->forecast->model, plan,
                                         &make->variants->arena, make->status);
    return ok ? model : NULL;
}

/* What happens to people without a lever that says so. */
static void change_team(const qc_variant *asked, qc_team_model *team)
{
    team->changed = true;
    if (asked->leaver > 0 && asked->leaver <= team->seat_count)
        team->seats[asked->leaver - 1].until = team->as_of;
    for (int32_t s = 0; s < team->seat_count && asked->hired_later != 0; s++) {
        qc_seat *seat = &team->seats[s];
        if (!seat->planned) continue;
        seat->from += asked->hired_later;
        if (seat->from <= team->as_of) seat->from = team->as_of + 1;
    }
    if (!asked->frozen) return;
    int32_t kept = 0;
    for (int32_t s = 0; s < team->seat_count; s++)
        if (!team->seats[s].planned) team->seats[kept++] = team->seats[s];
    team->seat_count = kept;
    team->replaces = false;
}

static bool make_case(const making *make, const qc_variant *asked, parts *own, qc_paired_case *out)
{
    const qc_forecast *base = make->company->forecast;
    bool refit = false;
    *out = (qc_paired_case){.model = &base->model,
                            .questions = &base->questions,
                            .gone = asked->gone,
                            .slip_days = asked->slip_days,
                            .pace = asked->pace};
    const bool same_team = asked->leaver == 0 && !asked->frozen && asked->hired_later == 0;
    if (asked->set_count == 0 && same_team) return true;
    if (!judge(make, asked, &refit) || !read_plan(make, asked, own)) return false;
    if (refit && !fit(make, own)) return false;
    qc_model *model = refit ? &own->model : lever(make, &own->plan);
    if (model == NULL) return false;
    if (!same_team) {
        change_team(asked, &model->team);
        if (!qc_model_reseat(model, &make->variants->arena, make->status)) return false;
    }
    out->model = model;
    out->questions = &own->questions;
    return qc_questions_make(&own->questions, &own->plan, &base->book, make->status);
}

bool qc_variants_make(qc_variants *variants, const qc_study_base *company, const qc_variant *asked,
                      int32_t count, qc_status *status)
{
    const making make = {variants, company, status};
    const size_t room = (size_t) count;
    variants->parts = qc_arena_take(&variants->arena, room, sizeof *variants->parts, status);
    variants->cases = qc_arena_take(&variants->arena, room + 1, sizeof *variants->cases, status);
    if (variants->parts == NULL || variants->cases == NULL) return false;
    variants->count = count + 1;
    variants->cases[0] = (qc_paired_case){.model = &company->forecast->model,
                                          .questions = &company->forecast->questions};
    for (int32_t i = 0; i < count; i++) {
        if (!make_case(&make, &asked[i], &variants->parts[i], &variants->cases[i + 1]))
            return false;
    }
    return true;
}

bool qc_variants_run(qc_paired *paired, const qc_study_base *company, const qc_variant *asked,
                     int32_t count, const qc_sim_options *options, int64_t first_trial,
                     int64_t trials, qc_status *status)
{
    qc_variants variants = {0};
    bool ok = qc_variants_make(&variants, company, asked, count, status);
    const qc_paired_asked judged = {variants.cases,
                                    variants.count,
                                    qc_variants_figure(company),
                                    &company->forecast->book,
                                    options,
                                    first_trial,
                                    trials};
    ok = ok && qc_paired_judge(paired, &judged, status);
    qc_variants_free(&variants);
    return ok;
}

/* ---- what a report says around the figures ---- */

bool qc_variants_head(qc_summary *head, const qc_study_base *company, const qc_paired *paired,
                      const qc_sim_options *options, qc_status *status)
{
    const qc_forecast *base = company->forecast;
    qc_run run = base->run;
    run.engine = paired->engine;
    run.engine_why = paired->engine_why;
    run.error_bound = qc_paired_largest_bound(paired);
    const qc_summary_inputs in = {&paired->outcomes[0],
                                  &base->questions,
                                  &run,
                                  &base->model,
                                  &base->book,
                                  company->inputs->plan,
                                  company->inputs->history,
                                  company->inputs->open,
                                  company->inputs->findings,
                                  options,
                                  company->inputs->log,
                                  company->inputs->people,
                                  company->inputs->quotas};
    if (!qc_summary_make(head, &in, status)) return false;
    head->headline = company->target;
    head->interrupted = paired->interrupted;
    return true;
}
