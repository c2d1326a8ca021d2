/** Who sells, one by one, and what each is to sell.
 *
 *  With a team its seats are the sellers, apart from those that only prospect; without one the owners of the
 *  history who touched a deal in the last 90 days. A rep's quota is a row of history.quotas, else the plan's `quota`. Formulas: docs/model.md, "Quotas". */
#ifndef QC_MODELS_QUOTA_MODEL_H
#define QC_MODELS_QUOTA_MODEL_H

#include "history/read_quotas.h"
#include "models/book.h"
#include "models/cost_model.h"
#include "models/seating.h"
#include "models/team_model.h"

#define QC_SELLERS_MAX 1000 /* who can be told apart */

typedef struct qc_seller {
    const char *name;
    int32_t seat; /* of the team, -1 = an owner of the history */
    qc_id owner;  /* in the book's names; QC_ID_NONE = what they sold so far is not known */
    qc_day since; /* from this day on quota and sales count: the first that it is known of */
    qc_day
        until; /* and up to this one, the last of a seat that nobody takes over; QC_DAY_NONE = no end */
    bool has_own; /* rows of history.quotas */
} qc_seller;

typedef struct qc_quota_part { /* one row of history.quotas */
    int32_t seller;
    qc_span span;
    double amount;
} qc_quota_part;

typedef struct qc_quota_model {
    bool on; /* sellers are told apart: a quota or a commission is stated */
    bool has_quotas;
    const qc_plan *plan;
    const qc_quota_table *table; /* borrowed, NULL = none */
    const qc_book *book;         /* borrowed */
    qc_seller *sellers;
    int32_t seller_count;
    int32_t *seller_of_seat;  /* [seat], -1 = sells nothing; NULL without a team */
    qc_seating seating;       /* whose the open deals are; with a team */
    int32_t *seller_of_owner; /* [owner of the book], -1 = none of the sellers */
    qc_pay quota;             /* of those without rows of their own, as money by day */
    qc_quota_part *parts;
    int32_t part_count;
    int32_t left; /* rows of owners who have left or are not in the team under levers: not used */
} qc_quota_model;

/** @param model zeroed; what it holds lives in `arena`
 *  @fails QC_BAD_INPUT: a quota, and nobody who could have it; a period that is none; an owner whom nobody knows;
 *  QC_NO_MEMORY */
QC_CHECKED bool qc_quota_model_fit(qc_quota_model *model, const qc_plan *plan,
                                   const qc_quota_table *table, const qc_team_model *team,
                                   const qc_book *book, qc_arena *arena, qc_status *status);

/** The days of a span that count for a seller; none when `to` lies before `from`. */
qc_span qc_quota_model_counts(const qc_quota_model *model, int32_t seller, qc_span span);

/** What a rep who is there on all days and needs no ramp is to sell in a span. */
double qc_quota_model_in(const qc_quota_model *model, int32_t seller, qc_span span);

/** What a seller (-1 = everybody) is known to have sold on days of the past. */
double qc_quota_model_sold(const qc_quota_model *model, int32_t seller, qc_span span, bool margin);

/** The seller whom an open deal of the book belongs to, -1 = none of them. */
int32_t qc_quota_model_holder(const qc_quota_model *model, int32_t open);

#endif
