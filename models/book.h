/** What is open on the as-of day and what has happened so far. */
#ifndef QC_MODELS_BOOK_H
#define QC_MODELS_BOOK_H

#include "models/segments.h"

typedef struct qc_labels { /* of one deal: index into qc_book.names, QC_ID_NONE = unknown */
    qc_id of[QC_LABEL_COUNT];
} qc_labels;

typedef struct qc_open_deal {
    const char *name;
    int32_t stage, segment;
    double age_days;      /* days in the stage at the end of the as-of day */
    int32_t before;       /* the stage it was in before, QC_ID_NONE = none */
    double before_days;   /* how long */
    double born_days;     /* days since creation; those in the stage when nobody says */
    double amount;        /* NAN = unknown, to be drawn */
    double units, margin; /* NAN = unknown */
    qc_labels labels;
    bool known_customer; /* its customer has bought before: a win brings no new customer */
} qc_open_deal;

typedef enum qc_event_kind {
    QC_EVENT_CREATED,
    QC_EVENT_ENTERED,
    QC_EVENT_WON,
    QC_EVENT_LOST
} qc_event_kind;

typedef struct qc_event { /* something that counted on a day of the past */
    qc_event_kind kind;
    qc_day day;
    int32_t stage, segment;
    double amount, units, margin; /* WON; NAN = unknown */
    double days;                  /* WON: since creation */
    bool new_customer;            /* WON: the first win of its customer */
    qc_labels labels;
} qc_event;

typedef enum qc_cost_part { /* what money is spent on */
                            QC_COST_SALARIES,
                            QC_COST_COMMISSION,
                            QC_COST_ACTIVITIES,
                            QC_COST_LEADS,
                            QC_COST_OTHER,
                            QC_COST_PARTS
} qc_cost_part;

typedef struct qc_spent { /* on a day of the past, as the plan's costs reckon it */
    qc_day day;
    double money[QC_COST_PARTS];
} qc_spent;

typedef struct qc_worked { /* hours of the team on a day of the past, of which some sold */
    qc_day day;
    double sold, worked;
} qc_worked;

typedef struct qc_done { /* activities on a day of the past (models/activity_past) */
    qc_day day;
    int32_t activity; /* index into the plan's kinds */
    qc_id owner;      /* QC_ID_NONE = not known */
    double number;
    double
        contacts; /* of them reached somebody and no deal came of it; NAN = the log does not say */
} qc_done;

typedef struct qc_book {
    qc_arena arena;
    qc_day as_of;
    qc_day recorded_from; /* the past is known from this day on; QC_DAY_NONE = from the start */
    bool has_history, has_customers;
    bool has_number[QC_NUMBER_COUNT];
    qc_names names[QC_LABEL_COUNT]; /* segment: the company's list without [0] */
    qc_open_deal *open;
    int32_t open_count;
    qc_event *events; /* by day */
    int32_t event_count;
    qc_spent *spent; /* by day (models/cost_past); none unless the plan states costs */
    int32_t spent_count;
    qc_worked *worked; /* by day (models/hours_past); none unless a target asks and the data say */
    int32_t worked_count;
    qc_done *done; /* as logged */
    int32_t done_count;
    qc_day logged_from;  /* activities are known from this day on; QC_DAY_NONE = no log */
    double gross_margin; /* of bookings, where a win has no margin; NAN = not stated */
} qc_book;

/** Take from a history, or from a table of open deals, or neither (a company that starts from nothing).
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_book_take(qc_book *book, const qc_history *history, const qc_open_deals *open,
                             const qc_segments *segments, qc_day as_of, qc_status *status);

/** Does the book know all that happened on days `from` to `to`, as far as they are past? Never without
 *  a history. */
bool qc_book_knows(const qc_book *book, qc_day from, qc_day to);

/** Days up to the as-of day that the book knows of; 0 without a history. */
int32_t qc_book_known_days(const qc_book *book);

/** A scope with its columns and values looked up. */
#define QC_SCOPE_MAX 8
typedef struct qc_condition {
    qc_label label;
    qc_id value; /* QC_ID_NONE: matches nothing */
} qc_condition;
typedef struct qc_matcher {
    qc_condition condition[QC_SCOPE_MAX];
    int32_t count;
} qc_matcher;

bool qc_book_matches(const qc_matcher *matcher, const qc_labels *labels);

/** Actual of a metric on days from..to; bookings and margin in money, the rest as counts. `stage` is that of
 *  QUALIFIED, of ACTIVITY the kind. */
double qc_book_actual(const qc_book *book, qc_metric metric, int32_t stage,
                      const qc_matcher *matcher, qc_day from, qc_day to);

/** What was spent on one part (QC_COST_PARTS = on all) on days from..to. */
double qc_book_spent(const qc_book *book, qc_cost_part part, qc_day from, qc_day to);

/** The margin of a won deal: as known, else the stated share of the amount, else 0. */
double qc_book_margin(const qc_book *book, double amount, double margin);

void qc_book_free(qc_book *book);

#endif
