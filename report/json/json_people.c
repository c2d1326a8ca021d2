#include "report/json/json_people.h"

#define number qc_json_build_number
#define whole  qc_json_build_whole
#define put    qc_json_build_put

static json_t *by_source(qc_json_build *build, double inbound, double by_reps, double by_hires)
{
    json_t *object = json_object();

    put(build, object, "inbound", number(inbound));
    put(build, object, "by_reps", number(by_reps));
    put(build, object, "by_hires", number(by_hires));
    return object;
}

static json_t *months(qc_json_build *build, const qc_people_summary *people)
{
    json_t *array = json_array();

    for (int32_t m = 0; m < people->month_count; m++) {
        const qc_people_month *month = &people->months[m];
        json_t *object = json_object();
        put(build, object, "from", qc_json_build_day(month->span.from));
        put(build, object, "to", qc_json_build_day(month->span.to));
        put(build, object, "hours_needed", number(month->hours_needed));
        put(build, object, "hours_there", number(month->hours_there));
        put(build, object, "overloaded", number(month->overloaded));
        qc_json_build_append(build, array, object);
    }
    return array;
}

json_t *qc_json_people(qc_json_build *build, const qc_people_summary *people)
{
    json_t *object = json_object();

    put(build, object, "reps", whole(people->reps));
    put(build, object, "to_come", whole(people->to_come));
    put(build, object, "new_deals",
        by_source(build, people->inbound.new_deals, people->by_reps.new_deals,
                  people->by_hires.new_deals));
    put(build, object, "value",
        by_source(build, people->inbound.value, people->by_reps.value, people->by_hires.value));
    put(build, object, "share_of_hires", number(people->value_share_hires));
    put(build, object, "kept", number(people->kept));
    put(build, object, "stale", number(people->stale));
    if (people->coupled) {
        json_t *open = json_object();
        put(build, open, "of_team", whole(people->open_of_team));
        put(build, open, "of_others", whole(people->open_of_others));
        put(build, open, "of_nobody", whole(people->open_of_nobody));
        put(build, object, "open_deals", open);
    }
    put(build, object, "months", months(build, people));
    return object;
}
