#include "study/decide/mix_surface.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_multifit.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define WIDEST   0.25 /* step of the search */
#define HALVINGS 40   /* until a lever has regained the chance */
#define BEYOND   1e6  /* above every distance of probits */
#define FAR      0.02 /* least weight of a far point: without any the fit of near ones runs off */

typedef qc_mix_place place;

/* ---- the surface ---- */

static int32_t terms_of(int32_t levers)
{
    return 1 + levers + levers * (levers + 1) / 2;
}

static void terms_at(const double *at, int32_t levers, double *terms)
{
    int32_t t = 0;
    terms[t++] = 1;
    for (int32_t a = 0; a < levers; a++)
        terms[t++] = at[a];
    for (int32_t a = 0; a < levers; a++) {
        for (int32_t b = a; b < levers; b++)
            terms[t++] = at[a] * at[b];
    }
}

double qc_mix_surface_probit(const qc_mix_surface *it, const double *at)
{
    double terms[QC_MIX_TERMS], sum = 0;
    terms_at(at, it->levers, terms);
    for (int32_t t = 0; t < terms_of(it->levers); t++)
        sum += it->term[t] * terms[t];
    return sum;
}

static double probit_of(double chance)
{
    return gsl_cdf_ugaussian_Pinv(fmin(fmax(chance, 0.002), 0.998));
}

/* Distance lowers a point's weight; so does a chance near 0 or 1, whose probit is hardly known. */
static double weight_of(const qc_mix_sample *it, int32_t levers, const double *centre, double near)
{
    const double p = fmin(fmax(it->chance, 0.002), 0.998);
    const double density = gsl_ran_ugaussian_pdf(gsl_cdf_ugaussian_Pinv(p));
    double distance = 0;
    for (int32_t l = 0; centre != NULL && l < levers; l++)
        distance += pow((it->at[l] - centre[l]) / near, 2);
    return it->weight * density * density / (p * (1 - p)) * fmax(exp(-distance / 2), FAR);
}

bool qc_mix_surface_learn(qc_mix_surface *it, const qc_mix_sample *samples, int32_t count,
                          const double *centre, double near, qc_status *status)
{
    const size_t terms = (size_t) terms_of(it->levers);
    const size_t points = (size_t) count > terms ? (size_t) count
                                                 : terms; /* empty rows where too few */
    gsl_matrix *x = gsl_matrix_calloc(points, terms), *cov = gsl_matrix_alloc(terms, terms);
    gsl_vector *y = gsl_vector_calloc(points), *w = gsl_vector_calloc(points),
               *c = gsl_vector_alloc(terms);
    gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc(points, terms);
    bool ok = x != NULL && cov != NULL && y != NULL && w != NULL && c != NULL && work != NULL;
    double squares = 0;
    for (size_t i = 0; ok && i < (size_t) count; i++) {
        double row[QC_MIX_TERMS];
        terms_at(samples[i].at, it->levers, row);
        for (size_t t = 0; t < terms; t++)
            gsl_matrix_set(x, i, t, row[t]);
        gsl_vector_set(y, i, probit_of(samples[i].chance));
        gsl_vector_set(w, i, weight_of(&samples[i], it->levers, centre, near));
    }
    if (!ok)
        ok = qc_fail(status, QC_NO_MEMORY, "out of memory");
    else if (gsl_multifit_wlinear(x, w, y, c, cov, &squares, work) != 0)
        ok = qc_fail(status, QC_NUMERIC, "the levers cannot be told apart");
    for (size_t t = 0; ok && t < terms; t++)
        it->term[t] = gsl_vector_get(c, t);
    gsl_multifit_linear_free(work);
    gsl_vector_free(c);
    gsl_vector_free(w);
    gsl_vector_free(y);
    gsl_matrix_free(cov);
    gsl_matrix_free(x);
    return ok;
}

/* ---- its cheapest point ---- */

void qc_mix_surface_snap(const qc_mix_surface *it, double *at)
{
    for (int32_t l = 0; l < it->levers; l++)
        if (it->people[l] > 0) at[l] = round(at[l] * it->people[l]) / it->people[l];
}

static double cost_of(const qc_mix_surface *it, const double *at)
{
    double cost = it->fixed;
    for (int32_t l = 0; l < it->levers; l++)
        cost += it->price[l] * at[l];
    return cost;
}

/* Lower is better. With a budget: how far the chance is from the wanted one, and above every such distance where the
 * money does not reach. Else cost where the chance is reached (a hair for distance, so that free levers are not moved
 * for nothing), and above every cost where it is not. */
static double badness(const qc_mix_surface *it, const double *at)
{
    const double gap = it->wanted - qc_mix_surface_probit(it, at);
    double most = 1, way = 0;
    if (it->budget > 0) {
        const double over = cost_of(it, at) - it->budget;
        return over > 0 ? BEYOND + over : gap;
    }
    for (int32_t l = 0; l < it->levers; l++) {
        most += it->price[l];
        way += at[l];
    }
    return gap > 0 ? 2 * most * (1 + gap) : cost_of(it, at) - it->fixed + 1e-6 * most * way;
}

/* What is left of the budget goes to the lever. */
static void spend(const qc_mix_surface *it, double *at, int32_t lever)
{
    const double people = it->people[lever];
    at[lever] = 0;
    const double left = it->budget - cost_of(it, at);
    at[lever] = it->price[lever] > 0 ? left / it->price[lever] : it->high[lever];
    at[lever] = fmin(fmax(at[lever], it->low[lever]), it->high[lever]);
    if (people > 0) at[lever] = floor(at[lever] * people + 1e-9) / people;
}

/* Move a lever to where the chance is just reached; to an end where it is not. */
static void regain(const qc_mix_surface *it, double *at, int32_t lever)
{
    double low = it->low[lever], high = it->high[lever];
    at[lever] = low;
    if (qc_mix_surface_probit(it, at) >= it->wanted) return;
    for (int i = 0; i < HALVINGS; i++) {
        at[lever] = low + (high - low) / 2;
        if (qc_mix_surface_probit(it, at) >= it->wanted)
            high = at[lever];
        else
            low = at[lever];
    }
    at[lever] = high;
    if (it->people[lever] > 0)
        at[lever] = ceil(high * it->people[lever] - 1e-9) / it->people[lever];
}

/* Take the step where it is better: lever `a` alone, and where `b` is another one with that regaining the chance, or
 * taking what the budget has left. */
static bool try_step(const qc_mix_surface *it, int32_t a, int32_t b, double step, double *at,
                     double *best)
{
    place next;
    memcpy(next, at, sizeof next);
    next[a] = fmin(fmax(next[a] + step, it->low[a]), it->high[a]);
    qc_mix_surface_snap(it, next);
    if (a != b && it->budget > 0)
        spend(it, next, b);
    else if (a != b)
        regain(it, next, b);
    const double now = badness(it, next);
    if (!(now < *best)) return false;
    *best = now;
    memcpy(at, next, sizeof next);
    return true;
}

/* Descent by single steps and exchanges between two levers, with steps that shrink. */
static void descend(const qc_mix_surface *it, const bool *banned, double *at)
{
    double best = badness(it, at);
    for (double step = WIDEST; step > it->finest; step *= 0.5) {
        for (bool better = true; better;) {
            better = false;
            for (int32_t i = 0; i < it->levers * it->levers; i++) {
                const int32_t a = i / it->levers, b = i % it->levers;
                if (banned[a] || banned[b]) continue;
                better |= try_step(it, a, b, -step, at, &best);
                better |= try_step(it, a, b, step, at, &best);
            }
        }
    }
}

bool qc_mix_surface_cheapest(const qc_mix_surface *it, const bool *banned, double *best)
{
    double lowest = INFINITY;
    for (int32_t start = -1; start < it->levers; start++) { /* all at their ends; all but one */
        place at = {0};
        if (start >= 0 && banned[start]) continue;
        for (int32_t l = 0; l < it->levers; l++)
            if (!banned[l]) at[l] = l == start ? it->low[l] : it->high[l];
        descend(it, banned, at);
        const double now = badness(it, at);
        if (now < lowest) {
            lowest = now;
            memcpy(best, at, sizeof at);
        }
    }
    return it->budget > 0 || qc_mix_surface_probit(it, best) >= it->wanted - it->slack;
}
