#include "models/book.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void qc_book_free(qc_book *book)
{
    qc_arena_free(&book->arena);
    memset(book, 0, sizeof *book);
}

static bool copy_names(qc_book *book, const qc_names *names, const qc_segments *segments,
                       qc_status *status)
{
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        const bool by_segment = l == QC_LABEL_SEGMENT;
        const int32_t count = by_segment ? segments->count - 1 : names != NULL ? names[l].count : 0;
        book->names[l].text = qc_arena_take(&book->arena, (size_t) count, sizeof(char *), status);
        book->names[l].count = book->names[l].capacity = count;
        if (book->names[l].text == NULL) return false;
        for (int32_t i = 0; i < count; i++) {
            const char *text = by_segment ? segments->name[i + 1] : names[l].text[i];
            book->names[l].text[i] = qc_arena_text(&book->arena, text, status);
            if (book->names[l].text[i] == NULL) return false;
        }
    }
    return true;
}

static qc_labels labels_at(qc_id *const *label, int32_t row, int32_t segment)
{
    qc_labels labels;
    for (int l = 0; l < QC_LABEL_COUNT; l++)
        labels.of[l] = label[l] != NULL ? label[l][row] : QC_ID_NONE;
    labels.of[QC_LABEL_SEGMENT] = segment > 0 ? segment - 1 : QC_ID_NONE;
    return labels;
}

static double number_at(double *const *number, qc_number which, int32_t row)
{
    return number[which] != NULL ? number[which][row] : (double) NAN;
}

/* ---- from a history ---- */

static void take_open(qc_book *book, const qc_history *history, qc_id deal)
{
    const qc_deals *deals = &history->deals;
    const int32_t row = deals->first_change[deal + 1] - 1, visit = deals->first_visit[deal + 1] - 1;
    const int32_t segment = qc_segments_of_deal(history, deal);
    if (visit < deals->first_visit[deal]) return;
    const bool moved = visit > deals->first_visit[deal];
    book->open[book->open_count++] = (qc_open_deal){
        .name = deals->name[deal],
        .stage = deals->stage[deal],
        .segment = segment,
        .age_days = history->as_of - history->visits.enter[visit],
        .before = moved ? history->visits.stage[visit - 1] : QC_ID_NONE,
        .before_days = moved ? history->visits.leave[visit - 1] - history->visits.enter[visit - 1]
                             : 0,
        .born_days = history->as_of - deals->created[deal],
        .amount = number_at(history->changes.number, QC_NUMBER_AMOUNT, row),
        .units = number_at(history->changes.number, QC_NUMBER_UNITS, row),
        .margin = number_at(history->changes.number, QC_NUMBER_MARGIN, row),
        .labels = labels_at(history->changes.label, row, segment),
    };
}

static void take_events(qc_book *book, const qc_history *history, qc_id deal)
{
    const qc_deals *deals = &history->deals;
    const int32_t row = deals->first_change[deal + 1] - 1;
    const int32_t segment = qc_segments_of_deal(history, deal);
    qc_event event = {.segment = segment,
                      .day = deals->created[deal],
                      .stage = -1,
                      .amount = NAN,
                      .units = NAN,
                      .margin = NAN,
                      .labels = labels_at(history->changes.label, row, segment)};
    event.kind = QC_EVENT_CREATED;
    book->events[book->event_count++] = event;
    for (qc_id v = deals->first_visit[deal]; v < deals->first_visit[deal + 1]; v++) {
        event.kind = QC_EVENT_ENTERED;
        event.day = history->visits.enter[v];
        event.stage = history->visits.stage[v];
        book->events[book->event_count++] = event;
    }
    if (deals->end[deal] == QC_STAGE_OPEN) return;
    event.kind = deals->end[deal] == QC_STAGE_WON ? QC_EVENT_WON : QC_EVENT_LOST;
    event.day = deals->ended[deal];
    event.stage = -1;
    event.days = deals->ended[deal] - deals->created[deal];
    event.amount = number_at(history->changes.number, QC_NUMBER_AMOUNT, row);
    event.units = number_at(history->changes.number, QC_NUMBER_UNITS, row);
    event.margin = number_at(history->changes.number, QC_NUMBER_MARGIN, row);
    book->events[book->event_count++] = event;
}

static int by_day(const void *a, const void *b)
{
    const qc_event *left = a, *right = b;
    return (left->day > right->day) - (left->day < right->day);
}

/* The first win of a customer makes it a customer. Deals without a customer count as one each. */
static bool mark_customers(qc_book *book, qc_status *status)
{
    qc_arena scratch = {0};
    const size_t count = (size_t) book->names[QC_LABEL_CUSTOMER].count;
    bool *bought = qc_arena_take(&scratch, count, sizeof *bought, status);
    if (bought == NULL) return false;
    for (int32_t i = 0; i < book->event_count; i++) {
        qc_event *event = &book->events[i];
        const qc_id customer = event->labels.of[QC_LABEL_CUSTOMER];
        if (event->kind != QC_EVENT_WON) continue;
        event->new_customer = customer == QC_ID_NONE || !bought[customer];
        if (customer != QC_ID_NONE) bought[customer] = true;
    }
    for (int32_t i = 0; i < book->open_count; i++) {
        const qc_id customer = book->open[i].labels.of[QC_LABEL_CUSTOMER];
        book->open[i].known_customer = customer != QC_ID_NONE && bought[customer];
    }
    qc_arena_free(&scratch);
    return true;
}

static bool take_history(qc_book *book, const qc_history *history, qc_status *status)
{
    const qc_deals *deals = &history->deals;
    const size_t events = 2 * (size_t) deals->count + (size_t) history->visits.count;
    book->has_history = true;
    book->recorded_from = history->recorded_from;
    book->has_customers = history->has_label[QC_LABEL_CUSTOMER];
    memcpy(book->has_number, history->has_number, sizeof book->has_number);
    book->open = qc_arena_take(&book->arena, (size_t) deals->count, sizeof *book->open, status);
    book->events = qc_arena_take(&book->arena, events, sizeof *book->events, status);
    if (book->open == NULL || book->events == NULL) return false;
    for (qc_id deal = 0; deal < deals->count; deal++) {
        if (deals->end[deal] == QC_STAGE_OPEN) take_open(book, history, deal);
        take_events(book, history, deal);
    }
    for (int32_t i = 0; i < book->open_count; i++) {
        book->open[i].name = qc_arena_text(&book->arena, book->open[i].name, status);
        if (book->open[i].name == NULL) return false;
    }
    qsort(book->events, (size_t) book->event_count, sizeof *book->events, by_day);
    return mark_customers(book, status);
}

/* ---- from a table of open deals ---- */

static bool take_table(qc_book *book, const qc_open_deals *open, const qc_segments *segments,
                       qc_status *status)
{
    book->has_customers = open->has_label[QC_LABEL_CUSTOMER];
    memcpy(book->has_number, open->has_number, sizeof book->has_number);
    book->open = qc_arena_take(&book->arena, (size_t) open->count, sizeof *book->open, status);
    if (book->open == NULL) return false;
    for (int32_t i = 0; i < open->count; i++) {
        const qc_id label = open->label[QC_LABEL_SEGMENT] != NULL ? open->label[QC_LABEL_SEGMENT][i]
                                                                  : QC_ID_NONE;
        const int32_t segment = label == QC_ID_NONE
                                    ? 0
                                    : qc_segments_find(segments,
                                                       open->names[QC_LABEL_SEGMENT].text[label]);
        book->open[i] = (qc_open_deal){
            .name = qc_arena_text(&book->arena, open->name[i], status),
            .stage = open->stage[i],
            .segment = segment,
            .age_days = open->age_days[i],
            .before = QC_ID_NONE,
            .born_days = open->age_days[i],
            .amount = number_at(open->number, QC_NUMBER_AMOUNT, i),
            .units = number_at(open->number, QC_NUMBER_UNITS, i),
            .margin = number_at(open->number, QC_NUMBER_MARGIN, i),
            .labels = labels_at(open->label, i, segment),
        };
        if (book->open[i].name == NULL) return false;
    }
    book->open_count = open->count;
    return true;
}

bool qc_book_take(qc_book *book, const qc_history *history, const qc_open_deals *open,
                  const qc_segments *segments, qc_day as_of, qc_status *status)
{
    book->as_of = as_of;
    book->recorded_from = QC_DAY_NONE;
    book->gross_margin = NAN;
    const qc_names *names = history != NULL ? history->names : open != NULL ? open->names : NULL;
    if (!copy_names(book, names, segments, status)) return false;
    if (history != NULL) return take_history(book, history, status);
    return open == NULL || take_table(book, open, segments, status);
}

/* ---- asking ---- */

int32_t qc_book_known_days(const qc_book *book)
{
    if (!book->has_history || book->event_count == 0) return 0;
    const qc_day first = book->events[0].day, from = book->recorded_from;
    return book->as_of + 1 - (from != QC_DAY_NONE && from > first ? from : first);
}

bool qc_book_knows(const qc_book *book, qc_day from, qc_day to)
{
    if (from > book->as_of || to < from) return true; /* nothing of it is past */
    return book->has_history && (book->recorded_from == QC_DAY_NONE || from >= book->recorded_from);
}

bool qc_book_matches(const qc_matcher *matcher, const qc_labels *labels)
{
    for (int32_t i = 0; i < matcher->count; i++) {
        const qc_condition *condition = &matcher->condition[i];
        if (condition->value == QC_ID_NONE || labels->of[condition->label] != condition->value)
            return false;
    }
    return true;
}

static double known(double value)
{
    return isnan(value) ? 0 : value;
}

double qc_book_margin(const qc_book *book, double amount, double margin)
{
    if (!isnan(margin)) return margin;
    return isnan(book->gross_margin) ? 0 : book->gross_margin * known(amount);
}

double qc_book_spent(const qc_book *book, qc_cost_part part, qc_day from, qc_day to)
{
    double sum = 0;
    for (int32_t i = 0; i < book->spent_count; i++) {
        const qc_spent *spent = &book->spent[i];
        if (spent->day < from || spent->day > to) continue;
        for (int p = 0; p < QC_COST_PARTS; p++) {
            if (part == QC_COST_PARTS || part == (qc_cost_part) p) sum += spent->money[p];
        }
    }
    return sum;
}

static double counts_for(const qc_book *book, const qc_event *event, qc_metric metric,
                         int32_t stage)
{
    const bool won = event->kind == QC_EVENT_WON;
    switch (metric) {
    case QC_METRIC_BOOKINGS: return won ? known(event->amount) : 0;
    case QC_METRIC_CUSTOMERS: return won && event->new_customer;
    case QC_METRIC_UNITS: return won ? known(event->units) : 0;
    case QC_METRIC_MARGIN: return won ? known(event->margin) : 0;
    case QC_METRIC_NEW_DEALS: return event->kind == QC_EVENT_CREATED;
    case QC_METRIC_QUALIFIED: return event->kind == QC_EVENT_ENTERED && event->stage == stage;
    case QC_METRIC_WON: return won;
    case QC_METRIC_LOST: return event->kind == QC_EVENT_LOST;
    case QC_METRIC_ENDED: return won || event->kind == QC_EVENT_LOST;
    case QC_METRIC_WON_DAYS: return won ? event->days : 0;
    case QC_METRIC_NET: return won ? qc_book_margin(book, event->amount, event->margin) : 0;
    case QC_METRIC_COST: /* no event: see qc_book_spent(), done_by() */
    case QC_METRIC_ACTIVITY:
    case QC_METRIC_CAC:
    case QC_METRIC_SELLING_TIME:
    case QC_METRIC_SOLD_HOURS:
    case QC_METRIC_WORK_HOURS:
    case QC_METRIC_WIN_RATE:
    case QC_METRIC_DEAL_SIZE:
    case QC_METRIC_CYCLE:
    case QC_METRIC_LOSS_SHARE: /* one metric per another: the asker divides */
    case QC_METRIC_COUNT: break;
    }
    return 0;
}

static double done_by(const qc_book *book, int32_t activity, const qc_matcher *matcher, qc_day from,
                      qc_day to)
{
    double sum = 0;
    for (int32_t i = 0; i < book->done_count; i++) {
        const qc_done *done = &book->done[i];
        qc_labels labels;
        for (int l = 0; l < QC_LABEL_COUNT; l++)
            labels.of[l] = l == QC_LABEL_OWNER ? done->owner : QC_ID_NONE;
        if (done->activity == activity && done->day >= from && done->day <= to &&
            qc_book_matches(matcher, &labels))
            sum += done->number;
    }
    return sum;
}

double qc_book_actual(const qc_book *book, qc_metric metric, int32_t stage,
                      const qc_matcher *matcher, qc_day from, qc_day to)
{
    double sum = 0;
    for (int32_t i = 0; i < book->event_count; i++) {
        const qc_event *event = &book->events[i];
        if (event->day >= from && event->day <= to && qc_book_matches(matcher, &event->labels))
            sum += counts_for(book, event, metric, stage);
    }
    for (int32_t i = 0; i < book->worked_count; i++) {
        const qc_worked *worked = &book->worked[i];
        if (worked->day < from || worked->day > to) continue;
        if (metric == QC_METRIC_SOLD_HOURS) sum += worked->sold;
        if (metric == QC_METRIC_WORK_HOURS) sum += worked->worked;
    }
    if (metric == QC_METRIC_ACTIVITY) sum += done_by(book, stage, matcher, from, to);
    if (metric == QC_METRIC_COST) sum += qc_book_spent(book, QC_COST_PARTS, from, to);
    if (metric == QC_METRIC_NET) sum -= qc_book_spent(book, QC_COST_PARTS, from, to);
    return sum;
}
