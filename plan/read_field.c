#include "plan/read_field.h"

#include "plan/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* An amount of money is above 0, but a price may be nothing. */
static bool read_single(qc_reader *reader, const qc_field *what, const char *text, double *value,
                        qc_status *status)
{
    qc_status ignored = {0};
    qc_number_text number;
    *value = 0;
    if (what->kind == QC_QUANTITY_MONEY && what->low <= 0 &&
        qc_number_read(text, &number, &ignored) && !number.percent && number.unit[0] == '\0' &&
        !(fabs(number.value) > 0))
        return true;
    return qc_quantity_single(text, what->kind, reader->plan->currency, value, NULL, status);
}

bool qc_read_field(qc_reader *reader, const qc_field *what, const qc_yaml_node *node, void *base)
{
    double value = 0, *out = (double *) (void *) ((char *) base + what->at);
    char quoted[QC_QUOTE_SIZE];
    const char *text;
    qc_status failure = {0};
    if (!qc_reader_text(reader, node, &text)) return false;
    if (!read_single(reader, what, text, &value, &failure))
        return qc_reader_failed(reader, node, &failure);
    if (value < what->low || value > what->high)
        return qc_reader_error(reader, node, "%s is out of bounds (%g to %g)",
                               qc_quote(text, quoted), what->low, what->high);
    if (what->whole && floor(value) < value)
        return qc_reader_error(reader, node, "%s is no whole number", qc_quote(text, quoted));
    *out = value;
    return true;
}

bool qc_read_fields(qc_reader *reader, const qc_field *fields, size_t count,
                    const qc_yaml_node *map, void *base)
{
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        const qc_yaml_node *node = qc_yaml_find(map, fields[i].name);
        if (!node) continue;
        const size_t mark = qc_reader_enter(reader, fields[i].name);
        ok = qc_read_field(reader, &fields[i], node, base) && ok;
        qc_reader_leave(reader, mark);
    }
    return ok;
}

/* "5k per month" and "5k/month": where the unit begins, and how long the words between are. */
static const char *find_per(const char *text, size_t *length)
{
    const char *at = strchr(text, '/');
    *length = 1;
    if (at != NULL) return at;
    for (at = text; *at != '\0'; at++) {
        *length = 5;
        if (strncasecmp(at, " per ", 5) == 0) return at;
    }
    return NULL;
}

bool qc_read_field_pay(qc_reader *reader, const qc_yaml_node *node, qc_plan_pay *pay)
{
    char quoted[QC_QUOTE_SIZE], money[64];
    const char *text, *per;
    size_t length = 0;
    qc_status failure = {0};
    static const qc_field PRICE = {.kind = QC_QUANTITY_MONEY};
    if (!qc_reader_text(reader, node, &text)) return false;
    pay->place = (qc_place){node->line, node->column};
    pay->stated = true;
    if (strcmp(text, "0") == 0) return true;
    per = find_per(text, &length);
    if (per == NULL || (size_t) (per - text) >= sizeof money ||
        !qc_quantity_unit(per + length, &pay->per))
        return qc_reader_error(reader, node, "%s is not money per unit of time (e.g. 5k per month)",
                               qc_quote(text, quoted));
    snprintf(money, sizeof money, "%.*s", (int) (per - text), text);
    return read_single(reader, &PRICE, money, &pay->amount, &failure) ||
           qc_reader_failed(reader, node, &failure);
}
