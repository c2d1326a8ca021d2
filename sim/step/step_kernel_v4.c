/* The loops for x86-64-v4 (AVX-512). */
#define QC_KERNEL qc_step_kernel_v4
#define QC_LANES  8
#define QC_ISA    "x86-64-v4"
#include "sim/step/step_kernel.c"
