#include "sim/cohort/cohort_kernel.h"

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
