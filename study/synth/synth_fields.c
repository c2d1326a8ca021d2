#include "study/synth/synth_fields.h"

#include "plan/number.h"
#include "plan/quote.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- single values ---- */

void qc_synth_fields_complain(qc_synth_reader *reader, const qc_yaml_node *node, const char *what,
                              const char *expected)
{
    if (!qc_findings_add(reader->findings, QC_FINDING_ERROR, "spec", node->file, node->line,
                         node->column, reader->status, "%s: %s", what, expected))
        reader->no_memory = true;
}

void qc_synth_fields_refuse(qc_synth_reader *reader, const qc_yaml_node *node, const char *key,
                            const char *expected)
{
    char shown[QC_QUOTE_SIZE], text[256];
    if (node->kind == QC_YAML_TEXT)
        (void) snprintf(text, sizeof text, "'%s' is not possible (expected %s)",
                        qc_quote(node->text, shown), expected);
    else
        (void) snprintf(text, sizeof text, "expected %s", expected);
    qc_synth_fields_complain(reader, node, key, text);
}

bool qc_synth_fields_number(qc_synth_reader *reader, const qc_yaml_node *node, const char *key,
                            double low, double high, double *value)
{
    qc_number_text number;
    qc_status why = {0};
    char expected[80];
    const char *text = node->kind == QC_YAML_TEXT ? node->text : "";
    const double sign = text[0] == '-' ? -1 : 1;
    if (qc_number_read(sign < 0 ? text + 1 : text, &number, &why)) {
        const double read = sign * number.value / (number.percent ? 100 : 1);
        if (read >= low && read <= high && number.unit[0] == 0 && number.currency[0] == 0) {
            *value = read;
            return true;
        }
    }
    (void) snprintf(expected, sizeof expected, "a number from %.10g to %.10g", low, high);
    qc_synth_fields_refuse(reader, node, key, expected);
    return false;
}

static void read_whole(qc_synth_reader *reader, const qc_yaml_node *node,
                       const qc_synth_field *field, int32_t *value)
{
    double number;
    if (!qc_synth_fields_number(reader, node, field->key, field->low, field->high, &number)) return;
    if (number != floor(number)) {
        qc_synth_fields_refuse(reader, node, field->key, "a whole number");
        return;
    }
    *value = (int32_t) number;
}

static void read_seed(qc_synth_reader *reader, const qc_yaml_node *node, const char *key,
                      uint64_t *value)
{
    int64_t whole;
    if (node->kind != QC_YAML_TEXT || !qc_text_whole(node->text, &whole) || whole < 0)
        qc_synth_fields_refuse(reader, node, key, "a whole number from 0");
    else
        *value = (uint64_t) whole;
}

static void read_yes_no(qc_synth_reader *reader, const qc_yaml_node *node, const char *key,
                        bool *value)
{
    const bool yes = node->kind == QC_YAML_TEXT && strcmp(node->text, "yes") == 0;
    const bool no = node->kind == QC_YAML_TEXT && strcmp(node->text, "no") == 0;
    if (yes || no)
        *value = yes;
    else
        qc_synth_fields_refuse(reader, node, key, "yes or no");
}

/* Names go into CSV and YAML as they stand. */
static bool read_name(qc_synth_reader *reader, const qc_yaml_node *node, const char *key, char *out)
{
    if (node->kind == QC_YAML_TEXT && node->text[0] != 0 && strlen(node->text) < QC_SYNTH_NAME &&
        !strpbrk(node->text, ",;\"\\") && !qc_quote_has_control(node->text)) {
        (void) snprintf(out, QC_SYNTH_NAME, "%s", node->text);
        return true;
    }
    qc_synth_fields_refuse(reader, node, key, "a name without commas, quotes and backslashes");
    return false;
}

static void read_date(qc_synth_reader *reader, const qc_yaml_node *node, const char *key,
                      qc_day *day)
{
    if (node->kind != QC_YAML_TEXT || !qc_calendar_parse(node->text, day))
        qc_synth_fields_refuse(reader, node, key, "a day YYYY-MM-DD");
}

static void read_months(qc_synth_reader *reader, const qc_yaml_node *node,
                        const qc_synth_field *field, double *months)
{
    if (node->kind != QC_YAML_LIST || node->count != 12) {
        qc_synth_fields_refuse(reader, node, field->key, "a list of 12 numbers, January first");
        return;
    }
    for (int32_t m = 0; m < 12; m++)
        (void) qc_synth_fields_number(reader, &node->items[m], field->key, field->low, field->high,
                                      &months[m]);
}

/* ---- groups ---- */

static void read_field(qc_synth_reader *reader, const qc_yaml_node *node,
                       const qc_synth_field *field, void *base)
{
    void *at = (char *) base + field->offset;
    switch (field->kind) {
    case QC_SYNTH_NUMBER:
        (void) qc_synth_fields_number(reader, node, field->key, field->low, field->high, at);
        break;
    case QC_SYNTH_WHOLE: read_whole(reader, node, field, at); break;
    case QC_SYNTH_SEED: read_seed(reader, node, field->key, at); break;
    case QC_SYNTH_YES_NO: read_yes_no(reader, node, field->key, at); break;
    case QC_SYNTH_WORD: (void) read_name(reader, node, field->key, at); break;
    case QC_SYNTH_DATE: read_date(reader, node, field->key, at); break;
    case QC_SYNTH_MONTHS: read_months(reader, node, field, at); break;
    case QC_SYNTH_INSIDE: field->inside(reader, node, base); break;
    }
}

static void complain_unknown(qc_synth_reader *reader, const qc_yaml_node *node,
                             const qc_synth_field *fields, int32_t count)
{
    const char *keys[QC_SYNTH_FIELDS];
    char text[160];
    for (int32_t i = 0; i < count; i++)
        keys[i] = fields[i].key;
    const char *near = qc_text_nearest(node->key, keys, count);
    (void) snprintf(text, sizeof text, near ? "unknown key, did you mean '%s'" : "unknown key%s",
                    near ? near : "");
    char shown[QC_QUOTE_SIZE];
    qc_yaml_node at_key = *node;
    at_key.line = node->key_line, at_key.column = node->key_column;
    qc_synth_fields_complain(reader, &at_key, qc_quote(node->key, shown), text);
}

void qc_synth_fields_read(qc_synth_reader *reader, const qc_yaml_node *map,
                          const qc_synth_field *fields, int32_t count, void *base)
{
    if (map->kind != QC_YAML_MAP) {
        qc_synth_fields_complain(reader, map, map->key ? map->key : "item",
                                 "expected a group of keys");
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        const qc_yaml_node *node = qc_yaml_find(map, fields[i].key);
        if (node)
            read_field(reader, node, &fields[i], base);
        else if (fields[i].required)
            qc_synth_fields_complain(reader, map, fields[i].key, "is missing");
    }
    for (int32_t k = 0; k < map->count; k++) {
        bool known = false;
        for (int32_t i = 0; i < count; i++)
            known = known || strcmp(map->items[k].key, fields[i].key) == 0;
        if (!known) complain_unknown(reader, &map->items[k], fields, count);
    }
}

int32_t qc_synth_fields_list(qc_synth_reader *reader, const qc_yaml_node *list, const char *key,
                             int32_t most)
{
    char expected[80];
    if (list->kind == QC_YAML_LIST && list->count >= 1 && list->count <= most) return list->count;
    (void) snprintf(expected, sizeof expected, "expected a list of 1 to %d", (int) most);
    qc_synth_fields_complain(reader, list, key, expected);
    return 0;
}
