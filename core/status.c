#include "core/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_continuation(char byte)
{
    return ((unsigned char) byte & 0xC0U) == 0x80U;
}

/* A message cut by its buffer may end inside a character: drop that torn character. */
static void drop_torn_end(char *text)
{
    size_t length = strlen(text);
    size_t start = length;

    while (start > 0 && length - start < 3 && is_continuation(text[start - 1]))
        start--;
    if (start == 0) return;
    start--;
    const unsigned char lead = (unsigned char) text[start];
    const size_t wanted = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (wanted > length - start) text[start] = '\0';
}

/* The end of a long path says more than its beginning. */
static void keep_file(qc_status *status, const char *file)
{
    const size_t room = sizeof status->file;
    const size_t length = strlen(file);

    if (length < room) {
        memcpy(status->file, file, length + 1);
        return;
    }
    const char *tail = file + length - (room - 4);
    while (is_continuation(*tail))
        tail++;
    (void) snprintf(status->file, room, "...%s", tail);
}

static QC_PRINTF(3, 0) void keep(qc_status *status, qc_code code, const char *format,
                                 va_list arguments)
{
    const int length = vsnprintf(status->message, sizeof status->message, format, arguments);

    if (length >= (int) sizeof status->message) drop_torn_end(status->message);
    qc_status_one_line(status->message);
    status->code = code;
}

void qc_status_one_line(char *text)
{
    for (; *text != '\0'; text++) {
        const unsigned char byte = (unsigned char) *text;
        if (byte < 0x20 || byte == 0x7F) *text = ' ';
    }
}

bool qc_fail(qc_status *status, qc_code code, const char *format, ...)
{
    va_list arguments;

    if (status->code != QC_OK) return false;
    va_start(arguments, format);
    keep(status, code, format, arguments);
    va_end(arguments);
    return false;
}

bool qc_fail_at(qc_status *status, qc_code code, const char *file, int32_t line, int32_t field,
                const char *format, ...)
{
    va_list arguments;

    if (status->code != QC_OK) return false;
    status->line = line;
    status->field = field;
    keep_file(status, file != NULL ? file : "");
    va_start(arguments, format);
    keep(status, code, format, arguments);
    va_end(arguments);
    return false;
}

const char *qc_code_word(qc_code code)
{
    switch (code) {
#define QC_CODE_CASE(name, word) \
    case QC_##name: return word;
        QC_CODES(QC_CODE_CASE)
#undef QC_CODE_CASE
    }
    return "unknown";
}

void qc_status_text(const qc_status *status, char *out, size_t size)
{
    char line[16] = "", field[16] = "";

    if (status->line > 0) (void) snprintf(line, sizeof line, "%d:", status->line);
    if (status->line > 0 && status->field > 0) {
        (void) snprintf(field, sizeof field, "%d:", status->field);
    }
    const char *colon = status->file[0] != '\0' ? ":" : "";
    const char *blank = status->file[0] != '\0' || status->line > 0 ? " " : "";
    const int length = snprintf(out, size, "%s%s%s%s%s%s", status->file, colon, line, field, blank,
                                status->message);
    if (size > 0 && length >= (int) size) drop_torn_end(out);
}
