/** Who takes what: a person's role and segments as a seat. */
#ifndef QC_MODELS_SEAT_H
#define QC_MODELS_SEAT_H

#include "models/team_model.h"

typedef struct qc_seat_source { /* where a person or a hire is written down */
    const char *file;
    int32_t line, field; /* 0 = not known */
} qc_seat_source;

/** "sdr" and "bdr" prospect and leave deals to the others; any other role does both. `segments` names one or
 *  several, apart by ';', "" = all; `segments_known` NULL = the company has none.
 *  @param source  named in the message  @fails QC_BAD_INPUT: a segment that the company has not */
QC_CHECKED bool qc_seat_describe(qc_seat *seat, const char *role, const char *segments,
                                 const qc_seat_source *source, const qc_segments *known,
                                 qc_status *status);

#endif
