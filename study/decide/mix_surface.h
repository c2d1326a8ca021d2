/** The chance over the box of several levers, as a quadratic on the probit scale, and its cheapest point.
 *
 *  A place is a share of the way of each lever, 0..1. (Response surface: Box and Wilson 1951.) */
#ifndef QC_STUDY_MIX_SURFACE_H
#define QC_STUDY_MIX_SURFACE_H

#include "study/decide/seek.h"

#define QC_MIX_TERMS (1 + QC_SEEK_LEVERS + QC_SEEK_LEVERS * (QC_SEEK_LEVERS + 1) / 2)

typedef double qc_mix_place[QC_SEEK_LEVERS];

typedef struct qc_mix_sample { /* one place that was run */
    qc_mix_place at;
    double chance, error, weight;
} qc_mix_sample;

typedef struct qc_mix_surface { /* the caller fills in all but the terms */
    int32_t levers;
    double people[QC_SEEK_LEVERS]; /* whole people on the whole way; 0 = no people */
    double price[QC_SEEK_LEVERS];  /* of the whole way of a lever */
    double fixed;                  /* cost of the near ends */
    double budget;          /* > 0: the best chance that all together may cost; 0 = not asked */
    double wanted;          /* probit */
    qc_mix_place low, high; /* where the cheapest point is looked for */
    double finest;          /* steps of the search end here */
    double slack;           /* so far below the probit a place may still be worth a look */
    double term[QC_MIX_TERMS];
} qc_mix_surface;

/** Fit to samples; those at a distance of `near` from `centre` (NULL = all alike) count for less.
 *  @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED bool qc_mix_surface_learn(qc_mix_surface *surface, const qc_mix_sample *samples,
                                     int32_t count, const double *centre, double near,
                                     qc_status *status);

double qc_mix_surface_probit(const qc_mix_surface *surface, const double *at);

/** The cheapest place that reaches the probit, levers that are banned left alone; false when even all at their ends
 *  fall short. With a budget the place of the highest chance within it. Whole people stay whole. */
bool qc_mix_surface_cheapest(const qc_mix_surface *surface, const bool *banned, double *best);

/** A share of the way that stands for a part of a person is moved to the nearest whole. */
void qc_mix_surface_snap(const qc_mix_surface *surface, double *at);

#endif
