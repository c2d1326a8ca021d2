/* Sampled deal sizes and their parameter draws against exact distributions.
 *
 * Whole distributions are held to the bound of Dvoretzky, Kiefer and Wolfowitz at a chance of
 * 1e-9 of a false alarm. With 400,000 draws its limit is .0052; a bent model slips by as rarely
 * when its distribution lies twice that far off, and each bend below does. */
#include "core/stats.h"
#include "models/size_model.h"
#include "tests/support/budget.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#define DRAWS 400000
#define WINS  12

/* the table of the smooth part's distribution */
#define STEPS    400
#define LOW      (-10)
#define PER_UNIT 20
#define CELLS    (40 * PER_UNIT)

static double sample[DRAWS];
static double cumulative[WINS];
static const double amounts[WINS] = {800,  1500, 1500,  2200,  4000,  4100,
                                     7500, 9000, 16000, 20000, 38000, 120000};

static void fit(qc_size_model *model, qc_arena *arena, const qc_belief *belief, int32_t count)
{
    qc_size_win wins[WINS];
    qc_status status = {0};

    for (int32_t i = 0; i < count; i++)
        wins[i] = (qc_size_win){.amount = amounts[i], .units = NAN, .margin = NAN};
    const qc_size_data data = {.wins = wins, .win_count = count};
    ck_assert_msg(qc_size_model_fit(model, &data, belief, arena, &status), "%s", status.message);
}

/* S^2 of the log amounts. */
static double wins_variance(void)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < WINS; i++) {
        sum += log(amounts[i]);
        squares += log(amounts[i]) * log(amounts[i]);
    }
    return (squares - sum * sum / WINS) / (WINS - 1);
}

static double spread_cdf(double value, const void *spread)
{
    return 1 - qc_spread_survival(spread, value);
}

/* ---- amounts of a certain belief ---- */

static void sample_certain(qc_family family, int32_t wins, qc_spread *stated)
{
    const qc_belief belief = {.form = QC_BELIEF_RANGE,
                              .first = 4000,
                              .second = 40000,
                              .family = family,
                              .based_on = INFINITY};
    qc_rng rng = qc_rng_stream(20261122, 1, (uint64_t) family, 0);
    qc_size_draw draw = {.cumulative = cumulative};
    qc_arena arena = {0};
    qc_size_model model;

    fit(&model, &arena, &belief, wins);
    qc_size_model_draw(&model, &rng, &draw);
    for (int i = 0; i < DRAWS; i++)
        sample[i] = qc_size_model_sample(&model, &draw, &rng).amount;
    qc_stats_sort(sample, DRAWS);
    *stated = model.belief;
    qc_arena_free(&arena);
}

START_TEST(certain_sizes_follow_the_stated_family)
{
    for (qc_family family = QC_FAMILY_LOG_LOGISTIC; family <= QC_FAMILY_GAMMA; family++) {
        qc_spread stated = {0};
        sample_certain(family, family == QC_FAMILY_WEIBULL ? WINS : 0, &stated);
        CHECK_DKW(sample, DRAWS, spread_cdf, &stated);
        qc_spread bent = stated;
        bent.scale *= 1.06;
        CHECK_DKW_FAILS(sample, DRAWS, spread_cdf, &bent);
        bent = stated;
        bent.shape *= 1.15;
        CHECK_DKW_FAILS(sample, DRAWS, spread_cdf, &bent);
    }
}
END_TEST

/* ---- parameter draws ---- */

typedef struct chi_square {
    double degrees;
} chi_square;

static double chi_square_cdf(double value, const void *context)
{
    return gsl_cdf_chisq_P(value, ((const chi_square *) context)->degrees);
}

static double normal_cdf(double value, const void *sd)
{
    return gsl_cdf_gaussian_P(value, *(const double *) sd);
}

typedef struct beta_shape {
    double alpha, beta;
} beta_shape;

static double beta_cdf(double value, const void *context)
{
    const beta_shape *shape = context;
    return gsl_cdf_beta_P(value, shape->alpha, shape->beta);
}

typedef double read_draw(const qc_size_draw *draw, const qc_size_posterior *posterior);

static double spread_ratio(const qc_size_draw *draw, const qc_size_posterior *posterior)
{
    return posterior->degrees * posterior->scale_squared / (draw->sigma * draw->sigma);
}

/* Five pseudo-deals beside the wins: a wider spread than the wins' takes its part off the level. */
static double level_score(const qc_size_draw *draw, const qc_size_posterior *posterior)
{
    const double wider = fmax(0, draw->sigma * draw->sigma - wins_variance());
    const double mean = posterior->log_mean - WINS / (WINS + 5.0) * wider / 2;
    return (draw->mu - mean) * sqrt(posterior->level_deals) / draw->sigma;
}

static double level_score_as_if_apart(const qc_size_draw *draw, const qc_size_posterior *posterior)
{
    return (draw->mu - posterior->log_mean) * sqrt(posterior->level_deals) / draw->sigma;
}

static double smooth_part(const qc_size_draw *draw, const qc_size_posterior *posterior)
{
    (void) posterior;
    return draw->smooth_share;
}

static double first_four_weights(const qc_size_draw *draw, const qc_size_posterior *posterior)
{
    (void) posterior;
    return draw->cumulative[3];
}

static void sample_draws(const qc_size_model *model, read_draw *read)
{
    const qc_size_posterior posterior = qc_size_model_posterior(model);

    for (int i = 0; i < DRAWS; i++) {
        qc_rng rng = qc_rng_stream(20261122, 2, 0, (uint64_t) i);
        qc_size_draw draw = {.cumulative = cumulative};
        qc_size_model_draw(model, &rng, &draw);
        sample[i] = read(&draw, &posterior);
    }
    qc_stats_sort(sample, DRAWS);
}

START_TEST(draws_follow_their_posterior)
{
    const qc_belief belief = {
        .form = QC_BELIEF_RANGE, .first = 4000, .second = 40000, .based_on = 5};
    qc_arena arena = {0};
    qc_size_model model;
    fit(&model, &arena, &belief, WINS);

    sample_draws(&model, spread_ratio);
    CHECK_DKW(sample, DRAWS, chi_square_cdf, &(chi_square){WINS + 4});
    CHECK_DKW_FAILS(sample, DRAWS, chi_square_cdf, &(chi_square){WINS + 3});
    sample_draws(&model, level_score);
    CHECK_DKW(sample, DRAWS, normal_cdf, &(double){1});
    CHECK_DKW_FAILS(sample, DRAWS, normal_cdf, &(double){1.06});
    sample_draws(&model, level_score_as_if_apart);
    CHECK_DKW_FAILS(sample, DRAWS, normal_cdf, &(double){1});
    sample_draws(&model, smooth_part);
    CHECK_DKW(sample, DRAWS, beta_cdf, (&(beta_shape){20, WINS}));
    CHECK_DKW_FAILS(sample, DRAWS, beta_cdf, (&(beta_shape){20, WINS + 1}));
    sample_draws(&model, first_four_weights);
    CHECK_DKW(sample, DRAWS, beta_cdf, (&(beta_shape){4, WINS - 4}));
    CHECK_DKW_FAILS(sample, DRAWS, beta_cdf, (&(beta_shape){4.2, WINS - 4.2}));
    qc_arena_free(&arena);
}
END_TEST

/* ---- one amount from each draw: the mean predictive distribution ---- */

typedef struct predictive {
    const qc_size_model *model;
    double smooth_deals;  /* 20, or bent */
    const double *smooth; /* [CELLS + 1]: smooth_cdf() at ln value = LOW + cell / PER_UNIT */
} predictive;

/* Given sigma the smooth part is normal in the log; sigma is averaged over even steps of its chance. */
static double smooth_cdf(const qc_size_model *model, double value)
{
    const qc_size_posterior smooth = qc_size_model_posterior(model);
    const double squares = smooth.degrees * smooth.scale_squared, variance = wins_variance();
    double below = 0;

    for (int i = 0; i < STEPS; i++) {
        const double v = squares / gsl_cdf_chisq_Pinv((i + 0.5) / STEPS, smooth.degrees);
        const double mu = smooth.log_mean - fmax(0, v - variance) / 2;
        below += gsl_cdf_ugaussian_P((log(value) - mu) / sqrt(v * (1 + 1.0 / WINS)));
    }
    return below / STEPS;
}

static void tabulate(const qc_size_model *model, double *table)
{
    for (int i = 0; i <= CELLS; i++)
        table[i] = smooth_cdf(model, exp(LOW + (double) i / PER_UNIT));
}

static double smooth_at(const predictive *law, double log_value)
{
    const double at = fmin(fmax(PER_UNIT * (log_value - LOW), 0), CELLS - 1e-9);
    const int cell = (int) at;
    return law->smooth[cell] + (at - cell) * (law->smooth[cell + 1] - law->smooth[cell]);
}

static double predictive_cdf(double value, const void *context)
{
    const predictive *law = context;
    const qc_size_model *model = law->model;
    const double eps = law->smooth_deals / (law->smooth_deals + model->win_count);
    double below = 0;

    if (value <= 0) return 0;
    if (value >= 100 * model->largest) return 1; /* the cap holds what lies beyond it */
    for (int32_t i = 0; i < model->win_count; i++)
        below += model->wins[i].amount <= value;
    return eps * smooth_at(law, log(value)) + (1 - eps) * below / model->win_count;
}

static void sample_amounts(const qc_size_model *model, int64_t *of_row)
{
    for (int i = 0; i < DRAWS; i++) {
        qc_rng rng = qc_rng_stream(20261122, 3, 0, (uint64_t) i);
        qc_size_draw draw = {.cumulative = cumulative};
        qc_size_model_draw(model, &rng, &draw);
        const qc_size_sample one = qc_size_model_sample(model, &draw, &rng);
        sample[i] = one.amount;
        if (one.row >= 0) of_row[one.row]++;
    }
    qc_stats_sort(sample, DRAWS);
}

START_TEST(amounts_over_draws_follow_the_mean_predictive)
{
    static const qc_belief nothing_stated = {.form = QC_BELIEF_NONE};
    static double smooth[CELLS + 1];
    int64_t of_row[WINS] = {0};
    qc_arena arena = {0};
    qc_size_model model;
    fit(&model, &arena, &nothing_stated, WINS);

    tabulate(&model, smooth);
    sample_amounts(&model, of_row);
    CHECK_DKW(sample, DRAWS, predictive_cdf, (&(predictive){&model, 20, smooth}));
    CHECK_DKW_FAILS(sample, DRAWS, predictive_cdf, (&(predictive){&model, 8, smooth}));
    for (int i = 0; i < WINS; i += WINS - 1) { /* the first and the last */
        CHECK_COUNT(of_row[i], DRAWS, 1.0 / WINS);
        CHECK_COUNT_FAILS(of_row[i], DRAWS, 1.0 / (WINS + 1));
    }
    qc_arena_free(&arena);
}
END_TEST

/* A belief in another family, moved by its own uncertainty: given the draw, ln t is the stated
 * shape stretched to the drawn level and spread. */
START_TEST(uncertain_families_are_stretched_in_the_log)
{
    const qc_belief belief = {
        .form = QC_BELIEF_RANGE, .first = 4000, .second = 40000, .family = QC_FAMILY_WEIBULL};
    qc_rng rng = qc_rng_stream(20261122, 4, 0, 0);
    qc_size_draw draw = {.cumulative = NULL};
    qc_arena arena = {0};
    qc_size_model model;
    fit(&model, &arena, &belief, 0);

    qc_size_model_draw(&model, &rng, &draw);
    draw.mu += 0.3; /* far enough from the belief to tell them apart */
    draw.sigma *= 0.8;
    for (int i = 0; i < DRAWS; i++)
        sample[i] = qc_size_model_sample(&model, &draw, &rng).amount;
    qc_stats_sort(sample, DRAWS);
    /* a stretched Weibull is a Weibull: shape times sigma0 / sigma */
    const double stretch = draw.sigma / model.belief_log_sd;
    const qc_spread moved = {
        QC_FAMILY_WEIBULL,
        exp(draw.mu + (log(model.belief.scale) - model.belief_log_mean) * stretch),
        model.belief.shape / stretch};
    CHECK_DKW(sample, DRAWS, spread_cdf, &moved);
    CHECK_DKW_FAILS(sample, DRAWS, spread_cdf, &model.belief);
    qc_arena_free(&arena);
}
END_TEST

/* ---- classes of amounts ---- */

/* An amount of a class is an amount that happened to be of that class, smooth part and wins alike. */
START_TEST(amounts_of_a_class_are_amounts_given_the_class)
{
    static double of_class[DRAWS];
    static const double edges[QC_AMOUNT_CLASSES - 1] = {
        2000, 8000, 17000, INFINITY, INFINITY, INFINITY, INFINITY, INFINITY, INFINITY, INFINITY};
    const qc_belief none = {.form = QC_BELIEF_NONE};
    qc_rng rng = qc_rng_stream(20261128, 1, 0, 0);
    qc_size_draw draw = {.cumulative = cumulative};
    qc_size_win wins[WINS];
    qc_arena arena = {0};
    qc_size_model model;
    qc_status status = {0};
    for (int32_t i = 0; i < WINS; i++) {
        const int32_t class = (amounts[i] > 2000) + (amounts[i] > 8000) + (amounts[i] > 17000);
        wins[WINS - 1 - i] = (qc_size_win){amounts[i], NAN, NAN, class}; /* largest first */
    }
    const qc_size_data data = {.wins = wins, .win_count = WINS, .class_edge = edges};
    ck_assert(qc_size_model_fit(&model, &data, &none, &arena, &status));
    qc_size_model_draw(&model, &rng, &draw);
    for (int32_t class = 0; class < 4; class ++) {
        size_t count = 0;
        for (int i = 0; i < DRAWS; i++) {
            const double any = qc_size_model_sample(&model, &draw, &rng).amount;
            if ((any > 2000) + (any > 8000) + (any > 17000) == class) sample[count++] = any;
            of_class[i] = qc_size_model_sample_of(&model, &draw, class, &rng).amount;
        }
        qc_stats_sort(sample, count);
        qc_stats_sort(of_class, DRAWS);
        ck_assert_double_ge(of_class[0], class > 0 ? edges[class - 1] * (1 - 1e-9) : 0);
        ck_assert_double_le(of_class[DRAWS - 1], edges[class] * (1 + 1e-9));
        CHECK_DKW_TWO(sample, count, of_class, DRAWS);
        for (int i = 0; i < DRAWS; i++)
            of_class[i] *= 1.1;
        CHECK_DKW_TWO_FAILS(sample, count, of_class, DRAWS);
    }
    qc_arena_free(&arena);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("size_draw");
    TCase *tests = tcase_create("size_draw");

    tcase_add_test(tests, certain_sizes_follow_the_stated_family);
    tcase_add_test(tests, draws_follow_their_posterior);
    tcase_add_test(tests, amounts_over_draws_follow_the_mean_predictive);
    tcase_add_test(tests, uncertain_families_are_stretched_in_the_log);
    tcase_add_test(tests, amounts_of_a_class_are_amounts_given_the_class);
    suite_add_tcase(suite, tests);
    return suite;
}
