#include "sim/cohort/cohort_kernel.h"
#include "sim/step/step_kernel.h"

#include <stddef.h>
#include <string.h>

/* What runs there runs here. */
const qc_step_kernel *qc_step_kernel_pick(const char *isa)
{
    static const qc_step_kernel *const KERNELS[] = {
#ifdef QC_WIDE_KERNELS
        &qc_step_kernel_v4, &qc_step_kernel_v3,
#endif
        &qc_step_kernel_base};
    const qc_cohort_kernel *like = qc_cohort_kernel_pick(isa);
    for (size_t i = 0; like != NULL && i < sizeof KERNELS / sizeof *KERNELS; i++) {
        if (strcmp(like->isa, KERNELS[i]->isa) == 0) return KERNELS[i];
    }
    return NULL;
}
