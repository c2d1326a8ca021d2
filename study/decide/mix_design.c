#include "study/decide/mix_design.h"

#include <math.h>
#include <string.h>

#define CORNERS 4 /* all corners up to so many levers */

typedef qc_mix_place place;

double qc_mix_design_step(const qc_mix_surface *surface, int32_t lever, double step)
{
    const double people = surface->people[lever];
    return people > 0 ? fmax(step, 1 / people) : step;
}

static void add(qc_mix_design *it, const qc_mix_surface *surface, const double *at)
{
    if (it->count >= QC_MIX_POINTS) return;
    qc_mix_sample *sample = &it->samples[it->count++];
    *sample = (qc_mix_sample){.chance = 0};
    memcpy(sample->at, at, sizeof sample->at);
    qc_mix_surface_snap(surface, sample->at);
}

void qc_mix_design_box(qc_mix_design *it, const qc_mix_surface *surface)
{
    place at = {0};
    const int32_t corners = surface->levers <= CORNERS ? 1 << surface->levers : 0;
    for (int32_t c = 0; c < corners; c++) {
        for (int32_t l = 0; l < surface->levers; l++)
            at[l] = c >> l & 1;
        add(it, surface, at);
    }
    for (int32_t level = 1; level <= 3; level++) { /* the diagonal; the far corner when not above */
        for (int32_t l = 0; l < surface->levers; l++)
            at[l] = level / 3.0;
        if (level < 3 || corners == 0) add(it, surface, at);
    }
    memset(at, 0, sizeof at);
    if (corners == 0) add(it, surface, at);
    for (int32_t l = 0; l < surface->levers; l++) {
        memset(at, 0, sizeof at);
        at[l] = 0.5;
        add(it, surface, at);
        if (corners == 0) at[l] = 1;
        if (corners == 0) add(it, surface, at);
    }
    for (int32_t a = 0; a < surface->levers && corners == 0; a++) { /* pairs, for the products */
        for (int32_t b = 0; b < a && it->count < QC_MIX_POINTS / 2; b++) {
            memset(at, 0, sizeof at);
            at[a] = at[b] = 0.7;
            add(it, surface, at);
        }
    }
}

void qc_mix_design_near(qc_mix_design *it, const qc_mix_surface *surface, const double *centre,
                        double step)
{
    place at;
    memcpy(at, centre, sizeof at);
    add(it, surface, at);
    for (int32_t l = 0; l < surface->levers; l++) {
        for (int sign = -1; sign <= 1; sign += 2) {
            memcpy(at, centre, sizeof at);
            at[l] = fmin(fmax(at[l] + sign * qc_mix_design_step(surface, l, step), 0), 1);
            if (at[l] != centre[l]) add(it, surface, at);
        }
    }
}

/* A step inward where there is no room outward, and the second point along the lever: the other way, or as far again. */
static void steps_at(double at, double step, double *near, double *other)
{
    *near = at + step <= 1 ? step : -step;
    *other = at - *near >= 0 && at - *near <= 1 ? -*near : 2 * *near;
}

void qc_mix_design_exact(qc_mix_design *it, const qc_mix_surface *surface, const double *centre,
                         const bool *banned, double step)
{
    place at, near;
    double other;
    it->count = 0;
    add(it, surface, centre);
    for (int32_t l = 0; l < surface->levers; l++) {
        steps_at(centre[l], qc_mix_design_step(surface, l, step), &near[l], &other);
        memcpy(at, centre, sizeof at);
        for (int side = 0; side < 2 && !banned[l]; side++) {
            at[l] = fmin(fmax(centre[l] + (side == 0 ? near[l] : other), 0), 1);
            add(it, surface, at);
        }
    }
    for (int32_t a = 0; a < surface->levers; a++) {
        for (int32_t b = 0; b < a; b++) {
            memcpy(at, centre, sizeof at);
            at[a] = fmin(fmax(centre[a] + near[a], 0), 1);
            at[b] = fmin(fmax(centre[b] + near[b], 0), 1);
            if (!banned[a] && !banned[b]) add(it, surface, at);
        }
    }
}
