/* The whole model on companies drawn from its own prior (calibration.h): ranks of the truth are even.
 *
 * 200 companies and 20 bins: a chi-square whose chance is 1e-9 at the limit. A model that takes its beliefs for
 * forty times as well founded as they are must fail it. scripts/calibration runs thousands and prints the bins. */
#include "tests/stat/calibration.h"
#include "tests/support/budget.h"

#include <stdlib.h>

enum { COMPANIES = 200, BENT_TIMES = 40, ROOM = 100000 };

static double ranks[CALIBRATION_FIGURES][ROOM];

static int run(uint64_t first, int companies, double bend)
{
    int kept = 0;
    for (int i = 0; i < companies && kept < ROOM; i++) {
        double one[CALIBRATION_FIGURES];
        if (!calibration_company(first + (uint64_t) i, bend, one)) continue;
        for (int f = 0; f < CALIBRATION_FIGURES; f++)
            ranks[f][kept] = one[f];
        kept++;
    }
    return kept;
}

static void print_bins(int kept)
{
    printf("%d companies; ranks of the truth among %d draws\n", kept, CALIBRATION_DRAWS);
    for (int f = 0; f < CALIBRATION_FIGURES; f++) {
        int bins[CALIBRATION_BINS] = {0}, inside = 0;
        for (int i = 0; i < kept; i++) {
            bins[(int) fmin(ranks[f][i] * CALIBRATION_BINS, CALIBRATION_BINS - 1)]++;
            inside += fabs(ranks[f][i] - 0.5) <= 0.4;
        }
        printf("%-10s chi-square p %.4f, in 80%%: %.3f, bins", calibration_words[f],
               calibration_p(ranks[f], kept), (double) inside / kept);
        for (int b = 0; b < CALIBRATION_BINS; b++)
            printf(" %d", bins[b]);
        printf("\n");
    }
    (void) fflush(stdout);
}

START_TEST(ranks_of_the_truth_are_even)
{
    const char *first = getenv("QC_CALIBRATION_FIRST"), *count = getenv("QC_CALIBRATION_COUNT");
    const int kept = run(first != NULL ? strtoull(first, NULL, 10) : 1,
                         count != NULL ? (int) strtol(count, NULL, 10) : COMPANIES, 1);
    print_bins(kept);
    ck_assert_int_gt(kept, COMPANIES * 9 / 10);
    for (int f = 0; f < CALIBRATION_FIGURES; f++)
        ck_assert_double_gt(calibration_p(ranks[f], kept), QC_BUDGET_ALARM);
}
END_TEST

START_TEST(a_bent_model_is_seen)
{
    const int kept = run(1, COMPANIES, BENT_TIMES);
    print_bins(kept);
    ck_assert_double_lt(calibration_p(ranks[CALIBRATION_CONVERSION], kept), QC_BUDGET_ALARM);
    ck_assert_double_lt(calibration_p(ranks[CALIBRATION_RATE], kept), QC_BUDGET_ALARM);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("calibration");
    TCase *tests = tcase_create("ranks");
    tcase_set_timeout(tests, 7200);
    tcase_add_test(tests, ranks_of_the_truth_are_even);
    if (getenv("QC_CALIBRATION_COUNT") == NULL) tcase_add_test(tests, a_bent_model_is_seen);
    suite_add_tcase(suite, tests);
    return suite;
}
