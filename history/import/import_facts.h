/** What a companion file says about each deal: owner, source, creation, where it stands today.
 *
 *  A history says when things changed; who owns the deal and where it came from stands in the table
 *  of the deals themselves (`--with Opportunity.csv`). Such a table knows today only: what it adds
 *  counts for the deal's whole life. */
#ifndef QC_HISTORY_IMPORT_FACTS_H
#define QC_HISTORY_IMPORT_FACTS_H

#include "history/import/import.h"

/** The field with the first of these titles, QC_COLUMN_ABSENT = none. */
#define QC_IMPORT_FIND(sheet, ...) qc_sheet_find((sheet), (const char *const[]){__VA_ARGS__, NULL})

typedef struct qc_import_facts_columns { /* fields of the companion */
    int32_t deal;
    int32_t created;   /* when the deal was created */
    int32_t stage;     /* where it stands today */
    int32_t is_closed; /* true or false: the deal has ended */
    int32_t is_won;
    int32_t deleted; /* true: in the recycle bin */
    int32_t end;     /* a word for the end: "won", "lost"; ABSENT = none */
    qc_import_values values;
} qc_import_facts_columns;

typedef struct qc_import_facts { /* zeroed = there is no companion */
    qc_import *import;
    const qc_sheet *sheet;
    qc_import_facts_columns columns;
    qc_name_table deals;  /* by qc_import_facts_key() */
    int32_t *row;         /* by deal: row of the sheet */
    bool *deleted;        /* by deal */
    bool *used;           /* by deal: some record of the history asked for it */
    qc_name_table people; /* ids of users and accounts that have a name */
    const char **name;    /* by person */
    size_t name_room;
    qc_name_table stages; /* words of stages that end a deal */
    char *end;            /* by stage: 'w' or 'l' */
    size_t end_room;
} qc_import_facts;

/** Take a sheet as the table of deals. Dates and numbers are decided here.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_import_facts_take(qc_import_facts *facts, qc_import *import, int32_t sheet,
                                     const qc_import_facts_columns *columns, qc_status *status);

/** Take a table of ids and names (users, accounts): ids among the labels become names. */
QC_CHECKED bool qc_import_facts_take_names(qc_import_facts *facts, qc_import *import, int32_t sheet,
                                           int32_t id, int32_t name, qc_status *status);

/** What the ids of one deal in two files have in common: a Salesforce id of 18 places without its
 *  last three, a Zoho id without "zcrm_". NULL and QC_NO_MEMORY on failure. */
const char *qc_import_facts_key(qc_import *import, const char *deal, qc_status *status);

/** Row of a deal in the companion, 0 = it is not there. Marks it as used. */
QC_CHECKED bool qc_import_facts_find(qc_import_facts *facts, const char *deal, int32_t *row,
                                     qc_status *status);

/** Fill what the change does not know yet. Amounts and close dates only when `today` is true: they
 *  are those of today. */
void qc_import_facts_fill(const qc_import_facts *facts, int32_t row, bool today,
                          qc_import_change *change);

/** The name of a user or account, or the id itself; "" for Salesforce's null id. */
const char *qc_import_facts_name(const qc_import_facts *facts, const char *id);

/** "won" or "lost" when the companion shows that this stage ends deals, else the word itself. */
const char *qc_import_facts_stage(const qc_import_facts *facts, const char *word);

/** Creation of a deal; false when it is not known. */
QC_CHECKED bool qc_import_facts_created(const qc_import_facts *facts, int32_t row, qc_day *day,
                                        int32_t *second);

/** Today's stage of a deal, "" = not known. */
const char *qc_import_facts_today(const qc_import_facts *facts, int32_t row);

/** A doubt for each deal of the companion that no record of the history is about. */
QC_CHECKED bool qc_import_facts_say_unused(const qc_import_facts *facts, qc_status *status);

void qc_import_facts_free(qc_import_facts *facts);

#endif
