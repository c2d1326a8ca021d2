/** Levers: changes that act on what was fitted, not on what was believed. */
#ifndef QC_PLAN_LEVER_H
#define QC_PLAN_LEVER_H

#include "plan/reader.h"

/** Does a path look like one that a lever can act on ("deal_size", "pipeline.x.days",
 *  "segments.y.new_deals")? Says nothing about whether x and y exist. */
bool qc_lever_is_path(const char *path);

/** Find target, stage and segment of a path in the plan's names.
 *  @fails QC_BAD_INPUT naming what does not exist and what does */
QC_CHECKED bool qc_lever_path(const qc_reader *reader, const char *path, qc_lever *lever,
                              qc_status *failure);

/** The same for what follows "segments.NAME." (or for a path of the whole plan), with
 *  lever->segment set by the caller. */
QC_CHECKED bool qc_lever_path_in(const qc_reader *reader, const char *path, qc_lever *lever,
                                 qc_status *failure);

/** Append the lever that the node's text makes of what `found` points at: a change, or one number
 *  that replaces. `path` is copied. Errors become findings at the node; false then, or when memory
 *  runs out. */
QC_CHECKED bool qc_lever_add(qc_reader *reader, const qc_yaml_node *node, const qc_lever *found,
                             const char *path);

/** The same without keeping it: is this a value the lever can take? */
QC_CHECKED bool qc_lever_value(const qc_plan *plan, const char *text, qc_lever *lever,
                               qc_status *failure);

/** Of several names (after folding), the one that `text` begins with, followed by a dot or the end:
 *  its index, -1 = none, and where `text` goes on after the dot. */
int32_t qc_lever_match(const char *text, const char *const *names, int32_t count,
                       const char **rest);

#endif
