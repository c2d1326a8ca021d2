/** Totals of independent deals without sampling.
 *
 *  Independence is what makes this possible: the law of a sum of independent parts is the convolution of
 *  their laws. Open deals come one by one, each won or not (unequal Bernoulli chances). New deals come in
 *  unknown number; Poisson arrivals split by month of winning stay Poisson and independent, and the sum
 *  of their amounts follows from Panjer's recursion: of s lattice steps, a random one of the amounts
 *  makes up y, the others s - y. */
#include "sim/exact/exact.h"

#include <assert.h>
#include <float.h>
#include <math.h>

/* What chances given in decimals may exceed 1 by. */
#define SUM_SLACK 1e-9

void qc_exact_poisson_binomial(const double *chances, int32_t count, double *pmf)
{
    pmf[0] = 1.0;
    for (int32_t i = 0; i < count; i++) {
        double yes = chances[i], no = 1.0 - chances[i];

        pmf[i + 1] = pmf[i] * yes;
        for (int32_t k = i; k > 0; k--)
            pmf[k] = pmf[k] * no + pmf[k - 1] * yes;
        pmf[0] *= no;
    }
}

/* From the top down, so that each cell still reads the law without this deal. The last cell means "or
 * more": whatever pays into it or was there stays. */
static void add_deal(double *pmf, int32_t size, double chance, int32_t units)
{
    int32_t last = size - 1;
    double reaches = 0.0;

    for (int32_t s = last - units < 0 ? 0 : last - units; s < last; s++)
        reaches += pmf[s];
    pmf[last] += chance * reaches;
    for (int32_t s = last - 1; s >= 0; s--) {
        double paid = s >= units ? pmf[s - units] : 0.0;

        pmf[s] = pmf[s] * (1.0 - chance) + paid * chance;
    }
}

bool qc_exact_deals(const double *chances, const int32_t *units, int32_t count, double *pmf,
                    int32_t size, qc_status *status)
{
    assert(size > 0);
    for (int32_t s = 0; s < size; s++)
        pmf[s] = 0.0;
    pmf[0] = 1.0;
    for (int32_t i = 0; i < count; i++) {
        if (!(chances[i] >= 0.0 && chances[i] <= 1.0 + SUM_SLACK)) {
            return qc_fail(status, QC_NUMERIC,
                           "deal %d is won with a chance of %g (expected 0 to 1)", (int) i + 1,
                           chances[i]);
        }
        if (units[i] < 0) {
            return qc_fail(status, QC_NUMERIC,
                           "deal %d pays %d lattice steps (expected none or more)", (int) i + 1,
                           (int) units[i]);
        }
        add_deal(pmf, size, fmin(chances[i], 1.0), units[i]);
    }
    return true;
}

/* Panjer's class: counts with p(n) = (a + b / n) p(n - 1), and the chance of a total of 0 steps. */
typedef struct panjer {
    double a, b, start;
} panjer;

static panjer panjer_of(qc_exact_counts counts, double a, double b, double no_amount)
{
    switch (counts) {
    case QC_EXACT_POISSON: return (panjer){0.0, a, exp(-a * (1.0 - no_amount))};
    case QC_EXACT_NEGATIVE_BINOMIAL:
        return (panjer){1.0 - b, (a - 1.0) * (1.0 - b), pow(b / (1.0 - (1.0 - b) * no_amount), a)};
    case QC_EXACT_BINOMIAL: /* b is at most one half here */
        return (panjer){-b / (1.0 - b), (a + 1.0) * b / (1.0 - b), pow(1.0 - b + b * no_amount, a)};
    }
    assert(false && "unknown law of counts");
    return (panjer){0.0, 0.0, 0.0};
}

static bool check_counts(qc_exact_counts counts, double a, double b, qc_status *status)
{
    switch (counts) {
    case QC_EXACT_POISSON:
        if (a >= 0.0 && isfinite(a)) return true;
        return qc_fail(status, QC_NUMERIC, "a Poisson mean of %g (expected 0 or more)", a);
    case QC_EXACT_NEGATIVE_BINOMIAL:
        if (a > 0.0 && isfinite(a) && b > 0.0 && b <= 1.0) return true;
        return qc_fail(status, QC_NUMERIC,
                       "a negative binomial of size %g and chance %g "
                       "(expected a size above 0, a chance above 0 and up to 1)",
                       a, b);
    case QC_EXACT_BINOMIAL:
        if (a >= 0.0 && a <= INT32_MAX && floor(a) >= a && b >= 0.0 && b <= 1.0) return true;
        return qc_fail(status, QC_NUMERIC,
                       "a binomial of %g trials and chance %g "
                       "(expected a whole number and a chance from 0 to 1)",
                       a, b);
    }
    assert(false && "unknown law of counts");
    return false;
}

static bool check_severity(const double *severity, int32_t size, qc_status *status)
{
    double sum = 0.0;

    for (int32_t y = 0; y < size; y++) {
        if (!(severity[y] >= 0.0)) {
            return qc_fail(status, QC_NUMERIC,
                           "an amount of %d lattice steps has a chance of %g (expected 0 to 1)",
                           (int) y, severity[y]);
        }
        sum += severity[y];
    }
    if (sum <= 1.0 + SUM_SLACK) return true;
    return qc_fail(status, QC_NUMERIC,
                   "the amounts' chances sum to %g (expected chances that sum to at most 1)", sum);
}

/* Above one half the recursion's alternating terms swamp the answer (30 trials at 0.9 lose all digits),
 * so the trials are added one at a time, from the top down as in add_deal(). */
static void add_trials(int32_t trials, double chance, const double *severity, int32_t severity_size,
                       double *pmf, int32_t size)
{
    for (int32_t s = 0; s < size; s++)
        pmf[s] = 0.0;
    pmf[0] = 1.0;
    for (int32_t i = 0; i < trials; i++) {
        for (int32_t s = size - 1; s >= 0; s--) {
            int32_t most = s < severity_size - 1 ? s : severity_size - 1;
            double paid = 0.0;

            for (int32_t y = 0; y <= most; y++)
                paid += severity[y] * pmf[s - y];
            pmf[s] = (1.0 - chance) * pmf[s] + chance * paid;
        }
    }
}

/* Only totals inside the lattice are asked for, so amounts and totals beyond it are left out, not lumped
 * into the last cell: the recursion never looks there. */
bool qc_exact_compound(qc_exact_counts counts, double a, double b, const double *severity,
                       int32_t severity_size, double *pmf, int32_t size, qc_status *status)
{
    panjer law;
    double scale;

    assert(size > 0 && severity_size > 0);
    if (!check_counts(counts, a, b, status)) return false;
    if (!check_severity(severity, severity_size, status)) return false;
    if (counts == QC_EXACT_BINOMIAL && b > 0.5) {
        add_trials((int32_t) a, b, severity, severity_size, pmf, size);
        return true;
    }
    law = panjer_of(counts, a, b, severity[0]);
    if (!(law.start >= DBL_MIN)) {
        return qc_fail(status, QC_NUMERIC,
                       "the chance of a total of nothing is too small to start Panjer's recursion "
                       "(expected a mean count below about 700)");
    }
    scale = 1.0 / (1.0 - law.a * severity[0]);
    pmf[0] = law.start;
    for (int32_t s = 1; s < size; s++) {
        int32_t most = s < severity_size - 1 ? s : severity_size - 1;
        double sum = 0.0;

        for (int32_t y = 1; y <= most; y++) {
            sum += (law.a + law.b * (double) y / (double) s) * severity[y] * pmf[s - y];
        }
        pmf[s] = sum * scale;
    }
    return true;
}

/* Deals created on one day: the month they are won in only moves forward as t grows. */
static void spread_day(const double *win_time, int32_t days, const int32_t *month_end,
                       int32_t months, int32_t created, double share, double *wins)
{
    int32_t m = 0;

    for (int32_t t = 0; t < days; t++) {
        while (m < months && created + t > month_end[m])
            m++;
        if (m == months) return;
        wins[m] += share * win_time[t];
    }
}

void qc_exact_thinning(const double *win_time, int32_t days, const int32_t *month_end,
                       int32_t months, double *wins)
{
    int32_t begin = 1;

    for (int32_t j = 0; j < months; j++) {
        double *row = wins + (size_t) j * (size_t) months;
        double share = 1.0 / (double) (month_end[j] - begin + 1);

        assert(month_end[j] >= begin);
        for (int32_t m = 0; m < months; m++)
            row[m] = 0.0;
        for (int32_t created = begin; created <= month_end[j]; created++) {
            spread_day(win_time, days, month_end, months, created, share, row);
        }
        begin = month_end[j] + 1;
    }
}

typedef struct piece { /* one stretch of constant hazards: one bin, one month */
    int32_t bin, month;
    double length;
} piece;

/* Leave by each exit in proportion to its hazard; returns the share that stays. */
static double leave(const piece *at, const double *hazard, int32_t bins, int32_t exits,
                    const double *theta, int32_t months, double staying, double *out)
{
    double total = 0.0, gone;

    for (int32_t d = 0; d < exits; d++) {
        total += hazard[d * bins + at->bin] * theta[d * months + at->month];
    }
    if (!(total > 0.0)) return staying;
    gone = -expm1(-total * at->length);
    for (int32_t d = 0; d < exits; d++) {
        double own = hazard[d * bins + at->bin] * theta[d * months + at->month];

        out[at->month * exits + d] += staying * gone * own / total;
    }
    return staying * exp(-total * at->length);
}

/* Days at risk x and calendar days move together: day `day0` is x in [0, 1), so month m ends at
 * x = month_end[m] - day0 + 1. What happens before the first forecast day counts in the first month. */
void qc_exact_stage_exits(const double *edges, int32_t bins, const double *hazard, int32_t exits,
                          const double *theta, const int32_t *month_end, int32_t months,
                          double day0, double x0, double *out)
{
    double staying = 1.0, x = x0;
    piece at = {0, 0, 0.0};

    for (int32_t i = 0; i < months * exits; i++)
        out[i] = 0.0;
    for (at.month = 0; at.month < months; at.month++) {
        double month_x = (double) month_end[at.month] - day0 + 1.0;

        while (x < month_x) {
            double next = month_x;

            while (at.bin + 1 < bins && x >= edges[at.bin + 1])
                at.bin++;
            if (at.bin + 1 < bins && edges[at.bin + 1] < next) next = edges[at.bin + 1];
            at.length = next - x;
            staying = leave(&at, hazard, bins, exits, theta, months, staying, out);
            x = next;
        }
    }
}
