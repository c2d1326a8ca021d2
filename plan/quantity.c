#include "plan/quantity.h"

#include "plan/number.h"
#include "plan/quote.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DAYS_A_YEAR 365.25
#define WORD_SIZE   24

typedef struct kind_rule {
    const char *noun, *expected;
    double high;          /* of one number */
    bool above_zero;      /* is 0 refused? */
    const char *units[8]; /* words that may follow */
} kind_rule;

static const kind_rule RULES[] = {
    [QC_QUANTITY_SHARE] = {"a share", "0..1 or 0%..100%", 1, false, {NULL}},
    [QC_QUANTITY_MONEY] =
        {"an amount", "above 0, e.g. 1.2M, 400k or 4 800 000", 1e15, true, {NULL}},
    [QC_QUANTITY_DAYS] = {"a number of days",
                          "above 0 and up to 36500, e.g. 14, 14 days or 2 weeks",
                          36500,
                          true,
                          {NULL}},
    [QC_QUANTITY_RATE] = {"a rate", "0 to 1000000, e.g. 60 per month", 1e6, false, {NULL}},
    [QC_QUANTITY_COUNT] = {"a count",
                           "0 or more, e.g. 20 or 1.5k",
                           1e12,
                           false,
                           {"deal", "deals", "customer", "customers", "unit", "units", NULL}},
    [QC_QUANTITY_FACTOR] = {"a plain number", "0 to 100, e.g. 0.4", 100, false, {NULL}},
};

static const struct {
    const char *word, *plural;
    double per_day, days;
} UNITS[] = {
    [QC_UNIT_DAY] = {"day", "days", 1, 1},
    [QC_UNIT_WEEK] = {"week", "weeks", 1.0 / 7, 7},
    [QC_UNIT_MONTH] = {"month", "months", 12 / DAYS_A_YEAR, DAYS_A_YEAR / 12},
    [QC_UNIT_QUARTER] = {"quarter", "quarters", 4 / DAYS_A_YEAR, DAYS_A_YEAR / 4},
    [QC_UNIT_YEAR] = {"year", "years", 1 / DAYS_A_YEAR, DAYS_A_YEAR},
};

bool qc_quantity_unit(const char *text, qc_calendar_unit *unit)
{
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (strcasecmp(text, UNITS[i].word) == 0 || strcasecmp(text, UNITS[i].plural) == 0) {
            *unit = (qc_calendar_unit) i;
            return true;
        }
    }
    return false;
}

double qc_quantity_per_day(qc_calendar_unit unit)
{
    return UNITS[unit].per_day;
}

static bool refuse(const char *text, qc_quantity_kind kind, qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    return qc_fail(status, QC_BAD_INPUT, "%s is not %s (%s)", qc_quote(text, quoted),
                   RULES[kind].noun, RULES[kind].expected);
}

/* ---- one number, its unit and its limits ---- */

static const char *currency_of_sign(const char *word)
{
    if (strcmp(word, "\xE2\x82\xAC") == 0) return "EUR";
    if (strcmp(word, "\xC2\xA3") == 0) return "GBP";
    if (strcmp(word, "$") == 0) return "USD";
    return word;
}

static bool check_currency(const char *text, const char *word, const char *currency,
                           qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    if (word[0] == '\0' || strcasecmp(currency_of_sign(word), currency) == 0) return true;
    if (strlen(currency_of_sign(word)) != 3) return refuse(text, QC_QUANTITY_MONEY, status);
    if (currency[0] == '\0')
        return qc_fail(status, QC_BAD_INPUT, "%s names a currency, but the plan has no 'currency'",
                       qc_quote(text, quoted));
    return qc_fail(status, QC_BAD_INPUT, "%s is not in the plan's currency (%s)",
                   qc_quote(text, quoted), currency);
}

static bool apply_money(const char *text, const char *currency, qc_number_text *number,
                        qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    if (!check_currency(text, number->currency, currency, status)) return false;
    if (!check_currency(text, number->unit, currency, status)) return false;
    if (number->point_may_group && !number->scaled)
        return qc_fail(status, QC_BAD_INPUT,
                       "%s could be thousands or decimals; write it without the point, or with two "
                       "decimals",
                       qc_quote(text, quoted));
    return true;
}

static bool apply_days(qc_number_text *number)
{
    qc_calendar_unit unit = QC_UNIT_DAY;
    if (number->unit[0] != '\0' && !qc_quantity_unit(number->unit, &unit)) return false;
    number->value *= UNITS[unit].days;
    return true;
}

/* "per month" or "/month"; nothing is fine when the caller will say the unit. */
static bool apply_rate(const char *text, const qc_number_text *number, qc_calendar_unit *per,
                       qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    const char *word = number->unit;
    if (strncasecmp(word, "per ", 4) == 0)
        word += 4;
    else if (word[0] == '/')
        word += word[1] == ' ' ? 2 : 1;
    else if (word[0] == '\0')
        return qc_fail(status, QC_BAD_INPUT, "%s needs a unit of time, e.g. 60 per month",
                       qc_quote(text, quoted));
    else
        return refuse(text, QC_QUANTITY_RATE, status);
    return qc_quantity_unit(word, per) || refuse(text, QC_QUANTITY_RATE, status);
}

static bool known_unit(const kind_rule *rule, const char *unit)
{
    if (unit[0] == '\0') return true;
    for (const char *const *word = rule->units; *word; word++)
        if (strcasecmp(unit, *word) == 0) return true;
    return false;
}

/* Turn the number into the kind's own measure and hold it against the kind's limits. */
static bool apply(const char *text, qc_quantity_kind kind, const char *currency,
                  qc_number_text *number, qc_calendar_unit *per, qc_status *status)
{
    const kind_rule *rule = &RULES[kind];
    bool ok = true;
    if (number->percent && kind != QC_QUANTITY_SHARE) return refuse(text, kind, status);
    if (number->scaled && (kind == QC_QUANTITY_SHARE || kind == QC_QUANTITY_DAYS))
        return refuse(text, kind, status);
    if (number->currency[0] != '\0' && kind != QC_QUANTITY_MONEY) return refuse(text, kind, status);
    switch (kind) {
    case QC_QUANTITY_SHARE:
        if (number->percent) number->value /= 100;
        ok = number->unit[0] == '\0';
        break;
    case QC_QUANTITY_MONEY:
        if (!apply_money(text, currency, number, status)) return false;
        break;
    case QC_QUANTITY_DAYS: ok = apply_days(number); break;
    case QC_QUANTITY_RATE:
        if (!apply_rate(text, number, per, status)) return false;
        break;
    case QC_QUANTITY_COUNT:
    case QC_QUANTITY_FACTOR: ok = known_unit(rule, number->unit); break;
    }
    if (!ok || number->value > rule->high || (rule->above_zero && number->value <= 0))
        return refuse(text, kind, status);
    return true;
}

/* A text that is no number at all is better told what the key expects. */
static bool read_number(const char *text, qc_quantity_kind kind, qc_number_text *number,
                        qc_status *status)
{
    if (qc_quantity_is_change(text) || strcspn(text, "0123456789") == strlen(text))
        return refuse(text, kind, status);
    return qc_number_read(text, number, status);
}

bool qc_quantity_single(const char *text, qc_quantity_kind kind, const char *currency,
                        double *value, qc_calendar_unit *per, qc_status *status)
{
    qc_number_text number;
    qc_calendar_unit unit = QC_UNIT_DAY;
    if (!read_number(text, kind, &number, status)) return false;
    if (!apply(text, kind, currency, &number, &unit, status)) return false;
    *value = number.value;
    if (per) *per = unit;
    return true;
}

/* ---- ranges ---- */

/* Where " to " stands, NULL = not a range. */
static const char *find_to(const char *text)
{
    for (; *text; text++)
        if (strncasecmp(text, " to ", 4) == 0) return text;
    return NULL;
}

/* "4-20", "4..20" and "4 - 20" are ranges to the eye. */
static bool looks_like_range(const char *text)
{
    static const char *const MARKS[] = {"-", "..", "\xE2\x80\x93"};
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++) {
        const char *at = strstr(text, MARKS[i]);
        if (at && at > text && strpbrk(at, "0123456789") && !strchr("eE", at[-1])) return true;
    }
    return false;
}

/* What a reader could understand in two ways: "45 to 65%", "4 to 40k". */
static bool check_ends(const char *text, const qc_number_text *low, const qc_number_text *high,
                       qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    if (low->percent != high->percent)
        return qc_fail(status, QC_BAD_INPUT, "%s: write both ends with %% or both without",
                       qc_quote(text, quoted));
    if (high->scaled && !low->scaled && low->bare <= high->bare)
        return qc_fail(status, QC_BAD_INPUT,
                       "%s: does the k, M or bn belong to both ends? write it at both, or write "
                       "the numbers out",
                       qc_quote(text, quoted));
    return true;
}

static bool check_order(const char *text, qc_quantity_kind kind, double low, double high,
                        qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    qc_quote(text, quoted);
    if (low > high)
        return qc_fail(status, QC_BAD_INPUT, "%s: the low end is above the high end", quoted);
    if (!(low < high))
        return qc_fail(status, QC_BAD_INPUT, "%s: both ends are equal; write one number", quoted);
    if (low <= 0)
        return qc_fail(status, QC_BAD_INPUT, "%s: the low end of a range has to be above 0",
                       quoted);
    if (kind == QC_QUANTITY_SHARE && high >= 1)
        return qc_fail(status, QC_BAD_INPUT, "%s: the high end of a range has to be below 100%%",
                       quoted);
    return true;
}

static bool read_range(const char *text, const char *to, qc_quantity_kind kind,
                       const char *currency, qc_belief *belief, qc_status *status)
{
    char start[QC_QUOTE_SIZE * 2];
    qc_number_text low, high;
    qc_calendar_unit low_per = QC_UNIT_DAY, high_per = QC_UNIT_DAY;
    size_t length = (size_t) (to - text);

    if (length == 0 || length >= sizeof start) return refuse(text, kind, status);
    memcpy(start, text, length);
    start[length] = '\0';
    if (!read_number(start, kind, &low, status) || !read_number(to + 4, kind, &high, status))
        return false;
    if (low.unit[0] == '\0') memcpy(low.unit, high.unit, sizeof low.unit);
    if (!check_ends(text, &low, &high, status)) return false;
    /* the high end first: the low one may have its unit from there */
    if (!apply(to + 4, kind, currency, &high, &high_per, status)) return false;
    if (!apply(start, kind, currency, &low, &low_per, status)) return false;
    if (low_per != high_per) return refuse(text, kind, status);
    if (!check_order(text, kind, low.value, high.value, status)) return false;
    belief->form = QC_BELIEF_RANGE;
    belief->first = low.value;
    belief->second = high.value;
    belief->per = high_per;
    return true;
}

bool qc_quantity_belief(const char *text, qc_quantity_kind kind, const char *currency,
                        qc_belief *belief, qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    const char *to = find_to(text);
    if (to) return read_range(text, to, kind, currency, belief, status);
    if (looks_like_range(text))
        return qc_fail(status, QC_BAD_INPUT, "%s: write a range as 'a to b'",
                       qc_quote(text, quoted));
    if (!qc_quantity_single(text, kind, currency, &belief->first, &belief->per, status))
        return false;
    belief->form = QC_BELIEF_SINGLE;
    return true;
}

/* ---- changes and evidence ---- */

#define MINUS_SIGN "\xE2\x88\x92" /* what a word processor makes of '-' */

bool qc_quantity_is_change(const char *text)
{
    return text[0] == '+' || text[0] == '-' ||
           strncmp(text, MINUS_SIGN, sizeof MINUS_SIGN - 1) == 0;
}

static bool refuse_change(const char *text, qc_quantity_kind kind, qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    return qc_fail(status, QC_BAD_INPUT, "%s is not a change (%s)", qc_quote(text, quoted),
                   kind == QC_QUANTITY_SHARE ? "+20%, -8% or +5 points" : "+20% or -8%");
}

static bool is_points(const char *unit)
{
    return strcasecmp(unit, "points") == 0 || strcasecmp(unit, "point") == 0 ||
           strcasecmp(unit, "percentage points") == 0;
}

bool qc_quantity_change(const char *text, qc_quantity_kind kind, qc_change_kind *change,
                        double *amount, qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    qc_status ignored = {0};
    qc_number_text number;
    const char *rest = text + (text[0] == '+' || text[0] == '-' ? 1 : sizeof MINUS_SIGN - 1);
    double sign = text[0] == '+' ? 1 : -1;

    if (!qc_quantity_is_change(text) || !qc_number_read(rest, &number, &ignored) ||
        number.currency[0] != '\0' || number.scaled)
        return refuse_change(text, kind, status);
    if (number.percent && number.unit[0] == '\0') {
        *change = QC_CHANGE_SCALE;
        *amount = 1 + sign * number.value / 100;
        if (*amount > 0 && *amount <= 100) return true;
        return qc_fail(status, QC_BAD_INPUT, "%s is out of bounds (above -100%%, up to +9900%%)",
                       qc_quote(text, quoted));
    }
    if (number.percent || !is_points(number.unit) || kind != QC_QUANTITY_SHARE)
        return refuse_change(text, kind, status);
    *change = QC_CHANGE_POINTS;
    *amount = sign * number.value / 100;
    if (number.value <= 100) return true;
    return qc_fail(status, QC_BAD_INPUT, "%s is out of bounds (-100 to +100 points)",
                   qc_quote(text, quoted));
}

bool qc_quantity_evidence(const char *text, double *deals, qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    qc_status ignored = {0};
    if (strcasecmp(text, "certain") == 0) {
        *deals = INFINITY;
        return true;
    }
    if (qc_quantity_single(text, QC_QUANTITY_COUNT, "", deals, NULL, &ignored) && *deals > 0 &&
        *deals <= 1e6)
        return true;
    return qc_fail(status, QC_BAD_INPUT,
                   "%s is not what a statement can be based on (20 deals, or certain)",
                   qc_quote(text, quoted));
}
