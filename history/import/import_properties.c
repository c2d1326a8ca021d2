#include "history/import/import_properties.h"

#include "core/memory.h"
#include "history/import/import_log.h"

#include <math.h>
#include <string.h>

typedef struct reading {
    qc_import *import;
    const qc_import_properties *log;
    qc_import_facts *facts;
    qc_import_order order;
    qc_name_table keys; /* distinct names of properties */
    qc_property *meaning;
    size_t meaning_room;
    /* the deal in hand */
    qc_import_change now;           /* as it stands */
    bool logged[QC_PROPERTY_COUNT]; /* the log has a record about it */
    int32_t fact;                   /* its row in the companion, 0 = none */
    bool begun;                     /* something was put */
    bool stageless;                 /* neither the log nor the companion names a stage */
    int32_t group_end;              /* steps up to here are part of a change already put */
} reading;

static const qc_sheet *sheet_of(const reading *work)
{
    return &work->import->sheets[0];
}

/* ---- what a record is about ---- */

static bool is_id(const char *value)
{
    const size_t length = strlen(value);
    return (length == 15 || length == 18) && strncmp(value, "005", 3) == 0;
}

/* Each distinct name is looked up once. */
static bool find_meaning(reading *work, int32_t row, qc_property *meaning, qc_status *status)
{
    const char *key = qc_sheet_cell(sheet_of(work), row, work->log->key);
    *meaning = QC_PROPERTY_STAGE;
    if (work->log->key == QC_COLUMN_ABSENT) return true;
    const int32_t known = work->keys.count;
    const qc_id id = qc_names_put(&work->keys, key, status);
    void *block = work->meaning;
    if (id == QC_ID_NONE || !qc_memory_grow(&block, &work->meaning_room, (size_t) work->keys.count,
                                            sizeof *work->meaning, status)) {
        return false;
    }
    work->meaning = block;
    if (id == known) {
        work->meaning[id] = QC_PROPERTY_OTHER;
        for (const qc_property_word *word = work->log->words; word->word != NULL; word++) {
            if (qc_text_same(key, word->word)) work->meaning[id] = word->property;
        }
    }
    *meaning = work->meaning[id];
    /* Salesforce logs a new owner twice, by name and by id */
    const char *value = qc_sheet_cell(sheet_of(work), row, work->log->value);
    if (*meaning == QC_PROPERTY_LABEL + (int) QC_LABEL_OWNER && is_id(value))
        *meaning = QC_PROPERTY_OTHER;
    return true;
}

/* Let the deal have this value; false when it cannot be read. */
static bool apply(reading *work, qc_property property, const char *value, qc_import_change *to)
{
    char around[QC_NUMBERS_CURRENCY];
    int32_t second = 0;
    switch (property) {
    case QC_PROPERTY_OTHER:
    case QC_PROPERTY_CREATED:
    case QC_PROPERTY_COUNT: return true;
    case QC_PROPERTY_STAGE:
        to->stage = qc_import_facts_stage(work->facts, value);
        return value[0] != '\0';
    case QC_PROPERTY_AMOUNT:
        if (value[0] == '\0') return true;
        return qc_numbers_read(value, QC_DECIMAL_POINT, &to->number[QC_NUMBER_AMOUNT], around) &&
               to->number[QC_NUMBER_AMOUNT] >= 0.0 &&
               to->number[QC_NUMBER_AMOUNT] <= QC_NUMBERS_MOST;
    case QC_PROPERTY_CLOSE_DATE:
        if (!qc_dates_read_moment(value, QC_DATE_ORDER_NONE, &to->close_day, &second))
            to->close_day = QC_DAY_NONE;
        return true;
    case QC_PROPERTY_CURRENCY:
        if (!qc_numbers_currency(value, to->currency)) to->currency[0] = '\0';
        return true;
    case QC_PROPERTY_LABEL: break;
    }
    to->label[property - QC_PROPERTY_LABEL] = qc_import_facts_name(work->facts, value);
    return true;
}

/* ---- a deal ---- */

static bool same_deal(const reading *work, int32_t a, int32_t b)
{
    return b < work->order.count && work->order.steps[a].deal == work->order.steps[b].deal;
}

/* The first old value of each property holds from the beginning; what the log is silent about is as
 * the companion says. */
static bool begin_deal(reading *work, int32_t first, qc_status *status)
{
    const qc_import_step *steps = work->order.steps;
    work->now = qc_import_blank();
    work->now.deal = work->order.deals.text[steps[first].deal];
    work->begun = false;
    memset(work->logged, 0, sizeof work->logged);
    if (!qc_import_facts_find(work->facts, work->now.deal, &work->fact, status)) return false;
    for (int32_t i = first; same_deal(work, first, i); i++) {
        qc_property property;
        if (!find_meaning(work, steps[i].row, &property, status)) return false;
        if (property == QC_PROPERTY_OTHER || work->logged[property]) continue;
        work->logged[property] = true;
        const char *old = qc_sheet_cell(sheet_of(work), steps[i].row, work->log->old_value);
        qc_import_change before = work->now;
        if (old[0] != '\0' && apply(work, property, old, &before)) work->now = before;
    }
    if (work->now.stage == NULL && !work->logged[QC_PROPERTY_STAGE]) {
        const char *today = qc_import_facts_today(work->facts, work->fact);
        if (today[0] != '\0') work->now.stage = qc_import_facts_stage(work->facts, today);
    }
    work->stageless = work->now.stage == NULL && !work->logged[QC_PROPERTY_STAGE];
    qc_import_facts_fill(work->facts, work->fact, !work->logged[QC_PROPERTY_AMOUNT], &work->now);
    return true;
}

/* The deal as it was created, when both the day and the stage are known. */
static bool put_creation(reading *work, int32_t at, qc_property property, qc_status *status)
{
    const qc_import_step *step = &work->order.steps[at];
    qc_import_change begin = work->now;
    if (work->begun || begin.stage == NULL) return true;
    bool known = property == QC_PROPERTY_CREATED;
    if (known) {
        begin.day = step->day;
        begin.second = step->second;
    } else {
        known = qc_import_facts_created(work->facts, work->fact, &begin.day, &begin.second) &&
                (begin.day < step->day || (begin.day == step->day && begin.second < step->second));
    }
    if (!known) {
        char room[QC_CSV_EXCERPT];
        if (work->logged[QC_PROPERTY_CREATED] || work->log->old_value < 0) return true;
        return qc_import_doubt(work->import, sheet_of(work), "beginning not in the log", step->row,
                               work->log->date, status,
                               "deal \"%s\" was created before the log begins and counts from its "
                               "first record on; a table of the deals (--with) says when",
                               qc_csv_excerpt(begin.deal, room));
    }
    work->begun = true;
    return qc_import_put(work->import, &begin, status);
}

/* Everything that changed in the moment of step `at`, once each, is one change. */
static bool gather(reading *work, int32_t at, qc_status *status)
{
    const qc_import_step *steps = work->order.steps, *head = &steps[at];
    bool seen[QC_PROPERTY_COUNT] = {false};
    int32_t i = at;
    for (; same_deal(work, at, i); i++) {
        qc_property property;
        if (steps[i].day != head->day || steps[i].second != head->second) break;
        if (!find_meaning(work, steps[i].row, &property, status)) return false;
        if (property == QC_PROPERTY_OTHER || property == QC_PROPERTY_CREATED) continue;
        if (seen[property]) break;
        seen[property] = true;
        qc_import_change after = work->now;
        if (apply(work, property, qc_sheet_cell(sheet_of(work), steps[i].row, work->log->value),
                  &after)) {
            work->now = after;
        }
    }
    work->group_end = i;
    return true;
}

static bool put_change(reading *work, int32_t at, qc_property property, qc_status *status)
{
    const qc_import_step *step = &work->order.steps[at];
    if (!put_creation(work, at, property, status)) return false;
    if (property == QC_PROPERTY_CREATED || at < work->group_end) return true;
    const qc_import_change before = work->now;
    if (!gather(work, at, status)) return false;
    if (work->now.stage == NULL) return true; /* known from the first stage on */
    if (work->begun && !qc_import_is_news(&before, &work->now)) return true;
    work->now.day = step->day;
    work->now.second = step->second;
    work->begun = true;
    return qc_import_put(work->import, &work->now, status);
}

/* Sets aside what is of no use whatever its date and value. */
static bool check_record(reading *work, const qc_import_step *step, qc_property property,
                         bool *usable, qc_status *status)
{
    qc_import *import = work->import;
    const qc_import_properties *log = work->log;
    char room[QC_CSV_EXCERPT];
    *usable = false;
    if (qc_import_is_yes(qc_sheet_cell(sheet_of(work), step->row, log->deleted)))
        return qc_import_aside(import, QC_ASIDE_DELETED, log->deleted, status,
                               "deal \"%s\" lies in the recycle bin",
                               qc_csv_excerpt(work->now.deal, room));
    if (work->now.deal[0] == '\0')
        return qc_import_aside(import, QC_ASIDE_EMPTY_ID, log->deal, status, "the deal is empty");
    if (property == QC_PROPERTY_OTHER)
        return qc_import_aside(
            import, QC_ASIDE_NOT_A_STAGE, log->key, status, "a change of \"%s\"",
            qc_csv_excerpt(qc_sheet_cell(sheet_of(work), step->row, log->key), room));
    if (work->stageless)
        return qc_import_aside(import, QC_ASIDE_EMPTY_STAGE, log->key, status,
                               "no record names a stage of deal \"%s\"; the table of the deals "
                               "(--with) may",
                               qc_csv_excerpt(work->now.deal, room));
    *usable = true;
    return true;
}

static bool read_step(reading *work, int32_t at, qc_status *status)
{
    qc_import *import = work->import;
    const qc_import_properties *log = work->log;
    const qc_import_step *step = &work->order.steps[at];
    const char *value = qc_sheet_cell(sheet_of(work), step->row, log->value);
    qc_import_change trial = work->now;
    qc_property property;
    qc_day day;
    int32_t second;
    char room[QC_CSV_EXCERPT];
    bool usable = false;
    if (!qc_import_begin(import, 0, step->row, &usable, status)) return false;
    if (!usable) return true;
    if (!find_meaning(work, step->row, &property, status)) return false;
    if (!check_record(work, step, property, &usable, status)) return false;
    if (!usable) return true;
    if (!qc_import_day(import, log->date, &day, &second, &usable, status)) return false;
    if (usable && day == QC_DAY_NONE)
        return qc_import_aside(import, QC_ASIDE_BAD_DATE, log->date, status, "the date is empty");
    if (!usable) return true;
    if (!apply(work, property, value, &trial)) {
        const bool stage = property == QC_PROPERTY_STAGE;
        return qc_import_aside(import, stage ? QC_ASIDE_EMPTY_STAGE : QC_ASIDE_BAD_NUMBER,
                               log->value, status, "\"%s\" is no %s", qc_csv_excerpt(value, room),
                               stage ? "stage" : "amount");
    }
    return put_change(work, at, property, status);
}

static bool read_all(reading *work, qc_status *status)
{
    const qc_import_step *steps = work->order.steps;
    for (int32_t i = 0; i < work->order.count; i++) {
        if ((i == 0 || steps[i].deal != steps[i - 1].deal) && !begin_deal(work, i, status))
            return false;
        if (!read_step(work, i, status)) return false;
    }
    return qc_import_facts_say_unused(work->facts, status);
}

bool qc_import_properties_read(qc_import *import, const qc_import_properties *log,
                               qc_import_facts *facts, qc_status *status)
{
    reading work = {.import = import, .log = log, .facts = facts};
    bool ok = qc_import_order_find(&work.order, &import->sheets[0], log->deal, log->date, NULL,
                                   NULL, status) &&
              read_all(&work, status);
    qc_import_order_free(&work.order);
    qc_names_free(&work.keys);
    qc_memory_release(work.meaning);
    return ok;
}
