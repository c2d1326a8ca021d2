/* A company as JSON becomes a plan, written as the YAML a person would write, and a table of open deals.
 * Numbers go into the plan with all their digits, so nothing is rounded on the way. */
#include "core/memory.h"
#include "history/decode.h"
#include "study/bench_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIRST_YEAR  QC_BENCH_FIRST_YEAR
#define MOST_STAGES 32
#define MOST_TRIALS INT64_C(1000000000000)
#define MOST_DEALS  QC_BENCH_MOST_DEALS
#define LEAST       QC_BENCH_LEAST
#define MOST_MONEY  QC_BENCH_MOST_MONEY
#define MOST_DAYS   QC_BENCH_MOST_DAYS

#define get     json_object_get
#define whole   qc_json_fields_whole
#define decimal qc_json_fields_number
#define list    qc_json_fields_list
#define check   qc_json_fields_check
#define bad     qc_json_fields_bad
#define FORM    QC_BENCH_FORM

typedef qc_bench_reading reading;

qc_span qc_bench_month_span(int32_t month)
{
    return qc_calendar_month_span(FIRST_YEAR * 12 + month);
}

/* ---- the months ---- */

bool qc_bench_read_months(qc_bench_reading *work, const json_t *root)
{
    qc_bench_company *company = work->company;
    const json_t *ends = get(root, "month_end_days");
    int64_t months = 0;
    int32_t count = 0;
    if (!whole(&work->at, get(root, "months"), "months", 1, QC_BENCH_MONTHS_MAX, &months) ||
        !list(&work->at, ends, "month_end_days", (int32_t) months, (int32_t) months, &count))
        return false;
    company->months = count;
    for (int32_t m = 0; m < count; m++) {
        const int64_t end = qc_bench_month_span(m).to - company->plan.as_of;
        int64_t given = 0;
        if (!whole(&work->at, json_array_get(ends, (size_t) m), "month_end_days", 1, MOST_DAYS,
                   &given))
            return false;
        if (given != end)
            return bad(&work->at,
                       "'month_end_days' has month %d end on day %lld; counted from 1 January "
                       "%d it ends on day %lld",
                       (int) m + 1, (long long) given, FIRST_YEAR, (long long) end);
    }
    return true;
}

/* ---- the plan ---- */

/* A JSON text in double quotes is a YAML text, too. */
bool qc_bench_read_quoted(qc_bench_reading *work, const json_t *value, const char *name)
{
    if (!json_is_string(value)) return bad(&work->at, "'%s' is not a text", name);
    char *quoted = json_dumps(value, JSON_ENCODE_ANY);
    if (quoted == NULL) return qc_fail(work->at.status, QC_NO_MEMORY, "out of memory");
    qc_text_add(&work->yaml, quoted);
    free(quoted); /* the library's memory */
    return true;
}

bool qc_bench_read_law(qc_bench_reading *work, const json_t *stage, qc_text *out)
{
    double mean = 0, cv = 0, advance = 0;
    if (!check(&work->at, stage, "name mean_days cv advance") ||
        !decimal(&work->at, get(stage, "mean_days"), "mean_days", LEAST, MOST_DAYS, &mean) ||
        !decimal(&work->at, get(stage, "cv"), "cv", LEAST, 20, &cv) ||
        !decimal(&work->at, get(stage, "advance"), "advance", LEAST, 1, &advance))
        return false;
    qc_text_addf(out,
                 "conversion: {mean: " FORM ", based_on: certain}, days: {mean: " FORM ", cv: " FORM
                 ", family: lognormal, based_on: certain}",
                 advance, mean, cv);
    return true;
}

bool qc_bench_read_stages(qc_bench_reading *work, const json_t *value, const json_t *hours)
{
    if (!list(&work->at, value, "stages", 1, MOST_STAGES, &work->stages)) return false;
    qc_text_add(&work->yaml, "pipeline:\n");
    for (int32_t s = 0; s < work->stages; s++) {
        const json_t *stage = json_array_get(value, (size_t) s);
        double effort = 0;
        if (hours != NULL && !decimal(&work->at, json_array_get(hours, (size_t) s),
                                      "hours_per_open_deal_week", 0, 168, &effort))
            return false;
        qc_json_fields_at(&work->at, "stages", s);
        qc_text_add(&work->yaml, "  - {");
        if (!qc_bench_read_law(work, stage, &work->yaml)) return false;
        qc_text_add(&work->yaml, ", stage: ");
        if (!qc_bench_read_quoted(work, get(stage, "name"), "name")) return false;
        if (hours != NULL) qc_text_addf(&work->yaml, ", hours_per_week: " FORM, effort);
        qc_text_add(&work->yaml, "}\n");
    }
    qc_json_fields_at(&work->at, "", -1);
    return true;
}

bool qc_bench_read_amount(qc_bench_reading *work, const json_t *amount)
{
    double mean = 0, cv = 0;
    if (!check(&work->at, amount, "mean cv") ||
        !decimal(&work->at, get(amount, "mean"), "mean", LEAST, MOST_MONEY, &mean) ||
        !decimal(&work->at, get(amount, "cv"), "cv", LEAST, 20, &cv))
        return false;
    qc_text_addf(&work->yaml,
                 "deal_size: {mean: " FORM ", cv: " FORM ", family: lognormal, based_on: certain}",
                 mean, cv);
    return true;
}

static bool read_rates(reading *work, const json_t *value)
{
    const int32_t months = work->company->months;
    double first = 0, rate = 0;
    int32_t count = 0;
    if (!list(&work->at, value, "new_deals_per_month", months, months, &count)) return false;
    for (int32_t m = 0; m < months; m++) {
        if (!decimal(&work->at, json_array_get(value, (size_t) m), "new_deals_per_month", 0, 1e6,
                     &rate))
            return false;
        if (m == 0) first = rate;
        if (rate < first || rate > first)
            return bad(&work->at,
                       "'new_deals_per_month' is %.6g in month %d and %.6g in the first; a plan "
                       "states one rate for all months",
                       rate, (int) m + 1, first);
    }
    qc_text_addf(&work->yaml,
                 "new_deals: {mean: " FORM ", per: month, based_on: certain, noise: none}\n",
                 first);
    return true;
}

static void add_target(reading *work, const char *name, qc_span span, double goal)
{
    char from[16], to[16];
    qc_text_addf(&work->yaml,
                 "  - {name: %s, metric: bookings, period: %s..%s, at_least: " FORM "}\n", name,
                 qc_calendar_text(span.from, from), qc_calendar_text(span.to, to), goal);
}

static bool read_targets(reading *work, const json_t *targets)
{
    const int32_t months = work->company->months;
    const json_t *goals = get(targets, "month");
    double goal = 0;
    int32_t count = 0;
    qc_json_fields_at(&work->at, "targets", -1);
    if (!check(&work->at, targets, "month year") ||
        !list(&work->at, goals, "month", months, months, &count) ||
        !decimal(&work->at, get(targets, "year"), "year", LEAST, MOST_MONEY, &goal))
        return false;
    qc_text_add(&work->yaml, "targets:\n");
    add_target(work, "year",
               (qc_span){qc_bench_month_span(0).from, qc_bench_month_span(months - 1).to}, goal);
    for (int32_t m = 0; m < months; m++) {
        char name[32];
        (void) snprintf(name, sizeof name, "month %d", (int) m + 1);
        if (!decimal(&work->at, json_array_get(goals, (size_t) m), "month", LEAST, MOST_MONEY,
                     &goal))
            return false;
        add_target(work, name, qc_bench_month_span(m), goal);
    }
    qc_json_fields_at(&work->at, "", -1);
    return true;
}

/* What the plan's reader dislikes (a stage called "won", two of one name) is told without the place in a
 * text that nobody has seen. */
bool qc_bench_read_plan(qc_bench_reading *work)
{
    qc_findings findings = {0};
    qc_status failure = {0};
    if (work->yaml.failed) return qc_fail(work->at.status, QC_NO_MEMORY, "out of memory");
    memset(&work->company->plan, 0, sizeof work->company->plan);
    const bool ok = qc_plan_read_bytes(&work->company->plan, work->at.name,
                                       qc_text_get(&work->yaml), work->yaml.length, NULL, 0,
                                       &findings, &failure);
    qc_findings_free(&findings);
    return ok || qc_fail_at(work->at.status, failure.code, work->at.name, 0, 0, "%s: %s",
                            work->at.what, failure.message);
}

/* ---- the open deals ---- */

bool qc_bench_take_deals(qc_open_deals *open, int32_t deals, const char *file, qc_status *status)
{
    const size_t count = (size_t) deals;
    open->file = qc_arena_text(&open->arena, file, status);
    open->currency = "";
    open->name = qc_arena_take(&open->arena, count, sizeof *open->name, status);
    open->stage = qc_arena_take(&open->arena, count, sizeof *open->stage, status);
    open->age_days = qc_arena_take(&open->arena, count, sizeof *open->age_days, status);
    open->number[QC_NUMBER_AMOUNT] = qc_arena_take(&open->arena, count, sizeof(double), status);
    open->has_number[QC_NUMBER_AMOUNT] = true;
    return open->file != NULL && open->name != NULL && open->stage != NULL &&
           open->age_days != NULL && open->number[QC_NUMBER_AMOUNT] != NULL;
}

bool qc_bench_take_labels(qc_open_deals *open, qc_label label, const char *word, int32_t deals,
                          int32_t values, qc_status *status)
{
    qc_names *names = &open->names[label];
    open->has_label[label] = true;
    open->label[label] = qc_arena_take(&open->arena, (size_t) deals, sizeof(qc_id), status);
    names->text = qc_arena_take(&open->arena, (size_t) values, sizeof *names->text, status);
    if (open->label[label] == NULL || names->text == NULL) return false;
    for (int32_t i = 0; i < values; i++) {
        names->text[i] = qc_arena_format(&open->arena, status, "%s %d", word, (int) i + 1);
        if (names->text[i] == NULL) return false;
    }
    names->count = values;
    return true;
}

static bool read_deal(reading *work, const json_t *deal, int32_t row)
{
    qc_open_deals *open = &work->company->open;
    int64_t stage = 0;
    int32_t count = 0;
    qc_json_fields_at(&work->at, "open_deals", row);
    if (!list(&work->at, deal, "[stage, age, amount]", 3, 3, &count) ||
        !whole(&work->at, json_array_get(deal, 0), "stage", 0, work->stages - 1, &stage) ||
        !decimal(&work->at, json_array_get(deal, 1), "age", 0, MOST_DAYS, &open->age_days[row]) ||
        !decimal(&work->at, json_array_get(deal, 2), "amount", LEAST, MOST_MONEY,
                 &open->number[QC_NUMBER_AMOUNT][row]))
        return false;
    open->stage[row] = (qc_id) stage;
    open->name[row] = qc_arena_format(&open->arena, work->at.status, "%d", (int) row + 1);
    return open->name[row] != NULL;
}

static bool read_deals(reading *work, const json_t *value)
{
    qc_open_deals *open = &work->company->open;
    int32_t count = 0;
    if (!list(&work->at, value, "open_deals", 0, MOST_DEALS, &count) ||
        !qc_bench_take_deals(open, count, work->at.name, work->at.status))
        return false;
    for (int32_t row = 0; row < count; row++) {
        if (!read_deal(work, json_array_get(value, (size_t) row), row)) return false;
    }
    open->count = count;
    open->rows_read = count;
    qc_json_fields_at(&work->at, "", -1);
    return true;
}

/* ---- the whole ---- */

static bool read_quantiles(reading *work, const json_t *quantiles)
{
    static const double SHARES[QC_BENCH_QUANTILES] = {0.05, 0.25, 0.5, 0.75, 0.95};
    int32_t count = 0;
    if (quantiles == NULL) return true;
    if (!list(&work->at, quantiles, "quantiles", QC_BENCH_QUANTILES, QC_BENCH_QUANTILES, &count))
        return false;
    for (int32_t q = 0; q < QC_BENCH_QUANTILES; q++) {
        double share = 0;
        if (!decimal(&work->at, json_array_get(quantiles, (size_t) q), "quantiles", SHARES[q],
                     SHARES[q], &share))
            return false;
    }
    return true;
}

bool qc_bench_read_head(qc_bench_reading *work, const json_t *root, const char *fields)
{
    const json_t *trials = get(root, "trials");
    int64_t version = 0;
    work->company->trials = 100000;
    if (!check(&work->at, root, fields) ||
        !whole(&work->at, get(root, "version"), "version", 1, 1, &version) ||
        (trials != NULL &&
         !whole(&work->at, trials, "trials", 1, MOST_TRIALS, &work->company->trials)))
        return false;
    work->company->plan.as_of = qc_calendar_day(FIRST_YEAR - 1, 12, 31);
    qc_text_add(&work->yaml, "company: ");
    if (!qc_bench_read_quoted(work, get(root, "name"), "name")) return false;
    qc_text_addf(&work->yaml, "\nas_of: %d-12-31\nshocks: none\n", FIRST_YEAR - 1);
    return true;
}

static bool read_uncertainty(reading *work, const json_t *value)
{
    int64_t deals = 0;
    qc_json_fields_at(&work->at, "uncertainty", -1);
    if (value == NULL ||
        (check(&work->at, value, "| history_deals rule") &&
         (get(value, "history_deals") == NULL ||
          whole(&work->at, get(value, "history_deals"), "history_deals", 1, 1000000000, &deals)))) {
        work->company->history_deals = (double) deals;
        qc_json_fields_at(&work->at, "", -1);
        return true;
    }
    return false;
}

static bool read_root(reading *work, const json_t *root)
{
    if (get(root, "weeks") != NULL) return qc_bench_coupled_read(work, root);
    if (get(root, "segments") != NULL) return qc_bench_large_read(work, root);
    if (!qc_bench_read_head(work, root,
                            "name version months month_end_days stages amount new_deals_per_month "
                            "open_deals targets | quantiles trials uncertainty") ||
        !read_quantiles(work, get(root, "quantiles")) ||
        !read_uncertainty(work, get(root, "uncertainty")) || !qc_bench_read_months(work, root) ||
        !qc_bench_read_stages(work, get(root, "stages"), NULL))
        return false;
    qc_json_fields_at(&work->at, "amount", -1);
    if (!qc_bench_read_amount(work, get(root, "amount"))) return false;
    qc_json_fields_at(&work->at, "", -1);
    qc_text_add(&work->yaml, "\n");
    return read_rates(work, get(root, "new_deals_per_month")) &&
           read_targets(work, get(root, "targets")) && read_deals(work, get(root, "open_deals")) &&
           qc_bench_read_plan(work);
}

bool qc_bench_company_read_bytes(qc_bench_company *company, const char *name, const char *bytes,
                                 size_t length, qc_status *status)
{
    const clock_t start = clock();
    reading work = {.company = company};
    qc_digest digest;
    work.at = (qc_json_fields){
        .name = name, .what = "is no company", .arena = &company->arena, .status = status};
    json_t *root = qc_json_fields_parse(&work.at, bytes, length);
    const bool ok = root != NULL && read_root(&work, root);
    json_decref(root);
    qc_text_free(&work.yaml);
    qc_digest_start(&digest);
    qc_digest_add(&digest, bytes, length);
    qc_digest_end(&digest, company->open.sha256);
    company->read_seconds = (double) (clock() - start) / CLOCKS_PER_SEC;
    return ok;
}

bool qc_bench_company_read(qc_bench_company *company, const char *path, qc_status *status)
{
    char *bytes = NULL;
    size_t length = 0;
    const bool ok = qc_decode_load(path, &bytes, &length, status) &&
                    qc_bench_company_read_bytes(company, path, bytes, length, status);
    qc_memory_release(bytes);
    return ok;
}

void qc_bench_company_free(qc_bench_company *company)
{
    qc_open_deals_free(&company->open);
    qc_plan_free(&company->plan);
    qc_arena_free(&company->arena);
    memset(company, 0, sizeof *company);
}
