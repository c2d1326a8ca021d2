/* Parts whose quotas all have the same chance q: a part's quota is what it exceeds with chance q, and q is
 * chosen so that the quotas add up to the target. */
#include "study/decide/split.h"

#include <math.h>
#include <string.h>

#define MOST_OWNERS 60

void qc_split_free(qc_split *split)
{
    qc_summary_free(&split->head);
    qc_duties_free(&split->duties);
    qc_arena_free(&split->arena);
    memset(split, 0, sizeof *split);
}

typedef struct handing {
    qc_split *split;
    const qc_study_base *company;
    const qc_target *target;
    qc_span span;
    double goal;
    qc_arena *scratch;
    qc_status *status;
    qc_plan plan; /* the base's, with a target for each part */
} handing;

/* ---- a target for each part ---- */

static qc_target *add_target(handing *h, const char *name, qc_span span, const char *owner)
{
    const qc_target *base = h->target;
    qc_target *target = &h->plan.targets[h->plan.target_count];
    const size_t scopes = (size_t) base->scope_count + 1;
    *target = *base;
    target->name = name;
    target->relative = false;
    target->amount = h->goal;
    target->period = (qc_period){.span = span, .text = ""};
    target->scope = qc_arena_take(h->scratch, scopes, sizeof *target->scope, h->status);
    if (name == NULL || target->scope == NULL) return NULL;
    for (int32_t i = 0; i < base->scope_count; i++)
        target->scope[i] = base->scope[i];
    if (owner != NULL) target->scope[target->scope_count++] = (qc_scope){"owner", owner};
    h->plan.target_count++;
    return target;
}

static int32_t months_of(const handing *h)
{
    return qc_calendar_month_index(h->span.to) - qc_calendar_month_index(h->span.from) + 1;
}

static bool ask_months(handing *h)
{
    qc_split *split = h->split;
    const int32_t first = qc_calendar_month_index(h->span.from), count = months_of(h);
    split->months = qc_arena_take(&split->arena, (size_t) count, sizeof *split->months, h->status);
    if (split->months == NULL) return false;
    for (int32_t m = 0; m < count; m++) {
        qc_span span = qc_calendar_month_span(first + m);
        const qc_date date = qc_calendar_date(span.from);
        span.from = span.from > h->span.from ? span.from : h->span.from;
        span.to = span.to < h->span.to ? span.to : h->span.to;
        const char *name = qc_arena_format(&split->arena, h->status, "%04d-%02d", (int) date.year,
                                           (int) date.month);
        if (add_target(h, name, span, NULL) == NULL) return false;
        split->months[split->month_count++] = (qc_split_part){.name = name, .span = span};
    }
    return true;
}

static bool ask_owners(handing *h)
{
    const qc_names *names = &h->company->forecast->book.names[QC_LABEL_OWNER];
    qc_split *split = h->split;
    if (names->count == 0)
        return qc_fail(h->status, QC_BAD_INPUT,
                       "--by owner: the data have no column 'owner' to hand the target to");
    if (names->count > MOST_OWNERS)
        return qc_fail(h->status, QC_BAD_INPUT, "--by owner: %d owners are too many (up to %d)",
                       (int) names->count, MOST_OWNERS);
    split->owners = qc_arena_take(&split->arena, (size_t) names->count, sizeof *split->owners,
                                  h->status);
    if (split->owners == NULL) return false;
    for (int32_t o = 0; o < names->count; o++) {
        const char *name = qc_arena_text(&split->arena, names->text[o], h->status);
        if (add_target(h, name, h->span, name) == NULL) return false;
        split->owners[split->owner_count++] = (qc_split_part){.name = name, .span = h->span};
    }
    return true;
}

/* ---- equal chances ---- */

static void read_parts(const qc_paired *paired, const qc_questions *questions, qc_split_part *parts,
                       int32_t count, int32_t first)
{
    for (int32_t i = 0; i < count; i++) {
        const qc_asked_target *asked = &questions->targets[first + i];
        parts[i].actual = asked->actual;
        parts[i].median = asked->figure < 0 ? asked->actual
                                            : qc_paired_quantile(paired, 0, asked->figure, 0.5);
    }
}

static double quota_at(const qc_paired *paired, const qc_asked_target *asked, double chance)
{
    if (asked->figure < 0) return asked->actual;
    return fmax(qc_paired_quantile(paired, 0, asked->figure, 1 - chance), asked->actual);
}

static double sum_at(const qc_paired *paired, const qc_questions *questions, int32_t first,
                     int32_t count, double chance)
{
    double sum = 0;
    for (int32_t i = 0; i < count; i++)
        sum += quota_at(paired, &questions->targets[first + i], chance);
    return sum;
}

/* The chance at which the quotas add up to `goal`; outside 0.1% to 99.9% the quotas are scaled. */
static double share_out(const qc_paired *paired, const qc_questions *questions, int32_t first,
                        qc_split_part *parts, int32_t count, double goal)
{
    double low = 0.001, high = 0.999;
    for (int i = 0; i < 60; i++) {
        const double middle = (low + high) / 2;
        if (sum_at(paired, questions, first, count, middle) > goal)
            low = middle;
        else
            high = middle;
    }
    const double chance = (low + high) / 2, sum = sum_at(paired, questions, first, count, chance);
    double open = 0, closed = 0;
    for (int32_t i = 0; i < count; i++) {
        const qc_asked_target *asked = &questions->targets[first + i];
        parts[i].quota = quota_at(paired, asked, chance);
        if (asked->figure < 0)
            closed += parts[i].quota;
        else
            open += parts[i].quota;
    }
    /* steps of the distribution and owners who cannot be seen leave a little; it goes to all alike */
    for (int32_t i = 0; i < count && open > 0 && sum > 0; i++) {
        const qc_asked_target *asked = &questions->targets[first + i];
        if (asked->figure >= 0) parts[i].quota *= fmax(goal - closed, 0) / open;
        parts[i].chance = asked->figure >= 0 ? chance : (double) NAN;
    }
    return chance;
}

/* ---- the whole ---- */

static bool check(const handing *h)
{
    if (h->target->at_most)
        return qc_fail(h->status, QC_BAD_INPUT,
                       "--split: '%s' is a limit (at_most); only a goal can be handed down",
                       h->target->name);
    if (qc_plan_metric_is_ratio(h->target->metric))
        return qc_fail(h->status, QC_BAD_INPUT,
                       "--split: '%s' is a ratio; only a goal that parts add up to can be handed "
                       "down",
                       h->target->name);
    return true;
}

static bool set_up(handing *h, bool by_month, bool by_owner)
{
    const qc_book *book = &h->company->forecast->book;
    /* the whole, its months, its owners */
    const size_t room = 1 + (size_t) months_of(h) + (size_t) book->names[QC_LABEL_OWNER].count;
    h->plan = *h->company->inputs->plan;
    h->plan.target_count = 0;
    h->plan.targets = qc_arena_take(h->scratch, room, sizeof *h->plan.targets, h->status);
    return h->plan.targets != NULL && check(h) &&
           add_target(h, h->target->name, h->span, NULL) != NULL && (!by_month || ask_months(h)) &&
           (!by_owner || ask_owners(h));
}

bool qc_split_run(qc_split *split, const qc_study_base *company, const qc_split_by *by,
                  const qc_sim_options *options, int64_t trials, qc_status *status)
{
    const qc_forecast *base = company->forecast;
    const qc_asked_target *asked = &base->questions.targets[company->target];
    qc_arena scratch = {0};
    qc_questions questions = {0};
    qc_paired paired = {0}, plain = {0};
    handing h = {.split = split,
                 .company = company,
                 .target = asked->target,
                 .span = asked->span,
                 .goal = asked->goal,
                 .scratch = &scratch,
                 .status = status};
    qc_sim_options counting = *options; /* the whole is counted in the same futures as its parts */
    counting.evaluator = QC_EVALUATOR_WALK;
    split->month_chance = split->owner_chance = NAN;
    if (options->evaluator == QC_EVALUATOR_BLEND)
        return qc_fail(status, QC_BAD_INPUT,
                       "the blend engine cannot answer this: --split asks for many parts at once");
    bool ok = set_up(&h, by->month, by->owner) &&
              qc_questions_make(&questions, &h.plan, &base->book, status);
    const qc_paired_case one = {.model = &base->model, .questions = &questions};
    ok = ok && qc_paired_run(&paired, &one, 1, &base->book, options, 0, trials, status) &&
         qc_variants_run(&plain, company, NULL, 0, &counting, 0, trials, status) &&
         qc_variants_head(&split->head, company, &plain, options, status);
    if (ok && by->month) {
        read_parts(&paired, &questions, split->months, split->month_count, 1);
        split->month_chance = share_out(&paired, &questions, 1, split->months, split->month_count,
                                        h.goal);
    }
    if (ok && by->owner) {
        const int32_t first = 1 + split->month_count;
        read_parts(&paired, &questions, split->owners, split->owner_count, first);
        split->owner_chance = share_out(&paired, &questions, first, split->owners,
                                        split->owner_count, h.goal);
    }
    split->has_duties = ok && by->activity;
    if (split->has_duties)
        ok = qc_duties_run(&split->duties, company, by->chance, options, trials, status);
    qc_paired_free(&plain);
    qc_paired_free(&paired);
    qc_questions_free(&questions);
    qc_arena_free(&scratch);
    return ok;
}
