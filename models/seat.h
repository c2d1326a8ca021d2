/** Who takes what: a person's role and segments as a seat. */
#ifndef QC_MODELS_SEAT_H
#define QC_MODELS_SEAT_H

#include "models/team_model.h"

/** "sdr" and "bdr" prospect and leave deals to the others; any other role does both. `segments` names one or
 *  several, apart by ';', "" = all; `segments_known` NULL = the company has none.
 *  @param who  named in the message  @fails QC_BAD_INPUT: a segment that the company has not */
QC_CHECKED bool qc_seat_describe(qc_seat *seat, const char *role, const char *segments,
                                 const char *who, const qc_segments *known, qc_status *status);

#endif
