/* One factor on all activities is sought that gives the chance: ramp, hours and the pooled rates of the model
 * decide what it yields. What each seat then has to do follows from its share of the productive weeks. */
#include "study/decide/duties.h"

#include "models/rates.h"
#include "plan/people_lever.h"
#include "study/decide/seek.h"

#include <math.h>
#include <string.h>

#define SURE         1.959964 /* 95%, two-sided */
#define FIRST_TRIALS 800
#define DRAWS        200
#define WEEK_DAYS    7.0
#define NEARLY       0.005 /* of chance: as good as the most there is */
#define FULL         0.98  /* of the hours */
#define NEAR         3     /* points of the closer look */

static const double FACTORS[] = {0.02, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4};
#define STEPS ((int32_t) (sizeof FACTORS / sizeof FACTORS[0]))

void qc_duties_free(qc_duties *duties)
{
    qc_arena_free(&duties->arena);
    memset(duties, 0, sizeof *duties);
}

typedef struct dividing {
    qc_duties *duties;
    const qc_study_base *company;
    const qc_sim_options *options;
    qc_arena scratch;
    qc_status *status;
} dividing;

/* ---- the factor ---- */

typedef struct ladder {
    double factor[STEPS], chance[STEPS], error[STEPS];
    int32_t count;
} ladder;

static bool ask(dividing *d, double factor, qc_variant *asked)
{
    const char **sets = qc_arena_take(&d->scratch, 1, sizeof *sets, d->status);
    if (sets == NULL) return false;
    sets[0] = qc_arena_format(&d->scratch, d->status, "activities.per_rep_per_week=%+.6g%%",
                              100 * (factor - 1));
    *asked = (qc_variant){.name = "", .sets = sets, .set_count = 1};
    return sets[0] != NULL;
}

/* Chances of all steps on one luck, made to rise. */
static bool climb(dividing *d, ladder *it, int64_t trials, bool smooth)
{
    const qc_questions *questions = &d->company->forecast->questions;
    const int32_t figure = qc_variants_figure(d->company);
    qc_variant asked[STEPS];
    qc_paired paired = {0};
    bool ok = true;
    for (int32_t i = 0; ok && i < it->count; i++)
        ok = ask(d, it->factor[i], &asked[i]);
    ok = ok &&
         qc_variants_run(&paired, d->company, asked, it->count, d->options, 0, trials, d->status);
    for (int32_t i = 0; ok && i < it->count; i++) {
        const qc_estimate chance = qc_paired_chance(&paired, i + 1, figure);
        it->chance[i] = smooth
                            ? qc_paired_smooth(&paired, i + 1, figure, &questions->figures[figure])
                            : chance.value;
        it->error[i] = chance.std_error;
    }
    if (ok) qc_seek_pool(it->chance, it->count);
    qc_paired_free(&paired);
    return ok;
}

/* Where the ladder reaches `wanted`; beyond its ends the slope goes on. */
static double crossing(const ladder *it, double wanted)
{
    int32_t i = 1;
    while (i < it->count - 1 && it->chance[i] < wanted)
        i++;
    double a = it->chance[i - 1], b = it->chance[i], from = it->factor[i - 1], to = it->factor[i];
    if (!(b > a)) {
        a = it->chance[0];
        b = it->chance[it->count - 1];
        from = it->factor[0];
        to = it->factor[it->count - 1];
    }
    if (!(b > a)) return to;
    const double at = from + (wanted - a) / (b - a) * (to - from);
    return fmin(fmax(at, FACTORS[0]), FACTORS[STEPS - 1]);
}

/* More activities no longer help from here on. */
static void settle_for_less(qc_duties *duties, const ladder *it)
{
    const double most = it->chance[it->count - 1];
    int32_t first = 0;
    while (it->chance[first] < most - NEARLY)
        first++;
    duties->factor = duties->low = duties->high = it->factor[first];
    duties->chance = it->chance[first];
}

static bool find_factor(dividing *d, int64_t trials)
{
    qc_duties *duties = d->duties;
    ladder it = {.count = STEPS};
    memcpy(it.factor, FACTORS, sizeof FACTORS);
    if (!climb(d, &it, FIRST_TRIALS, true)) return false;
    if (it.chance[STEPS - 1] < duties->wanted) {
        settle_for_less(duties, &it);
        return true;
    }
    const double at = crossing(&it, duties->wanted);
    it.count = NEAR;
    for (int32_t i = 0; i < NEAR; i++)
        it.factor[i] = at * (0.85 + 0.15 * i);
    if (!climb(d, &it, trials, false)) return false;
    if (it.chance[NEAR - 1] < duties->wanted &&
        it.chance[NEAR - 1] - it.chance[0] <
            2 * it.error[NEAR - 1]) { /* no slope that leads there */
        settle_for_less(duties, &it);
        return true;
    }
    duties->reached = true;
    duties->chance = duties->wanted;
    duties->factor = crossing(&it, duties->wanted);
    const double error = it.error[NEAR / 2], unsure = SURE * (isfinite(error) ? error : 1);
    duties->low = crossing(&it, duties->wanted - unsure);
    duties->high = crossing(&it, duties->wanted + unsure);
    return true;
}

/* ---- deals into each stage ---- */

/* A plan that asks for nothing but the entries of each stage after the as-of day. */
static bool ask_entries(dividing *d, qc_plan *plan)
{
    const qc_questions *base = &d->company->forecast->questions;
    const qc_span span = {base->as_of + 1, base->targets[d->company->target].span.to};
    *plan = *d->company->inputs->plan;
    plan->targets = qc_arena_take(&d->scratch, (size_t) plan->stage_count, sizeof *plan->targets,
                                  d->status);
    plan->target_count = 0;
    for (int32_t s = 0; plan->targets != NULL && s < plan->stage_count; s++)
        plan->targets[plan->target_count++] = (qc_target){.name = plan->stages[s].name,
                                                          .metric = QC_METRIC_QUALIFIED,
                                                          .stage = s,
                                                          .amount = 1,
                                                          .period = {.span = span, .text = ""}};
    return plan->targets != NULL;
}

/* Mean entries by stage under `model`. */
static bool count_entries(dividing *d, const qc_model *model, int64_t trials, double *entries)
{
    qc_plan plan;
    qc_questions questions = {0};
    qc_paired paired = {0};
    const bool ok = ask_entries(d, &plan) &&
                    qc_questions_make(&questions, &plan, &d->company->forecast->book, d->status);
    const qc_paired_case one = {.model = model, .questions = &questions};
    const bool ran = ok && qc_paired_run(&paired, &one, 1, &d->company->forecast->book, d->options,
                                         0, trials, d->status);
    for (int32_t s = 0; ran && s < plan.stage_count; s++) {
        const int32_t figure = questions.targets[s].figure;
        entries[s] = figure < 0 ? 0
                                : (double) paired.outcomes[0].figures[figure].sum /
                                      (double) paired.trials / (double) paired.units[figure];
    }
    qc_paired_free(&paired);
    qc_questions_free(&questions);
    return ran;
}

/* Hours of work that the deals bring in the period: each stays as long as deals do on the whole. */
static bool deal_hours(dividing *d, const qc_model *model, const double *entries, double *hours)
{
    const qc_plan *plan = d->company->inputs->plan;
    const qc_book *book = &d->company->forecast->book;
    qc_rates rates = {0};
    *hours = 0;
    if (!qc_rates_make(&rates, model, d->options->seed, DRAWS, &d->scratch, d->status))
        return false;
    for (int32_t s = 0; s < plan->stage_count; s++) {
        double deals = entries[s];
        for (int32_t i = 0; i < book->open_count; i++)
            deals += book->open[i].stage == s;
        *hours += deals * plan->stages[s].hours_per_week * rates.days[s].value / WEEK_DAYS;
    }
    return true;
}

/* ---- seats ---- */

/* People with names have a row each; seats without are alike where the plan says the same of them. */
static bool are_alike(const qc_seat *a, const qc_seat *b)
{
    const bool same_tenure = (isinf(a->tenure_days) && isinf(b->tenure_days)) ||
                             fabs(a->tenure_days - b->tenure_days) < 0.5;
    const bool same_skill = (isnan(a->skill) && isnan(b->skill)) ||
                            fabs(a->skill - b->skill) < 1e-9;
    return a->name == NULL && b->name == NULL && a->planned == b->planned && a->from == b->from &&
           a->until == b->until && a->prospects_only == b->prospects_only && same_tenure &&
           same_skill;
}

static const char *name_of(dividing *d, const qc_seat *seat, int32_t alike)
{
    qc_arena *arena = &d->duties->arena;
    char day[16];
    if (seat->name != NULL) return qc_arena_text(arena, seat->name, d->status);
    if (!seat->planned)
        return qc_arena_format(arena, d->status, "%d %s", (int) alike, alike == 1 ? "rep" : "reps");
    return qc_arena_format(arena, d->status, "%d %s from %s", (int) alike,
                           alike == 1 ? "hire" : "hires", qc_calendar_text(seat->from, day));
}

typedef struct yields {         /* means over draws */
    double *productive, *taken; /* [seat]: weeks */
    double *yielding;           /* [seat]: productive weeks by the skill of who sits there */
    double hours;               /* of all activities in a full week */
} yields;

static bool weigh_seats(dividing *d, const qc_model *model, yields *out)
{
    const qc_team_model *team = &model->team;
    const qc_questions *questions = &d->company->forecast->questions;
    const int32_t days = questions->targets[d->company->target].span.to - questions->as_of;
    const size_t seats = (size_t) team->seat_count;
    const qc_shift whole = {0, days};
    qc_draw draw = {0};
    double *work = qc_arena_take(&d->scratch, (size_t) days + 1, sizeof *work, d->status);
    out->productive = qc_arena_take(&d->scratch, seats, sizeof(double), d->status);
    out->taken = qc_arena_take(&d->scratch, seats, sizeof(double), d->status);
    out->yielding = qc_arena_take(&d->scratch, seats, sizeof(double), d->status);
    bool ok = work != NULL && out->productive != NULL && out->taken != NULL &&
              out->yielding != NULL && qc_draw_room(&draw, model, d->status);
    if (ok) qc_team_model_work(team, days, work);
    for (int32_t i = 0; ok && i < DRAWS; i++) {
        ok = qc_model_draw(model, d->options->seed, i, &draw, d->status);
        out->hours += (draw.activities.week.first_hours + draw.activities.week.follow_hours) /
                      DRAWS;
        for (int32_t s = 0; ok && s < team->seat_count; s++) {
            double productive = 0, seated = 0;
            qc_team_model_seat(team, &team->seats[s], draw.leave_per_day, d->options->seed, i, work,
                               &whole, 1, &productive, &seated);
            out->productive[s] += productive / DRAWS;
            out->yielding[s] += productive / DRAWS *
                                qc_skill_model_draw(&model->skills, &team->seats[s],
                                                    d->options->seed, i);
            out->taken[s] += work[days] * seated / days / DRAWS;
        }
    }
    qc_draw_free(&draw);
    return ok;
}

/* ---- the table ---- */

static bool name_columns(qc_duties *duties, const qc_plan *plan, qc_status *status)
{
    const size_t kinds = (size_t) plan->activities.count, stages = (size_t) plan->stage_count;
    duties->kinds = qc_arena_take(&duties->arena, kinds, sizeof *duties->kinds, status);
    duties->stages = qc_arena_take(&duties->arena, stages, sizeof *duties->stages, status);
    if (duties->kinds == NULL || duties->stages == NULL) return false;
    for (; duties->kind_count < plan->activities.count; duties->kind_count++) {
        const char *name = plan->activities.kinds[duties->kind_count].name;
        duties->kinds[duties->kind_count] = qc_arena_text(&duties->arena, name, status);
        if (duties->kinds[duties->kind_count] == NULL) return false;
    }
    for (; duties->stage_count < plan->stage_count; duties->stage_count++) {
        const char *name = plan->stages[duties->stage_count].name;
        duties->stages[duties->stage_count] = qc_arena_text(&duties->arena, name, status);
        if (duties->stages[duties->stage_count] == NULL) return false;
    }
    return true;
}

typedef struct load { /* what a taken week holds, the same for every seat */
    double deals;     /* hours of open deals */
    double fits;      /* share of the activities that finds time beside them */
    double hours;     /* of activities and deals */
} load;

/* Open deals come first, but for what is kept for prospecting; activities take what is left. */
static load load_of(const qc_team_model *team, const yields *seats, double deal_hours)
{
    const qc_activity_week week = {.first_hours = seats->hours};
    double taken = 0;
    for (int32_t s = 0; s < team->seat_count; s++)
        taken += seats->taken[s];
    load it = {.deals = taken > 0 ? deal_hours / taken : 0, .fits = 1};
    it.hours = it.deals + seats->hours;
    if (!isfinite(team->hours)) return it;
    const double room = fmax(team->hours - team->prospecting_hours, 0);
    it.fits = qc_activity_model_fits(&week, fmax(team->hours - fmin(it.deals, room), 0));
    return it;
}

static bool fill_row(dividing *d, const qc_model *model, const yields *seats, const load *week,
                     const double *entries, int32_t first, qc_duty *row)
{
    const qc_team_model *team = &model->team;
    const qc_plan *plan = model->plan;
    const double more = isfinite(team->base_hours) && team->base_hours > 0
                            ? team->hours / team->base_hours
                            : 1;
    double productive = 0, yielding = 0, taken = 0, all = 0;
    for (int32_t s = 0; s < team->seat_count; s++) {
        all += seats->yielding[s];
        if (s < first || (s > first && !are_alike(&team->seats[first], &team->seats[s]))) continue;
        row->seats++;
        productive += seats->productive[s];
        yielding += seats->yielding[s];
        taken += seats->taken[s];
    }
    row->name = name_of(d, &team->seats[first], row->seats);
    row->activities = qc_arena_take(&d->duties->arena, (size_t) d->duties->kind_count,
                                    sizeof(double), d->status);
    row->entries = qc_arena_take(&d->duties->arena, (size_t) d->duties->stage_count, sizeof(double),
                                 d->status);
    if (row->name == NULL || row->activities == NULL || row->entries == NULL) return false;
    row->weeks = taken / row->seats;
    row->ramped = taken > 0 ? fmin(productive / taken, 1) : 0;
    row->hours = taken > 0 ? week->hours : 0;
    row->full = taken > 0 && isfinite(team->hours) && row->hours >= FULL * team->hours;
    for (int32_t k = 0; k < d->duties->kind_count; k++)
        row->activities[k] = row->ramped * week->fits * more *
                             qc_people_lever_apply(plan, QC_PEOPLE_COUNT, k,
                                                   model->activities.per_week[k]);
    for (int32_t s = 0; s < d->duties->stage_count; s++)
        row->entries[s] = all > 0 && taken > 0 ? entries[s] * yielding / all / taken : 0;
    return true;
}

/* Seats that are alike share a row. */
static bool list_rows(dividing *d, const qc_model *model, const yields *seats, const load *week,
                      const double *entries)
{
    qc_duties *duties = d->duties;
    const qc_team_model *team = &model->team;
    duties->rows = qc_arena_take(&duties->arena, (size_t) team->seat_count, sizeof *duties->rows,
                                 d->status);
    if (duties->rows == NULL) return false;
    for (int32_t s = 0; s < team->seat_count; s++) {
        bool listed = false;
        for (int32_t before = 0; before < s; before++)
            listed |= are_alike(&team->seats[before], &team->seats[s]);
        if (listed) continue;
        qc_duty *row = &duties->rows[duties->count++];
        if (!fill_row(d, model, seats, week, entries, s, row)) return false;
        duties->full_count += row->full ? row->seats : 0;
    }
    return true;
}

static bool divide(dividing *d, int64_t trials)
{
    const int32_t stages = d->company->inputs->plan->stage_count;
    double *entries = qc_arena_take(&d->scratch, (size_t) stages, sizeof *entries, d->status);
    qc_variants variants = {0};
    qc_variant asked;
    yields seats = {0};
    double hours = 0;
    bool ok = entries != NULL && ask(d, d->duties->factor, &asked) &&
              qc_variants_make(&variants, d->company, &asked, 1, d->status);
    if (ok) {
        const qc_model *model = variants.cases[1].model;
        d->duties->selling_hours = model->team.hours;
        ok = count_entries(d, model, trials, entries) && deal_hours(d, model, entries, &hours) &&
             weigh_seats(d, model, &seats) && name_columns(d->duties, model->plan, d->status);
        if (ok) {
            const load week = load_of(&model->team, &seats, hours);
            ok = list_rows(d, model, &seats, &week, entries);
        }
    }
    qc_variants_free(&variants);
    return ok;
}

bool qc_duties_run(qc_duties *duties, const qc_study_base *company, double wanted,
                   const qc_sim_options *options, int64_t trials, qc_status *status)
{
    dividing d = {.duties = duties, .company = company, .options = options, .status = status};
    if (!company->forecast->model.team.on || !company->forecast->model.activities.on)
        return qc_fail(status, QC_BAD_INPUT,
                       "--by activity: the plan states no %s to hand the target to",
                       company->forecast->model.team.on ? "activities" : "team with activities");
    duties->wanted = wanted;
    const bool ok = find_factor(&d, trials) && divide(&d, (trials + 1) / 2);
    qc_arena_free(&d.scratch);
    return ok;
}
