/** Who works since when: `owner, start[, end, role, segment, skill]`, one row a person. */
#ifndef QC_HISTORY_READ_PEOPLE_H
#define QC_HISTORY_READ_PEOPLE_H

#include "core/calendar.h"
#include "core/digest.h"
#include "core/findings.h"

typedef struct qc_person {
    const char *name;
    qc_day start, end;     /* end: last working day, QC_DAY_NONE = none known */
    const char *role;      /* "" = not said */
    const char *segments;  /* one or several, apart by ';'; "" = all */
    double skill;          /* beside the team's average of 1; NAN = not said */
    int32_t line;          /* of the file */
    int32_t segment_field; /* of the row, from 1; 0 = no such column */
} qc_person;

typedef struct qc_people_table { /* zeroed; qc_people_table_free() */
    qc_arena arena;
    const char *file;
    char sha256[QC_DIGEST_TEXT];
    qc_person *people;
    int32_t count;
} qc_people_table;

/** @param date_order "dmy", "mdy", "ymd", or NULL = found in the file
 *  @fails QC_IO, QC_NO_MEMORY, QC_BAD_INPUT: a missing column, a torn quote, a bad date, an end before its start, a
 *  skill that is none, a name that is missing or stands twice. All of them are in `findings`. */
QC_CHECKED bool qc_read_people(qc_people_table *table, const char *path, const char *date_order,
                               qc_findings *findings, qc_status *status);
QC_CHECKED bool qc_read_people_bytes(qc_people_table *table, const char *name, const char *bytes,
                                     size_t length, const char *date_order, qc_findings *findings,
                                     qc_status *status);
void qc_people_table_free(qc_people_table *table); /* legal after a failure, and twice */

#endif
