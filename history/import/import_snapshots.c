/* Snapshots: the whole pipeline, exported again and again. A deal that stands elsewhere than in the
 * snapshot before has moved on some day in between; the middle of the gap is taken for it, unless the
 * export itself dates the creation, the close or the last change of stage. A deal that is over when it first shows has no stages. Changes that went forth and back between two
 * snapshots are not seen.
 *
 *  The snapshots are files of a folder whose names hold their days, or one file with a column that
 * says of which day each row is. */
#include "core/memory.h"
#include "history/import/dialects.h"
#include "history/import/import_deal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const SNAPSHOT[] = {"snapshot date", "snapshot",   "snapshot at", "report date",
                                       "as of",         "as of date", NULL};

typedef struct entry { /* a deal in a snapshot */
    qc_day day;
    int32_t sheet, row, record;
    qc_id deal;
} entry;

typedef struct standing { /* of a deal, in the last snapshot read */
    qc_import_change change;
    qc_day day;      /* of the snapshot, QC_DAY_NONE = not met yet */
    qc_day placed;   /* where its last change was put: the next cannot come before */
    qc_day last_met; /* the last snapshot that it stands in */
} standing;

typedef struct reading {
    qc_import *import;
    qc_import_deal *found; /* by sheet */
    int32_t *day_field;    /* by sheet, ABSENT = the file's name says it */
    entry *entries;
    int32_t count;
    qc_name_table deals;
    standing *stands; /* by deal */
    qc_day first_day, last_day;
    int64_t middled, exact, gone, ended;
    qc_status *status;
} reading;

static int32_t find_day_field(const qc_import *import, const qc_sheet *sheet)
{
    return qc_import_column(import, sheet, "snapshot", SNAPSHOT);
}

int qc_import_snapshots_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    qc_import_deal found;
    qc_import_deal_find(import, sheet, &found);
    const int32_t day_field = find_day_field(import, sheet);
    const bool many = sheet->dated != QC_DAY_NONE && import->sheet_count > 1;
    if (found.deal < 0 || found.stage < 0 || (day_field < 0 && !many)) return 0;
    if (many)
        qc_text_addf(evidence, "%d files of one folder with days in their names",
                     (int) import->sheet_count);
    else
        qc_text_addf(evidence, "columns \"%s\", \"%s\", \"%s\"", qc_sheet_title(sheet, found.deal),
                     qc_sheet_title(sheet, day_field), qc_sheet_title(sheet, found.stage));
    return many ? 90 : 48;
}

/* ---- first pass: which deals stand in which snapshot ---- */

static bool find_columns(reading *work)
{
    qc_import *import = work->import;
    for (int32_t i = 0; i < import->sheet_count; i++) {
        qc_sheet *sheet = &import->sheets[i];
        qc_import_deal *found = &work->found[i];
        qc_import_deal_find(import, sheet, found);
        work->day_field[i] = find_day_field(import, sheet);
        if (sheet->dated != QC_DAY_NONE && import->sheet_count > 1)
            work->day_field[i] = QC_COLUMN_ABSENT;
        if (!qc_import_need(import, sheet, "deal", found->deal, work->status) ||
            !qc_import_need(import, sheet, "stage", found->stage, work->status)) {
            return false;
        }
        if (work->day_field[i] < 0 && sheet->dated == QC_DAY_NONE &&
            !qc_import_error(import, sheet, "no date of snapshot", -1, -1, work->status,
                             "is of no day: put it into the file's name (pipeline-2026-06-30.csv) "
                             "or name its column by --map snapshot=TITLE")) {
            return false;
        }
        const int32_t dates[] = {found->created, found->closed, found->lost_time,
                                 found->stage_since, work->day_field[i]};
        if (!qc_import_style(import, sheet, dates, 5, &found->values, work->status)) return false;
    }
    return true;
}

static int64_t count_rows(const qc_import *import)
{
    int64_t rows = 0;
    for (int32_t i = 0; i < import->sheet_count; i++) {
        rows += import->sheets[i].csv.row_count - 1;
    }
    return rows;
}

static bool note_entry(reading *work, int32_t sheet, int32_t row)
{
    qc_import *import = work->import;
    const qc_import_deal *found = &work->found[sheet];
    const qc_sheet *cells = &import->sheets[sheet];
    entry *it = &work->entries[work->count];
    int32_t second = 0;
    bool usable = false;
    if (!qc_import_begin(import, sheet, row, &usable, work->status)) return false;
    if (usable && !qc_import_deal_check(import, found, &usable, work->status)) return false;
    if (!usable) return true;
    *it = (entry){.day = cells->dated, .sheet = sheet, .row = row, .record = import->record};
    if (work->day_field[sheet] >= 0 &&
        !qc_import_day(import, work->day_field[sheet], &it->day, &second, &usable, work->status)) {
        return false;
    }
    if (!usable) return true;
    if (it->day == QC_DAY_NONE) {
        return qc_import_aside(import, QC_ASIDE_BAD_DATE, work->day_field[sheet], work->status,
                               "the day of the snapshot is empty");
    }
    if (qc_sheet_cell(cells, row, found->stage)[0] == '\0' &&
        qc_import_deal_end(import, found, cells, row) == QC_STAGE_OPEN) {
        return qc_import_aside(import, QC_ASIDE_EMPTY_STAGE, found->stage, work->status,
                               "the stage is empty");
    }
    it->deal = qc_names_put(&work->deals, qc_sheet_cell(cells, row, found->deal), work->status);
    work->count++;
    qc_import_defer(import);
    return it->deal != QC_ID_NONE;
}

static int compare(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    return x->record < y->record ? -1 : x->record > y->record;
}

static bool note_entries(reading *work)
{
    qc_import *import = work->import;
    for (int32_t sheet = 0; sheet < import->sheet_count; sheet++) {
        for (int32_t row = 1; row < import->sheets[sheet].csv.row_count; row++) {
            if (!note_entry(work, sheet, row)) return false;
        }
    }
    qsort(work->entries, (size_t) work->count, sizeof *work->entries, compare);
    work->stands = qc_memory_take((size_t) work->deals.count, sizeof *work->stands, work->status);
    if (work->stands == NULL) return false;
    for (qc_id deal = 0; deal < work->deals.count; deal++) {
        work->stands[deal].day = QC_DAY_NONE;
    }
    for (int32_t i = 0; i < work->count; i++) {
        const entry *it = &work->entries[i];
        work->stands[it->deal].last_met = it->day;
        work->ended += qc_import_deal_end(import, &work->found[it->sheet],
                                          &import->sheets[it->sheet], it->row) != QC_STAGE_OPEN;
    }
    if (work->count == 0) return true;
    work->first_day = work->entries[0].day;
    work->last_day = work->entries[work->count - 1].day;
    return true;
}

/* What cannot be read as snapshots at all. */
static bool check_snapshots(reading *work)
{
    qc_import *import = work->import;
    char text[16];
    if (work->count > 0 && work->first_day == work->last_day) {
        return qc_import_error(import, &import->sheets[0], "one snapshot", -1, -1, work->status,
                               "all rows are of %s; changes show only between two snapshots",
                               qc_calendar_text(work->first_day, text));
    }
    if (work->count > 0 && work->ended == 0) {
        return qc_import_error(
            import, &import->sheets[0], "open deals only", -1, -1, work->status,
            "the snapshots hold open deals only, so won and lost cannot be told "
            "apart; export closed deals, too (or name the words: --won, --lost)");
    }
    return true;
}

/* ---- second pass: what changed between them ---- */

static qc_day middle(qc_day before, qc_day after)
{
    return before + (after - before + 1) / 2;
}

static bool same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a <= b && a >= b);
}

static bool same_values(const qc_import_change *a, const qc_import_change *b)
{
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (!same_number(a->number[i], b->number[i])) return false;
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (strcmp(a->label[i], b->label[i]) != 0) return false;
    }
    return a->close_day == b->close_day;
}

/* The day of a change seen in the snapshot of `day` and not yet in that of `before`. */
static qc_day place(reading *work, qc_day before, qc_day day, qc_day stated)
{
    if (stated != QC_DAY_NONE && stated <= day) {
        work->exact++;
        return stated;
    }
    if (before == QC_DAY_NONE || before >= day) return day;
    work->middled++;
    return middle(before, day);
}

/* A deal that never shows again although it was open: said to be lost, and counted. */
static bool put_gone(reading *work, const qc_import_change *change, qc_day day, qc_day next)
{
    qc_import_change gone = *change;
    gone.stage = "lost";
    gone.day = middle(day, next);
    gone.label[QC_LABEL_REASON] = "gone from the pipeline";
    work->gone++;
    return qc_import_put(work->import, &gone, work->status);
}

typedef struct view { /* one entry as read */
    qc_import_change change;
    qc_import_deal_days days;
    bool ended, usable;
} view;

static bool read_view(reading *work, const entry *it, view *out)
{
    qc_import *import = work->import;
    const qc_sheet *sheet = &import->sheets[it->sheet];
    const qc_import_deal *found = &work->found[it->sheet];
    const qc_id end = qc_import_deal_end(import, found, sheet, it->row);
    *out = (view){.change = qc_import_blank(), .ended = end != QC_STAGE_OPEN, .usable = true};
    out->change.deal = work->deals.text[it->deal];
    out->change.stage = end == QC_STAGE_WON    ? "won"
                        : end == QC_STAGE_LOST ? "lost"
                                               : qc_sheet_cell(sheet, it->row, found->stage);
    if (!qc_import_deal_read_days(import, found, end, &out->days, &out->usable, work->status))
        return false;
    if (out->usable &&
        !qc_import_take_values(import, &found->values, &out->change, &out->usable, work->status)) {
        return false;
    }
    if (!out->ended && out->days.closed != QC_DAY_NONE) out->change.close_day = out->days.closed;
    return true;
}

static bool put_change(reading *work, const entry *it, qc_day before, view *seen)
{
    standing *was = &work->stands[it->deal];
    qc_import_change *change = &seen->change;
    const bool is_new = was->day == QC_DAY_NONE;
    const bool moved = is_new || strcmp(was->change.stage, change->stage) != 0;
    if (!moved && same_values(&was->change, change)) return true; /* says nothing new */
    change->day = it->day;
    if (moved && seen->ended)
        change->day = place(work, is_new ? before : was->day, it->day, seen->days.closed);
    else if (is_new)
        change->day = place(work, before, it->day, seen->days.created);
    else if (moved)
        change->day = place(work, was->day, it->day,
                            seen->days.stage_since >= was->day ? seen->days.stage_since
                                                               : QC_DAY_NONE);
    if (!is_new && change->day < was->placed) change->day = was->placed;
    was->placed = change->day;
    return qc_import_put(work->import, change, work->status);
}

static bool read_entry(reading *work, const entry *it, qc_day before, qc_day next)
{
    standing *was = &work->stands[it->deal];
    view seen;
    char room[QC_CSV_EXCERPT];
    if (!qc_import_resume(work->import, it->sheet, it->row, it->record, work->status)) return false;
    if (was->day == it->day) {
        return qc_import_aside(work->import, QC_ASIDE_DEAL_TWICE, work->found[it->sheet].deal,
                               work->status, "deal \"%s\" stands twice in this snapshot",
                               qc_csv_excerpt(work->deals.text[it->deal], room));
    }
    if (!read_view(work, it, &seen)) return false;
    if (!seen.usable) return true;
    if (!put_change(work, it, before, &seen)) return false;
    was->change = seen.change;
    was->day = it->day;
    const bool is_gone = it->day == was->last_met && !seen.ended && it->day < work->last_day;
    return !is_gone || put_gone(work, &seen.change, it->day, next);
}

static bool read_entries(reading *work)
{
    qc_day before = QC_DAY_NONE;
    for (int32_t first = 0, last = 0; first < work->count; first = last) {
        const qc_day day = work->entries[first].day;
        while (last < work->count && work->entries[last].day == day) {
            last++;
        }
        const qc_day next = last < work->count ? work->entries[last].day : day;
        for (int32_t i = first; i < last; i++) {
            if (!read_entry(work, &work->entries[i], before, next)) return false;
        }
        before = day;
    }
    return true;
}

static bool say(reading *work)
{
    qc_import *import = work->import;
    char from[16], to[16];
    import->recorded_from = work->first_day;
    import->stamp = work->last_day;
    if (work->middled > 0 &&
        !qc_import_doubt(import, &import->sheets[0], "between snapshots", -1, -1, work->status,
                         "changes of stage seen between two snapshots and placed in the middle of "
                         "the gap: %lld; dated by the export itself: %lld",
                         (long long) work->middled, (long long) work->exact)) {
        return false;
    }
    if (work->gone > 0 &&
        !qc_import_doubt(import, &import->sheets[0], "gone", -1, -1, work->status,
                         "open deals that never show again and count as lost, with the reason "
                         "\"gone from the pipeline\": %lld",
                         (long long) work->gone)) {
        return false;
    }
    return qc_decisions_add(import->decisions, "recorded from",
                            qc_calendar_text(work->first_day, from), true, "", work->status,
                            "day of the first snapshot; the last is of %s",
                            qc_calendar_text(work->last_day, to));
}

bool qc_import_snapshots_read(qc_import *import, qc_status *status)
{
    reading work = {.import = import, .status = status};
    const size_t sheets = (size_t) import->sheet_count;
    work.found = qc_memory_take(sheets, sizeof *work.found, status);
    work.day_field = qc_memory_take(sheets, sizeof *work.day_field, status);
    work.entries = qc_memory_take((size_t) count_rows(import), sizeof *work.entries, status);
    bool ok = work.found != NULL && work.day_field != NULL && work.entries != NULL &&
              find_columns(&work);
    if (ok && qc_import_may_go_on(import)) {
        ok = note_entries(&work) && check_snapshots(&work);
        if (ok && work.count > 0 && qc_import_may_go_on(import))
            ok = read_entries(&work) && say(&work);
    }
    qc_memory_release(work.found);
    qc_memory_release(work.day_field);
    qc_memory_release(work.entries);
    qc_memory_release(work.stands);
    qc_names_free(&work.deals);
    return ok;
}
