/** A parameter draw by coordinates in the unit cube, instead of by streams of random numbers.
 *
 *  What is believed is then read off its distribution function: a coordinate is the part of the belief that lies
 *  below. Points that fill the cube evenly (core/points) so give draws that cover the beliefs evenly. Every quantity
 *  that may be uncertain has a place, whatever it is in this plan; what is fitted to a history keeps its streams.
 *
 *  Order: each arrival stream's rate, cell of its noise and noise to start with; each size model's level and spread;
 *  each stage part's conversion and speed. */
#ifndef QC_MODELS_EVEN_H
#define QC_MODELS_EVEN_H

#include "models/model.h"

#define QC_EVEN_STREAM 3
#define QC_EVEN_SIZE   2
#define QC_EVEN_PART   2

/** How many coordinates a draw of the model has. */
int32_t qc_even_count(const qc_model *model);

/** used[qc_even_count()]: does the draw depend on the coordinate? */
void qc_even_used(const qc_model *model, bool *used);

/** Hand draw->even (NULL = streams) down to the parts of the draw. */
void qc_even_share_out(const qc_model *model, qc_draw *draw);

#endif
