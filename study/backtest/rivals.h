/** The forecasts that people make today, to stand beside ours in a backtest: one short function each. */
#ifndef QC_STUDY_RIVALS_H
#define QC_STUDY_RIVALS_H

#include "study/backtest/rival_past.h"

/* id, name in JSON and CSV, words */
#define QC_RIVALS(X)                                                                               \
    X(STAGE_WEIGHTED, "stage_weighted", "stage-weighted pipeline")                                 \
    X(NAIVE_MONTE_CARLO, "naive_monte_carlo", "naive Monte Carlo (one win rate, all independent)") \
    X(LAST_PERIOD, "last_period", "last period again")                                             \
    X(AVERAGE_OF_THREE, "average_of_three", "average of the last three periods")                   \
    X(SEASONAL_NAIVE, "seasonal_naive", "same periods a year ago")                                 \
    X(POISSON, "poisson", "Poisson at the average rate")                                           \
    X(NEGATIVE_BINOMIAL, "negative_binomial", "negative binomial at the average rate")             \
    X(MOVING_LEVEL, "moving_level", "negative binomial with a moving level")
typedef enum qc_rival {
#define QC_RIVAL_ID(id, name, words) QC_RIVAL_##id,
    QC_RIVALS(QC_RIVAL_ID)
#undef QC_RIVAL_ID
        QC_RIVAL_COUNT
} qc_rival;

#define QC_RIVAL_DRAWS 1000

const char *qc_rival_name(qc_rival rival);
const char *qc_rival_words(qc_rival rival);
/** Does it state a range, or one number only? */
bool qc_rival_has_range(qc_rival rival);

typedef struct qc_rival_ask { /* the total of a metric over the next `periods` periods */
    bool money;               /* bookings; else won deals */
    int32_t periods;
    qc_day until; /* last day of the last one */
    uint64_t seed;
} qc_rival_ask;

/** The rival's forecast, ascending.
 *  @param values  room for QC_RIVAL_DRAWS
 *  @return how many values: 1 for a single number, 0 when the history is too short for this rival */
int32_t qc_rival_forecast(qc_rival rival, const qc_rival_past *past, const qc_rival_ask *ask,
                          double *values);

#endif
