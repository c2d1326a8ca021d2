/** A YAML file as nodes with line and column; the only file that includes libyaml's yaml.h.
 *
 *  Every value is text: what it means is decided by plan/schema.h. A first pass over libyaml's
 * events refuses what a plan never needs (anchors, aliases, tags, several documents, deep nesting),
 * so the second pass can build nodes without looking back. */
#ifndef QC_PLAN_YAML_H
#define QC_PLAN_YAML_H

#include "core/arena.h"
#include "core/findings.h"

#define QC_YAML_MAX_BYTES 4194304
#define QC_YAML_MAX_DEPTH 64
#define QC_YAML_MAX_NODES 50000

typedef enum qc_yaml_kind { QC_YAML_TEXT, QC_YAML_LIST, QC_YAML_MAP } qc_yaml_kind;

typedef struct qc_yaml_node qc_yaml_node;
struct qc_yaml_node {
    qc_yaml_kind kind;
    const char *file;     /* as the user typed it, or the --set it came from */
    int32_t line, column; /* of the value, from 1, columns in characters; 0 = not from a file */
    const char *key;      /* inside a map, else NULL */
    int32_t key_line, key_column;
    const char *text;    /* TEXT: "" when nothing was written */
    qc_yaml_node *items; /* LIST: the items; MAP: the values with their keys */
    int32_t count, capacity;
};

/** Read one document.
 *  @param name     stands in messages; the caller keeps it alive as long as the arena
 *  @param arena    owns the nodes
 *  @param findings every error with its place (reason "plan")
 *  @fails QC_NO_MEMORY (in `status`); false with a finding when the text is no usable YAML */
QC_CHECKED bool qc_yaml_read(qc_yaml_node *root, const char *name, const char *bytes, size_t length,
                             qc_arena *arena, qc_findings *findings, qc_status *status);

/** The value of a key in a map, NULL when absent. */
qc_yaml_node *qc_yaml_find(const qc_yaml_node *map, const char *key);

/** Append a copy of `item` to a list or map. */
QC_CHECKED bool qc_yaml_append(qc_yaml_node *parent, const qc_yaml_node *item, qc_arena *arena,
                               qc_status *status);

#endif
