/** A lever that is turned: one path and the values from one end to the other, written as a person would. */
#ifndef QC_STUDY_RAMP_H
#define QC_STUDY_RAMP_H

#include "core/arena.h"

typedef enum qc_ramp_kind {
    QC_RAMP_PERCENT, /* +12.5%: a change */
    QC_RAMP_POINTS,  /* +3 points: a change */
    QC_RAMP_PEOPLE,  /* +2, +2 from 2026-08-01: whole people more */
    QC_RAMP_SHARE,   /* 55%: a value */
    QC_RAMP_VALUE    /* 12000 EUR, 60 per month */
} qc_ramp_kind;

typedef struct qc_ramp {
    const char *path;
    qc_ramp_kind kind;
    double from, to;  /* in the unit as written: 30 for +30%, 55 for 55% */
    const char *unit; /* VALUE, PEOPLE: what follows the number, "" = nothing */
} qc_ramp;

/** From the two ends as typed: `0%` and `+30%`, `-5 points` and `+10 points`, `50%` and `70%`, `8k` and `12k`.
 *  `0` and `0%` beside a change mean no change. @param arena keeps path and unit
 *  @fails QC_BAD_INPUT when an end is no number or the two are of different kinds */
QC_CHECKED bool qc_ramp_read(qc_ramp *ramp, const char *path, const char *from, const char *to,
                             qc_arena *arena, qc_status *status);

/** x with three significant digits, or the next whole person; never further from the far end than before. */
double qc_ramp_round(const qc_ramp *ramp, double x);
/** The same with so many digits. */
double qc_ramp_round_to(const qc_ramp *ramp, double x, int digits);
/** The value at `x` (between from and to) as text: "+12.5%". */
QC_CHECKED char *qc_ramp_text(const qc_ramp *ramp, double x, qc_arena *arena, qc_status *status);
/** "PATH=VALUE" at x. */
QC_CHECKED char *qc_ramp_set(const qc_ramp *ramp, double x, qc_arena *arena, qc_status *status);

/** Does x leave the plan as it is? (a change of nothing) */
bool qc_ramp_is_nothing(const qc_ramp *ramp, double x);

/** `PATH=FROM:TO:COUNT`; COUNT may be missing (then `count` is left alone). @fails QC_BAD_INPUT */
QC_CHECKED bool qc_ramp_parse(qc_ramp *ramp, int32_t *count, const char *text, qc_arena *arena,
                              qc_status *status);

#endif
