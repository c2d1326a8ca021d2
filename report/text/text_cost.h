/** What it costs, who reaches a quota and who an activity's goal: lines and a table of the first screen. */
#ifndef QC_REPORT_TEXT_COST_H
#define QC_REPORT_TEXT_COST_H

#include "core/text.h"
#include "report/text/text.h"
#include "report/words.h"
#include "sim/summary/summary.h"

/** "148k in 2026 (134k to 169k): salaries 114k, ...; margin after it 12k (..); 9.1k per new customer". */
void qc_text_cost_line(const qc_cost_summary *cost, const qc_words_style *style, qc_text *out);

/** "3.1 of 5 reps expected at or over quota in 2026; at least 3: 71%, all 5: 4%". */
void qc_text_cost_quota(const qc_quota_summary *quota, const qc_words_style *style, qc_text *out);

/** "50 calls a week: 83% of reps' weeks meet it". */
void qc_text_cost_goal(const qc_goal_summary *goal, const qc_words_style *style, qc_text *out);

/** "5,000 accounts, 1,240 of them used up; they run out in 34% of futures (-9 points)"; "not stated" without one. */
void qc_text_cost_market(const qc_market_summary *market, const qc_words_style *style,
                         qc_text *out);

/** One row a rep: quota, attainment with its range, chance; 12 at most unless `all`. */
void qc_text_cost_sellers(qc_sink *sink, const qc_quota_summary *quota, const qc_words_style *style,
                          const qc_text_options *options);

#endif
