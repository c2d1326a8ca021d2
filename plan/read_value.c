#include "plan/read_value.h"

#include "plan/period.h"
#include "plan/quantity.h"
#include "plan/read_belief.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

_Static_assert(sizeof(qc_amount_is) == sizeof(int32_t), "a choice is kept as its place in a list");

static void *field_of(void *base, size_t offset)
{
    return (char *) base + offset;
}

/* Relative paths start at the plan's folder, wherever the program was started. */
static bool read_file(qc_reader *reader, const qc_yaml_node *node, const char **path)
{
    const char *text, *slash = strrchr(reader->plan->file, '/');
    int folder = slash ? (int) (slash - reader->plan->file) + 1 : 0;
    if (!qc_reader_text(reader, node, &text)) return false;
    *path = text[0] == '/' ? text
                           : qc_arena_format(&reader->plan->arena, reader->status, "%.*s%s", folder,
                                             reader->plan->file, text);
    return *path != NULL;
}

/* One text or path, or a list of them. */
static bool read_texts(qc_reader *reader, const qc_schema_key *key, const qc_yaml_node *node,
                       void *base)
{
    const char ***texts = field_of(base, key->field.at);
    int32_t *count = field_of(base, key->field.count_at);
    int32_t wanted = node->kind == QC_YAML_LIST ? node->count : 1;
    bool ok = true;
    if (node->kind == QC_YAML_MAP)
        return qc_reader_error(reader, node, "expected a text or a list of texts");
    *texts = qc_arena_take(&reader->plan->arena, (size_t) wanted, sizeof **texts, reader->status);
    if (!*texts) return false;
    for (int32_t i = 0; i < wanted; i++) {
        const qc_yaml_node *item = node->kind == QC_YAML_LIST ? &node->items[i] : node;
        const char **text = &(*texts)[*count];
        if (key->kind == QC_KIND_FILES ? read_file(reader, item, text)
                                       : qc_reader_text(reader, item, text))
            (*count)++;
        else
            ok = false;
    }
    return ok;
}

static bool read_currency(qc_reader *reader, const qc_yaml_node *node, const char **currency)
{
    const char *text;
    char quoted[QC_QUOTE_SIZE], upper[4] = "";
    if (!qc_reader_text(reader, node, &text)) return false;
    for (size_t i = 0; i < 3 && isalpha((unsigned char) text[i]); i++)
        upper[i] = (char) toupper((unsigned char) text[i]);
    if (strlen(upper) != 3 || text[3] != '\0')
        return qc_reader_error(reader, node, "%s is not a currency (three letters, e.g. EUR)",
                               qc_quote(text, quoted));
    *currency = qc_arena_text(&reader->plan->arena, upper, reader->status);
    return *currency != NULL;
}

static bool read_word(qc_reader *reader, const qc_schema_key *key, const qc_yaml_node *node,
                      int32_t *place)
{
    const char *text;
    char quoted[QC_QUOTE_SIZE];
    if (!qc_reader_text(reader, node, &text)) return false;
    for (*place = 0; key->words[*place]; ++*place)
        if (strcasecmp(key->words[*place], text) == 0) return true;
    return qc_reader_error(reader, node, "%s is unknown here (expected %s)", qc_quote(text, quoted),
                           key->limits);
}

static bool read_flag(qc_reader *reader, const qc_yaml_node *node, bool *flag)
{
    const char *text;
    char quoted[QC_QUOTE_SIZE];
    if (!qc_reader_text(reader, node, &text)) return false;
    *flag = strcasecmp(text, "true") == 0 || strcasecmp(text, "yes") == 0;
    if (*flag || strcasecmp(text, "false") == 0 || strcasecmp(text, "no") == 0) return true;
    return qc_reader_error(reader, node, "%s is neither true nor false", qc_quote(text, quoted));
}

static bool read_day(qc_reader *reader, const qc_yaml_node *node, bool or_none, qc_day *day)
{
    const char *text;
    char quoted[QC_QUOTE_SIZE];
    if (!qc_reader_text(reader, node, &text)) return false;
    if (or_none && strcasecmp(text, "none") == 0) {
        reader->plan->history.recorded_always = true;
        return true;
    }
    if (qc_calendar_parse(text, day) && qc_period_in_bounds(*day)) return true;
    *day = QC_DAY_NONE;
    return qc_reader_error(reader, node, "%s is not a day (expected YYYY-MM-DD%s)",
                           qc_quote(text, quoted), or_none ? ", or none" : "");
}

static bool read_month(qc_reader *reader, const qc_yaml_node *node, int32_t *month)
{
    const char *text;
    char quoted[QC_QUOTE_SIZE];
    int32_t found;
    if (!qc_reader_text(reader, node, &text)) return false;
    found = qc_period_month(text);
    if (found == 0)
        return qc_reader_error(reader, node, "%s is not a month (January to December)",
                               qc_quote(text, quoted));
    *month = found;
    return true;
}

static bool read_share(qc_reader *reader, const qc_yaml_node *node, double *share)
{
    const char *text;
    qc_status failure = {0};
    if (!qc_reader_text(reader, node, &text)) return false;
    if (!qc_quantity_single(text, QC_QUANTITY_SHARE, "", share, NULL, &failure))
        return qc_reader_failed(reader, node, &failure);
    /* 0 in the field means "not said"; 0% means that the first row is too many. */
    if (*share <= 0) *share = 1e-12;
    return true;
}

static bool read_hours(qc_reader *reader, const qc_yaml_node *node, double *hours)
{
    const char *text;
    char quoted[QC_QUOTE_SIZE];
    qc_status failure = {0};
    if (!qc_reader_text(reader, node, &text)) return false;
    if (!qc_quantity_single(text, QC_QUANTITY_COUNT, "", hours, NULL, &failure))
        return qc_reader_failed(reader, node, &failure);
    if (*hours <= 168) return true;
    return qc_reader_error(reader, node, "%s is more hours than a week has (0 to 168)",
                           qc_quote(text, quoted));
}

static bool read_limit(qc_reader *reader, const qc_yaml_node *node, double *limit)
{
    const char *text;
    char quoted[QC_QUOTE_SIZE];
    qc_status failure = {0};
    if (!qc_reader_text(reader, node, &text)) return false;
    if (!qc_quantity_single(text, QC_QUANTITY_COUNT, "", limit, NULL, &failure))
        return qc_reader_failed(reader, node, &failure);
    if (*limit >= 1 && *limit <= 100000 && floor(*limit) >= *limit) return true;
    return qc_reader_error(reader, node, "%s is no whole number of deals (1 to 100000)",
                           qc_quote(text, quoted));
}

static bool read_stage(qc_reader *reader, const qc_yaml_node *node, int32_t *stage)
{
    const char *text, *names[64];
    char quoted[QC_QUOTE_SIZE], more[256];
    int32_t count;
    if (!qc_reader_text(reader, node, &text)) return false;
    if (reader->plan->stage_count == 0) return false; /* the pipeline has its own error */
    *stage = qc_reader_find_stage(reader->plan, text);
    if (*stage >= 0) return true;
    count = qc_reader_stage_names(reader->plan, names, 64);
    qc_reader_suggest(reader, text, names, count, more, sizeof more);
    return qc_reader_error(reader, node, "'%s' is no stage of the pipeline%s",
                           qc_quote(text, quoted), more);
}

static bool refuse_question(qc_reader *reader, const qc_yaml_node *node)
{
    const char *text;
    char quoted[QC_QUOTE_SIZE];
    if (!qc_reader_text(reader, node, &text)) return false;
    return qc_reader_error(reader, node, "'%s' is still open; settle it, then delete this line",
                           qc_quote(text, quoted));
}

static bool read_choice(qc_reader *reader, const qc_schema_key *key, const qc_yaml_node *node,
                        void *field)
{
    int32_t place;
    if (!read_word(reader, key, node, &place)) return false;
    if (key->kind == QC_KIND_WORD)
        *(const char **) field = key->words[place];
    else
        memcpy(field, &place, sizeof place);
    return true;
}

bool qc_read_value(qc_reader *reader, const qc_schema_key *key, const qc_yaml_node *node,
                   void *base)
{
    void *field = field_of(base, key->field.at);
    switch (key->kind) {
    case QC_KIND_TEXT: return qc_reader_text(reader, node, field);
    case QC_KIND_FILES:
    case QC_KIND_TEXTS: return read_texts(reader, key, node, base);
    case QC_KIND_FILE: return read_file(reader, node, field);
    case QC_KIND_CURRENCY: return read_currency(reader, node, field);
    case QC_KIND_WORD:
    case QC_KIND_CHOICE: return read_choice(reader, key, node, field);
    case QC_KIND_FLAG: return read_flag(reader, node, field);
    case QC_KIND_QUESTION: return refuse_question(reader, node);
    case QC_KIND_DAY: return read_day(reader, node, false, field);
    case QC_KIND_DAY_OR_NONE: return read_day(reader, node, true, field);
    case QC_KIND_MONTH: return read_month(reader, node, field);
    case QC_KIND_SHARE_ONLY: return read_share(reader, node, field);
    case QC_KIND_STAGE: return read_stage(reader, node, field);
    case QC_KIND_SHARE:
    case QC_KIND_DAYS:
    case QC_KIND_SIZE:
    case QC_KIND_RATE: return qc_read_belief(reader, key->kind, node, field);
    case QC_KIND_SHOCKS: return qc_read_belief_shocks(reader, node);
    case QC_KIND_HOURS: return read_hours(reader, node, field);
    case QC_KIND_LIMIT: return read_limit(reader, node, field);
    case QC_KIND_GROUP:
    case QC_KIND_PIPELINE:
    case QC_KIND_SEGMENTS:
    case QC_KIND_TARGETS:
    case QC_KIND_SCENARIOS:
    case QC_KIND_LEVERS:
    case QC_KIND_TEAM:
    case QC_KIND_ACTIVITIES:
    case QC_KIND_COST:
    case QC_KIND_MARKET:
    case QC_KIND_QUOTA:
    case QC_KIND_NUMBER:
    case QC_KIND_EVIDENCE:
    case QC_KIND_NOISE:
    case QC_KIND_CHANGE_SHARE:
    case QC_KIND_CHANGE:
    case QC_KIND_METRIC:
    case QC_KIND_PERIOD:
    case QC_KIND_GOAL:
    case QC_KIND_SCOPE:
    case QC_KIND_PART: return true; /* read by the group they belong to */
    }
    return true;
}

bool qc_read_value_group(qc_reader *reader, const char *group, const qc_yaml_node *map, void *base)
{
    const qc_schema_key *key;
    bool ok;
    if (!qc_reader_map(reader, map)) return false;
    ok = qc_reader_keys(reader, group, map);
    for (int32_t i = 0; (key = qc_schema_child(group, i)) != NULL; i++) {
        const qc_yaml_node *node = qc_yaml_find(map, key->name);
        size_t mark;
        if (!node) continue;
        mark = qc_reader_enter(reader, key->name);
        ok = qc_read_value(reader, key, node, base) && ok;
        qc_reader_leave(reader, mark);
    }
    return ok;
}
