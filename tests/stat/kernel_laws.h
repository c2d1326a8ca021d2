/** The reference pipeline (semimarkov_kernel.csv) as laws of a draw on the day clock: its daily chances as
 *  hazards that compete. */
#ifndef QC_TESTS_STAT_KERNEL_LAWS_H
#define QC_TESTS_STAT_KERNEL_LAWS_H

#include "models/stage_model.h"
#include "tests/exact/reference.h"

enum { KERNEL_LAW_DAYS = 91 };

typedef struct kernel_law { /* one stage as a law */
    double daily[QC_REFERENCE_EXITS][QC_HAZARD_DAYS];
    double cumulative[QC_HAZARD_DAYS + 1][QC_GROUP_COUNT];
    qc_law_route routes[QC_REFERENCE_EXITS];
    qc_law law;
} kernel_law;

static kernel_law kernel_laws[QC_REFERENCE_STAGES];

static inline qc_id kernel_target(int exit)
{
    return exit < QC_REFERENCE_STAGES    ? exit
           : exit == QC_REFERENCE_STAGES ? QC_STAGE_WON
                                         : QC_STAGE_LOST;
}

/* A day's chances of each exit among those still here, as hazards that add up. */
static inline void kernel_hazards(kernel_law *it, const double *kernel, int stage, double bend_won)
{
    double here = 1;
    for (int day = 0; day < KERNEL_LAW_DAYS; day++) {
        double leaving = 0;
        for (int exit = 0; exit < QC_REFERENCE_EXITS; exit++)
            leaving += kernel[(stage * QC_REFERENCE_EXITS + exit) * KERNEL_LAW_DAYS + day];
        for (int exit = 0; exit < QC_REFERENCE_EXITS && leaving > 0; exit++)
            it->daily[exit][day] =
                -log1p(-leaving / here) *
                kernel[(stage * QC_REFERENCE_EXITS + exit) * KERNEL_LAW_DAYS + day] / leaving *
                (exit == QC_REFERENCE_STAGES ? bend_won : 1);
        here -= leaving;
    }
}

static inline void kernel_law_make(kernel_law *it, int stage, bool lose_backs)
{
    int routes = 0;
    it->law = (qc_law){.day_clock = true,
                       .step = 1,
                       .time_scale = 1,
                       .per_day = 1,
                       .cells = QC_HAZARD_DAYS,
                       .cumulative = (const double(*)[QC_GROUP_COUNT]) it->cumulative};
    for (int exit = 0; exit < QC_REFERENCE_EXITS; exit++) {
        const qc_id to = exit < stage && lose_backs ? QC_STAGE_LOST : kernel_target(exit);
        const qc_group group = exit < stage && lose_backs ? QC_GROUP_BACK : qc_group_of(stage, to);
        if (exit == stage) continue;
        it->routes[routes] = (qc_law_route){to, it->daily[exit]};
        if (it->law.route_count[group]++ == 0) it->law.routes[group] = &it->routes[routes];
        it->law.weight[group] = 1;
        routes++;
        double sum = 0;
        for (int day = 0; day < QC_HAZARD_DAYS; day++)
            it->cumulative[day + 1][group] += sum += it->daily[exit][day];
    }
}

/** Fill kernel_laws[]; `bend_won` multiplies the hazards of winning, `lose_backs` loses what would go back. */
static inline void kernel_laws_make(double bend_won, bool lose_backs)
{
    static double kernel[QC_REFERENCE_STAGES * QC_REFERENCE_EXITS * KERNEL_LAW_DAYS];
    qc_reference_kernel(kernel, KERNEL_LAW_DAYS);
    memset(kernel_laws, 0, sizeof kernel_laws);
    for (int stage = 0; stage < QC_REFERENCE_STAGES; stage++) {
        kernel_hazards(&kernel_laws[stage], kernel, stage, bend_won);
        kernel_law_make(&kernel_laws[stage], stage, lose_backs);
    }
}

#endif
