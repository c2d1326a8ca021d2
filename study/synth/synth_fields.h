/** A YAML group read by a table of its keys. Inside study/synth/synth only.
 *
 *  One table a group says which keys exist, where their values go and what is possible; lists and
 *  groups inside groups are read by a function of their own. Every error is reported with its
 *  place. */
#ifndef QC_STUDY_SYNTH_FIELDS_H
#define QC_STUDY_SYNTH_FIELDS_H

#include "plan/yaml.h"
#include "study/synth/synth.h"

typedef struct qc_synth_reader {
    qc_synth_spec *spec;
    qc_findings *findings;
    qc_status *status;
    bool no_memory;
} qc_synth_reader;

typedef enum qc_synth_kind {
    QC_SYNTH_NUMBER, /* double */
    QC_SYNTH_WHOLE,  /* int32_t */
    QC_SYNTH_SEED,   /* uint64_t */
    QC_SYNTH_YES_NO, /* bool */
    QC_SYNTH_WORD,   /* char[QC_SYNTH_NAME] */
    QC_SYNTH_DATE,   /* qc_day */
    QC_SYNTH_MONTHS, /* double[12] */
    QC_SYNTH_INSIDE  /* read by `inside` */
} qc_synth_kind;

typedef void qc_synth_inside(qc_synth_reader *reader, const qc_yaml_node *node, void *base);

#define QC_SYNTH_FIELDS 32 /* most in one group */

typedef struct qc_synth_field {
    const char *key;
    qc_synth_kind kind;
    bool required;
    size_t offset;    /* of the value in `base` */
    double low, high; /* possible numbers */
    qc_synth_inside *inside;
} qc_synth_field;

/** Read the keys in the order of the table, so that what comes later may rest on what came before;
 *  complain about missing and unknown ones. */
void qc_synth_fields_read(qc_synth_reader *reader, const qc_yaml_node *map,
                          const qc_synth_field *fields, int32_t count, void *base);

/** One number in low..high, with %, k, M; false after a complaint. */
bool qc_synth_fields_number(qc_synth_reader *reader, const qc_yaml_node *node, const char *key,
                            double low, double high, double *value);

/** How many items a list has, from 1 to `most`; 0 after a complaint. */
int32_t qc_synth_fields_list(qc_synth_reader *reader, const qc_yaml_node *list, const char *key,
                             int32_t most);

/** Add an error at the node: "what: expected". */
void qc_synth_fields_complain(qc_synth_reader *reader, const qc_yaml_node *node, const char *what,
                              const char *expected);

/** The same for a value: "key: 'value' is not possible (expected ...)". */
void qc_synth_fields_refuse(qc_synth_reader *reader, const qc_yaml_node *node, const char *key,
                            const char *expected);

#endif
