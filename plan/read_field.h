/** Plain numbers of a group, as a table of fields. */
#ifndef QC_PLAN_READ_FIELD_H
#define QC_PLAN_READ_FIELD_H

#include "plan/quantity.h"
#include "plan/reader.h"

typedef struct qc_field {
    const char *name;
    qc_quantity_kind kind;
    double low, high; /* bounds, both allowed */
    bool whole;       /* no fractions */
    size_t at;        /* offset of its double */
} qc_field;

/** Read one number into `base` + `at`. Errors become findings; false then. */
QC_CHECKED bool qc_read_field(qc_reader *reader, const qc_field *what, const qc_yaml_node *node,
                              void *base);

/** Those of the fields that the map has. */
QC_CHECKED bool qc_read_fields(qc_reader *reader, const qc_field *fields, size_t count,
                               const qc_yaml_node *map, void *base);

/** Money per unit of time: `5k per month`; `0` is none. */
QC_CHECKED bool qc_read_field_pay(qc_reader *reader, const qc_yaml_node *node, qc_plan_pay *pay);

#endif
