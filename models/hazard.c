/* A handful of events in a bin of days says little, a smooth curve alone says too much. So each bin has a
 * multiplier m_b on the base hazard, m_b ~ Gamma(k, rate k nu): the shrinkage k says how far bins may
 * stray from the base, 1 / nu is the level they stray around. How much to shrink is learnt from all bins
 * together (negative-binomial marginal likelihood at nu = 1 over a grid of k, weights by EM), and the
 * bases compete by how well they predicted the bins. A draw must also let the level go: with strong
 * shrinkage and a fixed level, bins that agree with the base would fake certainty about it. */
#include "models/hazard.h"

#include "models/hazard_base.h"

#include <assert.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

#define EM_STEPS            8
#define SWEEPS              6
#define BINS                17
#define LEVEL_OF_DATA_BASES 0.5

static const int32_t usual_edges[BINS] = {0,  1,  3,   7,   14,  21,  30,  45, 60,
                                          75, 90, 120, 150, 180, 240, 300, 365};
#define TAIL_BINS 2
static const int32_t tail_edges[TAIL_BINS] = {545, QC_HAZARD_DAYS -
                                                       1}; /* used where anything was at risk */
static const double shrinks[QC_HAZARD_SHRINKS] = {0.3, 1, 3, 10, 30, 100, 1000};
static const double base_prior[QC_BASE_COUNT] = {1, 0.4, 0.15, 2};

/* ---- bins ---- */

/** Expiry rules pile events on single days ("lost after 30 days"): such a day gets a bin of its own, or
 *  its rate would be smeared over weeks. At most 9 days can hold over a tenth each, so bins never run out. */
static bool is_pile(const qc_hazard_counts *counts, int32_t day, double total_events)
{
    return counts->events[day] >= 5 && counts->events[day] > 0.1 * total_events;
}

static void make_bins(qc_hazard_fit *fit, const qc_hazard_counts *counts)
{
    bool starts[QC_HAZARD_DAYS + 1] = {false};
    for (int32_t b = 0; b < BINS; b++)
        starts[usual_edges[b]] = true;
    for (int32_t j = 0; j < QC_HAZARD_DAYS; j++) {
        if (is_pile(counts, j, fit->total_events)) starts[j] = starts[j + 1] = true;
    }
    for (int t = 0; t < TAIL_BINS; t++) /* deals that linger for years leave more slowly still */
        starts[tail_edges[t]] |= counts->exposure[tail_edges[t]] > 0;
    fit->bin_count = 0;
    for (int32_t j = 0; j < QC_HAZARD_DAYS; j++) {
        if (starts[j]) fit->edge[fit->bin_count++] = j;
    }
    assert(fit->bin_count <= QC_HAZARD_BINS_MAX);
    fit->edge[fit->bin_count] = QC_HAZARD_DAYS;
}

static double sum_between(const double *values, int32_t from, int32_t to)
{
    double sum = 0;
    for (int32_t j = from; j < to; j++)
        sum += values[j];
    return sum;
}

static bool check_counts(const qc_hazard_counts *counts, qc_status *status)
{
    for (int32_t j = 0; j < QC_HAZARD_DAYS; j++) {
        const double events = counts->events[j], exposure = counts->exposure[j];
        const bool counted = isfinite(events) && isfinite(exposure) && events >= 0 && exposure >= 0;
        if (!counted || (events > 0 && exposure <= 0)) {
            return qc_fail(status, QC_NUMERIC,
                           "day %d at risk has %g events in %g days of exposure", (int) j, events,
                           exposure);
        }
    }
    return true;
}

static bool check_belief(const double *belief, double level, qc_status *status)
{
    for (int32_t j = 0; j < QC_HAZARD_DAYS; j++) {
        if (!isfinite(belief[j]) || belief[j] < 0) {
            return qc_fail(status, QC_NUMERIC,
                           "the stated hazard of day %d is %g (expected 0 or more)", (int) j,
                           belief[j]);
        }
    }
    if (level > 0) return true;
    return qc_fail(status, QC_NUMERIC, "a belief rests on %g deals (expected more than 0)", level);
}

/* ---- bases ---- */

static void expect(qc_hazard_fit *fit, qc_hazard_base base, const qc_hazard_counts *counts)
{
    const double *daily = fit->base[base].daily;
    for (int32_t b = 0; b < fit->bin_count; b++) {
        double sum = 0;
        for (int32_t j = fit->edge[b]; j < fit->edge[b + 1]; j++) {
            sum += counts->exposure[j] * daily[j];
        }
        fit->base[base].expected[b] = sum;
    }
}

static bool fit_base(qc_hazard_fit *fit, qc_hazard_base base, const qc_hazard_counts *counts,
                     qc_status *status)
{
    double *theta = fit->base[base].theta;
    fit->base[base].objective = (double) NAN;
    if (base == QC_BASE_CONSTANT) {
        theta[0] = qc_hazard_base_constant(fit->total_events, fit->total_exposure);
    } else if (!qc_hazard_base_fit(base, counts, theta, &fit->base[base].objective, status)) {
        return false;
    }
    qc_hazard_base_daily(base, theta, fit->base[base].daily);
    fit->base[base].level_prior = LEVEL_OF_DATA_BASES;
    fit->base[base].used = true;
    return true;
}

/** Which of the data-only bases the data can carry. Without an event a curve has nothing to go by; and
 *  where something is believed, 0.3 events over a day or two of exposure is no rival to it. */
static bool fit_data_bases(qc_hazard_fit *fit, const qc_hazard_counts *counts, bool believed,
                           qc_without without, qc_status *status)
{
    const bool has_event = fit->total_events >= 1;
    const bool curved = has_event && !qc_leaves_out(without, QC_INGREDIENT_CURVED_BASES);
    if (!has_event && believed) return true;
    if (!fit_base(fit, QC_BASE_CONSTANT, counts, status)) return false;
    if (!curved) return true;
    return fit_base(fit, QC_BASE_LOG_LOGISTIC, counts, status) &&
           fit_base(fit, QC_BASE_CURE, counts, status);
}

static void take_belief(qc_hazard_fit *fit, const double *belief, double level)
{
    double *daily = fit->base[QC_BASE_BELIEF].daily;
    /* only data can contradict "impossible", so only then is it lifted to the floor */
    const double floor = fit->total_exposure > 0 && isfinite(level) ? QC_HAZARD_FLOOR : 0;
    for (int32_t j = 0; j < QC_HAZARD_DAYS; j++)
        daily[j] = fmax(belief[j], floor);
    fit->base[QC_BASE_BELIEF].objective = (double) NAN;
    fit->base[QC_BASE_BELIEF].level_prior = level;
    fit->base[QC_BASE_BELIEF].used = true;
}

/* ---- shrinkage ---- */

/** Log probability of `events` when `expected` are expected and m ~ Gamma(k, k) is integrated out, without
 *  the terms that no base and no k changes. */
static double log_marginal(double events, double expected, double k)
{
    if (expected <= 0) return 0; /* nobody at risk: no word on k */
    double sum = -k * log1p(expected / k);
    if (events > 0) sum += gsl_sf_lnpoch(k, events) - events * log1p(k / expected);
    return sum;
}

typedef struct likelihood { /* of each bin and k, relative to the bin's best k */
    double relative[QC_HAZARD_BINS_MAX][QC_HAZARD_SHRINKS];
    double best_log[QC_HAZARD_BINS_MAX];
} likelihood;

static void fill_likelihood(likelihood *l, const double *events, const double *expected,
                            int32_t bins)
{
    for (int32_t b = 0; b < bins; b++) {
        l->best_log[b] = -HUGE_VAL;
        for (int k = 0; k < QC_HAZARD_SHRINKS; k++) {
            l->relative[b][k] = log_marginal(events[b], expected[b], shrinks[k]);
            l->best_log[b] = fmax(l->best_log[b], l->relative[b][k]);
        }
        for (int k = 0; k < QC_HAZARD_SHRINKS; k++) {
            l->relative[b][k] = exp(l->relative[b][k] - l->best_log[b]);
        }
    }
}

/** q_bk, the posterior of each bin's k given the weights; returns the log evidence. */
static double responsibilities(const likelihood *l, const double *weight, int32_t bins,
                               double (*share)[QC_HAZARD_SHRINKS])
{
    double log_evidence = 0;
    for (int32_t b = 0; b < bins; b++) {
        double sum = 0;
        for (int k = 0; k < QC_HAZARD_SHRINKS; k++) {
            share[b][k] = weight[k] * l->relative[b][k];
            sum += share[b][k];
        }
        for (int k = 0; k < QC_HAZARD_SHRINKS; k++)
            share[b][k] /= sum;
        log_evidence += l->best_log[b] + log(sum);
    }
    return log_evidence;
}

/** Only bins with exposure have something to say. */
static void update_weights(double *weight, double (*share)[QC_HAZARD_SHRINKS],
                           const double *expected, int32_t bins)
{
    double sum[QC_HAZARD_SHRINKS] = {0}, all = 0;
    for (int32_t b = 0; b < bins; b++) {
        if (expected[b] <= 0) continue;
        for (int k = 0; k < QC_HAZARD_SHRINKS; k++)
            sum[k] += share[b][k];
        all += 1;
    }
    for (int k = 0; k < QC_HAZARD_SHRINKS; k++) {
        weight[k] = (sum[k] + 0.5) / (all + 0.5 * QC_HAZARD_SHRINKS);
    }
}

static void pool_bins(qc_hazard_fit *fit, qc_hazard_base base, qc_without without)
{
    const bool unshrunk = qc_leaves_out(without, QC_INGREDIENT_SHRINKAGE);
    likelihood l;
    double *weight = fit->base[base].shrink_weight;
    double(*share)[QC_HAZARD_SHRINKS] = fit->base[base].bin_shrink;
    const double *expected = fit->base[base].expected;

    fill_likelihood(&l, fit->events, expected, fit->bin_count);
    for (int k = 0; k < QC_HAZARD_SHRINKS; k++)
        weight[k] = unshrunk ? k == 0 : 1.0 / QC_HAZARD_SHRINKS;
    for (int step = 0; step < EM_STEPS && !unshrunk; step++) {
        responsibilities(&l, weight, fit->bin_count, share);
        update_weights(weight, share, expected, fit->bin_count);
    }
    fit->base[base].log_evidence = responsibilities(&l, weight, fit->bin_count, share);
    for (int32_t b = 0; b < fit->bin_count; b++) {
        double sum = 0;
        for (int k = 0; k < QC_HAZARD_SHRINKS; k++) {
            sum += share[b][k] * (shrinks[k] + fit->events[b]) / (shrinks[k] + expected[b]);
        }
        fit->base[base].multiplier[b] = sum;
    }
}

static void weigh_bases(qc_hazard_fit *fit)
{
    double best = -HUGE_VAL, sum = 0;
    for (int base = 0; base < QC_BASE_COUNT; base++) {
        if (fit->base[base].used) best = fmax(best, fit->base[base].log_evidence);
    }
    for (int base = 0; base < QC_BASE_COUNT; base++) {
        if (!fit->base[base].used) continue;
        /* what a belief rests on speaks for it before any data do */
        const double rests_on = base == QC_BASE_BELIEF ? fmin(fit->base[base].level_prior, 1e6) : 0;
        fit->base[base].weight = (base_prior[base] + rests_on) *
                                 exp(fit->base[base].log_evidence - best);
        sum += fit->base[base].weight;
    }
    for (int base = 0; base < QC_BASE_COUNT; base++)
        fit->base[base].weight /= sum;
}

/** What is certain is not weighed against data. */
static void settle_certain(qc_hazard_fit *fit)
{
    for (int32_t b = 0; b < fit->bin_count; b++)
        fit->base[QC_BASE_BELIEF].multiplier[b] = 1;
    fit->base[QC_BASE_BELIEF].weight = 1;
}

bool qc_hazard_fit_counts(qc_hazard_fit *fit, const qc_hazard_counts *counts, const double *belief,
                          double belief_level, qc_status *status)
{
    return qc_hazard_fit_without(fit, counts, belief, belief_level, 0, status);
}

bool qc_hazard_fit_without(qc_hazard_fit *fit, const qc_hazard_counts *counts, const double *belief,
                           double belief_level, qc_without without, qc_status *status)
{
    const bool certain = belief != NULL && isinf(belief_level);
    *fit = (qc_hazard_fit){.without_level = qc_leaves_out(without, QC_INGREDIENT_LEVEL)};
    if (!check_counts(counts, status)) return false;
    if (belief != NULL && !check_belief(belief, belief_level, status)) return false;
    fit->total_events = sum_between(counts->events, 0, QC_HAZARD_DAYS);
    fit->total_exposure = sum_between(counts->exposure, 0, QC_HAZARD_DAYS);
    if (belief == NULL && fit->total_exposure <= 0) {
        return qc_fail(status, QC_TOO_FEW_DATA,
                       "no visit was ever at risk (expected a history or a stated belief)");
    }
    make_bins(fit, counts);
    for (int32_t b = 0; b < fit->bin_count; b++) {
        fit->events[b] = sum_between(counts->events, fit->edge[b], fit->edge[b + 1]);
    }
    if (belief != NULL) take_belief(fit, belief, belief_level);
    if (!certain && !fit_data_bases(fit, counts, belief != NULL, without, status)) return false;
    for (int base = 0; base < QC_BASE_COUNT; base++) {
        if (!fit->base[base].used) continue;
        expect(fit, (qc_hazard_base) base, counts);
        if (!certain) pool_bins(fit, (qc_hazard_base) base, without);
    }
    if (certain)
        settle_certain(fit);
    else
        weigh_bases(fit);
    return true;
}

/* ---- answers ---- */

double qc_hazard_shrink(int k)
{
    return shrinks[k];
}

double qc_hazard_base_prior(qc_hazard_base base)
{
    return base_prior[base];
}

void qc_hazard_mean(const qc_hazard_fit *fit, double *daily)
{
    memset(daily, 0, QC_HAZARD_DAYS * sizeof *daily);
    for (int base = 0; base < QC_BASE_COUNT; base++) {
        if (!fit->base[base].used) continue;
        for (int32_t b = 0; b < fit->bin_count; b++) {
            const double scale = fit->base[base].weight * fit->base[base].multiplier[b];
            for (int32_t j = fit->edge[b]; j < fit->edge[b + 1]; j++) {
                daily[j] += scale * fit->base[base].daily[j];
            }
        }
    }
}

static qc_hazard_base pick_base(const qc_hazard_fit *fit, double u)
{
    int picked = QC_BASE_BELIEF;
    while (picked > 0 && !fit->base[picked].used)
        picked--;
    for (int base = 0; base < picked; base++) {
        u -= fit->base[base].weight;
        if (u < 0) return (qc_hazard_base) base;
    }
    return (qc_hazard_base) picked;
}

static double pick_shrink(const double *share, double u)
{
    for (int k = 0; k < QC_HAZARD_SHRINKS - 1; k++) {
        u -= share[k];
        if (u < 0) return shrinks[k];
    }
    return shrinks[QC_HAZARD_SHRINKS - 1];
}

typedef struct sweep_bin { /* a bin with exposure; the others say nothing about nu */
    int32_t at;
    double k, events, expected, multiplier;
} sweep_bin;

static int32_t pick_shrinks(const qc_hazard_fit *fit, qc_hazard_base base, qc_rng *rng,
                            sweep_bin *bins)
{
    int32_t count = 0;
    for (int32_t b = 0; b < fit->bin_count; b++) {
        if (fit->base[base].expected[b] <= 0) continue;
        bins[count++] = (sweep_bin){
            .at = b,
            .k = pick_shrink(fit->base[base].bin_shrink[b], qc_rng_uniform(rng)),
            .events = fit->events[b],
            .expected = fit->base[base].expected[b],
        };
    }
    return count;
}

/** Gamma(shape, 1), never so small that dividing by it overflows. */
static double draw_gamma(const gsl_rng *source, double shape)
{
    return fmax(gsl_ran_gamma(source, shape, 1), 1e-100);
}

/** Gibbs sweeps over multipliers and nu; the mean of m_b given nu alone is 1 / nu, so nu is a divisor of
 *  the base. It starts where it would be if all bins shared one multiplier, so few sweeps suffice.
 *  Returns nu. */
static double sweep(sweep_bin *bins, int32_t count, double level_prior, bool free_level,
                    qc_rng *rng)
{
    gsl_rng source;
    qc_rng_gsl(&source, rng);
    double events = 0, expected = 0, shape = level_prior;
    for (int32_t i = 0; i < count; i++) {
        events += bins[i].events;
        expected += bins[i].expected;
        shape += bins[i].k;
    }
    double nu = 1;
    if (free_level) nu = (expected + level_prior) / draw_gamma(&source, events + level_prior);
    for (int round = 0; round < SWEEPS; round++) {
        double rate = level_prior;
        for (int32_t i = 0; i < count; i++) {
            sweep_bin *bin = &bins[i];
            bin->multiplier = draw_gamma(&source, bin->k + bin->events) /
                              (bin->k * nu + bin->expected);
            rate += bin->k * bin->multiplier;
        }
        if (free_level) nu = draw_gamma(&source, shape) / rate;
    }
    return nu;
}

void qc_hazard_draw(const qc_hazard_fit *fit, qc_rng *rng, double *daily)
{
    const qc_hazard_base base = pick_base(fit, qc_rng_uniform(rng));
    const double *smooth = fit->base[base].daily;
    if (isinf(fit->base[base].level_prior)) {
        memcpy(daily, smooth, QC_HAZARD_DAYS * sizeof *daily);
        return;
    }
    sweep_bin bins[QC_HAZARD_BINS_MAX];
    const int32_t count = pick_shrinks(fit, base, rng, bins);
    const double nu = sweep(bins, count, fit->base[base].level_prior, !fit->without_level, rng);
    double multiplier[QC_HAZARD_BINS_MAX];
    for (int32_t b = 0; b < fit->bin_count; b++)
        multiplier[b] = 1 / nu;
    for (int32_t i = 0; i < count; i++)
        multiplier[bins[i].at] = bins[i].multiplier;
    for (int32_t b = 0; b < fit->bin_count; b++) {
        for (int32_t j = fit->edge[b]; j < fit->edge[b + 1]; j++) {
            daily[j] = smooth[j] * multiplier[b];
        }
    }
}
