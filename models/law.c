#include "models/law.h"

#include <math.h>
#include <string.h>

#define LAST_DAY 730

qc_group qc_group_of(qc_id stage, qc_id to)
{
    if (to == QC_STAGE_WON) return QC_GROUP_WON;
    if (to == QC_STAGE_LOST) return QC_GROUP_LOST;
    return to > stage ? QC_GROUP_ADVANCE : QC_GROUP_BACK;
}

qc_id qc_law_destination(const qc_law *law, qc_group group, int32_t cell, double *u)
{
    const qc_law_route *routes = law->routes[group];
    const int32_t count = law->route_count[group], at = cell < law->cells ? cell : law->cells - 1;
    double total = 0;
    int32_t chosen = 0;
    if (count == 1) return routes[0].to;
    for (int32_t r = 0; r < count; r++)
        total += routes[r].daily[at];
    double left = *u * total;
    while (chosen < count - 1 && left >= routes[chosen].daily[at])
        left -= routes[chosen++].daily[at];
    if (routes[chosen].daily[at] > 0) {
        const double rest = left / routes[chosen].daily[at];
        *u = rest < 1 ? rest : 1;
    }
    return routes[chosen].to;
}

static int32_t exit_slot(qc_id to, int32_t stages)
{
    if (to == QC_STAGE_WON) return stages;
    return to == QC_STAGE_LOST ? stages + 1 : to;
}

/* Share what leaves by a group in a cell among its destinations. */
static void spread_exits(const qc_law *law, qc_group group, int32_t cell, double mass,
                         int32_t stages, double *exits)
{
    const qc_law_route *routes = law->routes[group];
    const int32_t count = law->route_count[group];
    if (count == 1) {
        exits[exit_slot(routes[0].to, stages)] += mass;
        return;
    }
    const int32_t at = cell < law->cells ? cell : law->cells - 1;
    double total = 0;
    for (int32_t r = 0; r < count; r++)
        total += routes[r].daily[at];
    for (int32_t r = 0; r < count && total > 0; r++)
        exits[exit_slot(routes[r].to, stages)] += mass * routes[r].daily[at] / total;
}

double qc_law_exits(const qc_law *law, int32_t stages, int32_t days, double *exits, double *by_day)
{
    double before[QC_GROUP_COUNT] = {0};
    double open = 1;
    for (int32_t slot = 0; slot < stages + 2; slot++)
        exits[slot] = 0;
    for (int32_t day = 0; day < days; day++) {
        double after[QC_GROUP_COUNT], step[QC_GROUP_COUNT], total = 0;
        qc_law_at(law, day + 1.0, after);
        for (int g = 0; g < QC_GROUP_COUNT; g++) {
            step[g] = law->weight[g] * (after[g] - before[g]);
            total += step[g];
            before[g] = after[g];
        }
        const double leaving = open * -expm1(-total);
        const int32_t cell = (int32_t) ((day + 0.5) * law->per_day);
        for (int g = 0; g < QC_GROUP_COUNT; g++) {
            if (step[g] > 0)
                spread_exits(law, (qc_group) g, cell, leaving * step[g] / total, stages, exits);
        }
        open -= leaving;
        if (by_day != NULL) by_day[day] = 1 - open;
    }
    return open;
}

double qc_law_mean_days(const qc_law *law)
{
    double exits[QC_GROUP_COUNT + 64];
    double by_day[LAST_DAY];
    double sum = 0;
    qc_law_exits(law, 64, LAST_DAY, exits, by_day);
    for (int32_t day = 0; day < LAST_DAY; day++)
        sum += 1 - by_day[day] +
               (day == 0 ? 0.5 * by_day[0] : 0.5 * (by_day[day] - by_day[day - 1]));
    return sum;
}

void qc_law_mixture(const qc_spread *days, const qc_spread *days_if_lost, double share, double step,
                    int32_t cells, qc_group forward, double (*cumulative)[QC_GROUP_COUNT])
{
    double won_left = share, lost_left = 1 - share;
    memset(cumulative, 0, ((size_t) cells + 1) * sizeof *cumulative);
    for (int32_t cell = 0; cell < cells; cell++) {
        const double x = (cell + 1) * step;
        const double won_next = share * qc_spread_survival(days, x);
        const double lost_next = (1 - share) * qc_spread_survival(days_if_lost, x);
        const double left = won_left + lost_left, next = won_next + lost_next;
        const double leaving = left - next;
        const double speed = next > 0 && leaving > 0 ? log(left / next) / leaving : 0;
        cumulative[cell + 1][forward] = cumulative[cell][forward] + speed * (won_left - won_next);
        cumulative[cell + 1][QC_GROUP_LOST] = cumulative[cell][QC_GROUP_LOST] +
                                              speed * (lost_left - lost_next);
        won_left = won_next;
        lost_left = lost_next;
    }
}

/* The grids cover shares 0..1 (middle) and 31/32..1 (upper); their own first and last cells are exact. */
void qc_quick_fill(const qc_spread *spread, double *middle, double *upper)
{
    for (int i = 0; i <= QC_QUICK_CELLS; i++) {
        const double share = (double) i / QC_QUICK_CELLS;
        middle[i] = i == QC_QUICK_CELLS ? (double) INFINITY : qc_spread_quantile(spread, share);
        const double tail = (1 - share) * (1 - QC_QUICK_UPPER);
        upper[i] = i == QC_QUICK_CELLS ? (double) INFINITY : qc_spread_quantile_upper(spread, tail);
    }
}

double qc_quick_quantile_edge(const qc_quick *quick, double tail)
{
    if (tail <= 1 - QC_QUICK_UPPER) return qc_spread_quantile_upper(quick->spread, tail);
    return qc_spread_quantile(quick->spread, 1 - tail);
}
