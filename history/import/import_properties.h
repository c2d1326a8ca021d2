/** A log that names one property a record: Salesforce's OpportunityFieldHistory, HubSpot's property
 *  history.
 *
 *  What changed in one moment is one change of the deal. Where the log gives old values, the first
 *  old value of a property is what it was from the beginning. Properties that say nothing about a
 *  deal's stage, money or people are set aside as such. */
#ifndef QC_HISTORY_IMPORT_PROPERTIES_H
#define QC_HISTORY_IMPORT_PROPERTIES_H

#include "history/import/import_facts.h"
#include "history/import/import_order.h"

typedef enum qc_property { /* what a record is about */
                           QC_PROPERTY_OTHER,
                           QC_PROPERTY_CREATED, /* the deal came to be */
                           QC_PROPERTY_STAGE,
                           QC_PROPERTY_AMOUNT,
                           QC_PROPERTY_CLOSE_DATE,
                           QC_PROPERTY_CURRENCY,
                           QC_PROPERTY_LABEL, /* + qc_label */
                           QC_PROPERTY_COUNT = QC_PROPERTY_LABEL + QC_LABEL_COUNT
} qc_property;

typedef struct qc_property_word {
    const char *word; /* after folding */
    qc_property property;
} qc_property_word;

typedef struct qc_import_properties { /* fields, QC_COLUMN_ABSENT where the layout has none */
    int32_t deal, date;
    int32_t key; /* which property; ABSENT = every record is about the stage */
    int32_t value, old_value;
    int32_t deleted;
    const qc_property_word *words; /* NULL ends them */
} qc_import_properties;

/** Read the first sheet, whose dates are decided.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_import_properties_read(qc_import *import, const qc_import_properties *log,
                                          qc_import_facts *facts, qc_status *status);

#endif
