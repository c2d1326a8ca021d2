/** The parts of the model that can be left out, one by one, so that a backtest can show what each is worth.
 *
 *  Leaving one out is done where the part is fitted or drawn: the rest of the model does not know. */
#ifndef QC_MODELS_INGREDIENTS_H
#define QC_MODELS_INGREDIENTS_H

#include <stdbool.h>
#include <stdint.h>

/* id, name on the command line, what its absence means */
#define QC_INGREDIENTS(X)                                                                          \
    X(CENSORING, "censoring", "open deals are dropped, stages are fitted on ended visits only")    \
    X(DELAYED_ENTRY, "delayed-entry", "deals older than the records count from their creation on") \
    X(SHRINKAGE, "shrinkage", "bins of days hardly lean on their smooth base")                     \
    X(CURVED_BASES, "curved-bases", "the smooth base is constant, never log-logistic or cure")     \
    X(LEVEL, "level", "posterior draws without the level that all bins share")                     \
    X(UNCERTAINTY, "uncertainty", "parameters are taken at their best values, not drawn")          \
    X(MONTH_EFFECTS, "month-effects", "nothing moves the deals of a month together")               \
    X(SEASON, "season", "no month of the year differs from the others")                            \
    X(ARRIVAL_LEVEL, "arrival-level", "new deals arrive at the average rate of the history")       \
    X(SEGMENTS, "segments", "all segments move alike")                                             \
    X(OWNERS, "owners", "all owners move alike")                                                   \
    X(SOURCES, "sources", "all sources move alike")                                                \
    X(AMOUNT_CLASSES, "amount-classes", "large deals move like small ones")                        \
    X(PACE, "pace", "a deal that was slow in one stage moves like any other in the next")          \
    X(SMOOTH_AMOUNTS, "smooth-amounts", "won amounts are resampled, nothing fills the gaps")

typedef enum qc_ingredient {
#define QC_INGREDIENT_ID(id, name, absence) QC_INGREDIENT_##id,
    QC_INGREDIENTS(QC_INGREDIENT_ID)
#undef QC_INGREDIENT_ID
        QC_INGREDIENT_COUNT
} qc_ingredient;

typedef uint32_t qc_without; /* bit i: ingredient i is left out; 0 = the whole model */

static inline bool qc_leaves_out(qc_without without, qc_ingredient ingredient)
{
    return (without >> ingredient & 1) != 0;
}

#endif
