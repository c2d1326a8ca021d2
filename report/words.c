#include "report/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#define NARROW_SPACE "\xe2\x80\xaf" /* U+202F */
#define REAL_MINUS   "\xe2\x88\x92" /* U+2212 */

static const struct {
    const char *code, *sign;
} SIGNS[] = {{"EUR", "\xe2\x82\xac"}, {"USD", "$"}, {"GBP", "\xc2\xa3"}};

static void set_currency(qc_words_style *style, const char *currency, bool picture)
{
    size_t length = 0;

    if (currency == NULL) return;
    for (size_t i = 0; picture && i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        if (strcmp(currency, SIGNS[i].code) == 0) {
            snprintf(style->currency, sizeof style->currency, "%s", SIGNS[i].sign);
            return;
        }
    }
    for (const char *c = currency; *c != '\0' && length < sizeof style->currency - 2; c++) {
        const bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') ||
                           (*c >= 'a' && *c <= 'z');
        if (plain) style->currency[length++] = *c;
    }
    if (length > 0) style->currency[length] = ' ';
}

qc_words_style qc_words_style_of(const char *currency, const char *number_style, bool picture)
{
    qc_words_style style = {.decimal = ".", .group = ",", .minus = picture ? REAL_MINUS : "-"};

    if (number_style != NULL && strcmp(number_style, "1.234,5") == 0) {
        style.decimal[0] = ',';
        style.group = ".";
    } else if (number_style != NULL && strcmp(number_style, "1 234.5") == 0) {
        style.group = picture ? NARROW_SPACE : " ";
    }
    set_currency(&style, currency, picture);
    return style;
}

/* The digits of a value that is not negative, without trailing zeros after the point. */
static void plain_digits(const qc_words_style *style, double value, int decimals, char *out,
                         size_t size)
{
    snprintf(out, size, "%.*f", decimals, value);
    char *point = strchr(out, '.');
    if (point == NULL) return;
    char *end = out + strlen(out);
    while (end[-1] == '0')
        end--;
    if (end - 1 == point) end--;
    *end = '\0';
    if (end > point) *point = style->decimal[0];
}

static int decimals_of(double value) /* so that three figures remain */
{
    if (value >= 99.95) return 0;
    if (value >= 9.995) return 1;
    return 2;
}

static qc_word amount_after(const qc_words_style *style, const char *front, double value)
{
    static const char *const SUFFIXES[] = {"", "k", "M", "B", "T"};
    double size = fabs(value);
    int step = 0;
    char digits[64];
    qc_word word;

    if (!isfinite(value)) {
        snprintf(word.text, sizeof word.text, "-");
        return word;
    }
    while (size >= 999.5 && step < 4) {
        size /= 1000.0;
        step++;
    }
    if (size >= 1e15) size = 1e15; /* no plan is about this much; the buffer is finite */
    plain_digits(style, size, decimals_of(size), digits, sizeof digits);
    const bool negative = value < 0.0 && strcmp(digits, "0") != 0;
    snprintf(word.text, sizeof word.text, "%s%s%s%s", negative ? style->minus : "", front, digits,
             SUFFIXES[step]);
    return word;
}

qc_word qc_words_amount(const qc_words_style *style, double value)
{
    return amount_after(style, "", value);
}

qc_word qc_words_money(const qc_words_style *style, double value)
{
    return amount_after(style, style->currency, value);
}

qc_word qc_words_whole(const qc_words_style *style, int64_t value)
{
    char digits[32];
    qc_word word;
    size_t length = 0;

    /* the magnitude of INT64_MIN does not fit an int64_t */
    const uint64_t size = value < 0 ? (uint64_t) 0 - (uint64_t) value : (uint64_t) value;
    const size_t count = (size_t) snprintf(digits, sizeof digits, "%llu",
                                           (unsigned long long) size);
    word.text[0] = '\0';
    if (value < 0) length += (size_t) snprintf(word.text, sizeof word.text, "%s", style->minus);
    for (size_t i = 0; i < count; i++) {
        const bool gap = i > 0 && (count - i) % 3 == 0;
        length += (size_t) snprintf(word.text + length, sizeof word.text - length, "%s%c",
                                    gap ? style->group : "", digits[i]);
    }
    return word;
}

qc_word qc_words_count(const qc_words_style *style, double value)
{
    qc_word word;
    char digits[64];

    if (!isfinite(value)) return amount_after(style, "", value);
    if (fabs(value) >= 9.95) {
        const double bounded = fmin(fmax(round(value), -9e15), 9e15);
        return qc_words_whole(style, (int64_t) bounded);
    }
    plain_digits(style, fabs(value), 1, digits, sizeof digits);
    const bool negative = value < 0.0 && strcmp(digits, "0") != 0;
    snprintf(word.text, sizeof word.text, "%s%s", negative ? style->minus : "", digits);
    return word;
}

qc_word qc_words_plain(const qc_words_style *style, double value)
{
    char digits[64];

    if (!isfinite(value)) return amount_after(style, "", value);
    const double size = fmin(fabs(value), 9e15);
    plain_digits(style, size - floor(size), 3, digits, sizeof digits);
    if (digits[0] == '1') return qc_words_whole(style, (int64_t) round(value));
    qc_word word = qc_words_whole(style, (int64_t) floor(size));
    const size_t length = strlen(word.text);
    snprintf(word.text + length, sizeof word.text - length, "%s", digits + 1); /* after the 0 */
    if (value >= 0.0 || strcmp(word.text, "0") == 0) return word;
    qc_word negative;
    snprintf(negative.text, sizeof negative.text, "%s%.80s", style->minus, word.text);
    return negative;
}

qc_word qc_words_value(const qc_words_style *style, bool is_money, double value)
{
    return is_money ? qc_words_amount(style, value) : qc_words_count(style, value);
}

qc_word qc_words_worth(const qc_words_style *style, bool is_money, double value)
{
    return is_money ? qc_words_money(style, value) : qc_words_count(style, value);
}

qc_word qc_words_chance(double chance)
{
    qc_word word;

    if (isnan(chance)) {
        snprintf(word.text, sizeof word.text, "-");
    } else if (chance < 0.01) {
        snprintf(word.text, sizeof word.text, "under 1%%");
    } else if (chance > 0.99) {
        snprintf(word.text, sizeof word.text, "over 99%%");
    } else {
        snprintf(word.text, sizeof word.text, "%.0f%%", round(chance * 100.0));
    }
    return word;
}

qc_word qc_words_percent(double share)
{
    qc_word word;

    if (!isfinite(share)) {
        snprintf(word.text, sizeof word.text, "-");
    } else {
        snprintf(word.text, sizeof word.text, "%.0f%%", round(share * 100.0) + 0.0);
    }
    return word;
}

qc_word qc_words_points(const qc_words_style *style, double change, bool unit)
{
    const double points = fabs(change) * 100.0;
    char digits[64];
    qc_word word;

    if (!isfinite(change)) return amount_after(style, "", change);
    plain_digits(style, points, points < 0.95 ? 1 : 0, digits, sizeof digits);
    const bool nothing = strcmp(digits, "0") == 0;
    const char *sign = nothing ? "" : change < 0.0 ? style->minus : "+";
    const char *name = strcmp(digits, "1") == 0 ? " point" : " points";
    snprintf(word.text, sizeof word.text, "%s%.40s%s", sign, digits, unit ? name : "");
    return word;
}

qc_word qc_words_bound(double bound)
{
    const double points = fmax(100.0 * bound, 0.001);
    qc_word word;
    snprintf(word.text, sizeof word.text, "%.*g points", points < 9.5 ? 1 : 2, points);
    return word;
}

qc_word qc_words_days(const qc_words_style *style, double days)
{
    qc_word word;

    if (isinf(days)) {
        snprintf(word.text, sizeof word.text, "beyond 730");
        return word;
    }
    return qc_words_count(style, days);
}

const char *qc_words_verdict(double chance)
{
    static const struct {
        double under;
        const char *word;
    } SCALE[] = {{10.0, "out of reach"},     {35.0, "unlikely"}, {50.0, "open, rather not"},
                 {65.0, "open, rather yes"}, {80.0, "likely"},   {INFINITY, "safe"}};
    const double percent = round(chance * 100.0);

    for (size_t i = 0; i < sizeof SCALE / sizeof SCALE[0]; i++) {
        if (percent < SCALE[i].under) return SCALE[i].word;
    }
    return "not known"; /* a chance that is not a number */
}

const char *qc_words_plural(double count, const char *one, const char *many)
{
    return count == 1.0 ? one : many;
}

qc_word qc_words_capital(const char *text)
{
    qc_word word;

    snprintf(word.text, sizeof word.text, "%s", text);
    if (word.text[0] >= 'a' && word.text[0] <= 'z') {
        word.text[0] = (char) (word.text[0] - 'a' + 'A');
    }
    return word;
}

int qc_words_character(const char *text, uint32_t *code_point)
{
    utf8proc_int32_t found = -1;
    utf8proc_uint8_t bytes[4] = {0};

    for (int i = 0; i < 4 && text[i] != '\0'; i++)
        bytes[i] = (utf8proc_uint8_t) text[i];
    const utf8proc_ssize_t length = utf8proc_iterate(bytes, 4, &found);
    if (length < 1 || found < 0) {
        *code_point = 0xFFFD;
        return 1;
    }
    *code_point = (uint32_t) found;
    return (int) length;
}

/* One character ready to print: control characters would end a line or steer the terminal. */
static int shown(const char *text, char out[5], int *columns)
{
    uint32_t code = 0;
    const int length = qc_words_character(text, &code);
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t) code);
    const bool steers = category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL ||
                        category == UTF8PROC_CATEGORY_ZP || (code >= 0x202A && code <= 0x202E) ||
                        (code >= 0x2066 && code <= 0x2069);

    if (steers) code = ' ';
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t written = utf8proc_encode_char((utf8proc_int32_t) code, bytes);
    for (int i = 0; i < (int) written; i++)
        out[i] = (char) bytes[i];
    out[written] = '\0';
    *columns = utf8proc_charwidth((utf8proc_int32_t) code);
    return length;
}

static int columns_of(const char *text)
{
    int total = 0, columns;
    char character[5];

    while (*text != '\0') {
        text += shown(text, character, &columns);
        total += columns;
    }
    return total;
}

void qc_words_cut(const char *text, int columns, bool unicode, char *out, size_t size)
{
    const char *mark = unicode ? "\xe2\x80\xa6" : "...";
    const int mark_columns = unicode ? 1 : 3;
    const bool whole = columns_of(text) <= columns;
    const int room = whole ? columns : columns - mark_columns;
    size_t length = 0;
    int used = 0, width;
    char character[5];

    if (size == 0) return;
    while (*text != '\0') {
        text += shown(text, character, &width);
        const size_t bytes = strlen(character);
        if (used + width > room || length + bytes + strlen(mark) + 1 > size) break;
        memcpy(out + length, character, bytes);
        length += bytes;
        used += width;
    }
    const bool cut = *text != '\0' || !whole;
    snprintf(out + length, size - length, "%s", cut ? mark : "");
}
