/** The one table of plan keys: what each is called, holds, defaults to and means.
 *
 *  Reading a plan, refusing unknown keys, `--set` and the reference page all walk this table, so a
 * key that is not here does not exist. */
#ifndef QC_PLAN_SCHEMA_H
#define QC_PLAN_SCHEMA_H

#include "core/text.h"
#include "plan/plan.h"

typedef enum qc_schema_kind {
    QC_KIND_GROUP,     /* keys of its own */
    QC_KIND_PIPELINE,  /* a list of stages */
    QC_KIND_SEGMENTS,  /* groups by name */
    QC_KIND_TARGETS,   /* a list of targets */
    QC_KIND_SCENARIOS, /* groups of changes by name */
    QC_KIND_LEVERS,    /* groups by the lever's path */
    QC_KIND_TEAM,
    QC_KIND_ACTIVITIES,
    QC_KIND_COST,
    QC_KIND_MARKET,
    QC_KIND_QUOTA, /* money per month, quarter or year */
    QC_KIND_HOURS, /* hours a week, 0 to 168 */
    QC_KIND_LIMIT, /* how many deals at most, 1 to 100000 */
    QC_KIND_TEXT,
    QC_KIND_TEXTS, /* one text or a list */
    QC_KIND_FILES, /* likewise of paths */
    QC_KIND_FILE,  /* a path, relative to the plan */
    QC_KIND_CURRENCY,
    QC_KIND_WORD,   /* one of `words`, kept as text */
    QC_KIND_CHOICE, /* one of `words`, kept as their place in the list */
    QC_KIND_FLAG,
    QC_KIND_QUESTION, /* an open question: always an error until its line is deleted */
    QC_KIND_DAY,
    QC_KIND_DAY_OR_NONE,
    QC_KIND_MONTH,
    QC_KIND_SHARE_ONLY, /* one share */
    QC_KIND_NUMBER,     /* one plain number */
    QC_KIND_STAGE,      /* the name of a stage */
    QC_KIND_SHARE,      /* beliefs: see the <share>, <spread> and <rate> groups */
    QC_KIND_DAYS,
    QC_KIND_SIZE,
    QC_KIND_RATE,
    QC_KIND_EVIDENCE, /* `20 deals` or `certain` */
    QC_KIND_SHOCKS,
    QC_KIND_NOISE,
    QC_KIND_CHANGE_SHARE, /* a change only: +20%, +5 points */
    QC_KIND_CHANGE,       /* a change only: +20% */
    QC_KIND_METRIC,
    QC_KIND_PERIOD,
    QC_KIND_GOAL,
    QC_KIND_SCOPE,
    QC_KIND_PART /* a part of a form, read by the form */
} qc_schema_kind;

typedef struct qc_schema_field {
    size_t at, count_at; /* offsets; count_at for TEXTS: how many there are */
} qc_schema_field;

typedef struct qc_schema_key {
    const char *group; /* "" = top level, "history", "pipeline[]", "<spread>" ... */
    const char *name;
    qc_schema_kind kind;
    qc_schema_field field;    /* where it is kept in qc_plan, qc_plan_stage or qc_target */
    const char *const *words; /* WORD and CHOICE, NULL-terminated */
    const char *limits, *fallback, *meaning, *example;
} qc_schema_key;

/** The nth key of a group in table order (the order of reading), NULL after the last. */
const qc_schema_key *qc_schema_child(const char *group, int32_t nth);

const qc_schema_key *qc_schema_find(const char *group, const char *name);

/** All keys, in table order. */
const qc_schema_key *qc_schema_keys(int32_t *count);

/** The key's path as the reference page shows it: "pipeline[].days", "deal_size". Returns `out`. */
const char *qc_schema_path(const qc_schema_key *key, char *out, size_t size);

/** The reference page docs/plan-keys.md, as Markdown. */
void qc_schema_page(qc_text *out);

#endif
