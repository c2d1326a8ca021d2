/** Runs something again and again with one memory request more granted each time. */
#ifndef QC_TESTS_TORTURE_H
#define QC_TESTS_TORTURE_H

#include "core/status.h"

/** For n = 1, 2, ... the nth memory request of `run` fails, until a run needs fewer than n. Asserts
 *  that every run with a failed request returns false with QC_NO_MEMORY, that the run without one
 *  succeeds, and that there was something to fail. `run` frees all it made; AddressSanitizer tells
 *  when it does not. */
void qc_torture(bool (*run)(qc_status *status));

#endif
