/** The pipeline as an absorbing chain.
 *
 *  A deal is a row of visits. Everything asked here is a *chance to arrive*: at won, at lost, at a later
 *  stage, at one given stage. The chance to arrive from stage s is the chance to go there directly plus,
 *  over the stages a visit can end in, the chance to go there first and arrive from there: one linear
 *  equation a stage, whatever detours, skips and returns the pipeline allows. When days matter as well
 *  the same equations hold day by day, and only moves within one day couple their unknowns. */
#include "models/chain.h"

#include <assert.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_permutation.h>
#include <gsl/gsl_vector.h>
#include <math.h>

/* Below this a pivot is rounding noise: the stages before it pass deals among themselves for ever. */
#define SMALLEST_PIVOT 1e-12

/* What chances given in decimals may exceed 1 by. */
#define SUM_SLACK 1e-9

/* A shortfall of a visit's exits from 1 that is rounding, not deals that never leave. */
#define NO_DEFECT 1e-12

typedef struct linear { /* one dense system: factored once, solved for many right-hand sides */
    size_t size;
    double matrix[QC_CHAIN_STAGES_MAX * QC_CHAIN_STAGES_MAX];
    size_t order[QC_CHAIN_STAGES_MAX];
} linear;

static bool factor(linear *system, qc_status *status)
{
    gsl_matrix_view matrix = gsl_matrix_view_array(system->matrix, system->size, system->size);
    gsl_permutation order = {system->size, system->order};
    int sign = 0;
    int code;

    gsl_permutation_init(&order);
    code = gsl_linalg_LU_decomp(&matrix.matrix, &order, &sign);
    if (code != GSL_SUCCESS) {
        return qc_fail(status, QC_NUMERIC, "the equations of the pipeline cannot be solved: %s",
                       gsl_strerror(code));
    }
    for (size_t i = 0; i < system->size; i++) {
        if (fabs(system->matrix[i * system->size + i]) > SMALLEST_PIVOT) continue;
        return qc_fail(status, QC_NUMERIC,
                       "deals that reach stage %zu can circle between stages for ever "
                       "(expected a way to won, lost or staying open)",
                       i + 1);
    }
    return true;
}

/* Replaces the right-hand side by the solution. */
static bool solve(linear *system, double *values, qc_status *status)
{
    gsl_matrix_view matrix = gsl_matrix_view_array(system->matrix, system->size, system->size);
    gsl_permutation order = {system->size, system->order};
    gsl_vector_view vector = gsl_vector_view_array(values, system->size);
    int code = gsl_linalg_LU_svx(&matrix.matrix, &order, &vector.vector);

    if (code != GSL_SUCCESS) {
        return qc_fail(status, QC_NUMERIC, "the equations of the pipeline cannot be solved: %s",
                       gsl_strerror(code));
    }
    return true;
}

/* Exits alone have the layout of a kernel of one day, so both are read through this. */
static const double *visit_days(const double *kernel, int32_t stages, int32_t days, int32_t stage,
                                int32_t exit)
{
    size_t row = (size_t) stage * (size_t) (stages + 2) + (size_t) exit;

    return kernel + row * (size_t) days;
}

static bool check_kernel(const double *kernel, int32_t stages, int32_t days, qc_status *status)
{
    if (stages < 1 || stages > QC_CHAIN_STAGES_MAX) {
        return qc_fail(status, QC_NUMERIC, "a pipeline of %d stages (expected 1 to %d)",
                       (int) stages, QC_CHAIN_STAGES_MAX);
    }
    for (int32_t s = 0; s < stages; s++) {
        const double *visit = visit_days(kernel, stages, days, s, 0);
        size_t count = (size_t) (stages + 2) * (size_t) days;
        double sum = 0.0;

        for (size_t i = 0; i < count; i++) {
            if (!(visit[i] >= 0.0)) {
                return qc_fail(status, QC_NUMERIC,
                               "stage %d has an exit with a chance of %g (expected 0 to 1)",
                               (int) s + 1, visit[i]);
            }
            sum += visit[i];
        }
        if (!(sum <= 1.0 + SUM_SLACK)) {
            return qc_fail(
                status, QC_NUMERIC,
                "the exits of stage %d sum to %g (expected chances that sum to at most 1)",
                (int) s + 1, sum);
        }
    }
    return true;
}

/* The unit matrix less the moves of day 0; a row that is `fixed` states "value = right-hand side". */
static void lay_out(linear *system, const double *kernel, int32_t stages, int32_t days,
                    const bool *fixed)
{
    system->size = (size_t) stages;
    for (int32_t s = 0; s < stages; s++) {
        for (int32_t d = 0; d < stages; d++) {
            double moves = fixed != NULL && fixed[s] ? 0.0
                                                     : visit_days(kernel, stages, days, s, d)[0];

            system->matrix[s * stages + d] = (s == d ? 1.0 : 0.0) - moves;
        }
    }
}

/* Chance from each stage to ever get to a goal: one of the stages in `is_goal` or, when `exit` is not
 * negative, that end. values[s] = 1 for the goals themselves. */
static bool chance_to_arrive(double *values, const double *exits, int32_t stages,
                             const bool *is_goal, int32_t exit, linear *system, qc_status *status)
{
    lay_out(system, exits, stages, 1, is_goal);
    for (int32_t s = 0; s < stages; s++) {
        double direct = exit < 0 ? 0.0 : *visit_days(exits, stages, 1, s, exit);

        values[s] = is_goal[s] ? 1.0 : direct;
    }
    return factor(system, status) && solve(system, values, status);
}

/* A deal that falls back and comes forward again has converted: to leave the count only after won, lost
 * or open, the stages up to s all stay in the equations. */
static bool find_conversions(double *conversion, const double *exits, int32_t stages,
                             linear *system, qc_status *status)
{
    bool is_later[QC_CHAIN_STAGES_MAX];
    double values[QC_CHAIN_STAGES_MAX];

    for (int32_t s = 0; s < stages; s++) {
        for (int32_t d = 0; d < stages; d++)
            is_later[d] = d > s;
        if (!chance_to_arrive(values, exits, stages, is_later, stages, system, status)) {
            return false;
        }
        conversion[s] = values[s];
    }
    return true;
}

static bool find_arriving(double *arriving, const double *exits, int32_t stages,
                          const double *entry, linear *system, qc_status *status)
{
    bool is_goal[QC_CHAIN_STAGES_MAX] = {false};
    double values[QC_CHAIN_STAGES_MAX];

    for (int32_t s = 0; s < stages; s++) {
        is_goal[s] = true;
        if (!chance_to_arrive(values, exits, stages, is_goal, -1, system, status)) return false;
        is_goal[s] = false;
        arriving[s] = entry == NULL ? values[0] : 0.0;
        for (int32_t e = 0; entry != NULL && e < stages; e++)
            arriving[s] += entry[e] * values[e];
    }
    return true;
}

static bool check_entry(const double *entry, int32_t stages, qc_status *status)
{
    double sum = 0.0;

    if (entry == NULL) return true;
    for (int32_t s = 0; s < stages; s++) {
        if (!(entry[s] >= 0.0)) {
            return qc_fail(status, QC_NUMERIC,
                           "the share of new deals that start in stage %d is %g (expected 0 to 1)",
                           (int) s + 1, entry[s]);
        }
        sum += entry[s];
    }
    if (fabs(sum - 1.0) <= SUM_SLACK) return true;
    return qc_fail(status, QC_NUMERIC, "the entry shares of new deals sum to %g (expected 1)", sum);
}

static bool take_fate(qc_chain_fate *fate, int32_t stages, qc_arena *arena, qc_status *status)
{
    double **arrays[] = {&fate->win, &fate->lost, &fate->open, &fate->conversion, &fate->arriving};

    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        *arrays[i] = qc_arena_take(arena, (size_t) stages, sizeof(double), status);
        if (*arrays[i] == NULL) return false;
    }
    return true;
}

bool qc_chain_fate_of(qc_chain_fate *fate, const double *exits, int32_t stages, const double *entry,
                      qc_arena *arena, qc_status *status)
{
    const bool no_stage[QC_CHAIN_STAGES_MAX] = {false};
    linear *system;

    if (!check_kernel(exits, stages, 1, status)) return false;
    if (!check_entry(entry, stages, status)) return false;
    if (!take_fate(fate, stages, arena, status)) return false;
    system = qc_arena_take(arena, 1, sizeof *system, status);
    if (system == NULL) return false;

    if (!chance_to_arrive(fate->win, exits, stages, no_stage, stages, system, status) ||
        !chance_to_arrive(fate->lost, exits, stages, no_stage, stages + 1, system, status) ||
        !find_conversions(fate->conversion, exits, stages, system, status) ||
        !find_arriving(fate->arriving, exits, stages, entry, system, status)) {
        return false;
    }
    for (int32_t s = 0; s < stages; s++) {
        fate->open[s] = fmax(0.0, 1.0 - fate->win[s] - fate->lost[s]);
    }
    return true;
}

/* Days up to the last on which a visit can end so: the renewal loop stops there. */
static int32_t last_day(const double *visit, int32_t days)
{
    while (days > 0 && visit[days - 1] <= 0.0)
        days--;
    return days;
}

/* Each day's answer is solved for, then pushed forward to every later day on which a visit may lead
 * into it: out[s][t + u] += move(s to d, u) * out[d][t]. */
static void push_forward(double *out, const double *kernel, int32_t stages, int32_t days,
                         const int32_t *lasting, int32_t t)
{
    for (int32_t s = 0; s < stages; s++) {
        for (int32_t d = 0; d < stages; d++) {
            const double *moves = visit_days(kernel, stages, days, s, d);
            double *ahead = out + (size_t) s * (size_t) days + t;
            double arrives = out[(size_t) d * (size_t) days + (size_t) t];
            int32_t end = lasting[s * stages + d];

            if (end > days - t) end = days - t;
            for (int32_t u = 1; u < end; u++)
                ahead[u] += moves[u] * arrives;
        }
    }
}

bool qc_chain_time(double *out, const double *kernel, int32_t stages, int32_t days, int32_t exit,
                   qc_arena *scratch, qc_status *status)
{
    double today[QC_CHAIN_STAGES_MAX];
    int32_t *lasting;
    linear *system;

    assert(days > 0 && (exit == stages || exit == stages + 1));
    if (!check_kernel(kernel, stages, days, status)) return false;
    system = qc_arena_take(scratch, 1, sizeof *system, status);
    if (system == NULL) return false;
    lasting = qc_arena_take(scratch, (size_t) (stages * stages), sizeof *lasting, status);
    if (lasting == NULL) return false;

    lay_out(system, kernel, stages, days, NULL);
    if (!factor(system, status)) return false;
    for (int32_t s = 0; s < stages; s++) {
        const double *ends = visit_days(kernel, stages, days, s, exit);

        for (int32_t t = 0; t < days; t++)
            out[(size_t) s * (size_t) days + (size_t) t] = ends[t];
        for (int32_t d = 0; d < stages; d++) {
            lasting[s * stages + d] = last_day(visit_days(kernel, stages, days, s, d), days);
        }
    }
    for (int32_t t = 0; t < days; t++) {
        for (int32_t s = 0; s < stages; s++) {
            today[s] = out[(size_t) s * (size_t) days + (size_t) t];
        }
        if (!solve(system, today, status)) return false;
        for (int32_t s = 0; s < stages; s++) {
            out[(size_t) s * (size_t) days + (size_t) t] = today[s];
        }
        push_forward(out, kernel, stages, days, lasting, t);
    }
    return true;
}

/* Share of visits that outlast day `age`. Summed over what is still to come: 1 less what has left would
 * keep no digit of the few that grow old. */
static double share_left(const double *kernel, int32_t stages, int32_t days, int32_t stage,
                         int32_t age)
{
    double left = 0.0, gone = 0.0, never;

    for (int32_t d = 0; d < stages + 2; d++) {
        const double *visit = visit_days(kernel, stages, days, stage, d);

        for (int32_t u = 0; u < days; u++) {
            if (u <= age)
                gone += visit[u];
            else
                left += visit[u];
        }
    }
    never = 1.0 - gone - left;
    return never > NO_DEFECT ? left + never : left;
}

bool qc_chain_time_open(double *out, int32_t horizon, const double *kernel, const double *fresh,
                        int32_t stages, int32_t days, int32_t exit, int32_t stage, int32_t age,
                        qc_status *status)
{
    double left;

    assert(stage >= 0 && stage < stages && age >= 0 && horizon >= 0);
    assert(horizon <= days); /* `fresh` tells no more than that */
    assert(exit == stages || exit == stages + 1);
    left = share_left(kernel, stages, days, stage, age);
    if (!(left > 0.0)) {
        return qc_fail(status, QC_NUMERIC,
                       "no deal stays in stage %d for more than %d days (expected some chance to)",
                       (int) stage + 1, (int) age);
    }
    out[0] = 0.0;
    for (int32_t t = 1; t <= horizon; t++) {
        const double *ends = visit_days(kernel, stages, days, stage, exit);
        int32_t most = days - 1 - age < t ? days - 1 - age : t;
        double sum = age + t < days ? ends[age + t] : 0.0;

        for (int32_t d = 0; d < stages; d++) {
            const double *moves = visit_days(kernel, stages, days, stage, d);
            const double *later = fresh + (size_t) d * (size_t) days;

            for (int32_t u = 1; u <= most; u++)
                sum += moves[age + u] * later[t - u];
        }
        out[t] = sum / left;
    }
    return true;
}
