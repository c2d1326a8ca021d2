#include "models/arrival_who.h"

static int32_t class_of(const qc_arrival_model *model, int32_t stage)
{
    for (int32_t c = 0; c < model->class_count; c++) {
        if (model->classes[c].stage == stage) return c;
    }
    return -1;
}

static int32_t entry_stage(const qc_history *history, qc_id deal)
{
    return history->changes.stage[history->deals.first_change[deal]];
}

static bool list_classes(qc_arrival_model *model, const qc_history *history, int32_t stages,
                         qc_arena *arena, qc_status *status)
{
    model->classes = qc_arena_take(arena, (size_t) stages + 2, sizeof *model->classes, status);
    if (model->classes == NULL) return false;
    model->classes[model->class_count++].stage = 0;
    for (qc_id deal = 0; history != NULL && deal < history->deals.count; deal++) {
        const int32_t stage = entry_stage(history, deal);
        if (class_of(model, stage) < 0) model->classes[model->class_count++].stage = stage;
    }
    const size_t weights = (size_t) model->segment_count * (size_t) model->class_count;
    model->class_weight = qc_arena_take(arena, weights, sizeof(double), status);
    if (model->class_weight == NULL) return false;
    for (int32_t s = 0; s < model->segment_count && history == NULL; s++)
        model->class_weight[s * model->class_count] = 1;
    return true;
}

/* Recent counts by segment on top of one pseudo-deal that is spread like the whole company's deals: a
 * full pseudo-deal for each class would give every segment born-closed deals that it never had. */
static void count_classes(qc_arrival_model *model, const qc_history *history)
{
    const int32_t deals = history->deals.count;
    for (qc_id deal = 0; deal < deals; deal++) {
        const int32_t class = class_of(model, entry_stage(history, deal));
        const int32_t segment = qc_segments_of_deal(history, deal);
        for (int32_t s = 0; s < model->segment_count; s++)
            model->class_weight[s * model->class_count + class] += 1.0 / deals;
        if (history->deals.created[deal] > history->as_of - QC_RECENT_DAYS)
            model->class_weight[segment * model->class_count + class] += 1;
    }
}

static bool count_labels(qc_arrival_model *model, const qc_book *book, qc_arena *arena,
                         qc_status *status)
{
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        const int32_t values = book->names[l].count;
        if (l == QC_LABEL_SEGMENT || l == QC_LABEL_CUSTOMER || l == QC_LABEL_REASON) continue;
        model->label_values[l] = values;
        model->label_weight[l] = qc_arena_take(
            arena, (size_t) model->segment_count * ((size_t) values + 1), sizeof(double), status);
        if (model->label_weight[l] == NULL) return false;
        for (int32_t i = 0; i < book->event_count; i++) {
            const qc_event *event = &book->events[i];
            const qc_id value = event->labels.of[l] == QC_ID_NONE ? values : event->labels.of[l];
            double *weight = &model->label_weight[l][event->segment * (values + 1) + value];
            if (event->kind == QC_EVENT_CREATED && event->day > book->as_of - QC_RECENT_DAYS)
                *weight += *weight == 0 ? 2 : 1; /* 1 + count, on the values that occur */
        }
        for (int32_t s = 0; s < model->segment_count; s++)
            model->label_weight[l][s * (values + 1) + values] += 1e-9;
    }
    return true;
}

static bool count_customers(qc_arrival_model *model, const qc_book *book, qc_arena *arena,
                            qc_status *status)
{
    model->new_customers = qc_arena_take(arena, 2 * (size_t) model->segment_count, sizeof(double),
                                         status);
    if (model->new_customers == NULL) return false;
    for (int32_t s = 0; s < 2 * model->segment_count; s++)
        model->new_customers[s] = 1;
    for (int32_t i = 0; i < book->event_count; i++) {
        const qc_event *event = &book->events[i];
        if (event->kind == QC_EVENT_WON && event->day > book->as_of - QC_RECENT_DAYS)
            model->new_customers[2 * event->segment + !event->new_customer] += 1;
    }
    if (!book->has_customers) { /* each won deal counts as one customer */
        for (int32_t s = 0; s < model->segment_count; s++)
            model->new_customers[2 * s + 1] = 0;
    }
    return true;
}

/* Classes of amounts by segment: recent deals on top of one pseudo-deal that is spread like the company's. */
static bool count_amounts(qc_arrival_model *model, const qc_arrival_inputs *inputs, qc_arena *arena,
                          qc_status *status)
{
    const qc_history *history = inputs->history;
    const size_t weights = (size_t) model->segment_count * QC_AMOUNT_CLASSES;
    double all[QC_AMOUNT_CLASSES] = {0}, total = 0;
    if (!inputs->traits->on[QC_TRAIT_AMOUNT]) return true;
    model->amount_weight = qc_arena_take(arena, weights, sizeof(double), status);
    if (model->amount_weight == NULL) return false;
    for (qc_id deal = 0; deal < history->deals.count; deal++) {
        const int32_t first = history->deals.first_change[deal];
        const double known = history->changes.stage[first] >= 0
                                 ? qc_traits_first_amount(history, deal)
                                 : history->changes.number[QC_NUMBER_AMOUNT][first];
        const int32_t class = qc_traits_amount(inputs->traits, known);
        if (class == QC_TRAIT_NONE) continue;
        all[class] += 1;
        total += 1;
        if (history->deals.created[deal] > history->as_of - QC_RECENT_DAYS)
            model->amount_weight[qc_segments_of_deal(history, deal) * QC_AMOUNT_CLASSES + class] +=
                1;
    }
    for (int32_t i = 0; i < (int32_t) weights; i++)
        model->amount_weight[i] += all[i % QC_AMOUNT_CLASSES] / total;
    return true;
}

bool qc_arrival_who_fit(qc_arrival_model *model, const qc_arrival_inputs *inputs, qc_arena *arena,
                        qc_status *status)
{
    if (!list_classes(model, inputs->history, inputs->plan->stage_count, arena, status) ||
        !count_labels(model, inputs->book, arena, status) ||
        !count_amounts(model, inputs, arena, status) ||
        !count_customers(model, inputs->book, arena, status))
        return false;
    if (inputs->history != NULL) count_classes(model, inputs->history);
    return true;
}
