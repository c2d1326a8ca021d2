/** A synthetic history in the layouts in which CRMs export theirs, dirt of the layout included.
 *
 *  The deals are those of qc_synth_csv(); what a layout cannot hold is lost, as in the real thing:
 *  - Salesforce: `OpportunityHistory.csv`, `Opportunity.csv` and `User.csv` of the Data Export
 *    Service, every cell quoted, ISO-8859-1. A row is written at each save, so about two thirds of the rows are no
 *    stage changes (close dates pushed, probabilities typed). Nothing is lost: stage changes and
 *    amounts are all there; a few deleted deals are there as well.
 *  - HubSpot: one row a deal, one "Date entered" column a stage. A stage entered twice keeps its
 *    last entry only, and the amount is today's. */
#ifndef QC_STUDY_SYNTH_EXPORT_H
#define QC_STUDY_SYNTH_EXPORT_H

#include "study/synth/synth.h"

#define QC_SYNTH_EXPORT_FILES 3
#define QC_SYNTH_EXPORT_NAME  64

typedef enum qc_synth_layout { QC_SYNTH_SALESFORCE, QC_SYNTH_HUBSPOT } qc_synth_layout;

/** The layout of "salesforce" or "hubspot"; false for any other word. */
QC_CHECKED bool qc_synth_layout_find(const char *word, qc_synth_layout *layout);

typedef struct qc_synth_export { /* the first file is the history, others go beside it */
    char name[QC_SYNTH_EXPORT_FILES][QC_SYNTH_EXPORT_NAME];
    qc_text text[QC_SYNTH_EXPORT_FILES];
    int32_t count;
    int32_t deleted_deals;  /* in the file, but in the CRM's recycle bin */
    int32_t collapsed_rows; /* entries into a stage that the layout no longer shows */
    int32_t edit_rows;      /* rows that are no stage changes */
} qc_synth_export;

/** The changes of the days from..to (the last one is the day of the export).
 *  @param out  zeroed; free with qc_synth_export_free() in any case
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_synth_export_make(qc_synth_export *out, const qc_synth_company *company,
                                     qc_span days, qc_synth_layout layout, qc_status *status);

void qc_synth_export_free(qc_synth_export *out);

/* ---- inside study/synth/synth only ---- */

typedef struct qc_synth_by_deal { /* the changes of a span, deal by deal, each deal's in order */
    const qc_synth_company *company;
    qc_span days;
    int32_t *change; /* index into company->changes */
    int32_t *first;  /* by deal: its changes are first[deal] .. first[deal + 1] - 1 */
} qc_synth_by_deal;

/** Seconds since 1970 of a change: several on one day come some minutes apart. */
int64_t qc_synth_export_second(const qc_synth_by_deal *deals, int32_t at);

/** "2026-06-30 14:05:00". */
#define QC_SYNTH_STAMP 32
const char *qc_synth_export_stamp(int64_t second, char out[QC_SYNTH_STAMP]);

/** A customer's name as people type it, with accents. */
void qc_synth_export_customer(int32_t customer, qc_text *out);

QC_CHECKED bool qc_synth_salesforce(qc_synth_export *out, const qc_synth_by_deal *deals,
                                    qc_status *status);
QC_CHECKED bool qc_synth_hubspot(qc_synth_export *out, const qc_synth_by_deal *deals,
                                 qc_status *status);

#endif
