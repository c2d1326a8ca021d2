/** Foreign exports become the rows of a deal history: the interface that each layout plugs into.
 *
 *  A *dialect* is one layout of one program (history/import_*.c): it recognises a file by its header
 * and turns its records into changes. Everything else is common and lives here: encoding, delimiter,
 * order of dates, decimal sign, rows set aside, the ledger of records, currencies, stages, the ends.
 * A plan's `history.deals` and `quotacast import` go the same way, through qc_read_deals().
 *
 *  How a dialect reads (history/import/import_events.c shows all of it in little):
 *    1. find its columns with qc_import_column(), the shared ones with qc_import_find_values();
 *    2. let qc_import_style() decide how dates and numbers are written, once per sheet;
 *    3. for each row of the sheet: qc_import_begin(); when usable, read cells with qc_import_day() and
 *       friends, which set the record aside when they cannot; then qc_import_put() one change or many.
 *  A record that was begun ends in exactly one place: put (one change or more), set aside with its
 * reason, after the as-of day, or merged (it said nothing new). So records = used + set aside, always.
 */
#ifndef QC_HISTORY_IMPORT_H
#define QC_HISTORY_IMPORT_H

#include "history/deal_rows.h"
#include "history/import/decisions.h"
#include "history/row.h"
#include "history/sheet.h"
#include "history/table.h"

typedef struct qc_import qc_import;

typedef enum qc_import_kind {
    QC_IMPORT_DEALS,
    QC_IMPORT_ACTIVITIES /* calls, e-mails, meetings: see qc_import_put_activity() */
} qc_import_kind;

typedef struct qc_dialect {
    const char *name;  /* of --dialect: "salesforce-history" */
    const char *title; /* "Salesforce opportunity history" */
    qc_import_kind kind;
    bool dates_only; /* knows creation and close only: no stage dates exist in this layout */
    bool many;       /* reads several files at once */
    bool companions; /* takes further files by --with; a table of rates is taken by all */
    bool
        one_program; /* writes all columns alike: one that proves its date order settles the others */
    const char *hint; /* which option of the export gives more, NULL = this is all there is */
    /** How surely `sheet` is of this layout: 0 = not, 100 = no doubt; generic layouts stay at 50 and
     * below, so that a program's own layout wins. Writes into `evidence` which columns say so. */
    int (*detect)(const qc_import *import, const qc_sheet *sheet, qc_text *evidence);
    /** Read `import->sheets`: the file itself first, then the companions (--with) in their order.
     * Errors that stop the import go into the findings by qc_import_error(); false = out of memory. */
    bool (*read)(qc_import *import, qc_status *status);
} qc_dialect;

/** All dialects; NULL-terminated by name. A new one is a file and a line in history/import/dialects.c. */
extern const qc_dialect qc_dialects[];

struct qc_import {
    const qc_read_options *options;
    const qc_dialect *dialect;
    qc_sheet *sheets; /* [0] the file, then the companions; or all dated snapshots, oldest first */
    int32_t sheet_count;
    qc_table *table;         /* counts what is set aside, currencies, findings; no cells */
    qc_deal_rows *rows;      /* out */
    qc_decisions *decisions; /* may be NULL */
    qc_arena arena;          /* for texts that a dialect makes; lives as long as the rows */
    qc_text activities;      /* out, of an activity dialect: canonical CSV */
    qc_day recorded_from;    /* first day on which changes show, or QC_DAY_NONE */
    qc_day stamp;            /* the day on which the export says it was made, or QC_DAY_NONE */
    /* the record in hand, kept by qc_import_begin() */
    bool *map_asked;                     /* by pair of --map: has the layout looked for it? */
    int32_t sheet, row, record, records; /* records: begun so far */
    int64_t put, after,
        merged; /* changes put by this record; left out as after as_of; all merged */
    bool aside, deferred;
    qc_row_set seen;
    int32_t seen_sheet;
};

/* ---- columns ---- */

/** Field of a column: what `--map key=Title` says, else the first title out of `names` (folded;
 *  NULL ends them). QC_COLUMN_ABSENT when there is none. */
int32_t qc_import_column(const qc_import *import, const qc_sheet *sheet, const char *key,
                         const char *const *names);

/** What `--map` says for `key`, or NULL. */
const char *qc_import_mapped(const qc_import *import, const char *key);

typedef struct qc_import_values { /* fields of the columns that every layout may have */
    int32_t number[QC_NUMBER_COUNT];
    int32_t label[QC_LABEL_COUNT];
    int32_t currency, close_date;
    double scale; /* amounts are multiplied by it: 0.01 where they are cents */
} qc_import_values;

/** Find them by --map and by the usual titles; a dialect may put its own in afterwards. */
void qc_import_find_values(const qc_import *import, const qc_sheet *sheet,
                           qc_import_values *values);

/** Decide, and note, how these columns of a sheet are written. Absent fields are passed over. An
 *  ambiguous column is an error in the findings that names the flag.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_import_style(qc_import *import, qc_sheet *sheet, const int32_t *dates,
                                int32_t date_count, const qc_import_values *values,
                                qc_status *status);

/* ---- records ---- */

/** Start on a record. A row of another width, a line of text or a total at the foot and a repeated
 *  row are set aside here: `usable` is false.
 *  @fails QC_NO_MEMORY, as all of these */
QC_CHECKED bool qc_import_begin(qc_import *import, int32_t sheet, int32_t row, bool *usable,
                                qc_status *status);

/** Set the record in hand aside. `field` from 0, QC_COLUMN_ABSENT = the row as a whole. */
QC_CHECKED bool qc_import_aside(qc_import *import, qc_aside reason, int32_t field,
                                qc_status *status, const char *format, ...) QC_PRINTF(5, 6);

/** A moment out of the record in hand: "" gives QC_DAY_NONE; unreadable sets the record aside and
 *  makes `usable` false (which must be true before). */
QC_CHECKED bool qc_import_day(qc_import *import, int32_t field, qc_day *day, int32_t *second,
                              bool *usable, qc_status *status);

/** The record in hand is finished later: qc_import_resume() takes it up again, before the import ends.
 *  For layouts whose records have to be sorted first. */
void qc_import_defer(qc_import *import);
QC_CHECKED bool qc_import_resume(qc_import *import, int32_t sheet, int32_t row, int32_t record,
                                 qc_status *status);

typedef struct qc_import_change {
    const char *deal;  /* a cell, or a text in the import's arena, as all texts here */
    qc_day day;        /* QC_DAY_NONE = unknown: counts as the last day of the history, a doubt */
    int32_t second;    /* of the day; decides the order on a day, before the order of putting */
    const char *stage; /* the CRM's word; "won" or "lost" where the export says so beyond doubt */
    double number[QC_NUMBER_COUNT];    /* NAN = not known */
    const char *label[QC_LABEL_COUNT]; /* NULL or "" = not known */
    qc_day close_day;                  /* the typed one, QC_DAY_NONE = not known */
    char currency[QC_NUMBERS_CURRENCY];
} qc_import_change;

/** A change that knows nothing yet. */
qc_import_change qc_import_blank(void);

/** Fill numbers, labels, currency and close day from the record in hand; what cannot be read sets
 *  the record aside. */
QC_CHECKED bool qc_import_take_values(qc_import *import, const qc_import_values *values,
                                      qc_import_change *change, bool *usable, qc_status *status);

/** Add a change of the record in hand. One dated after the as-of day is left out. */
QC_CHECKED bool qc_import_put(qc_import *import, const qc_import_change *change, qc_status *status);

/** Add a row `date,owner,type,count,deal_id,outcome` of an activity dialect. */
QC_CHECKED bool qc_import_put_activity(qc_import *import, qc_day day, const char *owner,
                                       const char *type, int64_t count, const char *deal,
                                       const char *outcome, qc_status *status);

/* ---- what it says ---- */

/** An error that stops the import, with its place in the sheet; row and field from 0, ABSENT = none. */
QC_CHECKED bool qc_import_error(qc_import *import, const qc_sheet *sheet, const char *reason,
                                int32_t row, int32_t field, qc_status *status, const char *format,
                                ...) QC_PRINTF(7, 8);

/** The error for a column that a dialect cannot do without; nothing when `field` is there.
 *  @param key  of --map */
QC_CHECKED bool qc_import_need(qc_import *import, const qc_sheet *sheet, const char *key,
                               int32_t field, qc_status *status);

/** False once there is an error: a dialect then returns before it reads records. */
bool qc_import_may_go_on(const qc_import *import);

/** Does a cell of a flag say yes ("TRUE", "1", "yes")? */
bool qc_import_is_yes(const char *cell);

/** Something the user must know and that does not stop the import. */
QC_CHECKED bool qc_import_doubt(qc_import *import, const qc_sheet *sheet, const char *reason,
                                int32_t row, int32_t field, qc_status *status, const char *format,
                                ...) QC_PRINTF(7, 8);

/* ---- for history/read_deals ---- */

/** Which dialect the sheet is of: `options->dialect` by name, else the surest. NULL without an error
 *  when the canonical layout is as sure or none is recognised. */
QC_CHECKED bool qc_import_choose(qc_import *import, const qc_dialect **dialect, qc_status *status);

/** Every title named by --map must be in a file, and be of use to the layout; each that is not is an
 *  error. Called before the reading, and after it with `after` = true. */
QC_CHECKED bool qc_import_check_map(qc_import *import, bool after, qc_status *status);

/** Run the dialect and close the ledger. Rows without a day get `options->as_of` or the last day. */
QC_CHECKED bool qc_import_read(qc_import *import, qc_status *status);

void qc_import_free(qc_import *import); /* also the sheets */

#endif
