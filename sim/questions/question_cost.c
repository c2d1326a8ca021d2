#include "sim/questions/question_cost.h"

#include "models/model.h"

#include <math.h>

#define HUNDREDTHS 100.0
#define WHOLE      10000 /* of a quota or of all days, in hundredths of a percent */

bool qc_question_cost_knows_margin(const qc_asking *ask)
{
    return ask->book->has_number[QC_NUMBER_MARGIN] || !isnan(ask->plan->cost.gross_margin);
}

static bool ask_one(const qc_asking *ask, qc_metric metric, int32_t *measure, int32_t *figure)
{
    const qc_measure what = {.metric = metric};
    const qc_span span = ask->questions->main_span;
    return qc_asking_measure(ask, NULL, &what, measure) &&
           qc_asking_figure(ask, *measure, span, qc_asking_actual(ask, &what, span), figure);
}

bool qc_question_cost(const qc_asking *ask)
{
    qc_questions *questions = ask->questions;
    int32_t cost = 0, net = 0, customers = 0;
    questions->cost_figure = questions->net_figure = questions->cac_figure = -1;
    questions->quota_joint = questions->cac_customers = -1;
    questions->turned_figure = questions->left_figure = -1;
    for (int p = 0; p < QC_COST_PARTS; p++)
        questions->cost_part_figures[p] = -1;
    if (!ask->plan->cost.stated) return true;
    questions->needs_ledger = true;
    if (!ask_one(ask, QC_METRIC_COST, &cost, &questions->cost_figure) ||
        (qc_question_cost_knows_margin(ask) &&
         !ask_one(ask, QC_METRIC_NET, &net, &questions->net_figure)) ||
        !ask_one(ask, QC_METRIC_CUSTOMERS, &customers, &questions->cac_customers) ||
        !ask_one(ask, QC_METRIC_COST, &cost, &questions->cac_figure))
        return false;
    qc_figure *cac = &questions->figures[questions->cac_figure];
    cac->per = customers;
    cac->per_base = questions->figures[questions->cac_customers].base;
    return true;
}

/* ---- what is told apart ---- */

static bool add_own(qc_questions *questions, qc_own own, int32_t index, int32_t *figure,
                    qc_status *status)
{
    const bool share = own == QC_OWN_ATTAINMENT || own == QC_OWN_GOAL;
    qc_figure *grown = qc_arena_grow(&questions->arena, questions->figures, questions->figure_count,
                                     &questions->figure_capacity, sizeof *questions->figures,
                                     status);
    if (grown == NULL) return false;
    questions->figures = grown;
    grown[questions->figure_count] = (qc_figure){.measure = -1,
                                                 .own = own,
                                                 .own_index = index,
                                                 .per = -1,
                                                 .unit = share ? WHOLE : 100,
                                                 .has_goal = share || own == QC_OWN_TURNED,
                                                 .at_most = own == QC_OWN_TURNED,
                                                 .goal = share ? WHOLE : 0};
    *figure = questions->figure_count++;
    questions->needs_ledger = true;
    return true;
}

/* Sellers who come after the main span have no quota in it. */
static bool has_quota(const qc_questions *questions, const qc_model *model, int32_t seller)
{
    const qc_span counts = qc_quota_model_counts(&model->quotas, seller, questions->main_span);
    return counts.to >= counts.from && qc_quota_model_in(&model->quotas, seller, counts) > 0;
}

static bool ask_quotas(qc_questions *questions, const qc_model *model, qc_status *status)
{
    const qc_quota_model *quotas = &model->quotas;
    const size_t count = (size_t) quotas->seller_count;
    if (!quotas->on || !quotas->has_quotas || count == 0) return true;
    if (quotas->seller_count > QC_SELLERS_MAX)
        return qc_fail(status, QC_BAD_INPUT,
                       "quota: %d reps are too many to be told apart (up to %d)",
                       (int) quotas->seller_count, QC_SELLERS_MAX);
    questions->attainment_figures = qc_arena_take(&questions->arena, count, sizeof(int32_t),
                                                  status);
    qc_asked_joint *joints = qc_arena_take(&questions->arena, (size_t) questions->joint_count + 1,
                                           sizeof *joints, status);
    int32_t *figures = qc_arena_take(&questions->arena, count, sizeof *figures, status);
    if (questions->attainment_figures == NULL || joints == NULL || figures == NULL) return false;
    for (int32_t j = 0; j < questions->joint_count; j++)
        joints[j] = questions->joints[j];
    qc_asked_joint joint = {.of = "quota", .figures = figures};
    questions->seller_count = quotas->seller_count;
    for (int32_t r = 0; r < quotas->seller_count; r++) {
        int32_t *figure = &questions->attainment_figures[r];
        *figure = -1;
        if (!has_quota(questions, model, r)) continue;
        if (!add_own(questions, QC_OWN_ATTAINMENT, r, figure, status)) return false;
        figures[joint.open++] = *figure;
    }
    questions->joints = joints;
    if (joint.open == 0) return true;
    questions->quota_joint = questions->joint_count;
    joints[questions->joint_count++] = joint;
    return true;
}

static bool ask_goals(qc_questions *questions, const qc_plan *plan, const qc_model *model,
                      qc_status *status)
{
    const int32_t count = model->activities.on ? plan->activities.count : 0;
    bool any = false;
    for (int32_t k = 0; k < count; k++)
        any |= plan->activities.kinds[k].goal > 0;
    if (!any) return true;
    questions->goal_figures = qc_arena_take(&questions->arena, (size_t) count, sizeof(int32_t),
                                            status);
    if (questions->goal_figures == NULL) return false;
    for (int32_t k = 0; k < count; k++) {
        questions->goal_figures[k] = -1;
        if (plan->activities.kinds[k].goal > 0 &&
            !add_own(questions, QC_OWN_GOAL, k, &questions->goal_figures[k], status))
            return false;
    }
    return true;
}

bool qc_questions_ask_sellers(qc_questions *questions, const qc_model *model, const qc_book *book,
                              qc_status *status)
{
    const qc_plan *plan = model->plan;
    const qc_span span = questions->main_span;
    for (int p = 0; plan->cost.stated && p < QC_COST_PARTS; p++) {
        int32_t *figure = &questions->cost_part_figures[p];
        if (!add_own(questions, QC_OWN_COST, p, figure, status)) return false;
        questions->figures[*figure].base = (int64_t) llround(
            HUNDREDTHS * qc_book_spent(book, (qc_cost_part) p, span.from, span.to));
    }
    if (plan->market.stated &&
        (!add_own(questions, QC_OWN_TURNED, 0, &questions->turned_figure, status) ||
         !add_own(questions, QC_OWN_LEFT, 0, &questions->left_figure, status)))
        return false;
    return ask_quotas(questions, model, status) && ask_goals(questions, plan, model, status);
}
