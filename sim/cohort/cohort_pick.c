#include "sim/cohort/cohort_kernel.h"

#include <stddef.h>
#include <string.h>

void qc_cohort_threefry(const uint32_t key[4], const uint32_t counter[4], uint32_t out[4])
{
    static const int TURNS[8][2] = {{10, 26}, {11, 21}, {13, 27}, {23, 5},
                                    {6, 20},  {17, 11}, {25, 10}, {18, 20}};
    uint32_t parity = 0x1BD11BDA;
    for (int i = 0; i < 4; i++) {
        parity ^= key[i];
        out[i] = counter[i] + key[i];
    }
    for (int round = 0; round < 13; round++) {
        const int one = round % 2 == 0 ? 1 : 3, two = 4 - one;
        const int first = TURNS[round % 8][0], second = TURNS[round % 8][1];
        out[0] += out[one];
        out[one] = (out[one] << first | out[one] >> (32 - first)) ^ out[0];
        out[2] += out[two];
        out[two] = (out[two] << second | out[two] >> (32 - second)) ^ out[2];
        if (round % 4 != 3) continue;
        const int number = round / 4 + 1;
        for (int i = 0; i < 4; i++) {
            const int word = (number + i) % 5;
            out[i] += word == 4 ? parity : key[word];
        }
        out[3] += (uint32_t) number;
    }
}

static int runs_here(const qc_cohort_kernel *kernel)
{
#ifdef QC_WIDE_KERNELS
    if (kernel == &qc_cohort_kernel_v4)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx2") &&
               __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
    if (kernel == &qc_cohort_kernel_v3)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
               __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
#endif
    return kernel == &qc_cohort_kernel_base;
}

const qc_cohort_kernel *qc_cohort_kernel_pick(const char *isa)
{
    static const qc_cohort_kernel *const KERNELS[] = {
#ifdef QC_WIDE_KERNELS
        &qc_cohort_kernel_v4, &qc_cohort_kernel_v3,
#endif
        &qc_cohort_kernel_base};
    for (size_t i = 0; i < sizeof KERNELS / sizeof *KERNELS; i++) {
        if ((isa == NULL || strcmp(isa, KERNELS[i]->isa) == 0) && runs_here(KERNELS[i]))
            return KERNELS[i];
    }
    return NULL;
}
