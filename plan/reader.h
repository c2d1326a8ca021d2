/** What every part of reading a plan shares: where it is, and how it complains. */
#ifndef QC_PLAN_READER_H
#define QC_PLAN_READER_H

#include "plan/plan.h"
#include "plan/quote.h"
#include "plan/yaml.h"

#define QC_READER_PATH 256

typedef struct qc_reader {
    qc_plan *plan;
    qc_findings *findings;
    qc_status *status;         /* running out of memory; everything else becomes a finding */
    char path[QC_READER_PATH]; /* of the value being read: "pipeline.proposal.days" */
    int32_t lever_capacity;
    bool unknown_keys; /* one was met, so what looks missing may only be misspelt */
} qc_reader;

/** Go down to a key or a name; the mark leads back up with qc_reader_leave(). */
size_t qc_reader_enter(qc_reader *reader, const char *name);
void qc_reader_leave(qc_reader *reader, size_t mark);

/** Add an error "path: message" at the node's value (or key). Always false. */
bool qc_reader_error(qc_reader *reader, const qc_yaml_node *node, const char *format, ...)
    QC_PRINTF(3, 4);
bool qc_reader_error_key(qc_reader *reader, const qc_yaml_node *node, const char *format, ...)
    QC_PRINTF(3, 4);

/** Pass a failure on: bad input becomes an error at the node, anything else the reader's status.
 *  Always false. */
bool qc_reader_failed(qc_reader *reader, const qc_yaml_node *node, const qc_status *failure);

/** Each complains when the node is something else. A text is never empty and has no control
 *  characters. */
QC_CHECKED bool qc_reader_map(qc_reader *reader, const qc_yaml_node *node);
QC_CHECKED bool qc_reader_text(qc_reader *reader, const qc_yaml_node *node, const char **text);

/** Every key of the map is in the group of plan/schema.h, or an error names the nearest one. */
QC_CHECKED bool qc_reader_keys(qc_reader *reader, const char *group, const qc_yaml_node *map);

/** Add " ; did you mean 'x'?" or the list of what exists to a message about `word`. */
void qc_reader_suggest(const qc_reader *reader, const char *word, const char *const *names,
                       int32_t count, char *out, size_t size);

/** Stage by its name or by a word of its `crm` list, after folding; -1 = none. */
int32_t qc_reader_find_stage(const qc_plan *plan, const char *name);

/** Names of the stages that have one, for suggestions: fills at most `room`, returns how many. */
int32_t qc_reader_stage_names(const qc_plan *plan, const char **names, int32_t room);

/** Names that have to differ after folding. */
typedef struct qc_reader_name {
    const char *text;
    const qc_yaml_node *node; /* where a clash is reported; NULL: never there */
    const char *owner;        /* who says it; the same owner may say it twice */
    const char *fold;         /* for qc_reader_distinct() to fill */
} qc_reader_name;

QC_CHECKED bool qc_reader_distinct(qc_reader *reader, qc_reader_name *names, int32_t count);

/** The keys of a group that users name themselves (segments, scenarios) differ once folded. */
QC_CHECKED bool qc_reader_keys_differ(qc_reader *reader, const qc_yaml_node *map);

#endif
