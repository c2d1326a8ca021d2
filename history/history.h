/** What happened: deals, their changes and their stage visits, on days.
 *
 *  A deal history is a list of changes: "on `day` deal `deal` entered `stage`, and from then on
 * these were its amount, owner, segment ...". From the changes follow the visits (a stay in a
 * stage) and how each ended. Everything lives in one arena; a checked history is read-only and may
 * be shared by threads. */
#ifndef QC_HISTORY_HISTORY_H
#define QC_HISTORY_HISTORY_H

#include "core/arena.h"
#include "core/calendar.h"
#include "core/digest.h"
#include "core/findings.h"

typedef int32_t qc_id; /* row of a table */
#define QC_ID_NONE ((qc_id) -1)

/* Where a change leads, beside the pipeline stages 0..stage_count-1. */
#define QC_STAGE_WON  ((qc_id) -2)
#define QC_STAGE_LOST ((qc_id) -3)
#define QC_STAGE_OPEN \
    ((qc_id) -4) /* exit of a visit that has not ended: censored on the as-of day */

/* The optional text columns, each a scope for targets and `--by`. */
#define QC_LABELS(X)        \
    X(OWNER, "owner")       \
    X(SEGMENT, "segment")   \
    X(SOURCE, "source")     \
    X(CUSTOMER, "customer") \
    X(PRODUCT, "product")   \
    X(REGION, "region")     \
    X(REASON, "reason")     \
    X(PIPELINE, "pipeline")
typedef enum qc_label {
#define QC_LABEL_ENUM(name, word) QC_LABEL_##name,
    QC_LABELS(QC_LABEL_ENUM)
#undef QC_LABEL_ENUM
        QC_LABEL_COUNT
} qc_label;

/* The optional number columns. An absent number is NAN. */
typedef enum qc_number {
    QC_NUMBER_AMOUNT,
    QC_NUMBER_UNITS,
    QC_NUMBER_MARGIN,
    QC_NUMBER_COUNT
} qc_number;

typedef struct qc_names { /* distinct values of a text column, in order of first appearance */
    const char **text;
    int32_t count, capacity;
} qc_names;

typedef struct qc_changes { /* one row a change, sorted by deal, then day, then order in the file */
    int32_t count;
    qc_id *deal;
    qc_day *day;
    qc_id *stage; /* 0..stage_count-1, QC_STAGE_WON or QC_STAGE_LOST */
    double
        *number[QC_NUMBER_COUNT]; /* as known from this row on (carried forward), NAN = unknown */
    qc_id *label[QC_LABEL_COUNT]; /* index into names[], carried forward, QC_ID_NONE = unknown */
    qc_day *close_day;            /* the expected close date typed in, or QC_DAY_NONE */
    int32_t *line;                /* where it stood in the file */
} qc_changes;

typedef struct qc_deals { /* one row a deal */
    int32_t count;
    const char **name; /* deal_id */
    qc_day *created;   /* day of the first change */
    qc_day *ended;     /* day of won or lost, QC_DAY_NONE = open */
    qc_id *end;        /* QC_STAGE_WON, QC_STAGE_LOST or QC_STAGE_OPEN */
    qc_id *stage; /* open: the current stage; ended: the stage it left, QC_ID_NONE = born closed */
    qc_id *first_change; /* its changes are first_change .. first_change of the next deal - 1 */
    qc_id *first_visit;  /* likewise; both arrays have count + 1 entries */
} qc_deals;

typedef struct qc_visits { /* one row a visit, sorted by deal, then time; repeated rows of one stage
                              merge */
    int32_t count;
    qc_id *deal;
    qc_id *stage;
    qc_day *enter;
    qc_day *leave; /* QC_DAY_NONE while open */
    qc_id *exit;   /* stage entered next, QC_STAGE_WON, QC_STAGE_LOST or QC_STAGE_OPEN */
} qc_visits;

typedef struct qc_reconciliation {
    int64_t rows_read; /* data rows of the file, without header and blank lines */
    int64_t
        rows_used; /* rows_read = rows_used + rows set aside (findings, by reason) + rows_ignored */
    bool by_record; /* rows are the records of an export: each made several changes, one or none */
    int64_t rows_after;   /* of the set aside: dated after the as-of day */
    int64_t rows_ignored; /* rows in stages that the plan lists under history.ignore */
    int64_t deals_open, deals_won, deals_lost;
    int64_t open_without_amount, won_without_amount;
    double amount_read; /* last known amounts: amount_read = open + won + lost */
    double amount_open, amount_won, amount_lost;
} qc_reconciliation;

typedef struct qc_history {
    qc_arena arena;
    const char *file; /* as typed */
    char sha256[QC_DIGEST_TEXT];
    const char *currency; /* "" when the file names none */
    qc_day as_of;         /* last day that counts */
    bool as_of_given;     /* false: it is the last recorded change */
    qc_day recorded_from; /* T0: first day on which changes were recorded; QC_DAY_NONE = from the
                             start */
    int32_t stage_count;
    const char **stage_name; /* canonical names, in pipeline order */
    qc_names names[QC_LABEL_COUNT];
    bool has_label[QC_LABEL_COUNT]; /* the file has the column */
    bool has_number[QC_NUMBER_COUNT];
    qc_deals deals;
    qc_changes changes;
    qc_visits visits;
    qc_reconciliation reconciliation;
} qc_history;

/** Word of a label column ("owner"), and the label of a word (after folding; QC_LABEL_COUNT =
 * none). */
const char *qc_history_label_word(qc_label label);
qc_label qc_history_label(const char *word);

/** Index of a value in names[label] after folding, QC_ID_NONE when it never occurs. */
qc_id qc_history_find(const qc_history *history, qc_label label, const char *value);

/** Build deals and visits from sorted changes (used by every reader and by qc_history_cut()).
 *  @param history  with `changes`, `names`, `stage_*`, `as_of` and `recorded_from` filled
 *  @param findings receives doubts: born-closed deals, closed before created, zombies (open deals
 * older than any deal that ever closed), a file with closed deals only; may be NULL
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_history_build(qc_history *history, const char *const *deal_names,
                                 int32_t deal_count, qc_findings *findings, qc_status *status);

/** Every promise of this header, for tests and debug builds: sorted, indices in range, visits
 * chained. */
QC_CHECKED bool qc_history_check(const qc_history *history, qc_status *status);

void qc_history_free(
    qc_history *history); /* legal on a zeroed history, after a failure, and twice */

#endif
