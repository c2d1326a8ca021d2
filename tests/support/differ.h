/** In how many of the first trials two worlds come out differently in any figure. */
#ifndef QC_TESTS_DIFFER_H
#define QC_TESTS_DIFFER_H

#include "tests/support/company.h"

static inline int worlds_differ(qc_world *one, qc_world *other, int64_t trials)
{
    const size_t bytes = (size_t) one->questions->figure_count * sizeof *one->values;
    int differ = 0;
    for (int64_t trial = 0; trial < trials; trial++) {
        company_trial(one, trial);
        company_trial(other, trial);
        differ += memcmp(one->values, other->values, bytes) != 0;
    }
    return differ;
}

#endif
