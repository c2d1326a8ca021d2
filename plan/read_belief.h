/** Beliefs: shares, spreads and rates, as one text or as a group of parts. */
#ifndef QC_PLAN_READ_BELIEF_H
#define QC_PLAN_READ_BELIEF_H

#include "plan/reader.h"
#include "plan/schema.h"

/** Read a belief of kind SHARE, DAYS, SIZE or RATE. `belief` is zeroed, and stays so on an error.
 *  Errors become findings; false then, or when memory runs out. */
QC_CHECKED bool qc_read_belief(qc_reader *reader, qc_schema_kind kind, const qc_yaml_node *node,
                               qc_belief *belief);

/** `20 deals` or `certain`. */
QC_CHECKED bool qc_read_belief_evidence(qc_reader *reader, const qc_yaml_node *node, double *deals);

/** `default`, `none` or {sd, rho} into the noise fields of `belief`. */
QC_CHECKED bool qc_read_belief_noise(qc_reader *reader, const qc_yaml_node *node,
                                     qc_belief *belief);

/** The plan's `shocks`. */
QC_CHECKED bool qc_read_belief_shocks(qc_reader *reader, const qc_yaml_node *node);

#endif
