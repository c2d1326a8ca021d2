#include "sim/hours.h"

#include "sim/people.h"

#include <math.h>
#include <string.h>

#define HUNDREDTHS 100.0
#define MOST       1e15 /* of an atom */

bool qc_hours_make(qc_world *world, qc_status *status)
{
    const qc_questions *questions = world->questions;
    const size_t atoms = (size_t) questions->atom_count;
    if (world->people == NULL || questions->metric_mask[QC_METRIC_WORK_HOURS] == 0) return true;
    world->people->sold = qc_arena_take(&world->arena, 2 * atoms, sizeof(double), status);
    if (world->people->sold == NULL) return false;
    world->people->worked = world->people->sold + atoms;
    return true;
}

void qc_hours_add(const qc_world *world, int32_t shift, double sold, double weeks)
{
    qc_people *people = world->people;
    const qc_shift *days = &people->shifts[shift];
    const double length = days->to - days->from;
    if (people->worked == NULL) return;
    for (int32_t day = days->from + 1; day <= days->to; day++) {
        const int32_t atom = world->questions->atom_of_day[day];
        people->sold[atom] += sold / length;
        people->worked[atom] += world->model->team.work_hours * weeks / length;
    }
}

static void add_to(qc_world *world, qc_metric metric, const double *hours)
{
    const qc_questions *questions = world->questions;
    for (int32_t m = 0; m < questions->measure_count; m++) {
        int64_t *sums = &world->sums[m * (questions->atom_count + 1)];
        if (!(questions->metric_mask[metric] >> m & 1)) continue;
        for (int32_t a = 0; a < questions->atom_count; a++) {
            world->too_large |= hours[a] > MOST;
            sums[a] += llround(HUNDREDTHS * fmin(hours[a], MOST));
        }
    }
}

void qc_hours_close(qc_world *world)
{
    qc_people *people = world->people;
    if (people == NULL || people->worked == NULL) return;
    add_to(world, QC_METRIC_SOLD_HOURS, people->sold);
    add_to(world, QC_METRIC_WORK_HOURS, people->worked);
    memset(people->sold, 0, 2 * (size_t) world->questions->atom_count * sizeof *people->sold);
}
