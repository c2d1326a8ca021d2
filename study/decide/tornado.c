#include "study/decide/tornado.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DRAWS      200
#define MOST_ROWS  (2 * 32 + 2 + 2 * QC_ACTIVITIES_MAX + 6)
#define HIRES      "team.hires"
#define REPS       "team.reps"
#define MONTH_DAYS 30
#define SMALL      0.2 /* a share below moves by 10% and not by points */
#define SIDES      4   /* own low and high, natural low and high */
#define HUNDREDTHS 100.0
#define NO_RANGE   1e-9 /* of the value: a narrower range is none */

void qc_tornado_free(qc_tornado *tornado)
{
    qc_summary_free(&tornado->head);
    qc_arena_free(&tornado->arena);
    memset(tornado, 0, sizeof *tornado);
}

typedef struct twisting {
    qc_tornado *tornado;
    const qc_study_base *company;
    qc_arena *scratch;
    qc_status *status;
} twisting;

/* ---- inputs ---- */

static qc_ranged exactly(double value)
{
    return (qc_ranged){value, value, value};
}

static bool add_row(const twisting *t, const char *path, qc_tornado_unit unit, qc_ranged value)
{
    qc_tornado_row *row = &t->tornado->rows[t->tornado->count];
    if (path == NULL) return false;
    if (!(value.value > 0)) return true; /* nothing to swing */
    /* the mean of draws that are all the same is off by rounding */
    if (value.high - value.low <= NO_RANGE * value.value) value = exactly(value.value);
    const bool points = unit == QC_TORNADO_SHARE &&
                        (value.value >= SMALL || strncmp(path, "activities.", 11) != 0);
    *row = (qc_tornado_row){.path = path,
                            .unit = unit,
                            .value = value,
                            .step = unit == QC_TORNADO_DATE     ? "one month"
                                    : unit == QC_TORNADO_PEOPLE ? "1 rep"
                                    : points                    ? "5 points"
                                                                : "10%"};
    t->tornado->count++;
    return true;
}

/* ---- people ---- */

static qc_ranged range_of(const qc_share_belief *share)
{
    if (share->certain) return exactly(share->mean);
    return (qc_ranged){share->mean, gsl_cdf_beta_Pinv(0.1, share->alpha, share->beta),
                       gsl_cdf_beta_Pinv(0.9, share->alpha, share->beta)};
}

static bool list_activities(const twisting *t)
{
    const qc_activity_model *model = &t->company->forecast->model.activities;
    qc_arena *arena = &t->tornado->arena;
    for (int32_t k = 0; model->on && k < model->count; k++) {
        const char *name = model->plan->activities.kinds[k].name;
        if (!add_row(t, qc_arena_format(arena, t->status, "activities.%s.contact_rate", name),
                     QC_TORNADO_SHARE, range_of(&model->contact[k])) ||
            !add_row(t, qc_arena_format(arena, t->status, "activities.%s.opportunity_rate", name),
                     QC_TORNADO_SHARE, range_of(&model->opportunity[k])))
            return false;
    }
    return true;
}

/* The first hire to come stands for all: they move together. */
static bool list_hires(const twisting *t)
{
    const qc_team_model *team = &t->company->forecast->model.team;
    qc_day first = QC_DAY_NONE;
    for (int32_t s = 0; s < team->seat_count; s++) {
        const qc_seat *seat = &team->seats[s];
        if (seat->planned && (first == QC_DAY_NONE || seat->from < first)) first = seat->from;
    }
    if (first == QC_DAY_NONE) return true;
    qc_ranged start = exactly(first);
    if (team->late)
        start = (qc_ranged){first + floor(qc_spread_quantile(&team->delay, 0.5)),
                            first + floor(qc_spread_quantile(&team->delay, 0.1)),
                            first + floor(qc_spread_quantile(&team->delay, 0.9))};
    return add_row(t, HIRES, QC_TORNADO_DATE, start);
}

static bool list_people(const twisting *t)
{
    const qc_team_model *team = &t->company->forecast->model.team;
    const qc_plan *plan = t->company->inputs->plan;
    if (!team->on) return true;
    if (team->leaves && !add_row(t, "team.attrition", QC_TORNADO_SHARE, range_of(&team->attrition)))
        return false;
    if (isfinite(plan->team.hours_per_week) &&
        !add_row(t, "team.hours_per_week", QC_TORNADO_HOURS, exactly(plan->team.hours_per_week)))
        return false;
    const double share = team->hours / team->work_hours; /* not a number without hours */
    double here = 0;
    for (int32_t s = 0; s < team->seat_count; s++)
        here += !team->seats[s].planned;
    return (!(share < 1) || add_row(t, "team.selling_time", QC_TORNADO_SHARE, exactly(share))) &&
           add_row(t, REPS, QC_TORNADO_PEOPLE, exactly(here)) && list_hires(t) &&
           list_activities(t);
}

/* ---- the list ---- */

static bool list_rows(const twisting *t, uint64_t seed)
{
    const qc_plan *plan = t->company->inputs->plan;
    qc_arena *arena = &t->tornado->arena;
    qc_rates rates = {0};
    t->tornado->rows = qc_arena_take(arena, MOST_ROWS, sizeof *t->tornado->rows, t->status);
    if (t->tornado->rows == NULL ||
        !qc_rates_make(&rates, &t->company->forecast->model, seed, DRAWS, arena, t->status) ||
        !add_row(t, "new_deals", QC_TORNADO_RATE, rates.new_deals) ||
        !add_row(t, "deal_size", QC_TORNADO_MONEY, rates.deal_size))
        return false;
    for (int32_t s = 0; s < rates.stage_count; s++) {
        const char *name = plan->stages[s].name;
        if (!add_row(t, qc_arena_format(arena, t->status, "pipeline.%s.conversion", name),
                     QC_TORNADO_SHARE, rates.conversion[s]) ||
            !add_row(t, qc_arena_format(arena, t->status, "pipeline.%s.days", name),
                     QC_TORNADO_DAYS, rates.days[s]))
            return false;
    }
    return list_people(t);
}

/* The change that brings the input's mean to one end of its range, or moves it by one unit. */
static const char *change_of(const twisting *t, const qc_tornado_row *row, int side)
{
    const double to = side == 0 ? row->value.low : row->value.high;
    if (side < 2)
        return qc_arena_format(t->scratch, t->status, "%s=%+.6g%%", row->path,
                               100 * fmax(to / row->value.value - 1, -0.99));
    if (row->unit == QC_TORNADO_PEOPLE)
        return qc_arena_format(t->scratch, t->status, "%s=%.0f", row->path,
                               row->value.value + (side == 2 ? -1 : 1));
    return qc_arena_format(t->scratch, t->status, "%s=%s%s", row->path, side == 2 ? "-" : "+",
                           row->step);
}

/* Days by which hires come later at an end. */
static int32_t later_of(const qc_tornado_row *row, int side)
{
    if (side >= 2) return side == 2 ? -MONTH_DAYS : MONTH_DAYS;
    return (int32_t) lround((side == 0 ? row->value.low : row->value.high) - row->value.value);
}

/* An end that is where the input is already needs no run of its own. */
static bool is_moved(const qc_tornado_row *row, int side)
{
    const double to = side == 0 ? row->value.low : row->value.high;
    return side >= 2 || to < row->value.value || to > row->value.value;
}

/* Fills `asked` and where each row's sides stand in it; returns how many there are, -1 = no memory. */
static int32_t ask_rows(const twisting *t, qc_variant *asked, int32_t (*which)[SIDES])
{
    int32_t count = 0;
    for (int32_t i = 0; i < t->tornado->count * SIDES; i++) {
        const qc_tornado_row *row = &t->tornado->rows[i / SIDES];
        which[i / SIDES][i % SIDES] = 0; /* the plan as it is */
        if (!is_moved(row, i % SIDES)) continue;
        which[i / SIDES][i % SIDES] = count + 1;
        if (row->unit == QC_TORNADO_DATE) {
            asked[count++] = (qc_variant){.name = "", .hired_later = later_of(row, i % SIDES)};
            continue;
        }
        const char **sets = qc_arena_take(t->scratch, 1, sizeof *sets, t->status);
        if (sets == NULL) return -1;
        sets[0] = change_of(t, row, i % SIDES);
        if (sets[0] == NULL) return -1;
        asked[count++] = (qc_variant){.name = "", .sets = sets, .set_count = 1};
    }
    return count;
}

static double width(const qc_tornado_row *row)
{
    return fabs(row->own.high.value - row->own.low.value);
}

static double step_width(const qc_tornado_row *row)
{
    return fabs(row->natural.high.value - row->natural.low.value);
}

static int by_width(const void *a, const void *b)
{
    const qc_tornado_row *left = a, *right = b;
    if (width(left) != width(right)) return width(left) > width(right) ? -1 : 1;
    if (step_width(left) != step_width(right)) return step_width(left) > step_width(right) ? -1 : 1;
    return strcmp(left->path, right->path);
}

/* ---- where the spread comes from ---- */

typedef struct spread_of {
    double within, between; /* trials of one draw, and draws */
} spread_of;

static spread_of split(const qc_paired *paired, int32_t which, int32_t figure)
{
    const qc_tally *tally = &paired->outcomes[which].figures[figure];
    const double trials = (double) paired->trials, groups = (double) paired->groups;
    const double size = QC_GROUP_TRIALS, mean = (double) tally->sum / trials;
    const double all = (double) tally->square_sum / trials - mean * mean;
    const double means = (double) tally->group_square_sum / groups / (size * size) - mean * mean;
    const double between = fmin(fmax((means - all / size) / (1 - 1 / size), 0), all);
    return (spread_of){all - between, between};
}

/* Month shocks: what the spread within a draw loses when they are switched off. The rest is the luck of
 * single deals, split as the open and the new deals spread without shocks. */
static bool split_variance(const twisting *t, const qc_sim_options *options, int64_t trials)
{
    const qc_forecast *base = t->company->forecast;
    const qc_questions *questions = &base->questions;
    const int32_t figure = qc_variants_figure(t->company);
    qc_tornado *tornado = t->tornado;
    qc_model *calm = qc_arena_take(t->scratch, 1, sizeof *calm, t->status);
    qc_paired paired = {0};
    if (calm == NULL) return false;
    *calm = base->model;
    for (int g = 0; g < QC_GROUP_SHOCKED; g++)
        calm->stages.effects[g].cells = 0;
    const qc_paired_case cases[] = {{.model = &base->model, .questions = questions},
                                    {.model = calm, .questions = questions}};
    if (!qc_paired_run(&paired, cases, 2, &base->book, options, 0, trials, t->status)) return false;
    const spread_of with = split(&paired, 0, figure), without = split(&paired, 1, figure);
    const spread_of open = split(&paired, 1, questions->open_figure);
    const spread_of new = split(&paired, 1, questions->new_figure);
    const double all = with.within + with.between;
    const double shocks = fmax(with.within - without.within, 0);
    const double deals = open.within + new.within;
    const qc_figure *what = &questions->figures[figure];
    const bool is_ratio = what->per >= 0;
    tornado->variance = all / ((double) what->unit * (double) what->unit);
    tornado->won_so_far = is_ratio ? (double) NAN : (double) what->base / HUNDREDTHS;
    tornado->from_parameters = all > 0 ? with.between / all : (double) NAN;
    tornado->from_shocks = all > 0 ? shocks / all : (double) NAN;
    const double rest = all > 0 ? (with.within - shocks) / all : (double) NAN;
    /* the parts are counted for the headline alone, and a ratio has none */
    const bool parts = t->company->target == questions->headline && !is_ratio && deals > 0;
    tornado->from_open = parts ? rest * open.within / deals : rest;
    tornado->from_new = parts ? rest * new.within / deals : (double) NAN;
    qc_paired_free(&paired);
    return true;
}

/* ---- the whole ---- */

/* The smoothed change: alike for all inputs, and known better than the count of hits; its error is that of
 * the count, which is larger. */
static qc_estimate swing(const twisting *t, const qc_paired *paired, int32_t which)
{
    const qc_questions *questions = &t->company->forecast->questions;
    const int32_t f = qc_variants_figure(t->company);
    if (which == 0) return (qc_estimate){0, 0};
    qc_estimate change = qc_paired_change(paired, which, f);
    change.value = qc_paired_smooth(paired, which, f, &questions->figures[f]) -
                   qc_paired_smooth(paired, 0, f, &questions->figures[f]);
    return change;
}

bool qc_tornado_run(qc_tornado *tornado, const qc_study_base *company,
                    const qc_sim_options *options, int64_t trials, qc_status *status)
{
    qc_arena scratch = {0};
    const twisting t = {tornado, company, &scratch, status};
    qc_paired paired = {0};
    bool ok = list_rows(&t, options->seed);
    const size_t rows = (size_t) tornado->count;
    qc_variant *asked = qc_arena_take(&scratch, rows * SIDES, sizeof *asked, status);
    int32_t(*which)[SIDES] = qc_arena_take(&scratch, rows, sizeof *which, status);
    const int32_t cases = ok && asked != NULL && which != NULL ? ask_rows(&t, asked, which) : -1;
    ok = cases >= 0 &&
         qc_variants_run(&paired, company, asked, cases, options, 0, trials, status) &&
         qc_variants_head(&tornado->head, company, &paired, options, status);
    for (int32_t i = 0; ok && i < tornado->count; i++) {
        qc_tornado_row *row = &tornado->rows[i];
        row->own.low = swing(&t, &paired, which[i][0]);
        row->own.high = swing(&t, &paired, which[i][1]);
        row->natural.low = swing(&t, &paired, which[i][2]);
        row->natural.high = swing(&t, &paired, which[i][3]);
    }
    if (ok) qsort(tornado->rows, (size_t) tornado->count, sizeof *tornado->rows, by_width);
    ok = ok && split_variance(&t, options, 2 * trials);
    qc_paired_free(&paired);
    qc_arena_free(&scratch);
    return ok;
}
