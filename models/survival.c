/* Aalen-Johansen: at each event time the visits at risk share out what is left among the exits. Visits
 * still open count as at risk until last seen, visits recorded late only from then on, and each exit is
 * judged beside its rivals: one minus the Kaplan-Meier curve of a single exit would count deals that were
 * already lost as still winnable.
 *
 * Aalen and Johansen (1978), "An empirical transition matrix for non-homogeneous Markov chains". The
 * variance recursion treats the exits at one time as multinomial (Greenwood type; Andersen, Borgan, Gill and
 * Keiding 1993, section IV.4.1). Weights count as so many equal visits. */
#include "models/survival.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

/** Sort ascending and drop repeats; returns how many are left. */
static int32_t sort_distinct(double *times, int32_t count)
{
    if (count == 0) return 0;
    qsort(times, (size_t) count, sizeof *times, by_value);
    int32_t kept = 1;
    for (int32_t i = 1; i < count; i++) {
        if (times[i] > times[kept - 1]) times[kept++] = times[i];
    }
    return kept;
}

/** First of the ascending `times` that is later than `time`, `count` if none. */
static int32_t first_after(const double *times, int32_t count, double time)
{
    int32_t low = 0, high = count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (times[middle] > time)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* ---- one stage, several exits ---- */

static bool check_visits(const qc_survival_visit *visits, int32_t count, int32_t causes,
                         qc_status *status)
{
    if (causes < 1 || causes > QC_SURVIVAL_CAUSES_MAX) {
        return qc_fail(status, QC_BAD_INPUT, "%d exits (expected 1 to %d)", (int) causes,
                       QC_SURVIVAL_CAUSES_MAX);
    }
    for (int32_t i = 0; i < count; i++) {
        const qc_survival_visit *v = &visits[i];
        const int number = (int) i + 1;
        if (!isfinite(v->time) || isnan(v->entry) || !(v->time > v->entry)) {
            return qc_fail(status, QC_BAD_INPUT,
                           "visit %d ends at %g (expected after its entry at %g)", number, v->time,
                           v->entry);
        }
        if (v->cause < -1 || v->cause >= causes) {
            return qc_fail(status, QC_BAD_INPUT, "visit %d has exit %d (expected -1 to %d)", number,
                           (int) v->cause, (int) causes - 1);
        }
        if (!isfinite(v->weight) || v->weight < 0) {
            return qc_fail(status, QC_BAD_INPUT, "visit %d has weight %g (expected 0 or more)",
                           number, v->weight);
        }
    }
    return true;
}

static bool is_event(const qc_survival_visit *visit)
{
    return visit->cause >= 0 && visit->weight > 0;
}

static bool take_curve(qc_survival_curve *curve, int32_t count, int32_t causes, qc_arena *arena,
                       qc_status *status)
{
    const size_t rows = (size_t) count;
    *curve = (qc_survival_curve){.causes = causes};
    double **columns[] = {&curve->time, &curve->at_risk, &curve->survival, &curve->survival_error};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        *columns[i] = qc_arena_take(arena, rows, sizeof(double), status);
        if (*columns[i] == NULL) return false;
    }
    for (int32_t c = 0; c < causes; c++) {
        curve->share[c] = qc_arena_take(arena, rows, sizeof(double), status);
        curve->share_error[c] = qc_arena_take(arena, rows, sizeof(double), status);
        if (curve->share[c] == NULL || curve->share_error[c] == NULL) return false;
    }
    return true;
}

/** Fill at_risk, and in share[cause] the events of each row. Sums run from the last time backwards, so a
 *  visit that is gone leaves no rounding behind. `late` has a row's weight of visits that enter at or after
 *  its time, but before the next. */
static void count_rows(qc_survival_curve *curve, const qc_survival_visit *visits, int32_t count,
                       double *late)
{
    for (int32_t i = 0; i < count; i++) {
        const qc_survival_visit *v = &visits[i];
        const int32_t last = first_after(curve->time, curve->count, v->time) - 1;
        const int32_t entered = first_after(curve->time, curve->count, v->entry) - 1;
        if (last < 0) continue; /* gone before the first event */
        curve->at_risk[last] += v->weight;
        if (entered >= 0) late[entered] += v->weight;
        if (is_event(v)) curve->share[v->cause][last] += v->weight;
    }
    for (int32_t row = curve->count - 2; row >= 0; row--) {
        curve->at_risk[row] += curve->at_risk[row + 1];
        late[row] += late[row + 1];
    }
    for (int32_t row = 0; row < curve->count; row++)
        curve->at_risk[row] -= late[row];
}

typedef struct running_state { /* survival and shares with their covariances so far */
    double survival, survival_variance;
    double share[QC_SURVIVAL_CAUSES_MAX], share_variance[QC_SURVIVAL_CAUSES_MAX];
    double covariance[QC_SURVIVAL_CAUSES_MAX]; /* of survival and share */
} running_state;

/** One event time: (S, F) becomes (S, F) (I + dA), its covariance (I + dA)' C (I + dA) plus S^2 times the
 *  multinomial covariance of dA. `exits` holds the chance of each exit at this time. */
static void step_state(running_state *state, const double *exits, int32_t causes, double at_risk)
{
    double all = 0;
    for (int32_t c = 0; c < causes; c++)
        all += exits[c];
    all = fmin(all, 1);
    const double fresh = state->survival * state->survival / at_risk;
    for (int32_t c = 0; c < causes; c++) {
        const double exit = exits[c];
        state->share[c] += state->survival * exit;
        state->share_variance[c] += 2 * exit * state->covariance[c] +
                                    exit * exit * state->survival_variance +
                                    fresh * exit * (1 - exit);
        state->covariance[c] = (1 - all) * (state->covariance[c] + exit * state->survival_variance -
                                            fresh * exit);
    }
    state->survival_variance = (1 - all) * (1 - all) * state->survival_variance +
                               fresh * all * (1 - all);
    state->survival *= 1 - all;
}

static void walk_rows(qc_survival_curve *curve)
{
    running_state state = {.survival = 1};
    for (int32_t row = 0; row < curve->count; row++) {
        double exits[QC_SURVIVAL_CAUSES_MAX];
        for (int32_t c = 0; c < curve->causes; c++) {
            exits[c] = fmin(curve->share[c][row] / curve->at_risk[row], 1);
        }
        step_state(&state, exits, curve->causes, curve->at_risk[row]);
        curve->survival[row] = state.survival;
        curve->survival_error[row] = sqrt(state.survival_variance);
        for (int32_t c = 0; c < curve->causes; c++) {
            curve->share[c][row] = state.share[c];
            curve->share_error[c][row] = sqrt(fmax(state.share_variance[c], 0));
        }
    }
}

bool qc_survival_fit(qc_survival_curve *curve, const qc_survival_visit *visits, int32_t count,
                     int32_t causes, qc_arena *arena, qc_status *status)
{
    if (!check_visits(visits, count, causes, status)) return false;
    int32_t events = 0;
    for (int32_t i = 0; i < count; i++)
        events += is_event(&visits[i]);
    if (!take_curve(curve, events, causes, arena, status)) return false;
    double *late = qc_arena_take(arena, (size_t) events, sizeof *late, status);
    if (late == NULL) return false;
    for (int32_t i = 0, at = 0; i < count; i++) {
        if (is_event(&visits[i])) curve->time[at++] = visits[i].time;
    }
    curve->count = sort_distinct(curve->time, events);
    count_rows(curve, visits, count, late);
    walk_rows(curve);
    return true;
}

/* ---- many stages ---- */

typedef struct occupation { /* rows are distinct move times */
    int32_t states, rows;
    double *time;
    double *at_risk; /* [rows][states] */
    double *moved;   /* [rows][states][states] */
} occupation;

static size_t state_cell(const occupation *o, int32_t row, int32_t state)
{
    return (size_t) row * (size_t) o->states + (size_t) state;
}

static size_t move_cell(const occupation *o, int32_t row, int32_t from, int32_t to)
{
    return state_cell(o, row, from) * (size_t) o->states + (size_t) to;
}

static bool check_moves(const qc_survival_move *moves, int32_t count, int32_t states,
                        qc_status *status)
{
    for (int32_t i = 0; i < count; i++) {
        const qc_survival_move *m = &moves[i];
        const int number = (int) i + 1;
        if (!isfinite(m->from_time) || !isfinite(m->to_time) || !(m->to_time > m->from_time)) {
            return qc_fail(status, QC_BAD_INPUT,
                           "move %d ends at %g (expected after its start at %g)", number,
                           m->to_time, m->from_time);
        }
        if (m->from < 0 || m->from >= states || m->to < -1 || m->to >= states) {
            return qc_fail(status, QC_BAD_INPUT, "move %d goes from %d to %d (expected 0 to %d)",
                           number, (int) m->from, (int) m->to, (int) states - 1);
        }
    }
    return true;
}

static bool take_occupation(occupation *o, const qc_survival_move *moves, int32_t count,
                            int32_t states, qc_arena *arena, qc_status *status)
{
    *o = (occupation){.states = states};
    o->time = qc_arena_take(arena, (size_t) count, sizeof *o->time, status);
    if (o->time == NULL) return false;
    int32_t ended = 0;
    for (int32_t i = 0; i < count; i++) {
        if (moves[i].to >= 0) o->time[ended++] = moves[i].to_time;
    }
    o->rows = sort_distinct(o->time, ended);
    const size_t cells = (size_t) o->rows * (size_t) states;
    o->at_risk = qc_arena_take(arena, cells, sizeof *o->at_risk, status);
    if (o->at_risk == NULL) return false;
    o->moved = qc_arena_take(arena, cells * (size_t) states, sizeof *o->moved, status);
    return o->moved != NULL;
}

/** At risk by differences: one more in `from` from the first row after from_time, one less after to_time. */
static void count_moves(occupation *o, const qc_survival_move *moves, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        const qc_survival_move *m = &moves[i];
        const int32_t first = first_after(o->time, o->rows, m->from_time);
        const int32_t after = first_after(o->time, o->rows, m->to_time);
        if (first < o->rows) o->at_risk[state_cell(o, first, m->from)] += 1;
        if (after < o->rows) o->at_risk[state_cell(o, after, m->from)] -= 1;
        if (m->to >= 0) o->moved[move_cell(o, after - 1, m->from, m->to)] += 1;
    }
    for (int32_t row = 1; row < o->rows; row++) {
        for (int32_t s = 0; s < o->states; s++) {
            o->at_risk[state_cell(o, row, s)] += o->at_risk[state_cell(o, row - 1, s)];
        }
    }
}

/** share := share (I + dA) of one row; `next` is room for it. */
static void step_occupation(const occupation *o, int32_t row, double *share, double *next)
{
    for (int32_t s = 0; s < o->states; s++)
        next[s] = share[s];
    for (int32_t from = 0; from < o->states; from++) {
        const double at_risk = o->at_risk[state_cell(o, row, from)];
        if (at_risk <= 0) continue;
        for (int32_t to = 0; to < o->states; to++) {
            const double flow = share[from] * o->moved[move_cell(o, row, from, to)] / at_risk;
            next[from] -= flow;
            next[to] += flow;
        }
    }
    for (int32_t s = 0; s < o->states; s++)
        share[s] = next[s];
}

bool qc_survival_occupation(const qc_survival_move *moves, int32_t move_count, int32_t states,
                            const double *start, const double *times, int32_t times_count,
                            double *out, qc_arena *arena, qc_status *status)
{
    occupation o = {0};
    if (!check_moves(moves, move_count, states, status)) return false;
    if (!take_occupation(&o, moves, move_count, states, arena, status)) return false;
    double *share = qc_arena_take(arena, (size_t) states, sizeof *share, status);
    double *next = qc_arena_take(arena, (size_t) states, sizeof *next, status);
    if (share == NULL || next == NULL) return false;

    count_moves(&o, moves, move_count);
    for (int32_t s = 0; s < states; s++)
        share[s] = start[s];
    int32_t row = 0;
    for (int32_t t = 0; t < times_count; t++) {
        for (; row < o.rows && o.time[row] <= times[t]; row++) {
            step_occupation(&o, row, share, next);
        }
        for (int32_t s = 0; s < states; s++)
            out[(size_t) t * (size_t) states + (size_t) s] = share[s];
    }
    return true;
}
