/** Rolling origins: forecast from what was known on earlier days, then look what happened.
 *
 *  An *origin* is the last day of a week or month of the past. At each the history is cut (history/cut: amounts,
 *  owners, segments as known then), the model fitted and simulated as `forecast` does, and the totals of the
 *  next 1, 3, 6 and 12 periods are held against what the full history says. The plan's own targets are replaced
 *  by these questions; its beliefs, levers and as-of day stand, its team and activities are left out: what
 *  they were then, only the history says. Beside each forecast stand those of the rivals.
 *  "Wins" are deals won: the customer column is left out, so that each counts. */
#ifndef QC_STUDY_BACKTEST_H
#define QC_STUDY_BACKTEST_H

#include "models/ingredients.h"
#include "plan/plan.h"
#include "study/backtest/rivals.h"
#include "study/backtest/score.h"

#define QC_BACKTEST_HORIZONS 4
extern const int32_t qc_backtest_horizons[QC_BACKTEST_HORIZONS]; /* 1, 3, 6, 12 periods */

typedef enum qc_backtest_metric {
    QC_BACKTEST_WINS,
    QC_BACKTEST_BOOKINGS,
    QC_BACKTEST_METRICS
} qc_backtest_metric;
const char *qc_backtest_metric_word(qc_backtest_metric metric); /* "wins", "bookings" */

#define QC_BACKTEST_GOALS 3
extern const int32_t
    qc_backtest_goals[QC_BACKTEST_GOALS]; /* 80, 100, 120% of the trailing run rate */

/* Quantiles that are kept of each forecast; the pinball loss is the mean over them. */
#define QC_BACKTEST_QUANTILES 9
extern const double qc_backtest_quantiles[QC_BACKTEST_QUANTILES];

/* All values of a forecast stretched about its median the median, for walk-forward widening: factors 0.8, 0.9, ... 1.6; [2] is 1. */
#define QC_BACKTEST_STRETCHES 9
double qc_backtest_stretch(int32_t index);

/** Won deals that an origin must know; whole periods before it: see qc_periods_trailing(). */
#define QC_BACKTEST_WINS_NEEDED    10
#define QC_BACKTEST_ORIGINS_NEEDED 4 /* of a company; fewer are "insufficient history" */

typedef struct qc_backtest_forecast {
    int32_t company;          /* index of the case */
    int32_t origin;           /* index in the backtest's origins */
    int32_t horizon, periods; /* index and length */
    qc_backtest_metric metric;
    qc_span span; /* first day after the origin .. last day of the horizon */
    double mean, quantile[QC_BACKTEST_QUANTILES];
    double actual;
    double percentile; /* of the result in the forecast, randomised between its ends */
    double crps, pinball;
    double trailing; /* total of the periods before the origin; 0: nothing to set goals by */
    int32_t trailing_periods;       /* so many of them */
    double run_rate;                /* their mean */
    double goal[QC_BACKTEST_GOALS]; /* in whole hundredths, rounded up; NAN = not asked */
    double chance[QC_BACKTEST_GOALS];
    bool hit[QC_BACKTEST_GOALS];
    double rival_crps[QC_RIVAL_COUNT];       /* NAN = no forecast */
    double rival_percentile[QC_RIVAL_COUNT]; /* NAN = a single number, or none */
    double rival_median[QC_RIVAL_COUNT];     /* NAN = none */
    double stretched_crps[QC_BACKTEST_STRETCHES], stretched_percentile[QC_BACKTEST_STRETCHES];
    /* For a linear pool with the rival with a moving level: mean distances between its values and ours, of its
     * own, of our own, and of each to the result. NAN = no such forecast. */
    double across, within_rival, within, rival_to_actual, to_actual;
} qc_backtest_forecast;

typedef struct qc_backtest_origin {
    int32_t company;
    qc_day as_of;
    int64_t wins, open; /* deals known then */
    bool skipped;       /* the model could not be fitted: `reason` */
    char reason[512];
} qc_backtest_origin;

typedef struct qc_backtest_case { /* one company; borrowed */
    const qc_plan *plan;
    const qc_history *history;
} qc_backtest_case;

typedef struct qc_backtest_options {
    qc_every every;
    qc_day from;     /* no origin before it; QC_DAY_NONE = as early as the history allows */
    int32_t origins; /* of each company, the latest ones; 0 = 24, of weeks 52 */
    uint64_t seed;
    int64_t trials; /* of each origin, at most QC_BACKTEST_TRIALS_MAX; 0 = QC_BACKTEST_TRIALS */
    int32_t threads;
    qc_without without;
    double
        stretch; /* 1 = the model's own ranges; else all ranges are stretched about the median, to
                       see whether the scores notice */
    bool (*stop)(void *);
    void (*progress)(void *, int64_t done, int64_t all); /* from any thread; NULL = none */
    void *context;
} qc_backtest_options;
#define QC_BACKTEST_TRIALS     2000
#define QC_BACKTEST_TRIALS_MAX 100000 /* they are kept while an origin is judged */
#define QC_BACKTEST_OPTIONS_DEFAULT                                  \
    {                                                                \
        .from = QC_DAY_NONE, .seed = 42, .threads = 1, .stretch = 1, \
    }

typedef struct qc_backtest { /* zeroed; qc_backtest_free() */
    qc_arena arena;
    qc_every every; /* as decided */
    int64_t trials; /* of each origin */
    uint64_t seed;
    qc_without without;
    int32_t companies;
    qc_backtest_origin *origins; /* by company, then day */
    int32_t origin_count;
    qc_backtest_forecast *forecasts; /* by origin, horizon, metric */
    int32_t forecast_count;
    bool has_bookings; /* of every company */
    bool interrupted;  /* the first origins only */
} qc_backtest;

/** Run it. The same forecasts for any number of threads.
 *  @fails QC_TOO_FEW_DATA "insufficient history", saying what is needed and what there is; QC_NUMERIC,
 *         QC_NO_MEMORY. An interrupted run is no failure while it holds a forecast. */
QC_CHECKED bool qc_backtest_run(qc_backtest *backtest, const qc_backtest_case *cases, int32_t count,
                                const qc_backtest_options *options, qc_status *status);
void qc_backtest_free(qc_backtest *backtest);

#endif
