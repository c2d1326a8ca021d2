#include "sim/workload.h"

#include <math.h>

#define EASY      400 /* deals of a future that any run may have */
#define STEEPNESS 1.3
#define FEWEST    1000
#define WEEK      7.0

static bool is_simulated_by_people(const qc_model *model)
{
    return model->team.on && (model->activities.on || qc_team_model_couples(&model->team));
}

/* Deals of one future at the means: open ones, those that come by themselves, and prospected ones. */
static bool count_deals(double *deals, const qc_model *model, const qc_book *book,
                        const qc_questions *questions, uint64_t seed, qc_status *status)
{
    qc_draw draw = {0};
    const bool ok = qc_draw_room(&draw, model, status) &&
                    qc_model_draw(model, seed, -1, &draw, status);
    if (ok) {
        const double inbound = model->activities.on ? draw.activities.inbound : 1;
        const double by_seat = model->activities.on
                                   ? draw.activities.week.all *
                                         qc_activity_model_fits(&draw.activities.week,
                                                                model->team.hours) /
                                         WEEK
                                   : 0;
        *deals = book->open_count +
                 questions->days *
                     (inbound * qc_arrival_model_rate(&model->arrivals, &draw.arrivals, -1) +
                      model->team.seat_count * by_seat);
    }
    qc_draw_free(&draw);
    return ok;
}

bool qc_workload_most(int64_t *most, double *deals, const qc_model *model, const qc_book *book,
                      const qc_questions *questions, uint64_t seed, qc_status *status)
{
    double count = 0;
    *most = QC_WORKLOAD_MOST;
    if (is_simulated_by_people(model)) {
        if (!count_deals(&count, model, book, questions, seed, status)) return false;
        const double fits = QC_WORKLOAD_MOST * pow(EASY / fmax(count, EASY), STEEPNESS);
        *most = (int64_t) (fmax(fits, FEWEST) / QC_BLOCK_TRIALS) * QC_BLOCK_TRIALS;
    }
    if (deals != NULL) *deals = count;
    return true;
}
