/** One row of a synthetic deal history as text. Inside study/synth/synth only. */
#ifndef QC_STUDY_SYNTH_CSV_H
#define QC_STUDY_SYNTH_CSV_H

#include "study/synth/synth.h"

#define QC_SYNTH_CSV_HEADER "deal_id,date,stage,amount,owner,segment,source,customer\n"

typedef struct qc_synth_row {
    const qc_synth_change *change;
    int32_t id;       /* deal whose id the row carries */
    qc_day day;       /* the date it bears */
    bool dotted_date; /* 31.12.2025 instead of 2025-12-31 */
    bool no_amount;   /* leave the amount blank although it is known */
} qc_synth_row;

/** Append the row with its line end. */
void qc_synth_row_add(const qc_synth_company *company, const qc_synth_row *row, qc_text *out);

/** Name of a stage, "won" or "lost". */
const char *qc_synth_stage_word(const qc_synth_spec *spec, int32_t stage);

#endif
