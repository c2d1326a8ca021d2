/** The part of the ledger that is about seats: who is there, what they are paid and what their activities cost. */
#ifndef QC_SIM_LEDGER_SEATS_H
#define QC_SIM_LEDGER_SEATS_H

#include "sim/ledger.h"

/** Share of a shift's work for which a seat's quota counts: days and ramp. */
double qc_ledger_seats_present(const qc_world *world, int32_t seat, int32_t shift);

/** Add salaries and activities to the money of this trial. */
void qc_ledger_seats_pay(qc_world *world);

/** Share of the days, in weeks with somebody there throughout, on which activity `kind` met its goal. */
double qc_ledger_seats_met(const qc_world *world, int32_t kind);

/** Add money to a part on a day. */
void qc_ledger_spend(qc_world *world, qc_cost_part part, int32_t day, double money);

#endif
