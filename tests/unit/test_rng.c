#include "core/rng.h"

#include <check.h>

/* SplitMix64 from state 1234567, as in its authors' published program. */
START_TEST(numbers_of_the_published_generator)
{
    qc_rng rng = {.key = 1234567};

    ck_assert_uint_eq(qc_rng_bits(&rng), UINT64_C(6457827717110365317));
    ck_assert_uint_eq(qc_rng_bits(&rng), UINT64_C(3203168211198807973));
    ck_assert_uint_eq(qc_rng_bits(&rng), UINT64_C(9817491932198370423));
}
END_TEST

START_TEST(equal_names_give_equal_luck)
{
    qc_rng a = qc_rng_stream(42, 3, 7, 11);
    qc_rng b = qc_rng_entity(qc_rng_key(42, 3, 11), 7);

    for (int i = 0; i < 10; i++)
        ck_assert_uint_eq(qc_rng_bits(&a), qc_rng_bits(&b));
}
END_TEST

START_TEST(each_name_matters)
{
    const qc_rng streams[] = {
        qc_rng_stream(42, 3, 7, 11), qc_rng_stream(43, 3, 7, 11), qc_rng_stream(42, 4, 7, 11),
        qc_rng_stream(42, 3, 8, 11), qc_rng_stream(42, 3, 7, 12), qc_rng_stream(42, 7, 3, 11),
        qc_rng_stream(42, 3, 11, 7), qc_rng_stream(3, 42, 7, 11), qc_rng_stream(0, 0, 0, 0)};
    const int count = (int) (sizeof streams / sizeof *streams);

    for (int i = 0; i < count; i++) {
        for (int k = 0; k < i; k++)
            ck_assert_uint_ne(streams[i].key, streams[k].key);
    }
}
END_TEST

/* Turns the mix round, to find the key whose next number is the one wanted. */
static uint64_t unmix(uint64_t z)
{
    z = (z ^ (z >> 31) ^ (z >> 62)) * UINT64_C(0x319642b2d24d8ec3);
    z = (z ^ (z >> 27) ^ (z >> 54)) * UINT64_C(0x96de1b173f119089);
    return z ^ (z >> 30) ^ (z >> 60);
}

START_TEST(uniform_is_never_0_and_never_1)
{
    const uint64_t ends[] = {0, UINT64_MAX};
    double uniform[2];

    for (int i = 0; i < 2; i++) {
        qc_rng rng = {.key = unmix(ends[i]) - QC_RNG_STEP};
        uniform[i] = qc_rng_uniform(&rng);
        rng.counter = 0;
        ck_assert_uint_eq(qc_rng_bits(&rng), ends[i]);
    }
    ck_assert_double_gt(uniform[0], 0.0);
    ck_assert_double_lt(uniform[1], 1.0);
    ck_assert_double_eq(uniform[0], 0x1.0p-53);
    ck_assert_double_eq(uniform[1], 1.0 - 0x1.0p-53);
}
END_TEST

START_TEST(view_draws_from_the_stream_and_advances_it)
{
    qc_rng rng = qc_rng_stream(1, 2, 3, 4), same = rng;
    gsl_rng view;

    qc_rng_gsl(&view, &rng);
    ck_assert_double_eq(gsl_rng_uniform(&view), qc_rng_uniform(&same));
    ck_assert_uint_eq(gsl_rng_get(&view), qc_rng_bits(&same) >> 32);
    ck_assert_uint_eq(rng.counter, 2);
    ck_assert_uint_eq(gsl_rng_max(&view), 0xffffffffUL);
    ck_assert_uint_eq(gsl_rng_min(&view), 0);
    ck_assert_uint_eq(gsl_rng_size(&view), sizeof rng);
}
END_TEST

START_TEST(view_can_be_seeded)
{
    qc_rng rng = {.key = 5, .counter = 9};
    gsl_rng view;

    qc_rng_gsl(&view, &rng);
    gsl_rng_set(&view, 42);
    const unsigned long first = gsl_rng_get(&view);
    gsl_rng_set(&view, 43);
    ck_assert_uint_ne(gsl_rng_get(&view), first);
    gsl_rng_set(&view, 42);
    ck_assert_uint_eq(gsl_rng_get(&view), first);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("rng");
    TCase *tests = tcase_create("rng");

    tcase_add_test(tests, numbers_of_the_published_generator);
    tcase_add_test(tests, equal_names_give_equal_luck);
    tcase_add_test(tests, each_name_matters);
    tcase_add_test(tests, uniform_is_never_0_and_never_1);
    tcase_add_test(tests, view_draws_from_the_stream_and_advances_it);
    tcase_add_test(tests, view_can_be_seeded);
    suite_add_tcase(suite, tests);
    return suite;
}
