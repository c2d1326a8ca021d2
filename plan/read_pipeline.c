#include "plan/read_pipeline.h"

#include "core/text.h"
#include "plan/read_belief.h"
#include "plan/read_value.h"

#include <math.h>
#include <stdio.h>

/* The words of lever paths and of the two ends. */
static const char *const RESERVED[] = {"days", "conversion", "won", "lost"};

static bool is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof RESERVED / sizeof RESERVED[0]; i++)
        if (qc_text_same(name, RESERVED[i])) return true;
    return false;
}

static void inherit(qc_belief *belief, double deals)
{
    if (belief->form != QC_BELIEF_NONE && belief->based_on == 0) belief->based_on = deals;
}

/* `based_on` of the stage covers a single-number conversion and all days without their own. */
static bool spread_evidence(qc_reader *reader, const qc_yaml_node *map, qc_plan_stage *stage)
{
    const qc_yaml_node *node = qc_yaml_find(map, "based_on");
    double deals = 0;
    size_t mark;
    bool ok;
    if (!node) return true;
    mark = qc_reader_enter(reader, "based_on");
    ok = qc_read_belief_evidence(reader, node, &deals);
    if (ok && isinf(deals) && stage->conversion.form == QC_BELIEF_RANGE)
        ok = qc_reader_error(reader, node,
                             "certain, but conversion is a range, and the range already says it");
    qc_reader_leave(reader, mark);
    if (!ok) return false;
    if (stage->conversion.form == QC_BELIEF_SINGLE) inherit(&stage->conversion, deals);
    inherit(&stage->days, deals);
    inherit(&stage->days_if_lost, deals);
    return true;
}

static bool read_name(qc_reader *reader, const qc_yaml_node *item, const char *name)
{
    const qc_yaml_node *node = item->kind == QC_YAML_MAP ? qc_yaml_find(item, "stage") : item;
    char quoted[QC_QUOTE_SIZE];
    if (!is_reserved(name)) return true;
    return qc_reader_error(reader, node,
                           "'%s' is reserved and cannot name a stage (days, conversion, won and "
                           "lost are)",
                           qc_quote(name, quoted));
}

/* What errors about this stage are filed under: its name, or its number. */
static const char *label_of(const qc_yaml_node *item, int32_t number, char *label, size_t size)
{
    const qc_yaml_node *name = item->kind == QC_YAML_MAP ? qc_yaml_find(item, "stage") : item;
    char quoted[QC_QUOTE_SIZE];
    if (name && name->kind == QC_YAML_TEXT && name->text[0] != '\0')
        snprintf(label, size, "%s", qc_quote(name->text, quoted));
    else
        snprintf(label, size, "[%d]", (int) number);
    return label;
}

static bool read_stage(qc_reader *reader, const qc_yaml_node *item, qc_plan_stage *stage)
{
    bool ok;
    stage->place = (qc_place){item->line, item->column};
    if (item->kind != QC_YAML_MAP)
        return qc_reader_text(reader, item, &stage->name) && read_name(reader, item, stage->name);
    ok = qc_read_value_group(reader, "pipeline[]", item, stage);
    ok = spread_evidence(reader, item, stage) && ok;
    if (stage->name) return read_name(reader, item, stage->name) && ok;
    if (qc_yaml_find(item, "stage")) return false;
    return qc_reader_error(reader, item, "'stage' is missing (the name of the stage)");
}

bool qc_read_pipeline(qc_reader *reader, const qc_yaml_node *list)
{
    qc_plan *plan = reader->plan;
    bool ok = true;
    if (list->kind != QC_YAML_LIST || list->count == 0)
        return qc_reader_error(reader, list,
                               "expected a list of stages, e.g. [qualified, proposal]");
    if (list->count > QC_PLAN_MAX_STAGES)
        return qc_reader_error(reader, list, "%d stages are too many (up to %d)", (int) list->count,
                               QC_PLAN_MAX_STAGES);
    plan->stages = qc_arena_take(&plan->arena, (size_t) list->count, sizeof *plan->stages,
                                 reader->status);
    if (!plan->stages) return false;
    for (int32_t i = 0; i < list->count; i++) {
        char label[QC_QUOTE_SIZE];
        const qc_yaml_node *item = &list->items[i];
        size_t mark = qc_reader_enter(reader, label_of(item, i + 1, label, sizeof label));
        ok = read_stage(reader, item, &plan->stages[i]) && ok;
        qc_reader_leave(reader, mark);
        plan->stage_count = i + 1;
    }
    return ok;
}

/* ---- one word, one meaning ---- */

typedef struct word_list {
    qc_reader *reader;
    qc_reader_name *names;
    int32_t count, capacity;
} word_list;

static bool add_word(word_list *words, const char *text, const qc_yaml_node *node,
                     const char *owner)
{
    qc_reader_name *names = qc_arena_grow(&words->reader->plan->arena, words->names, words->count,
                                          &words->capacity, sizeof *names, words->reader->status);
    if (!names) return false;
    words->names = names;
    names[words->count++] = (qc_reader_name){text, node, owner, NULL};
    return true;
}

/* A text or each text of a list; whatever else stands there was complained about before. */
static bool add_words(word_list *words, const qc_yaml_node *node, const char *owner)
{
    if (!node || node->kind == QC_YAML_MAP) return true;
    if (node->kind == QC_YAML_TEXT)
        return node->text[0] == '\0' || add_word(words, node->text, node, owner);
    for (int32_t i = 0; i < node->count; i++) {
        const qc_yaml_node *item = &node->items[i];
        if (item->kind != QC_YAML_TEXT || item->text[0] == '\0') continue;
        if (!add_word(words, item->text, item, owner)) return false;
    }
    return true;
}

static bool add_stage_words(word_list *words, const qc_yaml_node *item, int32_t number)
{
    const qc_yaml_node *name = item->kind == QC_YAML_MAP ? qc_yaml_find(item, "stage") : item;
    char label[QC_QUOTE_SIZE];
    char *owner;
    if (!name || name->kind != QC_YAML_TEXT || name->text[0] == '\0') return true;
    if (is_reserved(name->text)) return true; /* has its own error */
    label_of(item, number, label, sizeof label);
    owner = qc_arena_format(&words->reader->plan->arena, words->reader->status, "stage %s", label);
    if (!owner) return false;
    return add_word(words, name->text, name, owner) &&
           (item->kind != QC_YAML_MAP || add_words(words, qc_yaml_find(item, "crm"), owner));
}

bool qc_read_pipeline_words(qc_reader *reader, const qc_yaml_node *root)
{
    static const char WON[] = "history.won", LOST[] = "history.lost", IGNORE[] = "history.ignore";
    word_list words = {reader, NULL, 0, 0};
    const qc_yaml_node *history = qc_yaml_find(root, "history");
    const qc_yaml_node *pipeline = qc_yaml_find(root, "pipeline");
    bool ok = add_word(&words, "won", NULL, WON) && add_word(&words, "lost", NULL, LOST);
    if (history)
        ok = ok && add_words(&words, qc_yaml_find(history, "won"), WON) &&
             add_words(&words, qc_yaml_find(history, "lost"), LOST) &&
             add_words(&words, qc_yaml_find(history, "ignore"), IGNORE);
    if (pipeline && pipeline->kind == QC_YAML_LIST)
        for (int32_t i = 0; i < pipeline->count; i++)
            ok = ok && add_stage_words(&words, &pipeline->items[i], i + 1);
    return ok && qc_reader_distinct(reader, words.names, words.count);
}
