/** The plain kinds of values: texts, words, days, files, flags. */
#ifndef QC_PLAN_READ_VALUE_H
#define QC_PLAN_READ_VALUE_H

#include "plan/reader.h"
#include "plan/schema.h"

/** Read one value into the field that the key points to inside `base` (the plan, a stage or a
 *  target). Kinds that need more than their own text are left to their group's reader. Errors
 *  become findings; false then, or when memory runs out. */
QC_CHECKED bool qc_read_value(qc_reader *reader, const qc_schema_key *key, const qc_yaml_node *node,
                              void *base);

/** Refuse unknown keys and read every key of a group in table order. */
QC_CHECKED bool qc_read_value_group(qc_reader *reader, const char *group, const qc_yaml_node *map,
                                    void *base);

#endif
