/** Who sells what, and what it costs, in one trial.
 *
 *  Sales are written down as they happen, each with its seller, and settled in the order of their days at the end
 *  of the trial: each earns commission by what that seller (or the team) has sold of the quota so far, and
 *  counts for attainment. Salaries, activities, leads and other costs join the measures of cost. Formulas:
 *  docs/model.md, "Cost" and "Quotas". */
#ifndef QC_SIM_LEDGER_H
#define QC_SIM_LEDGER_H

#include "sim/deal.h"

typedef struct qc_sale {
    int32_t day;
    int32_t seller;   /* -1 = nobody */
    int32_t sequence; /* of sales in a trial */
    double amount, margin;
} qc_sale;

typedef struct qc_ledger qc_ledger;
struct qc_ledger {
    double *done;        /* [seat * shifts + shift]: productive weeks spent on activities */
    bool paid_out;       /* salaries are the same in all trials, and known */
    double *paid;        /* [atom]: these */
    double *month_share; /* [day]: one over the days of its month */
    double *money;       /* [part * atoms + atom]: of this trial */
    double *other;       /* [atom] */
    double *shift_money; /* [shift]: scratch */
    /* quotas; periods are those of the commission */
    int32_t period_count, *period_of_day; /* [0..days] */
    double *shift_quota;                  /* [shift]: of someone who is there and ramped up */
    double *main_part;              /* [shift]: share of its days that lies in the main span */
    double *base_quota, *base_sold; /* [seller]: of the main span, whatever happens */
    double *quota, *sold;           /* likewise in this trial */
    double *base_period_quota, *base_period_sold, *period_quota,
        *period_sold;               /* [seller * periods] */
    double *team_quota, *team_sold; /* [period] */
    qc_sale *sales;
    size_t room;
    int32_t count;
    bool failed; /* memory ran out */
};

/** Sets world->ledger when the questions need one; after qc_people_make(). @fails QC_NO_MEMORY */
QC_CHECKED bool qc_ledger_make(qc_world *world, qc_status *status);
void qc_ledger_free(qc_world *world);

/** Begin a trial. */
void qc_ledger_open(qc_world *world);

/** A won deal. */
void qc_ledger_sell(qc_world *world, const qc_deal *deal, int32_t day, double amount,
                    double margin);
/** A new deal that no rep's activities created. */
void qc_ledger_lead(qc_world *world, int32_t day);
/** A seat has spent `weeks` productive weeks of a shift on activities. */
void qc_ledger_work(qc_world *world, int32_t seat, int32_t shift, double weeks);

/** Settle the trial: adds to the measures of cost and sets the figures of its own. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_ledger_close(qc_world *world, int64_t trial, qc_status *status);

#endif
