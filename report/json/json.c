#include "report/json/json.h"

#include "report/json/json_build.h"
#include "report/json/json_cost.h"
#include "report/json/json_evidence.h"
#include "report/json/json_people.h"
#include "report/json/json_quantiles.h"
#include "report/json/json_study.h"

#include <math.h>
#include <string.h>

#define number qc_json_build_number
#define whole  qc_json_build_whole
#define string qc_json_build_text
#define put    qc_json_build_put
#define append qc_json_build_append

static json_t *pair(qc_json_build *build, double low, double high)
{
    json_t *array = json_array();

    append(build, array, number(low));
    append(build, array, number(high));
    return array;
}

static json_t *scope(qc_json_build *build, const qc_target_summary *target)
{
    json_t *object = json_object();

    for (int32_t i = 0; i < target->scope_count; i++) {
        put(build, object, target->scope[i].column, string(target->scope[i].value));
    }
    return object;
}

static json_t *pace(qc_json_build *build, const qc_target_summary *target)
{
    json_t *object = json_object();

    put(build, object, "needed", number(target->pace_needed));
    put(build, object, "recent", number(target->pace_recent));
    put(build, object, "best", number(target->pace_best));
    return object;
}

static json_t *target(qc_json_build *build, const qc_target_summary *t)
{
    json_t *object = json_object();

    put(build, object, "name", string(t->name));
    put(build, object, "group", string(t->group));
    put(build, object, "metric", string(t->metric));
    put(build, object, "scope", scope(build, t));
    put(build, object, "from", qc_json_build_day(t->span.from));
    put(build, object, "to", qc_json_build_day(t->span.to));
    put(build, object, t->at_most ? "at_most" : "at_least", number(t->goal));
    put(build, object, "goal_base",
        t->goal_base != NULL && t->goal_base[0] != '\0' ? string(t->goal_base) : json_null());
    put(build, object, "stretch", json_boolean(t->stretch));
    put(build, object, "closed", json_boolean(t->closed));
    put(build, object, "actual_so_far", number(t->actual_so_far));
    put(build, object, "chance", number(t->chance.value));
    put(build, object, "chance_error", number(t->chance.std_error));
    put(build, object, "chance_band", pair(build, t->band_low, t->band_high));
    put(build, object, "mean", number(t->mean.value));
    put(build, object, "mean_error", number(t->mean.std_error));
    put(build, object, "quantiles", qc_json_quantiles(build, &t->quantiles));
    put(build, object, "median_shortfall", number(t->median_shortfall));
    put(build, object, "safe_at_80", number(t->safe_at_80));
    put(build, object, "gap_to_80", number(t->gap_to_80));
    put(build, object, "pace", pace(build, t));
    if (!t->is_ratio) return object;
    put(build, object, "events", number(t->events));
    put(build, object, "judged", json_boolean(!t->not_judged));
    return object;
}

static json_t *targets(qc_json_build *build, const qc_summary *summary)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < summary->target_count; i++) {
        append(build, array, target(build, &summary->targets[i]));
    }
    return array;
}

static json_t *joint(qc_json_build *build, const qc_summary *summary)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < summary->joint_count; i++) {
        const qc_joint_summary *group = &summary->joint[i];
        json_t *object = json_object(), *counts = json_array();
        put(build, object, "of", string(group->of));
        put(build, object, "open", whole(group->open));
        put(build, object, "closed_hit", whole(group->closed_hit));
        put(build, object, "closed_missed", whole(group->closed_missed));
        put(build, object, "closed_unknown", whole(group->closed_unknown));
        put(build, object, "all", number(group->all.value));
        put(build, object, "all_error", number(group->all.std_error));
        for (int32_t k = 1; k <= group->open; k++) {
            json_t *one = json_object();
            put(build, one, "count", whole(k));
            put(build, one, "chance", number(group->at_least[k - 1].value));
            append(build, counts, one);
        }
        put(build, object, "at_least", counts);
        append(build, array, object);
    }
    return array;
}

static json_t *point(qc_json_build *build, const qc_series_point *p)
{
    json_t *object = json_object(), *cumulative = json_object();

    put(build, object, "from", qc_json_build_day(p->span.from));
    put(build, object, "to", qc_json_build_day(p->span.to));
    put(build, object, "closed", json_boolean(p->closed));
    put(build, object, "actual", number(p->actual));
    put(build, object, "mean", number(p->mean.value));
    put(build, object, "quantiles", qc_json_quantiles(build, &p->quantiles));
    put(build, cumulative, "actual", number(p->cumulative_actual));
    put(build, cumulative, "mean", number(p->cumulative_mean.value));
    put(build, cumulative, "quantiles", qc_json_quantiles(build, &p->cumulative));
    put(build, object, "cumulative", cumulative);
    return object;
}

static json_t *series(qc_json_build *build, const qc_summary *summary)
{
    json_t *array = json_array();

    if (summary->series.count == 0) return array;
    json_t *object = json_object(), *points = json_array();
    put(build, object, "metric", string(summary->series.metric));
    put(build, object, "by", string("month"));
    for (int32_t i = 0; i < summary->series.count; i++) {
        append(build, points, point(build, &summary->series.points[i]));
    }
    put(build, object, "points", points);
    append(build, array, object);
    return array;
}

static json_t *part(qc_json_build *build, double mean, double share_of_variance)
{
    json_t *object = json_object();

    put(build, object, "mean", number(mean));
    put(build, object, "share_of_variance", number(share_of_variance));
    return object;
}

static json_t *parts(qc_json_build *build, const qc_summary *summary)
{
    json_t *object = json_object();
    json_t *open = part(build, summary->open_mean, summary->open_variance_share);

    put(build, object, "won_so_far", number(summary->won_so_far));
    put(build, open, "deals", whole(summary->open_deals));
    put(build, object, "open_now", open);
    put(build, object, "not_yet_created",
        part(build, summary->new_mean, summary->new_variance_share));
    return object;
}

static json_t *hanging(qc_json_build *build, const qc_summary *summary)
{
    json_t *object = json_object(), *deals = json_array();

    for (int32_t i = 0; i < summary->hanging_count; i++) {
        const qc_hanging_deal *deal = &summary->hanging[i];
        json_t *one = json_object();
        put(build, one, "deal", string(deal->deal));
        put(build, one, "amount", number(deal->amount));
        put(build, one, "win_chance", number(deal->win_chance));
        put(build, one, "chance_lost", number(deal->points));
        append(build, deals, one);
    }
    put(build, object, "chance_lost",
        summary->hanging_count > 0 ? number(summary->hanging_points) : json_null());
    put(build, object, "deals", deals);
    return object;
}

static json_t *levers(qc_json_build *build, const qc_summary *summary)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < summary->probe_count; i++) {
        const qc_probe *probe = &summary->probes[i];
        json_t *object = json_object();
        put(build, object, "change", string(probe->words));
        put(build, object, "chance_change", number(probe->change.value));
        put(build, object, "chance_change_error", number(probe->change.std_error));
        append(build, array, object);
    }
    return array;
}

json_t *qc_json_rate(qc_json_build *build, const qc_rate_summary *one)
{
    json_t *object = json_object();

    put(build, object, "rate", string(one->rate));
    put(build, object, "rests_on", string(one->rests_on));
    put(build, object, "events", number(one->events));
    put(build, object, "belief_events", number(one->pseudo_events));
    put(build, object, "counted", string(one->what));
    put(build, object, "count", number(one->decisive));
    put(build, object, "floor", number(one->floor));
    put(build, object, "months", one->floor_months > 0 ? number(one->months) : json_null());
    put(build, object, "floor_months",
        one->floor_months > 0 ? number(one->floor_months) : json_null());
    put(build, object, "thin", json_boolean(one->is_thin));
    put(build, object, "share_of_band", number(one->band_share.value));
    put(build, object, "share_of_band_error", number(one->band_share.std_error));
    return object;
}

static json_t *rests_on(qc_json_build *build, const qc_summary *summary)
{
    const char *biggest = summary->biggest_belief;
    json_t *object = json_object(), *rates = json_array();

    put(build, object, "history", number(summary->rests_on_history));
    put(build, object, "beliefs", number(summary->rests_on_beliefs));
    put(build, object, "biggest_belief",
        biggest != NULL && biggest[0] != '\0' ? string(biggest) : json_null());
    for (int32_t i = 0; i < summary->rate_count; i++)
        append(build, rates, qc_json_rate(build, &summary->rates[i]));
    put(build, object, "rates", rates);
    put(build, object, "thin_rates", whole(summary->thin_count));
    put(build, object, "thin_share_of_band", number(summary->thin_band_share.value));
    put(build, object, "thin_share_of_band_error", number(summary->thin_band_share.std_error));
    return object;
}

static json_t *reconciliation(qc_json_build *build, const qc_summary *summary)
{
    json_t *object = json_object(), *set_aside = json_array();
    json_t *deals = json_object(), *amounts = json_object();

    put(build, object, "rows", whole(summary->rows_read));
    put(build, object, "rows_used", whole(summary->rows_used));
    put(build, object, "rows_ignored", whole(summary->rows_ignored));
    for (int32_t i = 0; i < summary->set_aside_count; i++) {
        json_t *one = json_object();
        put(build, one, "reason", string(summary->set_aside[i].reason));
        put(build, one, "rows", whole(summary->set_aside[i].rows));
        append(build, set_aside, one);
    }
    put(build, object, "set_aside", set_aside);
    put(build, object, "doubts", whole(summary->doubts));
    put(build, deals, "open", whole(summary->deals_open));
    put(build, deals, "won", whole(summary->deals_won));
    put(build, deals, "lost", whole(summary->deals_lost));
    put(build, deals, "open_without_amount", whole(summary->open_without_amount));
    put(build, object, "deals", deals);
    put(build, amounts, "read", number(summary->amount_read));
    put(build, amounts, "open", number(summary->amount_open));
    put(build, amounts, "won", number(summary->amount_won));
    put(build, amounts, "lost", number(summary->amount_lost));
    put(build, object, "amounts", amounts);
    return object;
}

static json_t *bins(qc_json_build *build, const qc_summary *summary)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < summary->bin_count; i++) {
        json_t *object = json_object();
        put(build, object, "low", number(summary->bins[i].low));
        put(build, object, "high", number(summary->bins[i].high));
        put(build, object, "share", number(summary->bins[i].share));
        append(build, array, object);
    }
    return array;
}

static json_t *curve(qc_json_build *build, const qc_summary *summary)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < summary->curve_count; i++) {
        json_t *object = json_object();
        put(build, object, "value", number(summary->curve[i].value));
        put(build, object, "chance_of_at_least", number(summary->curve[i].chance_of_at_least));
        append(build, array, object);
    }
    return array;
}

/* The CRM's own figure, for comparison; null when nothing is typed. */
static json_t *crm_says_object(qc_json_build *build, const qc_summary *summary)
{
    if (!(summary->crm_weighted >= 0.0)) return json_null();
    json_t *object = json_object();
    put(build, object, "weighted_pipeline", number(summary->crm_weighted));
    put(build, object, "deals", whole(summary->crm_deals));
    put(build, object, "deals_left_out", whole(summary->crm_left));
    return object;
}

static json_t *notes(qc_json_build *build, const qc_summary *summary)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < summary->note_count; i++)
        append(build, array, string(summary->notes[i]));
    return array;
}

static json_t *engine(qc_json_build *build, const qc_summary *summary)
{
    json_t *object = json_object();

    put(build, object, "name", string(summary->engine));
    put(build, object, "why", string(summary->engine_why));
    if (strcmp(summary->engine, "exact") == 0)
        put(build, object, "error_bound", number(summary->error_bound));
    return object;
}

/* What was run, on what, and how far. */
static void put_run(qc_json_build *build, json_t *root, const qc_summary *summary)
{
    const bool has_headline = summary->headline >= 0 && summary->headline < summary->target_count;

    put(build, root, "quotacast", string(QC_VERSION));
    put(build, root, "command", string("forecast"));
    put(build, root, "plan", string(summary->plan));
    put(build, root, "company", string(summary->company));
    put(build, root, "seed", qc_json_build_seed(summary->seed));
    put(build, root, "trials", whole(summary->trials));
    put(build, root, "draws", whole(summary->draws));
    put(build, root, "interrupted", json_boolean(summary->interrupted));
    put(build, root, "simulation_error", number(summary->largest_error));
    put(build, root, "engine", engine(build, summary));
    put(build, root, "as_of", qc_json_build_day(summary->as_of));
    put(build, root, "as_of_given", json_boolean(summary->as_of_given));
    put(build, root, "until", qc_json_build_day(summary->until));
    put(build, root, "currency", string(summary->currency));
    put(build, root, "inputs", qc_json_study_inputs(build, summary));
    put(build, root, "result_hash", string(summary->result_hash));
    put(build, root, "headline",
        has_headline ? string(summary->targets[summary->headline].name) : json_null());
}

static json_t *trust(qc_json_build *build, const qc_trust *it)
{
    if (it->state != QC_TRUST_FRESH && it->state != QC_TRUST_STALE) return json_null();
    json_t *object = json_object();
    put(build, object, "stale", json_boolean(it->state == QC_TRUST_STALE));
    put(build, object, "forecasts", whole(it->forecasts));
    put(build, object, "moments", whole(it->moments));
    put(build, object, "enough", json_boolean(it->enough));
    put(build, object, "held_80", number(it->held_80));
    put(build, object, "against_stage_weighted", number(it->weighted));
    put(build, object, "best_rival", string(it->rival));
    put(build, object, "against_best_rival", number(it->rival_error));
    put(build, object, "from", qc_json_build_day(it->from));
    put(build, object, "to", qc_json_build_day(it->to));
    put(build, object, "uses_beliefs", json_boolean(it->uses_beliefs));
    return object;
}

bool qc_json_forecast(qc_sink *sink, const qc_summary *summary, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = json_object();

    put_run(&build, root, summary);
    put(&build, root, "targets", targets(&build, summary));
    put(&build, root, "joint", joint(&build, summary));
    put(&build, root, "series", series(&build, summary));
    put(&build, root, "parts", parts(&build, summary));
    put(&build, root, "hanging", hanging(&build, summary));
    put(&build, root, "levers", levers(&build, summary));
    if (summary->people.known)
        put(&build, root, "people", qc_json_people(&build, &summary->people));
    qc_json_cost(&build, root, summary);
    put(&build, root, "rests_on", rests_on(&build, summary));
    put(&build, root, "trust", trust(&build, &summary->trust));
    put(&build, root, "last_year", number(summary->last_year));
    put(&build, root, "crm_says", crm_says_object(&build, summary));
    put(&build, root, "dates_only", json_boolean(summary->dates_only));
    put(&build, root, "customers_are_deals", json_boolean(summary->customers_are_deals));
    put(&build, root, "reconciliation", reconciliation(&build, summary));
    put(&build, root, "bins", bins(&build, summary));
    put(&build, root, "curve", curve(&build, summary));
    put(&build, root, "notes", notes(&build, summary));
    return qc_json_build_write(&build, root, sink, status);
}
