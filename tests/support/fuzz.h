/** The function libFuzzer calls with each input. */
#ifndef QC_TESTS_FUZZ_H
#define QC_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
