#include "study/decide/implied.h"

#include "study/decide/seek.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define DRAWS           200
#define STEPS           4    /* factors tried on each rate, beside the plan itself */
#define CLOSE           1.06 /* and then to either side of what seems to be needed */
#define LONGER          8    /* so many times as long is the plan itself run */
#define LOWEST          0.5
#define HIGHEST         2.0
#define CERTAIN         0.99
#define SURELY          0.005 /* a quarter's share is held to be no nearer to 0 or 1 */
#define FEWEST_QUARTERS 4
#define MOST_ROWS       (32 + 4)

void qc_implied_free(qc_implied *implied)
{
    qc_summary_free(&implied->head);
    qc_arena_free(&implied->arena);
    memset(implied, 0, sizeof *implied);
}

typedef struct asking {
    qc_implied *implied;
    const qc_study_base *company;
    qc_arena *scratch;
    double short_base, long_base; /* the plan's own chance, in a short and in a long run */
    qc_status *status;
} asking;

/* ---- rates and their record ---- */

static bool add_row(const asking *ask, const char *path, qc_tornado_unit unit, double now)
{
    if (path == NULL) return false;
    if (!(now > 0)) return true;
    ask->implied->rows[ask->implied->count++] = (qc_implied_row){
        .path = path, .unit = unit, .now = now, .falls = unit == QC_TORNADO_DAYS, .best = NAN};
    return true;
}

static double mean_days(const qc_rates *rates)
{
    double sum = 0;
    for (int32_t s = 0; s < rates->stage_count; s++)
        sum += rates->days[s].value;
    return sum / rates->stage_count;
}

static bool list_rows(const asking *ask, uint64_t seed)
{
    qc_arena *arena = &ask->implied->arena;
    const qc_plan *plan = ask->company->inputs->plan;
    qc_rates rates = {0};
    ask->implied->rows = qc_arena_take(arena, MOST_ROWS, sizeof *ask->implied->rows, ask->status);
    if (ask->implied->rows == NULL ||
        !qc_rates_make(&rates, &ask->company->forecast->model, seed, DRAWS, arena, ask->status) ||
        !add_row(ask, "new_deals", QC_TORNADO_RATE, rates.new_deals.value) ||
        !add_row(ask, "deal_size", QC_TORNADO_MONEY, rates.deal_size.value) ||
        !add_row(ask, "win_rate", QC_TORNADO_SHARE, rates.win_rate.value))
        return false;
    for (int32_t s = 0; s < rates.stage_count; s++) {
        const char *path = qc_arena_format(arena, ask->status, "pipeline.%s.conversion",
                                           plan->stages[s].name);
        if (!add_row(ask, path, QC_TORNADO_SHARE, rates.conversion[s].value)) return false;
    }
    return add_row(ask, "pipeline.days", QC_TORNADO_DAYS, mean_days(&rates));
}

static qc_past_rate rate_of(const asking *ask, const qc_implied_row *row, int32_t *stage)
{
    const qc_plan *plan = ask->company->inputs->plan;
    *stage = -1;
    if (strcmp(row->path, "new_deals") == 0) return QC_PAST_NEW_DEALS;
    if (strcmp(row->path, "deal_size") == 0) return QC_PAST_DEAL_SIZE;
    if (strcmp(row->path, "win_rate") == 0) return QC_PAST_WIN_RATE;
    if (row->unit == QC_TORNADO_DAYS) return QC_PAST_DAYS;
    const size_t length = strlen(row->path) - strlen("pipeline..conversion");
    for (int32_t s = 0; s < plan->stage_count; s++)
        if (strlen(plan->stages[s].name) == length &&
            strncmp(row->path + strlen("pipeline."), plan->stages[s].name, length) == 0)
            *stage = s;
    return QC_PAST_CONVERSION;
}

/* Where a value stands among further quarters like those on record: Student's t on the log scale (of a
 * share the log of its odds), n - 1 degrees of freedom, with the spread of one more quarter. */
static double percentile(const qc_implied_row *row, const double *values, double needed)
{
    const bool share = row->unit == QC_TORNADO_SHARE;
    double sum = 0, squares = 0;
    int32_t count = 0;
    for (int32_t q = 0; q < row->quarters; q++) {
        const double v = share ? fmin(fmax(values[q], SURELY), 1 - SURELY) : values[q];
        if (!(v > 0)) continue;
        const double x = share ? log(v / (1 - v)) : log(v);
        sum += x;
        squares += x * x;
        count++;
    }
    if (count < FEWEST_QUARTERS || isnan(needed)) return (double) NAN;
    const double mean = sum / count;
    const double variance = fmax(squares - count * mean * mean, 0) / (count - 1);
    const double at = share ? log(needed / (1 - needed)) : log(needed);
    if (!(variance > 0)) return (double) NAN;
    const double t = (at - mean) / sqrt(variance * (1 + 1.0 / count));
    return gsl_cdf_tdist_P(row->falls ? -t : t, count - 1);
}

static void look_back(const asking *ask, qc_implied_row *row)
{
    double values[QC_PAST_QUARTERS];
    int32_t stage;
    const qc_past_rate rate = rate_of(ask, row, &stage);
    row->quarters = qc_past_quarters(ask->company->inputs->history, rate, stage, values);
    for (int l = 0; l < QC_IMPLIED_LEVELS; l++)
        row->percentile[l] = percentile(row, values, row->needed[l]);
    for (int32_t q = 0; q < row->quarters; q++) {
        const bool better = isnan(row->best) ||
                            (row->falls ? values[q] < row->best : values[q] > row->best);
        if (better) row->best = values[q];
        for (int l = 0; l < QC_IMPLIED_LEVELS; l++)
            row->as_good[l] += row->falls ? values[q] <= row->needed[l]
                                          : values[q] >= row->needed[l];
    }
}

/* ---- what each rate has to be ---- */

typedef struct trial_point { /* a factor on a rate, and the chance under it */
    double factor, chance;
} trial_point;

/* Factor number `step` (0..STEPS-1), from worst to best. */
static double factor_at(const qc_implied_row *row, int32_t step)
{
    double high = HIGHEST;
    if (row->unit == QC_TORNADO_SHARE) high = fmin(high, CERTAIN / row->now);
    const double low = LOWEST, part = (double) step / (STEPS - 1);
    return row->falls ? high * pow(low / high, part) : low * pow(high / low, part);
}

static bool ask_factor(const asking *ask, const qc_implied_row *row, double factor,
                       qc_variant *asked)
{
    const char **sets = qc_arena_take(ask->scratch, 1, sizeof *sets, ask->status);
    if (sets == NULL) return false;
    sets[0] = qc_arena_format(ask->scratch, ask->status, "%s=%+.6g%%", row->path,
                              100 * (factor - 1));
    *asked = (qc_variant){.name = "", .sets = sets, .set_count = 1};
    return sets[0] != NULL;
}

/* Between the two points around `wanted` the probit goes straight along the logarithm of the factor. NAN: out of
 * reach. */
static double solve(const trial_point *points, int32_t count, double wanted)
{
    double chance[STEPS + 1];
    for (int32_t i = 0; i < count; i++)
        chance[i] = points[i].chance;
    qc_seek_pool(chance, count);
    for (int32_t i = 1; i < count; i++) {
        if (!(chance[i - 1] <= wanted && chance[i] >= wanted && chance[i] > chance[i - 1]))
            continue;
        const double way = qc_seek_way(chance[i - 1], chance[i], wanted);
        return points[i - 1].factor *
               pow(points[i].factor / points[i - 1].factor, isnan(way) ? 1 : way);
    }
    return (double) NAN;
}

/* The plan itself stands between the steps at factor 1. */
static int32_t list_points(const qc_implied_row *row, const double *chances, double base,
                           trial_point *points)
{
    int32_t count = 0;
    bool placed = false;
    for (int32_t i = 0; i < STEPS; i++) {
        const double f = factor_at(row, i);
        if (!placed && (row->falls ? f < 1 : f > 1)) {
            points[count++] = (trial_point){1, base};
            placed = true;
        }
        points[count++] = (trial_point){f, chances[i]};
    }
    return count;
}

static double chance_of(const asking *ask, const qc_paired *paired, int32_t which)
{
    const int32_t figure = qc_variants_figure(ask->company);
    const double chance = qc_paired_smooth(paired, which, figure,
                                           &ask->company->forecast->questions.figures[figure]);
    return qc_seek_shifted(chance, ask->short_base, ask->long_base);
}

/* First look: the whole range of each rate. `needed` holds factors until the second. */
static bool look_wide(asking *ask, const qc_sim_options *options, int64_t trials)
{
    qc_paired paired = {0};
    const int32_t cases = ask->implied->count * STEPS;
    const int32_t figure = qc_variants_figure(ask->company);
    const qc_figure *goal = &ask->company->forecast->questions.figures[figure];
    qc_variant *asked = qc_arena_take(ask->scratch, (size_t) cases, sizeof *asked, ask->status);
    if (asked == NULL) return false;
    for (int32_t i = 0; i < cases; i++) {
        const qc_implied_row *row = &ask->implied->rows[i / STEPS];
        if (!ask_factor(ask, row, factor_at(row, i % STEPS), &asked[i])) return false;
    }
    const bool ok = qc_variants_run(&paired, ask->company, asked, cases, options, 0, trials,
                                    ask->status);
    if (ok) ask->short_base = qc_paired_smooth(&paired, 0, figure, goal);
    for (int32_t i = 0; ok && i < ask->implied->count; i++) {
        qc_implied_row *row = &ask->implied->rows[i];
        double chances[STEPS];
        trial_point points[STEPS + 1];
        for (int32_t k = 0; k < STEPS; k++)
            chances[k] = chance_of(ask, &paired, i * STEPS + k + 1);
        const int32_t count = list_points(row, chances, ask->long_base, points);
        for (int l = 0; l < QC_IMPLIED_LEVELS; l++) {
            row->needed[l] = solve(points, count, ask->implied->levels[l]);
            row->anyway[l] = isnan(row->needed[l]) && points[0].chance >= ask->implied->levels[l];
        }
    }
    qc_paired_free(&paired);
    return ok;
}

/* Second look: a little to either side of where each answer seems to be. */
static bool look_close(const asking *ask, const qc_sim_options *options, int64_t trials)
{
    qc_implied *implied = ask->implied;
    const size_t room = (size_t) implied->count * QC_IMPLIED_LEVELS * 2;
    qc_variant *asked = qc_arena_take(ask->scratch, room, sizeof *asked, ask->status);
    trial_point *points = qc_arena_take(ask->scratch, room, sizeof *points, ask->status);
    qc_paired paired = {0};
    int32_t cases = 0;
    if (asked == NULL || points == NULL) return false;
    for (int32_t i = 0; i < implied->count * QC_IMPLIED_LEVELS * 2; i++) {
        const qc_implied_row *row = &implied->rows[i / (QC_IMPLIED_LEVELS * 2)];
        const double factor = row->needed[i / 2 % QC_IMPLIED_LEVELS];
        const double up = fmin(factor * CLOSE, factor_at(row, row->falls ? 0 : STEPS - 1));
        if (isnan(factor)) continue;
        points[cases].factor = (i % 2 == 0) != row->falls ? factor / CLOSE : up;
        if (!ask_factor(ask, row, points[cases].factor, &asked[cases])) return false;
        cases++;
    }
    const bool ok = cases == 0 || qc_variants_run(&paired, ask->company, asked, cases, options, 0,
                                                  trials, ask->status);
    for (int32_t i = 0, at = 0; ok && i < implied->count * QC_IMPLIED_LEVELS; i++) {
        qc_implied_row *row = &implied->rows[i / QC_IMPLIED_LEVELS];
        double *needed = &row->needed[i % QC_IMPLIED_LEVELS];
        if (isnan(*needed)) continue;
        const double way = qc_seek_way(chance_of(ask, &paired, at + 1),
                                       chance_of(ask, &paired, at + 2),
                                       implied->levels[i % QC_IMPLIED_LEVELS]);
        if (!isnan(way)) /* a little beyond the two points the line still holds */
            *needed = points[at].factor *
                      pow(points[at + 1].factor / points[at].factor, fmin(fmax(way, -1), 2));
        *needed *= row->now;
        at += 2;
    }
    qc_paired_free(&paired);
    return ok;
}

/* ---- the whole ---- */

bool qc_implied_run(qc_implied *implied, const qc_study_base *company,
                    const qc_sim_options *options, int64_t trials, qc_status *status)
{
    const qc_questions *questions = &company->forecast->questions;
    const int32_t figure = qc_variants_figure(company);
    qc_arena scratch = {0};
    asking ask = {.implied = implied, .company = company, .scratch = &scratch, .status = status};
    qc_paired paired = {0};
    implied->levels[0] = 0.5;
    implied->levels[1] = 0.8;
    bool ok = list_rows(&ask, options->seed) &&
              qc_variants_run(&paired, company, NULL, 0, options, 0, LONGER * trials, status) &&
              qc_variants_head(&implied->head, company, &paired, options, status);
    if (ok) ask.long_base = qc_paired_chance(&paired, 0, figure).value;
    ok = ok && look_wide(&ask, options, trials) && look_close(&ask, options, trials);
    for (int32_t i = 0; ok && i < implied->count; i++)
        look_back(&ask, &implied->rows[i]);
    const qc_metric metric = questions->targets[company->target].target->metric;
    if (ok && company->target == questions->headline && metric == QC_METRIC_BOOKINGS)
        ok = qc_coverage_run(&implied->coverage, company, options, 2 * trials, &implied->arena,
                             status);
    qc_paired_free(&paired);
    qc_arena_free(&scratch);
    return ok;
}
