/* Solving goes through the frequencies in blocks, all totals with one circle side by side: the turn that a
 * known amount makes from one frequency to the next is the same in each of them, so its sine and cosine are
 * had once. A total whose terms have died out leaves; when all have, the work is done. */
#include "sim/exact/total.h"

#include <gsl/gsl_fft_complex.h>
#include <math.h>
#include <string.h>

#define BLOCK     32
#define SIDE      4    /* frequencies that are stepped side by side */
#define DEAD      2e-6 /* of a chance: terms that cannot add more no longer count */
#define OUTSIDE   1e-6 /* chance that is left outside the circle */
#define WIDTHS    9.0  /* standard deviations that the circle reaches beyond the mean */
#define MARGIN    0.02 /* of the circle, kept free below the law */
#define SMOOTHING 36.0 /* exponent of the filter at its end: e^-36 */
#define SMEAR     2.0  /* shortest waves that a jump is smeared over to each side */
#define FAINT     1e-7
#define UNLIKELY  1e-9
#define TWO_PI    6.283185307179586

/* ---- laws of amounts ---- */

void qc_amounts_sum_up(qc_amounts *amounts)
{
    amounts->mean = amounts->square = 0;
    for (int32_t i = 0; i < amounts->count; i++) {
        amounts->mean += amounts->weight[i] * amounts->value[i];
        amounts->square += amounts->weight[i] * amounts->value[i] * amounts->value[i];
    }
}

double qc_amounts_quantile(const qc_amounts *amounts, double tail)
{
    double above = 0;
    for (int32_t i = amounts->count - 1; i >= 0; i--) {
        above += amounts->weight[i];
        if (above > tail) return amounts->value[i];
    }
    return 0;
}

/* ---- the circle ---- */

static double power_of_two(double least)
{
    return exp2(ceil(log2(least)));
}

static void close_circle(qc_total *total, double width)
{
    total->outside = OUTSIDE;
    total->shift = 0;
    if (total->step > 0 && width / total->step > QC_TOTAL_TERMS) {
        total->shift = total->step / 2;
        total->step = 0;
    }
    if (total->step > 0) {
        total->period = total->step * power_of_two(fmax(width / total->step + 2, 8));
        total->low = 0;
    } else { /* powers of two and a half let totals share a circle */
        const double whole = power_of_two(fmax(width, 1) * (1 + MARGIN));
        total->period = width * (1 + MARGIN) < 0.75 * whole ? 0.75 * whole : whole;
        total->low = -MARGIN * total->period;
    }
}

/* Mean, spread and a circle that leaves next to nothing outside. One large amount may come on top of an
 * otherwise usual total, so the far end is the sum of both. */
static void lay_circle(qc_total *total, const qc_total_set *set)
{
    double mean = 0, variance = 0, single = 0, new_wins = 0, nothing = 1;
    for (int32_t i = 0; i < set->deal_count; i++) {
        const qc_total_deal *deal = &set->deals[i];
        const double q = total->chance[i], f = deal->factor;
        const bool known = !isnan(deal->amount);
        const double first = known ? deal->amount : f * deal->amounts->mean;
        const double second = known ? first * first : f * f * deal->amounts->square;
        const double alike = 1.0 + deal->again;
        nothing *= deal->again > 0 ? pow(1 - q, alike) : 1 - q;
        mean += alike * (q * first);
        variance += alike * (q * second - q * q * first * first);
        if (!known && q > FAINT)
            single = fmax(single,
                          f * qc_amounts_quantile(deal->amounts, OUTSIDE / set->deal_count));
    }
    for (int32_t s = 0; s < set->stream_count; s++) {
        const double wins = total->mean_of[s];
        if (!(wins > 0)) continue;
        const qc_amounts *amounts = set->streams[s].amounts;
        new_wins += wins;
        mean += wins * amounts->mean;
        variance += wins * amounts->square;
        single = fmax(single, qc_amounts_quantile(amounts, OUTSIDE / wins / set->stream_count));
    }
    const double width = mean + WIDTHS * sqrt(fmax(variance, 0)) + single;
    total->mean = total->base + mean;
    total->sd = sqrt(fmax(variance, 0));
    total->none = exp(-new_wins);
    total->open_nothing = nothing;
    close_circle(total, width);
}

/* ---- terms ---- */

typedef struct wave { /* e^(i t x) at the frequency in turn, and its step to the next */
    double real, imaginary, turn_real, turn_imaginary;
} wave;

static wave wave_of(double first, double x)
{
    const double angle = fmod(first * x, TWO_PI);
    return (wave){1, 0, cos(angle), sin(angle)};
}

static void step_wave(wave *it)
{
    const double real = it->real * it->turn_real - it->imaginary * it->turn_imaginary;
    it->imaginary = it->real * it->turn_imaginary + it->imaginary * it->turn_real;
    it->real = real;
}

/* The same at SIDE frequencies in a row: none of them waits for the one before. */
typedef double two __attribute__((vector_size(16)));
typedef struct waves {
    two real[SIDE / 2], imaginary[SIDE / 2];
    double turn_real, turn_imaginary;
} waves;

static waves waves_of(double first, double x)
{
    wave one = wave_of(first, x);
    waves all;
    for (int s = 0; s < SIDE; s++) {
        step_wave(&one);
        all.real[s / 2][s % 2] = one.real;
        all.imaginary[s / 2][s % 2] = one.imaginary;
    }
    all.turn_real = one.real;
    all.turn_imaginary = one.imaginary;
    return all;
}

static inline void step_waves(waves *it)
{
    for (int s = 0; s < SIDE / 2; s++) {
        const two real = it->real[s], imaginary = it->imaginary[s];
        it->real[s] = real * it->turn_real - imaginary * it->turn_imaginary;
        it->imaginary[s] = real * it->turn_imaginary + imaginary * it->turn_real;
    }
}

typedef union block {
    struct {
        double real[BLOCK], imaginary[BLOCK];
    };
    struct {
        two reals[BLOCK / 2], imaginaries[BLOCK / 2];
    };
} block;

typedef struct solving {
    qc_total **totals; /* of one circle */
    int32_t count;
    const qc_total_set *set;
    double first; /* lowest frequency */
    waves *deal_waves;
    waves **amount_waves; /* [law of amounts][point] */
    const qc_amounts **laws;
    block *law_terms;
    int32_t law_count;
} solving;

static void run_waves(waves *it, block *out)
{
    for (int k = 0; k < BLOCK; k += SIDE) {
        memcpy(out->real + k, it->real, sizeof it->real);
        memcpy(out->imaginary + k, it->imaginary, sizeof it->imaginary);
        step_waves(it);
    }
}

/* The terms of a law of amounts over the block. */
static void run_law(const qc_amounts *law, waves *all, block *out)
{
    memset(out, 0, sizeof *out);
    for (int32_t i = 0; i < law->count; i++) {
        waves it = all[i];
        const double weight = law->weight[i];
        for (int k = 0; k < BLOCK; k += SIDE) {
            for (int s = 0; s < SIDE / 2; s++) {
                out->reals[k / 2 + s] += weight * it.real[s];
                out->imaginaries[k / 2 + s] += weight * it.imaginary[s];
            }
            step_waves(&it);
        }
        all[i] = it;
    }
}

static int32_t law_index(const solving *work, const qc_amounts *amounts)
{
    int32_t i = 0;
    while (i < work->law_count && work->laws[i] != amounts)
        i++;
    return i;
}

/* The factor of one deal to the power of its number, by squaring. */
static void times_alike(const qc_total *total, int32_t from, double q, int32_t power,
                        const block *terms)
{
    double *real = total->open_real + from, *imaginary = total->open_imaginary + from;
    double a[BLOCK], b[BLOCK];
    for (int k = 0; k < BLOCK; k++) {
        a[k] = 1 - q + q * terms->real[k];
        b[k] = q * terms->imaginary[k];
    }
    for (;; power /= 2) {
        for (int k = 0; power % 2 == 1 && k < BLOCK; k++) {
            const double r = real[k];
            real[k] = r * a[k] - imaginary[k] * b[k];
            imaginary[k] = r * b[k] + imaginary[k] * a[k];
        }
        if (power <= 1) return;
        for (int k = 0; k < BLOCK; k++) {
            const double r = a[k];
            a[k] = r * r - b[k] * b[k];
            b[k] *= 2 * r;
        }
    }
}

/* One deal: times 1 - q + q e^(i t amount). */
static void times_deal(const qc_total *total, int32_t from, double q, const block *terms)
{
    double *real = total->open_real + from, *imaginary = total->open_imaginary + from;
    const double lost = 1 - q;
    for (int k = 0; k < BLOCK; k++) {
        const double a = lost + q * terms->real[k], b = q * terms->imaginary[k];
        const double r = real[k], i = imaginary[k];
        real[k] = r * a - i * b;
        imaginary[k] = r * b + i * a;
    }
}

/* Streams: times exp(wins (phi - 1)). A total of nothing at all is a jump at a known place; without it the
 * terms die out sooner. Returns the largest term of the block. */
static double times_streams(const solving *work, const qc_total *total, int32_t from)
{
    const double nothing = total->step > 0 ? 0 : total->none * total->open_nothing;
    double largest = 0;
    for (int k = 0; k < BLOCK; k++) {
        double log_size = 0, angle = 0;
        for (int32_t s = 0; s < work->set->stream_count; s++) {
            const block *terms = &work->law_terms[law_index(work, work->set->streams[s].amounts)];
            if (!(total->mean_of[s] > 0)) continue;
            log_size += total->mean_of[s] * (terms->real[k] - 1);
            angle += total->mean_of[s] * terms->imaginary[k];
        }
        const double size = exp(log_size), a = size * cos(angle), b = size * sin(angle);
        const double r = total->open_real[from + k], i = total->open_imaginary[from + k];
        total->real[from + k] = r * a - i * b - nothing;
        total->imaginary[from + k] = r * b + i * a;
        total->open_real[from + k] = r - total->open_nothing;
        largest = fmax(largest,
                       fmax(fabs(total->real[from + k]), fabs(total->imaginary[from + k])));
    }
    return largest;
}

static void run_block(const solving *work, int32_t from)
{
    block terms;
    for (int32_t l = 0; l < work->law_count; l++)
        run_law(work->laws[l], work->amount_waves[l], &work->law_terms[l]);
    for (int32_t t = 0; t < work->count; t++) {
        for (int k = 0; k < BLOCK && work->totals[t]->cut; k++) {
            work->totals[t]->open_real[from + k] = 1;
            work->totals[t]->open_imaginary[from + k] = 0;
        }
    }
    for (int32_t i = 0; i < work->set->deal_count; i++) {
        const qc_total_deal *deal = &work->set->deals[i];
        if (isnan(deal->amount))
            terms = work->law_terms[law_index(work, deal->amounts)];
        else
            run_waves(&work->deal_waves[i], &terms);
        for (int32_t t = 0; t < work->count; t++) {
            const qc_total *total = work->totals[t];
            if (!total->cut || !(total->chance[i] > UNLIKELY)) continue;
            if (deal->again > 0)
                times_alike(total, from, total->chance[i], deal->again + 1, &terms);
            else
                times_deal(total, from, total->chance[i], &terms);
        }
    }
    for (int32_t t = 0; t < work->count; t++) {
        qc_total *total = work->totals[t];
        if (!total->cut) continue;
        total->terms = from + BLOCK;
        const double largest = times_streams(work, total, from);
        if (total->step > 0) {
            const double all = total->period / total->step / 2;
            total->cut = total->terms < all;
            if (!total->cut) total->terms = (int32_t) all;
        } else {
            total->cut = largest / (TWO_PI / 2 * total->terms) > DEAD;
        }
    }
}

static bool any_cut(const solving *work)
{
    for (int32_t t = 0; t < work->count; t++)
        if (work->totals[t]->cut) return true;
    return false;
}

/* ---- solving ---- */

static bool list_laws(solving *work, qc_arena *scratch, qc_status *status)
{
    const qc_total_set *set = work->set;
    const size_t most = (size_t) (set->deal_count + set->stream_count);
    work->laws = qc_arena_take(scratch, most, sizeof *work->laws, status);
    work->law_terms = qc_arena_take(scratch, most, sizeof *work->law_terms, status);
    work->amount_waves = qc_arena_take(scratch, most, sizeof *work->amount_waves, status);
    work->deal_waves = qc_arena_take(scratch, (size_t) set->deal_count, sizeof(waves), status);
    if (work->laws == NULL || work->law_terms == NULL || work->amount_waves == NULL ||
        work->deal_waves == NULL)
        return false;
    for (int32_t i = 0; i < set->deal_count + set->stream_count; i++) {
        const bool deal = i < set->deal_count;
        const qc_amounts *law = !deal ? set->streams[i - set->deal_count].amounts
                                : isnan(set->deals[i].amount) ? set->deals[i].amounts
                                                              : NULL;
        if (law == NULL || law_index(work, law) < work->law_count) continue;
        waves *all = qc_arena_take(scratch, (size_t) law->count, sizeof *all, status);
        if (all == NULL) return false;
        work->laws[work->law_count] = law;
        work->amount_waves[work->law_count++] = all;
    }
    return true;
}

static void solve_circle(solving *work)
{
    const qc_total *one = work->totals[0];
    work->first = TWO_PI / one->period;
    for (int32_t i = 0; i < work->set->deal_count; i++)
        if (!isnan(work->set->deals[i].amount))
            work->deal_waves[i] = waves_of(work->first, work->set->deals[i].amount);
    for (int32_t l = 0; l < work->law_count; l++)
        for (int32_t p = 0; p < work->laws[l]->count; p++)
            work->amount_waves[l][p] = waves_of(work->first, work->laws[l]->value[p]);
    for (int32_t from = 0; from < QC_TOTAL_TERMS && any_cut(work); from += BLOCK)
        run_block(work, from);
}

bool qc_total_make(qc_total *total, qc_arena *arena, qc_status *status)
{
    double **arrays[] = {&total->real, &total->imaginary, &total->open_real,
                         &total->open_imaginary};
    for (int i = 0; i < 4; i++) {
        *arrays[i] = qc_arena_take(arena, QC_TOTAL_TERMS, sizeof(double), status);
        if (*arrays[i] == NULL) return false;
    }
    return true;
}

bool qc_total_solve(qc_total *totals, int32_t count, const qc_total_set *set, qc_arena *scratch,
                    qc_status *status)
{
    solving work = {.set = set};
    bool *done = qc_arena_take(scratch, (size_t) count, sizeof *done, status);
    work.totals = qc_arena_take(scratch, (size_t) count, sizeof *work.totals, status);
    if (done == NULL || work.totals == NULL || !list_laws(&work, scratch, status)) return false;
    for (int32_t t = 0; t < count; t++) {
        lay_circle(&totals[t], set);
        totals[t].terms = 0;
        totals[t].cut = true;
    }
    for (int32_t t = 0; t < count; t++) {
        if (done[t]) continue;
        work.count = 0;
        for (int32_t u = t; u < count; u++) {
            const bool same = !(totals[u].period < totals[t].period) &&
                              !(totals[u].period > totals[t].period);
            if (!same) continue;
            done[u] = true;
            work.totals[work.count++] = &totals[u];
        }
        solve_circle(&work);
    }
    return true;
}

/* ---- reading a law ---- */

/* An exponential filter of order 8: 1 for the low terms, so that a smooth law is left as it is. */
static double filter(const qc_total *total, int32_t k, int32_t terms)
{
    if (total->step > 0) return 1;
    const double part = (double) k / terms, square = part * part, fourth = square * square;
    return exp(-SMOOTHING * fourth * fourth);
}

/* Sum of the series at x for the first `terms` terms of (real, imaginary). */
static double series(const qc_total *total, const double *real, const double *imaginary, double x,
                     int32_t terms)
{
    const double first = TWO_PI / total->period;
    wave at = wave_of(first, -x), start = wave_of(first, -total->low);
    double sum = 0;
    for (int32_t k = 1; k <= terms; k++) {
        step_wave(&at);
        step_wave(&start);
        /* real part of term x (e^-itx - e^-it low) / -it */
        const double a = at.real - start.real, b = at.imaginary - start.imaginary;
        const double t = first * k;
        sum += filter(total, k, terms) * (real[k - 1] * -b - imaginary[k - 1] * a) / t;
    }
    return 2 * sum / total->period;
}

/* Amounts in whole steps: terms are summed over the values 0, 1, ..., n - 1 steps; the last term, half way
 * around, counts once. */
static double finite_series(const qc_total *total, double n)
{
    const double first = TWO_PI / total->period * total->step;
    double sum = n;
    for (int32_t k = 1; k <= total->terms; k++) {
        const double t = first * k;
        const double size = sin(n * t / 2) / sin(t / 2), angle = -(n - 1) * t / 2;
        const double both = k == total->terms ? 1 : 2;
        sum += both * size *
               (total->real[k - 1] * cos(angle) - total->imaginary[k - 1] * sin(angle));
    }
    return sum * total->step / total->period;
}

/* Chance that the open deals alone stay below x. */
static double open_below(const qc_total *total, double x, int32_t terms)
{
    return total->open_nothing + (1 - total->open_nothing) * (x - total->low) / total->period +
           series(total, total->open_real, total->open_imaginary, x, terms);
}

/* Known amounts alone may just reach x: half way between two of their sums none is cut in two. */
static double beside_ties(const qc_total *total, double x, bool at_most)
{
    const double steps = x / total->tie;
    return total->tie * (at_most ? floor(steps) + 0.5 : ceil(steps) - 0.5);
}

static double below_with(const qc_total *total, double x, bool at_most, int32_t terms)
{
    const double nothing = total->none * total->open_nothing;
    double below = nothing + (1 - nothing) * (x - total->low) / total->period +
                   series(total, total->real, total->imaginary, x, terms);
    if (total->none > FAINT && total->tie > 0)
        below += total->none * (open_below(total, beside_ties(total, x, at_most), terms) -
                                open_below(total, x, terms));
    return below;
}

/* Terms that have not died out smear a jump: of the known amounts alone, what lies that near may be on
 * either side. */
static double smeared(const qc_total *total, double x, bool at_most)
{
    const double near = SMEAR * total->period / total->terms;
    if (!total->cut || !(total->none > FAINT && total->tie > 0)) return 0;
    const double at = beside_ties(total, x, at_most);
    return total->none * fabs(open_below(total, at + near, total->terms) -
                              open_below(total, at - near, total->terms));
}

double qc_total_below(const qc_total *total, double value, bool at_most, double *error)
{
    const double x = value - total->base + (at_most ? total->shift : -total->shift);
    double below = 0, miss = total->outside + 2 * DEAD;
    if (at_most ? x < 0 : x <= 0) {
        below = 0;
    } else if (x >= total->low + total->period) {
        below = 1;
    } else if (total->step > 0) {
        const double steps = x / total->step;
        below = finite_series(total, at_most ? floor(steps + 1e-9) + 1 : ceil(steps - 1e-9));
    } else {
        below = below_with(total, x, at_most, total->terms);
        miss += (2 + 4 * total->none) *
                fabs(below - below_with(total, x, at_most, total->terms * 3 / 4));
        miss += smeared(total, x, at_most);
    }
    if (error != NULL) *error = miss;
    return fmin(fmax(below, 0), 1);
}

double qc_total_quantile(const qc_total *total, double share)
{
    double low = total->base, high = total->base + total->low + total->period;
    for (int i = 0; i < 60 && high - low > 1e-7 * total->period; i++) {
        const double middle = low + (high - low) / 2;
        if (qc_total_below(total, middle, false, NULL) < share)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
}

/* Values in whole steps: the transform is the law itself. */
static bool lay_steps(const qc_total *total, qc_total_law *law)
{
    const int32_t points = (int32_t) (total->period / total->step + 0.5);
    double *term = law->scratch, sum = 0;
    law->points = points;
    law->spacing = total->step;
    memset(term, 0, 2 * (size_t) points * sizeof *term);
    term[0] = 1;
    for (int32_t k = 1; k <= total->terms; k++) {
        term[2 * k] = total->real[k - 1];
        term[2 * k + 1] = total->imaginary[k - 1];
        if (2 * k == points) break;
        term[2 * (points - k)] = total->real[k - 1];
        term[2 * (points - k) + 1] = -total->imaginary[k - 1];
    }
    const bool ok = gsl_fft_complex_radix2_forward(term, 1, (size_t) points) == 0;
    for (int32_t n = 0; n < points; n++) {
        law->below[n] = fmin(sum, 1);
        sum += fmax(term[2 * n] / points, 0);
    }
    return ok;
}

static bool lay_smooth(const qc_total *total, qc_total_law *law)
{
    const double first = TWO_PI / total->period, nothing = total->none * total->open_nothing;
    double *term = law->scratch, at_low = 0, highest = 0;
    wave start = wave_of(first, -total->low);
    law->nothing = nothing;
    law->points = QC_TOTAL_GRID;
    law->spacing = total->period / QC_TOTAL_GRID;
    memset(term, 0, 2 * QC_TOTAL_GRID * sizeof *term);
    for (int32_t k = 1; k <= total->terms; k++) {
        step_wave(&start);
        const double r = total->real[k - 1], i = total->imaginary[k - 1];
        const double scale = 2 * filter(total, k, total->terms) / (first * k * total->period);
        /* term x e^-it low / -it */
        term[2 * k] = -scale * (r * start.imaginary + i * start.real);
        term[2 * k + 1] = scale * (r * start.real - i * start.imaginary);
        at_low += term[2 * k];
    }
    const bool ok = gsl_fft_complex_radix2_forward(term, 1, QC_TOTAL_GRID) == 0;
    for (int32_t i = 0; i < QC_TOTAL_GRID; i++) {
        const double value = nothing + (1 - nothing) * i / QC_TOTAL_GRID + term[2 * i] - at_low;
        if (law->low + i * law->spacing > 0) highest = fmin(fmax(fmax(highest, nothing), value), 1);
        law->below[i] = highest;
    }
    return ok;
}

bool qc_total_lay(const qc_total *total, qc_total_law *law, qc_status *status)
{
    law->low = total->low;
    law->whole_steps = total->step > 0;
    if (law->whole_steps ? lay_steps(total, law) : lay_smooth(total, law)) return true;
    return qc_fail(status, QC_NUMERIC, "a Fourier transform failed");
}

double qc_total_law_below(const qc_total_law *law, double value)
{
    const double position = (value - law->low) / law->spacing;
    if (value <= 0 || position <= 0) return 0;
    if (law->whole_steps) {
        const double steps = ceil(position - 1e-9);
        return steps < law->points ? law->below[(int32_t) steps] : 1;
    }
    if (position >= law->points - 1) return 1;
    const int32_t at = (int32_t) position;
    const double start = law->low + at * law->spacing;
    if (start <= 0) /* the cell in which nothing lies: a jump, and straight from there */
        return law->nothing + value / (start + law->spacing) * (law->below[at + 1] - law->nothing);
    return law->below[at] + (position - at) * (law->below[at + 1] - law->below[at]);
}
