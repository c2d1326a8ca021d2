#include "study/decide/seek.h"

#include "core/text.h"
#include "plan/set_clash.h"
#include "sim/exact/paired_exact.h"
#include "study/decide/mix.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_POINTS 5
#define FIRST_TRIALS 800
#define LAST_POINTS  3
#define SURE         1.959964 /* 95%, two-sided */
#define WIDE         3.0      /* standard errors that the last points reach to either side */
#define LITTLE_SAID  0.001    /* probits nearer to 0 or 1 are cut off */
#define MOST_CASES   64
#define ROUNDS       10   /* most narrowings of a computed answer */
#define SOLVED       1e-6 /* so near is the chance of a computed answer to the one wanted */
#define RISE         1e-3 /* of the chance, at least: what a slope is told from */
#define DIGITS       5    /* of a computed answer; a simulated one has three */

void qc_seek_free(qc_seek *seek)
{
    qc_summary_free(&seek->head);
    qc_arena_free(&seek->arena);
    memset(seek, 0, sizeof *seek);
}

void qc_seek_pool(double *values, int32_t count)
{
    int32_t size[MOST_CASES], blocks = 0;
    double mean[MOST_CASES];
    for (int32_t i = 0; i < count && i < MOST_CASES; i++) {
        mean[blocks] = values[i];
        size[blocks++] = 1;
        while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
            const int32_t both = size[blocks - 2] + size[blocks - 1];
            mean[blocks - 2] = (mean[blocks - 2] * size[blocks - 2] +
                                mean[blocks - 1] * size[blocks - 1]) /
                               both;
            size[--blocks - 1] = both;
        }
    }
    for (int32_t b = 0, i = 0; b < blocks; b++) {
        for (int32_t k = 0; k < size[b]; k++)
            values[i++] = mean[b];
    }
}

/* ---- points of one lever ---- */

typedef struct point {
    double x, chance, error;
    double bound; /* on the numerical error of a computed chance */
} point;

typedef struct line { /* one lever's points, from its near to its far end */
    const qc_seek_lever *lever;
    point points[FIRST_POINTS + 1];
    int32_t count;
    bool moves;   /* some point differs from the base */
    double slope; /* of the chance where a computed answer lies; 0 = not known */
} line;

typedef struct seeking {
    qc_seek *seek;
    const qc_study_base *company;
    const qc_sim_options *options;
    bool exact; /* chances are computed without luck */
    qc_arena scratch;
    qc_status *status;
    line *lines;
    int32_t line_count;
    double base; /* the plan's own chance, in a long run */
} seeking;

/* Run all points of all lines at once, in chunks that fit. Lines without points are left alone. */
static bool evaluate(seeking *s, int64_t trials, bool smooth)
{
    const qc_questions *questions = &s->company->forecast->questions;
    const int32_t figure = qc_variants_figure(s->company);
    qc_variant *asked = qc_arena_take(&s->scratch, MOST_CASES, sizeof *asked, s->status);
    if (asked == NULL) return false;
    for (int32_t l = 0; l < s->line_count;) {
        int32_t cases = 0, end = l;
        for (; end < s->line_count && cases + s->lines[end].count <= MOST_CASES; end++) {
            for (int32_t p = 0; p < s->lines[end].count; p++) {
                const char **sets = qc_arena_take(&s->scratch, 1, sizeof *sets, s->status);
                if (sets == NULL) return false;
                sets[0] = qc_ramp_set(&s->lines[end].lever->ramp, s->lines[end].points[p].x,
                                      &s->scratch, s->status);
                if (sets[0] == NULL) return false;
                asked[cases++] = (qc_variant){.name = "", .sets = sets, .set_count = 1};
            }
        }
        qc_paired paired = {0};
        bool ok = cases == 0 || qc_variants_run(&paired, s->company, asked, cases, s->options, 0,
                                                trials, s->status);
        for (int32_t c = 1; ok && l < end; l++) {
            for (int32_t p = 0; p < s->lines[l].count; p++, c++) {
                const qc_estimate chance = qc_paired_chance(&paired, c, figure);
                s->lines[l].points[p].chance = smooth ? qc_seek_smooth(&paired, c, figure,
                                                                       &questions->figures[figure],
                                                                       s->base)
                                                      : chance.value;
                s->lines[l].points[p].error = chance.std_error;
                s->lines[l].points[p].bound = qc_paired_bound(&paired, c);
                s->lines[l].moves |= !qc_paired_is_idle(&paired, c);
            }
        }
        qc_paired_free(&paired);
        if (!ok) return false;
    }
    return true;
}

/* People are whole: points that fall on the same number are one. */
static void spread(line *it, double from, double to, int32_t count)
{
    it->count = 0;
    for (int32_t i = 0; i < count; i++) {
        double x = from + (to - from) * i / (count - 1);
        if (it->lever->ramp.kind == QC_RAMP_PEOPLE) x = round(x);
        if (it->count == 0 || x != it->points[it->count - 1].x) it->points[it->count++].x = x;
    }
}

static void pool(line *it)
{
    double chance[FIRST_POINTS + 1];
    for (int32_t i = 0; i < it->count; i++)
        chance[i] = it->points[i].chance;
    qc_seek_pool(chance, it->count);
    for (int32_t i = 0; i < it->count; i++)
        it->points[i].chance = chance[i];
}

/* Chances bend, their probits hardly do: between two points these are joined by a straight line. */
static double probit(double chance)
{
    return gsl_cdf_ugaussian_Pinv(fmin(fmax(chance, LITTLE_SAID), 1 - LITTLE_SAID));
}

/* The last of the two points around `wanted`, or of the two nearest to it. */
static int32_t place_of(const line *it, double wanted)
{
    int32_t i = 1;
    while (i < it->count - 1 && it->points[i].chance < wanted)
        i++;
    return i;
}

double qc_seek_way(double first_chance, double second_chance, double wanted)
{
    const double rise = probit(second_chance) - probit(first_chance);
    return rise > 0 ? (probit(wanted) - probit(first_chance)) / rise : (double) NAN;
}

double qc_seek_shifted(double chance, double from, double to)
{
    return gsl_cdf_ugaussian_P(probit(chance) + probit(to) - probit(from));
}

double qc_seek_smooth(const qc_paired *paired, int32_t which, int32_t figure, const qc_figure *goal,
                      double base)
{
    const double chance = qc_paired_smooth(paired, which, figure, goal);
    const double own = qc_paired_smooth(paired, 0, figure, goal);
    const bool told = own > LITTLE_SAID && own < 1 - LITTLE_SAID && base > 0 && base < 1 &&
                      !qc_paired_is_exact(paired);
    return told ? qc_seek_shifted(chance, own, base) : chance;
}

/* Where the line reaches `wanted`; beyond its ends the nearest slope goes on. */
static double crossing(const line *it, double wanted)
{
    const int32_t i = place_of(it, wanted);
    const point *a = &it->points[i - 1], *b = &it->points[i];
    const point *first = &it->points[0], *last = &it->points[it->count - 1];
    if (!(b->chance > a->chance)) { /* flat here: the slope of the whole line */
        a = first;
        b = last;
    }
    if (!(b->chance > a->chance)) return last->x;
    const double way = qc_seek_way(a->chance, b->chance, wanted);
    return isnan(way) ? last->x : a->x + way * (b->x - a->x);
}

/* Error of a chance of `wanted` on this line: between those of the points around it. A line of one draw knows
 * nothing. */
static double error_at(const line *it, double wanted)
{
    if (it->count < 2) return it->points[0].error;
    const point *a = &it->points[place_of(it, wanted) - 1], *b = a + 1;
    if (!isfinite(a->error + b->error)) return 1;
    const double rise = b->chance - a->chance;
    const double share = rise > 0 ? fmin(fmax((wanted - a->chance) / rise, 0), 1) : 0.5;
    return a->error + share * (b->error - a->error);
}

/* ---- the three steps ---- */

static double clamp(const qc_ramp *ramp, double x)
{
    const double low = fmin(ramp->from, ramp->to), high = fmax(ramp->from, ramp->to);
    return fmin(fmax(x, low), high);
}

/* After the coarse step: what kind of answer, and where to look closer. */
static void judge(seeking *s, line *it, qc_seek_answer *answer, double base)
{
    const qc_ramp *ramp = &it->lever->ramp;
    const double wanted = s->seek->wanted;
    const point last = it->points[it->count - 1];
    const double error = fmax(last.error, 0.005);
    answer->path = ramp->path;
    if (!it->moves)
        answer->kind = QC_SEEK_IDLE;
    else if (last.chance < base - 2 * error)
        answer->kind = QC_SEEK_AGAINST;
    else
        answer->kind = QC_SEEK_REACHED; /* or not: the fine step says */
    pool(it);
    if (answer->kind != QC_SEEK_REACHED) {
        it->count = 0;
        return;
    }
    if (last.chance < wanted - 3 * error) { /* clearly not: only the far end is worth knowing */
        answer->kind = QC_SEEK_SHORT;
        answer->at = ramp->to;
        answer->chance = (qc_estimate){last.chance, last.error};
        it->count = 0;
        return;
    }
    const double at = clamp(ramp, crossing(it, wanted));
    const double step = (ramp->to - ramp->from) / (FIRST_POINTS - 1);
    double from = clamp(ramp, at - 0.75 * step), to = clamp(ramp, at + 0.75 * step);
    if (ramp->kind == QC_RAMP_PEOPLE) { /* who is enough, up to two fewer and two more */
        const double low = clamp(ramp, ceil(at) - 2), high = clamp(ramp, ceil(at) + 2);
        spread(it, low, high, (int32_t) (high - low) + 1);
        return;
    }
    if (fabs(to - from) < 0.5 * fabs(step)) { /* at an end: look at the whole last stretch */
        from = clamp(ramp, at - step);
        to = clamp(ramp, at + step);
    }
    spread(it, from, to, LAST_POINTS);
}

/* The middle step: half the distance between two points on either side of where it seems to be, less where the
 * errors of the chances leave less. */
static void narrow(const seeking *s, line *it)
{
    const qc_ramp *ramp = &it->lever->ramp;
    const double wanted = s->seek->wanted;
    if (it->count < 2 || ramp->kind == QC_RAMP_PEOPLE) return;
    pool(it);
    const double at = clamp(ramp, crossing(it, wanted)), unsure = WIDE * error_at(it, wanted);
    const double left = fabs(crossing(it, wanted + unsure) - crossing(it, wanted - unsure)) / 2;
    double half = 0.5 * (it->points[1].x - it->points[0].x);
    if (left > 0 && left < fabs(half)) half = half > 0 ? left : -left;
    spread(it, clamp(ramp, at - half), clamp(ramp, at + half), LAST_POINTS);
}

/* ---- a computed answer ---- */

/* The points around the place wanted, and whether they are still too far from each other. */
static bool bracket(const line *it, double wanted, point *a, point *b)
{
    int32_t i = 1;
    if (it->count < 2 || it->lever->ramp.kind == QC_RAMP_PEOPLE) return false;
    while (i < it->count - 1 && it->points[i].chance < wanted)
        i++;
    *a = it->points[i - 1];
    *b = it->points[i];
    return a->chance < wanted && b->chance >= wanted && b->chance - a->chance > SOLVED;
}

/* New points between the two: close around where the line crosses, or even ones where it says little. */
static void close_in(line *it, double wanted, point a, point b)
{
    const bool says = a.chance > LITTLE_SAID && b.chance < 1 - LITTLE_SAID;
    const double at = crossing(it, wanted), width = b.x - a.x;
    const double near = fmin(fmax((at - a.x) / width, 0.05), 0.95);
    const double share[] = {0, says ? near - 0.04 : 0.25, says ? near : 0.5,
                            says ? near + 0.04 : 0.75, 1};
    it->count = sizeof share / sizeof share[0];
    for (int32_t i = 0; i < it->count; i++)
        it->points[i].x = share[i] == 1 ? b.x : a.x + share[i] * width;
}

/* Computed chances rise without unevenness: narrow each line until its chance is the wanted one. */
static bool solve(seeking *s)
{
    bool open = true;
    for (int32_t round = 0; open && round < ROUNDS; round++) {
        open = false;
        for (int32_t l = 0; l < s->line_count; l++) {
            point a, b;
            if (!bracket(&s->lines[l], s->seek->wanted, &a, &b)) continue;
            if (b.chance - a.chance > RISE || !(s->lines[l].slope > 0))
                s->lines[l].slope = (b.chance - a.chance) / fabs(b.x - a.x);
            close_in(&s->lines[l], s->seek->wanted, a, b);
            open = true;
        }
        if (open && !evaluate(s, FIRST_TRIALS, false)) return false;
    }
    return true;
}

static double rounded(const seeking *s, const qc_ramp *ramp, double x)
{
    return s->exact ? qc_ramp_round_to(ramp, x, DIGITS) : qc_ramp_round(ramp, x);
}

/* The range that the errors of the chances leave the answer; a computed one is no wider than they are known. */
static void find_range(const seeking *s, const line *it, qc_seek_answer *answer)
{
    const qc_ramp *ramp = &it->lever->ramp;
    const double wanted = s->seek->wanted, unsure = SURE * error_at(it, wanted);
    if (s->exact && ramp->kind != QC_RAMP_PEOPLE) {
        const double way = it->slope > 0 ? it->points[it->count - 1].bound / it->slope : 0;
        const double out = ramp->to > ramp->from ? way : -way, at = crossing(it, wanted);
        answer->low = clamp(ramp, at - out);
        answer->high = clamp(ramp, at + out);
        if ((answer->at - answer->high) * out > 0)
            answer->high = answer->at; /* it is rounded outward */
        return;
    }
    answer->low = qc_ramp_round(ramp, clamp(ramp, crossing(it, wanted - unsure)));
    answer->high = qc_ramp_round(ramp, clamp(ramp, crossing(it, wanted + unsure)));
}

static bool settle(seeking *s, line *it, qc_seek_answer *answer)
{
    const qc_ramp *ramp = &it->lever->ramp;
    const double wanted = s->seek->wanted;
    qc_arena *arena = &s->seek->arena;
    answer->text = answer->low_text = answer->high_text = "";
    if (it->count == 0) {
        if (answer->kind == QC_SEEK_SHORT)
            answer->text = qc_ramp_text(ramp, ramp->to, arena, s->status);
        return answer->text != NULL;
    }
    pool(it);
    const point last = it->points[it->count - 1];
    answer->chance = (qc_estimate){last.chance, last.error};
    answer->at = ramp->to;
    if (last.chance < wanted && fabs(last.x - ramp->to) < 1e-9) {
        answer->kind = QC_SEEK_SHORT;
    } else {
        answer->at = rounded(s, ramp, clamp(ramp, crossing(it, wanted)));
        if (ramp->kind == QC_RAMP_PEOPLE) answer->at = fmax(answer->at, ramp->from + 1);
        answer->chance.value = wanted;
        for (int32_t p = 0; p < it->count && ramp->kind == QC_RAMP_PEOPLE; p++)
            if (it->points[p].x == answer->at) answer->chance.value = it->points[p].chance;
        find_range(s, it, answer);
        s->seek->head.error_bound = fmax(s->seek->head.error_bound, last.bound);
        answer->cost = it->lever->cost *
                       fabs(answer->at - (ramp->kind < QC_RAMP_SHARE ? 0 : ramp->from));
        answer->low_text = qc_ramp_text(ramp, answer->low, arena, s->status);
        answer->high_text = qc_ramp_text(ramp, answer->high, arena, s->status);
    }
    answer->text = qc_ramp_text(ramp, answer->at, arena, s->status);
    return answer->text != NULL && answer->low_text != NULL && answer->high_text != NULL;
}

static bool find_each(seeking *s, const qc_seek_lever *levers, int32_t count, int64_t trials,
                      double base)
{
    qc_seek *seek = s->seek;
    s->base = base;
    seek->answers = qc_arena_take(&seek->arena, (size_t) count, sizeof *seek->answers, s->status);
    s->lines = qc_arena_take(&s->scratch, (size_t) count, sizeof *s->lines, s->status);
    if (seek->answers == NULL || s->lines == NULL) return false;
    s->line_count = seek->answer_count = count;
    for (int32_t l = 0; l < count; l++) {
        s->lines[l].lever = &levers[l];
        spread(&s->lines[l], levers[l].ramp.from, levers[l].ramp.to, FIRST_POINTS);
    }
    if (!evaluate(s, FIRST_TRIALS, true)) return false;
    for (int32_t l = 0; l < count; l++)
        judge(s, &s->lines[l], &seek->answers[l], base);
    if (!evaluate(s, FIRST_TRIALS, true)) return false;
    for (int32_t l = 0; l < count && !s->exact; l++)
        narrow(s, &s->lines[l]);
    if (!(s->exact ? solve(s) : evaluate(s, trials, false))) return false;
    for (int32_t l = 0; l < count; l++) {
        if (!settle(s, &s->lines[l], &seek->answers[l])) return false;
    }
    return true;
}

/* ---- the whole ---- */

static bool check_names(const qc_seek_lever *levers, int32_t count, qc_status *status)
{
    for (int32_t a = 0; a < count; a++) {
        for (int32_t b = 0; b < a; b++) {
            if (qc_text_same(levers[a].ramp.path, levers[b].ramp.path))
                return qc_fail(status, QC_BAD_INPUT, "'%s' is named twice", levers[a].ramp.path);
        }
    }
    return true;
}

static bool look_exact(const char **hurdle, const seeking *s, const qc_variants *variants)
{
    const qc_paired_asked asked = {.cases = variants->cases,
                                   .count = variants->count,
                                   .figure = qc_variants_figure(s->company),
                                   .book = &s->company->forecast->book,
                                   .options = s->options};
    return qc_paired_exact_hurdle(hurdle, &asked, s->status);
}

/* A lever that does not exist is told also when nothing is needed of it. `no_exact`: why one of them cannot be
 * computed without luck, for then none is, or NULL. */
static bool check_levers(const seeking *s, const qc_seek_lever *levers, int32_t count,
                         const char **no_exact)
{
    qc_arena scratch = {0};
    qc_variants variants = {0};
    qc_variant *asked = qc_arena_take(&scratch, (size_t) count, sizeof *asked, s->status);
    const char **sets = qc_arena_take(&scratch, (size_t) count, sizeof *sets, s->status);
    bool ok = asked != NULL && sets != NULL && check_names(levers, count, s->status);
    for (int32_t l = 0; ok && l < count; l++) {
        sets[l] = qc_ramp_set(&levers[l].ramp, levers[l].ramp.to, &scratch, s->status);
        ok = sets[l] != NULL;
        asked[l] = (qc_variant){.name = "", .sets = &sets[l], .set_count = 1};
    }
    const bool together = s->seek->lever_count > 1;
    ok = ok && (!together || qc_set_clash(sets, count, s->status)) &&
         qc_variants_make(&variants, s->company, asked, count, s->status) &&
         look_exact(no_exact, s, &variants);
    qc_variants_free(&variants);
    qc_arena_free(&scratch);
    return ok;
}

/* The goal that has the wanted chance as planned. */
static void find_safe(qc_seek *seek, const qc_paired *base, int32_t figure, bool at_most)
{
    const qc_estimate chance = qc_paired_chance(base, 0, figure);
    /* the error of a share near `wanted`, from that of the target's own chance */
    const double p = chance.value, w = seek->wanted;
    const double scale = p > 0 && p < 1 ? sqrt(w * (1 - w) / (p * (1 - p))) : 1;
    const double wide = SURE * chance.std_error * scale;
    const double share = at_most ? w : 1 - w;
    seek->safe = qc_paired_quantile(base, 0, figure, share);
    seek->safe_low = qc_paired_quantile(base, 0, figure, fmax(share - wide, 0));
    seek->safe_high = qc_paired_quantile(base, 0, figure, fmin(share + wide, 1));
}

bool qc_seek_run(qc_seek *seek, const qc_study_base *company, const qc_seek_lever *levers,
                 int32_t count, bool mixed, double wanted, const qc_sim_options *options,
                 int64_t trials, qc_status *status)
{
    const int32_t figure = qc_variants_figure(company);
    const qc_target *target = company->forecast->questions.targets[company->target].target;
    qc_sim_options same = *options; /* one engine for all levers */
    seeking s = {.seek = seek, .company = company, .options = &same, .status = status};
    qc_paired base = {0};
    seek->wanted = wanted;
    seek->lever_count = mixed ? count : 0;
    bool ok = check_levers(&s, levers, count, &same.not_exact) &&
              qc_variants_run(&base, company, NULL, 0, &same, 0, trials, status) &&
              qc_variants_head(&seek->head, company, &base, &same, status);
    s.exact = ok && qc_paired_is_exact(&base);
    if (s.exact)
        same.evaluator = QC_EVALUATOR_EXACT;
    else if (ok && same.not_exact == NULL)
        same.not_exact = base.engine_why;
    if (ok) {
        const double chance = qc_paired_chance(&base, 0, figure).value;
        find_safe(seek, &base, figure, target->at_most);
        if (seek->budget > 0) {
            ok = qc_mix_find(seek, company, levers, count, &same, trials, status);
        } else if (chance < wanted) {
            ok = find_each(&s, levers, count, trials, chance) &&
                 (!mixed || qc_mix_find(seek, company, levers, count, &same, trials, status));
        }
    }
    for (int32_t l = 0; ok && mixed && l < count; l++) {
        seek->paths[l] = qc_arena_text(&seek->arena, levers[l].ramp.path, status);
        ok = seek->paths[l] != NULL;
    }
    qc_paired_free(&base);
    qc_arena_free(&s.scratch);
    return ok;
}

bool qc_seek_budget(qc_seek *seek, const qc_study_base *company, const qc_seek_lever *levers,
                    int32_t count, double budget, double wanted, const qc_sim_options *options,
                    int64_t trials, qc_status *status)
{
    seek->budget = budget;
    return qc_seek_run(seek, company, levers, count, true, wanted, options, trials, status);
}
