#include "history/sheet.h"

#include "core/memory.h"
#include "core/text.h"

#include <string.h>

/* Errors of the layers below come as a status; the findings list them, too. */
bool qc_sheet_refuse(qc_findings *findings, const qc_status *failure, qc_status *status)
{
    if (failure->code == QC_NO_MEMORY) return qc_fail(status, QC_NO_MEMORY, "%s", failure->message);
    if (!qc_findings_add(findings, QC_FINDING_ERROR, "unreadable file", failure->file,
                         failure->line, failure->field, status, "%s", failure->message)) {
        return false;
    }
    return qc_fail_at(status, failure->code, failure->file, failure->line, failure->field, "%s",
                      failure->message);
}

bool qc_sheet_load(const char *path, char **bytes, size_t *length, qc_findings *findings,
                   qc_status *status)
{
    qc_status failure = {0};
    if (qc_decode_load(path, bytes, length, &failure)) return true;
    return qc_sheet_refuse(findings, &failure, status);
}

static bool parse(qc_sheet *sheet, const char *bytes, size_t length, qc_findings *findings,
                  qc_status *status)
{
    qc_status failure = {0};
    qc_decoded decoded = {0};
    bool ok = qc_decode(&decoded, sheet->name, bytes, length, &failure) &&
              qc_csv_parse(&sheet->csv, sheet->name, decoded.text, decoded.length, &failure);
    sheet->encoding = decoded.encoding;
    qc_decode_free(&decoded);
    if (!ok) return qc_sheet_refuse(findings, &failure, status);
    if (sheet->encoding == QC_ENCODING_WINDOWS_1252 &&
        !qc_findings_add(findings, QC_FINDING_DOUBT, "Windows-1252", sheet->name, 0, 0, status,
                         "is not UTF-8 and was read as Windows-1252; check that names "
                         "with accents look right")) {
        return false;
    }
    if (sheet->csv.row_count > 1) return true;
    const char *text = sheet->csv.row_count == 0 ? "is empty" : "has a header and no rows below it";
    if (!qc_findings_add(findings, QC_FINDING_ERROR, "no rows", sheet->name, 0, 0, status, "%s",
                         text)) {
        return false;
    }
    return qc_fail_at(status, QC_BAD_INPUT, sheet->name, 0, 0, "%s", text);
}

/* A day at the start of `text`: 2026-06-30, 2026_06_30 or 20260630. Returns its length or 0. */
static size_t read_name_day(const char *text, qc_day *day)
{
    const size_t run = strspn(text, "0123456789");
    char plain[11] = "0000-00-00";
    if (run == 8) {
        memcpy(plain, text, 4);
        memcpy(plain + 5, text + 4, 2);
        memcpy(plain + 8, text + 6, 2);
        return qc_calendar_parse(plain, day) ? 8 : 0;
    }
    if (run != 4 || text[4] == '\0' || strchr("-_.", text[4]) == NULL) return 0;
    if (strspn(text + 5, "0123456789") != 2 || text[7] != text[4]) return 0;
    if (strspn(text + 8, "0123456789") != 2) return 0;
    memcpy(plain, text, 10);
    plain[4] = plain[7] = '-';
    return qc_calendar_parse(plain, day) ? 10 : 0;
}

qc_day qc_sheet_day_of_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *at = slash != NULL ? slash + 1 : path;
    qc_day found = QC_DAY_NONE;
    while (*at != '\0') {
        qc_day day = QC_DAY_NONE;
        const size_t length = read_name_day(at, &day);
        const size_t run = strspn(at, "0123456789");
        if (length > 0 && found != QC_DAY_NONE && day != found) return QC_DAY_NONE;
        if (length > 0) found = day;
        at += length > 0 ? length : run > 0 ? run : 1;
    }
    return found;
}

bool qc_sheet_open(qc_sheet *sheet, const char *name, const char *bytes, size_t length,
                   qc_findings *findings, qc_status *status)
{
    qc_digest digest;
    *sheet = (qc_sheet){.name = name, .dated = qc_sheet_day_of_name(name)};
    qc_digest_start(&digest);
    qc_digest_add(&digest, bytes, length);
    qc_digest_end(&digest, sheet->sha256);
    if (!parse(sheet, bytes, length, findings, status)) return false;
    const size_t width = (size_t) qc_csv_width(&sheet->csv, 0);
    sheet->date_order = qc_memory_take(width, sizeof *sheet->date_order, status);
    sheet->decimal = qc_memory_take(width, sizeof *sheet->decimal, status);
    return sheet->date_order != NULL && sheet->decimal != NULL;
}

const char *qc_sheet_title(const qc_sheet *sheet, int32_t field)
{
    return qc_csv_cell(&sheet->csv, 0, field);
}

const char *qc_sheet_cell(const qc_sheet *sheet, int32_t row, int32_t field)
{
    if (field == QC_COLUMN_ABSENT || field >= qc_csv_width(&sheet->csv, row)) return "";
    return qc_csv_cell(&sheet->csv, row, field);
}

int32_t qc_sheet_find(const qc_sheet *sheet, const char *const *names)
{
    const int32_t width = qc_csv_width(&sheet->csv, 0);
    for (; *names != NULL; names++) {
        for (int32_t field = 0; field < width; field++) {
            const char *title = qc_sheet_title(sheet, field);
            if (title[0] != '\0' && qc_text_same(title, *names)) return field;
        }
    }
    return QC_COLUMN_ABSENT;
}

void qc_sheet_free(qc_sheet *sheet)
{
    qc_csv_free(&sheet->csv);
    qc_memory_release(sheet->date_order);
    qc_memory_release(sheet->decimal);
    *sheet = (qc_sheet){.name = NULL};
}
