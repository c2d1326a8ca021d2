#include "sim/bulk/bulk_kernel.h"
#include "sim/cohort/cohort_kernel.h"

#include <stddef.h>
#include <string.h>

#define NUMBERS 0x1.0p52 /* that qc_rng_uniform() may give: (n + 0.5) / 2^52 */

int64_t qc_bulk_reach(double chance)
{
    const double below = chance * NUMBERS;
    if (!(below > 0)) return 0;
    if (below >= NUMBERS) return INT64_C(1) << 52;
    const int64_t whole = (int64_t) below;
    return whole + (below - (double) whole > 0.5);
}

/* What runs there runs here. */
const qc_bulk_kernel *qc_bulk_kernel_pick(const char *isa)
{
    static const qc_bulk_kernel *const KERNELS[] = {
#ifdef QC_WIDE_KERNELS
        &qc_bulk_kernel_v4, &qc_bulk_kernel_v3,
#endif
        &qc_bulk_kernel_base};
    const qc_cohort_kernel *like = qc_cohort_kernel_pick(isa);
    for (size_t i = 0; like != NULL && i < sizeof KERNELS / sizeof *KERNELS; i++) {
        if (strcmp(like->isa, KERNELS[i]->isa) == 0) return KERNELS[i];
    }
    return NULL;
}
