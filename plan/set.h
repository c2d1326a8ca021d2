/** `--set PATH=VALUE`: keys replaced as if typed in the file, and levers kept for later. */
#ifndef QC_PLAN_SET_H
#define QC_PLAN_SET_H

#include "plan/reader.h"

/** Apply the sets to the tree before it is read. Those that are levers (one number or a change on a
 *  path that levers know) are left alone and appended to `levers`, a list of texts whose key is the
 *  path. Errors become findings whose file is the set itself; false then, or when memory runs out.
 */
QC_CHECKED bool qc_set_apply(qc_reader *reader, qc_yaml_node *root, const char *const *sets,
                             int32_t set_count, qc_yaml_node *levers);

typedef enum qc_set_kind {
    QC_SET_LEVER,  /* acts on what was fitted, or on what nothing is fitted to (plan/priced) */
    QC_SET_TARGET, /* a target's key */
    QC_SET_BELIEF, /* another belief: what it touches has to be fitted again */
    QC_SET_PLAN    /* anything else: files, names, the calendar */
} qc_set_kind;
/** What a change is about, by its path and value. */
qc_set_kind qc_set_kind_of(const char *path, const char *text);

/** Append the levers once stages and segments are known. */
QC_CHECKED bool qc_set_levers(qc_reader *reader, const qc_yaml_node *levers);

/** The `=` that ends the path of "PATH=VALUE": the last one where a lever or a goal stands before it (names
 *  may hold `=` themselves; what a lever takes never does), else the first; NULL = none. */
const char *qc_set_equals(const char *set);

/** Does "PATH=..." begin with the path of a lever, a goal, or of what is stated of cost, the market or quotas? */
bool qc_set_is_lever(const char *set);

#endif
