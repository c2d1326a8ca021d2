#include "history/numbers.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define CLEAR_MAJORITY 20 /* as for dates: one contradiction in 20 is a typing error */
#define ROOM           64

typedef struct bare_number { /* the digits and separators, without sign and currency */
    char text[ROOM];         /* blanks of all widths are ' ', apostrophes are '\'' */
    bool negative;
    char currency[QC_NUMBERS_CURRENCY];
} bare_number;

static const struct {
    const char *sign, *code;
} SIGNS[] = {{"\xe2\x82\xac", "EUR"},
             {"\xc2\xa3", "GBP"},
             {"\xe2\x82\xb9", "INR"},
             {"US$", "USD"},
             {"A$", "AUD"},
             {"C$", "CAD"},
             {"CA$", "CAD"},
             {"NZ$", "NZD"},
             {"HK$", "HKD"},
             {"S$", "SGD"},
             {"R$", "BRL"},
             {"z\xc5\x82", "PLN"},
             {"K\xc4\x8d", "CZK"},
             {"Fr.", "CHF"},
             {"Rs", "Rs"},
             {"Rs.", "Rs"},
             {"kr", "kr"},
             {"kr.", "kr"},
             {"$", "$"},
             {"\xc2\xa5", "\xc2\xa5"},
             {"\xe2\x82\xbd", "RUB"},
             {"\xe2\x82\xba", "TRY"},
             {"\xe2\x82\xa9", "KRW"},
             {"\xe2\x82\xaa", "ILS"}};

static const struct {
    const char *bytes;
    char plain;
} BLANKS[] = {{"\xc2\xa0", ' '},      {"\xe2\x80\xaf", ' '}, {"\xe2\x80\x89", ' '},
              {"\xe2\x80\x99", '\''}, {"\xe2\x88\x92", '-'}, {"\xe2\x80\x93", '-'}};

bool qc_numbers_currency(const char *text, char currency[QC_NUMBERS_CURRENCY])
{
    bool letters = strlen(text) == 3;
    for (int i = 0; i < 3 && letters; i++) {
        char c = text[i];
        letters = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        currency[i] = c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
    }
    currency[letters ? 3 : 0] = '\0';
    if (letters) return true;
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        if (strcmp(text, SIGNS[i].sign) != 0) continue;
        (void) snprintf(currency, QC_NUMBERS_CURRENCY, "%s", SIGNS[i].code);
        return true;
    }
    return false;
}

/* Copy with plain blanks, apostrophes and minus signs; false when it does not fit. */
static bool plain_copy(const char *text, char out[ROOM])
{
    size_t used = 0;
    while (*text != '\0') {
        size_t step = 1;
        char plain = *text;
        if (used + 1 >= ROOM) return false;
        for (size_t i = 0; i < sizeof BLANKS / sizeof *BLANKS && (plain & 0x80) != 0; i++) {
            size_t length = strlen(BLANKS[i].bytes);
            if (strncmp(text, BLANKS[i].bytes, length) != 0) continue;
            plain = BLANKS[i].plain;
            step = length;
        }
        out[used++] = plain;
        text += step;
    }
    out[used] = '\0';
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void trim_blanks(char **from, char **to)
{
    while (*from < *to && **from == ' ')
        (*from)++;
    while (*from < *to && (*to)[-1] == ' ')
        (*to)--;
    **to = '\0';
}

/* Take the signs off both ends; more than one is no number. */
static bool take_sign(char **from, char **to, int *signs, bool *negative)
{
    trim_blanks(from, to);
    if (**from == '-' || **from == '+') {
        *negative = **from == '-';
        (*from)++;
        (*signs)++;
    }
    if (*from < *to && (*to)[-1] == '-') {
        *negative = true;
        (*to)--;
        (*signs)++;
    }
    if (**from == '(' && *to - *from > 1 && (*to)[-1] == ')') {
        *negative = true;
        (*from)++;
        (*to)--;
        (*signs)++;
    }
    trim_blanks(from, to);
    return *signs <= 1;
}

/* A code is three capitals: "1200 Mio" is no amount in a currency of that name. */
static bool is_currency(const char *word, char currency[QC_NUMBERS_CURRENCY])
{
    if (strlen(word) == 3 && word[2] >= 'a' && word[2] <= 'z') return false;
    return qc_numbers_currency(word, currency);
}

/* Take a currency off one end, if there is one. */
static bool take_currency(char **from, char **to, bare_number *bare)
{
    char word[ROOM];
    size_t front = 0, back = 0, length = (size_t) (*to - *from);
    while (front < length && !is_digit((*from)[front]) &&
           strchr("-+( .,'", (*from)[front]) == NULL) {
        front++;
    }
    if (front > 0 && (*from)[front] == '.' && !is_digit((*from)[front + 1])) front++; /* "Fr." */
    while (back < length - front && !is_digit((*to)[-1 - (ptrdiff_t) back]) &&
           strchr("-) ,'", (*to)[-1 - (ptrdiff_t) back]) == NULL) {
        back++;
    }
    if (front > 0 && back > 0) return false;
    if (front + back == 0) return true;
    memcpy(word, front > 0 ? *from : *to - back, front + back);
    word[front + back] = '\0';
    *from += front;
    *to -= back;
    trim_blanks(from, to);
    return is_currency(word, bare->currency);
}

static bool strip(const char *text, bare_number *bare)
{
    char copy[ROOM];
    int signs = 0;
    *bare = (bare_number){.negative = false};
    if (!plain_copy(text, copy)) return false;
    char *from = copy, *to = copy + strlen(copy);
    if (!take_sign(&from, &to, &signs, &bare->negative)) return false;
    if (!take_currency(&from, &to, bare)) return false;
    if (!take_sign(&from, &to, &signs, &bare->negative)) return false;
    if (to == from) return false;
    memcpy(bare->text, from, (size_t) (to - from) + 1);
    return true;
}

/* Groups of three (of two, in the Indian way) behind a first group of one to three that does not
 * begin with a zero: "0,125" groups nothing. */
static bool group_ok(const char *whole, int run, bool first, bool last)
{
    if (first) return run >= 1 && run <= 3 && whole[0] != '0';
    return last ? run == 3 : run == 2 || run == 3;
}

/* Rewrite with a decimal point and without groups; false when the text does not follow the style. */
static bool rewrite(const char *text, char decimal, char out[ROOM])
{
    char grouped_by = 0;
    size_t used = 0;
    int run = 0;
    for (; *text != '\0'; text++) {
        if (is_digit(*text)) {
            run++;
            out[used++] = *text;
        } else if (*text == decimal || *text == 'e' || *text == 'E') {
            break;
        } else if (strchr(",. '", *text) != NULL && (grouped_by == 0 || grouped_by == *text)) {
            if (!group_ok(out, run, grouped_by == 0, false)) return false;
            grouped_by = *text;
            run = 0;
        } else
            return false;
    }
    if (grouped_by != 0 && !group_ok(out, run, false, true)) return false;
    if (*text == decimal) {
        out[used++] = '.';
        text++;
        while (is_digit(*text))
            out[used++] = *text++;
    }
    if (*text != '\0') {
        if ((*text != 'e' && *text != 'E') || grouped_by != 0) return false;
        while (*text != '\0')
            out[used++] = *text++;
    }
    out[used] = '\0';
    return true;
}

static bool read_style(const bare_number *bare, char decimal, double *value)
{
    char plain[ROOM];
    if (!rewrite(bare->text, decimal, plain) || !qc_text_decimal(plain, value)) return false;
    if (bare->negative && *value > 0.0) *value = -*value; /* and no negative zero */
    return true;
}

bool qc_numbers_read(const char *text, qc_decimal decimal, double *value,
                     char currency[QC_NUMBERS_CURRENCY])
{
    bare_number bare;
    double with_comma = 0.0;
    if (!strip(text, &bare)) return false;
    memcpy(currency, bare.currency, sizeof bare.currency);
    switch (decimal) {
    case QC_DECIMAL_POINT: return read_style(&bare, '.', value);
    case QC_DECIMAL_COMMA: return read_style(&bare, ',', value);
    case QC_DECIMAL_NONE: break;
    }
    return read_style(&bare, '.', value) && read_style(&bare, ',', &with_comma) &&
           *value >= with_comma && *value <= with_comma;
}

void qc_numbers_count(qc_number_tally *tally, const char *text)
{
    bare_number bare;
    double with_point = 0.0, with_comma = 0.0;
    if (!strip(text, &bare)) return;
    bool point = read_style(&bare, '.', &with_point);
    bool comma = read_style(&bare, ',', &with_comma);
    bool two_ways = point && comma && (with_point < with_comma || with_point > with_comma);
    tally->point_only += point && !comma;
    tally->comma_only += comma && !point;
    tally->either += two_ways;
    if (two_ways && tally->example[0] == '\0') {
        qc_csv_excerpt(text, tally->example);
    }
}

bool qc_numbers_decide(const qc_number_tally *tally, qc_decimal *decimal)
{
    int64_t point = tally->point_only, comma = tally->comma_only;
    *decimal = QC_DECIMAL_NONE;
    if (point == 0 && comma == 0) return tally->either == 0;
    if (tally->strict && point > 0 && comma > 0) return false;
    if (comma * CLEAR_MAJORITY <= point) *decimal = QC_DECIMAL_POINT;
    if (point * CLEAR_MAJORITY <= comma) *decimal = QC_DECIMAL_COMMA;
    return *decimal != QC_DECIMAL_NONE;
}

bool qc_numbers_decimal(const char *word, qc_decimal *decimal)
{
    if (strcmp(word, "point") == 0)
        *decimal = QC_DECIMAL_POINT;
    else if (strcmp(word, "comma") == 0)
        *decimal = QC_DECIMAL_COMMA;
    else
        return false;
    return true;
}
