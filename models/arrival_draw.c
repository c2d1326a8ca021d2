/** One parameter draw of the arrival model: levels, rates, shares and levers. */
#include "models/arrival_model.h"
#include "models/even.h"
#include "models/luck.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define FEW_SHARES 32 /* that are cheaper counted than searched */

bool qc_arrival_draw_room(qc_arrival_draw *draw, const qc_arrival_model *model, qc_arena *arena,
                          qc_status *status)
{
    const size_t streams = (size_t) model->stream_count, segments = (size_t) model->segment_count;
    draw->state = qc_arena_take(arena, streams, sizeof *draw->state, status);
    draw->rate = qc_arena_take(arena, streams, sizeof(double), status);
    draw->lever = qc_arena_take(arena, segments, sizeof(double), status);
    draw->segment_share = qc_arena_take(arena, segments, sizeof(double), status);
    draw->class_share = qc_arena_take(arena, segments * (size_t) model->class_count, sizeof(double),
                                      status);
    draw->new_customer = qc_arena_take(arena, segments, sizeof(double), status);
    if (model->amount_weight != NULL) {
        draw->amount_share = qc_arena_take(arena, segments * QC_AMOUNT_CLASSES, sizeof(double),
                                           status);
        if (draw->amount_share == NULL) return false;
    }
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        const size_t values = (size_t) model->label_values[l] + 1;
        if (model->label_weight[l] == NULL) continue;
        draw->label_share[l] = qc_arena_take(arena, segments * values, sizeof(double), status);
        if (draw->label_share[l] == NULL) return false;
    }
    return draw->state != NULL && draw->rate != NULL && draw->lever != NULL &&
           draw->segment_share != NULL && draw->class_share != NULL && draw->new_customer != NULL;
}

/* Cumulative Dirichlet shares, or their means without a source of luck; weights of 0 stay 0. */
static void draw_shares(const double *weights, int32_t count, const gsl_rng *view,
                        double *cumulative)
{
    double total = 0;
    for (int32_t i = 0; i < count; i++) {
        if (weights[i] > 0) total += view != NULL ? gsl_ran_gamma(view, weights[i], 1) : weights[i];
        cumulative[i] = total;
    }
    for (int32_t i = 0; i < count && total > 0; i++)
        cumulative[i] /= total;
}

int32_t qc_arrival_model_pick(const double *cumulative, int32_t count, double u)
{
    int32_t first = 0, left = count;
    while (left > FEW_SHARES) {
        const int32_t half = left / 2;
        first += cumulative[first + half - 1] <= u ? half : 0;
        left -= half;
    }
    int32_t passed = 0; /* counted to the end: a processor cannot guess where a search would stop */
    for (int32_t i = 0; i < left - 1; i++)
        passed += cumulative[first + i] <= u;
    return first + passed;
}

double qc_arrival_model_rate(const qc_arrival_model *model, const qc_arrival_draw *draw,
                             int32_t segment)
{
    double per_day = 0;
    for (int32_t s = 0; s < model->stream_count; s++) {
        const qc_stream *stream = &model->streams[s];
        const double *shares = draw->segment_share;
        double share = segment < 0 || stream->segment == segment;
        if (segment >= 0 && stream->segment < 0)
            share = shares[segment] - (segment > 0 ? shares[segment - 1] : 0);
        per_day += share * (stream->stated ? draw->rate[s] / qc_arrival_unit_days(stream->unit)
                                           : exp(draw->state[s].base + draw->state[s].level) /
                                                 QC_RATE_MONTH_DAYS);
    }
    return per_day;
}

/* The lever on new deals as a factor on a segment's rate. */
static double rate_lever(const qc_arrival_model *model, const qc_arrival_draw *draw,
                         int32_t segment)
{
    double factor = 1;
    for (int32_t l = 0; l < model->plan->lever_count; l++) {
        const qc_lever *lever = &model->plan->levers[l];
        if (lever->target != QC_LEVER_NEW_DEALS ||
            !qc_segments_lever(model->segments, lever, segment))
            continue;
        if (lever->kind != QC_CHANGE_REPLACE) {
            factor *= lever->amount;
            continue;
        }
        const double now = qc_arrival_model_rate(model, draw, lever->segment == -1 ? -1 : segment);
        factor = now > 0 ? lever->amount / now : 1;
    }
    return factor;
}

/* A stated stream may have coordinates (models/even.h). */
static void draw_stream(const qc_stream *stream, qc_rng *luck, const gsl_rng *view,
                        const double *even, double *rate, qc_arrivals_state *state)
{
    const bool drawn = view != NULL;
    if (drawn && even != NULL && stream->stated)
        qc_arrivals_at(&stream->filter, even[1], gsl_cdf_ugaussian_Pinv(even[2]), state);
    else if (drawn)
        qc_arrivals_draw(&stream->filter, luck, state);
    else
        qc_arrivals_mean(&stream->filter, state);
    *rate = 1;
    if (!stream->stated) return;
    *rate = stream->rate;
    if (drawn && isfinite(stream->shape))
        *rate *= even != NULL ? gsl_cdf_gamma_Pinv(even[0], stream->shape, 1 / stream->shape)
                              : gsl_ran_gamma(view, stream->shape, 1 / stream->shape);
    if (stream->fixed_noise) {
        *state = (qc_arrivals_state){.rho = stream->noise_rho, .sd = stream->noise_sd};
        if (drawn)
            state->noise = even != NULL ? gsl_cdf_gaussian_Pinv(even[2], stream->noise_sd)
                                        : gsl_ran_gaussian(view, stream->noise_sd);
    }
    /* the rate itself carries the level, and noise around a stated mean leaves the mean */
    state->base = -0.5 * state->sd * state->sd;
    state->level = state->wander = 0;
}

static double draw_new_customer(const double *weights, const gsl_rng *view)
{
    if (!(weights[1] > 0)) return 1;
    return view != NULL ? gsl_ran_beta(view, weights[0], weights[1])
                        : weights[0] / (weights[0] + weights[1]);
}

static void draw_who(const qc_arrival_model *model, int32_t segment, const gsl_rng *view,
                     qc_arrival_draw *draw)
{
    draw_shares(&model->class_weight[segment * model->class_count], model->class_count, view,
                &draw->class_share[segment * model->class_count]);
    if (model->amount_weight != NULL)
        draw_shares(&model->amount_weight[segment * QC_AMOUNT_CLASSES], QC_AMOUNT_CLASSES, view,
                    &draw->amount_share[segment * QC_AMOUNT_CLASSES]);
    draw->new_customer[segment] = draw_new_customer(&model->new_customers[2 * segment], view);
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        const int32_t values = model->label_values[l] + 1;
        if (model->label_weight[l] != NULL)
            draw_shares(&model->label_weight[l][segment * values], values, view,
                        &draw->label_share[l][segment * values]);
    }
    draw->lever[segment] = rate_lever(model, draw, segment);
}

void qc_arrival_model_draw(const qc_arrival_model *model, uint64_t seed, int64_t number,
                           qc_arrival_draw *draw)
{
    gsl_rng view;
    const gsl_rng *source = number < 0 ? NULL : &view;
    for (int32_t s = 0; s < model->stream_count; s++) {
        qc_rng luck = qc_rng_stream(seed, QC_LUCK_RATE, (uint64_t) s, (uint64_t) number);
        qc_rng_gsl(&view, &luck);
        draw_stream(&model->streams[s], &luck, source,
                    draw->even != NULL ? &draw->even[QC_EVEN_STREAM * s] : NULL, &draw->rate[s],
                    &draw->state[s]);
    }
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_MIX, 0, (uint64_t) number);
    qc_rng_gsl(&view, &luck);
    if (source != NULL)
        qc_season_draw(&model->season, &luck, draw->season);
    else
        qc_season_means(&model->season, draw->season);
    draw_shares(model->segment_weight, model->segment_count, source, draw->segment_share);
    for (int32_t s = 0; s < model->segment_count; s++) {
        luck = qc_rng_stream(seed, QC_LUCK_MIX, (uint64_t) s + 1, (uint64_t) number);
        draw_who(model, s, source, draw);
    }
}
