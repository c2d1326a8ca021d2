/* Kernels are built once for each instruction set and picked when the program runs: the widest that this processor
 * has, or the one asked for. */
#include "sim/bulk/bulk_kernel.h"
#include "sim/cohort/cohort_kernel.h"
#include "sim/step/step_kernel.h"

#include <stddef.h>
#include <string.h>

#ifdef QC_WIDE_KERNELS
#define BUILDS(kernel)                             \
    {                                              \
        &kernel##_base, &kernel##_v3, &kernel##_v4 \
    }
#else
#define BUILDS(kernel) \
    {                  \
        &kernel##_base \
    }
#endif

static const qc_bulk_kernel *const BULK[] = BUILDS(qc_bulk_kernel);
static const qc_cohort_kernel *const COHORT[] = BUILDS(qc_cohort_kernel);
static const qc_step_kernel *const STEP[] = BUILDS(qc_step_kernel);

enum { LEVELS = sizeof COHORT / sizeof *COHORT };

static int runs_here(int level)
{
#ifdef QC_WIDE_KERNELS
    if (level == 2)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx2") &&
               __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
    if (level == 1)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
               __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
#endif
    return level == 0;
}

/* -1 = there is none of that name here. */
static int level_of(const char *isa)
{
    for (int level = LEVELS - 1; level >= 0; level--) {
        if ((isa == NULL || strcmp(isa, COHORT[level]->isa) == 0) && runs_here(level)) return level;
    }
    return -1;
}

const qc_bulk_kernel *qc_bulk_kernel_pick(const char *isa)
{
    const int level = level_of(isa);
    return level < 0 ? NULL : BULK[level];
}

const qc_cohort_kernel *qc_cohort_kernel_pick(const char *isa)
{
    const int level = level_of(isa);
    return level < 0 ? NULL : COHORT[level];
}

const qc_step_kernel *qc_step_kernel_pick(const char *isa)
{
    const int level = level_of(isa);
    return level < 0 ? NULL : STEP[level];
}
