/* Totals without sampling against reference figures and cases worked out by hand. */
#include "models/chain.h"
#include "sim/exact/exact.h"
#include "tests/exact/reference.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#define STAGES QC_REFERENCE_STAGES

enum { HORIZON = 365, DAYS = HORIZON + 1, DEALS = 12, MONTHS = 3, UNIT = 100, LATTICE = 2048 };

static double kernel[STAGES * (STAGES + 2) * DAYS];
static double fresh[STAGES * DAYS];

static void compute_fresh(void)
{
    qc_arena scratch = {0};
    qc_status status = {0};

    qc_reference_kernel(kernel, DAYS);
    ck_assert(qc_chain_time(fresh, kernel, STAGES, DAYS, STAGES, &scratch, &status));
    qc_arena_free(&scratch);
}

typedef struct portfolio {
    double month[MONTHS][DEALS], total[DEALS];
    int32_t units[DEALS];
} portfolio;

/* Chances by month of the open deals; months have 30 days. */
static void load_portfolio(portfolio *open, json_t *root, double bend)
{
    json_t *deals = qc_reference_get(root, "deals");
    double ahead[DAYS];
    qc_status status = {0};
    size_t i;
    json_t *deal;

    compute_fresh();
    ck_assert_uint_eq(json_array_size(deals), DEALS);
    json_array_foreach(deals, i, deal)
    {
        int32_t stage = qc_reference_state(json_string_value(qc_reference_get(deal, "stage")));
        int32_t age = (int32_t) qc_reference_number(deal, "age");

        ck_assert(qc_chain_time_open(ahead, HORIZON, kernel, fresh, STAGES, DAYS, STAGES, stage,
                                     age, &status));
        open->total[i] = i == 0 ? bend : 0.0;
        for (int m = 0; m < MONTHS; m++) {
            open->month[m][i] = m == 0 && i == 0 ? bend : 0.0;
            for (int t = 30 * m + 1; t <= 30 * (m + 1); t++) {
                open->month[m][i] += ahead[t];
                open->total[i] += ahead[t];
            }
        }
        open->units[i] = (int32_t) qc_reference_number(deal, "amount") / UNIT;
    }
}

static double counts_deviation(json_t *root, double bend)
{
    json_t *by_deal = qc_reference_get(root, "p_month");
    portfolio open;
    double pmf[DEALS + 1];
    double largest = 0.0;

    load_portfolio(&open, root, bend);
    for (size_t i = 0; i < DEALS; i++) {
        for (size_t m = 0; m < MONTHS; m++) {
            double expected = qc_reference_item(json_array_get(by_deal, i), m);

            qc_reference_note(&largest, open.month[m][i], expected);
        }
    }
    qc_reference_note_all(&largest, open.total, qc_reference_get(root, "p_total"), DEALS);
    qc_exact_poisson_binomial(open.total, DEALS, pmf);
    qc_reference_note_all(&largest, pmf, qc_reference_get(root, "count_pmf_total"), DEALS + 1);
    qc_exact_poisson_binomial(open.month[0], DEALS, pmf);
    qc_reference_note_all(&largest, pmf, qc_reference_get(root, "count_pmf_month1"), DEALS + 1);
    return largest;
}

/* Chance of at least `units` lattice steps, summed from the small end of the law. */
static double tail(const double *pmf, int size, int units)
{
    double sum = 0.0;

    for (int s = size - 1; s >= units; s--)
        sum += pmf[s];
    return sum;
}

static int quantile(const double *pmf, int size, double share)
{
    double sum = 0.0;

    for (int s = 0; s < size; s++) {
        sum += pmf[s];
        if (sum >= share) return s;
    }
    return size;
}

static void note_tails(double *largest, const double *pmf, int size, int unit, json_t *tails)
{
    const char *level;
    json_t *value;

    ck_assert_uint_ge(json_object_size(tails), 5);
    json_object_foreach(tails, level, value)
    {
        int at_least = 0;

        ck_assert_int_eq(sscanf(level, "%d", &at_least), 1);
        qc_reference_note(largest, tail(pmf, size, at_least / unit), json_number_value(value));
    }
}

static void check_quantiles(const double *pmf, int size, int unit, json_t *quantiles)
{
    const char *share;
    json_t *value;

    ck_assert_uint_ge(json_object_size(quantiles), 5);
    json_object_foreach(quantiles, share, value)
    {
        double at = 0.0;

        ck_assert_int_eq(sscanf(share, "%lf", &at), 1);
        ck_assert_int_eq(quantile(pmf, size, at) * unit, json_integer_value(value));
    }
}

/* Mean and standard deviation are compared as shares of themselves: they are amounts, not chances. */
static void note_moments(double *largest, const double *pmf, int size, int unit, json_t *root)
{
    double mean = 0.0, square = 0.0;

    for (int s = 0; s < size; s++)
        mean += pmf[s] * s * unit;
    for (int s = 0; s < size; s++)
        square += pmf[s] * (s * unit - mean) * (s * unit - mean);
    qc_reference_note(largest, mean / qc_reference_number(root, "rev_mean"), 1.0);
    qc_reference_note(largest, sqrt(square) / qc_reference_number(root, "rev_sd"), 1.0);
}

static double revenue_deviation(json_t *root, double bend)
{
    static double pmf[LATTICE];
    portfolio open;
    double largest = 0.0;
    qc_status status = {0};

    load_portfolio(&open, root, bend);
    ck_assert(qc_exact_deals(open.total, open.units, DEALS, pmf, LATTICE, &status));
    note_tails(&largest, pmf, LATTICE, UNIT, qc_reference_get(root, "rev_tail"));
    check_quantiles(pmf, LATTICE, UNIT, qc_reference_get(root, "rev_quantile"));
    note_moments(&largest, pmf, LATTICE, UNIT, root);
    return largest;
}

START_TEST(counts_of_open_deals_match_the_reference)
{
    json_t *root = qc_reference_load("portfolio_expected.json");

    qc_reference_close("portfolio_expected.json (counts)", counts_deviation(root, 0.0), 1e-12);
    ck_assert(counts_deviation(root, 1e-11) > 1e-12);
    json_decref(root);
}
END_TEST

START_TEST(revenue_of_open_deals_matches_the_reference)
{
    json_t *root = qc_reference_load("portfolio_expected.json");

    qc_reference_close("portfolio_expected.json (revenue)", revenue_deviation(root, 0.0), 1e-12);
    ck_assert(revenue_deviation(root, 1e-11) > 1e-12);
    json_decref(root);
}
END_TEST

enum { MANY_DEALS = 200 };

static double many_deals_deviation(json_t *root, double bend)
{
    json_t *chances = qc_reference_get(root, "p");
    double p[MANY_DEALS], pmf[MANY_DEALS + 1];
    double largest = 0.0;

    ck_assert_uint_eq(json_array_size(chances), MANY_DEALS);
    for (size_t i = 0; i < MANY_DEALS; i++)
        p[i] = qc_reference_item(chances, i);
    p[0] += bend;
    qc_exact_poisson_binomial(p, MANY_DEALS, pmf);
    qc_reference_note_all(&largest, pmf, qc_reference_get(root, "pmf"), MANY_DEALS + 1);
    return largest;
}

START_TEST(counts_of_many_deals_match_the_reference)
{
    json_t *root = qc_reference_load("poisson_binomial_200.json");

    qc_reference_close("poisson_binomial_200.json", many_deals_deviation(root, 0.0), 1e-12);
    ck_assert(many_deals_deviation(root, 1e-9) > 1e-12);
    json_decref(root);
}
END_TEST

enum { NEW_MONTHS = 6 };

/* Covariance of wins when each month's arrival rate is gamma-distributed with shape k: wins of two months
 * share the luck of the months their deals were created in. */
static void note_covariance(double *largest, json_t *root, const double *wins, const double *rate,
                            const double *mean)
{
    double k = qc_reference_number(root, "k");

    for (size_t a = 0; a < NEW_MONTHS; a++) {
        for (size_t b = 0; b < NEW_MONTHS; b++) {
            json_t *row = json_array_get(qc_reference_get(root, "covNB"), a);
            double covariance = a == b ? mean[a] : 0.0;

            for (size_t j = 0; j < NEW_MONTHS; j++) {
                covariance += rate[j] * rate[j] / k * wins[j * NEW_MONTHS + a] *
                              wins[j * NEW_MONTHS + b];
            }
            qc_reference_note(largest, covariance, qc_reference_item(row, b));
        }
    }
}

static double thinning_deviation(json_t *root, double bend)
{
    const int32_t month_end[NEW_MONTHS] = {30, 60, 90, 120, 150, 180};
    double wins[NEW_MONTHS * NEW_MONTHS], rate[NEW_MONTHS], mean[NEW_MONTHS] = {0};
    double largest = 0.0, total = 0.0;
    const char *level;
    json_t *value;

    compute_fresh();
    fresh[10] += bend;
    qc_exact_thinning(fresh, DAYS, month_end, NEW_MONTHS, wins);
    for (size_t j = 0; j < NEW_MONTHS; j++) {
        json_t *row = json_array_get(qc_reference_get(root, "W"), j);

        rate[j] = qc_reference_item(qc_reference_get(root, "lambda_arrivals"), j);
        qc_reference_note_all(&largest, wins + j * NEW_MONTHS, row, NEW_MONTHS);
        for (size_t m = 0; m < NEW_MONTHS; m++)
            mean[m] += rate[j] * wins[j * NEW_MONTHS + m];
    }
    qc_reference_note_all(&largest, mean, qc_reference_get(root, "mean"), NEW_MONTHS);
    note_covariance(&largest, root, wins, rate, mean);
    for (size_t m = 0; m < NEW_MONTHS; m++)
        total += mean[m];
    json_object_foreach(qc_reference_get(root, "poisson_total_tail"), level, value)
    {
        unsigned at_least = 0;

        ck_assert_int_eq(sscanf(level, "%u", &at_least), 1);
        qc_reference_note(&largest, gsl_cdf_poisson_Q(at_least - 1, total),
                          json_number_value(value));
    }
    return largest;
}

START_TEST(wins_of_new_deals_match_the_reference)
{
    json_t *root = qc_reference_load("thinning_expected.json");

    qc_reference_close("thinning_expected.json", thinning_deviation(root, 0.0), 1e-12);
    ck_assert(thinning_deviation(root, 1e-11) > 1e-12);
    json_decref(root);
}
END_TEST

enum { AMOUNTS = 21, TOTALS = 1200, TOTALS_STORED = 200 };

static void load_severity(json_t *root, double *severity)
{
    const char *amount;
    json_t *value;

    for (int y = 0; y < AMOUNTS; y++)
        severity[y] = 0.0;
    json_object_foreach(qc_reference_get(root, "severity"), amount, value)
    {
        int y = -1;

        ck_assert_int_eq(sscanf(amount, "%d", &y), 1);
        ck_assert(y >= 0 && y < AMOUNTS);
        severity[y] = json_number_value(value);
    }
}

static double compound_deviation(json_t *root, const char *law, qc_exact_counts counts, double bend)
{
    static double pmf[TOTALS];
    json_t *expected = qc_reference_get(qc_reference_get(root, "result"), law);
    json_t *parameters = qc_reference_get(expected, "par");
    double severity[AMOUNTS], largest = 0.0;
    double a = qc_reference_item(parameters, 0);
    double b = counts == QC_EXACT_POISSON ? 0.0 : qc_reference_item(parameters, 1);
    qc_status status = {0};

    load_severity(root, severity);
    severity[2] -= bend;
    severity[20] += bend;
    ck_assert(qc_exact_compound(counts, a, b, severity, AMOUNTS, pmf, TOTALS, &status));
    qc_reference_note_all(&largest, pmf, qc_reference_get(expected, "pmf"), TOTALS_STORED);
    note_tails(&largest, pmf, TOTALS, 1, qc_reference_get(expected, "sf"));
    if (bend <= 0.0) check_quantiles(pmf, TOTALS, 1, qc_reference_get(expected, "q"));
    return largest;
}

START_TEST(compound_sums_match_the_reference)
{
    static const char *const laws[] = {"poisson", "nbinom", "binom"};
    static const qc_exact_counts counts[] = {QC_EXACT_POISSON, QC_EXACT_NEGATIVE_BINOMIAL,
                                             QC_EXACT_BINOMIAL};
    json_t *root = qc_reference_load("compound_sum.json");

    for (int i = 0; i < 3; i++) {
        char name[64];

        snprintf(name, sizeof name, "compound_sum.json (%s)", laws[i]);
        qc_reference_close(name, compound_deviation(root, laws[i], counts[i], 0.0), 1e-9);
        ck_assert(compound_deviation(root, laws[i], counts[i], 1e-6) > 1e-9);
    }
    json_decref(root);
}
END_TEST

enum { BINS = 7, ROUTES = 4 };

static double calendar_deviation(json_t *root, double bend)
{
    static const char *const routes[ROUTES] = {"advance", "won", "lost", "back"};
    static const char *const effects[ROUTES] = {"thF", "thF", "thL", NULL};
    static const char *const factors[ROUTES] = {"fwd", "fwd", "loss", NULL};
    double edges[BINS], hazard[ROUTES * BINS], theta[ROUTES * MONTHS], out[MONTHS * ROUTES];
    int32_t month_end[MONTHS];
    double largest = 0.0;
    size_t i;
    json_t *deal;

    for (size_t b = 0; b < BINS; b++)
        edges[b] = qc_reference_item(qc_reference_get(root, "edges"), b);
    for (size_t m = 0; m < MONTHS; m++) {
        month_end[m] = (int32_t) qc_reference_item(qc_reference_get(root, "mend"), m);
    }
    for (size_t d = 0; d < ROUTES; d++) {
        json_t *rates = qc_reference_get(qc_reference_get(root, "hazard"), routes[d]);

        for (size_t b = 0; b < BINS; b++)
            hazard[d * BINS + b] = qc_reference_item(rates, b);
        for (size_t m = 0; m < MONTHS; m++) {
            theta[d * MONTHS + m] = 1.0;
            if (effects[d] == NULL) continue;
            theta[d * MONTHS + m] = qc_reference_item(qc_reference_get(root, effects[d]), m) *
                                    qc_reference_number(qc_reference_get(root, "mult"), factors[d]);
        }
    }
    theta[0] += bend;
    ck_assert_uint_eq(json_array_size(qc_reference_get(root, "cases")), 4);
    json_array_foreach(qc_reference_get(root, "cases"), i, deal)
    {
        double staying = 1.0;

        qc_exact_stage_exits(edges, BINS, hazard, ROUTES, theta, month_end, MONTHS,
                             qc_reference_number(deal, "day0"), qc_reference_number(deal, "x0"),
                             out);
        for (size_t m = 0; m < MONTHS; m++) {
            qc_reference_note_all(&largest, out + m * ROUTES,
                                  json_array_get(qc_reference_get(deal, "P"), m), ROUTES);
        }
        for (int cell = 0; cell < MONTHS * ROUTES; cell++)
            staying -= out[cell];
        qc_reference_note(&largest, staying, qc_reference_number(deal, "still_in_stage"));
    }
    return largest;
}

START_TEST(exits_by_month_match_the_reference)
{
    json_t *root = qc_reference_load("calendar_hazard_exact.json");

    qc_reference_close("calendar_hazard_exact.json", calendar_deviation(root, 0.0), 1e-12);
    ck_assert(calendar_deviation(root, 1e-10) > 1e-12);
    json_decref(root);
}
END_TEST

static void expect(const double *computed, int count, const double *expected)
{
    for (int i = 0; i < count; i++) {
        ck_assert_msg(fabs(computed[i] - expected[i]) <= 1e-14, "item %d is %.17g, not %.17g", i,
                      computed[i], expected[i]);
    }
}

START_TEST(counts_of_two_deals)
{
    double pmf[3];

    qc_exact_poisson_binomial((double[]){0.5, 0.2}, 2, pmf);
    expect(pmf, 3, (double[]){0.4, 0.5, 0.1});
    qc_exact_poisson_binomial(NULL, 0, pmf);
    expect(pmf, 1, (double[]){1.0});
}
END_TEST

/* The last cell holds "three steps or more", whichever deal took the total there. */
START_TEST(revenue_beyond_the_lattice_stays_in_the_last_cell)
{
    const double chances[] = {0.5, 0.2, 1.0, 0.7};
    const int32_t units[] = {1, 2, 1, 0};
    double pmf[4];
    qc_status status = {0};

    ck_assert(qc_exact_deals(chances, units, 4, pmf, 4, &status));
    expect(pmf, 4, (double[]){0.0, 0.4, 0.4, 0.2});
    ck_assert(qc_exact_deals(chances, units, 4, pmf, 3, &status));
    expect(pmf, 3, (double[]){0.0, 0.4, 0.6});
    ck_assert(qc_exact_deals((double[]){0.25}, (int32_t[]){1000000}, 1, pmf, 4, &status));
    expect(pmf, 4, (double[]){0.75, 0.0, 0.0, 0.25});
    ck_assert(qc_exact_deals(chances, units, 4, pmf, 1, &status));
    expect(pmf, 1, (double[]){1.0});
}
END_TEST

/* An amount of nothing is the same as a deal less: Poisson and negative binomial counts that are thinned
 * stay in their family. */
START_TEST(amounts_of_nothing_thin_the_count)
{
    const double with_nothing[] = {0.4, 0.3, 0.3}, without[] = {0.0, 0.5, 0.5};
    const double p = 0.25, kept = 0.6;
    double a[40], b[40];
    qc_status status = {0};

    ck_assert(qc_exact_compound(QC_EXACT_POISSON, 5.0, 0.0, with_nothing, 3, a, 40, &status));
    ck_assert(qc_exact_compound(QC_EXACT_POISSON, 3.0, 0.0, without, 3, b, 40, &status));
    expect(a, 40, b);
    ck_assert(
        qc_exact_compound(QC_EXACT_NEGATIVE_BINOMIAL, 2.5, p, with_nothing, 3, a, 40, &status));
    ck_assert(qc_exact_compound(QC_EXACT_NEGATIVE_BINOMIAL, 2.5, p / (p + kept * (1.0 - p)),
                                without, 3, b, 40, &status));
    expect(a, 40, b);
    ck_assert(qc_exact_compound(QC_EXACT_BINOMIAL, 9.0, 0.5, with_nothing, 3, a, 40, &status));
    ck_assert(qc_exact_compound(QC_EXACT_BINOMIAL, 9.0, 0.3, without, 3, b, 40, &status));
    expect(a, 40, b);
}
END_TEST

/* Thirty trials won at 90%, each paying 1 or 20 steps: every total is a number of ones and twenties. Panjer's
 * recursion alone would be off by far more than 1 here. */
START_TEST(likely_trials_keep_their_digits)
{
    enum { TRIALS = 30, SIZE = 20 * TRIALS + 5 };
    const double severity[21] = {[1] = 0.5, [20] = 0.5}, ways[] = {0.1, 0.45, 0.45};
    double pmf[SIZE], expected[SIZE] = {0};
    qc_status status = {0};

    for (unsigned ones = 0; ones <= TRIALS; ones++) {
        for (unsigned twenties = 0; ones + twenties <= TRIALS; twenties++) {
            const unsigned counts[] = {TRIALS - ones - twenties, ones, twenties};

            expected[ones + 20 * twenties] += gsl_ran_multinomial_pdf(3, ways, counts);
        }
    }
    ck_assert(qc_exact_compound(QC_EXACT_BINOMIAL, TRIALS, 0.9, severity, 21, pmf, SIZE, &status));
    expect(pmf, SIZE, expected);
    ck_assert(qc_exact_compound(QC_EXACT_BINOMIAL, 2.0, 1.0, (double[]){0, 1}, 2, pmf, 3, &status));
    expect(pmf, 3, (double[]){0, 0, 1});
    ck_assert(qc_exact_compound(QC_EXACT_POISSON, 0.0, 0.0, (double[]){0, 1}, 2, pmf, 3, &status));
    expect(pmf, 3, (double[]){1, 0, 0});
}
END_TEST

static void expect_refused(qc_exact_counts counts, double a, double b, const double *severity,
                           const char *words)
{
    double pmf[4];
    qc_status status = {0};

    ck_assert(!qc_exact_compound(counts, a, b, severity, 2, pmf, 4, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    ck_assert_msg(strstr(status.message, words) != NULL, "%s", status.message);
}

START_TEST(impossible_sums_are_refused)
{
    const double fine[] = {0.5, 0.5}, heavy[] = {0.5, 0.6}, negative[] = {1.2, -0.2};

    expect_refused(QC_EXACT_POISSON, 2000.0, 0.0, fine, "too small to start");
    expect_refused(QC_EXACT_POISSON, -1.0, 0.0, fine, "Poisson mean of -1");
    expect_refused(QC_EXACT_POISSON, (double) NAN, 0.0, fine, "Poisson mean");
    expect_refused(QC_EXACT_NEGATIVE_BINOMIAL, 0.0, 0.5, fine, "size 0");
    expect_refused(QC_EXACT_NEGATIVE_BINOMIAL, 2.0, 0.0, fine, "chance 0");
    expect_refused(QC_EXACT_BINOMIAL, 2.5, 0.5, fine, "2.5 trials");
    expect_refused(QC_EXACT_BINOMIAL, 2.0, 1.5, fine, "chance 1.5");
    expect_refused(QC_EXACT_POISSON, 1.0, 0.0, heavy, "sum to 1.1");
    expect_refused(QC_EXACT_POISSON, 1.0, 0.0, negative, "1 lattice steps has a chance of -0.2");
}
END_TEST

START_TEST(impossible_deals_are_refused)
{
    double pmf[4];
    qc_status status = {0};

    ck_assert(!qc_exact_deals((double[]){0.5, 1.5}, (int32_t[]){1, 1}, 2, pmf, 4, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    ck_assert_ptr_nonnull(strstr(status.message, "deal 2 is won with a chance of 1.5"));
    status = (qc_status){0};
    ck_assert(!qc_exact_deals((double[]){0.5}, (int32_t[]){-1}, 1, pmf, 4, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    ck_assert_ptr_nonnull(strstr(status.message, "deal 1 pays -1 lattice steps"));
}
END_TEST

/* Months of unequal length, and a deal won for sure three days after it was created. */
START_TEST(wins_of_new_deals_by_hand)
{
    double wins[9];

    qc_exact_thinning((double[]){0, 0, 0, 1.0}, 4, (int32_t[]){2, 6, 8}, 3, wins);
    expect(wins, 9, (double[]){0, 1, 0, 0, 0.25, 0.5, 0, 0, 0});
    qc_exact_thinning((double[]){0.5, 0.25}, 2, (int32_t[]){2, 6, 8}, 3, wins);
    expect(wins, 9, (double[]){0.625, 0.125, 0, 0, 0.6875, 0.0625, 0, 0, 0.625});
}
END_TEST

/* One bin, one exit, 10% a day: what left by the end of each month is an exponential law. */
START_TEST(exits_by_month_by_hand)
{
    const double edges[] = {0}, hazard[] = {0.1}, theta[] = {1.0, 2.0}, none[] = {0.0};
    const int32_t month_end[] = {10, 15};
    double out[2];

    qc_exact_stage_exits(edges, 1, hazard, 1, theta, month_end, 2, 1.0, 0.0, out);
    expect(out, 2, (double[]){1.0 - exp(-1.0), exp(-1.0) * (1.0 - exp(-1.0))});
    qc_exact_stage_exits(edges, 1, hazard, 1, theta, month_end, 2, 11.0, 0.0, out);
    expect(out, 2, (double[]){0.0, 1.0 - exp(-1.0)});
    qc_exact_stage_exits(edges, 1, hazard, 1, theta, month_end, 2, 16.0, 0.0, out);
    expect(out, 2, (double[]){0.0, 0.0});
    qc_exact_stage_exits(edges, 1, none, 1, theta, month_end, 2, 1.0, 0.0, out);
    expect(out, 2, (double[]){0.0, 0.0});
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("exact");
    TCase *cases = tcase_create("exact");

    tcase_add_test(cases, counts_of_open_deals_match_the_reference);
    tcase_add_test(cases, revenue_of_open_deals_matches_the_reference);
    tcase_add_test(cases, counts_of_many_deals_match_the_reference);
    tcase_add_test(cases, wins_of_new_deals_match_the_reference);
    tcase_add_test(cases, compound_sums_match_the_reference);
    tcase_add_test(cases, exits_by_month_match_the_reference);
    tcase_add_test(cases, counts_of_two_deals);
    tcase_add_test(cases, revenue_beyond_the_lattice_stays_in_the_last_cell);
    tcase_add_test(cases, amounts_of_nothing_thin_the_count);
    tcase_add_test(cases, likely_trials_keep_their_digits);
    tcase_add_test(cases, impossible_sums_are_refused);
    tcase_add_test(cases, impossible_deals_are_refused);
    tcase_add_test(cases, wins_of_new_deals_by_hand);
    tcase_add_test(cases, exits_by_month_by_hand);
    tcase_set_timeout(cases, 60);
    suite_add_tcase(suite, cases);
    return suite;
}
