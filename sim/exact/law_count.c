#include "sim/exact/law_count.h"

#include <math.h>

static int64_t part_of(int64_t futures, double chance)
{
    return llround(chance * (double) futures);
}

/* Where the law is worth walking through: from the first bucket with a future in it to the last. */
bool qc_law_count(qc_outcome *outcome, qc_tally *tally, int64_t base, const qc_total_law *law,
                  int64_t futures, qc_status *status)
{
    int64_t low = 0, high = 0, before = 0;
    int32_t first = 0;
    while (first + 1 < law->points && part_of(futures, law->below[first + 1]) == 0)
        first++;
    const double start = fmax(law->low + first * law->spacing, 0);
    int32_t bucket = qc_outcome_bucket(base + llround(floor(start)));
    while (before < futures) {
        qc_outcome_bucket_range(bucket, &low, &high);
        const int64_t here = part_of(futures, qc_total_law_below(law, (double) (high - base) + 1));
        if (here > before && !qc_outcome_count(outcome, tally, bucket, here - before, status))
            return false;
        before = here;
        bucket++;
    }
    return true;
}

static double area_of_cell(const qc_total_law *law, int32_t i, double at)
{
    if (law->whole_steps) return law->spacing * law->below[i + 1];
    if (at <= 0 && at + law->spacing > 0) /* nothing is a jump within the cell */
        return (at + law->spacing) * (law->nothing + law->below[i + 1]) / 2;
    return law->spacing * (law->below[i] + law->below[i + 1]) / 2;
}

/* By parts, from the law's integral. */
double qc_law_sum_below(const qc_total_law *law, double goal)
{
    double area = 0, at = law->low;
    int32_t i = 0;
    for (; i + 1 < law->points && at + law->spacing <= goal; i++, at += law->spacing)
        area += area_of_cell(law, i, at);
    const double rest = fmax(goal - at, 0), there = qc_total_law_below(law, goal);
    area += rest * there;
    return goal * there - area;
}
