/* The kernel for x86-64-v4 (AVX-512). */
#define QC_KERNEL qc_bulk_kernel_v4
#define QC_LANES  8
#define QC_ISA    "x86-64-v4"
#include "sim/bulk/bulk_kernel.c"
