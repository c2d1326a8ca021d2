/* Elapsed time counts: what is left of an open deal's stay is the stay given that it has lasted so long. One
 * stage, one family of stays, deals at several ages: the days of their wins against the conditional law, first
 * held against reference figures. Both ways through the walk: one look-up (certain beliefs, no month effects)
 * and the cumulative hazard (a lever that changes nothing takes the deal there). Ages far beyond any usual
 * stay belong to it: a stale deal must still leave.
 *
 * Smallest wrong to be seen: a distribution off by 0.015, shown by deals whose age is forgotten. */
#include "core/stats.h"
#include "tests/exact/reference.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"

enum { TRIALS = 200000, HORIZON = 365, AGES = 6 };

typedef struct family {
    const char *name, *word;
    double mean, cv; /* pins the member that the reference has */
    double ages[AGES];
} family;

/* The ages of the reference, and two beyond: where less than 1e-16 of the stays last, and less than 1e-300. */
static const family families[] = {
    {"weibull", "weibull", 56.65015481596731, 1.2605068, {0, 10, 60, 200, 5000, 200000}},
    {"lognormal", "lognormal", 49.65007991217715, 1.1170466, {0, 10, 60, 200, 70000, 1e5}},
    {"loglogistic", "log-logistic", 0, 0, {0, 10, 60, 200, 1e6, 1e7}},
    {"gamma", "gamma", 33, 0.674199862463242, {0, 10, 60, 200, 700, 12000}},
    {"exponential", "gamma", 40, 1, {0, 10, 60, 200, 2000, 20000}},
};
#define FAMILIES ((int) (sizeof families / sizeof families[0]))

static double reference_survival(const json_t *row, double x)
{
    const json_t *par = qc_reference_get(row, "par");
    qc_spread spread = {0};
    const char *name = json_string_value(qc_reference_get(row, "family"));
    if (strcmp(name, "exponential") == 0) return exp(-qc_reference_number(par, "rate") * x);
    if (strcmp(name, "lognormal") == 0)
        spread = (qc_spread){QC_FAMILY_LOGNORMAL, exp(qc_reference_number(par, "mu")),
                             qc_reference_number(par, "sigma")};
    else
        spread = (qc_spread){strcmp(name, "weibull") == 0 ? QC_FAMILY_WEIBULL
                             : strcmp(name, "gamma") == 0 ? QC_FAMILY_GAMMA
                                                          : QC_FAMILY_LOG_LOGISTIC,
                             qc_reference_number(par, "scale"), qc_reference_number(par, "shape")};
    return qc_spread_survival(&spread, x);
}
