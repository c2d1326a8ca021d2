#include "core/text.h"

#include "core/memory.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Names are folded without the heap. One character unfolds to at most 18 (U+FDFA), so the code
 * points of this many bytes always have room. */
#define FOLD_BYTES  512
#define FOLD_POINTS (18 * FOLD_BYTES)

static size_t digits_at(const char *text)
{
    size_t count = 0;

    while (text[count] >= '0' && text[count] <= '9')
        count++;
    return count;
}

bool qc_text_whole(const char *text, int64_t *value)
{
    const char *start = text[0] == '-' ? text + 1 : text;
    const size_t count = digits_at(start);

    if (count == 0 || start[count] != '\0') return false;
    errno = 0;
    const long long parsed = strtoll(text, NULL, 10);
    if (errno != 0) return false;
    *value = parsed;
    return true;
}

typedef struct decimal_parts {
    const char *whole, *fraction;
    size_t whole_digits, fraction_digits;
    long exponent;
    bool negative;
} decimal_parts;

static bool split_decimal(const char *text, decimal_parts *parts)
{
    *parts = (decimal_parts){.negative = text[0] == '-'};
    parts->whole = parts->negative ? text + 1 : text;
    parts->whole_digits = digits_at(parts->whole);
    const char *rest = parts->whole + parts->whole_digits;
    if (*rest == '.') {
        parts->fraction = rest + 1;
        parts->fraction_digits = digits_at(parts->fraction);
        if (parts->fraction_digits == 0) return false;
        rest = parts->fraction + parts->fraction_digits;
    }
    if (parts->whole_digits + parts->fraction_digits == 0) return false;
    if (*rest == 'e' || *rest == 'E') {
        const char *power = rest[1] == '+' || rest[1] == '-' ? rest + 2 : rest + 1;
        const size_t count = digits_at(power);
        if (count == 0 || count > 6) return false;
        parts->exponent = strtol(rest + 1, NULL, 10);
        rest = power + count;
    }
    return *rest == '\0';
}

bool qc_text_decimal(const char *text, double *value)
{
    char plain[512];
    decimal_parts parts;

    if (!split_decimal(text, &parts)) return false;
    if (parts.whole_digits + parts.fraction_digits > sizeof plain - 32) return false;
    /* 12.5e3 is handed to strtod as 125e2: without a point the locale has no say. */
    (void) snprintf(plain, sizeof plain, "%s%.*s%.*se%ld", parts.negative ? "-" : "",
                    (int) parts.whole_digits, parts.whole, (int) parts.fraction_digits,
                    parts.fraction != NULL ? parts.fraction : "",
                    parts.exponent - (long) parts.fraction_digits);
    const double parsed = strtod(plain, NULL);
    if (parsed - parsed != 0.0) return false; /* beyond what a double holds */
    *value = parsed;
    return true;
}

/* Length of the text's beginning that fits into `room` bytes without tearing a character. */
static size_t whole_characters(const char *text, size_t length, size_t room)
{
    if (length <= room) return length;
    while (room > 0 && ((unsigned char) text[room] & 0xC0U) == 0x80U)
        room--;
    return room;
}

static void copy_cut(const char *text, char *out, size_t size)
{
    const size_t length = whole_characters(text, strlen(text), size - 1);

    memcpy(out, text, length);
    out[length] = '\0';
}

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char) *text >= 0x80) return false;
    }
    return true;
}

static size_t fold_ascii(const char *text, char *out, size_t size)
{
    size_t length = 0;

    for (; *text != '\0' && length + 1 < size; text++) {
        const char c = *text;
        if (c >= 'A' && c <= 'Z') {
            out[length++] = (char) (c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out[length++] = c;
        }
    }
    out[length] = '\0';
    return length;
}

/* A mark belongs to the letter before it: without its vowel signs a Hindi word is another word. */
static bool is_kept(utf8proc_int32_t point, bool after_letter)
{
    const utf8proc_category_t category = utf8proc_category(point);

    if (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC) return after_letter;
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

static utf8proc_ssize_t keep_letters(utf8proc_int32_t *points, utf8proc_ssize_t count)
{
    utf8proc_ssize_t kept = 0;
    bool after_letter = false;

    for (utf8proc_ssize_t i = 0; i < count; i++) {
        after_letter = is_kept(points[i], after_letter);
        if (after_letter) points[kept++] = points[i];
    }
    return kept;
}

static size_t write_points(const utf8proc_int32_t *points, utf8proc_ssize_t count, char *out,
                           size_t size)
{
    size_t length = 0;

    for (utf8proc_ssize_t i = 0; i < count; i++) {
        utf8proc_uint8_t bytes[4];
        const size_t more = (size_t) utf8proc_encode_char(points[i], bytes);
        if (length + more >= size) break;
        memcpy(out + length, bytes, more);
        length += more;
    }
    out[length] = '\0';
    return length;
}

/* Letters are picked while everything is in parts and put together afterwards, so that a folded
 * name folds to itself. */
static size_t fold_unicode(const char *text, char *out, size_t size)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    const size_t length = whole_characters(text, strlen(text), FOLD_BYTES);
    utf8proc_int32_t points[FOLD_POINTS];
    utf8proc_ssize_t count = utf8proc_decompose(
        (const utf8proc_uint8_t *) text, (utf8proc_ssize_t) length, points, FOLD_POINTS, options);

    if (count < 0 || count > FOLD_POINTS) return 0;
    count = utf8proc_normalize_utf32(points, keep_letters(points, count), options);
    return count > 0 ? write_points(points, count, out, size) : 0;
}

void qc_text_fold(const char *text, char *out, size_t size)
{
    size_t length = 0;

    if (size == 0) return;
    if (is_ascii(text)) {
        length = fold_ascii(text, out, size);
    } else if (qc_text_is_utf8(text, strlen(text))) {
        length = fold_unicode(text, out, size);
    }
    if (length == 0) copy_cut(text, out, size);
}

bool qc_text_same(const char *a, const char *b)
{
    char folded_a[4 * FOLD_BYTES], folded_b[4 * FOLD_BYTES];

    if (strcmp(a, b) == 0) return true;
    if (strlen(a) > FOLD_BYTES || strlen(b) > FOLD_BYTES) return false;
    qc_text_fold(a, folded_a, sizeof folded_a);
    qc_text_fold(b, folded_b, sizeof folded_b);
    return strcmp(folded_a, folded_b) == 0;
}

bool qc_text_is_utf8(const char *text, size_t length)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *) text;
    size_t at = 0;

    while (at < length) {
        utf8proc_int32_t point;
        if (bytes[at] < 0x80) { /* most of any table */
            at++;
            continue;
        }
        const utf8proc_ssize_t step = utf8proc_iterate(bytes + at, (utf8proc_ssize_t) (length - at),
                                                       &point);
        if (step <= 0) return false;
        at += (size_t) step;
    }
    return true;
}

int qc_text_width(const char *text)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *) text;
    const size_t length = strlen(text);
    size_t at = 0;
    int width = 0;

    while (at < length) {
        utf8proc_int32_t point;
        const utf8proc_ssize_t step = utf8proc_iterate(bytes + at, (utf8proc_ssize_t) (length - at),
                                                       &point);
        width += step > 0 ? utf8proc_charwidth(point) : 1; /* a stray byte shows as one sign */
        at += step > 0 ? (size_t) step : 1;
    }
    return width;
}

#define WORD_LETTERS 64

/* The folded word's letters, or -1 when it is too long for a typing error to be guessed. */
static int32_t letters_of(const char *word, utf8proc_int32_t *letters)
{
    char folded[4 * WORD_LETTERS + 8]; /* one letter more than is allowed still fits */
    int32_t count = 0;

    qc_text_fold(word, folded, sizeof folded);
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *) folded;
    while (*at != 0) {
        if (count == WORD_LETTERS) return -1;
        const utf8proc_ssize_t step = utf8proc_iterate(at, -1, &letters[count]);
        if (step <= 0) return -1;
        count++;
        at += step;
    }
    return count;
}

static int32_t smallest(int32_t a, int32_t b, int32_t c)
{
    const int32_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Letters to insert, drop or replace (Levenshtein), one row of the table at a time. */
static int32_t edit_distance(const utf8proc_int32_t *a, int32_t a_count, const utf8proc_int32_t *b,
                             int32_t b_count)
{
    int32_t row[WORD_LETTERS + 1];

    for (int32_t j = 0; j <= b_count; j++)
        row[j] = j;
    for (int32_t i = 1; i <= a_count; i++) {
        int32_t diagonal = row[0];
        row[0] = i;
        for (int32_t j = 1; j <= b_count; j++) {
            const int32_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = smallest(row[j] + 1, row[j - 1] + 1, replaced);
        }
    }
    return row[b_count];
}

const char *qc_text_nearest(const char *word, const char *const *candidates, int32_t count)
{
    utf8proc_int32_t asked[WORD_LETTERS], offered[WORD_LETTERS];
    const int32_t asked_count = letters_of(word, asked);
    int32_t nearest = asked_count < 5 ? 1 : 2;
    const char *found = NULL;

    if (asked_count < 0) return NULL;
    for (int32_t i = 0; i < count; i++) {
        const int32_t offered_count = letters_of(candidates[i], offered);
        if (offered_count < 0) continue;
        const int32_t distance = edit_distance(asked, asked_count, offered, offered_count);
        if (distance < nearest || (distance == nearest && found == NULL)) {
            nearest = distance;
            found = candidates[i];
        }
    }
    return found;
}

static bool make_room(qc_text *text, size_t more)
{
    qc_status status = {0};
    void *bytes = text->bytes;

    if (text->failed) return false;
    if (more > SIZE_MAX - text->length - 1 ||
        !qc_memory_grow(&bytes, &text->capacity, text->length + more + 1, 1, &status)) {
        text->failed = true;
        return false;
    }
    text->bytes = bytes;
    return true;
}

void qc_text_add(qc_text *text, const char *part)
{
    qc_text_add_part(text, part, strlen(part));
}

void qc_text_add_part(qc_text *text, const char *part, size_t length)
{
    if (!make_room(text, length)) return;
    if (length > 0) memcpy(text->bytes + text->length, part, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void qc_text_addf(qc_text *text, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !make_room(text, (size_t) length)) return;
    va_start(arguments, format);
    (void) vsnprintf(text->bytes + text->length, (size_t) length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t) length;
}

const char *qc_text_get(const qc_text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}

void qc_text_clear(qc_text *text)
{
    text->length = 0;
    if (text->bytes != NULL) text->bytes[0] = '\0';
}

void qc_text_free(qc_text *text)
{
    qc_memory_release(text->bytes);
    *text = (qc_text){0};
}
