/** The same company twice, without and with a lever, on the same luck. */
#ifndef QC_TESTS_PAIR_H
#define QC_TESTS_PAIR_H

#include "tests/support/company.h"

typedef struct pair { /* pair_end() */
    company plain, moved;
    qc_world one, two;
} pair;

/** `plan` as text, `set` as one PATH=VALUE on the second company. */
static inline void pair_start(pair *it, const char *plan, const char *deals, const char *open,
                              const char *set)
{
    memset(it, 0, sizeof *it);
    company_read(&it->plain, plan, deals, open);
    company_read_set(&it->moved, plan, deals, open, set);
    company_prepare(&it->plain);
    company_prepare(&it->moved);
    company_world(&it->plain, &it->one, 20261128);
    company_world(&it->moved, &it->two, 20261128);
}

static inline void pair_end(pair *it)
{
    qc_world_free(&it->one);
    qc_world_free(&it->two);
    company_free(&it->plain);
    company_free(&it->moved);
}

static inline void pair_trial(pair *it, int64_t trial)
{
    company_trial(&it->one, trial);
    company_trial(&it->two, trial);
}

/** By how much the lever moves a target's figure in the trial just run. */
static inline int64_t pair_gain(const pair *it, const char *target)
{
    const int32_t f = company_figure(&it->plain, target);
    ck_assert_int_eq(f, company_figure(&it->moved, target));
    return it->two.values[f] - it->one.values[f];
}

#endif
