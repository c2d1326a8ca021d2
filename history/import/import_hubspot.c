/* HubSpot's deal export with all properties: one row a deal, for each stage the date on which it was
 * entered last. What the layout cannot hold: a stage entered twice keeps its last entry, and the
 * amount, the owner and the rest are today's. An earlier visit is recovered in one case, in which
 * nothing is guessed: the deal was created before its first date, one stage was in all visited longer
 * than in its latest visit, and by just that time. */
#include "history/import/import_hubspot.h"

#include "core/memory.h"
#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE_SECONDS 120 /* the export rounds to minutes; two differences of them */

typedef struct columns {
    int32_t deal, stage, pipeline, created, closed, is_won, is_lost, is_closed;
    qc_import_values values;
    qc_hubspot_stages stages;
} columns;

typedef struct entry { /* a stage entered by the deal in hand */
    int64_t second;    /* since 1970 */
    int32_t stage;     /* index into columns.stages */
    bool is_today;     /* where the deal stands */
} entry;

typedef struct reading {
    qc_import *import;
    columns *found;
    char *end;      /* by stage: 'w', 'l', 'o' = open, 0 = nobody stands there */
    entry *entries; /* room for one per stage and the recovered one */
    bool any_dates; /* some deal has a stage date */
} reading;

static const qc_sheet *sheet_of(const reading *work)
{
    return &work->import->sheets[0];
}

/* ---- columns ---- */

static void find_values(const qc_import *import, const qc_sheet *sheet, qc_import_values *values)
{
    int32_t *label = values->label;
    qc_import_find_values(import, sheet, values);
    if (label[QC_LABEL_OWNER] < 0)
        label[QC_LABEL_OWNER] = QC_IMPORT_FIND(sheet, "Deal owner", "hubspot_owner_id",
                                               "properties_hubspot_owner_id");
    if (label[QC_LABEL_SEGMENT] < 0)
        label[QC_LABEL_SEGMENT] = QC_IMPORT_FIND(sheet, "Deal Type", "dealtype",
                                                 "properties_dealtype");
    if (label[QC_LABEL_SOURCE] < 0)
        label[QC_LABEL_SOURCE] = QC_IMPORT_FIND(sheet, "Original Traffic Source", "Original Source",
                                                "Original Source Type", "hs_analytics_source");
    if (label[QC_LABEL_CUSTOMER] < 0)
        label[QC_LABEL_CUSTOMER] = QC_IMPORT_FIND(sheet, "Primary Associated Company",
                                                  "Associated Company",
                                                  "Associated Company (Primary)");
    if (label[QC_LABEL_PIPELINE] < 0)
        label[QC_LABEL_PIPELINE] = QC_IMPORT_FIND(sheet, "Deal pipeline", "properties_pipeline");
    if (values->number[QC_NUMBER_AMOUNT] < 0)
        values->number[QC_NUMBER_AMOUNT] = QC_IMPORT_FIND(sheet, "properties_amount",
                                                          "property_amount");
    if (values->currency < 0)
        values->currency = QC_IMPORT_FIND(sheet, "deal_currency_code", "Deal currency");
    values->close_date = QC_COLUMN_ABSENT; /* today's: put with the last change alone */
}

static bool find_columns(const qc_import *import, const qc_sheet *sheet, columns *found,
                         qc_arena *arena, qc_status *status)
{
    static const char *const DEAL[] = {
        "Record ID", "Deal ID", "hs_object_id", "dealId", "Deal record ID", "id", NULL};
    static const char *const STAGE[] = {"Deal Stage", "dealstage", "properties_dealstage",
                                        "property_dealstage", NULL};
    *found = (columns){.deal = qc_import_column(import, sheet, "deal", DEAL),
                       .stage = qc_import_column(import, sheet, "stage", STAGE)};
    find_values(import, sheet, &found->values);
    found->pipeline = found->values.label[QC_LABEL_PIPELINE];
    found->created = QC_IMPORT_FIND(sheet, "Create Date", "createdate", "hs_createdate",
                                    "properties_createdate");
    found->closed = QC_IMPORT_FIND(sheet, "Close Date", "closedate", "properties_closedate");
    found->is_won = QC_IMPORT_FIND(sheet, "Is Closed Won", "hs_is_closed_won",
                                   "properties_hs_is_closed_won");
    found->is_lost = QC_IMPORT_FIND(sheet, "Is closed lost", "hs_is_closed_lost");
    found->is_closed = QC_IMPORT_FIND(sheet, "Is Deal Closed?", "hs_is_closed",
                                      "properties_hs_is_closed");
    return qc_hubspot_stages_find(&found->stages, arena, sheet, status);
}

int qc_import_hubspot_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    static const char *const STAGE[] = {"Deal Stage", "dealstage", "properties_dealstage",
                                        "property_dealstage", NULL};
    const int32_t width = qc_csv_width(&sheet->csv, 0);
    int32_t entered = 0, first = 0;
    char room[QC_CSV_EXCERPT];
    for (int32_t field = width - 1; field >= 0; field--) {
        if (!qc_hubspot_is_entered(qc_sheet_title(sheet, field))) continue;
        entered++;
        first = field;
    }
    (void) import;
    if (entered == 0 || qc_sheet_find(sheet, STAGE) < 0) return 0;
    qc_text_addf(evidence, "%d columns such as %s", (int) entered,
                 qc_csv_excerpt(qc_sheet_title(sheet, first), room));
    return 95;
}

/* ---- where a deal stands ---- */

/* The stage of the titles in which the deal of this row stands; -1 = it has no column. */
static int32_t stage_today(const reading *work, int32_t row)
{
    const columns *found = work->found;
    const char *stage = qc_sheet_cell(sheet_of(work), row, found->stage);
    const char *pipeline = qc_sheet_cell(sheet_of(work), row, found->pipeline);
    int32_t alike = -1;
    for (int32_t i = 0; i < found->stages.count; i++) {
        const qc_hubspot_stage *column = &found->stages.items[i];
        if (column->pipeline[0] != '\0' && strcmp(column->pipeline, pipeline) != 0) continue;
        if (strcmp(column->stage, stage) == 0) return i;
        if (alike < 0 && found->stages.by_id && qc_text_same(column->stage, stage)) alike = i;
    }
    return alike;
}

static char end_of_row(const reading *work, int32_t row)
{
    const columns *found = work->found;
    if (qc_import_is_yes(qc_sheet_cell(sheet_of(work), row, found->is_won))) return 'w';
    if (qc_import_is_yes(qc_sheet_cell(sheet_of(work), row, found->is_lost))) return 'l';
    return qc_import_is_yes(qc_sheet_cell(sheet_of(work), row, found->is_closed)) ? 'l' : 'o';
}

/* A stage whose deals HubSpot counts as won or lost is an end, whatever it is called. */
static bool learn_ends(reading *work, qc_status *status)
{
    const columns *found = work->found;
    const bool won = found->is_won >= 0, both = found->is_lost >= 0 || found->is_closed >= 0;
    work->end = qc_memory_take((size_t) found->stages.count + 1, 1, status);
    if (work->end == NULL) return false;
    for (int32_t row = 1; row < sheet_of(work)->csv.row_count && (won || both); row++) {
        const int32_t at = stage_today(work, row);
        if (at < 0) continue;
        const char end = end_of_row(work, row);
        if (work->end[at] == 0)
            work->end[at] = end;
        else if (work->end[at] != end)
            work->end[at] = 'o';
    }
    for (int32_t i = 0; i < found->stages.count; i++) { /* fixed in every account */
        if (strcmp(found->stages.items[i].stage, "closedwon") == 0) work->end[i] = 'w';
        if (strcmp(found->stages.items[i].stage, "closedlost") == 0) work->end[i] = 'l';
    }
    return true;
}

static bool say_ends(const reading *work, qc_status *status)
{
    for (int32_t i = 0; i < work->found->stages.count; i++) {
        const bool won = work->end[i] == 'w';
        if (!won && work->end[i] != 'l') continue;
        if (!qc_decisions_add(work->import->decisions, won ? "won" : "lost",
                              work->found->stages.items[i].stage, true, "", status,
                              "HubSpot counts its deals as %s", won ? "won" : "lost")) {
            return false;
        }
    }
    return true;
}

static const char *stage_word(const reading *work, int32_t stage)
{
    if (work->end[stage] == 'w') return "won";
    return work->end[stage] == 'l' ? "lost" : work->found->stages.items[stage].stage;
}

/* ---- the entries of a deal ---- */

static int by_time(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->second != y->second) return x->second < y->second ? -1 : 1;
    if (x->is_today != y->is_today) return x->is_today ? 1 : -1;
    return x->stage < y->stage ? -1 : x->stage > y->stage;
}

/* Entries of the deal's pipeline, in order; `moved`: it has some in one that it left. */
static bool collect(reading *work, int32_t today, int32_t *count, bool *moved, bool *usable,
                    qc_status *status)
{
    const columns *found = work->found;
    const char *pipeline = qc_sheet_cell(sheet_of(work), work->import->row, found->pipeline);
    *moved = false;
    *count = 0;
    for (int32_t i = 0; i < found->stages.count && *usable; i++) {
        const qc_hubspot_stage *stage = &found->stages.items[i];
        qc_day day;
        int32_t second;
        if (!qc_import_day(work->import, stage->entered, &day, &second, usable, status))
            return false;
        if (!*usable || day == QC_DAY_NONE) continue;
        if (stage->pipeline[0] != '\0' && pipeline[0] != '\0' &&
            strcmp(stage->pipeline, pipeline) != 0) {
            *moved = true;
            continue;
        }
        work->entries[(*count)++] = (entry){.second = (int64_t) day * QC_DATES_SECONDS + second,
                                            .stage = i,
                                            .is_today = i == today};
    }
    qsort(work->entries, (size_t) *count, sizeof *work->entries, by_time);
    return true;
}

/* How much longer than its latest visit all visits to a stage were. */
static int64_t earlier_seconds(const reading *work, int32_t stage)
{
    const qc_hubspot_stage *column = &work->found->stages.items[stage];
    int64_t all = 0, latest = 0;
    const int32_t row = work->import->row;
    if (!qc_hubspot_duration(qc_sheet_cell(sheet_of(work), row, column->cumulative), &all) ||
        !qc_hubspot_duration(qc_sheet_cell(sheet_of(work), row, column->latest), &latest)) {
        return 0;
    }
    return all - latest > MINUTE_SECONDS ? all - latest : 0;
}

/* Something to know about the deal of the record in hand. */
static bool doubt(const reading *work, const char *reason, int32_t field, const char *text,
                  qc_status *status)
{
    const qc_import *import = work->import;
    char room[QC_CSV_EXCERPT];
    return qc_import_doubt(
        work->import, sheet_of(work), reason, import->row, field, status, "deal \"%s\" %s",
        qc_csv_excerpt(qc_sheet_cell(sheet_of(work), import->row, work->found->deal), room), text);
}

static bool doubt_late(const reading *work, qc_status *status)
{
    return doubt(work, "created before the first stage", work->found->created,
                 "was created before its first stage date (in a stage that it entered again, or "
                 "that is no more) and counts from that date",
                 status);
}

/* The deal's first visit, when the times leave only one possibility. */
static bool recover(reading *work, int64_t created, bool moved, int32_t *count, qc_status *status)
{
    int32_t repeated = 0, which = -1;
    int64_t earlier = 0;
    for (int32_t i = 0; i < *count; i++) {
        const int64_t seconds = earlier_seconds(work, work->entries[i].stage);
        if (seconds == 0) continue;
        repeated++;
        which = work->entries[i].stage;
        earlier = seconds;
    }
    const int64_t gap = created < 0 || *count == 0 ? 0 : work->entries[0].second - created;
    if (repeated == 1 && gap > MINUTE_SECONDS && llabs(earlier - gap) <= MINUTE_SECONDS) {
        memmove(work->entries + 1, work->entries, (size_t) *count * sizeof *work->entries);
        work->entries[0] = (entry){.second = created, .stage = which};
        (*count)++;
        return doubt(work, "first visit recovered", work->found->stages.items[which].entered,
                     "came back to the stage in which it was created; that first visit follows "
                     "from the creation and the cumulative time",
                     status);
    }
    if (repeated > 0 &&
        !doubt(work, "stage entered twice", work->found->stages.items[which].entered,
               "came back to a stage (cumulative time longer than latest time); this layout keeps "
               "the last entry only, so its way there is lost",
               status)) {
        return false;
    }
    return gap <= MINUTE_SECONDS || moved || doubt_late(work, status);
}

/* ---- putting ---- */

static bool put_entries(reading *work, int32_t count, qc_day closed, qc_import_change *change,
                        qc_status *status)
{
    for (int32_t i = 0; i < count; i++) {
        const entry *at = &work->entries[i];
        change->stage = stage_word(work, at->stage);
        change->day = (qc_day) (at->second / QC_DATES_SECONDS);
        change->second = (int32_t) (at->second % QC_DATES_SECONDS);
        change->close_day = i + 1 == count ? closed : QC_DAY_NONE;
        if (!qc_import_put(work->import, change, status)) return false;
    }
    return true;
}

/* No stage has a date: what is known is where the deal stands and, if it has ended, since when. */
static bool put_undated(reading *work, int32_t today, qc_day closed, qc_import_change *change,
                        qc_status *status)
{
    const char end = today >= 0 ? work->end[today] : end_of_row(work, work->import->row);
    change->stage = today >= 0
                        ? stage_word(work, today)
                        : qc_sheet_cell(sheet_of(work), work->import->row, work->found->stage);
    if (today < 0 && end == 'w') change->stage = "won";
    if (today < 0 && end == 'l') change->stage = "lost";
    change->day = end == 'w' || end == 'l' ? closed : QC_DAY_NONE;
    change->close_day = closed;
    if (!qc_import_put(work->import, change, status)) return false;
    return !work->any_dates ||
           doubt(work, "deal without stage dates", work->found->stage,
                 "has no stage date: only where it stands today is known", status);
}

static bool put_deal(reading *work, qc_import_change *change, qc_status *status)
{
    const columns *found = work->found;
    qc_import *import = work->import;
    qc_day created = QC_DAY_NONE, closed = QC_DAY_NONE;
    int32_t created_second = 0, closed_second = 0, count = 0;
    bool usable = true, moved = false;
    const int32_t today = stage_today(work, import->row);
    if (!qc_import_day(import, found->created, &created, &created_second, &usable, status) ||
        !qc_import_day(import, found->closed, &closed, &closed_second, &usable, status) ||
        !collect(work, today, &count, &moved, &usable, status)) {
        return false;
    }
    if (!usable) return true;
    const int64_t created_at = created == QC_DAY_NONE
                                   ? -1
                                   : (int64_t) created * QC_DATES_SECONDS + created_second;
    if (moved && !doubt(work, "moved to another pipeline", found->pipeline,
                        "came from another pipeline; its dates there are left out", status)) {
        return false;
    }
    if (count == 0) return put_undated(work, today, closed, change, status);
    if (!recover(work, created_at, moved, &count, status)) return false;
    return put_entries(work, count, closed, change, status);
}

static bool read_row(reading *work, int32_t row, qc_status *status)
{
    const columns *found = work->found;
    qc_import *import = work->import;
    qc_import_change change = qc_import_blank();
    char room[QC_CSV_EXCERPT];
    bool usable = false;
    if (!qc_import_begin(import, 0, row, &usable, status)) return false;
    if (!usable) return true;
    change.deal = qc_sheet_cell(sheet_of(work), row, found->deal);
    if (change.deal[0] == '\0')
        return qc_import_aside(import, QC_ASIDE_EMPTY_ID, found->deal, status, "the deal is empty");
    if (qc_sheet_cell(sheet_of(work), row, found->stage)[0] == '\0')
        return qc_import_aside(import, QC_ASIDE_EMPTY_STAGE, found->stage, status,
                               "the stage of deal \"%s\" is empty",
                               qc_csv_excerpt(change.deal, room));
    if (qc_names_get(&import->rows->deals, change.deal) != QC_ID_NONE)
        return qc_import_aside(import, QC_ASIDE_DEAL_TWICE, found->deal, status,
                               "deal \"%s\" has a row already, and each has one only",
                               qc_csv_excerpt(change.deal, room));
    if (!qc_import_take_values(import, &found->values, &change, &usable, status)) return false;
    return !usable || put_deal(work, &change, status);
}

/* ---- what it says ---- */

static bool look_for_dates(reading *work, qc_status *status)
{
    const columns *found = work->found;
    for (int32_t row = 1; row < sheet_of(work)->csv.row_count && !work->any_dates; row++) {
        for (int32_t i = 0; i < found->stages.count; i++) {
            if (qc_sheet_cell(sheet_of(work), row, found->stages.items[i].entered)[0] != '\0')
                work->any_dates = true;
        }
    }
    if (work->any_dates) return true;
    return qc_import_doubt(
        work->import, sheet_of(work), "no stage dates", QC_COLUMN_ABSENT, QC_COLUMN_ABSENT, status,
        "all \"Date entered\" columns are blank, so no deal has a stage history: "
        "HubSpot fills them for deals that move in its own pipelines, not for "
        "imported ones; export as a user who may see all properties");
}

static bool style(reading *work, qc_sheet *sheet, qc_status *status)
{
    const columns *found = work->found;
    const int32_t count = found->stages.count + 2;
    int32_t *dates = qc_memory_take((size_t) count, sizeof *dates, status);
    if (dates == NULL) return false;
    dates[0] = found->created;
    dates[1] = found->closed;
    for (int32_t i = 0; i < found->stages.count; i++) {
        dates[i + 2] = found->stages.items[i].entered;
    }
    bool ok = qc_import_style(work->import, sheet, dates, count, &found->values, status);
    qc_memory_release(dates);
    return ok;
}

static bool say_current(const reading *work, qc_status *status)
{
    return qc_decisions_add(work->import->decisions, "values", "today's, for the whole life", true,
                            "", status,
                            "this layout has no changes of amount, owner and the other columns");
}

bool qc_import_hubspot_read(qc_import *import, qc_status *status)
{
    static const char *const KEYS[] = {"deal", "stage"};
    qc_sheet *sheet = &import->sheets[0];
    columns found;
    reading work = {.import = import, .found = &found};
    if (!find_columns(import, sheet, &found, &import->arena, status)) return false;
    const int32_t fields[] = {found.deal, found.stage};
    bool ok = qc_import_require(import, KEYS, fields, 2, status) && style(&work, sheet, status);
    if (ok && qc_import_may_go_on(import)) {
        work.entries = qc_memory_take((size_t) found.stages.count + 1, sizeof *work.entries,
                                      status);
        ok = work.entries != NULL && learn_ends(&work, status) && say_ends(&work, status) &&
             look_for_dates(&work, status);
        for (int32_t row = 1; row < sheet->csv.row_count && ok; row++) {
            ok = read_row(&work, row, status);
        }
        ok = ok && say_current(&work, status);
    }
    qc_memory_release(work.entries);
    qc_memory_release(work.end);
    return ok;
}
