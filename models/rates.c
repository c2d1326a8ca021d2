#include "models/rates.h"

#include "core/stats.h"
#include "models/chain.h"

#include <math.h>

#define MONTH_DAYS (365.25 / 12)
#define WEEK_DAYS  7
#define LOW_SHARE  0.1
#define HIGH_SHARE 0.9

typedef struct table { /* [rate * draws + draw] */
    const qc_model *model;
    int32_t stages, draws;
    double *values;
    double *exits;
    qc_arena *scratch;
    qc_status *status;
} table;

/* Rates in the table: conversions, days, then these. */
static int32_t row_of_win(const table *t)
{
    return 2 * t->stages;
}

static double *at(const table *t, int32_t rate, int32_t draw)
{
    return &t->values[(size_t) rate * (size_t) t->draws + (size_t) draw];
}

/* Mean amount of one draw: observed wins under its weights, and the smooth part beside them. */
static double mean_size(const qc_size_model *size, const qc_size_draw *draw)
{
    double observed = 0, before = 0;
    for (int32_t i = 0; i < size->win_count; i++) {
        observed += (draw->cumulative[i] - before) * size->wins[i].amount;
        before = draw->cumulative[i];
    }
    double smooth = exp(draw->mu + draw->sigma * draw->sigma / 2);
    if (size->belief.family != QC_FAMILY_LOGNORMAL) /* moved to the drawn level */
        smooth = qc_spread_mean(&size->belief) * exp(draw->mu - size->belief_log_mean);
    smooth = fmin(smooth, draw->cap);
    return draw->smooth_share * smooth + (1 - draw->smooth_share) * observed;
}

static bool add_segment(const table *t, const qc_draw *draw, int32_t segment, int32_t number,
                        double weight, double *won)
{
    const qc_model *model = t->model;
    qc_chain_fate fate = {0};
    for (int32_t s = 0; s < t->stages; s++)
        qc_law_exits(&draw->stages.laws[segment * t->stages + s], t->stages, QC_HAZARD_DAYS,
                     &t->exits[(size_t) s * (size_t) (t->stages + 2)], NULL);
    if (!qc_chain_fate_of(&fate, t->exits, t->stages, NULL, t->scratch, t->status)) return false;
    for (int32_t s = 0; s < t->stages; s++) {
        *at(t, s, number) += weight * fate.conversion[s];
        *at(t, t->stages + s,
            number) += weight * qc_law_mean_days(&draw->stages.laws[segment * t->stages + s]);
    }
    *at(t, row_of_win(t), number) += weight * fate.win[0];
    if (!model->has_sizes) return true;
    const int32_t size = model->size_of[segment];
    *at(t, row_of_win(t) + 2, number) += weight * fate.win[0] *
                                         mean_size(&model->sizes[size], &draw->sizes[size]) *
                                         draw->size_factor[segment];
    *won += weight * fate.win[0];
    return true;
}

/* Deals a day that the reps of the as-of day create, fully ramped, beside those that come by themselves. */
static double prospected(const qc_model *model, const qc_activity_draw *draw)
{
    const qc_team_model *team = &model->team;
    double reps = 0;
    if (!model->activities.on) return 0;
    for (int32_t s = 0; s < team->seat_count; s++)
        reps += !team->seats[s].planned;
    return draw->lever * draw->kept * reps * team->present * draw->week.all *
           qc_activity_model_fits(&draw->week, team->hours) / WEEK_DAYS;
}

static bool add_draw(const table *t, const qc_draw *draw, int32_t number)
{
    const qc_arrival_model *arrivals = &t->model->arrivals;
    const double all = qc_arrival_model_rate(arrivals, &draw->arrivals, -1);
    double won = 0, levered = 0;
    for (int32_t s = 0; s < t->model->segments.count; s++) {
        const double own = qc_arrival_model_rate(arrivals, &draw->arrivals, s);
        const double weight = all > 0 ? own / all : s == 0;
        levered += own * draw->arrivals.lever[s];
        if (weight > 0 && !add_segment(t, draw, s, number, weight, &won)) return false;
    }
    levered += prospected(t->model, &draw->activities);
    *at(t, row_of_win(t) + 1, number) = levered * MONTH_DAYS;
    *at(t, row_of_win(t) + 2, number) /= won > 0 ? won : (double) NAN;
    return true;
}

static qc_ranged sum_up(const table *t, int32_t rate)
{
    double *values = at(t, rate, 0), sum = 0;
    for (int32_t i = 0; i < t->draws; i++)
        sum += values[i];
    if (isnan(sum)) return (qc_ranged){NAN, NAN, NAN};
    qc_stats_sort(values, (size_t) t->draws);
    return (qc_ranged){sum / t->draws, qc_stats_quantile(values, (size_t) t->draws, LOW_SHARE),
                       qc_stats_quantile(values, (size_t) t->draws, HIGH_SHARE)};
}

bool qc_rates_make(qc_rates *rates, const qc_model *model, uint64_t seed, int32_t draws,
                   qc_arena *arena, qc_status *status)
{
    const size_t stages = (size_t) model->stages.stage_count;
    qc_arena scratch = {0};
    qc_draw draw = {0};
    table t = {.model = model,
               .stages = model->stages.stage_count,
               .draws = draws,
               .scratch = &scratch,
               .status = status};
    t.values = qc_arena_take(&scratch, (2 * stages + 3) * (size_t) draws, sizeof(double), status);
    t.exits = qc_arena_take(&scratch, stages * (stages + 2), sizeof(double), status);
    rates->stage_count = t.stages;
    rates->conversion = qc_arena_take(arena, stages, sizeof *rates->conversion, status);
    rates->days = qc_arena_take(arena, stages, sizeof *rates->days, status);
    bool ok = t.values != NULL && t.exits != NULL && rates->conversion != NULL &&
              rates->days != NULL && qc_draw_room(&draw, model, status);
    for (int32_t i = 0; ok && i < draws; i++)
        ok = qc_model_draw(model, seed, i, &draw, status) && add_draw(&t, &draw, i);
    for (int32_t s = 0; ok && s < t.stages; s++) {
        rates->conversion[s] = sum_up(&t, s);
        rates->days[s] = sum_up(&t, t.stages + s);
    }
    if (ok) {
        rates->win_rate = sum_up(&t, row_of_win(&t));
        rates->new_deals = sum_up(&t, row_of_win(&t) + 1);
        rates->deal_size = sum_up(&t, row_of_win(&t) + 2);
    }
    qc_draw_free(&draw);
    qc_arena_free(&scratch);
    return ok;
}
