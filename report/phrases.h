/** Periods, metrics, goals and the finding itself in the words of a sentence. */
#ifndef QC_REPORT_PHRASES_H
#define QC_REPORT_PHRASES_H

#include "core/text.h"
#include "report/words.h"
#include "sim/summary/summary.h"

/** "2026", "FY2026", "Q3 2026", "July 2026", "July to December 2026", "2026-07-06 to 2026-07-12". A
 *  year is fiscal when its twelve months do not start in January; it is named by its end. */
qc_word qc_phrases_period(qc_span span);

/** "in 2026", "in Q3 2026", "from 2026-07-06 to 2026-07-12". */
qc_word qc_phrases_in_period(qc_span span);

/** "31 December 2026". */
qc_word qc_phrases_day(qc_day day);

/** "Jan" .. "Dec" from 1. */
qc_word qc_phrases_short_month(int32_t month);

/** The metric as it follows a figure: "bookings", "new deals"; singular for one customer. */
qc_word qc_phrases_metric(const char *metric, double count);

/** "EUR 1.8M bookings", "20 customers", "at most 30 new deals". */
qc_word qc_phrases_goal(const qc_words_style *style, const qc_target_summary *target);

/** A figure of the target: "25%", "41 days", "EUR 12k", "20"; without the currency when `bare`. */
qc_word qc_phrases_value(const qc_words_style *style, const qc_target_summary *target, double value,
                         bool bare);

/** " (segment SMB, owner ann)", nothing for a target of the whole company. User text, cleaned. */
void qc_phrases_scope(const qc_target_summary *target, qc_text *out);

/** The sentence on top for a target whose period is still running: "Open, rather not: 41% chance
 *  of EUR 1.8M bookings in 2026." */
void qc_phrases_finding(const qc_words_style *style, const qc_target_summary *target, qc_text *out);

/** Did a closed target hit? */
bool qc_phrases_was_hit(const qc_target_summary *target);

/** The target that the first screen is about, or NULL. */
const qc_target_summary *qc_phrases_headline(const qc_summary *summary);

/** What a rate rests on, as said to its owner: "your belief", "the built-in prior", "thin history". */
const char *qc_phrases_rests(const char *rests_on);

/** "13 exits further on", "1 won amount": a count with what is counted (qc_rate_summary.what). */
qc_word qc_phrases_counted(const char *what, double count);

#endif
