#include "history/import/import_log.h"

#include <math.h>
#include <string.h>

qc_import_values qc_import_no_values(void)
{
    qc_import_values values = {
        .currency = QC_COLUMN_ABSENT, .close_date = QC_COLUMN_ABSENT, .scale = 1.0};
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        values.number[i] = QC_COLUMN_ABSENT;
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        values.label[i] = QC_COLUMN_ABSENT;
    }
    return values;
}

static const qc_read_options NO_ANSWERS = QC_READ_OPTIONS_DEFAULT;
const qc_import qc_import_unmapped = {.options = &NO_ANSWERS};

qc_import_log qc_import_log_blank(void)
{
    return (qc_import_log){.deal = QC_COLUMN_ABSENT,
                           .date = QC_COLUMN_ABSENT,
                           .stage = QC_COLUMN_ABSENT,
                           .from = QC_COLUMN_ABSENT,
                           .deleted = QC_COLUMN_ABSENT,
                           .end = QC_COLUMN_ABSENT,
                           .values = qc_import_no_values()};
}

bool qc_import_require(qc_import *import, const char *const *keys, const int32_t *fields,
                       int32_t count, qc_status *status)
{
    for (int32_t i = 0; i < count; i++) {
        if (!qc_import_need(import, &import->sheets[0], keys[i], fields[i], status)) return false;
    }
    return true;
}

/* ---- reading ---- */

typedef struct reading {
    qc_import *import;
    const qc_import_log *log;
    qc_import_facts *facts;
    const qc_import_order *order;
    qc_id deal;            /* of the last change put, QC_ID_NONE = none yet */
    qc_import_change last; /* that change */
} reading;

static bool same_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

bool qc_import_is_news(const qc_import_change *last, const qc_import_change *change)
{
    if (!same_text(last->stage, change->stage)) return true;
    if (change->close_day != QC_DAY_NONE && last->close_day != change->close_day) return true;
    for (int i = 0; i < QC_NUMBER_PROBABILITY; i++) { /* a side remark */
        const double before = last->number[i], now = change->number[i];
        if (!isnan(now) && (isnan(before) || before < now || before > now)) return true;
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const char *now = change->label[i];
        if (now != NULL && now[0] != '\0' && !same_text(last->label[i], now)) return true;
    }
    return false;
}

/* Where the log says what kind of stage it is, that decides; else the companion may know. */
static const char *stage_word(const reading *work, int32_t row, const char *word)
{
    const qc_sheet *sheet = &work->import->sheets[0];
    const char *end = qc_sheet_cell(sheet, row, work->log->end);
    if (end[0] == '\0') return qc_import_facts_stage(work->facts, word);
    if (qc_text_same(end, "won") || qc_text_same(end, "closed")) return "won";
    if (qc_text_same(end, "lost")) return "lost";
    return qc_import_facts_stage(work->facts, word);
}

/* The deal was created in the stage that its first record left. */
static bool put_beginning(reading *work, int32_t row, int32_t fact, const qc_import_change *change,
                          qc_status *status)
{
    const char *from = qc_sheet_cell(&work->import->sheets[0], row, work->log->from);
    qc_import_change begin = *change;
    if (from[0] == '\0') return true;
    if (!qc_import_facts_created(work->facts, fact, &begin.day, &begin.second) ||
        begin.day > change->day) {
        char room[QC_CSV_EXCERPT];
        return qc_import_doubt(
            work->import, &work->import->sheets[0], "beginning not in the log", row,
            work->log->from, status,
            "deal \"%s\" begins in the log with a change out of a stage: when it "
            "came there is unknown; a table of the deals (--with) says when it "
            "was created",
            qc_csv_excerpt(change->deal, room));
    }
    begin.stage = qc_import_facts_stage(work->facts, from);
    begin.close_day = QC_DAY_NONE;
    if (begin.day == change->day && begin.second > change->second) begin.second = change->second;
    return qc_import_put(work->import, &begin, status);
}

static bool put_step(reading *work, const qc_import_step *step, int32_t fact,
                     const qc_import_change *change, qc_status *status)
{
    const bool first = work->deal != step->deal;
    if (!first && !qc_import_is_news(&work->last, change)) return true; /* merged */
    if (first && !put_beginning(work, step->row, fact, change, status)) return false;
    if (!qc_import_put(work->import, change, status)) return false;
    work->deal = step->deal;
    work->last = *change;
    return true;
}

/* What must be there; sets the record aside otherwise. */
static bool check_record(reading *work, const qc_import_step *step, const qc_import_change *change,
                         bool *usable, qc_status *status)
{
    qc_import *import = work->import;
    const qc_import_log *log = work->log;
    const qc_sheet *sheet = &import->sheets[0];
    char room[QC_CSV_EXCERPT];
    *usable = false;
    if (qc_import_is_yes(qc_sheet_cell(sheet, step->row, log->deleted))) {
        return qc_import_aside(import, QC_ASIDE_DELETED, log->deleted, status,
                               "deal \"%s\" lies in the recycle bin",
                               qc_csv_excerpt(change->deal, room));
    }
    if (change->deal[0] == '\0') {
        return qc_import_aside(import, QC_ASIDE_EMPTY_ID, log->deal, status, "the deal is empty");
    }
    if (change->stage[0] == '\0') {
        return qc_import_aside(import, QC_ASIDE_EMPTY_STAGE, log->stage, status,
                               "the stage of deal \"%s\" is empty",
                               qc_csv_excerpt(change->deal, room));
    }
    *usable = true;
    return true;
}

static bool read_step(reading *work, const qc_import_step *step, qc_status *status)
{
    qc_import *import = work->import;
    const qc_import_log *log = work->log;
    const qc_sheet *sheet = &import->sheets[0];
    qc_import_change change = qc_import_blank();
    bool usable = false;
    int32_t fact = 0;
    if (!qc_import_begin(import, 0, step->row, &usable, status)) return false;
    if (!usable) return true;
    change.deal = work->order->deals.text[step->deal];
    change.stage = stage_word(work, step->row, qc_sheet_cell(sheet, step->row, log->stage));
    if (!check_record(work, step, &change, &usable, status)) return false;
    change.day = step->day;
    change.second = step->second;
    if (step->day == QC_DAY_NONE && /* empty, or to be set aside with its reason */
        !qc_import_day(import, log->date, &change.day, &change.second, &usable, status)) {
        return false;
    }
    if (usable && change.day == QC_DAY_NONE)
        return qc_import_aside(import, QC_ASIDE_BAD_DATE, log->date, status, "the date is empty");
    if (!usable) return true;
    if (!qc_import_take_values(import, &log->values, &change, &usable, status)) return false;
    if (!usable) return true;
    if (!qc_import_facts_find(work->facts, change.deal, &fact, status)) return false;
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (change.label[i] != NULL)
            change.label[i] = qc_import_facts_name(work->facts, change.label[i]);
    }
    qc_import_facts_fill(work->facts, fact, log->amounts_of_today, &change);
    return put_step(work, step, fact, &change, status);
}

/* Deals lie scattered over the file, so each record would wait for its bytes: fetch what the next ones
 * need while this one is read. Where a row begins is known after its cells are, hence three distances. */
static void fetch_ahead(const qc_csv *csv, const qc_import_order *order, int32_t at)
{
    const qc_import_step *steps = order->steps;
    if (at + 24 >= order->count) return;
    __builtin_prefetch(&csv->row_at[steps[at + 24].row]);
    __builtin_prefetch(&csv->cell_at[csv->row_at[steps[at + 16].row]]);
    const char *text = csv->text + csv->cell_at[csv->row_at[steps[at + 8].row]];
    __builtin_prefetch(text);
    __builtin_prefetch(text + 64);
    __builtin_prefetch(text + 128);
}

bool qc_import_log_read(qc_import *import, const qc_import_log *log, qc_import_facts *facts,
                        qc_status *status)
{
    qc_import_order order = {0};
    reading work = {
        .import = import, .log = log, .facts = facts, .order = &order, .deal = QC_ID_NONE};
    bool ok = qc_import_order_find(&order, &import->sheets[0], log->deal, log->date,
                                   log->deal_of_row, log->place_of_row, status);
    for (int32_t i = 0; i < order.count && ok; i++) {
        fetch_ahead(&import->sheets[0].csv, &order, i);
        ok = read_step(&work, &order.steps[i], status);
    }
    if (ok && order.newest_first) {
        ok = qc_decisions_add(import->decisions, "order of the rows", "newest first", true, "",
                              status, "the times of most deals fall from row to row");
    }
    ok = ok && qc_import_facts_say_unused(facts, status);
    qc_import_order_free(&order);
    return ok;
}
