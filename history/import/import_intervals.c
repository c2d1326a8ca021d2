/* Validity intervals, as a warehouse keeps the versions of a record: "from `start` to `end` the deal
 * was so". A version in another stage is a change of stage on its first day; a version in the same
 * stage only updates values. The last version ends at 9999-12-31, in a far year, or nowhere. One that
 * ends with nothing behind it says that the record left the table, not where it went: the deal stays
 * open, and the report says how many. */
#include "core/memory.h"
#include "core/text.h"
#include "history/ends.h"
#include "history/import/dialects.h"
#include "history/import/import_status.h"

#include <stdlib.h>
#include <string.h>

#define FAR_YEAR 2050 /* and later means: still so */

static const char *const DEAL[] = {"deal_id", "opportunity_id", "deal id", "opportunity id",
                                   "id",      "record id",      "deal",    "opportunity",
                                   NULL};
static const char *const START[] = {"valid from", "dbt valid from", "_fivetran_start", "start",
                                    "start date", "effective from", "row start",       "from",
                                    "started at", "entered at",     "entered",         NULL};
static const char *const END[] = {"valid to", "dbt valid to", "_fivetran_end", "end",
                                  "end date", "effective to", "row end",       "to",
                                  "ended at", "left at",      "exited",        NULL};
static const char *const STAGE[] = {"stage", "stage name", "deal stage", "status", "phase", NULL};
static const char *const WON_FLAG[] = {"is won", NULL};
static const char *const CLOSED_FLAG[] = {"is closed", NULL};
static const char *const DELETED[] = {"is deleted", "deleted", NULL};

typedef struct columns {
    int32_t deal, start, end, stage, won_flag, closed_flag, deleted;
    qc_import_values values;
} columns;

static void find(const qc_import *import, const qc_sheet *sheet, columns *found)
{
    *found = (columns){.deal = qc_import_column(import, sheet, "deal", DEAL),
                       .start = qc_import_column(import, sheet, "start", START),
                       .end = qc_import_column(import, sheet, "end", END),
                       .stage = qc_import_column(import, sheet, "stage", STAGE),
                       .won_flag = qc_import_column(import, sheet, "is_won", WON_FLAG),
                       .closed_flag = qc_import_column(import, sheet, "is_closed", CLOSED_FLAG),
                       .deleted = qc_import_column(import, sheet, "is_deleted", DELETED)};
    qc_import_find_values(import, sheet, &found->values);
    qc_import_deal crm = {.values = found->values}; /* a warehouse keeps a CRM's titles */
    qc_import_status_find(import, sheet, &crm);
    found->values = crm.values;
}

/* A warehouse's own titles say that one record has many rows, whatever CRM the rest is of. */
static bool is_of_warehouse(const qc_sheet *sheet)
{
    static const char *const START_OF_VERSION[] = {"valid from", "dbt valid from",
                                                   "_fivetran_start", NULL};
    return qc_sheet_find(sheet, START_OF_VERSION) >= 0;
}

int qc_import_intervals_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    columns found;
    find(import, sheet, &found);
    if (found.deal < 0 || found.start < 0 || found.end < 0 || found.stage < 0) return 0;
    qc_text_addf(evidence, "columns \"%s\", \"%s\", \"%s\", \"%s\"",
                 qc_sheet_title(sheet, found.deal), qc_sheet_title(sheet, found.start),
                 qc_sheet_title(sheet, found.end), qc_sheet_title(sheet, found.stage));
    return is_of_warehouse(sheet) ? 80 : 45;
}

typedef struct version { /* for the report on what ends in nothing */
    const char *deal;
    int64_t start; /* second since 1970 */
    qc_day end;    /* QC_DAY_NONE = still so */
    bool ended;    /* won or lost */
} version;

typedef struct versions {
    version *items;
    int32_t count;
} versions;

static int compare(const void *a, const void *b)
{
    const version *x = a, *y = b;
    const int name = strcmp(x->deal, y->deal);
    if (name != 0) return name;
    return x->start < y->start ? -1 : x->start > y->start;
}

static bool report_loose_ends(qc_import *import, versions *all, qc_status *status)
{
    int32_t loose = 0;
    qsort(all->items, (size_t) all->count, sizeof *all->items, compare);
    for (int32_t i = 0; i < all->count; i++) {
        const version *it = &all->items[i];
        const bool last = i + 1 == all->count || strcmp(it[1].deal, it->deal) != 0;
        loose += last && !it->ended && it->end != QC_DAY_NONE;
    }
    if (loose == 0) return true;
    return qc_import_doubt(import, &import->sheets[0], "loose end", -1, -1, status,
                           "deals that leave the table without won or lost (deleted or merged?) "
                           "and count as still open: %d",
                           (int) loose);
}

static const char *stage_of(const columns *found, const qc_sheet *sheet, int32_t row)
{
    if (found->closed_flag >= 0 &&
        qc_import_is_yes(qc_sheet_cell(sheet, row, found->closed_flag)) && found->won_flag >= 0) {
        return qc_import_is_yes(qc_sheet_cell(sheet, row, found->won_flag)) ? "won" : "lost";
    }
    return qc_sheet_cell(sheet, row, found->stage);
}

static bool check_record(qc_import *import, const columns *found, int32_t row, bool *usable,
                         qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[0];
    if (!qc_import_begin(import, 0, row, usable, status) || !*usable) return !*usable;
    *usable = false;
    if (qc_sheet_cell(sheet, row, found->deal)[0] == '\0') {
        return qc_import_aside(import, QC_ASIDE_EMPTY_ID, found->deal, status, "the deal is empty");
    }
    if (qc_import_is_yes(qc_sheet_cell(sheet, row, found->deleted))) {
        return qc_import_aside(import, QC_ASIDE_DELETED, found->deleted, status,
                               "this version is marked as deleted");
    }
    if (stage_of(found, sheet, row)[0] == '\0') {
        return qc_import_aside(import, QC_ASIDE_EMPTY_STAGE, found->stage, status,
                               "the stage is empty");
    }
    *usable = true;
    return true;
}

static bool note_version(versions *all, const qc_import_change *change, qc_day end)
{
    const bool far = end != QC_DAY_NONE && end >= qc_calendar_day(FAR_YEAR, 1, 1);
    const bool ended = qc_ends_of_word(change->stage) != QC_STAGE_OPEN;
    all->items[all->count++] = (version){.deal = change->deal,
                                         .start = (int64_t) change->day * QC_DATES_SECONDS +
                                                  change->second,
                                         .end = far ? QC_DAY_NONE : end,
                                         .ended = ended};
    return true;
}

static bool read_record(qc_import *import, const columns *found, versions *all, int32_t row,
                        qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[0];
    qc_import_change change = qc_import_blank();
    qc_day end = QC_DAY_NONE;
    int32_t second = 0;
    bool usable = false;
    if (!check_record(import, found, row, &usable, status)) return false;
    if (!usable) return true;
    change.deal = qc_sheet_cell(sheet, row, found->deal);
    change.stage = stage_of(found, sheet, row);
    if (!qc_import_day(import, found->end, &end, &second, &usable, status) ||
        !qc_import_day(import, found->start, &change.day, &change.second, &usable, status)) {
        return false;
    }
    if (!usable) return true;
    if (change.day == QC_DAY_NONE) {
        return qc_import_aside(import, QC_ASIDE_BAD_DATE, found->start, status,
                               "the start of the interval is empty");
    }
    if (end != QC_DAY_NONE && end < change.day) {
        return qc_import_aside(import, QC_ASIDE_BAD_DATE, found->end, status,
                               "the interval ends before it starts");
    }
    if (!qc_import_take_values(import, &found->values, &change, &usable, status)) return false;
    if (!usable) return true;
    note_version(all, &change, end);
    return qc_import_put(import, &change, status);
}

static bool read_all(qc_import *import, const columns *found, qc_status *status)
{
    const int32_t rows = import->sheets[0].csv.row_count;
    versions all = {.items = qc_memory_take((size_t) rows, sizeof *all.items, status)};
    bool ok = all.items != NULL;
    for (int32_t row = 1; row < rows && ok; row++) {
        ok = read_record(import, found, &all, row, status);
    }
    ok = ok && report_loose_ends(import, &all, status);
    qc_memory_release(all.items);
    return ok;
}

bool qc_import_intervals_read(qc_import *import, qc_status *status)
{
    qc_sheet *sheet = &import->sheets[0];
    columns found;
    find(import, sheet, &found);
    if (found.deal < 0 || found.start < 0 || found.end < 0 || found.stage < 0) {
        return qc_import_need(import, sheet, "deal", found.deal, status) &&
               qc_import_need(import, sheet, "start", found.start, status) &&
               qc_import_need(import, sheet, "end", found.end, status) &&
               qc_import_need(import, sheet, "stage", found.stage, status);
    }
    const int32_t dates[] = {found.start, found.end};
    if (!qc_import_style(import, sheet, dates, 2, &found.values, status)) return false;
    return !qc_import_may_go_on(import) || read_all(import, &found, status);
}
