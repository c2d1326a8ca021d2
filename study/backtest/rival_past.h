/** What the usual methods need of a history: sums by period, win rates, cycle times, won amounts, open deals. */
#ifndef QC_STUDY_RIVAL_PAST_H
#define QC_STUDY_RIVAL_PAST_H

#include "models/book.h"
#include "study/backtest/periods.h"

typedef struct qc_rival_open { /* an open deal as a CRM sees it */
    double age_days;           /* since its creation */
    double amount;             /* NAN = unknown */
    double stage_chance;       /* share won of the ended deals that were in its stage */
    qc_day
        closes; /* the typed close date, else today + the median days from its stage to won; never
                      before tomorrow */
} qc_rival_open;

typedef struct qc_rival_past { /* own arena; read-only once made */
    qc_arena arena;
    qc_every every;
    qc_day as_of;
    int32_t periods;         /* whole recorded ones, the last ends on as_of */
    double *wins, *bookings; /* by period, oldest first */
    double win_rate;         /* won of ended deals */
    double *cycle_days;      /* creation to won, ascending */
    int32_t cycle_count;
    double *won_amounts; /* the known ones */
    int32_t won_amount_count;
    double mean_amount; /* of them; NAN without */
    double new_per_day; /* deals created, over all recorded days */
    qc_rival_open *open;
    int32_t open_count;
} qc_rival_past;

/** @param past    zeroed; free with qc_rival_past_free()
 *  @param history as known on its as-of day, which ends a period  @param book taken from it
 *  @param start   first recorded day
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_rival_past_make(qc_rival_past *past, const qc_history *history,
                                   const qc_book *book, qc_day start, qc_every every,
                                   qc_status *status);
void qc_rival_past_free(qc_rival_past *past);

#endif
