/* Segments that share the names of their stages, and nothing else; each has reps, who only carry the deals.
 * There are no goals: asked for are the bookings of the company by month and year, and of each segment by
 * year. A plan wants a target for each of these, so it gets one of a single unit of money. */
#include "study/bench_read.h"

#define get     json_object_get
#define whole   qc_json_fields_whole
#define decimal qc_json_fields_number
#define list    qc_json_fields_list
#define check   qc_json_fields_check
#define FORM    QC_BENCH_FORM

#define MOST_REPS   100000
#define MOST_STAGES 32

/* The stages of a segment, as changes to the plan's pipeline. */
static bool read_pipeline(qc_bench_reading *work, const json_t *stages, const json_t *first)
{
    int32_t count = 0;
    if (!list(&work->at, stages, "stages", work->stages, work->stages, &count)) return false;
    qc_text_add(&work->yaml, "pipeline: {");
    for (int32_t s = 0; s < count; s++) {
        const json_t *stage = json_array_get(stages, (size_t) s);
        const json_t *name = get(stage, "name");
        if (!json_equal(name, get(json_array_get(first, (size_t) s), "name")))
            return qc_json_fields_bad(
                &work->at, "stage %d has another name than in the first segment", (int) s + 1);
        qc_text_add(&work->yaml, s == 0 ? "" : ", ");
        if (!qc_bench_read_quoted(work, name, "name")) return false;
        qc_text_add(&work->yaml, ": {");
        if (!qc_bench_read_law(work, stage, &work->yaml)) return false;
        qc_text_add(&work->yaml, "}");
    }
    qc_text_add(&work->yaml, "}, ");
    return true;
}

static bool read_segment(qc_bench_reading *work, const json_t *segment, const json_t *first,
                         double *all)
{
    double rate = 0;
    int64_t reps = 0;
    if (!check(&work->at, segment, "stages amount new_deals_per_month reps") ||
        !whole(&work->at, get(segment, "reps"), "reps", 1, MOST_REPS, &reps) ||
        !decimal(&work->at, get(segment, "new_deals_per_month"), "new_deals_per_month", 0, 1e6,
                 &rate) ||
        !read_pipeline(work, get(segment, "stages"), first) ||
        !qc_bench_read_amount(work, get(segment, "amount")))
        return false;
    qc_text_addf(&work->yaml,
                 ", new_deals: {mean: " FORM ", per: month, based_on: certain, noise: none}}\n",
                 rate);
    *all += rate;
    return true;
}

static bool read_segments(qc_bench_reading *work, const json_t *segments)
{
    const json_t *one = json_array_get(segments, 0), *first = get(one, "stages");
    qc_bench_company *company = work->company;
    double all = 0;
    if (!list(&work->at, segments, "segments", 1, QC_BENCH_SEGMENTS_MAX, &company->segments) ||
        !qc_bench_read_stages(work, first, NULL))
        return false;
    qc_json_fields_at(&work->at, "segments", 0);
    if (!qc_bench_read_amount(work, get(one, "amount"))) return false;
    qc_text_add(&work->yaml, "\nsegments:\n");
    for (int32_t s = 0; s < company->segments; s++) {
        qc_json_fields_at(&work->at, "segments", s);
        qc_text_addf(&work->yaml, "  segment %d: {", (int) s + 1);
        if (!read_segment(work, json_array_get(segments, (size_t) s), first, &all)) return false;
    }
    qc_text_addf(&work->yaml,
                 "new_deals: {mean: " FORM ", per: month, based_on: certain, noise: none}\n", all);
    qc_json_fields_at(&work->at, "", -1);
    return true;
}

/* Segment 0 is the whole company. */
static void add_targets(qc_bench_reading *work)
{
    const qc_bench_company *company = work->company;
    qc_text_add(&work->yaml, "targets:\n");
    for (int32_t s = 0; s <= company->segments; s++) {
        for (int32_t y = 0; y * 12 < company->months; y++) {
            const int32_t last = y * 12 + 11 < company->months ? y * 12 + 11 : company->months - 1;
            char from[16], to[16];
            qc_text_addf(&work->yaml,
                         "  - {name: %d in year %d, metric: bookings, period: %s..%s, at_least: 1",
                         (int) s, (int) y + 1,
                         qc_calendar_text(qc_bench_month_span(y * 12).from, from),
                         qc_calendar_text(qc_bench_month_span(last).to, to));
            if (s > 0) qc_text_addf(&work->yaml, ", scope: {segment: segment %d}", (int) s);
            qc_text_add(&work->yaml, "}\n");
        }
    }
}

/* [segment, rep, stage, age, amount] */
static bool read_deal(qc_bench_reading *work, const json_t *deal, int32_t row)
{
    qc_open_deals *open = &work->company->open;
    int64_t segment = 0, rep = 0, stage = 0;
    int32_t count = 0;
    qc_json_fields_at(&work->at, "open_deals", row);
    if (!list(&work->at, deal, "[segment, rep, stage, age, amount]", 5, 5, &count) ||
        !whole(&work->at, json_array_get(deal, 0), "segment", 0, work->company->segments - 1,
               &segment) ||
        !whole(&work->at, json_array_get(deal, 1), "rep", 0, MOST_REPS - 1, &rep) ||
        !whole(&work->at, json_array_get(deal, 2), "stage", 0, work->stages - 1, &stage) ||
        !decimal(&work->at, json_array_get(deal, 3), "age", 0, QC_BENCH_MOST_DAYS,
                 &open->age_days[row]) ||
        !decimal(&work->at, json_array_get(deal, 4), "amount", QC_BENCH_LEAST, QC_BENCH_MOST_MONEY,
                 &open->number[QC_NUMBER_AMOUNT][row]))
        return false;
    open->stage[row] = (qc_id) stage;
    open->label[QC_LABEL_SEGMENT][row] = (qc_id) segment;
    open->name[row] = qc_arena_format(&open->arena, work->at.status, "%d", (int) row + 1);
    return open->name[row] != NULL;
}

static bool read_deals(qc_bench_reading *work, const json_t *value)
{
    qc_open_deals *open = &work->company->open;
    int32_t count = 0;
    if (!list(&work->at, value, "open_deals", 0, QC_BENCH_MOST_DEALS, &count) ||
        !qc_bench_take_deals(open, count, work->at.name, work->at.status) ||
        !qc_bench_take_labels(open, QC_LABEL_SEGMENT, "segment", count, work->company->segments,
                              work->at.status))
        return false;
    for (int32_t row = 0; row < count; row++) {
        if (!read_deal(work, json_array_get(value, (size_t) row), row)) return false;
    }
    open->count = count;
    open->rows_read = count;
    qc_json_fields_at(&work->at, "", -1);
    return true;
}

bool qc_bench_large_read(qc_bench_reading *work, const json_t *root)
{
    if (!qc_bench_read_head(work, root,
                            "name version months month_end_days segments open_deals | "
                            "rep_assignment outputs trials") ||
        !qc_bench_read_months(work, root) || !read_segments(work, get(root, "segments")))
        return false;
    add_targets(work);
    return read_deals(work, get(root, "open_deals")) && qc_bench_read_plan(work);
}
