#include "core/memory.h"
#include "core/poisson.h"
#include "core/rng.h"
#include "tests/support/budget.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const double MEANS[] = {0, 1e-300, 0.01, 0.7, 1, 3.5, 60, 1234.5, QC_POISSON_MOST};
#define COUNT ((int) (sizeof MEANS / sizeof *MEANS))

START_TEST(cumulative_chances_are_those_of_the_law)
{
    qc_poisson law = {0};
    qc_status status = {0};
    for (int i = 0; i < COUNT; i++) {
        ck_assert(qc_poisson_set(&law, MEANS[i], &status));
        for (int32_t k = 0; k < law.count; k++) {
            const double exact = MEANS[i] > 0
                                     ? gsl_cdf_poisson_P((unsigned) (law.low + k), MEANS[i])
                                     : 1;
            ck_assert_double_eq_tol(law.upto[k], exact, 1e-10);
        }
    }
    qc_poisson_free(&law);
    qc_poisson_free(&law);
}
END_TEST

/* The first count whose cumulative chance lies above the number, from one end to the other. */
START_TEST(the_guide_finds_what_a_search_finds)
{
    qc_poisson law = {0};
    qc_status status = {0};
    const double ends[] = {0x1.0p-53, 1 - 0x1.0p-53};
    for (int i = 0; i < COUNT; i++) {
        ck_assert(qc_poisson_set(&law, MEANS[i], &status));
        for (int32_t n = -2; n < 2000; n++) {
            const double u = n < 0 ? ends[n + 2] : (n + 0.5) / 2000;
            int32_t found = 0;
            while (found < law.count - 1 && law.upto[found] <= u)
                found++;
            ck_assert_int_eq(qc_poisson_pick(&law, u), law.low + found);
        }
    }
    qc_poisson_free(&law);
}
END_TEST

START_TEST(counts_grow_with_the_mean)
{
    qc_poisson less = {0}, more = {0};
    qc_status status = {0};
    ck_assert(qc_poisson_set(&less, 41, &status) && qc_poisson_set(&more, 41.5, &status));
    for (int n = 0; n < 5000; n++)
        ck_assert_int_le(qc_poisson_pick(&less, (n + 0.5) / 5000),
                         qc_poisson_pick(&more, (n + 0.5) / 5000));
    qc_poisson_free(&less);
    qc_poisson_free(&more);
}
END_TEST

/* 400,000 draws of each mean; a mean that is off by 3% is seen. */
START_TEST(draws_follow_the_law)
{
    const int64_t n = 400000;
    qc_poisson law = {0};
    qc_status status = {0};
    const double means[] = {0.7, 3.5, 60};
    for (uint64_t i = 0; i < 3; i++) {
        const unsigned middle = (unsigned) means[i];
        int64_t above = 0;
        qc_rng luck = qc_rng_stream(42, i, 7, 0);
        ck_assert(qc_poisson_set(&law, means[i], &status));
        for (int64_t k = 0; k < n; k++)
            above += qc_poisson_pick(&law, qc_rng_uniform(&luck)) > (int32_t) middle;
        CHECK_COUNT(above, n, gsl_cdf_poisson_Q(middle, means[i]));
        CHECK_COUNT_FAILS(above, n, gsl_cdf_poisson_Q(middle, 1.03 * means[i]));
    }
    qc_poisson_free(&law);
}
END_TEST

START_TEST(no_table_is_told)
{
    qc_poisson law = {0};
    qc_status status = {0};
    ck_assert(!qc_poisson_set(&law, 2 * QC_POISSON_MOST, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    status = (qc_status){0};
    ck_assert(!qc_poisson_set(&law, NAN, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    status = (qc_status){0};
    qc_memory_fail_at(1);
    ck_assert(!qc_poisson_set(&law, 1, &status));
    qc_memory_fail_at(0);
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
    ck_assert(qc_poisson_set(&law, 1, &status));
    qc_poisson_free(&law);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("poisson");
    TCase *tests = tcase_create("poisson");

    tcase_add_test(tests, cumulative_chances_are_those_of_the_law);
    tcase_add_test(tests, the_guide_finds_what_a_search_finds);
    tcase_add_test(tests, counts_grow_with_the_mean);
    tcase_add_test(tests, draws_follow_the_law);
    tcase_add_test(tests, no_table_is_told);
    suite_add_tcase(suite, tests);
    return suite;
}
