#include "models/season.h"

#include <gsl/gsl_randist.h>
#include <string.h>

#define PSEUDO_EVENTS \
    20 /* r ~ Gamma(20, 20): before the data a month is within a fifth or so of average */

void qc_season_fit(qc_season *season, const double *events, const double *expected, int32_t months,
                   int32_t first, double shock_sd)
{
    int32_t years[QC_SEASON_MONTHS] = {0};
    memset(season, 0, sizeof *season);
    if (months < QC_SEASON_CYCLE) return;
    season->on = true;
    for (int32_t m = 0; m < months; m++) {
        const int32_t month = (first + m) % QC_SEASON_MONTHS;
        season->events[month] += events[m];
        season->expected[month] += expected[m];
        years[month]++;
    }
    for (int32_t month = 0; month < QC_SEASON_MONTHS; month++) {
        const double variance = shock_sd * shock_sd / (years[month] > 0 ? years[month] : 1);
        const double weight = 1 / (1 + season->expected[month] * variance);
        season->events[month] *= weight;
        season->expected[month] *= weight;
    }
}

double qc_season_mean(const qc_season *season, int32_t index)
{
    const int32_t month = index % QC_SEASON_MONTHS;
    if (!season->on) return 1;
    return (PSEUDO_EVENTS + season->events[month]) / (PSEUDO_EVENTS + season->expected[month]);
}

void qc_season_means(const qc_season *season, double *factors)
{
    for (int32_t month = 0; month < QC_SEASON_MONTHS; month++)
        factors[month] = qc_season_mean(season, month);
}

void qc_season_draw(const qc_season *season, qc_rng *rng, double *factors)
{
    gsl_rng view;
    qc_rng_gsl(&view, rng);
    for (int32_t month = 0; month < QC_SEASON_MONTHS; month++) {
        factors[month] = !season->on ? 1
                                     : gsl_ran_gamma(&view, PSEUDO_EVENTS + season->events[month],
                                                     1 / (PSEUDO_EVENTS + season->expected[month]));
    }
}
