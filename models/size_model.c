/* Few wins say little about the largest deals, and those decide a year. So an amount is one of
 * the observed wins under random weights (Rubin 1981, the Bayesian bootstrap), or, with a share
 * eps that shrinks as wins come in, a draw from a smooth spread that fills the gaps and the tail
 * (Ferguson 1973, a Dirichlet process with 20 pseudo-deals on the smooth part):
 *
 *     eps ~ Beta(20, n), 1 without wins
 *     sigma^2 = nu s^2 / chi2_nu,   mu ~ N(m, sigma^2 / (W + n)),
 *     m = (W mu0 + n (mean - (sigma^2 - S^2)+ / 2)) / (W + n)
 *
 * A spread drawn wider than the wins' own S lowers their part of the level until the mean amount is what the
 * wins say it is: what is not known about the tail widens a year's range but is no reason to expect more of it.
 *
 * A stated deal size enters as W pseudo-deals. For the level they stay beside the real ones; for
 * the spread, real deals take their places one by one, so that a wrong guess at the spread is
 * gone after W wins and a plan without wins is as sure of it as W deals would be.
 *
 * Where large deals move unlike small ones, a deal carries the class of its first amount; what it is
 * worth when won is then this mixture given the class: the wins of that class, and the part of the
 * smooth spread between its edges. */
#include "models/size_model.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define SMOOTH_DEALS  20.0 /* pseudo-deals of the smooth part */
#define SPREAD_DEALS  5.0  /* deals' worth of prior on the spread, whatever is stated */
#define USUAL_LOG_SD  1.6  /* of won amounts when nothing is stated */
#define DEFAULT_DEALS 20.0
#define DEFAULT_CV    1.2
#define CAP_TIMES     100.0 /* no deal beyond this many times the largest ever won */

/* ---- fit ---- */

static void sort_by_class(qc_size_model *model, const qc_size_data *data)
{
    int32_t at = 0;

    model->has_classes = data->class_edge != NULL;
    for (int32_t class = 0; class < QC_AMOUNT_CLASSES; class ++) {
        model->class_start[class] = at;
        for (int32_t i = 0; i < data->win_count; i++) {
            if (model->has_classes ? data->wins[i].class == class : class == 0)
                model->wins[at++] = data->wins[i];
        }
    }
    model->class_start[QC_AMOUNT_CLASSES] = at;
    for (int32_t edge = 0; edge < QC_AMOUNT_CLASSES - 1 && model->has_classes; edge++)
        model->class_edge[edge] = data->class_edge[edge];
}

static bool copy_data(qc_size_model *model, const qc_size_data *data, qc_arena *arena,
                      qc_status *status)
{
    const size_t wins = (size_t) data->win_count, ratios = (size_t) data->ratio_count;

    model->wins = qc_arena_take(arena, wins, sizeof *model->wins, status);
    if (model->wins == NULL) return false;
    model->ratios = qc_arena_take(arena, ratios, sizeof *model->ratios, status);
    if (model->ratios == NULL) return false;
    sort_by_class(model, data);
    if (ratios > 0) memcpy(model->ratios, data->ratios, ratios * sizeof *model->ratios);
    model->win_count = data->win_count;
    model->ratio_count = data->ratio_count;
    return true;
}

static void sum_up(qc_size_model *model)
{
    double sum = 0, squares = 0;

    for (int32_t i = 0; i < model->win_count; i++) {
        assert(model->wins[i].amount > 0);
        sum += log(model->wins[i].amount);
        model->largest = GSL_MAX(model->largest, model->wins[i].amount);
    }
    if (model->win_count > 0) model->log_mean = sum / model->win_count;
    for (int32_t i = 0; i < model->win_count; i++)
        squares += gsl_pow_2(log(model->wins[i].amount) - model->log_mean);
    if (model->win_count > 1) model->log_variance = squares / (model->win_count - 1);
}

static bool read_belief(qc_size_model *model, const qc_belief *belief, qc_status *status)
{
    if (belief->form == QC_BELIEF_NONE) {
        model->belief = (qc_spread){.family = QC_FAMILY_LOGNORMAL, .scale = 1};
        model->belief_log_sd = USUAL_LOG_SD;
        return true;
    }
    if (!qc_spread_from_belief(&model->belief, belief, DEFAULT_CV, QC_FAMILY_LOGNORMAL, status))
        return false;
    model->belief_deals = belief->based_on > 0 ? belief->based_on : DEFAULT_DEALS;
    model->belief_log_mean = qc_spread_log_mean(&model->belief);
    model->belief_log_sd = qc_spread_log_sd(&model->belief);
    return true;
}

bool qc_size_model_fit(qc_size_model *model, const qc_size_data *data, const qc_belief *belief,
                       qc_arena *arena, qc_status *status)
{
    memset(model, 0, sizeof *model);
    if (!copy_data(model, data, arena, status) || !read_belief(model, belief, status)) return false;
    sum_up(model);
    if (model->belief_deals == 0 && model->win_count < 2)
        return qc_fail(status, QC_TOO_FEW_DATA,
                       "deal_size: %d won %s an amount and at least 2 are needed; state "
                       "deal_size in the plan, e.g. deal_size: 4k to 40k",
                       (int) model->win_count, model->win_count == 1 ? "deal has" : "deals have");
    return true;
}

/* ---- parameter draws ---- */

qc_size_posterior qc_size_model_posterior(const qc_size_model *model)
{
    const double wins = model->win_count, stated = model->belief_deals;
    const double variance = gsl_pow_2(model->belief_log_sd);

    if (isinf(stated))
        return (qc_size_posterior){.log_mean = model->belief_log_mean,
                                   .level_deals = INFINITY,
                                   .degrees = INFINITY,
                                   .scale_squared = variance};
    const double level_deals = stated + wins;
    const double degrees = GSL_MAX(wins, stated) + SPREAD_DEALS - 1;
    const double real = GSL_MAX(0, wins - 1); /* the mean of the wins takes one of them */
    const double squares = real * model->log_variance + (degrees - real) * variance;
    return (qc_size_posterior){
        .log_mean = (stated * model->belief_log_mean + wins * model->log_mean) / level_deals,
        .level_deals = level_deals,
        .degrees = degrees,
        .scale_squared = squares / degrees};
}

static void draw_weights(double *cumulative, int32_t count, qc_rng *rng)
{
    double sum = 0;

    for (int32_t i = 0; i < count; i++)
        cumulative[i] = sum -= log(qc_rng_uniform(rng));
    for (int32_t i = 0; i < count; i++)
        cumulative[i] /= sum;
}

double qc_size_model_level(const qc_size_model *model, const qc_size_posterior *posterior,
                           double sigma)
{
    if (isinf(posterior->level_deals)) return posterior->log_mean;
    const double wider = GSL_MAX(0, sigma * sigma - model->log_variance);
    return posterior->log_mean - model->win_count / posterior->level_deals * wider / 2;
}

static void draw_level(const qc_size_model *model, gsl_rng *view, qc_size_draw *draw)
{
    const qc_size_posterior posterior = qc_size_model_posterior(model);
    draw->mu = posterior.log_mean;
    draw->sigma = sqrt(posterior.scale_squared);
    const double *even = draw->even, degrees = posterior.degrees;
    if (isinf(degrees)) return;
    draw->sigma *= sqrt(degrees / (even != NULL ? gsl_cdf_chisq_Pinv(even[1], degrees)
                                                : gsl_ran_chisq(view, degrees)));
    const double level_sd = draw->sigma / sqrt(posterior.level_deals);
    draw->mu = qc_size_model_level(model, &posterior, draw->sigma) +
               (even != NULL ? gsl_cdf_gaussian_Pinv(even[0], level_sd)
                             : gsl_ran_gaussian_ziggurat(view, level_sd));
}

/* Share of the smooth part up to an amount. */
static double smooth_below(const qc_size_model *model, const qc_size_draw *draw, double amount)
{
    const double away = (log(amount) - draw->mu) / draw->sigma;

    if (model->belief.family == QC_FAMILY_LOGNORMAL) return gsl_cdf_ugaussian_P(away);
    return 1 - qc_spread_survival(&model->belief,
                                  exp(model->belief_log_mean + away * model->belief_log_sd));
}

static double weight_before(const qc_size_draw *draw, int32_t row)
{
    return row > 0 ? draw->cumulative[row - 1] : 0;
}

/* Both parts of the mixture, class by class. */
static void split_classes(const qc_size_model *model, qc_size_draw *draw)
{
    if (!model->has_classes) return;
    draw->class_below[0] = 0;
    draw->class_below[QC_AMOUNT_CLASSES] = 1;
    for (int32_t edge = 0; edge < QC_AMOUNT_CLASSES - 1; edge++)
        draw->class_below[edge + 1] = smooth_below(model, draw, model->class_edge[edge]);
    for (int32_t class = 0; class < QC_AMOUNT_CLASSES; class ++) {
        const double smooth = draw->smooth_share *
                              (draw->class_below[class + 1] - draw->class_below[class]);
        const double wins = (1 - draw->smooth_share) *
                            (weight_before(draw, model->class_start[class + 1]) -
                             weight_before(draw, model->class_start[class]));
        draw->class_smooth[class] = smooth + wins > 0 ? smooth / (smooth + wins) : 1;
    }
}

static bool is_smooth_only(const qc_size_model *model)
{
    return model->win_count == 0 || isinf(model->belief_deals);
}

void qc_size_model_mean(const qc_size_model *model, qc_size_draw *draw)
{
    const qc_size_posterior posterior = qc_size_model_posterior(model);
    const bool smooth_only = is_smooth_only(model);

    draw->sigma = sqrt(posterior.scale_squared);
    draw->mu = qc_size_model_level(model, &posterior, draw->sigma);
    draw->smooth_share = smooth_only             ? 1
                         : model->resampled_only ? 0
                                                 : SMOOTH_DEALS / (SMOOTH_DEALS + model->win_count);
    draw->cap = smooth_only ? (double) INFINITY : CAP_TIMES * model->largest;
    for (int32_t i = 0; i < model->win_count; i++)
        draw->cumulative[i] = (i + 1.0) / model->win_count;
    split_classes(model, draw);
}

void qc_size_model_draw(const qc_size_model *model, qc_rng *rng, qc_size_draw *draw)
{
    gsl_rng view;
    const bool smooth_only = is_smooth_only(model);

    qc_rng_gsl(&view, rng);
    draw_level(model, &view, draw);
    draw->smooth_share = smooth_only ? 1 : gsl_ran_beta(&view, SMOOTH_DEALS, model->win_count);
    if (model->resampled_only && !smooth_only) draw->smooth_share = 0;
    draw->cap = smooth_only ? (double) INFINITY : CAP_TIMES * model->largest;
    draw_weights(draw->cumulative, model->win_count, rng);
    split_classes(model, draw);
}

/* ---- amounts ---- */

/* ln of an amount from the stated family, before it is moved to the drawn level and spread. */
static double stated_log_amount(const qc_spread *spread, qc_rng *rng)
{
    gsl_rng view;

    if (spread->family != QC_FAMILY_GAMMA)
        return log(qc_spread_quantile(spread, qc_rng_uniform(rng)));
    qc_rng_gsl(&view, rng);
    return log(gsl_ran_gamma(&view, spread->shape, spread->scale));
}

static double smooth_amount(const qc_size_model *model, const qc_size_draw *draw, qc_rng *rng)
{
    gsl_rng view;

    if (model->belief.family == QC_FAMILY_LOGNORMAL) {
        qc_rng_gsl(&view, rng);
        return exp(draw->mu + gsl_ran_gaussian_ziggurat(&view, draw->sigma));
    }
    const double log_amount = stated_log_amount(&model->belief, rng) - model->belief_log_mean;
    return exp(draw->mu + log_amount * draw->sigma / model->belief_log_sd);
}

/* First row whose cumulative weight reaches `share`. Halving without a choice to guess. */
static int32_t find_row(const double *cumulative, int32_t count, double share)
{
    const double *first = cumulative;

    for (int32_t left = count; left > 1;) {
        const int32_t half = left / 2;
        first += first[half - 1] < share ? half : 0;
        left -= half;
    }
    return (int32_t) (first - cumulative);
}

qc_size_sample qc_size_model_sample(const qc_size_model *model, const qc_size_draw *draw,
                                    qc_rng *rng)
{
    if (model->win_count == 0)
        return (qc_size_sample){.amount = smooth_amount(model, draw, rng), .row = -1};
    /* one uniform number says both which part and which win: what is left of it after the first
     * answer is uniform again */
    const double luck = qc_rng_uniform(rng);
    const bool smooth = luck < draw->smooth_share;
    const double left = smooth ? luck / draw->smooth_share
                               : (luck - draw->smooth_share) / (1 - draw->smooth_share);
    const int32_t row = find_row(draw->cumulative, model->win_count, left);
    const double amount = smooth ? smooth_amount(model, draw, rng) : model->wins[row].amount;
    return (qc_size_sample){.amount = GSL_MIN(amount, draw->cap), .row = row};
}

/* The smooth part between the edges of a class, `share` of the way up. */
static double smooth_amount_of(const qc_size_model *model, const qc_size_draw *draw, int32_t class,
                               double share)
{
    const double low = draw->class_below[class], high = draw->class_below[class + 1];
    const double at = GSL_MIN(GSL_MAX(low + share * (high - low), 1e-15), 1 - 1e-15);

    if (model->belief.family == QC_FAMILY_LOGNORMAL)
        return exp(draw->mu + draw->sigma * gsl_cdf_ugaussian_Pinv(at));
    const double log_amount = log(qc_spread_quantile(&model->belief, at)) - model->belief_log_mean;
    return exp(draw->mu + log_amount * draw->sigma / model->belief_log_sd);
}

qc_size_sample qc_size_model_sample_of(const qc_size_model *model, const qc_size_draw *draw,
                                       int32_t class, qc_rng *rng)
{
    if (class == QC_TRAIT_NONE || !model->has_classes)
        return qc_size_model_sample(model, draw, rng);
    const int32_t first = model->class_start[class], end = model->class_start[class + 1];
    const double luck = qc_rng_uniform(rng), share = draw->class_smooth[class];
    const bool smooth = luck < share;
    const double left = smooth ? luck / share : (luck - share) / (1 - share);
    const double before = weight_before(draw, first), after = weight_before(draw, end);
    /* a class without wins takes the units and margin of any */
    int32_t row = model->win_count == 0 ? -1 : find_row(draw->cumulative, model->win_count, left);
    if (end > first)
        row = first +
              find_row(draw->cumulative + first, end - first, before + left * (after - before));
    const double amount = smooth ? smooth_amount_of(model, draw, class, left)
                                 : model->wins[row].amount;
    return (qc_size_sample){.amount = GSL_MIN(amount, draw->cap), .row = row};
}

double qc_size_model_ratio(const qc_size_model *model, qc_rng *rng)
{
    if (model->ratio_count == 0) return 1;
    const int32_t row = (int32_t) (qc_rng_uniform(rng) * model->ratio_count);
    return model->ratios[GSL_MIN(row, model->ratio_count - 1)];
}
