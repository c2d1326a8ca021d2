#include "core/poisson.h"

#include "core/memory.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define FAR 8.0 /* standard deviations */
#define FEW 24  /* and so many counts: small means have long tails */

/* Chances from the most likely count outward, each from its neighbour; then sums of them. */
static void lay_out(qc_poisson *law, int32_t top)
{
    double *chance = law->upto;
    const int32_t at = top - law->low;
    double sum = 0, running = 0;
    chance[at] = law->mean > 0 ? gsl_ran_poisson_pdf((unsigned) top, law->mean) : 1;
    for (int32_t i = at - 1; i >= 0; i--)
        chance[i] = chance[i + 1] * ((law->low + i + 1) / law->mean);
    for (int32_t i = at + 1; i < law->count; i++)
        chance[i] = chance[i - 1] * (law->mean / (law->low + i));
    for (int32_t i = 0; i < law->count; i++)
        sum += chance[i];
    const double part = 1 / sum;
    for (int32_t i = 0; i < law->count; i++)
        law->upto[i] = (running += chance[i]) * part;
}

static void lay_guide(qc_poisson *law)
{
    int32_t at = 0;
    for (int32_t part = 0; part < QC_POISSON_GUIDE; part++) {
        while (at < law->count - 1 && law->upto[at] <= (double) part / QC_POISSON_GUIDE)
            at++;
        law->guide[part] = at;
    }
}

bool qc_poisson_set(qc_poisson *law, double mean, qc_status *status)
{
    if (law->upto != NULL && law->mean == mean) return true;
    if (!(mean >= 0) || mean > QC_POISSON_MOST)
        return qc_fail(status, QC_NUMERIC, "a Poisson table has no mean of %g", mean);
    const double reach = FAR * sqrt(mean) + FEW;
    const int32_t low = (int32_t) fmax(floor(mean - reach), 0);
    const int32_t count = (int32_t) ceil(mean + reach) - low + 1;
    void *upto = law->upto;
    law->mean = NAN; /* nothing is laid out when memory runs out */
    if (!qc_memory_grow(&upto, &law->room, (size_t) count, sizeof *law->upto, status)) return false;
    *law = (qc_poisson){.mean = mean, .low = low, .count = count, .upto = upto, .room = law->room};
    lay_out(law, (int32_t) mean);
    lay_guide(law);
    return true;
}

void qc_poisson_free(qc_poisson *law)
{
    qc_memory_release(law->upto);
    memset(law, 0, sizeof *law);
}
