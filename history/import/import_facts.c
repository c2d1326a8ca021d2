#include "history/import/import_facts.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

#define SALESFORCE_ID      18
#define SALESFORCE_ID_BARE 15
static const char ZOHO_PREFIX[] = "zcrm_";

static bool is_null_id(const char *id)
{
    return strncmp(id, "000000000000000", SALESFORCE_ID_BARE) == 0;
}

const char *qc_import_facts_key(qc_import *import, const char *deal, qc_status *status)
{
    char bare[SALESFORCE_ID_BARE + 1];
    if (strncmp(deal, ZOHO_PREFIX, sizeof ZOHO_PREFIX - 1) == 0)
        return deal + sizeof ZOHO_PREFIX - 1;
    if (strlen(deal) != SALESFORCE_ID || strncmp(deal, "00", 2) != 0) return deal;
    memcpy(bare, deal, SALESFORCE_ID_BARE);
    bare[SALESFORCE_ID_BARE] = '\0';
    return qc_arena_text(&import->arena, bare, status);
}

/* A stage in which the companion shows ended deals is an end; where won and lost deals stand in the
 * same stage, it says nothing. */
static bool learn_end(qc_import_facts *facts, int32_t row, qc_status *status)
{
    const qc_import_facts_columns *columns = &facts->columns;
    const char *word = qc_sheet_cell(facts->sheet, row, columns->stage);
    const char *end = qc_sheet_cell(facts->sheet, row, columns->end);
    const bool won = qc_import_is_yes(qc_sheet_cell(facts->sheet, row, columns->is_won)) ||
                     qc_text_same(end, "won");
    const bool closed = qc_import_is_yes(qc_sheet_cell(facts->sheet, row, columns->is_closed)) ||
                        qc_text_same(end, "lost");
    const bool flagged = columns->is_won != QC_COLUMN_ABSENT || columns->end != QC_COLUMN_ABSENT;
    if (word[0] == '\0' || !flagged) return true;
    const char kind = won ? 'w' : closed ? 'l' : 'o';
    void *block = facts->end;
    const int32_t known = facts->stages.count;
    const qc_id stage = qc_names_put(&facts->stages, word, status);
    if (stage == QC_ID_NONE) return false;
    if (!qc_memory_grow(&block, &facts->end_room, (size_t) facts->stages.count, 1, status))
        return false;
    facts->end = block;
    if (stage == known)
        facts->end[stage] = kind;
    else if (facts->end[stage] != kind)
        facts->end[stage] = 'o';
    return true;
}

static bool take_deal(qc_import_facts *facts, int32_t row, qc_status *status)
{
    const char *deal = qc_sheet_cell(facts->sheet, row, facts->columns.deal);
    if (deal[0] == '\0') return true;
    const char *key = qc_import_facts_key(facts->import, deal, status);
    const qc_id id = key == NULL ? QC_ID_NONE : qc_names_put(&facts->deals, key, status);
    if (id == QC_ID_NONE) return false;
    facts->row[id] = row;
    facts->deleted[id] = qc_import_is_yes(qc_sheet_cell(facts->sheet, row, facts->columns.deleted));
    return learn_end(facts, row, status);
}

static bool say_ends(const qc_import_facts *facts, qc_status *status)
{
    for (int32_t i = 0; i < facts->stages.count; i++) {
        const bool won = facts->end[i] == 'w';
        if (facts->end[i] == 'o') continue;
        if (!qc_decisions_add(facts->import->decisions, won ? "won" : "lost", facts->stages.text[i],
                              true, "", status, "%s counts every deal in this stage as %s",
                              facts->sheet->name, won ? "won" : "lost")) {
            return false;
        }
    }
    return true;
}

bool qc_import_facts_take(qc_import_facts *facts, qc_import *import, int32_t sheet,
                          const qc_import_facts_columns *columns, qc_status *status)
{
    const int32_t rows = import->sheets[sheet].csv.row_count;
    facts->import = import;
    facts->sheet = &import->sheets[sheet];
    facts->columns = *columns;
    if (!qc_import_style(import, &import->sheets[sheet], &columns->created, 1, &columns->values,
                         status)) {
        return false;
    }
    facts->row = qc_memory_take((size_t) rows, sizeof *facts->row, status);
    facts->used = qc_memory_take((size_t) rows, sizeof *facts->used, status);
    facts->deleted = qc_memory_take((size_t) rows, sizeof *facts->deleted, status);
    if (!facts->row || !facts->used || !facts->deleted) return false;
    for (int32_t row = 1; row < rows; row++) {
        if (!take_deal(facts, row, status)) return false;
    }
    return say_ends(facts, status);
}

bool qc_import_facts_take_names(qc_import_facts *facts, qc_import *import, int32_t sheet,
                                int32_t id, int32_t name, qc_status *status)
{
    const qc_sheet *table = &import->sheets[sheet];
    facts->import = import;
    for (int32_t row = 1; row < table->csv.row_count; row++) {
        const char *key = qc_import_facts_key(import, qc_sheet_cell(table, row, id), status);
        void *block = facts->name;
        const qc_id person = key == NULL ? QC_ID_NONE : qc_names_put(&facts->people, key, status);
        if (person == QC_ID_NONE) return false;
        if (!qc_memory_grow(&block, &facts->name_room, (size_t) facts->people.count,
                            sizeof *facts->name, status)) {
            return false;
        }
        facts->name = block;
        facts->name[person] = qc_sheet_cell(table, row, name);
    }
    return true;
}

bool qc_import_facts_find(qc_import_facts *facts, const char *deal, int32_t *row, qc_status *status)
{
    *row = 0;
    if (facts->sheet == NULL) return true;
    const char *key = qc_import_facts_key(facts->import, deal, status);
    if (key == NULL) return false;
    const qc_id id = qc_names_get(&facts->deals, key);
    if (id == QC_ID_NONE) return true;
    facts->used[id] = true;
    *row = facts->row[id];
    return true;
}

const char *qc_import_facts_name(const qc_import_facts *facts, const char *id)
{
    char bare[SALESFORCE_ID_BARE + 1];
    const char *key = id;
    if (is_null_id(id)) return "";
    if (facts->people.count == 0) return id;
    if (strlen(id) == SALESFORCE_ID && strncmp(id, "00", 2) == 0) {
        memcpy(bare, id, SALESFORCE_ID_BARE);
        bare[SALESFORCE_ID_BARE] = '\0';
        key = bare;
    }
    const qc_id person = qc_names_get(&facts->people, key);
    return person == QC_ID_NONE || facts->name[person][0] == '\0' ? id : facts->name[person];
}

const char *qc_import_facts_stage(const qc_import_facts *facts, const char *word)
{
    const qc_id stage = facts->stages.count == 0 ? QC_ID_NONE : qc_names_get(&facts->stages, word);
    if (stage == QC_ID_NONE || facts->end[stage] == 'o') return word;
    return facts->end[stage] == 'w' ? "won" : "lost";
}

static void fill_today(const qc_import_facts *facts, int32_t row, qc_import_change *change)
{
    const qc_sheet *sheet = facts->sheet;
    const qc_import_values *values = &facts->columns.values;
    char around[QC_NUMBERS_CURRENCY];
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        const int32_t field = values->number[i];
        double number = NAN;
        const char *text = qc_sheet_cell(sheet, row, field);
        if (!isnan(change->number[i]) || text[0] == '\0') continue;
        if (i == QC_NUMBER_PROBABILITY) {
            if (qc_numbers_percent(text, &number)) change->number[i] = number;
            continue;
        }
        if (!qc_numbers_read(text, sheet->decimal[field], &number, around)) continue;
        if (i != QC_NUMBER_UNITS) number *= values->scale;
        if ((number < 0.0 && i != QC_NUMBER_MARGIN) || fabs(number) > QC_NUMBERS_MOST) continue;
        change->number[i] = number;
    }
}

void qc_import_facts_fill(const qc_import_facts *facts, int32_t row, bool today,
                          qc_import_change *change)
{
    const qc_import_values *values = &facts->columns.values;
    if (row == 0) return;
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const char *known = change->label[i];
        if (known != NULL && known[0] != '\0') continue;
        change->label[i] = qc_import_facts_name(facts,
                                                qc_sheet_cell(facts->sheet, row, values->label[i]));
    }
    const char *currency = qc_sheet_cell(facts->sheet, row, values->currency);
    if (change->currency[0] == '\0' && currency[0] != '\0' &&
        !qc_numbers_currency(currency, change->currency)) {
        change->currency[0] = '\0';
    }
    if (today) fill_today(facts, row, change);
}

bool qc_import_facts_created(const qc_import_facts *facts, int32_t row, qc_day *day,
                             int32_t *second)
{
    const int32_t field = facts->columns.created;
    if (row == 0 || field == QC_COLUMN_ABSENT) return false;
    return qc_dates_read_moment(qc_sheet_cell(facts->sheet, row, field),
                                facts->sheet->date_order[field], day, second);
}

const char *qc_import_facts_today(const qc_import_facts *facts, int32_t row)
{
    return row == 0 ? "" : qc_sheet_cell(facts->sheet, row, facts->columns.stage);
}

bool qc_import_facts_say_unused(const qc_import_facts *facts, qc_status *status)
{
    char room[QC_CSV_EXCERPT];
    for (int32_t i = 0; i < facts->deals.count; i++) {
        const int32_t row = facts->row[i], field = facts->columns.deal;
        if (facts->used[i] || facts->deleted[i]) continue;
        if (!qc_import_doubt(facts->import, facts->sheet, "deal without history", row, field,
                             status, "deal \"%s\" has no record in the history and is left out",
                             qc_csv_excerpt(qc_sheet_cell(facts->sheet, row, field), room))) {
            return false;
        }
    }
    return true;
}

void qc_import_facts_free(qc_import_facts *facts)
{
    void *names = facts->name;
    qc_names_free(&facts->deals);
    qc_names_free(&facts->people);
    qc_names_free(&facts->stages);
    qc_memory_release(facts->row);
    qc_memory_release(facts->used);
    qc_memory_release(facts->deleted);
    qc_memory_release(names);
    qc_memory_release(facts->end);
    *facts = (qc_import_facts){.import = NULL};
}
