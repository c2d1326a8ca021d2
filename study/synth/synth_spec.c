/* The specification of a synthetic company, read from YAML: its tables of keys. */
#include "study/synth/synth_fields.h"
#include "study/synth/synth_world.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define AT(type, member)    offsetof(type, member)
#define FIELDS_COUNT(table) ((int32_t) (sizeof(table) / sizeof((table)[0])))

static int32_t index_of(const char *word, const char *first_name, size_t step, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (qc_text_same(word, first_name + (size_t) i * step)) return i;
    return -1;
}

static void check_distinct(qc_synth_reader *reader, const qc_yaml_node *list,
                           const char *first_name, size_t step)
{
    for (int32_t i = 1; i < list->count; i++) {
        const char *name = first_name + (size_t) i * step;
        if (name[0] && index_of(name, first_name, step, i) >= 0)
            qc_synth_fields_complain(reader, &list->items[i], name, "stands in this list twice");
    }
}

static const qc_synth_field HAZARD_FIELDS[] = {
    {"forward", QC_SYNTH_NUMBER, true, AT(qc_synth_stage, forward_hazard), 1e-6, 10, NULL},
    {"peak_day", QC_SYNTH_NUMBER, true, AT(qc_synth_stage, hump_days), 0.1, 1000, NULL},
    {"lost", QC_SYNTH_NUMBER, true, AT(qc_synth_stage, lost_hazard), 0, 10, NULL},
    {"lost_days", QC_SYNTH_NUMBER, true, AT(qc_synth_stage, lost_days), 0.1, 1000, NULL},
    {"back", QC_SYNTH_NUMBER, false, AT(qc_synth_stage, back_hazard), 0, 10, NULL},
    {"skip", QC_SYNTH_NUMBER, false, AT(qc_synth_stage, skip), 0, 10, NULL},
};

static void read_hazard(qc_synth_reader *reader, const qc_yaml_node *map, void *base)
{
    qc_synth_fields_read(reader, map, HAZARD_FIELDS, FIELDS_COUNT(HAZARD_FIELDS), base);
}

static const qc_synth_field STAGE_FIELDS[] = {
    {"name", QC_SYNTH_WORD, true, AT(qc_synth_stage, name), 0, 0, NULL},
    {"shape", QC_SYNTH_NUMBER, false, AT(qc_synth_stage, shape), 0.2, 5, NULL},
    {"scale_days", QC_SYNTH_NUMBER, false, AT(qc_synth_stage, scale_days), 0.1, 1000, NULL},
    {"advance", QC_SYNTH_NUMBER, false, AT(qc_synth_stage, advance), 0.001, 0.999, NULL},
    {"hazard", QC_SYNTH_INSIDE, false, 0, 0, 0, read_hazard},
};

/* A stage has a law of its visits or daily hazards, and all of either. */
static void check_law(qc_synth_reader *reader, const qc_yaml_node *node,
                      const qc_synth_stage *stage)
{
    static const char *const LAW[] = {"scale_days", "advance", "shape"};
    for (int32_t i = 0; i < FIELDS_COUNT(LAW); i++) {
        const bool given = qc_yaml_find(node, LAW[i]) != NULL;
        if (given && stage->forward_hazard > 0)
            qc_synth_fields_complain(reader, node, LAW[i], "is no part of a stage with hazards");
        if (!given && !(stage->forward_hazard > 0) && i < 2 && !qc_yaml_find(node, "hazard"))
            qc_synth_fields_complain(reader, node, LAW[i], "is missing");
    }
}

static void read_stages(qc_synth_reader *reader, const qc_yaml_node *list, void *base)
{
    static const char *const RESERVED[] = {"won", "lost", "days", "conversion"};
    qc_synth_spec *spec = base;
    spec->stage_count = qc_synth_fields_list(reader, list, "stages", QC_SYNTH_STAGES);
    for (int32_t i = 0; i < spec->stage_count; i++) {
        spec->stages[i].shape = 1;
        spec->stages[i].expires = true;
        qc_synth_fields_read(reader, &list->items[i], STAGE_FIELDS, FIELDS_COUNT(STAGE_FIELDS),
                             &spec->stages[i]);
        if (list->items[i].kind == QC_YAML_MAP)
            check_law(reader, &list->items[i], &spec->stages[i]);
        if (i == 0 && spec->stages[i].back_hazard > 0)
            qc_synth_fields_complain(reader, &list->items[i], "hazard.back",
                                     "the first stage has none before it");
        for (int32_t r = 0; r < FIELDS_COUNT(RESERVED); r++)
            if (qc_text_same(spec->stages[i].name, RESERVED[r]))
                qc_synth_fields_complain(reader, &list->items[i], RESERVED[r],
                                         "is no name for a stage");
    }
    if (spec->stage_count > 0)
        check_distinct(reader, list, spec->stages[0].name, sizeof spec->stages[0]);
}

static int32_t stage_of(const qc_synth_reader *reader, const qc_yaml_node *node)
{
    const qc_synth_spec *spec = reader->spec;
    return node->kind == QC_YAML_TEXT ? index_of(node->text, spec->stages[0].name,
                                                 sizeof spec->stages[0], spec->stage_count)
                                      : -1;
}

static void read_expiry_stages(qc_synth_reader *reader, const qc_yaml_node *list, void *base)
{
    qc_synth_spec *spec = base;
    const int32_t count = qc_synth_fields_list(reader, list, "expiry.stages", QC_SYNTH_STAGES);
    for (int32_t s = 0; s < spec->stage_count; s++)
        spec->stages[s].expires = false;
    for (int32_t i = 0; i < count; i++) {
        const qc_yaml_node *item = &list->items[i];
        const int32_t stage = stage_of(reader, item);
        if (stage < 0)
            qc_synth_fields_refuse(reader, item, "expiry.stages", "the name of a stage");
        else
            spec->stages[stage].expires = true;
    }
}

static const qc_synth_field EXPIRY_FIELDS[] = {
    {"days", QC_SYNTH_WHOLE, true, AT(qc_synth_spec, expiry_days), 1, QC_SYNTH_AGES - 2, NULL},
    {"chance", QC_SYNTH_NUMBER, true, AT(qc_synth_spec, expiry_chance), 0, 1, NULL},
    {"stages", QC_SYNTH_INSIDE, false, 0, 0, 0, read_expiry_stages},
};

static void read_expiry(qc_synth_reader *reader, const qc_yaml_node *map, void *base)
{
    qc_synth_fields_read(reader, map, EXPIRY_FIELDS, FIELDS_COUNT(EXPIRY_FIELDS), base);
}

static const qc_synth_field SHOCK_FIELDS[] = {
    {"sd", QC_SYNTH_NUMBER, true, AT(qc_synth_spec, shock_sd), 0, 2, NULL},
    {"rho", QC_SYNTH_NUMBER, true, AT(qc_synth_spec, shock_rho), 0, 0.99, NULL},
    {"on_arrivals", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, shock_on_arrivals), 0, 2, NULL},
};

static void read_shock(qc_synth_reader *reader, const qc_yaml_node *map, void *base)
{
    qc_synth_fields_read(reader, map, SHOCK_FIELDS, FIELDS_COUNT(SHOCK_FIELDS), base);
}

static const qc_synth_field LOST_SHOCK_FIELDS[] = {
    {"sd", QC_SYNTH_NUMBER, true, AT(qc_synth_spec, lost_shock_sd), 0, 2, NULL},
    {"rho", QC_SYNTH_NUMBER, true, AT(qc_synth_spec, lost_shock_rho), 0, 0.99, NULL},
};

static void read_lost_shock(qc_synth_reader *reader, const qc_yaml_node *map, void *base)
{
    qc_synth_fields_read(reader, map, LOST_SHOCK_FIELDS, FIELDS_COUNT(LOST_SHOCK_FIELDS), base);
}

static void read_stale_from(qc_synth_reader *reader, const qc_yaml_node *node, void *base)
{
    qc_synth_spec *spec = base;
    spec->stale_from = stage_of(reader, node);
    if (spec->stale_from < 0)
        qc_synth_fields_refuse(reader, node, "stale.from", "the name of a stage");
}

static const qc_synth_field STALE_FIELDS[] = {
    {"share", QC_SYNTH_NUMBER, true, AT(qc_synth_spec, stale_share), 0, 1, NULL},
    {"from", QC_SYNTH_INSIDE, true, 0, 0, 0, read_stale_from},
    {"forward", QC_SYNTH_NUMBER, true, AT(qc_synth_spec, stale_forward), 0, 1, NULL},
    {"lost", QC_SYNTH_NUMBER, true, AT(qc_synth_spec, stale_lost), 0, 1, NULL},
};

static void read_stale(qc_synth_reader *reader, const qc_yaml_node *map, void *base)
{
    qc_synth_fields_read(reader, map, STALE_FIELDS, FIELDS_COUNT(STALE_FIELDS), base);
}

static const qc_synth_field REP_FIELDS[] = {
    {"name", QC_SYNTH_WORD, true, AT(qc_synth_rep, name), 0, 0, NULL},
    {"skill", QC_SYNTH_NUMBER, false, AT(qc_synth_rep, skill), 0.05, 20, NULL},
    {"yield", QC_SYNTH_NUMBER, false, AT(qc_synth_rep, yield), 0, 20, NULL},
    {"start", QC_SYNTH_DATE, false, AT(qc_synth_rep, start), 0, 0, NULL},
    {"end", QC_SYNTH_DATE, false, AT(qc_synth_rep, end), 0, 0, NULL},
};

static void set_rep(qc_synth_rep *rep)
{
    rep->skill = rep->yield = 1;
    rep->start = rep->end = QC_DAY_NONE;
}

static void read_reps(qc_synth_reader *reader, const qc_yaml_node *list, void *base)
{
    qc_synth_spec *spec = base;
    spec->rep_count = qc_synth_fields_list(reader, list, "reps", QC_SYNTH_REPS);
    for (int32_t i = 0; i < spec->rep_count; i++) {
        qc_synth_rep *rep = &spec->reps[i];
        set_rep(rep);
        qc_synth_fields_read(reader, &list->items[i], REP_FIELDS, FIELDS_COUNT(REP_FIELDS), rep);
        if (rep->start != QC_DAY_NONE && rep->end != QC_DAY_NONE && rep->end < rep->start)
            qc_synth_fields_complain(reader, &list->items[i], "end", "is before start");
    }
    if (spec->rep_count > 0) check_distinct(reader, list, spec->reps[0].name, sizeof spec->reps[0]);
}

static const qc_synth_field ACTIVITY_FIELDS[] = {
    {"name", QC_SYNTH_WORD, true, AT(qc_synth_activity, name), 0, 0, NULL},
    {"per_week", QC_SYNTH_NUMBER, true, AT(qc_synth_activity, per_week), 0, 10000, NULL},
    {"contact", QC_SYNTH_NUMBER, true, AT(qc_synth_activity, contact), 0, 1, NULL},
    {"opportunity", QC_SYNTH_NUMBER, true, AT(qc_synth_activity, opportunity), 0, 1, NULL},
};

static void read_activities(qc_synth_reader *reader, const qc_yaml_node *list, void *base)
{
    qc_synth_spec *spec = base;
    spec->activity_count = qc_synth_fields_list(reader, list, "activities", QC_SYNTH_ACTIVITIES);
    for (int32_t i = 0; i < spec->activity_count; i++)
        qc_synth_fields_read(reader, &list->items[i], ACTIVITY_FIELDS,
                             FIELDS_COUNT(ACTIVITY_FIELDS), &spec->activities[i]);
    if (spec->activity_count > 0)
        check_distinct(reader, list, spec->activities[0].name, sizeof spec->activities[0]);
}

static void read_ramp(qc_synth_reader *reader, const qc_yaml_node *list, void *base)
{
    qc_synth_spec *spec = base;
    spec->ramp_months = qc_synth_fields_list(reader, list, "ramp", QC_SYNTH_RAMP);
    for (int32_t m = 0; m < spec->ramp_months; m++)
        (void) qc_synth_fields_number(reader, &list->items[m], "ramp", 0, 1, &spec->ramp[m]);
}

static const qc_synth_field SOURCE_FIELDS[] = {
    {"name", QC_SYNTH_WORD, true, AT(qc_synth_source, name), 0, 0, NULL},
    {"share", QC_SYNTH_NUMBER, true, AT(qc_synth_source, share), 0.0001, 1, NULL},
};

static void read_sources(qc_synth_reader *reader, const qc_yaml_node *list, void *base)
{
    qc_synth_spec *spec = base;
    spec->source_count = qc_synth_fields_list(reader, list, "sources", QC_SYNTH_SOURCES);
    for (int32_t i = 0; i < spec->source_count; i++)
        qc_synth_fields_read(reader, &list->items[i], SOURCE_FIELDS, FIELDS_COUNT(SOURCE_FIELDS),
                             &spec->sources[i]);
}

static const qc_synth_field AMOUNT_FIELDS[] = {
    {"median", QC_SYNTH_NUMBER, true, AT(qc_synth_segment, amount_median), 1, 1e9, NULL},
    {"sd", QC_SYNTH_NUMBER, true, AT(qc_synth_segment, amount_sd), 0, 3, NULL},
};

static void read_amount(qc_synth_reader *reader, const qc_yaml_node *map, void *base)
{
    qc_synth_fields_read(reader, map, AMOUNT_FIELDS, FIELDS_COUNT(AMOUNT_FIELDS), base);
}

/* One factor for all stages, or one a stage. */
static void read_stay(qc_synth_reader *reader, const qc_yaml_node *node, void *base)
{
    qc_synth_segment *segment = base;
    const int32_t stages = reader->spec->stage_count;
    const bool listed = node->kind == QC_YAML_LIST;
    if (listed && node->count != stages) {
        qc_synth_fields_complain(reader, node, "stay",
                                 "expected one number, or a list with one for each stage");
        return;
    }
    for (int32_t s = 0; s < stages; s++)
        (void) qc_synth_fields_number(reader, listed ? &node->items[s] : node, "stay", 0.05, 20,
                                      &segment->stay[s]);
}

static const qc_synth_field SEGMENT_FIELDS[] = {
    {"name", QC_SYNTH_WORD, true, AT(qc_synth_segment, name), 0, 0, NULL},
    {"new_deals_per_month", QC_SYNTH_NUMBER, true, AT(qc_synth_segment, new_deals_per_month), 0,
     100000, NULL},
    {"amount", QC_SYNTH_INSIDE, true, 0, 0, 0, read_amount},
    {"stay", QC_SYNTH_INSIDE, false, 0, 0, 0, read_stay},
    {"win_tendency", QC_SYNTH_NUMBER, false, AT(qc_synth_segment, win_tendency), 0.01, 100, NULL},
    {"born_closed", QC_SYNTH_NUMBER, false, AT(qc_synth_segment, born_closed), 0, 1, NULL},
    {"returning", QC_SYNTH_NUMBER, false, AT(qc_synth_segment, returning), 0, 1, NULL},
};

static void read_segments(qc_synth_reader *reader, const qc_yaml_node *list, void *base)
{
    qc_synth_spec *spec = base;
    spec->segment_count = qc_synth_fields_list(reader, list, "segments", QC_SYNTH_SEGMENTS);
    for (int32_t i = 0; i < spec->segment_count; i++) {
        qc_synth_segment *segment = &spec->segments[i];
        segment->win_tendency = 1;
        for (int32_t s = 0; s < QC_SYNTH_STAGES; s++)
            segment->stay[s] = 1;
        qc_synth_fields_read(reader, &list->items[i], SEGMENT_FIELDS, FIELDS_COUNT(SEGMENT_FIELDS),
                             segment);
    }
    if (spec->segment_count > 0)
        check_distinct(reader, list, spec->segments[0].name, sizeof spec->segments[0]);
}

static void read_metric(qc_synth_reader *reader, const qc_yaml_node *node, void *base)
{
    qc_synth_target *target = base;
    if (node->kind == QC_YAML_TEXT && strcmp(node->text, "bookings") == 0)
        target->metric = QC_SYNTH_BOOKINGS;
    else if (node->kind == QC_YAML_TEXT && strcmp(node->text, "customers") == 0)
        target->metric = QC_SYNTH_CUSTOMERS;
    else
        qc_synth_fields_refuse(reader, node, "metric", "bookings or customers");
}

static void read_target_segment(qc_synth_reader *reader, const qc_yaml_node *node, void *base)
{
    qc_synth_target *target = base;
    const qc_synth_spec *spec = reader->spec;
    if (node->kind == QC_YAML_TEXT)
        target->segment = index_of(node->text, spec->segments[0].name, sizeof spec->segments[0],
                                   spec->segment_count);
    if (target->segment < 0)
        qc_synth_fields_refuse(reader, node, "segment", "the name of a segment");
}

static const qc_synth_field TARGET_FIELDS[] = {
    {"name", QC_SYNTH_WORD, true, AT(qc_synth_target, name), 0, 0, NULL},
    {"metric", QC_SYNTH_INSIDE, true, 0, 0, 0, read_metric},
    {"segment", QC_SYNTH_INSIDE, false, 0, 0, 0, read_target_segment},
    {"from", QC_SYNTH_DATE, true, AT(qc_synth_target, span.from), 0, 0, NULL},
    {"to", QC_SYNTH_DATE, true, AT(qc_synth_target, span.to), 0, 0, NULL},
    {"at_least", QC_SYNTH_NUMBER, true, AT(qc_synth_target, at_least), 0, 1e15, NULL},
};

static void read_targets(qc_synth_reader *reader, const qc_yaml_node *list, void *base)
{
    qc_synth_spec *spec = base;
    spec->target_count = qc_synth_fields_list(reader, list, "targets", QC_SYNTH_TARGETS);
    for (int32_t i = 0; i < spec->target_count; i++) {
        qc_synth_target *target = &spec->targets[i];
        target->segment = -1;
        qc_synth_fields_read(reader, &list->items[i], TARGET_FIELDS, FIELDS_COUNT(TARGET_FIELDS),
                             target);
        if (target->span.to < target->span.from)
            qc_synth_fields_complain(reader, &list->items[i], "to", "is before from");
    }
}

static const qc_synth_field DIRT_FIELDS[] = {
    {"missing_amounts", QC_SYNTH_NUMBER, false, AT(qc_synth_dirt, missing_amounts), 0, 1, NULL},
    {"other_dates", QC_SYNTH_NUMBER, false, AT(qc_synth_dirt, other_dates), 0, 1, NULL},
    {"duplicate_ids", QC_SYNTH_WHOLE, false, AT(qc_synth_dirt, duplicate_ids), 0, 100000, NULL},
    {"repeated_rows", QC_SYNTH_WHOLE, false, AT(qc_synth_dirt, repeated_rows), 0, 100000, NULL},
    {"closed_before_created", QC_SYNTH_WHOLE, false, AT(qc_synth_dirt, closed_before_created), 0,
     100000, NULL},
    {"zombies", QC_SYNTH_WHOLE, false, AT(qc_synth_dirt, zombies), 0, 100000, NULL},
    {"byte_order_mark", QC_SYNTH_YES_NO, false, AT(qc_synth_dirt, byte_order_mark), 0, 0, NULL},
    {"total_row", QC_SYNTH_YES_NO, false, AT(qc_synth_dirt, total_row), 0, 0, NULL},
};

static void read_dirt(qc_synth_reader *reader, const qc_yaml_node *node, void *base)
{
    qc_synth_spec *spec = base;
    if (node->kind == QC_YAML_TEXT && strcmp(node->text, "none") == 0)
        spec->dirt = (qc_synth_dirt){0};
    else if (node->kind == QC_YAML_TEXT && strcmp(node->text, "usual") == 0)
        spec->dirt = (qc_synth_dirt) QC_SYNTH_DIRT_USUAL;
    else if (node->kind == QC_YAML_MAP)
        qc_synth_fields_read(reader, node, DIRT_FIELDS, FIELDS_COUNT(DIRT_FIELDS), &spec->dirt);
    else
        qc_synth_fields_refuse(reader, node, "dirt", "none, usual, or a group of keys");
}

/* ---- the whole ---- */

static const qc_synth_field SPEC_FIELDS[] = {
    {"company", QC_SYNTH_WORD, true, AT(qc_synth_spec, company), 0, 0, NULL},
    {"currency", QC_SYNTH_WORD, false, AT(qc_synth_spec, currency), 0, 0, NULL},
    {"as_of", QC_SYNTH_DATE, true, AT(qc_synth_spec, as_of), 0, 0, NULL},
    {"until", QC_SYNTH_DATE, false, AT(qc_synth_spec, until), 0, 0, NULL},
    {"history_months", QC_SYNTH_WHOLE, false, AT(qc_synth_spec, history_months), 1, 240, NULL},
    {"seed", QC_SYNTH_SEED, false, AT(qc_synth_spec, seed), 0, 0, NULL},
    {"stages", QC_SYNTH_INSIDE, true, 0, 0, 0, read_stages},
    {"losers_dwell", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, losers_dwell), 0.1, 10, NULL},
    {"expiry", QC_SYNTH_INSIDE, false, 0, 0, 0, read_expiry},
    {"skip", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, skip), 0, 0.9, NULL},
    {"back", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, back), 0, 0.5, NULL},
    {"month_effect", QC_SYNTH_MONTHS, false, AT(qc_synth_spec, month_effect), 0.01, 20, NULL},
    {"arrival_effect", QC_SYNTH_MONTHS, false, AT(qc_synth_spec, arrival_effect), 0, 20, NULL},
    {"shock", QC_SYNTH_INSIDE, false, 0, 0, 0, read_shock},
    {"growth", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, growth), -0.9, 10, NULL},
    {"arrival_noise", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, arrival_noise), 0, 2, NULL},
    {"lost_shock", QC_SYNTH_INSIDE, false, 0, 0, 0, read_lost_shock},
    {"arrival_memory", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, arrival_memory), 0, 0.99, NULL},
    {"stale", QC_SYNTH_INSIDE, false, 0, 0, 0, read_stale},
    {"amount_slows", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, amount_slows), 0, 2, NULL},
    {"rep_spread", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, rep_spread), 0, 2, NULL},
    {"amount_change", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, amount_change_sd), 0, 2, NULL},
    {"amount_known", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, amount_known), 0, 1, NULL},
    {"reps", QC_SYNTH_INSIDE, false, 0, 0, 0, read_reps},
    {"activities", QC_SYNTH_INSIDE, false, 0, 0, 0, read_activities},
    {"ramp", QC_SYNTH_INSIDE, false, 0, 0, 0, read_ramp},
    {"overload", QC_SYNTH_NUMBER, false, AT(qc_synth_spec, overload), 0, 100000, NULL},
    {"sources", QC_SYNTH_INSIDE, false, 0, 0, 0, read_sources},
    {"segments", QC_SYNTH_INSIDE, true, 0, 0, 0, read_segments},
    {"targets", QC_SYNTH_INSIDE, false, 0, 0, 0, read_targets},
    {"dirt", QC_SYNTH_INSIDE, false, 0, 0, 0, read_dirt},
};

static void set_defaults(qc_synth_spec *spec)
{
    *spec = (qc_synth_spec){.as_of = QC_DAY_NONE, .until = QC_DAY_NONE, .history_months = 36};
    spec->seed = 1;
    spec->losers_dwell = 1;
    spec->amount_known = 1;
    for (int32_t m = 0; m < 12; m++)
        spec->month_effect[m] = spec->arrival_effect[m] = 1;
    spec->rep_count = spec->source_count = 1;
    (void) snprintf(spec->currency, sizeof spec->currency, "EUR");
    (void) snprintf(spec->reps[0].name, QC_SYNTH_NAME, "Ann");
    set_rep(&spec->reps[0]);
    (void) snprintf(spec->sources[0].name, QC_SYNTH_NAME, "inbound");
    spec->sources[0].share = 1;
}

/* Without `until`: the end of the sixth month after that of as_of. */
static void settle_until(qc_synth_reader *reader, const qc_yaml_node *root, qc_synth_spec *spec)
{
    if (spec->as_of == QC_DAY_NONE) return;
    const int32_t month = qc_calendar_month_index(spec->as_of);
    if (spec->until == QC_DAY_NONE) spec->until = qc_calendar_month_span(month + 6).to;
    if (spec->until < spec->as_of || qc_calendar_month_index(spec->until) > month + 120)
        qc_synth_fields_complain(reader, root, "until",
                                 "expected a day from as_of to ten years later");
}

bool qc_synth_spec_read_bytes(qc_synth_spec *spec, const char *name, const char *bytes,
                              size_t length, qc_findings *findings, qc_status *status)
{
    qc_arena arena = {0};
    qc_yaml_node root = {0};
    qc_synth_reader reader = {.spec = spec, .findings = findings, .status = status};
    set_defaults(spec);
    bool ok = qc_yaml_read(&root, name, bytes, length, &arena, findings, status);
    if (ok) {
        qc_synth_fields_read(&reader, &root, SPEC_FIELDS, FIELDS_COUNT(SPEC_FIELDS), spec);
        settle_until(&reader, &root, spec);
    }
    qc_arena_free(&arena);
    return !reader.no_memory && status->code == QC_OK && qc_findings_pass(findings, status) && ok;
}

bool qc_synth_spec_read(qc_synth_spec *spec, const char *path, qc_findings *findings,
                        qc_status *status)
{
    qc_text bytes = {0};
    char part[4096];
    size_t count;
    FILE *file = fopen(path, "rb");
    if (!file)
        return qc_fail_at(status, QC_IO, path, 0, 0, "cannot be opened: %s", strerror(errno));
    while ((count = fread(part, 1, sizeof part, file)) > 0 && bytes.length <= QC_YAML_MAX_BYTES)
        qc_text_add_part(&bytes, part, count);
    bool ok = !ferror(file) || qc_fail_at(status, QC_IO, path, 0, 0, "cannot be read");
    (void) fclose(file);
    if (ok && bytes.failed) ok = qc_fail(status, QC_NO_MEMORY, "out of memory while reading");
    ok = ok &&
         qc_synth_spec_read_bytes(spec, path, qc_text_get(&bytes), bytes.length, findings, status);
    qc_text_free(&bytes);
    return ok;
}
