#include "study/decide/ramp.h"

#include "core/text.h"
#include "plan/number.h"
#include "plan/quantity.h"
#include "plan/set.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NEARLY_NOTHING 1e-9

typedef struct one_end {
    qc_ramp_kind kind;
    double value;
    char unit[QC_NUMBER_UNIT + 16];
    bool nothing; /* 0 or 0%: fits every change */
} one_end;

static bool is_points(const char *unit)
{
    return strcmp(unit, "points") == 0 || strcmp(unit, "point") == 0;
}

/* What follows the digits of a value is kept as typed: "k", "per month", "EUR". */
static bool read_value(one_end *end, const char *text, qc_status *status)
{
    qc_number_text number;
    const size_t digits = strspn(text, "0123456789.");
    char bare[64] = "";
    qc_status ignored = {0};
    if (digits == 0 || digits >= sizeof bare || strlen(text + digits) >= sizeof end->unit)
        return qc_fail(status, QC_BAD_INPUT, "'%s' is no value a lever can start or end at", text);
    memcpy(bare, text, digits);
    if (!qc_number_read(bare, &number, &ignored))
        return qc_fail(status, QC_BAD_INPUT, "'%s': %s", text, ignored.message);
    end->value = number.value;
    snprintf(end->unit, sizeof end->unit, "%s", text + digits);
    end->kind = strcmp(end->unit, "%") == 0 ? QC_RAMP_SHARE : QC_RAMP_VALUE;
    end->nothing = number.value == 0;
    return true;
}

/* "+2" or "+2 from 2026-08-01", which only people take: whoever reads the lever says so otherwise. */
static bool read_people(one_end *end, const char *text)
{
    const size_t digits = strspn(text + 1, "0123456789");
    const char *rest = text + 1 + digits;
    char number[16] = "";
    int64_t whole = 0;
    if (text[0] != '+' || digits == 0 || digits >= sizeof number) return false;
    if (*rest != '\0' && (strncmp(rest, " from ", 6) != 0 || strlen(rest) >= sizeof end->unit))
        return false;
    memcpy(number, text + 1, digits);
    if (!qc_text_whole(number, &whole)) return false;
    end->kind = QC_RAMP_PEOPLE;
    end->value = (double) whole;
    end->nothing = whole == 0;
    snprintf(end->unit, sizeof end->unit, "%s", rest);
    return true;
}

static bool read_end(one_end *end, const char *text, qc_status *status)
{
    qc_number_text number;
    qc_status ignored = {0};
    *end = (one_end){.kind = QC_RAMP_PERCENT};
    if (!qc_quantity_is_change(text)) return read_value(end, text, status);
    const size_t sign = text[0] == '+' || text[0] == '-' ? 1 : 3; /* or U+2212 */
    if (read_people(end, text)) return true;
    if (!qc_number_read(text + sign, &number, &ignored) || number.scaled ||
        !(number.percent ? number.unit[0] == '\0' : is_points(number.unit)))
        return qc_fail(status, QC_BAD_INPUT, "'%s' is not a change (e.g. +20%% or +5 points)",
                       text);
    end->kind = number.percent ? QC_RAMP_PERCENT : QC_RAMP_POINTS;
    end->value = text[0] == '+' ? number.value : -number.value;
    end->nothing = number.value == 0;
    return true;
}

bool qc_ramp_read(qc_ramp *ramp, const char *path, const char *from, const char *to,
                  qc_arena *arena, qc_status *status)
{
    one_end low, high;
    if (!read_end(&low, from, status) || !read_end(&high, to, status)) return false;
    const bool change = high.kind < QC_RAMP_SHARE || low.kind < QC_RAMP_SHARE;
    if (change && low.nothing) low.kind = high.kind;
    if (change && high.nothing) high.kind = low.kind;
    if (high.kind == QC_RAMP_PEOPLE && low.unit[0] == '\0' && low.nothing)
        low = (one_end){.kind = QC_RAMP_PEOPLE, .nothing = true};
    const bool has_unit = low.kind == QC_RAMP_VALUE || (low.kind == QC_RAMP_PEOPLE && !low.nothing);
    if (low.kind != high.kind || (has_unit && strcmp(low.unit, high.unit) != 0))
        return qc_fail(status, QC_BAD_INPUT,
                       "%s: '%s' and '%s' are of different kinds (both changes or both values, "
                       "written alike)",
                       path, from, to);
    if (low.value == high.value)
        return qc_fail(status, QC_BAD_INPUT, "%s: from '%s' to '%s' nothing moves", path, from, to);
    *ramp = (qc_ramp){.kind = low.kind, .from = low.value, .to = high.value};
    ramp->path = qc_arena_text(arena, path, status);
    ramp->unit = qc_arena_text(arena, high.unit, status);
    return ramp->path != NULL && ramp->unit != NULL;
}

double qc_ramp_round(const qc_ramp *ramp, double x)
{
    return qc_ramp_round_to(ramp, x, 3);
}

double qc_ramp_round_to(const qc_ramp *ramp, double x, int digits)
{
    if (x == 0 || x == ramp->to) return x;
    if (ramp->kind == QC_RAMP_PEOPLE) return fmin(ceil(x - NEARLY_NOTHING), ramp->to);
    const double unit = pow(10, floor(log10(fabs(x))) - (digits - 1));
    const double rounded = (ramp->to > ramp->from ? ceil(x / unit - 1e-6)
                                                  : floor(x / unit + 1e-6)) *
                           unit;
    return (ramp->to - rounded) * (ramp->to - ramp->from) < 0 ? ramp->to : rounded;
}

char *qc_ramp_text(const qc_ramp *ramp, double x, qc_arena *arena, qc_status *status)
{
    if (fabs(x) < NEARLY_NOTHING) x = 0;
    switch (ramp->kind) {
    case QC_RAMP_PERCENT: return qc_arena_format(arena, status, "%+.6g%%", x);
    case QC_RAMP_POINTS: return qc_arena_format(arena, status, "%+.6g points", x);
    case QC_RAMP_PEOPLE: return qc_arena_format(arena, status, "+%.0f%s", x, ramp->unit);
    case QC_RAMP_SHARE: return qc_arena_format(arena, status, "%.6g%%", x);
    case QC_RAMP_VALUE: break;
    }
    return qc_arena_format(arena, status, "%.9g%s", x, ramp->unit);
}

char *qc_ramp_set(const qc_ramp *ramp, double x, qc_arena *arena, qc_status *status)
{
    const char *text = qc_ramp_text(ramp, x, arena, status);
    return text != NULL ? qc_arena_format(arena, status, "%s=%s", ramp->path, text) : NULL;
}

bool qc_ramp_is_nothing(const qc_ramp *ramp, double x)
{
    return ramp->kind < QC_RAMP_SHARE && fabs(x) < NEARLY_NOTHING;
}

bool qc_ramp_parse(qc_ramp *ramp, int32_t *count, const char *text, qc_arena *arena,
                   qc_status *status)
{
    char *path = qc_arena_text(arena, text, status);
    if (path == NULL) return false;
    const char *equals = qc_set_equals(path);
    char *from = equals != NULL ? path + (equals - path) : NULL;
    char *to = from != NULL ? strchr(from, ':') : NULL;
    if (to == NULL || from == path)
        return qc_fail(status, QC_BAD_INPUT, "'%s' is not PATH=FROM:TO, e.g. new_deals=0%%:+30%%",
                       text);
    *from++ = *to++ = '\0';
    char *many = strchr(to, ':');
    if (many != NULL) {
        int64_t whole = 0;
        *many++ = '\0';
        if (!qc_text_whole(many, &whole) || whole < 2 || whole > 100)
            return qc_fail(status, QC_BAD_INPUT, "'%s': '%s' is no number of steps from 2 to 100",
                           text, many);
        *count = (int32_t) whole;
    }
    return qc_ramp_read(ramp, path, from, to, arena, status);
}
