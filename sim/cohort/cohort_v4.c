/* The kernel for x86-64-v4 (AVX-512). */
#define QC_KERNEL qc_cohort_kernel_v4
#define QC_LANES  16
#define QC_ISA    "x86-64-v4"
#include "sim/cohort/cohort_kernel.c"
