/** The part of a forecast's JSON that is about people. */
#ifndef QC_REPORT_JSON_PEOPLE_H
#define QC_REPORT_JSON_PEOPLE_H

#include "report/json/json_build.h"
#include "sim/summary/summary.h"

json_t *qc_json_people(qc_json_build *build, const qc_people_summary *people);

#endif
