#include "report/implied.h"
#include "report/json/json_study.h"

#include <math.h>

#define number qc_json_build_number
#define string qc_json_build_text
#define put    qc_json_build_put
#define append qc_json_build_append

static json_t *rate(qc_json_build *build, const qc_implied_row *row)
{
    static const char *const NEEDED[] = {"for_50", "for_80"};
    static const char *const ANYWAY[] = {"any_50", "any_80"};
    static const char *const PERCENTILE[] = {"percentile_50", "percentile_80"};
    static const char *const QUARTERS[] = {"quarters_as_good_50", "quarters_as_good_80"};
    json_t *object = json_object();
    put(build, object, "path", string(row->path));
    put(build, object, "now", number(row->now));
    for (int l = 0; l < QC_IMPLIED_LEVELS; l++) {
        put(build, object, NEEDED[l], number(row->needed[l]));
        put(build, object, ANYWAY[l], json_boolean(row->anyway[l]));
        put(build, object, QUARTERS[l],
            isnan(row->needed[l]) ? json_null() : json_integer(row->as_good[l]));
        put(build, object, PERCENTILE[l], number(row->percentile[l]));
    }
    put(build, object, "quarters", json_integer(row->quarters));
    put(build, object, "best_quarter", number(row->best));
    return object;
}

bool qc_json_implied(qc_sink *sink, const qc_implied *implied, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = qc_json_study_head(&build, "compare", &implied->head);
    json_t *rates = json_array(), *coverage = json_array();
    for (int32_t i = 0; i < implied->count; i++)
        append(&build, rates, rate(&build, &implied->rows[i]));
    put(&build, root, "implied", rates);
    for (int32_t i = 0; i < implied->coverage.count; i++) {
        const qc_coverage_row *it = &implied->coverage.rows[i];
        json_t *row = json_object(), *ratios = json_array();
        put(&build, row, "of", string(it->name));
        put(&build, row, "history_months", it->months > 0 ? json_integer(it->months) : json_null());
        put(&build, row, "deals", json_integer(it->deals));
        put(&build, row, "amount", number(it->amount));
        for (int c = 0; c < QC_COVERAGE_CHANCES; c++) {
            json_t *one = json_object();
            put(&build, one, "chance", number(qc_coverage_chances[c]));
            put(&build, one, "coverage", number(it->ratio[c]));
            append(&build, ratios, one);
        }
        put(&build, row, "coverage", ratios);
        append(&build, coverage, row);
    }
    put(&build, root, "coverage", coverage);
    return qc_json_build_write(&build, root, sink, status);
}

static json_t *parts(qc_json_build *build, const qc_split_part *list, int32_t count,
                     const char *what)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < count; i++) {
        json_t *object = json_object();
        put(build, object, what, string(list[i].name));
        put(build, object, "quota", number(list[i].quota));
        put(build, object, "actual_so_far", number(list[i].actual));
        put(build, object, "median", number(list[i].median));
        put(build, object, "chance", number(list[i].chance));
        append(build, array, object);
    }
    return array;
}

static json_t *duties_object(qc_json_build *build, const qc_duties *all)
{
    json_t *root = json_object(), *rows = json_array();
    put(build, root, "wanted", number(all->wanted));
    put(build, root, "reached", json_boolean(all->reached));
    put(build, root, "chance", number(all->chance));
    put(build, root, "factor", number(all->factor));
    put(build, root, "factor_low", number(all->low));
    put(build, root, "factor_high", number(all->high));
    put(build, root, "selling_hours", number(all->selling_hours));
    for (int32_t i = 0; i < all->count; i++) {
        const qc_duty *it = &all->rows[i];
        json_t *row = json_object(), *activities = json_object(), *entries = json_object();
        put(build, row, "who", string(it->name));
        put(build, row, "seats", json_integer(it->seats));
        put(build, row, "weeks", number(it->weeks));
        put(build, row, "ramped", number(it->ramped));
        put(build, row, "hours", number(it->hours));
        put(build, row, "cannot_carry_more", json_boolean(it->full));
        for (int32_t k = 0; k < all->kind_count; k++)
            put(build, activities, all->kinds[k], number(it->activities[k]));
        for (int32_t s = 0; s < all->stage_count; s++)
            put(build, entries, all->stages[s], number(it->entries[s]));
        put(build, row, "activities_per_week", activities);
        put(build, row, "entries_per_week", entries);
        append(build, rows, row);
    }
    put(build, root, "people", rows);
    return root;
}

bool qc_json_split(qc_sink *sink, const qc_split *split, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = qc_json_study_head(&build, "seek", &split->head);
    put(&build, root, "month_chance", number(split->month_chance));
    put(&build, root, "owner_chance", number(split->owner_chance));
    put(&build, root, "months", parts(&build, split->months, split->month_count, "month"));
    put(&build, root, "owners", parts(&build, split->owners, split->owner_count, "owner"));
    put(&build, root, "activities",
        split->has_duties ? duties_object(&build, &split->duties) : json_null());
    return qc_json_build_write(&build, root, sink, status);
}
