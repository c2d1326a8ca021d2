#include "report/json/json.h"
#include "report/json/json_build.h"
#include "report/json/json_evidence.h"

#include <math.h>

#define number qc_json_build_number
#define whole  qc_json_build_whole
#define string qc_json_build_text
#define put    qc_json_build_put
#define append qc_json_build_append

json_t *qc_json_evidence(qc_json_build *build, const qc_evidence *seen)
{
    json_t *object = json_object();

    put(build, object, "rests_on", string(qc_evidence_word(seen)));
    put(build, object, "exits", whole(seen->exits));
    put(build, object, "further_on", whole(seen->further));
    put(build, object, "deal_days", number(seen->deal_days));
    put(build, object, "belief_events", number(seen->belief_events));
    put(build, object, "belief_weight", number(seen->belief_weight));
    put(build, object, "pulled_to_curve", number(seen->to_curve));
    put(build, object, "pulled_to_belief", number(seen->to_belief));
    put(build, object, "pulled_to_whole", number(seen->to_whole));
    put(build, object, "thin", json_boolean(seen->is_thin));
    return object;
}

static json_t *bin(qc_json_build *build, const qc_explained_bin *one, bool last)
{
    json_t *object = json_object();

    put(build, object, "from_day", whole(one->from));
    put(build, object, "to_day", last ? json_null() : whole(one->to));
    put(build, object, "deal_days", number(one->deal_days));
    put(build, object, "events", number(one->events));
    put(build, object, "raw_per_day", number(one->raw));
    put(build, object, "expected", number(one->expected));
    put(build, object, "multiplier", number(one->multiplier));
    put(build, object, "hazard_per_day", number(one->hazard));
    put(build, object, "pulled", number(one->pull));
    return object;
}

static json_t *base(qc_json_build *build, const qc_explained_base *one)
{
    json_t *object = json_object();

    put(build, object, "base", string(one->name));
    put(build, object, "log_evidence", number(one->log_evidence));
    put(build, object, "prior", number(one->prior));
    put(build, object, "weight", number(one->weight));
    put(build, object, "u", number(one->theta[0]));
    put(build, object, "v", number(one->theta[1]));
    put(build, object, "w", number(one->theta[2]));
    return object;
}

static json_t *exit_object(qc_json_build *build, const qc_explained_exit *one)
{
    json_t *object = json_object(), *bases = json_array(), *bins = json_array();

    put(build, object, "to", string(one->to));
    put(build, object, "events", number(one->events));
    for (int32_t i = 0; i < one->base_count; i++)
        append(build, bases, base(build, &one->bases[i]));
    for (int32_t i = 0; i < one->bin_count; i++)
        append(build, bins, bin(build, &one->bins[i], i == one->bin_count - 1));
    put(build, object, "bases", bases);
    put(build, object, "bins", bins);
    return object;
}

static json_t *belief(qc_json_build *build, const qc_explained_part *part)
{
    json_t *object = json_object(), *days = json_object();

    put(build, object, "conversion", number(part->conversion));
    put(build, object, "conversion_low", number(part->conversion_low));
    put(build, object, "conversion_high", number(part->conversion_high));
    put(build, days, "p10", number(part->days_p10));
    put(build, days, "p50", number(part->days_p50));
    put(build, days, "p90", number(part->days_p90));
    put(build, object, "days", days);
    put(build, object, "days_certain", json_boolean(isinf(part->based_on)));
    put(build, object, "days_based_on", number(part->based_on));
    return object;
}

static json_t *part_object(qc_json_build *build, const qc_explained_part *part)
{
    json_t *object = json_object(), *exits = json_array();

    put(build, object, "segment", part->segment[0] != '\0' ? string(part->segment) : json_null());
    put(build, object, "evidence", qc_json_evidence(build, &part->evidence));
    put(build, object, "belief", part->stated ? belief(build, part) : json_null());
    for (int32_t i = 0; i < part->exit_count; i++)
        append(build, exits, exit_object(build, &part->exits[i]));
    put(build, object, "exits", exits);
    return object;
}

static json_t *factor_object(qc_json_build *build, const qc_explained_factor *one)
{
    json_t *object = json_object();

    put(build, object, "column", string(one->column));
    put(build, object, "value", string(one->value));
    put(build, object, "exit", string(one->group));
    put(build, object, "events", number(one->events));
    put(build, object, "expected", number(one->expected));
    put(build, object, "pulled", number(one->pull));
    put(build, object, "toward", number(one->toward));
    put(build, object, "factor", number(one->factor));
    return object;
}

static json_t *effect_object(qc_json_build *build, const qc_explained_effect *one)
{
    json_t *object = json_object(), *season = json_array();

    put(build, object, "exit", string(one->group));
    put(build, object, "on", json_boolean(one->is_on));
    put(build, object, "sd", number(one->is_on ? one->sd : (double) NAN));
    put(build, object, "rho", number(one->is_on ? one->rho : (double) NAN));
    put(build, object, "this_month", number(one->is_on ? one->now : 1));
    for (int month = 0; month < QC_SEASON_MONTHS && one->has_season; month++)
        append(build, season, number(one->season[month]));
    put(build, object, "months_of_the_year", season);
    return object;
}

bool qc_json_explanation(qc_sink *sink, const qc_explanation *explanation, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = json_object(), *parts = json_array(), *factors = json_array();
    json_t *effects = json_array();

    put(&build, root, "quotacast", string(QC_VERSION));
    put(&build, root, "command", string("stages"));
    put(&build, root, "plan", string(explanation->plan));
    put(&build, root, "stage", string(explanation->stage));
    for (int32_t i = 0; i < explanation->part_count; i++)
        append(&build, parts, part_object(&build, &explanation->parts[i]));
    for (int32_t i = 0; i < explanation->factor_count; i++)
        append(&build, factors, factor_object(&build, &explanation->factors[i]));
    for (int g = 0; g < QC_GROUP_SHOCKED; g++)
        append(&build, effects, effect_object(&build, &explanation->effects[g]));
    put(&build, root, "parts", parts);
    put(&build, root, "factors", factors);
    put(&build, root, "month_effects", effects);
    return qc_json_build_write(&build, root, sink, status);
}
