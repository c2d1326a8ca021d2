/** What a count says of the state of its period: the count is Poisson with mean expected x e^state, and the state
 *  is normal before it is looked at. */
#ifndef QC_MODELS_COUNT_LOOK_H
#define QC_MODELS_COUNT_LOOK_H

typedef struct qc_look {   /* the count as a look at the state with normal noise */
    double surprise;       /* what was seen less what was thought to be */
    double noise;          /* its variance */
    double log_likelihood; /* of the count, up to what no prior of the state changes */
} qc_look;

/** @param expected  events if the state were 0, > 0
 *  @param mean, variance  of the state before the look; variance >= 0 */
typedef qc_look qc_count_look_at(double events, double expected, double mean, double variance);

/** The normal that has the top and the curvature of the state's law after the look (Laplace; Durbin and Koopman
 *  1997). A look at ln(count) weighted by the count itself would trust high counts more than low ones and see
 *  every rate too high, by as much as one over the usual count. */
qc_count_look_at qc_count_look;

#endif
