/* Streams must look random along every one of their names, because the engine walks along all of
 * them: the same deal over trials, the deals of one trial, neighbouring purposes and seeds. */
#include "core/rng.h"
#include "core/stats.h"
#include "tests/support/budget.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/* Whole distributions are seen to 0.01 both ways (a shift of twice the limit of 0.005). */
#define DRAWS 422000

typedef double one_draw(uint64_t i);

static double unit_cdf(double x, const void *context)
{
    (void) context;
    return fmin(fmax(x, 0.0), 1.0);
}

static double first_of(uint64_t seed, uint64_t purpose, uint64_t entity, uint64_t trial)
{
    qc_rng rng = qc_rng_stream(seed, purpose, entity, trial);

    return qc_rng_uniform(&rng);
}

static double over_seeds(uint64_t i)
{
    return first_of(i, 1, 2, 3);
}

static double over_purposes(uint64_t i)
{
    return first_of(42, i, 2, 3);
}

static double over_entities(uint64_t i)
{
    return first_of(42, 1, i, 3);
}

static double over_trials(uint64_t i)
{
    return first_of(42, 1, 2, i);
}

static double along_a_stream(uint64_t i)
{
    qc_rng rng = {.key = qc_rng_stream(42, 1, 2, 3).key, .counter = i};

    return qc_rng_uniform(&rng);
}

/* Independent uniform numbers differ by a uniform number, counted round the circle. */
static double apart(double a, double b)
{
    return a < b ? a - b + 1.0 : a - b;
}

static double next_in_stream(uint64_t i)
{
    return apart(along_a_stream(i + 1), along_a_stream(i));
}

static double next_entity(uint64_t i)
{
    return apart(over_entities(i + 1), over_entities(i));
}

static double next_trial(uint64_t i)
{
    return apart(over_trials(i + 1), over_trials(i));
}

static double next_trial_of_next_entity(uint64_t i)
{
    return apart(first_of(42, 1, i + 1, i), first_of(42, 1, i, i + 1));
}

static one_draw *const draws_of[] = {over_seeds,  over_purposes,  over_entities,
                                     over_trials, along_a_stream, next_in_stream,
                                     next_entity, next_trial,     next_trial_of_next_entity};

static double sample[DRAWS];

static void draw(one_draw *one)
{
    for (uint64_t i = 0; i < DRAWS; i++)
        sample[i] = one(i);
    qc_stats_sort(sample, DRAWS);
}

START_TEST(streams_are_uniform_along_every_name)
{
    draw(draws_of[_i]);
    CHECK_DKW(sample, DRAWS, unit_cdf, NULL);
}
END_TEST

static double bent_by_a_hundredth(uint64_t i)
{
    return fmax(over_entities(i), 0.01);
}

START_TEST(a_missing_hundredth_is_seen)
{
    draw(bent_by_a_hundredth);
    CHECK_DKW_FAILS(sample, DRAWS, unit_cdf, NULL);
}
END_TEST

/* Each of the 64 bits is fair, first number over entities and trials. 0.5 against 0.505 needs
 * 1.5 million draws at 1e-9 both ways. */
START_TEST(bits_are_fair)
{
    const int64_t n = 1500000;
    int64_t set[64] = {0};
    int64_t bent = 0;

    for (int64_t i = 0; i < n; i++) {
        qc_rng rng = qc_rng_stream(42, 5, (uint64_t) i % 1000, (uint64_t) i / 1000);
        const uint64_t bits = qc_rng_bits(&rng);
        for (int k = 0; k < 64; k++)
            set[k] += (int64_t) (bits >> k & 1);
        bent += (int64_t) (bits >> 63) | (qc_rng_uniform(&rng) < 0.01 ? 1 : 0);
    }
    for (int k = 0; k < 64; k++)
        CHECK_COUNT(set[k], n, 0.5);
    CHECK_COUNT_FAILS(bent, n, 0.5); /* a bit set in 50.5% of the draws */
}
END_TEST

static double gamma_cdf(double x, const void *context)
{
    const double *shape = context;

    return gsl_cdf_gamma_P(x, *shape, 2.0);
}

/* GSL's gamma through the view. A shape of 1.5 against 1.545 moves the distribution by 0.0167. */
START_TEST(gsl_draws_through_the_view)
{
    qc_rng rng = qc_rng_stream(42, 6, 0, 0);
    gsl_rng view;
    const double shape = 1.5, bent_shape = 1.545;

    qc_rng_gsl(&view, &rng);
    for (int i = 0; i < DRAWS; i++)
        sample[i] = gsl_ran_gamma(&view, shape, 2.0);
    qc_stats_sort(sample, DRAWS);
    CHECK_DKW(sample, DRAWS, gamma_cdf, &shape);
    CHECK_DKW_FAILS(sample, DRAWS, gamma_cdf, &bent_shape);
}
END_TEST

/* gsl_rng_uniform_int() uses the 32 whole bits of the view. */
START_TEST(gsl_whole_numbers_through_the_view)
{
    const int64_t n = 900000;
    qc_rng rng = qc_rng_stream(42, 7, 0, 0);
    gsl_rng view;
    int64_t counts[10] = {0};

    qc_rng_gsl(&view, &rng);
    for (int64_t i = 0; i < n; i++)
        counts[gsl_rng_uniform_int(&view, 10)]++;
    for (int k = 0; k < 10; k++)
        CHECK_COUNT(counts[k], n, 0.1);
    CHECK_COUNT_FAILS(counts[0], n, 0.105);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("rng");
    TCase *tests = tcase_create("rng");

    tcase_add_loop_test(tests, streams_are_uniform_along_every_name, 0,
                        (int) (sizeof draws_of / sizeof *draws_of));
    tcase_add_test(tests, a_missing_hundredth_is_seen);
    tcase_add_test(tests, bits_are_fair);
    tcase_add_test(tests, gsl_draws_through_the_view);
    tcase_add_test(tests, gsl_whole_numbers_through_the_view);
    suite_add_tcase(suite, tests);
    return suite;
}
