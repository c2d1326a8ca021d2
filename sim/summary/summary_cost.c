#include "models/model.h"
#include "sim/market.h"
#include "sim/summary/summarize.h"

#include <math.h>
#include <stdlib.h>

#define MONEY 100.0   /* hundredths */
#define WHOLE 10000.0 /* hundredths of a percent */

_Static_assert((int) QC_COST_KINDS == (int) QC_COST_PARTS, "every part of the cost has a word");

const char *qc_summary_cost_word(int part)
{
    static const char *const WORDS[] = {
#define QC_COST_WORD(name, word) [QC_COST_##name] = (word),
        QC_COST_WORDS(QC_COST_WORD)
#undef QC_COST_WORD
    };
    return WORDS[part];
}

static qc_quantiles quantiles_of(const qc_outcome *outcome, int32_t figure, double unit)
{
    qc_quantiles q;
#define SET(name, share) \
    q.name = qc_summary_quantile(&outcome->figures[figure], outcome->trials, share) / unit;
    QC_QUANTILES(SET)
#undef SET
    return q;
}

static qc_money_summary money_of(const qc_summary_inputs *in, int32_t figure)
{
    return (qc_money_summary){(double) in->questions->figures[figure].base / MONEY,
                              qc_summary_mean(in->outcome, figure, MONEY),
                              quantiles_of(in->outcome, figure, MONEY)};
}

static void set_cost(qc_summary *summary, const qc_summary_inputs *in)
{
    const qc_questions *questions = in->questions;
    qc_cost_summary *cost = &summary->cost;
    if (questions->cost_figure < 0) return;
    cost->known = true;
    cost->span = questions->main_span;
    cost->cost = money_of(in, questions->cost_figure);
    cost->has_net = questions->net_figure >= 0;
    if (cost->has_net) cost->net = money_of(in, questions->net_figure);
    cost->per_customer = money_of(in, questions->cac_figure);
    cost->customers = qc_summary_mean(in->outcome, questions->cac_customers, MONEY).value;
    cost->judged = cost->customers >= QC_EVENTS_FEWEST;
    const double before = (double) questions->figures[questions->cac_customers].base / MONEY;
    cost->per_customer.so_far = before > 0 ? cost->cost.so_far / before : (double) NAN;
    cost->has_parts = questions->cost_part_figures[0] >= 0;
    for (int p = 0; cost->has_parts && p < QC_COST_PARTS; p++)
        cost->parts[p] = qc_summary_mean(in->outcome, questions->cost_part_figures[p], MONEY).value;
}

/* ---- quotas ---- */

static int by_chance(const void *a, const void *b)
{
    const qc_seller_summary *left = a, *right = b;
    if (left->chance.value != right->chance.value)
        return left->chance.value > right->chance.value ? -1 : 1;
    if (left->attainment.value != right->attainment.value)
        return left->attainment.value > right->attainment.value ? -1 : 1;
    return 0;
}

static bool set_seller(qc_summary *summary, const qc_summary_inputs *in, int32_t index,
                       qc_status *status)
{
    const qc_quota_model *quotas = &in->model->quotas;
    const qc_seller *who = &quotas->sellers[index];
    const qc_outcome *outcome = in->outcome;
    const int32_t figure = in->questions->attainment_figures[index];
    const qc_tally *tally = &outcome->figures[figure];
    qc_seller_summary *out = &summary->quota.sellers[summary->quota.count++];
    const qc_span counts = qc_quota_model_counts(quotas, index, in->questions->main_span);
    qc_span past = counts;
    if (past.to > in->questions->as_of) past.to = in->questions->as_of;
    *out = (qc_seller_summary){.name = qc_arena_text(&summary->arena, who->name, status),
                               .to_come = who->seat >= 0 &&
                                          in->model->team.seats[who->seat].planned,
                               .quota = qc_quota_model_in(quotas, index, counts),
                               .sold = qc_quota_model_sold(quotas, index, past, false),
                               .chance = qc_engine_share(tally->hits, tally->group_hit_squares,
                                                         outcome->trials, outcome->groups),
                               .attainment = qc_summary_mean(outcome, figure, WHOLE),
                               .quantiles = quantiles_of(outcome, figure, WHOLE)};
    summary->quota.shrinks |= who->seat >= 0 && !who->has_own;
    summary->largest_error = fmax(summary->largest_error, out->chance.std_error);
    return out->name != NULL;
}

static bool set_quota(qc_summary *summary, const qc_summary_inputs *in, qc_status *status)
{
    const qc_questions *questions = in->questions;
    const qc_outcome *outcome = in->outcome;
    qc_quota_summary *quota = &summary->quota;
    int64_t hits = 0;
    if (questions->quota_joint < 0) return true;
    const int32_t count = questions->joints[questions->quota_joint].open;
    const qc_joint_tally *joint = &outcome->joints[questions->quota_joint];
    quota->sellers = qc_arena_take(&summary->arena, (size_t) count, sizeof *quota->sellers, status);
    quota->at_least = qc_arena_take(&summary->arena, (size_t) count, sizeof *quota->at_least,
                                    status);
    if (quota->sellers == NULL || quota->at_least == NULL) return false;
    quota->known = true;
    quota->span = questions->main_span;
    quota->left = in->model->quotas.left;
    for (int32_t r = 0; r < questions->seller_count; r++) {
        if (questions->attainment_figures[r] >= 0 && !set_seller(summary, in, r, status))
            return false;
    }
    qsort(quota->sellers, (size_t) quota->count, sizeof *quota->sellers, by_chance);
    for (int32_t k = count; k >= 1; k--) {
        hits += joint->exactly[k];
        quota->at_least[k - 1] = qc_engine_share(hits, joint->group_squares[k], outcome->trials,
                                                 outcome->groups);
        quota->expected += quota->at_least[k - 1].value;
    }
    return true;
}

/* ---- goals of activities ---- */

static bool set_goals(qc_summary *summary, const qc_summary_inputs *in, qc_status *status)
{
    const qc_questions *questions = in->questions;
    const qc_outcome *outcome = in->outcome;
    const qc_plan_activities *all = &in->model->plan->activities;
    const qc_span main = questions->main_span;
    if (questions->goal_figures == NULL) return true;
    summary->goals = qc_arena_take(&summary->arena, (size_t) all->count, sizeof *summary->goals,
                                   status);
    if (summary->goals == NULL) return false;
    for (int32_t k = 0; k < all->count; k++) {
        const int32_t figure = questions->goal_figures[k];
        if (figure < 0) continue;
        const qc_tally *tally = &outcome->figures[figure];
        const qc_quantiles q = quantiles_of(outcome, figure, WHOLE);
        qc_goal_summary *goal = &summary->goals[summary->goal_count++];
        *goal = (qc_goal_summary){
            .activity = qc_arena_text(&summary->arena, all->kinds[k].name, status),
            .span = {main.from > in->questions->as_of ? main.from : in->questions->as_of + 1,
                     main.to},
            .goal = all->kinds[k].goal,
            .share = qc_summary_mean(outcome, figure, WHOLE),
            .low = q.p10,
            .high = q.p90,
            .always = qc_engine_share(tally->hits, tally->group_hit_squares, outcome->trials,
                                      outcome->groups)};
        if (goal->activity == NULL) return false;
    }
    return true;
}

/* ---- the market ---- */

static bool set_market(qc_summary *summary, const qc_summary_inputs *in, qc_status *status)
{
    const qc_questions *questions = in->questions;
    const qc_outcome *outcome = in->outcome;
    qc_market_summary *market = &summary->market;
    if (questions->turned_figure < 0) return true;
    const qc_tally *tally = &outcome->figures[questions->turned_figure];
    const qc_estimate room = qc_engine_share(tally->hits, tally->group_hit_squares, outcome->trials,
                                             outcome->groups);
    market->known = true;
    market->turned = qc_summary_mean(outcome, questions->turned_figure, MONEY).value;
    market->left = qc_summary_mean(outcome, questions->left_figure, MONEY).value;
    market->runs_out = (qc_estimate){1 - room.value, room.std_error};
    market->points = (qc_estimate){NAN, NAN};
    return qc_market_size(in->model, in->book, questions, &market->accounts, &market->used, status);
}

bool qc_summary_costs(qc_summary *summary, const qc_summary_inputs *inputs, qc_status *status)
{
    set_cost(summary, inputs);
    return set_market(summary, inputs, status) && set_quota(summary, inputs, status) &&
           set_goals(summary, inputs, status);
}
