#include "sim/cohort.h"

#include "core/parallel.h"
#include "sim/cohort_tally.h"
#include "sim/marginals.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <string.h>
#include <time.h>

#define HUNDREDTHS  100.0
#define WORDS       4294967296.0 /* 2^32 */
#define MOST_SUM    INT32_MAX    /* of the amounts of one chunk */
#define UNIT_BLOCKS (QC_COHORT_UNIT / QC_COHORT_BLOCK)
#define NEVER       INT32_MIN

typedef struct deal_class { /* open deals that count for the same measures */
    uint64_t mask;
    qc_cohort_open *chunks; /* each with a sum that fits 32 bits */
    int32_t chunk_count;
} deal_class;

struct qc_cohort {
    const qc_questions *questions;
    const qc_world *world;
    const qc_win_table *table;
    int32_t atoms, padded, class_count, segments;
    deal_class *classes;
    qc_cohort_fresh *fresh; /* [segment * atoms + atom] */
    const uint64_t *fresh_mask;
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
        if (!(fabs(amount) * HUNDREDTHS < MOST_SUM / 4)) return "an open deal is above 5 million";
    }
    return NULL;
}

/* ---- tables: open deals ---- */

/* A random word, read as a signed number, is below it with this chance. */
static int32_t threshold_of(double chance)
{
    const int64_t words = llround(chance * WORDS);
    return (int32_t) (GSL_MAX(0, GSL_MIN(words, (int64_t) UINT32_MAX)) + INT32_MIN);
}

static void fill_deal(const qc_cohort *cohort, int32_t deal, int32_t *threshold)
{
    const double *chance = cohort->table->open + (size_t) deal * (size_t) cohort->atoms;
    double highest = 0;
    for (int32_t a = 0; a < cohort->atoms; a++) {
        highest = fmax(highest, chance[a]);
        threshold[a] = threshold_of(highest);
    }
}

typedef struct chunk_room { /* what a chunk is filled through */
    int32_t *number, *threshold, *amount;
} chunk_room;

static bool start_chunk(const qc_cohort *cohort, deal_class *into, int32_t quads, chunk_room *room,
                        qc_arena *arena, qc_status *status)
{
    const size_t deals = 4 * (size_t) quads;
    room->number = qc_arena_take(arena, (size_t) quads, sizeof(int32_t), status);
    room->threshold = qc_arena_take(arena, deals * (size_t) cohort->padded, sizeof(int32_t),
                                    status);
    room->amount = qc_arena_take(arena, deals, sizeof(int32_t), status);
    if (room->number == NULL || room->threshold == NULL || room->amount == NULL) return false;
    into->chunks[into->chunk_count++] = (qc_cohort_open){.atoms = cohort->padded,
                                                         .number = room->number,
                                                         .threshold = room->threshold,
                                                         .amount = room->amount};
    return true;
}

static int64_t amount_of(const qc_world *world, int32_t deal, uint64_t mask)
{
    const bool counts = deal < world->book->open_count && world->open_mask[deal] == mask;
    return counts ? llround(world->book->open[deal].amount * HUNDREDTHS) : 0;
}

/* Quads go by the deal's place in the book, whatever the class, so that a deal keeps its luck. */
static bool fill_class(const qc_cohort *cohort, deal_class *into, qc_arena *arena,
                       qc_status *status)
{
    const int32_t quads = (cohort->world->book->open_count + 3) / 4;
    int64_t total = MOST_SUM;
    chunk_room room = {0};
    into->chunks = qc_arena_take(arena, (size_t) quads, sizeof *into->chunks, status);
    if (into->chunks == NULL) return false;
    for (int32_t quad = 0; quad < quads; quad++) {
        int64_t amount[4], here = 0;
        for (int d = 0; d < 4; d++) {
            amount[d] = amount_of(cohort->world, quad * 4 + d, into->mask);
            here += llabs(amount[d]);
        }
        if (here == 0) continue;
        if (total + here >= MOST_SUM) {
            total = 0;
            if (!start_chunk(cohort, into, quads - quad, &room, arena, status)) return false;
        }
        total += here;
        qc_cohort_open *chunk = &into->chunks[into->chunk_count - 1];
        room.number[chunk->quads] = quad;
        for (int d = 0; d < 4; d++) {
            const int32_t at = chunk->quads * 4 + d;
            int32_t *threshold = &room.threshold[(int64_t) at * cohort->padded];
            for (int32_t a = 0; a < cohort->padded; a++)
                threshold[a] = NEVER;
            room.amount[at] = (int32_t) amount[d];
            if (amount[d] != 0) fill_deal(cohort, quad * 4 + d, threshold);
        }
        chunk->quads++;
    }
    return true;
}

static bool list_classes(qc_cohort *cohort, qc_arena *arena, qc_status *status)
{
    const qc_world *world = cohort->world;
    int32_t capacity = 0;
    for (int32_t i = 0; i < world->book->open_count; i++) {
        int32_t c = 0;
        while (c < cohort->class_count && cohort->classes[c].mask != world->open_mask[i])
            c++;
        if (c < cohort->class_count || world->open_mask[i] == 0) continue;
        cohort->classes = qc_arena_grow(arena, cohort->classes, cohort->class_count, &capacity,
                                        sizeof *cohort->classes, status);
        if (cohort->classes == NULL) return false;
        cohort->classes[cohort->class_count] = (deal_class){.mask = world->open_mask[i]};
        if (!fill_class(cohort, &cohort->classes[cohort->class_count++], arena, status))
            return false;
    }
    return true;
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

/* Cells from the middle of the law out to its far tail; see look_up() of the kernel. */
static bool fill_cells(const qc_total *total, qc_cohort_fresh *out, qc_arena *arena,
                       qc_arena *scratch, qc_status *status)
{
    const double some = 1 - total->none, most = total->low + total->period;
    qc_cohort_cell *cells = qc_arena_take(arena, QC_COHORT_CELLS + 1, sizeof *cells, status);
    qc_total_law *law = qc_arena_take(scratch, 1, sizeof *law, status);
    if (cells == NULL || law == NULL || !qc_total_lay(total, law, status)) return false;
    while (ldexp(1, 32 + out->shift) <= most)
        out->shift++;
    out->cells = cells;
    int32_t at = 0;
    uint32_t lower = 0;
    for (int32_t cell = QC_COHORT_CELLS - 1; cell >= 0; cell--) {
        const double chance = ldexp(1 + cell % 128 / 128.0, cell / 128 - 31);
        const double value = find_value(law, 1 - chance * some, &at);
        const uint32_t top = (uint32_t) GSL_MAX(llround(ldexp(value, -out->shift)),
                                                (int64_t) lower);
        cells[cell] = (qc_cohort_cell){top, top - lower};
        lower = top;
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
    const int64_t limit = llround(-expm1(-mean) * WORDS);
    if (!(mean > 0) || limit <= 0) return true;
    out->limit = (uint32_t) GSL_MIN(limit, (int64_t) UINT32_MAX);
    out->scale = (UINT64_C(1) << 60) / out->limit;
    const bool ok = qc_total_make(&total, &scratch, status) &&
                    qc_total_solve(&total, 1, &set, &scratch, status) &&
                    fill_cells(&total, out, arena, &scratch, status);
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

qc_cohort *qc_cohort_make(qc_marginals *marginals, qc_arena *arena, qc_status *status)
{
    qc_cohort *cohort = qc_arena_take(arena, 1, sizeof *cohort, status);
    if (cohort == NULL) return NULL;
    const qc_questions *questions = marginals->world.questions;
    *cohort = (qc_cohort){.questions = questions,
                          .world = &marginals->world,
                          .table = &marginals->fine,
                          .atoms = marginals->fine.atoms,
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
    if (!list_classes(cohort, arena, status)) return NULL;
    for (int32_t s = 0; s < cohort->segments; s++) {
        for (int32_t a = 0; a < cohort->atoms; a++)
            if (!fill_fresh(cohort, marginals, s, a, arena, status)) return NULL;
    }
    return cohort;
}

/* ---- one block ---- */

typedef struct worker { /* scratch of one thread; rows of QC_COHORT_BLOCK values */
    qc_outcome outcome;
    int32_t *chunk;  /* [atom] */
    int64_t *open;   /* [class * atoms + atom]: booked by the end of the atom */
    int64_t *fresh;  /* [segment * atoms + atom]: the same of new deals */
    int64_t *sums;   /* [measure * atoms + atom] */
    int64_t *values; /* [figure] */
} worker;

typedef struct job {
    const qc_cohort *cohort;
    const qc_cohort_kernel *kernel;
    const qc_sim_options *options;
    qc_run *run;
    worker *workers;
    int32_t worker_count;
    int64_t trials, units;
} job;

static void run_classes(const job *work, worker *it, uint64_t block)
{
    const qc_cohort *cohort = work->cohort;
    memset(it->open, 0,
           (size_t) (cohort->class_count * cohort->atoms) * QC_COHORT_BLOCK * sizeof *it->open);
    for (int32_t c = 0; c < cohort->class_count; c++) {
        for (int32_t k = 0; k < cohort->classes[c].chunk_count; k++) {
            memset(it->chunk, 0, (size_t) cohort->padded * QC_COHORT_BLOCK * sizeof *it->chunk);
            work->kernel->open(&cohort->classes[c].chunks[k], work->options->seed, block,
                               it->chunk);
            for (int32_t a = 0; a < cohort->atoms; a++)
                work->kernel->add_narrow(it->open + (c * cohort->atoms + a) * QC_COHORT_BLOCK,
                                         it->chunk + a * QC_COHORT_BLOCK);
        }
    }
}

static void run_fresh(const job *work, worker *it, uint64_t block)
{
    const qc_cohort *cohort = work->cohort;
    for (int32_t s = 0; s < cohort->segments; s++)
        work->kernel->fresh(&cohort->fresh[s * cohort->atoms], cohort->atoms, s,
                            work->options->seed, block,
                            it->fresh + s * cohort->atoms * QC_COHORT_BLOCK);
}

static void sum_measure(const job *work, worker *it, int32_t measure, int32_t atom, int64_t *sum)
{
    const qc_cohort *cohort = work->cohort;
    memset(sum, 0, QC_COHORT_BLOCK * sizeof *sum);
    for (int32_t c = 0; c < cohort->class_count; c++) {
        if (cohort->classes[c].mask >> measure & 1)
            work->kernel->add(sum, it->open + (c * cohort->atoms + atom) * QC_COHORT_BLOCK);
    }
    for (int32_t s = 0; s < cohort->segments; s++) {
        if (cohort->fresh_mask[s] >> measure & 1)
            work->kernel->add(sum, it->fresh + (s * cohort->atoms + atom) * QC_COHORT_BLOCK);
    }
}

static void sum_figures(const job *work, worker *it)
{
    const qc_cohort *cohort = work->cohort;
    for (int32_t m = 0; m < cohort->questions->measure_count; m++) {
        for (int32_t a = 0; a < cohort->atoms; a++) {
            const int32_t at = m * cohort->atoms + a;
            if (cohort->needed[at]) sum_measure(work, it, m, a, it->sums + at * QC_COHORT_BLOCK);
        }
    }
    for (int32_t f = 0; f < cohort->questions->figure_count; f++) {
        const qc_figure *figure = &cohort->questions->figures[f];
        const int64_t *sums = it->sums + figure->measure * cohort->atoms * QC_COHORT_BLOCK;
        const int64_t *start = figure->first_atom == 0
                                   ? NULL
                                   : sums + (figure->first_atom - 1) * QC_COHORT_BLOCK;
        if (cohort->same_as[f] == f)
            work->kernel->span(it->values + f * QC_COHORT_BLOCK, figure->base,
                               sums + (figure->end_atom - 1) * QC_COHORT_BLOCK, start);
    }
}

/* ---- the deals that the headline hangs on ---- */

/* Runs one deal again by itself: what it pays into the headline's span, trial by trial. */
static void run_deal(const job *work, int32_t deal, uint64_t block, int64_t *paid)
{
    const qc_cohort *cohort = work->cohort;
    const qc_figure *main = &cohort->questions->figures[cohort->questions->main_figure];
    const double *chance = cohort->table->open + (size_t) deal * (size_t) cohort->atoms;
    int32_t threshold[4 * QC_COHORT_SUMS], amount[4] = {0}, number = deal / 4;
    int32_t sums[QC_COHORT_SUMS * QC_COHORT_BLOCK] = {0};
    for (int i = 0; i < 4 * QC_COHORT_SUMS; i++)
        threshold[i] = NEVER;
    int32_t *own = &threshold[deal % 4 * QC_COHORT_SUMS];
    if (main->first_atom > 0) own[0] = threshold_of(chance[main->first_atom - 1]);
    own[1] = threshold_of(chance[main->end_atom - 1]);
    if (cohort->world->open_mask[deal] >> main->measure & 1)
        amount[deal % 4] = (int32_t) llround(cohort->world->book->open[deal].amount * HUNDREDTHS);
    const qc_cohort_open alone = {1, QC_COHORT_SUMS, &number, threshold, amount};
    work->kernel->open(&alone, work->options->seed, block, sums);
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
        run_deal(work, work->run->tracked[i], block, paid);
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
        run_classes(work, it, (uint64_t) block);
        run_fresh(work, it, (uint64_t) block);
        sum_figures(work, it);
        if (!qc_cohort_tally_add(&it->outcome, work->cohort->questions, work->kernel,
                                 work->cohort->same_as, it->values, trials, status))
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
    const size_t rows = (size_t) cohort->atoms, row = QC_COHORT_BLOCK;
    it->chunk = qc_arena_take(arena, (size_t) cohort->padded * row, sizeof *it->chunk, status);
    it->open = qc_arena_take(arena, (size_t) cohort->class_count * rows * row, sizeof *it->open,
                             status);
    it->fresh = qc_arena_take(arena, (size_t) cohort->segments * rows * row, sizeof *it->fresh,
                              status);
    it->sums = qc_arena_take(arena, (size_t) cohort->questions->measure_count * rows * row,
                             sizeof *it->sums, status);
    it->values = qc_arena_take(arena, (size_t) cohort->questions->figure_count * row,
                               sizeof *it->values, status);
    return it->chunk != NULL && it->open != NULL && it->fresh != NULL && it->sums != NULL &&
           it->values != NULL && qc_outcome_start(&it->outcome, cohort->questions, status);
}

static bool asked_to_stop(void *context)
{
    const job *work = context;
    return work->options->stop != NULL && work->options->stop(work->options->context);
}

static bool collect(qc_outcome *outcome, const job *work, qc_status *status)
{
    for (int32_t i = 0; i < work->worker_count; i++) {
        if (!qc_cohort_tally_finish(&work->workers[i].outcome, work->cohort->same_as, status) ||
            !qc_outcome_merge(outcome, &work->workers[i].outcome, status))
            return false;
    }
    return true;
}

bool qc_cohort_simulate(qc_outcome *outcome, qc_run *run, const qc_cohort *cohort,
                        const qc_sim_options *options, qc_status *status)
{
    const int64_t asked = options->trials > 0 ? options->trials : QC_COHORT_TRIALS;
    qc_arena arena = {0};
    job work = {.cohort = cohort,
                .kernel = qc_cohort_kernel_pick(options->isa),
                .options = options,
                .run = run,
                .worker_count = options->threads,
                .trials = (asked + QC_GROUP_TRIALS - 1) / QC_GROUP_TRIALS * QC_GROUP_TRIALS};
    const int64_t all = (work.trials + QC_COHORT_UNIT - 1) / QC_COHORT_UNIT;
    int64_t done = 0;
    bool ok = true;
    if (work.kernel == NULL)
        return qc_fail(status, QC_BAD_INPUT, "this machine has no instruction set '%s' (it has %s)",
                       options->isa, qc_cohort_kernel_pick(NULL)->isa);
    run->isa = work.kernel->isa;
    work.units = (all - (options->shard - 1) + options->shards - 1) / options->shards;
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
