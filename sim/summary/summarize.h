/** From counters to estimates: chances, quantiles and means, each with its Monte Carlo error. */
#ifndef QC_SIM_SUMMARIZE_H
#define QC_SIM_SUMMARIZE_H

#include "sim/engine.h"
#include "sim/summary/band.h"
#include "sim/summary/summary.h"

typedef struct qc_summary_inputs { /* borrowed */
    const qc_outcome *outcome;
    const qc_questions *questions;
    const qc_run *run;
    const qc_model *model;
    const qc_book *book;
    const qc_plan *plan;
    const qc_history *history;   /* NULL = none */
    const qc_open_deals *open;   /* NULL = none */
    const qc_findings *findings; /* of reading the data, NULL = none */
    const qc_sim_options *options;
    const qc_activity_log *log;    /* NULL = none */
    const qc_people_table *people; /* NULL = none */
    const qc_quota_table *quotas;  /* NULL = none */
} qc_summary_inputs;

/** @param summary zeroed; free with qc_summary_free(). Texts are copied. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_summary_make(qc_summary *summary, const qc_summary_inputs *inputs,
                                qc_status *status);

/** What the CRM's own percentages would give for the headline, NAN beside anything but all bookings. */
void qc_summary_crm_says(qc_summary *summary, const qc_history *history);

/** How much rests on history and how much on beliefs. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_summary_set_reliance(qc_summary *summary, const qc_model *model,
                                        qc_status *status);

/** What each rate rests on, and what share of the headline's knowledge band the thin ones cause. Texts are
 *  copied. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_summary_set_rates(qc_summary *summary, const qc_model *model,
                                     const qc_band_causes *causes, qc_status *status);

/** What people do and carry; nothing without a team that counts. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_summary_people(qc_summary *summary, const qc_summary_inputs *inputs,
                                  qc_status *status);

/** What it costs, whether the market has room, and who reaches a quota or an activity's goal; nothing where the questions did not ask.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_summary_costs(qc_summary *summary, const qc_summary_inputs *inputs,
                                 qc_status *status);

/** What the reader must know beside the figures. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_summary_notes(qc_summary *summary, const qc_summary_inputs *inputs,
                                 qc_status *status);

/** Is a team stated that has nothing to do in the plan? */
bool qc_summary_team_is_idle(const qc_model *model);
#define QC_IDLE_TEAM_HINT                                                                          \
    "the team changes nothing: the plan states neither activities nor a limit of open deals, nor " \
    "hours "                                                                                       \
    "that deals need"

/** Mean of a figure, in units of `unit` hundredths, with its error. */
qc_estimate qc_summary_mean(const qc_outcome *outcome, int32_t figure, double unit);
/** Share of trials with a value below `value` (hundredths), interpolated inside its bucket. */
double qc_summary_below(const qc_tally *tally, int64_t trials, double value);
/** The value undershot in `share` of the trials, in hundredths, interpolated inside its bucket. */
double qc_summary_quantile(const qc_tally *tally, int64_t trials, double share);
/** The middle 80% of a chance over parameter draws: beta-binomial by moments over groups of 20. */
void qc_summary_band(int64_t hits, int64_t group_squares, int64_t trials, int64_t groups,
                     double *low, double *high);

#endif
