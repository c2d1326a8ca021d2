/** Parameter draws of a world that cover what is believed evenly.
 *
 *  The draws come in sets, each a randomised Sobol net (core/points) in the coordinates that matter (models/even, then
 *  the months' noise of the arrivals). Sets are independent of each other: their spread tells the error of a mean over
 *  all, which draws of one set do not. Where no coordinate matters, each draw of the streams is a set of its own. */
#ifndef QC_SIM_EVEN_DRAWS_H
#define QC_SIM_EVEN_DRAWS_H

#include "core/points.h"
#include "sim/world.h"

#define QC_EVEN_SETS 16

typedef struct qc_even_draws { /* zeroed; lives in the arena given; one thread's */
    qc_points points;          /* of the coordinates that matter */
    int64_t sets;
    int32_t per_set;
    int32_t places;          /* coordinates that there are */
    int32_t *place;          /* [points.dimensions]: which of them */
    double *at, *coordinate; /* [points.dimensions]; [places] */
} qc_even_draws;

/** At least `draws` of them, in whole sets; 1 is one draw of the streams. `world` has a draw laid out.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_even_draws_make(qc_even_draws *it, const qc_world *world, int64_t draws,
                                   qc_arena *arena, qc_status *status);

/** Let the world's next draw be this one; its number still names the luck of everything else. */
void qc_even_draws_lay(const qc_even_draws *it, qc_world *world, int64_t number);
/** Back to the streams. */
void qc_even_draws_lift(qc_world *world);

#endif
