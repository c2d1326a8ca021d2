#include "sim/exact/spectrum.h"

#include "sim/exact/law_count.h"

#include <math.h>

#define UNIT \
    0x1.0p40 /* of the fixed point: terms are at most 1, and a hundred thousand of them fit */

static bool is_circle(const qc_spectrum_circle *it, double low, double period, double step,
                      double shift)
{
    return !(it->low < low || it->low > low || it->period < period || it->period > period ||
             it->step < step || it->step > step || it->shift < shift || it->shift > shift);
}

static qc_spectrum_circle *find(qc_spectrum *spectrum, double low, double period, double step,
                                double shift, qc_arena *arena, qc_status *status)
{
    for (int32_t i = 0; i < spectrum->count; i++)
        if (is_circle(&spectrum->circles[i], low, period, step, shift))
            return &spectrum->circles[i];
    spectrum->circles = qc_arena_grow(arena, spectrum->circles, spectrum->count,
                                      &spectrum->capacity, sizeof *spectrum->circles, status);
    if (spectrum->circles == NULL) return NULL;
    qc_spectrum_circle *it = &spectrum->circles[spectrum->count];
    *it = (qc_spectrum_circle){.low = low, .period = period, .step = step, .shift = shift};
    it->real = qc_arena_take(arena, QC_TOTAL_TERMS, sizeof(int64_t), status);
    it->imaginary = qc_arena_take(arena, QC_TOTAL_TERMS, sizeof(int64_t), status);
    if (it->real == NULL || it->imaginary == NULL) return NULL;
    spectrum->count++;
    return it;
}

bool qc_spectrum_add(qc_spectrum *spectrum, const qc_total *total, qc_arena *arena,
                     qc_status *status)
{
    qc_spectrum_circle *it = find(spectrum, total->low, total->period, total->step, total->shift,
                                  arena, status);
    if (it == NULL) return false;
    it->draws++;
    it->nothing += llround(UNIT * total->open_nothing);
    if (total->terms > it->terms) it->terms = total->terms;
    for (int32_t k = 0; k < total->terms; k++) {
        it->real[k] += llround(UNIT * total->real[k]);
        it->imaginary[k] += llround(UNIT * total->imaginary[k]);
    }
    return true;
}

bool qc_spectrum_merge(qc_spectrum *spectrum, const qc_spectrum *other, qc_arena *arena,
                       qc_status *status)
{
    for (int32_t i = 0; i < other->count; i++) {
        const qc_spectrum_circle *from = &other->circles[i];
        qc_spectrum_circle *it = find(spectrum, from->low, from->period, from->step, from->shift,
                                      arena, status);
        if (it == NULL) return false;
        it->draws += from->draws;
        it->nothing += from->nothing;
        if (from->terms > it->terms) it->terms = from->terms;
        for (int32_t k = 0; k < from->terms; k++) {
            it->real[k] += from->real[k];
            it->imaginary[k] += from->imaginary[k];
        }
    }
    return true;
}

/* The mean law of a circle as a total. */
static void average(const qc_spectrum_circle *it, qc_total *total)
{
    const double scale = 1 / (UNIT * (double) it->draws);
    total->low = it->low;
    total->period = it->period;
    total->step = it->step;
    total->shift = it->shift;
    total->terms = it->terms;
    total->none = 1;
    total->open_nothing = scale * (double) it->nothing;
    for (int32_t k = 0; k < it->terms; k++) {
        total->real[k] = scale * (double) it->real[k];
        total->imaginary[k] = scale * (double) it->imaginary[k];
    }
}

static bool count_circle(const qc_spectrum_circle *it, qc_total *total, qc_total_law *law,
                         qc_outcome *outcome, qc_tally *tally, const qc_figure *figure,
                         int64_t weight, qc_status *status)
{
    const int64_t futures = weight * it->draws;
    average(it, total);
    if (!qc_total_lay(total, law, status) ||
        !qc_law_count(outcome, tally, figure->base, law, futures, status))
        return false;
    if (!figure->has_goal) return true;
    const double goal = (double) (figure->goal - figure->base);
    const double below = qc_total_law_below(law, goal);
    tally->below += llround(below * (double) futures);
    tally->below_sum += (qc_wide) ((double) futures *
                                   (qc_law_sum_below(law, goal) + (double) figure->base * below));
    return true;
}

bool qc_spectrum_count(const qc_spectrum *spectrum, qc_outcome *outcome, qc_tally *tally,
                       const qc_figure *figure, int64_t weight, qc_status *status)
{
    qc_arena scratch = {0};
    qc_total total = {0};
    qc_total_law *law = qc_arena_take(&scratch, 1, sizeof *law, status);
    bool ok = law != NULL && qc_total_make(&total, &scratch, status);
    for (int32_t i = 0; ok && i < spectrum->count; i++)
        ok = count_circle(&spectrum->circles[i], &total, law, outcome, tally, figure, weight,
                          status);
    qc_arena_free(&scratch);
    return ok;
}
