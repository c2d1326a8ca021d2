#include "models/tilt.h"

#include <math.h>
#include <string.h>

double qc_tilt_changed(const qc_lever *lever, double value)
{
    switch (lever->kind) {
    case QC_CHANGE_REPLACE: return lever->amount;
    case QC_CHANGE_SCALE: return value * lever->amount;
    case QC_CHANGE_POINTS: return value + lever->amount;
    }
    return value;
}

static bool is_forward(int group)
{
    return group == QC_GROUP_ADVANCE || group == QC_GROUP_WON;
}

/* The weights go into the rows. */
static void tilt_cells(const qc_law *from, double odds, double (*rows)[QC_GROUP_COUNT])
{
    memset(rows[0], 0, sizeof rows[0]);
    for (int32_t cell = 0; cell < from->cells; cell++) {
        double step[QC_GROUP_COUNT], forward = 0;
        for (int g = 0; g < QC_GROUP_COUNT; g++) {
            step[g] = from->weight[g] * (from->cumulative[cell + 1][g] - from->cumulative[cell][g]);
            if (is_forward(g)) forward += step[g];
        }
        const double both = forward + step[QC_GROUP_LOST];
        const double tilted = odds * forward + step[QC_GROUP_LOST];
        const double scale = tilted > 0 ? both / tilted : 1;
        for (int g = 0; g < QC_GROUP_COUNT; g++) {
            const double factor = is_forward(g) ? odds * scale : g == QC_GROUP_LOST ? scale : 1;
            rows[cell + 1][g] = rows[cell][g] + factor * step[g];
        }
    }
}

qc_law qc_tilt_fitted(const qc_law *plain, double odds, double (*room)[QC_GROUP_COUNT])
{
    qc_law law = *plain;
    tilt_cells(plain, odds, room);
    law.cumulative = (const double(*)[QC_GROUP_COUNT]) room;
    for (int g = 0; g < QC_GROUP_COUNT; g++)
        law.weight[g] = law.weight[g] > 0;
    return law;
}

void qc_tilt_stated(const qc_stage_part *part, qc_law *law, double share,
                    double (*room)[QC_GROUP_COUNT])
{
    const qc_group forward = law->routes[QC_GROUP_WON] != NULL ? QC_GROUP_WON : QC_GROUP_ADVANCE;
    law->share = fmin(fmax(share, 0), 1);
    if (part->belief.lost_differs) {
        qc_law_mixture(&part->belief.days, &part->belief.days_if_lost, law->share, law->step,
                       law->cells, forward, room);
        law->cumulative = (const double(*)[QC_GROUP_COUNT]) room;
        return;
    }
    const double level = law->weight[forward] + law->weight[QC_GROUP_LOST];
    law->weight[forward] = law->share * level;
    law->weight[QC_GROUP_LOST] = (1 - law->share) * level;
}
