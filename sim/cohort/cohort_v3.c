/* The kernel for x86-64-v3 (AVX2). */
#define QC_KERNEL qc_cohort_kernel_v3
#define QC_LANES  8
#define QC_ISA    "x86-64-v3"
#include "sim/cohort/cohort_kernel.c"
