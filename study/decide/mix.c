#include "study/decide/mix.h"

#include "study/decide/surface.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_POINTS  48
#define CORNERS      4 /* all corners up to so many levers */
#define FIRST_TRIALS 1000
#define LOCAL_TRIALS 1000
#define ROUNDS       2    /* of looking closer */
#define STEP         0.12 /* of the second design */
#define RAY          3    /* points on the way to each mix */
#define LITTLE       0.01 /* a lever that would move by less of its way is left alone */
#define SURE         1.959964
#define BEYOND       1e6 /* above every distance of probits */

typedef qc_surface_place place;
typedef qc_surface_sample sample;

typedef struct mixing {
    qc_seek *seek;
    const qc_study_base *company;
    const qc_seek_lever *levers;
    int32_t count;
    const qc_sim_options *options;
    qc_arena scratch;
    qc_status *status;
    sample samples[MOST_POINTS * 2];
    int32_t sample_count;
    qc_seek_mix found[QC_SEEK_MIXES + QC_SEEK_LEVERS];
    int32_t found_count;
    double surface[QC_SURFACE_TERMS];    /* of the probit of the chance */
    double wanted;                       /* probit */
    double price[QC_SEEK_LEVERS], fixed; /* of the whole way of a lever; of the near ends */
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

static double probit_at(const mixing *m, const double *at)
{
    return qc_surface_at(m->surface, at, m->count);
}

static bool learn(mixing *m, const double *centre)
{
    return qc_surface_learn(m->surface, m->samples, m->sample_count, m->count, centre, m->status);
}

/* ---- designs ---- */

/* People are whole: a share of the way that stands for a part of one is moved to the nearest. */
static void snap(const mixing *m, double *at)
{
    for (int32_t l = 0; l < m->count; l++) {
        const qc_ramp *ramp = &m->levers[l].ramp;
        if (ramp->kind == QC_RAMP_PEOPLE)
            at[l] = round(at[l] * (ramp->to - ramp->from)) / (ramp->to - ramp->from);
    }
}

static double step_of(const mixing *m, int32_t lever)
{
    const qc_ramp *ramp = &m->levers[lever].ramp;
    return ramp->kind == QC_RAMP_PEOPLE ? fmax(STEP, 1 / (ramp->to - ramp->from)) : STEP;
}

static void add(mixing *m, const double *at)
{
    if (m->sample_count >= MOST_POINTS * 2) return;
    sample *it = &m->samples[m->sample_count++];
    *it = (sample){.chance = 0};
    memcpy(it->at, at, sizeof it->at);
    snap(m, it->at);
}

static void design_box(mixing *m)
{
    place at = {0};
    const int32_t corners = m->count <= CORNERS ? 1 << m->count : 0;
    for (int32_t c = 0; c < corners; c++) {
        for (int32_t l = 0; l < m->count; l++)
            at[l] = c >> l & 1;
        add(m, at);
    }
    for (int32_t level = 1; level <= 3; level++) { /* the diagonal; the far corner when not above */
        for (int32_t l = 0; l < m->count; l++)
            at[l] = level / 3.0;
        if (level < 3 || corners == 0) add(m, at);
    }
    memset(at, 0, sizeof at);
    if (corners == 0) add(m, at);
    for (int32_t l = 0; l < m->count; l++) {
        memset(at, 0, sizeof at);
        at[l] = 0.5;
        add(m, at);
        if (corners == 0) at[l] = 1;
        if (corners == 0) add(m, at);
    }
    for (int32_t a = 0; a < m->count && corners == 0; a++) { /* pairs, for the products */
        for (int32_t b = 0; b < a && m->sample_count < MOST_POINTS; b++) {
            memset(at, 0, sizeof at);
            at[a] = at[b] = 0.7;
            add(m, at);
        }
    }
}

static void design_near(mixing *m, const double *centre)
{
    place at;
    memcpy(at, centre, sizeof at);
    add(m, at);
    for (int32_t l = 0; l < m->count; l++) {
        for (int sign = -1; sign <= 1; sign += 2) {
            memcpy(at, centre, sizeof at);
            at[l] = fmin(fmax(at[l] + sign * step_of(m, l), 0), 1);
            if (at[l] != centre[l]) add(m, at);
        }
    }
}

/* ---- the cheapest point of the surface ---- */

static double cost_of(const mixing *m, const double *at)
{
    double cost = m->fixed;
    for (int32_t l = 0; l < m->count; l++)
        cost += m->price[l] * at[l];
    return cost;
}

/* Lower is better. With a budget: how far the chance is from the wanted one, and above every such distance where the
 * money does not reach. Else cost where the chance is reached (a hair for distance, so that free levers are not moved
 * for nothing), and above every cost where it is not. */
static double badness(const mixing *m, const double *at)
{
    const double gap = m->wanted - probit_at(m, at);
    double most = 1, way = 0;
    if (m->seek->budget > 0) {
        const double over = cost_of(m, at) - m->seek->budget;
        return over > 0 ? BEYOND + over : gap;
    }
    for (int32_t l = 0; l < m->count; l++) {
        most += m->price[l];
        way += at[l];
    }
    if (gap > 0) return 2 * most * (1 + gap);
    return cost_of(m, at) - m->fixed + 1e-6 * most * way;
}

/* Descent by single steps and exchanges between two levers, with steps that shrink. */
static void descend(const mixing *m, const bool *banned, double *at)
{
    double best = badness(m, at);
    for (double step = 0.25; step > 1e-4; step *= 0.5) {
        for (bool better = true; better;) {
            better = false;
            for (int32_t a = 0; a < m->count; a++) {
                for (int32_t b = 0; b < m->count; b++) {
                    for (int k = -4; k <= 4; k++) { /* a down, b up by part of it, or a alone */
                        place next;
                        memcpy(next, at, sizeof next);
                        next[a] = fmin(fmax(next[a] + (a == b ? (k < 0 ? -step : step) : -step), 0),
                                       1);
                        if (a != b) next[b] = fmin(fmax(next[b] + step * k / 2, 0), 1);
                        if (banned[a] || banned[b]) continue;
                        snap(m, next);
                        const double now = badness(m, next);
                        if (!(now < best)) continue;
                        best = now;
                        memcpy(at, next, sizeof next);
                        better = true;
                    }
                }
            }
        }
    }
}

/* The best of descents from several starts; false when even all levers at their ends fall short. */
static bool cheapest(const mixing *m, const bool *banned, double *best)
{
    double lowest = INFINITY;
    place end = {0};
    for (int32_t l = 0; l < m->count; l++)
        end[l] = !banned[l];
    for (int32_t start = -1; start < m->count; start++) {
        place at;
        memcpy(at, end, sizeof at);
        if (start >= 0 && banned[start]) continue;
        if (start >= 0) at[start] = 0;
        descend(m, banned, at);
        const double now = badness(m, at);
        if (now < lowest) {
            lowest = now;
            memcpy(best, at, sizeof at);
        }
    }
    return m->seek->budget > 0 || probit_at(m, best) >= m->wanted - 0.02;
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

/* Scale at which the pooled chances of the ray's points reach `wanted`. */
static double scale_for(const double *chance, const double *scale, double wanted)
{
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
    return b > a ? from + (wanted - a) / (b - a) * (to - from) : to;
}

static bool fill_mix(mixing *m, const double *at, const double *chance, const double *scale,
                     double error, qc_seek_mix *mix)
{
    const double wanted = m->seek->wanted, most = chance[RAY - 1];
    place exact, ends;
    mix->reached = most >= wanted;
    const double where = mix->reached ? scale_for(chance, scale, wanted) : scale[RAY - 1];
    on_ray(m, at, where, exact);
    mix->cost = mix->cost_low = mix->cost_high = cost_of(m, exact);
    mix->chance = (qc_estimate){mix->reached ? wanted : most, error};
    if (mix->reached) {
        on_ray(m, at, scale_for(chance, scale, wanted - SURE * error), ends);
        mix->cost_low = cost_of(m, ends);
        on_ray(m, at, scale_for(chance, scale, wanted + SURE * error), ends);
        mix->cost_high = cost_of(m, ends);
    }
    for (int32_t l = 0; l < m->count; l++) {
        const qc_ramp *ramp = &m->levers[l].ramp;
        mix->at[l] = value_at(m, exact, l);
        if (mix->reached) mix->at[l] = qc_ramp_round(ramp, mix->at[l]);
        if (exact[l] < LITTLE && qc_ramp_is_nothing(ramp, mix->at[l])) continue;
        mix->text[l] = qc_ramp_text(ramp, mix->at[l], &m->seek->arena, m->status);
        if (mix->text[l] == NULL) return false;
    }
    return true;
}

/* Walk to each candidate in one run and keep where it reaches the chance. */
static bool walk_rays(mixing *m, place *candidates, int32_t count, int64_t trials)
{
    sample points[QC_SEEK_MIXES * RAY] = {{{0}, 0, 0, 0}};
    double scale[RAY];
    for (int32_t r = 0; r < RAY; r++)
        scale[r] = 0.88 + 0.12 * r;
    for (int32_t i = 0; i < count * RAY; i++)
        on_ray(m, candidates[i / RAY], scale[i % RAY], points[i].at);
    if (!run(m, points, count * RAY, trials, false)) return false;
    for (int32_t c = 0; c < count; c++) {
        double chance[RAY];
        for (int32_t r = 0; r < RAY; r++)
            chance[r] = points[c * RAY + r].chance;
        qc_seek_pool(chance, RAY);
        qc_seek_mix mix = {.cost = 0};
        if (!fill_mix(m, candidates[c], chance, scale, points[c * RAY + 1].error, &mix))
            return false;
        if (mix.reached || m->found_count == 0) m->found[m->found_count++] = mix;
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
    qc_seek_mix mix = {.reached = true, .chance = answer->chance, .cost = answer->cost + m->fixed};
    const qc_ramp *ramp = &m->levers[lever].ramp;
    const double nothing = ramp->kind < QC_RAMP_SHARE ? 0 : ramp->from;
    if (m->fixed > 0) return; /* the others may not be left alone */
    mix.cost_low = m->levers[lever].cost * fabs(answer->low - nothing);
    mix.cost_high = m->levers[lever].cost * fabs(answer->high - nothing);
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
        bool dominated = false;
        for (int32_t k = 0; k < seek->mix_count; k++)
            dominated |= is_dominated(m, &m->found[i], &seek->mixes[k]);
        if (!dominated) seek->mixes[seek->mix_count++] = m->found[i];
    }
}

/* ---- within a budget ---- */

/* As written, towards the near end: three digits must not cost more than there is. */
static bool fill_within(mixing *m, sample *it, qc_seek_mix *mix)
{
    for (int32_t l = 0; l < m->count; l++) {
        const qc_ramp *ramp = &m->levers[l].ramp,
                      back = {.kind = ramp->kind, .from = ramp->to, .to = ramp->from};
        const bool whole = ramp->kind == QC_RAMP_PEOPLE;
        if (it->at[l] < LITTLE) it->at[l] = 0;
        mix->at[l] = value_at(m, it->at, l);
        if (!whole) mix->at[l] = qc_ramp_round(&back, mix->at[l]);
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
    sample points[QC_SEEK_MIXES] = {{{0}, 0, 0, 0}};
    for (int32_t c = 0; c < count && c < QC_SEEK_MIXES; c++) {
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
    for (int32_t c = 0; c < count; c++) {
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
        const double adds = probit_at(m, at) - probit_at(m, without);
        if (at[l] > 0 && adds > most) {
            most = adds;
            chosen = l;
        }
    }
    return chosen;
}

static void set_prices(mixing *m)
{
    for (int32_t l = 0; l < m->count; l++) {
        const qc_ramp *ramp = &m->levers[l].ramp;
        m->price[l] = m->levers[l].cost * fabs(ramp->to - ramp->from);
        if (ramp->kind < QC_RAMP_SHARE) m->fixed += m->levers[l].cost * fabs(ramp->from);
    }
}

static bool check_budget(const mixing *m)
{
    double most = 0;
    for (int32_t l = 0; l < m->count; l++)
        most += m->price[l];
    if (!(most > 0))
        return qc_fail(m->status, QC_BAD_INPUT,
                       "a budget needs levers that cost something, e.g. --vary new_deals=+30%%@2k");
    return m->fixed <= m->seek->budget ||
           qc_fail(m->status, QC_BAD_INPUT,
                   "the least of the levers costs %.6g already, more than the budget of %.6g",
                   m->fixed, m->seek->budget);
}

/* The cheapest of all, then what does without its main lever, then without the main lever of that. */
static int32_t choose(const mixing *m, place *candidates)
{
    bool banned[QC_SEEK_LEVERS] = {false};
    int32_t count = 0;
    for (int i = 0; i < QC_SEEK_MIXES; i++) {
        if (!cheapest(m, banned, candidates[count])) {
            if (count > 0) break;
            return 0;
        }
        const int32_t leaned_on = main_lever(m, candidates[count++]);
        if (i == 1) banned[main_lever(m, candidates[0])] = false;
        banned[leaned_on] = true;
    }
    return count;
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

bool qc_mix_find(qc_seek *seek, const qc_study_base *company, const qc_seek_lever *levers,
                 int32_t count, const qc_sim_options *options, int64_t trials, qc_status *status)
{
    static const bool NONE[QC_SEEK_LEVERS] = {false};
    mixing m = {.seek = seek,
                .company = company,
                .levers = levers,
                .count = count,
                .options = options,
                .status = status,
                .wanted = gsl_cdf_ugaussian_Pinv(seek->wanted)};
    place candidates[QC_SEEK_MIXES] = {{0}};
    set_prices(&m);
    if (seek->budget > 0 && !check_budget(&m)) return false;
    design_box(&m);
    bool ok = run(&m, m.samples, m.sample_count, FIRST_TRIALS, true) && learn(&m, NULL);
    for (int round = 0; ok && round < ROUNDS && cheapest(&m, NONE, candidates[0]); round++) {
        const int32_t first = m.sample_count;
        design_near(&m, candidates[0]);
        ok = run(&m, &m.samples[first], m.sample_count - first, LOCAL_TRIALS, true) &&
             learn(&m, candidates[0]);
    }
    if (ok && seek->budget > 0) {
        const int32_t chosen = choose(&m, candidates);
        ok = spend(&m, candidates, chosen, trials);
        qc_arena_free(&m.scratch);
        return ok;
    }
    if (ok) {
        const int32_t chosen = choose(&m, candidates);
        ok = chosen == 0 || walk_rays(&m, candidates, chosen, (trials + 1) / 2);
    }
    if (ok && (m.found_count == 0 || !m.found[0].reached)) ok = go_all_the_way(&m, trials);
    for (int32_t a = 0; ok && a < seek->answer_count; a++)
        add_alone(&m, &seek->answers[a], a);
    if (ok) keep_best(&m);
    qc_arena_free(&m.scratch);
    return ok;
}
