/** What a reader of a backtest must know of its inputs before believing the figures. */
#ifndef QC_STUDY_CAVEATS_H
#define QC_STUDY_CAVEATS_H

#include "study/backtest/backtest.h"

typedef struct qc_caveats { /* plain values */
    bool has_beliefs; /* some plan states beliefs or changes: written with hindsight they flatter */
    bool has_team;    /* some plan has a team, which the past is forecast without */
    bool
        fixed_amounts; /* no deal of some history ever changes its amount: perhaps those of today */
    bool dates_only;   /* some history has no stages, only days of creation and close */
    bool falls_silent; /* a whole period without any row follows the last one of some history ... */
    qc_day last_row;   /* ... which is of this day */
} qc_caveats;

/** Of all companies together. @param every  week or month, as the backtest decided */
qc_caveats qc_caveats_find(const qc_backtest_case *cases, int32_t count, qc_every every);

#endif
