/* Reps with so many hours a week, some of them for prospecting; each open deal needs hours by stage, and where
 * these are short, all stays of the rep's deals stretch. New deals are Poisson by week and go round the reps.
 * Everything happens at the end of a week: a new deal enters then, and a stay that follows begins then. */
#include "study/bench_read.h"

#define MOST_WEEKS 520
#define MOST_REPS  10000

#define get     json_object_get
#define whole   qc_json_fields_whole
#define decimal qc_json_fields_number
#define list    qc_json_fields_list
#define FORM    QC_BENCH_FORM

static bool read_team(qc_bench_reading *work, const json_t *root, int64_t *reps)
{
    double hours = 0, prospecting = 0, rate = 0;
    if (!whole(&work->at, get(root, "reps"), "reps", 1, MOST_REPS, reps) ||
        !decimal(&work->at, get(root, "selling_hours_per_week"), "selling_hours_per_week", 0, 168,
                 &hours) ||
        !decimal(&work->at, get(root, "prospecting_hours_per_week"), "prospecting_hours_per_week",
                 0, 168, &prospecting) ||
        !decimal(&work->at, get(root, "new_deals_per_week"), "new_deals_per_week", 0, 1e6, &rate))
        return false;
    qc_text_addf(&work->yaml,
                 "team: {reps: %lld, hours_per_week: " FORM ", prospecting_hours: " FORM "}\n"
                 "new_deals: {mean: " FORM ", per: week, based_on: certain, noise: none}\n",
                 (long long) *reps, hours, prospecting, rate);
    return true;
}

static bool read_target(qc_bench_reading *work, const json_t *root, int64_t weeks)
{
    const qc_day first = work->company->plan.as_of + 1;
    const json_t *targets = get(root, "targets");
    char from[16], to[16];
    double goal = 0;
    qc_json_fields_at(&work->at, "targets", -1);
    if (!qc_json_fields_check(&work->at, targets, "year") ||
        !decimal(&work->at, get(targets, "year"), "year", QC_BENCH_LEAST, QC_BENCH_MOST_MONEY,
                 &goal))
        return false;
    qc_json_fields_at(&work->at, "", -1);
    qc_text_addf(&work->yaml,
                 "targets:\n  - {name: year, metric: bookings, period: %s..%s, at_least: " FORM
                 "}\n",
                 qc_calendar_text(first, from),
                 qc_calendar_text(first + (qc_day) (7 * weeks) - 1, to), goal);
    return true;
}

/* [rep, stage, age, amount]; an amount of 0 is not known. */
static bool read_deal(qc_bench_reading *work, const json_t *deal, int32_t row, int64_t reps)
{
    qc_open_deals *open = &work->company->open;
    int64_t stage = 0, rep = 0;
    int32_t count = 0;
    qc_json_fields_at(&work->at, "open_deals", row);
    if (!list(&work->at, deal, "[rep, stage, age, amount]", 4, 4, &count) ||
        !whole(&work->at, json_array_get(deal, 0), "rep", 0, reps - 1, &rep) ||
        !whole(&work->at, json_array_get(deal, 1), "stage", 0, work->stages - 1, &stage) ||
        !decimal(&work->at, json_array_get(deal, 2), "age", 0, QC_BENCH_MOST_DAYS,
                 &open->age_days[row]) ||
        !decimal(&work->at, json_array_get(deal, 3), "amount", QC_BENCH_LEAST, QC_BENCH_MOST_MONEY,
                 &open->number[QC_NUMBER_AMOUNT][row]))
        return false;
    open->stage[row] = (qc_id) stage;
    open->label[QC_LABEL_OWNER][row] = (qc_id) rep;
    open->name[row] = qc_arena_format(&open->arena, work->at.status, "%d", (int) row + 1);
    return open->name[row] != NULL;
}

static bool read_deals(qc_bench_reading *work, const json_t *value, int64_t reps)
{
    qc_open_deals *open = &work->company->open;
    int32_t count = 0;
    if (!list(&work->at, value, "open_deals", 0, QC_BENCH_MOST_DEALS, &count) ||
        !qc_bench_take_deals(open, count, work->at.name, work->at.status) ||
        !qc_bench_take_labels(open, QC_LABEL_OWNER, "rep", count, (int32_t) reps, work->at.status))
        return false;
    for (int32_t row = 0; row < count; row++) {
        if (!read_deal(work, json_array_get(value, (size_t) row), row, reps)) return false;
    }
    open->count = count;
    open->rows_read = count;
    qc_json_fields_at(&work->at, "", -1);
    return true;
}

bool qc_bench_coupled_read(qc_bench_reading *work, const json_t *root)
{
    const json_t *hours = get(root, "hours_per_open_deal_week"), *stages = get(root, "stages");
    const int32_t wanted = (int32_t) json_array_size(stages);
    int64_t weeks = 0, reps = 0;
    int32_t count = 0;
    work->company->whole_weeks = true;
    if (!qc_bench_read_head(work, root,
                            "name version weeks stages amount reps selling_hours_per_week "
                            "prospecting_hours_per_week hours_per_open_deal_week "
                            "new_deals_per_week open_deals targets | assignment rule trials") ||
        !whole(&work->at, get(root, "weeks"), "weeks", 1, MOST_WEEKS, &weeks) ||
        !list(&work->at, hours, "hours_per_open_deal_week", wanted, wanted, &count) ||
        !qc_bench_read_stages(work, stages, hours))
        return false;
    qc_json_fields_at(&work->at, "amount", -1);
    if (!qc_bench_read_amount(work, get(root, "amount"))) return false;
    qc_json_fields_at(&work->at, "", -1);
    qc_text_add(&work->yaml, "\n");
    return read_team(work, root, &reps) && read_target(work, root, weeks) &&
           read_deals(work, get(root, "open_deals"), reps) && qc_bench_read_plan(work);
}
