/* HubSpot's deal export with all properties: one row a deal, for each stage the date on which it was
 * entered last. What the layout cannot hold: a stage entered twice keeps its last entry, and the
 * amount, the owner and the rest are today's. An earlier visit is recovered in one case, in which
 * nothing is guessed: the deal was created before its first date, one stage was in all visited longer
 * than in its latest visit, and by just that time. */
#include "history/import_hubspot.h"

#include "core/memory.h"
#include "history/dialects_crm.h"
#include "history/import_log.h"

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
    int32_t repeated_deals, recovered_deals, undated_deals, moved_deals, late_deals, dated_deals;
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

/* Entries of the deal's pipeline, in order; those of a pipeline it has left are counted only. */
static bool collect(reading *work, int32_t today, int32_t *count, bool *usable, qc_status *status)
{
    const columns *found = work->found;
    const char *pipeline = qc_sheet_cell(sheet_of(work), work->import->row, found->pipeline);
    bool moved = false;
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
            moved = true;
            continue;
        }
        work->entries[(*count)++] = (entry){.second = (int64_t) day * QC_DATES_SECONDS + second,
                                            .stage = i,
                                            .is_today = i == today};
    }
    if (*usable) work->moved_deals += moved;
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

/* The deal's first visit, when the times leave only one possibility. */
static void recover(reading *work, int64_t created, int32_t *count)
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
    work->repeated_deals += repeated > 0;
    const int64_t gap = created < 0 || *count == 0 ? 0 : work->entries[0].second - created;
    if (gap <= MINUTE_SECONDS) return;
    if (repeated != 1 || llabs(earlier - gap) > MINUTE_SECONDS) {
        work->late_deals++;
        return;
    }
    memmove(work->entries + 1, work->entries, (size_t) *count * sizeof *work->entries);
    work->entries[0] = (entry){.second = created, .stage = which};
    (*count)++;
    work->recovered_deals++;
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
    work->undated_deals++;
    return qc_import_put(work->import, change, status);
}

static bool put_deal(reading *work, qc_import_change *change, qc_status *status)
{
    const columns *found = work->found;
    qc_import *import = work->import;
    qc_day created = QC_DAY_NONE, closed = QC_DAY_NONE;
    int32_t created_second = 0, closed_second = 0, count = 0;
    bool usable = true;
    const int32_t today = stage_today(work, import->row);
    if (!qc_import_day(import, found->created, &created, &created_second, &usable, status) ||
        !qc_import_day(import, found->closed, &closed, &closed_second, &usable, status) ||
        !collect(work, today, &count, &usable, status)) {
        return false;
    }
    if (!usable) return true;
    if (count == 0) return put_undated(work, today, closed, change, status);
    work->dated_deals++;
    recover(work,
            created == QC_DAY_NONE ? -1 : (int64_t) created * QC_DATES_SECONDS + created_second,
            &count);
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
    if (!qc_import_take_values(import, &found->values, &change, &usable, status)) return false;
    return !usable || put_deal(work, &change, status);
}

/* ---- what it says ---- */

static bool say(const reading *work, int32_t deals, const char *reason, qc_status *status,
                const char *text)
{
    if (deals == 0) return true;
    return qc_import_doubt(work->import, sheet_of(work), reason, QC_COLUMN_ABSENT, QC_COLUMN_ABSENT,
                           status, "%d %s", (int) deals, text);
}

static bool say_all(const reading *work, qc_status *status)
{
    const int32_t lost = work->repeated_deals - work->recovered_deals;
    if (work->dated_deals == 0 &&
        !qc_import_doubt(work->import, sheet_of(work), "no stage dates", QC_COLUMN_ABSENT,
                         QC_COLUMN_ABSENT, status,
                         "all \"Date entered\" columns are blank, so no deal has a stage history: "
                         "HubSpot fills them for deals that move in its own pipelines, not for "
                         "imported ones; export as a user who may see all properties")) {
        return false;
    }
    return say(work, lost, "stages entered twice", status,
               "deals came back to a stage (cumulative time longer than latest time); this layout "
               "keeps the last entry only, so their way there is lost") &&
           say(work, work->recovered_deals, "first visit recovered", status,
               "deals came back to the stage in which they were created; its first visit was "
               "recovered from the creation and the cumulative time") &&
           say(work, work->late_deals, "created before the first stage", status,
               "deals were created before the first stage date they have (in a stage that they "
               "entered again or that is no more) and count from that date") &&
           say(work, work->moved_deals, "moved to another pipeline", status,
               "deals came from another pipeline; the stages they had there are left out") &&
           say(work, work->dated_deals > 0 ? work->undated_deals : 0, "deal without stage dates",
               status, "deals have no stage date at all: only where they stand today is known");
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
        ok = work.entries != NULL && learn_ends(&work, status) && say_ends(&work, status);
        for (int32_t row = 1; row < sheet->csv.row_count && ok; row++) {
            ok = read_row(&work, row, status);
        }
        ok = ok && say_all(&work, status) && say_current(&work, status);
    }
    qc_memory_release(work.entries);
    qc_memory_release(work.end);
    return ok;
}
