#include "sim/cohort/cohort.h"

#include "core/parallel.h"
#include "sim/cohort/cohort_open.h"
#include "sim/cohort/cohort_tally.h"
#include "sim/exact/marginals.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <string.h>
#include <time.h>

#define HUNDREDTHS  100.0
#define WORDS       4294967296.0 /* 2^32 */
#define MOST_AMOUNT 1e10         /* of an open deal, in hundredths */
#define MOST_TOTAL  0x1.0p58     /* of a future, in hundredths: twenty of them fit into 64 bits */
#define UNIT_BLOCKS (QC_COHORT_UNIT / QC_COHORT_BLOCK)

struct qc_cohort {
    const qc_questions *questions;
    const qc_world *world;
    const qc_win_table *table;
    int32_t atoms, padded, class_count, segments;
    qc_cohort_class *classes;
    qc_cohort_fresh *fresh; /* [segment * atoms + atom] */
    double most;            /* that all new wins together may be */
    const uint64_t *fresh_mask;
    uint64_t *masks; /* [set]: what counts for the same measures is summed together */
    int32_t set_count;
    int32_t *same_as; /* [figure] */
    bool *needed;     /* [measure * atoms + atom]: some figure begins or ends there */
};

/* ---- where it applies ---- */

const char *qc_cohort_hurdle(const qc_marginals *marginals)
{
    const qc_world *world = &marginals->world;
    if (world->questions->metric_mask[QC_METRIC_CUSTOMERS] != 0)
        return "a target counts customers, and it adds up bookings only";
    if (!qc_marginals_are_certain(world))
        return "parameters are uncertain: every 20 trials would need tables of their own";
    for (int32_t i = 0; i < world->book->open_count; i++) {
        const double amount = world->book->open[i].amount;
        if (isnan(amount)) return "an open deal has no amount";
        if (!(amount * HUNDREDTHS <= MOST_AMOUNT)) return "an open deal is above 100 million";
    }
    return NULL;
}

/* ---- tables: new deals ---- */

/* Where the law rises to `share`, walking up from `*at`. */
static double find_value(const qc_total_law *law, double share, int32_t *at)
{
    while (*at + 1 < law->points && law->below[*at + 1] < share)
        (*at)++;
    const double rise = *at + 1 < law->points ? law->below[*at + 1] - law->below[*at] : 0;
    const double part = rise > 0 ? GSL_MAX(share - law->below[*at], 0) / rise : 0;
    return GSL_MAX(law->low + (*at + GSL_MIN(part, 1)) * law->spacing, 0);
}

/* Mean of the values between two shares of the law. */
static double mean_between(const qc_total_law *law, double from, double to)
{
    double sum = 0;
    for (int32_t i = 0; i + 1 < law->points && law->below[i] < to; i++) {
        const double low = GSL_MAX(law->below[i], from), high = GSL_MIN(law->below[i + 1], to);
        if (high > low) sum += (high - low) * GSL_MAX(law->low + (i + 0.5) * law->spacing, 0);
    }
    return sum / (to - from);
}

/* Cells from the middle of the law out to its far tail; see look_up() of the kernel. The lowest one, of the last 128th
 * below the middle, would go straight down to nothing at all: it ends where its own mean is kept. */
static bool fill_cells(const qc_total *total, qc_cohort_fresh *out, qc_arena *arena,
                       qc_arena *scratch, qc_status *status)
{
    const double some = 1 - total->none, most = total->low + total->period;
    uint32_t *cells = qc_arena_take(arena, QC_COHORT_CELLS + 3, sizeof *cells, status);
    qc_total_law *law = qc_arena_take(scratch, 1, sizeof *law, status);
    if (cells == NULL || law == NULL || !qc_total_lay(total, law, status)) return false;
    while (ldexp(1, 32 + out->shift) <= most)
        out->shift++;
    out->cells = cells;
    int32_t at = 0;
    const double lowest = 1 - ldexp(1 + 127 / 128.0, -1) * some;
    const double end = 2 * mean_between(law, 1 - some, lowest) - find_value(law, lowest, &at);
    cells[QC_COHORT_CELLS] = (uint32_t) llround(ldexp(GSL_MAX(end, 0), -out->shift));
    at = 0;
    for (int32_t cell = QC_COHORT_CELLS - 1; cell >= 0; cell--) {
        const double chance = ldexp(1 + cell % 128 / 128.0, cell / 128 - 32);
        const double value = find_value(law, 1 - chance * some, &at);
        cells[cell] = (uint32_t) GSL_MAX(llround(ldexp(value, -out->shift)),
                                         (int64_t) cells[cell + 1]);
    }
    return true;
}

static bool fill_fresh(qc_cohort *cohort, const qc_marginals *marginals, int32_t segment,
                       int32_t atom, qc_arena *arena, qc_status *status)
{
    qc_cohort_fresh *out = &cohort->fresh[segment * cohort->atoms + atom];
    const double *wins = cohort->table->fresh + (size_t) segment * (size_t) cohort->atoms + atom;
    const double mean = *wins - (atom > 0 ? wins[-1] : 0);
    const qc_total_stream stream = {&marginals->amounts[segment]};
    const qc_total_set set = {.streams = &stream, .stream_count = 1};
    qc_total total = {.mean_of = &mean};
    qc_arena scratch = {0};
    if (!(-expm1(-mean) * WORDS >= 1)) return true;
    out->factor = -1 / expm1(-mean);
    bool ok = qc_total_make(&total, &scratch, status) &&
              qc_total_solve(&total, 1, &set, &scratch, status);
    if (ok) cohort->most += total.low + total.period;
    if (ok && !(cohort->most < MOST_TOTAL))
        ok = qc_fail(status, QC_NUMERIC,
                     "totals of %.2g are too large to be added up; state money in thousands or "
                     "millions",
                     cohort->most / HUNDREDTHS);
    ok = ok && fill_cells(&total, out, arena, &scratch, status);
    qc_arena_free(&scratch);
    return ok;
}

/* ---- all tables ---- */

static void mark_needed(qc_cohort *cohort)
{
    for (int32_t f = 0; f < cohort->questions->figure_count; f++) {
        const qc_figure *figure = &cohort->questions->figures[f];
        bool *needed = cohort->needed + figure->measure * cohort->atoms;
        needed[figure->end_atom - 1] = true;
        if (figure->first_atom > 0) needed[figure->first_atom - 1] = true;
    }
}

static bool list_masks(qc_cohort *cohort, qc_arena *arena, qc_status *status)
{
    const int32_t most = cohort->class_count + cohort->segments;
    cohort->masks = qc_arena_take(arena, (size_t) most, sizeof *cohort->masks, status);
    for (int32_t i = 0; cohort->masks != NULL && i < most; i++) {
        const uint64_t mask = i < cohort->class_count ? cohort->classes[i].mask
                                                      : cohort->fresh_mask[i - cohort->class_count];
        int32_t set = 0;
        while (set < cohort->set_count && cohort->masks[set] != mask)
            set++;
        if (set == cohort->set_count && mask != 0) cohort->masks[cohort->set_count++] = mask;
    }
    return cohort->masks != NULL;
}

qc_cohort *qc_cohort_make(qc_marginals *marginals, qc_arena *arena, qc_status *status)
{
    qc_cohort *cohort = qc_arena_take(arena, 1, sizeof *cohort, status);
    if (cohort == NULL) return NULL;
    const qc_questions *questions = marginals->world.questions;
    *cohort = (qc_cohort){.questions = questions,
                          .world = &marginals->world,
                          .table = &marginals->table,
                          .atoms = marginals->table.atoms,
                          .segments = marginals->world.model->segments.count,
                          .fresh_mask = marginals->fresh_mask};
    cohort->padded = (cohort->atoms + QC_COHORT_SUMS - 1) / QC_COHORT_SUMS * QC_COHORT_SUMS;
    cohort->fresh = qc_arena_take(arena, (size_t) cohort->segments * (size_t) cohort->atoms,
                                  sizeof *cohort->fresh, status);
    cohort->same_as = qc_arena_take(arena, (size_t) questions->figure_count, sizeof(int32_t),
                                    status);
    cohort->needed = qc_arena_take(
        arena, (size_t) questions->measure_count * (size_t) cohort->atoms, sizeof(bool), status);
    if (cohort->fresh == NULL || cohort->same_as == NULL || cohort->needed == NULL) return NULL;
    mark_needed(cohort);
    qc_cohort_tally_twins(questions, cohort->same_as);
    qc_marginals_lay(marginals);
    if (!qc_cohort_classes_make(&cohort->classes, &cohort->class_count, cohort->world,
                                cohort->table, arena, status) ||
        !list_masks(cohort, arena, status))
        return NULL;
    for (int32_t s = 0; s < cohort->segments; s++) {
        for (int32_t a = 0; a < cohort->atoms; a++)
            if (!fill_fresh(cohort, marginals, s, a, arena, status)) return NULL;
    }
    return cohort;
}

/* ---- one block ---- */

typedef struct worker { /* scratch of one thread; rows of QC_COHORT_BLOCK values */
    qc_outcome outcome;
    int64_t *sets;        /* [set * padded + atom]: booked by the end of the atom */
    int64_t *sums;        /* [measure * atoms + atom]: where several sets count */
    const int64_t **rows; /* [measure * atoms + atom]: the one that holds */
    int64_t *values;      /* [figure] */
} worker;

typedef struct job {
    const qc_cohort *cohort;
    const qc_cohort_kernel *kernel;
    qc_cohort_tally tally;
    const qc_sim_options *options;
    qc_run *run;
    qc_cohort_open tracked[QC_TRACKED_MAX]; /* each alone */
    worker *workers;
    int32_t worker_count;
    int64_t trials, units;
} job;

static int64_t *rows_of(const job *work, const worker *it, uint64_t mask)
{
    int32_t set = 0;
    while (work->cohort->masks[set] != mask)
        set++;
    return it->sets + (int64_t) set * work->cohort->padded * QC_COHORT_BLOCK;
}

static void run_sets(const job *work, worker *it, uint64_t block)
{
    const qc_cohort *cohort = work->cohort;
    const uint64_t seed = work->options->seed;
    memset(it->sets, 0,
           (size_t) (cohort->set_count * cohort->padded) * QC_COHORT_BLOCK * sizeof *it->sets);
    for (int32_t s = 0; s < cohort->segments; s++) {
        if (cohort->fresh_mask[s] != 0)
            work->kernel->fresh(&cohort->fresh[s * cohort->atoms], cohort->atoms, s, seed, block,
                                rows_of(work, it, cohort->fresh_mask[s]));
    }
    for (int32_t c = 0; c < cohort->class_count; c++) {
        for (int32_t k = 0; k < cohort->classes[c].chunk_count; k++)
            work->kernel->open(&cohort->classes[c].chunks[k], seed, block,
                               rows_of(work, it, cohort->classes[c].mask));
    }
}

/* A row that is the only one stands for itself; more are added up. */
static const int64_t *sum_sets(const job *work, const worker *it, int32_t measure, int32_t atom,
                               int64_t *sum)
{
    const qc_cohort *cohort = work->cohort;
    const int64_t *found = NULL;
    for (int32_t s = 0; s < cohort->set_count; s++) {
        const int64_t *row = it->sets + (s * cohort->padded + atom) * QC_COHORT_BLOCK;
        if ((cohort->masks[s] >> measure & 1) == 0) continue;
        if (found != NULL) work->kernel->add(sum, found, row);
        found = found == NULL ? row : sum;
    }
    return found;
}

static void sum_measures(const job *work, worker *it)
{
    const qc_cohort *cohort = work->cohort;
    for (int32_t m = 0; m < cohort->questions->measure_count; m++) {
        for (int32_t a = 0; a < cohort->atoms; a++) {
            const int32_t at = m * cohort->atoms + a;
            int64_t *sum = it->sums + at * QC_COHORT_BLOCK;
            if (!cohort->needed[at]) continue;
            it->rows[at] = sum_sets(work, it, m, a, sum);
            if (it->rows[at] == NULL) it->rows[at] = sum; /* nothing counts for it: zero for good */
        }
    }
}

/* ---- the deals that the headline hangs on ---- */

/* Each runs again by itself, up to the beginning and to the end of the headline's span. */
static bool make_tracked(job *work, qc_arena *arena, qc_status *status)
{
    const qc_cohort *cohort = work->cohort;
    const qc_figure *main = &cohort->questions->figures[cohort->questions->main_figure];
    const int32_t atoms[2] = {main->first_atom - 1, main->end_atom - 1};
    for (int32_t i = 0; i < work->run->tracked_count; i++) {
        if (!qc_cohort_deal_make(&work->tracked[i], cohort->world, cohort->table,
                                 work->run->tracked[i], UINT64_C(1) << main->measure, atoms, 2,
                                 arena, status))
            return false;
    }
    return true;
}

static void run_deal(const job *work, int32_t index, uint64_t block, int64_t *paid)
{
    int64_t sums[QC_COHORT_SUMS * QC_COHORT_BLOCK] = {0};
    work->kernel->open(&work->tracked[index], work->options->seed, block, sums);
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        paid[t] = sums[QC_COHORT_BLOCK + t] - sums[t];
}

static bool reaches(const qc_figure *figure, int64_t value)
{
    return figure->at_most ? value <= figure->goal : value >= figure->goal;
}

static void count_tracked(const job *work, worker *it, uint64_t block, int32_t trials)
{
    const qc_questions *questions = work->cohort->questions;
    const int32_t main = questions->main_figure;
    const int64_t *value = it->values + work->cohort->same_as[main] * QC_COHORT_BLOCK;
    qc_tracked_tally *tracked = &it->outcome.tracked;
    int64_t all[QC_COHORT_BLOCK];
    if (work->run->tracked_count == 0) return;
    memcpy(all, value, sizeof all);
    for (int32_t i = 0; i < work->run->tracked_count; i++) {
        int64_t paid[QC_COHORT_BLOCK];
        run_deal(work, i, block, paid);
        for (int32_t t = 0; t < trials; t++) {
            tracked->wins[i] += paid[t] != 0;
            tracked->hits_without[i] += reaches(&questions->figures[main], value[t] - paid[t]);
            all[t] -= paid[t];
        }
    }
    for (int32_t t = 0; t < trials; t++)
        tracked->hits_without_all += reaches(&questions->figures[main], all[t]);
}

static bool run_unit(void *context, int32_t index, int64_t unit, qc_status *status)
{
    const job *work = context;
    worker *it = &work->workers[index];
    const int64_t number = unit * work->options->shards + work->options->shard - 1;
    for (int64_t block = number * UNIT_BLOCKS; block < (number + 1) * UNIT_BLOCKS; block++) {
        const int64_t left = work->trials - block * QC_COHORT_BLOCK;
        const int32_t trials = (int32_t) GSL_MIN(left, QC_COHORT_BLOCK);
        if (trials <= 0) break;
        run_sets(work, it, (uint64_t) block);
        sum_measures(work, it);
        if (!qc_cohort_tally_add(&it->outcome, &work->tally, it->rows, it->values, trials, status))
            return false;
        count_tracked(work, it, (uint64_t) block, trials);
    }
    if (work->options->progress != NULL && index == 0)
        work->options->progress(work->options->context, unit, work->units);
    return true;
}

/* ---- the run ---- */

static bool make_worker(const qc_cohort *cohort, worker *it, qc_arena *arena, qc_status *status)
{
    const size_t row = QC_COHORT_BLOCK;
    const size_t rows = (size_t) (cohort->questions->measure_count * cohort->atoms);
    it->sets = qc_arena_take(arena, (size_t) (cohort->set_count * cohort->padded) * row,
                             sizeof *it->sets, status);
    it->sums = qc_arena_take(arena, rows * row, sizeof *it->sums, status);
    it->rows = qc_arena_take(arena, rows, sizeof *it->rows, status);
    it->values = qc_arena_take(arena, (size_t) cohort->questions->figure_count * row,
                               sizeof *it->values, status);
    return it->sets != NULL && it->sums != NULL && it->rows != NULL && it->values != NULL &&
           qc_outcome_start(&it->outcome, cohort->questions, status);
}

static bool asked_to_stop(void *context)
{
    const job *work = context;
    return work->options->stop != NULL && work->options->stop(work->options->context);
}

/* The first worker's counts become the outcome, so that one thread needs no second copy. */
static bool collect(qc_outcome *outcome, const job *work, qc_status *status)
{
    qc_outcome_free(outcome);
    *outcome = work->workers[0].outcome;
    work->workers[0].outcome = (qc_outcome){0};
    for (int32_t i = 1; i < work->worker_count; i++) {
        if (!qc_outcome_merge(outcome, &work->workers[i].outcome, status)) return false;
        qc_outcome_free(&work->workers[i].outcome);
    }
    return qc_cohort_tally_finish(outcome, work->cohort->same_as, status);
}

/* A million, and fewer where a book of many deals makes each one dear. */
static int64_t usual_trials(const qc_cohort *cohort)
{
    const int64_t thousands = cohort->world->book->open_count / 1000;
    return GSL_MAX(QC_COHORT_TRIALS / (1 + thousands), QC_COHORT_LEAST);
}

bool qc_cohort_simulate(qc_outcome *outcome, qc_run *run, const qc_cohort *cohort,
                        const qc_sim_options *options, qc_status *status)
{
    const int64_t asked = options->trials > 0 ? options->trials : usual_trials(cohort);
    qc_arena arena = {0};
    job work = {.cohort = cohort,
                .kernel = qc_cohort_kernel_pick(options->isa),
                .options = options,
                .run = run,
                .worker_count = options->threads,
                .trials = (asked + QC_GROUP_TRIALS - 1) / QC_GROUP_TRIALS * QC_GROUP_TRIALS};
    const int64_t all = (work.trials + QC_COHORT_UNIT - 1) / QC_COHORT_UNIT;
    int64_t done = 0;
    run->isa = work.kernel->isa;
    work.tally = (qc_cohort_tally){cohort->questions, work.kernel, cohort->same_as, cohort->atoms};
    work.units = (all - (options->shard - 1) + options->shards - 1) / options->shards;
    bool ok = make_tracked(&work, &arena, status);
    work.workers = qc_arena_take(&arena, (size_t) work.worker_count, sizeof *work.workers, status);
    for (int32_t i = 0; i < work.worker_count && work.workers != NULL && ok; i++)
        ok = make_worker(cohort, &work.workers[i], &arena, status);
    ok = ok && work.workers != NULL &&
         qc_parallel_run(work.units, work.worker_count, run_unit, asked_to_stop, &work, &done,
                         status) &&
         collect(outcome, &work, status);
    run->interrupted = ok && done < work.units;
    for (int32_t i = 0; work.workers != NULL && i < work.worker_count; i++)
        qc_outcome_free(&work.workers[i].outcome);
    qc_arena_free(&arena);
    return ok;
}
