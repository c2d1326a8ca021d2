#include "tests/support/torture.h"

#include "core/memory.h"

#include <check.h>

#define MOST_REQUESTS 1000000L

void qc_torture(bool (*run)(qc_status *status))
{
    for (long nth = 1; nth <= MOST_REQUESTS; nth++) {
        qc_status status = {0};
        qc_memory_fail_at(nth);
        const bool ok = run(&status);
        const bool failed = qc_memory_has_failed();
        qc_memory_fail_at(0);
        if (!failed) {
            ck_assert_msg(ok, "fails although no memory request failed: %s", status.message);
            ck_assert_msg(nth > 1, "made no memory request");
            return;
        }
        ck_assert_msg(!ok, "succeeds although memory request %ld failed", nth);
        ck_assert_msg(status.code == QC_NO_MEMORY,
                      "memory request %ld failed, status says: %s (%s)", nth,
                      qc_code_word(status.code), status.message);
    }
    ck_abort_msg("more than %ld memory requests", MOST_REQUESTS);
}
