/** What a deal's speed may hang on beside its stage: how slow it was in the stage before, its amount, its
 *  owner, its source, its segment. Each is known at the time: of a visit that which was known when it
 *  began, never a final amount. */
#ifndef QC_MODELS_TRAITS_H
#define QC_MODELS_TRAITS_H

#include "history/history.h"
#include "models/ingredients.h"

typedef enum qc_trait {                  /* in the order in which their factors are fitted */
                        QC_TRAIT_PACE,   /* 0 = the stay before was usual, 1 = it was a slow one */
                        QC_TRAIT_AMOUNT, /* class of the amount known at creation, smallest first */
                        QC_TRAIT_OWNER,  /* label + 1, 0 = none given */
                        QC_TRAIT_SOURCE,
                        QC_TRAIT_SEGMENT,
                        QC_TRAIT_COUNT
} qc_trait;
#define QC_TRAIT_OF_DEAL   QC_TRAIT_SEGMENT /* traits below act deal by deal; segments have laws */
#define QC_TRAIT_NONE      (-1)             /* not known: the factor is 1 */
#define QC_AMOUNT_CLASSES  11
#define QC_PACE_LEAST_SLOW 10 /* ended slow visits that a stage needs for its pace to count */

typedef struct qc_traits { /* what values there are; arrays in the arena given to the search */
    bool on[QC_TRAIT_COUNT];
    int32_t values[QC_TRAIT_COUNT];
    double amount_edge[QC_AMOUNT_CLASSES - 1]; /* an amount above the edge is in the next class;
                                                  INFINITY = there are fewer classes */
    double amount_score[QC_AMOUNT_CLASSES];    /* mean of the log amount of a class, standardised */
    double *slow_days; /* [stage]: a stay of more days was slow; INFINITY = too few to say */
} qc_traits;

/** Which traits tell deals apart.
 *  @param segment_of  [deal], or NULL without history: then no trait is on
 *  @param segments    how many segments there are
 *  @param of_deals    false: only the segment is looked at */
QC_CHECKED bool qc_traits_find(qc_traits *traits, const qc_history *history,
                               const int32_t *segment_of, int32_t segments, int32_t stages,
                               bool of_deals, qc_without without, qc_arena *arena,
                               qc_status *status);

/** Class of an amount; QC_TRAIT_NONE when it is not known or the trait is off. */
int32_t qc_traits_amount(const qc_traits *traits, double amount);

/** Pace after a stay of `days` in `stage`. */
int32_t qc_traits_pace(const qc_traits *traits, int32_t stage, double days);

/** Value of a label trait. */
static inline int32_t qc_traits_label(const qc_traits *traits, qc_trait trait, qc_id label)
{
    return traits->on[trait] ? label + 1 : QC_TRAIT_NONE;
}

/** The first amount that was known of a deal before it ended, NAN = none. */
double qc_traits_first_amount(const qc_history *history, qc_id deal);

/** values[trait][visit], from `arena`. */
QC_CHECKED bool qc_traits_of_visits(const qc_traits *traits, const qc_history *history,
                                    const int32_t *segment_of, int32_t **values, qc_arena *arena,
                                    qc_status *status);

#endif
