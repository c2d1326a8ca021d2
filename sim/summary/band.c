/* The chance of the headline differs from draw to draw, and we ask how much of its variance would be gone if
 * the thin rates were known. Of a draw (T, O), thin rates and others, take three small groups of trials:
 *
 *     a  under (T, O)        c  under (T, O), other luck        b  under (T', O), the luck of c
 *
 * Over many draws cov(a, c) is the variance of the chance, cov(a, b) what is left of it when only O is
 * shared, so 1 - cov(a, b) / cov(a, c) is the share that T causes, alone and together with O (Sobol 1993,
 * Homma and Saltelli 1996). b and c share their luck, so that their difference is T's doing and little else. */
#include "sim/summary/band.h"

#include "core/parallel.h"
#include "sim/workload.h"

#include <math.h>
#include <string.h>

#define GROUPS 240
#define OTHER_LUCK \
    (INT64_C(1) << 40) /* numbers of the groups that only share a draw with another */
#define OTHER_DRAW (INT64_C(1) << 41)
#define SETS_MAX   (QC_BAND_RATES_MAX + 1)
#define LEAST_SD   0.02 /* of the chance over draws: below there is no band to speak of */

typedef struct hits { /* of one group, as shares */
    double a, c, b[SETS_MAX];
} hits;

typedef struct asking {
    const qc_model *model;
    const qc_questions *questions;
    const qc_sim_options *options;
    qc_world *worlds;                /* [thread] */
    qc_draw *others;                 /* [thread] */
    int32_t thin[QC_BAND_RATES_MAX]; /* rates that get an answer of their own */
    int32_t thin_count, set_count;   /* set 0: all thin rates together */
    hits *hits;                      /* [group] */
} asking;

static bool reaches(const qc_figure *figure, int64_t value)
{
    return figure->at_most ? value <= figure->goal : value >= figure->goal;
}

/* The share of hits of a group's trials under the draw that is laid out, whatever its number. */
static bool walk_group(const asking *ask, qc_world *world, int64_t group, double *share,
                       qc_status *status)
{
    const int32_t f = ask->questions->main_figure;
    int32_t count = 0;
    world->draw_number = group;
    for (int64_t i = 0; i < QC_GROUP_TRIALS; i++) {
        if (!qc_walk_trial(world, group * QC_GROUP_TRIALS + i, status)) return false;
        count += reaches(&ask->questions->figures[f], world->values[f]);
    }
    *share = (double) count / QC_GROUP_TRIALS;
    return true;
}

static bool is_in_set(const asking *ask, int32_t rate, int32_t set)
{
    return set == 0 ? ask->model->reliance[rate].is_thin : ask->thin[set - 1] == rate;
}

static bool ask_group(void *context, int32_t index, int64_t group, qc_status *status)
{
    const asking *ask = context;
    qc_world *world = &ask->worlds[index];
    qc_draw *other = &ask->others[index];
    hits *out = &ask->hits[group];
    if (!qc_world_draw(world, group, status) || !walk_group(ask, world, group, &out->a, status) ||
        !walk_group(ask, world, OTHER_LUCK + group, &out->c, status) ||
        !qc_model_draw(ask->model, ask->options->seed, OTHER_DRAW + group, other, status))
        return false;
    for (int32_t set = 0; set < ask->set_count; set++) {
        world->draw_number = INT64_MIN; /* the draw as it was, then with the set's rates anew */
        if (!qc_world_draw(world, group, status)) return false;
        for (int32_t rate = 0; rate < ask->model->reliance_count; rate++) {
            if (is_in_set(ask, rate, set))
                qc_reliance_redraw(ask->model, &ask->model->reliance[rate], &world->draw, other);
        }
        qc_world_look_ahead(world);
        if (!walk_group(ask, world, OTHER_LUCK + group, &out->b[set], status)) return false;
    }
    world->draw_number = INT64_MIN;
    return true;
}

/* ---- from hits to shares ---- */

/* 1 - cov(a, b) / cov(a, c) as a ratio of sums, with the error of a ratio. */
static qc_estimate share_of(const hits *all, int32_t set)
{
    double mean = 0, changed = 0, variance = 0, square = 0;
    for (int32_t g = 0; g < GROUPS; g++)
        mean += (all[g].a + all[g].c) / (2 * GROUPS);
    for (int32_t g = 0; g < GROUPS; g++) {
        variance += (all[g].a - mean) * (all[g].c - mean);
        changed += (all[g].a - mean) * (all[g].c - all[g].b[set]);
    }
    if (!(variance > GROUPS * LEAST_SD * LEAST_SD)) return (qc_estimate){NAN, NAN};
    const double share = changed / variance;
    for (int32_t g = 0; g < GROUPS; g++) {
        const double part = (all[g].a - mean) *
                            (all[g].c - all[g].b[set] - share * (all[g].c - mean));
        square += part * part;
    }
    return (qc_estimate){fmin(fmax(share, 0), 1), sqrt(square) / variance};
}

static void list_thin(asking *ask)
{
    int32_t thin = 0;
    for (int32_t rate = 0; rate < ask->model->reliance_count; rate++) {
        if (!ask->model->reliance[rate].is_thin) continue;
        if (thin < QC_BAND_RATES_MAX) ask->thin[thin] = rate;
        thin++;
    }
    ask->thin_count = thin;
    /* one thin rate is all of them */
    ask->set_count = thin == 0 ? 0 : thin > 1 && thin <= QC_BAND_RATES_MAX ? 1 + thin : 1;
}

static bool make_room(asking *ask, const qc_book *book, qc_arena *arena, qc_status *status)
{
    const size_t threads = (size_t) ask->options->threads;
    ask->worlds = qc_arena_take(arena, threads, sizeof *ask->worlds, status);
    ask->others = qc_arena_take(arena, threads, sizeof *ask->others, status);
    ask->hits = qc_arena_take(arena, GROUPS, sizeof *ask->hits, status);
    if (ask->worlds == NULL || ask->others == NULL || ask->hits == NULL) return false;
    for (size_t i = 0; i < threads; i++) {
        if (!qc_world_make(&ask->worlds[i], ask->model, book, ask->questions, ask->options->seed,
                           status) ||
            !qc_draw_room(&ask->others[i], ask->model, status))
            return false;
    }
    return true;
}

static void free_room(asking *ask)
{
    const bool has_room = ask->worlds != NULL && ask->others != NULL;
    for (int32_t i = 0; has_room && i < ask->options->threads; i++) {
        qc_world_free(&ask->worlds[i]);
        qc_draw_free(&ask->others[i]);
    }
}

/* Coupled companies may be large and their futures slow: who asks for few of them is not made to wait for more. */
static bool too_few_are_asked(const asking *ask, int64_t most)
{
    const int64_t asked = ask->options->trials, needed = GROUPS * QC_GROUP_TRIALS;
    return most < needed ||
           (qc_team_model_couples(&ask->model->team) && asked > 0 && asked < needed);
}

static bool asked_to_stop(void *context)
{
    const asking *ask = context;
    return ask->options->stop != NULL && ask->options->stop(ask->options->context);
}

bool qc_band_ask(qc_band_causes *causes, const qc_model *model, const qc_book *book,
                 const qc_questions *questions, const qc_sim_options *options, qc_status *status)
{
    qc_arena arena = {0};
    asking ask = {.model = model, .questions = questions, .options = options};
    int64_t done = 0;
    *causes = (qc_band_causes){.all = {NAN, NAN}};
    for (int32_t r = 0; r < QC_BAND_RATES_MAX; r++)
        causes->rate[r] = causes->all;
    list_thin(&ask);
    int64_t most = 0;
    if (!qc_workload_most(&most, NULL, model, book, questions, options->seed, status)) return false;
    if (ask.set_count == 0 || questions->headline < 0 || too_few_are_asked(&ask, most)) return true;
    const bool ok = make_room(&ask, book, &arena, status) &&
                    qc_parallel_run(GROUPS, options->threads, ask_group, asked_to_stop, &ask, &done,
                                    status);
    if (ok && done == GROUPS) {
        causes->all = share_of(ask.hits, 0);
        causes->is_known = !isnan(causes->all.value);
        for (int32_t set = 1; set < ask.set_count; set++)
            causes->rate[set - 1] = share_of(ask.hits, set);
        if (ask.thin_count == 1) causes->rate[0] = causes->all;
    }
    free_room(&ask);
    qc_arena_free(&arena);
    return ok;
}
