/** A forecast from start to end: fit, ask, simulate, sum up, and three probes on the same luck. */
#ifndef QC_STUDY_FORECAST_H
#define QC_STUDY_FORECAST_H

#include "sim/summary/summarize.h"

typedef struct qc_forecast_inputs { /* borrowed */
    const qc_plan *plan;
    const qc_history *history;   /* NULL = none */
    const qc_open_deals *open;   /* NULL = none */
    const qc_findings *findings; /* of reading the data */
    qc_day as_of;
    qc_without without;            /* parts of the model to leave out, 0 = none */
    const qc_activity_log *log;    /* of what people did, NULL = none */
    const qc_people_table *people; /* who works since when, NULL = none */
    const qc_quota_table *quotas;  /* who is to sell how much, NULL = none */
} qc_forecast_inputs;

typedef struct qc_forecast { /* zeroed; qc_forecast_free() */
    qc_model model;          /* borrows the plan */
    qc_book book;
    qc_questions questions;
    qc_run run;
    qc_outcome outcome;
} qc_forecast;

/** Fit the model and take the book. After a failure other than QC_NO_MEMORY the book is there all the same. */
QC_CHECKED bool qc_forecast_fit(qc_forecast *forecast, const qc_forecast_inputs *inputs,
                                qc_status *status);

/** Fit, expand the questions, choose the deals to track. */
QC_CHECKED bool qc_forecast_prepare(qc_forecast *forecast, const qc_forecast_inputs *inputs,
                                    uint64_t seed, qc_status *status);

/** Ask also for what is told apart by seller, part of the cost and goal of an activity; before the run, and not
 *  where variants are compared. */
QC_CHECKED bool qc_forecast_ask_sellers(qc_forecast *forecast, qc_status *status);

/** Simulate; the outcome may be merged with others before it is summed up. */
QC_CHECKED bool qc_forecast_run(qc_forecast *forecast, const qc_sim_options *options,
                                qc_status *status);

/** Sum up and add the probes ("what would help"). */
QC_CHECKED bool qc_forecast_sum_up(const qc_forecast *forecast, const qc_forecast_inputs *inputs,
                                   const qc_sim_options *options, qc_summary *summary,
                                   qc_status *status);

void qc_forecast_free(qc_forecast *forecast);

#endif
