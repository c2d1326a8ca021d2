#include "history/import/import.h"

#include "core/memory.h"
#include "history/style.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CANONICAL_CONFIDENCE 60

/* ---- what it says ---- */

static bool say(qc_import *import, qc_finding_kind kind, const qc_sheet *sheet, const char *reason,
                int32_t row, int32_t field, qc_status *status, const char *format,
                va_list arguments)
{
    char text[512];
    const int32_t line = row < 0 ? 0 : sheet->csv.line[row];
    (void) vsnprintf(text, sizeof text, format, arguments);
    return qc_findings_add(import->table->findings, kind, reason, sheet->name, line, field + 1,
                           status, "%s", text);
}

bool qc_import_error(qc_import *import, const qc_sheet *sheet, const char *reason, int32_t row,
                     int32_t field, qc_status *status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const bool ok = say(import, QC_FINDING_ERROR, sheet, reason, row, field, status, format,
                        arguments);
    va_end(arguments);
    return ok;
}

bool qc_import_doubt(qc_import *import, const qc_sheet *sheet, const char *reason, int32_t row,
                     int32_t field, qc_status *status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const bool ok = say(import, QC_FINDING_DOUBT, sheet, reason, row, field, status, format,
                        arguments);
    va_end(arguments);
    return ok;
}

bool qc_import_need(qc_import *import, const qc_sheet *sheet, const char *key, int32_t field,
                    qc_status *status)
{
    if (field != QC_COLUMN_ABSENT) return true;
    const char *mapped = qc_import_mapped(import, key);
    return qc_import_error(
        import, sheet, "missing column", 0, -1, status,
        "the layout \"%s\" needs a column for %s and finds none%s%s%s; name it by "
        "--map %s=TITLE",
        import->dialect->title, key, mapped != NULL ? " called \"" : "",
        mapped != NULL ? mapped : "", mapped != NULL ? "\"" : "", key);
}

bool qc_import_may_go_on(const qc_import *import)
{
    return import->table->findings->of_kind[QC_FINDING_ERROR] == import->table->errors_before;
}

bool qc_import_is_yes(const char *cell)
{
    static const char *const YES[] = {"true", "yes", "1", "t", "y", "wahr", "ja", "vrai"};
    char folded[8];
    /* asked of every record: most say no, and their first letter shows it */
    if (cell[0] == '\0' || cell[0] == 'f' || cell[0] == 'F' || cell[0] == '0') return false;
    qc_text_fold(cell, folded, sizeof folded);
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++) {
        if (strcmp(folded, YES[i]) == 0) return true;
    }
    return false;
}

/* ---- columns ---- */

const char *qc_import_mapped(const qc_import *import, const char *key)
{
    const qc_words *map = &import->options->map;
    const size_t length = strlen(key);
    for (int32_t i = 0; i < map->count; i++) {
        const char *pair = map->text[i];
        if (strncmp(pair, key, length) != 0 || pair[length] != '=') continue;
        if (import->map_asked != NULL) import->map_asked[i] = true;
        return pair + length + 1;
    }
    return NULL;
}

static bool has_title(const qc_import *import, const char *title)
{
    const char *const names[] = {title, NULL};
    for (int32_t i = 0; i < import->sheet_count; i++) {
        if (qc_sheet_find(&import->sheets[i], names) != QC_COLUMN_ABSENT) return true;
    }
    return false;
}

bool qc_import_check_map(qc_import *import, bool after, qc_status *status)
{
    const qc_words *map = &import->options->map;
    for (int32_t i = 0; i < map->count; i++) {
        const char *pair = map->text[i];
        const char *equals = strchr(pair, '=');
        char room[QC_CSV_EXCERPT];
        const char *wrong = NULL;
        if (equals == NULL)
            wrong = "is not name=title, e.g. date=When";
        else if (!after && !has_title(import, equals + 1))
            wrong = "names a column that is in no file";
        else if (after && !import->map_asked[i])
            wrong = "names something that the layout does not read";
        if (wrong != NULL &&
            !qc_import_error(import, &import->sheets[0], "column map", -1, -1, status,
                             "--map %s %s", qc_csv_excerpt(pair, room), wrong)) {
            return false;
        }
    }
    return true;
}

int32_t qc_import_column(const qc_import *import, const qc_sheet *sheet, const char *key,
                         const char *const *names)
{
    const char *const mapped[] = {qc_import_mapped(import, key), NULL};
    return qc_sheet_find(sheet, mapped[0] != NULL ? mapped : names);
}

void qc_import_find_values(const qc_import *import, const qc_sheet *sheet, qc_import_values *values)
{
    static const char *const NUMBERS[QC_NUMBER_COUNT][8] = {
        [QC_NUMBER_AMOUNT] = {"amount", "value", "deal value", "deal amount", "close value",
                              "price", "revenue"},
        [QC_NUMBER_UNITS] = {"units", "quantity", "total quantity"},
        [QC_NUMBER_MARGIN] = {"margin"},
        [QC_NUMBER_PROBABILITY] = {"probability", "deal probability", "win probability"}};
    static const char *const LABELS[QC_LABEL_COUNT][8] = {
        [QC_LABEL_OWNER] = {"owner", "owner name", "deal owner", "opportunity owner", "sales agent",
                            "salesperson", "rep"},
        [QC_LABEL_SEGMENT] = {"segment", "customer segment"},
        [QC_LABEL_SOURCE] = {"source", "lead source", "deal source"},
        [QC_LABEL_CUSTOMER] = {"customer", "account name", "account", "company", "organization",
                               "organisation", "client"},
        [QC_LABEL_PRODUCT] = {"product", "product name"},
        [QC_LABEL_REGION] = {"region", "territory", "country"},
        [QC_LABEL_REASON] = {"reason", "lost reason", "loss reason", "closed lost reason"},
        [QC_LABEL_PIPELINE] = {"pipeline", "pipeline name"}};
    static const char *const CURRENCY[] = {"currency", "currency code", "currency iso code", NULL};
    static const char *const CLOSE[] = {"close date", "expected close date", NULL};
    values->scale = 1.0;
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        const char *key = qc_table_number_word((qc_number) i);
        values->number[i] = qc_import_column(import, sheet, key, NUMBERS[i]);
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const char *key = qc_history_label_word((qc_label) i);
        values->label[i] = qc_import_column(import, sheet, key, LABELS[i]);
    }
    values->currency = qc_import_column(import, sheet, "currency", CURRENCY);
    values->close_date = qc_import_column(import, sheet, "close_date", CLOSE);
}

/* ---- style ---- */

static bool note_order(qc_import *import, const qc_sheet *sheet, int32_t field, qc_status *status)
{
    static const char *const WORDS[] = {[QC_DATE_ORDER_DMY] = "day first",
                                        [QC_DATE_ORDER_MDY] = "month first",
                                        [QC_DATE_ORDER_YMD] = "year first",
                                        [QC_DATE_ORDER_SERIAL] = "a spreadsheet's day numbers"};
    const qc_date_order order = sheet->date_order[field];
    char room[QC_CSV_EXCERPT], title[QC_CSV_EXCERPT];
    qc_csv_excerpt(qc_sheet_title(sheet, field), title);
    if (order == QC_DATE_ORDER_SERIAL)
        return qc_decisions_add(import->decisions, "date order", WORDS[order], true, "", status,
                                "column \"%s\": nothing but numbers from 20000 to 60000", title);
    if (import->options->date_order != NULL) {
        return qc_decisions_add(import->decisions, "date order", WORDS[order], true, "--date-order",
                                status, "column \"%s\": as you said", title);
    }
    for (int32_t row = 1; row < sheet->csv.row_count; row++) {
        const char *cell = qc_sheet_cell(sheet, row, field);
        qc_date_tally one = {.strict = true};
        qc_date_order found = QC_DATE_ORDER_NONE;
        qc_dates_count(&one, cell);
        if (one.day_first_only + one.month_first_only == 0) continue;
        if (!qc_dates_decide(&one, &found) || found != order) continue;
        return qc_decisions_add(import->decisions, "date order", WORDS[order], true, "--date-order",
                                status, "column \"%s\": %s, line %d, can be read in no other way",
                                title, qc_csv_excerpt(cell, room), (int) sheet->csv.line[row]);
    }
    return true; /* every date speaks for itself */
}

static bool note_decimal(qc_import *import, const qc_sheet *sheet, int32_t field, qc_status *status)
{
    const qc_decimal decimal = sheet->decimal[field];
    char title[QC_CSV_EXCERPT];
    if (decimal == QC_DECIMAL_NONE) return true;
    return qc_decisions_add(
        import->decisions, "decimal sign", decimal == QC_DECIMAL_POINT ? "point" : "comma", true,
        "--decimal", status, "column \"%s\"%s", qc_csv_excerpt(qc_sheet_title(sheet, field), title),
        import->options->decimal != NULL ? ": as you said" : "");
}

/* Put the answers beside the cells and say what was decided. */
static bool keep_style(qc_import *import, qc_sheet *sheet, const int32_t *dates,
                       const qc_date_order *order, int32_t date_count, const int32_t *numbers,
                       const qc_decimal *decimal, qc_status *status)
{
    for (int32_t i = 0; i < date_count; i++) {
        if (dates[i] == QC_COLUMN_ABSENT) continue;
        sheet->date_order[dates[i]] = order[i];
        if (order[i] != QC_DATE_ORDER_NONE && !note_order(import, sheet, dates[i], status))
            return false;
    }
    for (int32_t i = 0; i < QC_NUMBER_PROBABILITY; i++) { /* its range settles that one */
        if (numbers[i] == QC_COLUMN_ABSENT) continue;
        sheet->decimal[numbers[i]] = decimal[i];
        if (!note_decimal(import, sheet, numbers[i], status)) return false;
    }
    return true;
}

bool qc_import_style(qc_import *import, qc_sheet *sheet, const int32_t *dates, int32_t date_count,
                     const qc_import_values *values, qc_status *status)
{
    static const qc_import_values NO_VALUES = {.number = {-1, -1, -1, -1}, .close_date = -1};
    const qc_style_source source = {.csv = &sheet->csv,
                                    .file = sheet->name,
                                    .findings = import->table->findings,
                                    .date_order = import->options->date_order,
                                    .decimal = import->options->decimal,
                                    .strict = true,
                                    .alike = import->dialect->one_program};
    const int32_t *numbers = (values != NULL ? values : &NO_VALUES)->number;
    const size_t count = (size_t) date_count + 1;
    qc_decimal decimal[QC_NUMBER_COUNT] = {QC_DECIMAL_NONE};
    int32_t *fields = qc_memory_take(count, sizeof *fields, status);
    qc_date_order *order = qc_memory_take(count, sizeof *order, status);
    bool ok = fields != NULL && order != NULL;
    if (ok) {
        memcpy(fields, dates, (size_t) date_count * sizeof *fields);
        fields[date_count] = values != NULL ? values->close_date : QC_COLUMN_ABSENT;
        ok = qc_style_dates(&source, fields, date_count + 1, order, status) &&
             qc_style_numbers(&source, numbers, QC_NUMBER_PROBABILITY, decimal, status) &&
             keep_style(import, sheet, fields, order, date_count + 1, numbers, decimal, status);
    }
    qc_memory_release(fields);
    qc_memory_release(order);
    return ok;
}

/* ---- choosing ---- */

static bool looks_canonical(const qc_sheet *sheet)
{
    static const char *const ID[] = {"deal_id", "id", "deal", "opportunity_id", NULL};
    static const char *const DATE[] = {"date", NULL}, *const STAGE[] = {"stage", NULL};
    return qc_sheet_find(sheet, ID) >= 0 && qc_sheet_find(sheet, DATE) >= 0 &&
           qc_sheet_find(sheet, STAGE) >= 0;
}

static bool refuse_dialect(qc_import *import, qc_status *status)
{
    qc_text names = {0};
    qc_text_add(&names, "canonical");
    for (const qc_dialect *dialect = qc_dialects; dialect->name != NULL; dialect++) {
        qc_text_addf(&names, ", %s", dialect->name);
    }
    bool ok = qc_import_error(import, &import->sheets[0], "unknown option", -1, -1, status,
                              "dialect \"%s\" is none of %s", import->options->dialect,
                              qc_text_get(&names));
    if (names.failed) ok = qc_fail(status, QC_NO_MEMORY, "out of memory while writing a message");
    qc_text_free(&names);
    return ok;
}

static bool choose_named(qc_import *import, const qc_dialect **chosen, qc_status *status)
{
    const char *name = import->options->dialect;
    if (qc_text_same(name, "canonical")) return true;
    for (const qc_dialect *dialect = qc_dialects; dialect->name != NULL; dialect++) {
        if (!qc_text_same(dialect->name, name)) continue;
        *chosen = dialect;
        return qc_decisions_add(import->decisions, "layout", dialect->title, true, "--dialect",
                                status, "as you said");
    }
    return refuse_dialect(import, status);
}

static bool choose_surest(qc_import *import, const qc_dialect **chosen, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[0];
    const bool mapped = import->options->map.count > 0;
    int best = !mapped && looks_canonical(sheet) ? CANONICAL_CONFIDENCE : 0;
    qc_text evidence = {0}, best_evidence = {0};
    for (const qc_dialect *dialect = qc_dialects; dialect->name != NULL; dialect++) {
        qc_text_clear(&evidence);
        const int confidence = dialect->detect(import, sheet, &evidence);
        if (confidence <= best) continue;
        best = confidence;
        *chosen = dialect;
        qc_text_clear(&best_evidence);
        qc_text_add(&best_evidence, qc_text_get(&evidence));
    }
    bool ok = !evidence.failed && !best_evidence.failed;
    if (!ok) (void) qc_fail(status, QC_NO_MEMORY, "out of memory while looking at a header");
    if (ok && best > 0) {
        ok = qc_decisions_add(
            import->decisions, "layout", *chosen != NULL ? (*chosen)->title : "canonical", true,
            "--dialect", status, "%s",
            *chosen != NULL ? qc_text_get(&best_evidence) : "columns deal_id, date, stage");
    }
    qc_text_free(&evidence);
    qc_text_free(&best_evidence);
    return ok;
}

static bool note_file(qc_import *import, qc_status *status)
{
    static const char *const ENCODINGS[] = {[QC_ENCODING_UTF8] = "UTF-8",
                                            [QC_ENCODING_UTF16] = "UTF-16",
                                            [QC_ENCODING_WINDOWS_1252] = "Windows-1252"};
    const qc_sheet *sheet = &import->sheets[0];
    const char *delimiter = sheet->csv.delimiter == ','    ? "comma"
                            : sheet->csv.delimiter == ';'  ? "semicolon"
                            : sheet->csv.delimiter == '\t' ? "tab"
                                                           : "bar";
    return qc_decisions_add(import->decisions, "encoding", ENCODINGS[sheet->encoding], true, "",
                            status, "%s",
                            sheet->encoding == QC_ENCODING_WINDOWS_1252 ? "the bytes are not UTF-8"
                                                                        : "the bytes are valid") &&
           qc_decisions_add(import->decisions, "delimiter", delimiter, true, "", status,
                            "splits the header into %d columns and the rows below alike",
                            (int) qc_csv_width(&sheet->csv, 0));
}

bool qc_import_choose(qc_import *import, const qc_dialect **dialect, qc_status *status)
{
    *dialect = NULL;
    if (!note_file(import, status)) return false;
    return import->options->dialect != NULL ? choose_named(import, dialect, status)
                                            : choose_surest(import, dialect, status);
}

void qc_import_free(qc_import *import)
{
    for (int32_t i = 0; i < import->sheet_count; i++) {
        qc_sheet_free(&import->sheets[i]);
    }
    qc_memory_release(import->sheets);
    qc_row_set_free(&import->seen);
    qc_text_free(&import->activities);
    qc_memory_release(import->map_asked);
    import->map_asked = NULL;
    qc_arena_free(&import->arena);
    import->sheets = NULL;
    import->sheet_count = 0;
}
