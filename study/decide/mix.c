#include "study/decide/mix.h"

#include "study/decide/mix_design.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_TRIALS 1000
#define LOCAL_TRIALS 1000 /* at least */
#define LOCAL_PART   5    /* of all trials */
#define ROUNDS       2    /* of looking closer */
#define NEAR         0.25 /* of the box: how far a point counts in the second fit */
#define STEP         0.12 /* of the second design */
#define RAY          3    /* points on the way to each mix */
#define LITTLE       0.01 /* a lever that would move by less of its way is left alone */
#define SURE         1.959964
#define CANDIDATES   5    /* most mixes that are walked to */
#define FINEST       1e-4 /* step of the search on a surface of simulated chances */
#define EXACT_FINEST 1e-7 /* and of computed ones */
#define SLACK        0.02 /* of a probit */
#define EXACT_SLACK  0.3  /* the place is looked at closely anyway */
#define EXACT_ROUNDS 6    /* of looking closer: each time in half the distance */
#define RAY_ROUNDS   8    /* most runs on the way to a mix */
#define FARTHEST     8.0  /* of the way to a candidate: its levers are at their ends long before */
#define EXACT_WIDTH  3e-4 /* of the last points on the way to a computed mix */
#define WIDTH        0.12 /* of the way, between its points */
#define CLOSER       0.05 /* so much of that the next time */
#define DIGITS       5    /* of a computed mix */

typedef qc_mix_place place;
typedef qc_mix_sample sample;

typedef struct mixing {
    qc_seek *seek;
    const qc_study_base *company;
    const qc_seek_lever *levers;
    int32_t count;
    const qc_sim_options *options;
    qc_arena scratch;
    qc_status *status;
    qc_mix_design design;
    qc_seek_mix found[CANDIDATES + QC_SEEK_LEVERS];
    int32_t found_count;
    qc_mix_surface surface;
    bool exact; /* chances are computed: as often as it takes, and without error */
} mixing;

/* ---- running points ---- */

static double value_at(const mixing *m, const double *at, int32_t lever)
{
    const qc_ramp *ramp = &m->levers[lever].ramp;
    return ramp->from + at[lever] * (ramp->to - ramp->from);
}

static bool ask(mixing *m, const double *at, qc_variant *asked)
{
    const char **sets = qc_arena_take(&m->scratch, (size_t) m->count, sizeof *sets, m->status);
    if (sets == NULL) return false;
    *asked = (qc_variant){.name = "", .sets = sets};
    for (int32_t l = 0; l < m->count; l++) {
        const double x = value_at(m, at, l);
        if (qc_ramp_is_nothing(&m->levers[l].ramp, x)) continue;
        sets[asked->set_count] = qc_ramp_set(&m->levers[l].ramp, x, &m->scratch, m->status);
        if (sets[asked->set_count++] == NULL) return false;
    }
    return true;
}

static bool run(mixing *m, sample *points, int32_t count, int64_t trials, bool smooth)
{
    const qc_questions *questions = &m->company->forecast->questions;
    const int32_t figure = qc_variants_figure(m->company);
    const double base = m->seek->head.targets[m->seek->head.headline].chance.value;
    qc_variant *asked = qc_arena_take(&m->scratch, (size_t) count, sizeof *asked, m->status);
    qc_paired paired = {0};
    bool ok = asked != NULL;
    for (int32_t i = 0; ok && i < count; i++)
        ok = ask(m, points[i].at, &asked[i]);
    ok = ok && qc_variants_run(&paired, m->company, asked, count, m->options, 0, trials, m->status);
    for (int32_t i = 0; ok && i < count; i++) {
        const qc_estimate chance = qc_paired_chance(&paired, i + 1, figure);
        points[i].chance = smooth ? qc_seek_smooth(&paired, i + 1, figure,
                                                   &questions->figures[figure], base)
                                  : chance.value;
        points[i].error = chance.std_error;
        points[i].weight = (double) trials;
    }
    qc_paired_free(&paired);
    return ok;
}

static double cost_of(const mixing *m, const double *at)
{
    double cost = m->surface.fixed;
    for (int32_t l = 0; l < m->count; l++)
        cost += m->surface.price[l] * at[l];
    return cost;
}

/* ---- the exact place on the way to a point ---- */

static void on_ray(const mixing *m, const double *at, double scale, double *out)
{
    memset(out, 0, sizeof(place));
    for (int32_t l = 0; l < m->count; l++) {
        const bool whole = m->levers[l].ramp.kind == QC_RAMP_PEOPLE;
        out[l] = at[l] < LITTLE ? 0 : whole ? at[l] : fmin(at[l] * scale, 1);
    }
}

typedef struct ray { /* points on the way to a candidate, and their pooled chances */
    double scale[RAY], chance[RAY];
    double width, error; /* between points; of the middle chance */
    bool done;
} ray;

static void lay_ray(ray *it, double middle, double width)
{
    it->width = width;
    for (int32_t r = 0; r < RAY; r++)
        it->scale[r] = fmax(middle + (r - 1) * width, 0);
}

/* Scale at which the chances reach `wanted`; a step before the first point at most, and not behind the last. */
static double scale_for(const ray *it, double wanted)
{
    const double *chance = it->chance, *scale = it->scale;
    int32_t i = 1;
    while (i < RAY - 1 && chance[i] < wanted)
        i++;
    double a = chance[i - 1], b = chance[i], from = scale[i - 1], to = scale[i];
    if (!(b > a)) {
        a = chance[0];
        b = chance[RAY - 1];
        from = scale[0];
        to = scale[RAY - 1];
    }
    const double at = b > a ? from + (wanted - a) / (b - a) * (to - from) : to;
    return fmin(fmax(at, fmax(scale[0] - it->width, 0)), scale[RAY - 1]);
}

/* Further out or in where the chance is not between the points, then closer to where it is; false = near enough. */
static bool move_ray(const mixing *m, ray *it)
{
    const double wanted = m->seek->wanted, finest = m->exact ? EXACT_WIDTH : WIDTH;
    const double first = it->scale[0], last = it->scale[RAY - 1];
    if (it->chance[RAY - 1] < wanted) {
        if (last > FARTHEST) return false;
        lay_ray(it, last + 2 * it->width, 2 * it->width);
    } else if (it->chance[0] > wanted && first > 0) {
        lay_ray(it, fmax(first - it->width, it->width), it->width);
    } else if (it->width > 1.01 * finest) {
        lay_ray(it, scale_for(it, wanted), fmax(m->exact ? CLOSER * it->width : WIDTH, finest));
    } else {
        return false;
    }
    return true;
}

static int digits_of(const mixing *m)
{
    return m->exact ? DIGITS : 3;
}

static bool fill_mix(mixing *m, const double *at, const ray *way, qc_seek_mix *mix)
{
    const double wanted = m->seek->wanted, most = way->chance[RAY - 1], error = way->error;
    place exact, ends;
    mix->reached = most >= wanted;
    const double where = mix->reached ? scale_for(way, wanted) : way->scale[RAY - 1];
    on_ray(m, at, where, exact);
    mix->cost = mix->cost_low = mix->cost_high = cost_of(m, exact);
    mix->chance = (qc_estimate){mix->reached ? wanted : most, error};
    if (mix->reached) {
        on_ray(m, at, scale_for(way, wanted - SURE * error), ends);
        mix->cost_low = cost_of(m, ends);
        on_ray(m, at, scale_for(way, wanted + SURE * error), ends);
        mix->cost_high = cost_of(m, ends);
    }
    for (int32_t l = 0; l < m->count; l++) {
        const qc_ramp *ramp = &m->levers[l].ramp;
        mix->at[l] = value_at(m, exact, l);
        if (mix->reached) mix->at[l] = qc_ramp_round_to(ramp, mix->at[l], digits_of(m));
        if (exact[l] < LITTLE && qc_ramp_is_nothing(ramp, mix->at[l])) continue;
        mix->text[l] = qc_ramp_text(ramp, mix->at[l], &m->seek->arena, m->status);
        if (mix->text[l] == NULL) return false;
    }
    return true;
}

/* The points of all candidates whose place is not found yet, in one run. */
static bool run_rays(mixing *m, place *candidates, ray *rays, int32_t count, int64_t trials)
{
    sample points[CANDIDATES * RAY] = {{{0}, 0, 0, 0}};
    int32_t asked = 0;
    for (int32_t i = 0; i < count * RAY; i++)
        if (!rays[i / RAY].done)
            on_ray(m, candidates[i / RAY], rays[i / RAY].scale[i % RAY], points[asked++].at);
    if (!run(m, points, asked, trials, false)) return false;
    for (int32_t c = 0, next = 0; c < count; c++) {
        if (rays[c].done) continue;
        rays[c].error = points[next + 1].error;
        for (int32_t r = 0; r < RAY; r++)
            rays[c].chance[r] = points[next++].chance;
        qc_seek_pool(rays[c].chance, RAY);
    }
    return true;
}

/* Walk to each candidate and keep where it reaches the chance. */
static bool walk_rays(mixing *m, place *candidates, int32_t count, int64_t trials)
{
    ray rays[CANDIDATES] = {{{0}, {0}, 0, 0, false}};
    bool open = true;
    for (int32_t c = 0; c < count; c++)
        lay_ray(&rays[c], 1, WIDTH);
    for (int round = 0; round < RAY_ROUNDS && open; round++) {
        if (!run_rays(m, candidates, rays, count, trials)) return false;
        open = false;
        for (int32_t c = 0; c < count && round + 1 < RAY_ROUNDS; c++) {
            rays[c].done = rays[c].done || !move_ray(m, &rays[c]);
            open |= !rays[c].done;
        }
    }
    for (int32_t c = 0; c < count; c++) {
        qc_seek_mix mix = {.cost = 0};
        if (!fill_mix(m, candidates[c], &rays[c], &mix)) return false;
        m->found[m->found_count++] = mix;
    }
    return true;
}

static bool is_alone(const mixing *m, const qc_seek_mix *mix, int32_t lever)
{
    bool alone = mix->text[lever] != NULL;
    for (int32_t l = 0; l < m->count; l++)
        alone &= l == lever || mix->text[l] == NULL;
    return alone;
}

/* A lever that is enough alone is a mix too, better known than the same one found on the surface. */
static void add_alone(mixing *m, const qc_seek_answer *answer, int32_t lever)
{
    if (answer->kind != QC_SEEK_REACHED) return;
    qc_seek_mix mix = {
        .reached = true, .chance = answer->chance, .cost = answer->cost + m->surface.fixed};
    const qc_ramp *ramp = &m->levers[lever].ramp;
    const double nothing = ramp->kind < QC_RAMP_SHARE ? 0 : ramp->from;
    if (m->surface.fixed > 0) return; /* the others may not be left alone */
    mix.cost_low = m->exact ? mix.cost : m->levers[lever].cost * fabs(answer->low - nothing);
    mix.cost_high = m->exact ? mix.cost : m->levers[lever].cost * fabs(answer->high - nothing);
    for (int32_t l = 0; l < m->count; l++)
        mix.at[l] = m->levers[l].ramp.from;
    mix.text[lever] = answer->text;
    mix.at[lever] = answer->at;
    int32_t kept = 0;
    for (int32_t i = 0; i < m->found_count; i++)
        if (m->found[i].reached && !is_alone(m, &m->found[i], lever))
            m->found[kept++] = m->found[i];
    m->found[kept++] = mix;
    m->found_count = kept;
}

/* Moves every lever at least as far as the other does, and costs no less: nobody wants it. */
static bool is_dominated(const mixing *m, const qc_seek_mix *mix, const qc_seek_mix *by)
{
    for (int32_t l = 0; l < m->count; l++) {
        const qc_ramp *ramp = &m->levers[l].ramp;
        const double way = ramp->to - ramp->from;
        if ((by->at[l] - mix->at[l]) / way > LITTLE) return false;
    }
    return by->cost <= mix->cost;
}

static int by_cost(const void *a, const void *b)
{
    const qc_seek_mix *left = a, *right = b;
    if (left->reached != right->reached) return left->reached ? -1 : 1;
    return (left->cost > right->cost) - (left->cost < right->cost);
}

/* The cheapest few of what was found, none of them a worse form of another. */
static void keep_best(mixing *m)
{
    qc_seek *seek = m->seek;
    qsort(m->found, (size_t) m->found_count, sizeof *m->found, by_cost);
    for (int32_t i = 0; i < m->found_count && seek->mix_count < QC_SEEK_MIXES; i++) {
        bool dominated = seek->mix_count > 0 && !m->found[i].reached;
        for (int32_t k = 0; k < seek->mix_count; k++)
            dominated |= is_dominated(m, &m->found[i], &seek->mixes[k]);
        if (!dominated) seek->mixes[seek->mix_count++] = m->found[i];
    }
}

/* ---- within a budget ---- */

/* As written, towards the near end: its digits must not cost more than there is. */
static bool fill_within(mixing *m, sample *it, qc_seek_mix *mix)
{
    for (int32_t l = 0; l < m->count; l++) {
        const qc_ramp *ramp = &m->levers[l].ramp,
                      back = {.kind = ramp->kind, .from = ramp->to, .to = ramp->from};
        const bool whole = ramp->kind == QC_RAMP_PEOPLE;
        if (it->at[l] < LITTLE) it->at[l] = 0;
        mix->at[l] = value_at(m, it->at, l);
        if (!whole) mix->at[l] = qc_ramp_round_to(&back, mix->at[l], digits_of(m));
        it->at[l] = (mix->at[l] - ramp->from) / (ramp->to - ramp->from);
        if (qc_ramp_is_nothing(ramp, mix->at[l])) continue;
        mix->text[l] = qc_ramp_text(ramp, mix->at[l], &m->seek->arena, m->status);
        if (mix->text[l] == NULL) return false;
    }
    mix->cost = mix->cost_low = mix->cost_high = cost_of(m, it->at);
    return true;
}

static int by_chance(const void *a, const void *b)
{
    const qc_seek_mix *left = a, *right = b;
    return (left->chance.value < right->chance.value) - (left->chance.value > right->chance.value);
}

/* The chance of each candidate as it is written; the best first. */
static bool spend(mixing *m, place *candidates, int32_t count, int64_t trials)
{
    sample points[CANDIDATES] = {{{0}, 0, 0, 0}};
    for (int32_t c = 0; c < count; c++) {
        memcpy(points[c].at, candidates[c], sizeof points[c].at);
        m->found[c] = (qc_seek_mix){.cost = 0};
        if (!fill_within(m, &points[c], &m->found[c])) return false;
    }
    if (!run(m, points, count, trials, false)) return false;
    for (int32_t c = 0; c < count; c++) {
        m->found[c].chance = (qc_estimate){points[c].chance, points[c].error};
        m->found[c].reached = points[c].chance >= m->seek->wanted;
    }
    qsort(m->found, (size_t) count, sizeof *m->found, by_chance);
    for (int32_t c = 0; c < count && m->seek->mix_count < QC_SEEK_MIXES; c++) {
        bool dominated = false;
        for (int32_t k = 0; k < m->seek->mix_count; k++)
            dominated |= is_dominated(m, &m->seek->mixes[k], &m->found[c]) &&
                         is_dominated(m, &m->found[c], &m->seek->mixes[k]);
        if (!dominated) m->seek->mixes[m->seek->mix_count++] = m->found[c];
    }
    return true;
}

/* ---- the whole ---- */

/* The lever that a mix leans on most: by what it adds on the surface. */
static int32_t main_lever(const mixing *m, const double *at)
{
    int32_t chosen = 0;
    double most = -INFINITY;
    for (int32_t l = 0; l < m->count; l++) {
        place without;
        memcpy(without, at, sizeof without);
        without[l] = 0;
        const double adds = qc_mix_surface_probit(&m->surface, at) -
                            qc_mix_surface_probit(&m->surface, without);
        if (at[l] > 0 && adds > most) {
            most = adds;
            chosen = l;
        }
    }
    return chosen;
}

static void set_up(mixing *m)
{
    qc_mix_surface *surface = &m->surface;
    surface->levers = m->count;
    surface->wanted = gsl_cdf_ugaussian_Pinv(m->seek->wanted);
    surface->budget = m->seek->budget;
    surface->finest = m->exact ? EXACT_FINEST : FINEST;
    surface->slack = m->exact ? EXACT_SLACK : SLACK;
    for (int32_t l = 0; l < m->count; l++) {
        const qc_ramp *ramp = &m->levers[l].ramp;
        surface->high[l] = 1;
        surface->people[l] = ramp->kind == QC_RAMP_PEOPLE ? fabs(ramp->to - ramp->from) : 0;
        surface->price[l] = m->levers[l].cost * fabs(ramp->to - ramp->from);
        if (ramp->kind < QC_RAMP_SHARE) m->surface.fixed += m->levers[l].cost * fabs(ramp->from);
    }
}

static bool check_budget(const mixing *m)
{
    double most = 0;
    for (int32_t l = 0; l < m->count; l++)
        most += m->surface.price[l];
    if (!(most > 0))
        return qc_fail(m->status, QC_BAD_INPUT,
                       "a budget needs levers that cost something, e.g. --vary new_deals=+30%%@2k");
    return m->surface.fixed <= m->seek->budget ||
           qc_fail(m->status, QC_BAD_INPUT,
                   "the least of the levers costs %.6g already, more than the budget of %.6g",
                   m->surface.fixed, m->seek->budget);
}

/* Computed chances are asked for around the place again and again, ever closer, and the cheapest point looked for
 * in the box that was asked. The whole surface is kept. */
static bool polish(mixing *m, const bool *banned, double *at)
{
    const qc_mix_surface whole = m->surface;
    bool ok = true;
    double step = STEP;
    for (int round = 0; ok && round < EXACT_ROUNDS; round++, step /= 2) {
        qc_mix_design_exact(&m->design, &m->surface, at, banned, step);
        ok = run(m, m->design.samples, m->design.count, 1, false) &&
             qc_mix_surface_learn(&m->surface, m->design.samples, m->design.count, at,
                                  NEAR / STEP * step, m->status);
        for (int32_t l = 0; l < m->count; l++) {
            m->surface.low[l] = fmax(at[l] - 2 * qc_mix_design_step(&m->surface, l, step), 0);
            m->surface.high[l] = fmin(at[l] + 2 * qc_mix_design_step(&m->surface, l, step), 1);
        }
        if (ok && !qc_mix_surface_cheapest(&m->surface, banned, at)) break;
    }
    m->surface = whole;
    return ok;
}

/* A surface of simulated chances may have taken one minor lever for another: what does without each of them. */
static void add_likely(const mixing *m, place *candidates, int32_t *chosen)
{
    const int32_t main = main_lever(m, candidates[0]);
    for (int32_t l = 0; l < m->count && *chosen < CANDIDATES; l++) {
        bool banned[QC_SEEK_LEVERS] = {false};
        if (l == main || candidates[0][l] < LITTLE) continue;
        banned[l] = true;
        *chosen += qc_mix_surface_cheapest(&m->surface, banned, candidates[*chosen]);
    }
}

/* The cheapest of all, then what does without its main lever, then without the main lever of that. */
static bool choose(mixing *m, place *candidates, int32_t *chosen)
{
    bool banned[QC_SEEK_LEVERS] = {false};
    int32_t count = 0;
    *chosen = 0;
    for (int i = 0; i < QC_SEEK_MIXES; i++) {
        if (!qc_mix_surface_cheapest(&m->surface, banned, candidates[count])) break;
        if (m->exact && !polish(m, banned, candidates[count])) return false;
        const int32_t leaned_on = main_lever(m, candidates[count++]);
        if (i == 1) banned[main_lever(m, candidates[0])] = false;
        banned[leaned_on] = true;
        *chosen = count;
    }
    if (!m->exact && *chosen > 0) add_likely(m, candidates, chosen);
    return true;
}

static bool any_reached(const mixing *m)
{
    bool any = false;
    for (int32_t i = 0; i < m->found_count; i++)
        any |= m->found[i].reached;
    return any;
}

/* What the levers can do together, where the surface promised more than there is; without those that do
 * nothing or lower the chance. */
static bool go_all_the_way(mixing *m, int64_t trials)
{
    place ends = {0};
    bool any = false;
    for (int32_t l = 0; l < m->count; l++) {
        const qc_seek_kind kind = m->seek->answers[l].kind;
        ends[l] = kind != QC_SEEK_AGAINST && kind != QC_SEEK_IDLE;
        any |= ends[l] > 0;
    }
    m->found_count = 0;
    return !any || walk_rays(m, &ends, 1, (trials + 1) / 2);
}

/* The whole box, then twice around its cheapest point; computed chances are asked for around each candidate. */
static bool learn_box(mixing *m, int64_t trials)
{
    static const bool NONE[QC_SEEK_LEVERS] = {false};
    const int64_t local = trials / LOCAL_PART > LOCAL_TRIALS ? trials / LOCAL_PART : LOCAL_TRIALS;
    place at = {0};
    qc_mix_design_box(&m->design, &m->surface);
    bool ok = run(m, m->design.samples, m->design.count, FIRST_TRIALS, true) &&
              qc_mix_surface_learn(&m->surface, m->design.samples, m->design.count, NULL, NEAR,
                                   m->status);
    for (int round = 0; ok && round < ROUNDS && !m->exact; round++) {
        const int32_t first = m->design.count;
        if (!qc_mix_surface_cheapest(&m->surface, NONE, at)) break;
        qc_mix_design_near(&m->design, &m->surface, at, STEP);
        ok = run(m, &m->design.samples[first], m->design.count - first, local, true) &&
             qc_mix_surface_learn(&m->surface, m->design.samples, m->design.count, at, NEAR,
                                  m->status);
    }
    return ok;
}

bool qc_mix_find(qc_seek *seek, const qc_study_base *company, const qc_seek_lever *levers,
                 int32_t count, const qc_sim_options *options, int64_t trials, qc_status *status)
{
    mixing m = {.seek = seek,
                .company = company,
                .levers = levers,
                .count = count,
                .options = options,
                .status = status,
                .exact = options->evaluator == QC_EVALUATOR_EXACT};
    place candidates[CANDIDATES] = {{0}};
    int32_t chosen = 0;
    set_up(&m);
    bool ok = (seek->budget <= 0 || check_budget(&m)) && learn_box(&m, trials) &&
              choose(&m, candidates, &chosen);
    if (seek->budget > 0) {
        ok = ok && spend(&m, candidates, chosen, trials);
        qc_arena_free(&m.scratch);
        return ok;
    }
    ok = ok && (chosen == 0 || walk_rays(&m, candidates, chosen, (trials + 1) / 2));
    if (ok && !any_reached(&m)) ok = go_all_the_way(&m, trials);
    for (int32_t a = 0; ok && a < seek->answer_count; a++)
        add_alone(&m, &seek->answers[a], a);
    if (ok) keep_best(&m);
    qc_arena_free(&m.scratch);
    return ok;
}
