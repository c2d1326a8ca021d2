/** What has to be in a plan, with and without a history. */
#ifndef QC_PLAN_REQUIRED_H
#define QC_PLAN_REQUIRED_H

#include "plan/reader.h"

/** One error for each missing thing, naming the key with an example. Looks at what was written, so
 *  a value that was refused is not also called missing. */
QC_CHECKED bool qc_required_check(qc_reader *reader, const qc_yaml_node *root);

#endif
