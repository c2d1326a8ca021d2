#include "report/json/json_cost.h"

#include "report/json/json_quantiles.h"

#define number qc_json_build_number
#define whole  qc_json_build_whole
#define put    qc_json_build_put

static json_t *money(qc_json_build *build, const qc_money_summary *value)
{
    json_t *object = json_object();
    put(build, object, "so_far", number(value->so_far));
    put(build, object, "mean", number(value->mean.value));
    put(build, object, "mean_error", number(value->mean.std_error));
    put(build, object, "quantiles", qc_json_quantiles(build, &value->quantiles));
    return object;
}

static void put_span(qc_json_build *build, json_t *object, qc_span span)
{
    put(build, object, "from", qc_json_build_day(span.from));
    put(build, object, "to", qc_json_build_day(span.to));
}

static json_t *cost_object(qc_json_build *build, const qc_cost_summary *cost)
{
    json_t *object = json_object(), *parts = json_object();
    put_span(build, object, cost->span);
    put(build, object, "cost", money(build, &cost->cost));
    put(build, object, "margin_after_cost", cost->has_net ? money(build, &cost->net) : json_null());
    put(build, object, "cac", money(build, &cost->per_customer));
    put(build, object, "customers", number(cost->customers));
    put(build, object, "cac_judged", json_boolean(cost->judged));
    for (int p = 0; cost->has_parts && p < QC_COST_KINDS; p++)
        put(build, parts, qc_summary_cost_word(p), number(cost->parts[p]));
    put(build, object, "parts", parts);
    return object;
}

static json_t *seller_object(qc_json_build *build, const qc_seller_summary *seller)
{
    json_t *object = json_object();
    put(build, object, "owner", qc_json_build_text(seller->name));
    put(build, object, "to_come", json_boolean(seller->to_come));
    put(build, object, "quota", number(seller->quota));
    put(build, object, "sold_so_far", number(seller->sold));
    put(build, object, "chance", number(seller->chance.value));
    put(build, object, "chance_error", number(seller->chance.std_error));
    put(build, object, "attainment", number(seller->attainment.value));
    put(build, object, "quantiles", qc_json_quantiles(build, &seller->quantiles));
    return object;
}

static json_t *quota_object(qc_json_build *build, const qc_quota_summary *quota)
{
    json_t *object = json_object(), *sellers = json_array(), *counts = json_array();
    put_span(build, object, quota->span);
    put(build, object, "expected", number(quota->expected));
    put(build, object, "share", number(quota->expected / quota->count));
    for (int32_t k = 1; k <= quota->count; k++) {
        json_t *one = json_object();
        put(build, one, "count", whole(k));
        put(build, one, "chance", number(quota->at_least[k - 1].value));
        put(build, one, "chance_error", number(quota->at_least[k - 1].std_error));
        qc_json_build_append(build, counts, one);
        qc_json_build_append(build, sellers, seller_object(build, &quota->sellers[k - 1]));
    }
    put(build, object, "at_least", counts);
    put(build, object, "reps", sellers);
    put(build, object, "rows_of_people_who_left", whole(quota->left));
    return object;
}

static json_t *goals(qc_json_build *build, const qc_summary *summary)
{
    json_t *array = json_array();
    for (int32_t g = 0; g < summary->goal_count; g++) {
        const qc_goal_summary *goal = &summary->goals[g];
        json_t *object = json_object();
        put(build, object, "activity", qc_json_build_text(goal->activity));
        put_span(build, object, goal->span);
        put(build, object, "goal", number(goal->goal));
        put(build, object, "met", number(goal->share.value));
        put(build, object, "met_error", number(goal->share.std_error));
        put(build, object, "p10", number(goal->low));
        put(build, object, "p90", number(goal->high));
        put(build, object, "always", number(goal->always.value));
        qc_json_build_append(build, array, object);
    }
    return array;
}

static json_t *market_object(qc_json_build *build, const qc_market_summary *market)
{
    json_t *object = json_object();
    put(build, object, "accounts", number(market->accounts));
    put(build, object, "used", number(market->used));
    put(build, object, "runs_out", number(market->runs_out.value));
    put(build, object, "runs_out_error", number(market->runs_out.std_error));
    put(build, object, "turned_away", number(market->turned));
    put(build, object, "left", number(market->left));
    put(build, object, "takes", number(market->points.value));
    put(build, object, "takes_error", number(market->points.std_error));
    return object;
}

void qc_json_cost(qc_json_build *build, json_t *root, const qc_summary *summary)
{
    if (summary->cost.known) put(build, root, "cost", cost_object(build, &summary->cost));
    if (summary->market.known) put(build, root, "market", market_object(build, &summary->market));
    if (summary->quota.known) put(build, root, "quota", quota_object(build, &summary->quota));
    if (summary->goal_count > 0) put(build, root, "activity_goals", goals(build, summary));
}
