#include "study/decide/surface.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_multifit.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define NEAR 0.25 /* of the box: how far a point counts in a fit around a centre */

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

double qc_surface_at(const double *surface, const double *at, int32_t levers)
{
    double terms[QC_SURFACE_TERMS], sum = 0;
    terms_at(at, levers, terms);
    for (int32_t t = 0; t < terms_of(levers); t++)
        sum += surface[t] * terms[t];
    return sum;
}

/* Distance from `centre` (NULL = all count alike) lowers a point's weight; so does a chance near 0 or 1,
 * whose probit is hardly known. */
static double weight_of(const qc_surface_sample *it, int32_t levers, const double *centre)
{
    const double p = fmin(fmax(it->chance, 0.002), 0.998);
    const double density = gsl_ran_ugaussian_pdf(gsl_cdf_ugaussian_Pinv(p));
    double distance = 0;
    for (int32_t l = 0; centre != NULL && l < levers; l++)
        distance += pow((it->at[l] - centre[l]) / NEAR, 2);
    return it->weight * density * density / (p * (1 - p)) * exp(-distance / 2);
}

bool qc_surface_learn(double *surface, const qc_surface_sample *samples, int32_t count,
                      int32_t levers, const double *centre, qc_status *status)
{
    const size_t terms = (size_t) terms_of(levers), points = (size_t) count;
    gsl_matrix *x = gsl_matrix_alloc(points, terms), *cov = gsl_matrix_alloc(terms, terms);
    gsl_vector *y = gsl_vector_alloc(points), *w = gsl_vector_alloc(points),
               *c = gsl_vector_alloc(terms);
    gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc(points, terms);
    bool ok = x != NULL && cov != NULL && y != NULL && w != NULL && c != NULL && work != NULL;
    double squares = 0;
    for (size_t i = 0; ok && i < points; i++) {
        const qc_surface_sample *it = &samples[i];
        double row[QC_SURFACE_TERMS];
        terms_at(it->at, levers, row);
        for (size_t t = 0; t < terms; t++)
            gsl_matrix_set(x, i, t, row[t]);
        gsl_vector_set(y, i, gsl_cdf_ugaussian_Pinv(fmin(fmax(it->chance, 0.002), 0.998)));
        gsl_vector_set(w, i, weight_of(it, levers, centre));
    }
    if (!ok)
        ok = qc_fail(status, QC_NO_MEMORY, "out of memory");
    else if (gsl_multifit_wlinear(x, w, y, c, cov, &squares, work) != 0)
        ok = qc_fail(status, QC_NUMERIC, "the levers cannot be told apart");
    for (size_t t = 0; ok && t < terms; t++)
        surface[t] = gsl_vector_get(c, t);
    gsl_multifit_linear_free(work);
    gsl_vector_free(c);
    gsl_vector_free(w);
    gsl_vector_free(y);
    gsl_matrix_free(cov);
    gsl_matrix_free(x);
    return ok;
}
