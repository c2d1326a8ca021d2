/** Segments: what differs for a part of the business. */
#ifndef QC_PLAN_READ_SEGMENTS_H
#define QC_PLAN_READ_SEGMENTS_H

#include "plan/reader.h"

/** Read the `segments` value into the plan: beliefs into the segment, changes into plan->levers.
 *  Errors become findings; false then, or when memory runs out. */
QC_CHECKED bool qc_read_segments(qc_reader *reader, const qc_yaml_node *map);

#endif
