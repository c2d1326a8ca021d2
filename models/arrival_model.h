/** Who arrives, and how many: streams of new deals by segment, and what each segment's new deals are like
 *  (entry stage, owner, source, whether a win brings a new customer).
 *
 *  A segment with at least 30 deals in the history has a stream of its own; the others share one and are
 *  told apart by their share of recent deals. A stated rate without history is a stream with gamma
 *  uncertainty and the stated noise. Formulas: docs/model.md, "Arrivals" and "Who arrives". */
#ifndef QC_MODELS_ARRIVAL_MODEL_H
#define QC_MODELS_ARRIVAL_MODEL_H

#include "models/arrivals.h"
#include "models/book.h"
#include "models/ingredients.h"
#include "models/season.h"
#include "models/traits.h"

#define QC_RECENT_DAYS     365  /* what new deals are like is counted over so many last days */
#define QC_RATE_MONTH_DAYS 30.4 /* days of the month in which fitted rates are counted */

typedef struct qc_stream {
    int32_t segment; /* -1 = shared: each deal's segment is drawn */
    bool stated;     /* a stated rate: deals per `unit`, spread evenly over its days */
    double rate;     /* mean deals per unit */
    double shape;    /* gamma shape of the rate, INFINITY = certain */
    qc_calendar_unit unit;
    bool fixed_noise; /* noise: none, or {sd, rho} */
    double noise_sd, noise_rho;
    qc_arrivals filter; /* fitted, or the prior of the noise */
    int64_t events;     /* deals behind the fit */
} qc_stream;

typedef struct qc_entry_class { /* where a new deal starts */
    int32_t stage;              /* 0.., QC_STAGE_WON or QC_STAGE_LOST = born closed */
} qc_entry_class;

typedef struct qc_arrival_model {
    qc_stream *streams;
    int32_t stream_count;
    double *segment_weight; /* [segment]: Dirichlet weights on the shared stream, 0 = has its own */
    qc_entry_class *classes;
    int32_t class_count;
    double *
        class_weight; /* [segment * class_count + class]: the last 12 months' count and one pseudo-deal */
    double *label_weight
        [QC_LABEL_COUNT]; /* [segment * (values + 1) + value], last = unknown; NULL = not needed */
    int32_t label_values[QC_LABEL_COUNT];
    double
        *amount_weight; /* [segment * QC_AMOUNT_CLASSES + class], NULL = amounts have no classes */
    double *new_customers; /* [segment * 2]: beta weights of "a win brings a new customer" */
    qc_season season;      /* of new deals, all segments together */
    int32_t segment_count;
    double belief_events; /* pseudo-deals behind a stated rate, 0 = none */
    const qc_plan *plan;  /* borrowed: levers on new_deals */
    const qc_segments *segments;
    qc_without without;
} qc_arrival_model;

typedef struct qc_arrival_inputs { /* what the fit reads; the model borrows plan and segments */
    const qc_history *history;     /* NULL = none */
    const qc_book *book;
    const qc_plan *plan;
    const qc_segments *segments;
    const qc_traits *traits;
    qc_without without; /* parts to leave out, 0 = none */
} qc_arrival_inputs;

/** @fails QC_TOO_FEW_DATA naming new_deals when there is neither history nor a stated rate */
QC_CHECKED bool qc_arrival_model_fit(qc_arrival_model *model, const qc_arrival_inputs *inputs,
                                     qc_arena *arena, qc_status *status);

typedef struct qc_arrival_draw { /* one parameter draw */
    qc_arrivals_state *state;    /* [stream] */
    double *rate;                /* [stream]: stated rate times its uncertainty; 1 when fitted */
    double *lever;               /* [segment]: factor on the rate */
    double *segment_share;       /* cumulative, on the shared stream */
    double *class_share;         /* [segment * class_count + class], cumulative */
    double *label_share[QC_LABEL_COUNT];
    double *amount_share; /* [segment * QC_AMOUNT_CLASSES + class], cumulative; NULL = no classes */
    double *new_customer; /* [segment] */
    double season[QC_SEASON_MONTHS];
    const double *even; /* [stream * QC_EVEN_STREAM]: see models/even.h; NULL = streams */
} qc_arrival_draw;

QC_CHECKED bool qc_arrival_draw_room(qc_arrival_draw *draw, const qc_arrival_model *model,
                                     qc_arena *arena, qc_status *status);
/** Parameter draw `number` of `seed`; number < 0 = posterior means. Entry classes and shares come from Dirichlet draws. */
void qc_arrival_model_draw(const qc_arrival_model *model, uint64_t seed, int64_t number,
                           qc_arrival_draw *draw);

/** Deals per day that the drawn parameters give now, of one segment (-1 = all together), before levers. */
double qc_arrival_model_rate(const qc_arrival_model *model, const qc_arrival_draw *draw,
                             int32_t segment);

/** How many of a stream's rate units (months of 30.4 days when fitted, stated units otherwise) lie on days
 *  from..to: new deals expected there are rate x units x exp(log rate). A stated N per unit means N in
 *  each calendar unit, whatever its length. */
double qc_arrival_model_units(const qc_stream *stream, qc_span span, int32_t fiscal_start_month);

/** Mean days of a calendar unit. */
double qc_arrival_unit_days(qc_calendar_unit unit);

/** Index of the first cumulative share above `u`. */
int32_t qc_arrival_model_pick(const double *cumulative, int32_t count, double u);

#endif
