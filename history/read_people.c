#include "history/read_people.h"

#include "core/memory.h"
#include "core/text.h"
#include "history/log_table.h"
#include "history/names.h"
#include "history/sheet.h"

#include <math.h>
#include <string.h>

enum { OWNER, START, END, ROLE, SEGMENT, SKILL, COLUMNS };
#define MOST_SKILL 10
static const qc_column_want WANTED[COLUMNS] = {
    [OWNER] = {"owner", {"name", "rep", "user"}, true},
    [START] = {"start", {"start_date", "from"}, true},
    [END] = {"end", {"end_date", "to"}, false},
    [ROLE] = {"role", {NULL}, false},
    [SEGMENT] = {"segment", {"segments"}, false},
    [SKILL] = {"skill", {NULL}, false},
};

typedef struct reading {
    qc_people_table *people;
    qc_log_table table;
    qc_name_table names; /* folded: one person, one row */
    qc_status *status;
} reading;

/* An error in a row; true unless memory runs out, so that all of them are told. */
static bool wrong(reading *work, int32_t row, int32_t column, const char *what, const char *text)
{
    char room[QC_CSV_EXCERPT];
    const qc_log_table *table = &work->table;
    return qc_findings_add(table->findings, QC_FINDING_ERROR, "people", table->name,
                           table->csv.line[row], table->field[column] + 1, work->status,
                           "%s \"%s\"", what, qc_csv_excerpt(text, room));
}

static bool keep_name(reading *work, int32_t row, qc_person *person)
{
    char room[QC_NAMES_KEY_ROOM];
    const char *text = qc_log_table_cell(&work->table, row, OWNER);
    if (text[0] == '\0') return wrong(work, row, OWNER, "nobody is named: owner", text);
    person->name = qc_arena_text(&work->people->arena, text, work->status);
    const char *key = qc_arena_text(&work->people->arena, qc_names_key(text, room), work->status);
    if (person->name == NULL || key == NULL) return false;
    if (qc_names_get(&work->names, key) != QC_ID_NONE)
        return wrong(work, row, OWNER, "stands twice:", text);
    return qc_names_put(&work->names, key, work->status) != QC_ID_NONE;
}

/* "1.2" or "120%": what the person brings beside the average of the team. */
static bool read_skill(reading *work, int32_t row, qc_person *person)
{
    char plain[32];
    const char *text = qc_log_table_cell(&work->table, row, SKILL);
    const size_t length = strlen(text);
    if (length == 0) return true;
    if (length < sizeof plain) {
        const bool percent = text[length - 1] == '%';
        memcpy(plain, text, length);
        plain[length - percent] = '\0';
        if (qc_text_decimal(plain, &person->skill) && person->skill >= 0) {
            if (percent) person->skill /= 100;
            if (person->skill <= MOST_SKILL) return true;
        }
    }
    return wrong(work, row, SKILL, "skill is none (1 = as the team, at most 10):", text);
}

static bool keep_rest(reading *work, int32_t row, qc_person *person)
{
    qc_arena *arena = &work->people->arena;
    person->role = qc_arena_text(arena, qc_log_table_cell(&work->table, row, ROLE), work->status);
    person->segments = qc_arena_text(arena, qc_log_table_cell(&work->table, row, SEGMENT),
                                     work->status);
    return person->role != NULL && person->segments != NULL && read_skill(work, row, person);
}

static bool read_row(reading *work, int32_t row)
{
    const qc_log_table *table = &work->table;
    qc_person *person = &work->people->people[work->people->count++];
    *person = (qc_person){.name = "",
                          .start = QC_DAY_NONE,
                          .end = QC_DAY_NONE,
                          .role = "",
                          .segments = "",
                          .skill = NAN,
                          .line = table->csv.line[row],
                          .segment_field = table->field[SEGMENT] + 1};
    if (qc_csv_width(&table->csv, row) != qc_csv_width(&table->csv, 0))
        return wrong(work, row, OWNER,
                     "row has another number of fields:", qc_csv_cell(&table->csv, row, 0));
    const char *start = qc_log_table_cell(table, row, START);
    const char *end = qc_log_table_cell(table, row, END);
    if (!keep_name(work, row, person) || !keep_rest(work, row, person)) return false;
    if (!qc_dates_read(start, table->order, &person->start))
        return wrong(work, row, START, "start is no date:", start);
    if (end[0] == '\0') return true;
    if (!qc_dates_read(end, table->order, &person->end))
        return wrong(work, row, END, "end is no date:", end);
    return person->end >= person->start ||
           wrong(work, row, END, "the last day lies before the first:", end);
}

static bool read_all(reading *work, const char *name, const char *bytes, size_t length,
                     const char *date_order, qc_findings *findings)
{
    static const int32_t DATES[] = {START, END};
    qc_people_table *people = work->people;
    qc_status *status = work->status;
    people->file = qc_arena_text(&people->arena, name, status);
    if (people->file == NULL ||
        !qc_log_table_open(&work->table, name, bytes, length, WANTED, COLUMNS, findings, status) ||
        !qc_log_table_dates(&work->table, DATES, 2, date_order, status))
        return false;
    memcpy(people->sha256, work->table.sha256, sizeof people->sha256);
    people->people = qc_arena_take(&people->arena, (size_t) work->table.csv.row_count,
                                   sizeof *people->people, status);
    if (people->people == NULL) return false;
    for (int32_t row = 1; row < work->table.csv.row_count; row++) {
        if (!read_row(work, row)) return false;
    }
    return qc_findings_pass(findings, status);
}

bool qc_read_people_bytes(qc_people_table *table, const char *name, const char *bytes,
                          size_t length, const char *date_order, qc_findings *findings,
                          qc_status *status)
{
    reading work = {.people = table, .status = status};
    const bool ok = read_all(&work, name, bytes, length, date_order, findings);
    qc_names_free(&work.names);
    qc_log_table_free(&work.table);
    return ok;
}

bool qc_read_people(qc_people_table *table, const char *path, const char *date_order,
                    qc_findings *findings, qc_status *status)
{
    char *bytes = NULL;
    size_t length = 0;
    const bool ok = qc_sheet_load(path, &bytes, &length, findings, status) &&
                    qc_read_people_bytes(table, path, bytes, length, date_order, findings, status);
    qc_memory_release(bytes);
    return ok;
}

void qc_people_table_free(qc_people_table *table)
{
    qc_arena_free(&table->arena);
    memset(table, 0, sizeof *table);
}
