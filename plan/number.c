#include "plan/number.h"

#include "core/text.h"
#include "plan/quote.h"

#include <string.h>

#define BODY_SIZE 64

/* What follows the digits and multiplies them. */
static const struct {
    const char *word;
    double factor;
} SCALES[] = {{"k", 1e3}, {"K", 1e3}, {"M", 1e6}, {"m", 1e6}, {"mn", 1e6}, {"bn", 1e9}, {"B", 1e9}};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool refuse(const char *text, qc_status *status, const char *why)
{
    char quoted[QC_QUOTE_SIZE];
    return qc_fail(status, QC_BAD_INPUT, "%s %s", qc_quote(text, quoted), why);
}

/* Copy with every kind of blank (also no-break and thin ones) as ' ', trimmed, runs made one. */
static bool normalise(const char *text, char *out, size_t size)
{
    size_t used = 0;
    while (*text) {
        size_t blank = *text == ' ' || *text == '\t'           ? 1
                       : strncmp(text, "\xC2\xA0", 2) == 0     ? 2
                       : strncmp(text, "\xE2\x80\xAF", 3) == 0 ? 3
                       : strncmp(text, "\xE2\x80\x89", 3) == 0 ? 3
                                                               : 0;
        if (used + 2 > size) return false;
        if (blank == 0) {
            out[used++] = *text++;
        } else {
            if (used > 0 && out[used - 1] != ' ') out[used++] = ' ';
            text += blank;
        }
    }
    while (used > 0 && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
    return true;
}

/* Digits, marks, and blanks that have a digit on the right: "4 800 000", "1,200.50". */
static size_t body_length(const char *text)
{
    size_t length = 0;
    while (is_digit(text[length]) || (text[length] != '\0' && strchr(".,_", text[length])) ||
           (text[length] == ' ' && is_digit(text[length + 1])))
        length++;
    return length;
}

typedef struct marks {
    int32_t points, commas, blanks; /* blanks and underscores */
    char last;                      /* the last point or comma, 0 = none */
    size_t last_at;
} marks;

static marks count_marks(const char *body, size_t length)
{
    marks found = {0};
    for (size_t i = 0; i < length; i++) {
        if (body[i] == ' ' || body[i] == '_') found.blanks++;
        if (body[i] == '.') found.points++;
        if (body[i] == ',') found.commas++;
        if (body[i] == '.' || body[i] == ',') {
            found.last = body[i];
            found.last_at = i;
        }
    }
    return found;
}

/* Could the single mark part thousands: 1 to 3 digits (no leading zero), mark, 3 digits? */
static bool may_group(const char *body, size_t length, const marks *found)
{
    return found->blanks == 0 && found->last_at >= 1 && found->last_at <= 3 && body[0] != '0' &&
           length - found->last_at == 4;
}

/* Which mark stands before the decimals: '.', ',' or 0 for none; '?' when two readings exist. */
static char decimal_mark(const char *body, size_t length, const marks *found)
{
    if (found->points > 0 && found->commas > 0)
        return (found->last == '.' ? found->points : found->commas) == 1 ? found->last : '!';
    if (found->points == 1) return '.';
    if (found->commas == 1) return may_group(body, length, found) ? '?' : ',';
    return '\0';
}

/* The whole part, its groups of three checked, as digits in `out`. */
static bool join_groups(const char *body, size_t length, char *out)
{
    size_t used = 0, in_group = 0, groups = 1;
    char mark = '\0';
    for (size_t i = 0; i < length; i++) {
        if (is_digit(body[i])) {
            out[used++] = body[i];
            in_group++;
            continue;
        }
        if ((mark && body[i] != mark) || in_group == 0 || in_group > 3) return false;
        if (groups > 1 && in_group != 3) return false;
        mark = body[i];
        in_group = 0;
        groups++;
    }
    out[used] = '\0';
    return used > 0 && (groups == 1 || in_group == 3);
}

static bool digits_only(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!is_digit(text[i])) return false;
    return length > 0;
}

/* "1,200.50" -> "1200.50" */
static bool clean(const char *text, const char *body, size_t length, char *out,
                  qc_number_text *number, qc_status *status)
{
    marks found = count_marks(body, length);
    char mark = decimal_mark(body, length, &found);
    size_t whole = mark ? found.last_at : length;
    size_t decimals = mark ? length - whole - 1 : 0;

    if (mark == '?')
        return refuse(text, status,
                      "could be thousands or decimals; write it without the comma, or with a point "
                      "for decimals");
    if (mark == '!' || !join_groups(body, whole, out) ||
        (mark && !digits_only(body + whole + 1, decimals)))
        return refuse(text, status,
                      "is not a number (thousands come in groups of three, like 4 800 000)");
    number->point_may_group = mark == '.' && found.commas == 0 && may_group(body, length, &found);
    if (mark) {
        size_t used = strlen(out);
        out[used] = '.';
        memcpy(out + used + 1, body + whole + 1, decimals);
        out[used + 1 + decimals] = '\0';
    }
    return true;
}

/* An exponent as programs print it: e-05 right after the digits. */
static size_t exponent_length(const char *text)
{
    size_t length = 1;
    if (text[0] != 'e' && text[0] != 'E') return 0;
    if (text[length] == '+' || text[length] == '-') length++;
    if (!is_digit(text[length])) return 0;
    while (is_digit(text[length]))
        length++;
    return length;
}

static bool keep_word(char *out, const char *word, size_t length)
{
    if (length >= QC_NUMBER_UNIT) return false;
    memcpy(out, word, length);
    out[length] = '\0';
    return true;
}

/* What comes after the digits: a scale, a percent sign, a unit. */
static bool read_tail(const char *text, const char *tail, qc_number_text *number, qc_status *status)
{
    size_t word;
    if (*tail == ' ') tail++;
    if (*tail == '%') {
        number->percent = true;
        tail++;
    } else {
        word = strcspn(tail, " ");
        for (size_t i = 0; i < sizeof SCALES / sizeof SCALES[0]; i++) {
            if (strlen(SCALES[i].word) != word || strncmp(SCALES[i].word, tail, word) != 0)
                continue;
            number->scaled = true;
            number->value *= SCALES[i].factor;
            tail += word;
            break;
        }
    }
    if (*tail == ' ') tail++;
    if (!keep_word(number->unit, tail, strlen(tail)))
        return refuse(text, status, "is not a number (too much text after the digits)");
    return true;
}

bool qc_number_read(const char *text, qc_number_text *number, qc_status *status)
{
    char line[BODY_SIZE], digits[2 * BODY_SIZE];
    const char *body;
    size_t before, length, exponent;

    memset(number, 0, sizeof *number);
    if (!normalise(text, line, sizeof line))
        return refuse(text, status, "is too long for a number");
    before = strcspn(line, "0123456789");
    body = line + before;
    if (*body == '\0') return refuse(text, status, "is not a number");
    if (before > 0 && strchr("+-", line[0]))
        return refuse(text, status, "has a sign, which belongs to changes such as +20%");
    if (before > 0 && line[before - 1] == ' ') before--;
    if (!keep_word(number->currency, line, before))
        return refuse(text, status, "is not a number (too much text before the digits)");

    length = body_length(body);
    if (!clean(text, body, length, digits, number, status)) return false;
    exponent = exponent_length(body + length);
    if (exponent > 0 && !digits_only(body, length) && !strchr(digits, '.')) exponent = 0;
    strncat(digits, body + length, exponent);
    if (!qc_text_decimal(digits, &number->value))
        return refuse(text, status, "is not a number that fits");
    number->bare = number->value;
    return read_tail(text, body + length + exponent, number, status);
}
