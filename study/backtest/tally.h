/** Sums over sums of a backtest's forecasts, with their range: what every score of it comes down to. */
#ifndef QC_STUDY_TALLY_H
#define QC_STUDY_TALLY_H

#include "study/backtest/backtest.h"

typedef struct qc_tally_frame { /* own arena; qc_tally_frame_free() */
    qc_arena arena;
    const qc_backtest *backtest;
    bool by_company; /* clusters are companies, else origins */
    int32_t clusters;
    double *part, *whole; /* [cluster]: the sums at hand */
    int32_t block;        /* origins that the longest forecast in them spans; 1 of companies */
    double *scale;        /* [company, metric, horizon]: mean result, 0 = nothing to divide by */
} qc_tally_frame;

/** What one forecast adds. False: nothing. */
typedef bool qc_tally_measure(const qc_backtest_forecast *forecast, double scale, int32_t which,
                              double *part, double *whole);

QC_CHECKED bool qc_tally_frame_make(qc_tally_frame *frame, const qc_backtest *backtest,
                                    qc_status *status);
void qc_tally_frame_free(qc_tally_frame *frame);

/** Mean result of the forecast's company at its metric and horizon. */
double qc_tally_scale(const qc_tally_frame *frame, const qc_backtest_forecast *forecast);
/** Does a metric and horizon (negative = any) hold the forecast? */
bool qc_tally_holds(const qc_backtest_forecast *forecast, int32_t metric, int32_t horizon);

/** Sums by hand: clear, add what forecasts give, then take the quotient or the share. */
void qc_tally_clear(qc_tally_frame *frame);
void qc_tally_add(qc_tally_frame *frame, const qc_backtest_forecast *forecast, double part,
                  double whole);
qc_ratio qc_tally_take_ratio(const qc_tally_frame *frame); /* qc_score_ratio() */
qc_ratio qc_tally_take_share(const qc_tally_frame *frame); /* qc_score_share() */

/** The quotient over the forecasts of a metric and horizon. @param count may be NULL: forecasts that added */
qc_ratio qc_tally_ratio(qc_tally_frame *frame, int32_t metric, int32_t horizon,
                        qc_tally_measure *measure, int32_t which, int32_t *count);
/** Likewise of hits over tries. */
qc_ratio qc_tally_share(qc_tally_frame *frame, int32_t metric, int32_t horizon,
                        qc_tally_measure *measure, int32_t which, int32_t *count);

#endif
