/** What the reports of compare, seek, tornado and stress have in common. */
#ifndef QC_REPORT_STUDY_WORDS_H
#define QC_REPORT_STUDY_WORDS_H

#include "report/phrases.h"
#include "report/sink.h"
#include "report/text/text.h"

/** "EUR 4M bookings (segment SMB) in 2026". User text is cleaned. */
void qc_study_words_target(const qc_words_style *style, const qc_target_summary *target,
                           qc_text *out);

/** The sentence on top, bold on a terminal; `line` is emptied. */
void qc_study_words_finding(qc_sink *sink, qc_text *line, const qc_text_options *options);
/** A further paragraph; `line` is emptied. */
void qc_study_words_line(qc_sink *sink, qc_text *line, const qc_text_options *options);

/** Plan, day, trials "each on the same luck", simulation error, seed and version. */
void qc_study_words_footer(qc_sink *sink, const qc_summary *head, const qc_words_style *style,
                           const qc_text_options *options);

/** Was it computed without luck? There are no simulation errors and ranges then. */
bool qc_study_words_is_exact(const qc_summary *head);

/** A name or a change as typed, cut to `columns`. */
qc_word qc_study_words_name(const char *text, int columns, bool unicode);

/** A bar of `width` columns from 10 to 90 percent with its middle half and median marked and the goal as
 *  an upright; the ends of the scale are low and high. */
void qc_study_words_bar(const qc_quantiles *quantiles, double goal, double low, double high,
                        int width, bool unicode, qc_text *out);

#endif
