/** One stage of a fitted model taken apart: what `quotacast stages --explain` prints. Numbers only.
 *
 *  It is fitted as a forecast fits it, with the company's segments. Everything is copied; the model that it was
 *  read from is gone. Formulas: docs/model.md, "Stage hazards", "Segment factors", "Month effects". */
#ifndef QC_MODELS_EXPLAIN_H
#define QC_MODELS_EXPLAIN_H

#include "history/read_open.h"
#include "models/evidence.h"

typedef struct
    qc_explained_bin { /* days at risk from..to, the last bin up to QC_HAZARD_DAYS - 1 and beyond */
    int32_t from, to;
    double deal_days, events;
    double raw;        /* events / deal_days; NAN where nobody was at risk */
    double expected;   /* events that the bases expect, by their weights */
    double multiplier; /* posterior mean, likewise */
    double hazard;     /* resulting mean hazard per day over the bin's days */
    double pull;       /* share of the multiplier that is the bases', 0..1 */
} qc_explained_bin;

typedef struct qc_explained_base {
    const char *name;    /* "constant", "log-logistic", "cure", "belief" */
    double log_evidence; /* NAN where it is not weighed (certain beliefs) */
    double prior, weight;
    double theta[3]; /* u, v, w; NAN where the base has no such parameter */
} qc_explained_base;

typedef struct qc_explained_exit {
    const char *to; /* name of the stage, "won" or "lost" */
    double events;
    qc_explained_base bases[QC_BASE_COUNT];
    int32_t base_count;
    qc_explained_bin *bins;
    int32_t bin_count;
} qc_explained_exit;

typedef struct
    qc_explained_part {  /* the stage for all segments together, or for one with its own beliefs */
    const char *segment; /* "" = all that have no part of their own */
    qc_evidence evidence;
    bool fitted, stated;
    double conversion, conversion_low,
        conversion_high;                 /* stated share with its 80% range; NAN = not stated */
    double days_p10, days_p50, days_p90; /* stated days of single visits */
    double based_on;                     /* pseudo-deals behind the days, INFINITY = certain */
    qc_explained_exit *exits;
    int32_t exit_count;
} qc_explained_part;

typedef struct qc_explained_factor { /* what a group of deals does faster (above 1) or slower */
    const char *column, *value;      /* "segment", "SMB" */
    const char *group;               /* "forward", "won", "lost", "back" */
    double events, expected;         /* by the whole, and the deals' other traits */
    double pull, toward; /* share of the factor that is not the group's own, and what that is */
    double factor;
} qc_explained_factor;

typedef struct qc_explained_effect { /* of the months, by group of exits; shared by all stages */
    const char *group;
    bool is_on;
    double sd, rho; /* posterior means */
    double now;     /* factor of the running month */
    bool has_season;
    double season[QC_SEASON_MONTHS]; /* January first */
} qc_explained_effect;

typedef struct qc_explanation { /* zeroed; qc_explanation_free() */
    qc_arena arena;
    const char *plan, *stage;
    qc_explained_part *parts;
    int32_t part_count;
    qc_explained_factor *factors;
    int32_t factor_count;
    qc_explained_effect effects[QC_GROUP_SHOCKED];
} qc_explanation;

typedef struct qc_explain_inputs { /* borrowed */
    const qc_history *history;     /* NULL = none */
    const qc_open_deals *open;     /* NULL = none */
    const qc_plan *plan;
    const char *stage; /* as the user typed it */
} qc_explain_inputs;

/** @fails QC_BAD_USAGE when the plan has no such stage (names the nearest); QC_NUMERIC, QC_NO_MEMORY */
QC_CHECKED bool qc_explain(qc_explanation *out, const qc_explain_inputs *inputs, qc_status *status);

void qc_explanation_free(qc_explanation *explanation);

#endif
