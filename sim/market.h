/** Room in the market: accounts that could buy, used up by contacts and new deals, and back after a time.
 *
 *  Deals that come by themselves are admitted in the order of their days as long as an account is left; of what
 *  reps would prospect in a shift the share goes ahead that accounts are left for. Existing customers need no
 *  account. Formulas: docs/model.md, "Market". */
#ifndef QC_SIM_MARKET_H
#define QC_SIM_MARKET_H

#include "sim/deal.h"

typedef struct qc_market qc_market;

/** Sets world->market when the plan states one; before the coupled engine is made. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_market_make(qc_world *world, qc_status *status);
void qc_market_free(qc_world *world);

/** Begin a trial: nothing is used yet beyond what the book knows. */
void qc_market_open(qc_world *world);

/** Keep a deal that comes by itself until qc_market_admit(). */
void qc_market_hold(qc_world *world, const qc_newcomer *who);

/** Let the deals arrive that come by day `until` (days since the as-of day), as far as there is room. */
void qc_market_admit(qc_world *world, double until, int64_t trial);

/** A shift begins in which reps could prospect for `weeks` productive weeks in all. */
void qc_market_begin_shift(qc_world *world, int32_t shift, double weeks);

/** A rep prospects for `weeks`: uses up accounts. */
void qc_market_contact(qc_world *world, int32_t shift, double weeks);

/** Is there room for this prospected deal of a segment? The same deal has the same luck in every scenario. */
bool qc_market_has_room(qc_world *world, int32_t segment, uint64_t entity, int32_t day,
                        int64_t trial);

/** Deals turned away in the main span of this trial; accounts left at its end. */
double qc_market_turned(const qc_world *world);
double qc_market_left(qc_world *world);

/** Accounts of all pools that have an end, and how many of them are used up on the as-of day; 0 without a market.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_market_size(const qc_model *model, const qc_book *book,
                               const qc_questions *questions, double *accounts, double *used,
                               qc_status *status);

/** False after a trial that ran out of memory. */
QC_CHECKED bool qc_market_pass(const qc_world *world, qc_status *status);

#endif
