/* The loops for x86-64-v3 (AVX2). */
#define QC_KERNEL qc_step_kernel_v3
#define QC_LANES  4
#define QC_ISA    "x86-64-v3"
#include "sim/step/step_kernel.c"
