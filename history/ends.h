/** What programs call the two ends of a deal, and which other words sound like an end. */
#ifndef QC_HISTORY_ENDS_H
#define QC_HISTORY_ENDS_H

#include "history/deal_rows.h"
#include "history/import/decisions.h"

/** QC_STAGE_WON for "Closed Won", "Won", "Gewonnen", ...; QC_STAGE_LOST likewise; QC_STAGE_OPEN for a
 *  word that is no plain end. */
qc_id qc_ends_of_word(const char *word);

/** Does the word sound like an end without saying so ("Disqualified", "Contract signed")? */
bool qc_ends_sounds_like(const char *word);

/** Note which words of a file mean won and lost, and which may. A word that sounds like an end and in
 *  which deals stay for good is an uncertain decision.
 *  @param rows     sorted by deal and time, `stage` still the texts of the file
 *  @param meaning  of each text: a stage, QC_STAGE_WON, QC_STAGE_LOST, or below (ignored)
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_ends_note(qc_decisions *decisions, const qc_deal_rows *rows,
                             const qc_id *meaning, qc_status *status);

#endif
