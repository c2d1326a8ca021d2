/** Speed and result on a company given as JSON, so that the engine can stand beside other programs.
 *
 *  The company: deals pass the stages in order; a stay lasts LogNormal(mean_days, cv) days, at its end the
 *  deal advances with chance `advance`, else it is lost; advancing out of the last stage wins it. Open
 *  deals have a stage, an age in it and a known amount; new deals are Poisson, spread evenly over the
 *  month, with LogNormal amounts. Nothing is uncertain but luck. The JSON is described in
 *  docs/formats.md, "A company as JSON"; the months are those of 2025 and on. A large company has such a
 *  pipeline for each of its segments. */
#ifndef QC_STUDY_BENCH_H
#define QC_STUDY_BENCH_H

#include "history/read_open.h"
#include "plan/plan.h"
#include "sim/engine.h"

#define QC_BENCH_MONTHS_MAX   60
#define QC_BENCH_QUANTILES    5 /* 5%, 25%, 50%, 75%, 95% */
#define QC_BENCH_YEARS_MAX    (QC_BENCH_MONTHS_MAX / 12)
#define QC_BENCH_SEGMENTS_MAX 60

typedef struct qc_bench_company { /* zeroed; qc_bench_company_free() */
    qc_arena arena;
    qc_plan plan;
    qc_open_deals open;
    int32_t months;
    int32_t segments;     /* > 0: no goals, but the bookings of each segment by year */
    bool whole_weeks;     /* reps run out of hours, and everything happens at the end of a week */
    int64_t trials;       /* the company's own wish */
    double history_deals; /* that its parameters rest on where they are uncertain; 0 = not said */
    bool uncertain;       /* set by the caller: draw them, by the rule of study/bench_uncertain.c */
    double read_seconds;  /* processor time */
} qc_bench_company;

/** Read a company and make a plan and a table of open deals of it.
 *  @fails QC_IO; QC_NO_MEMORY; QC_BAD_INPUT naming the file, the place in it and what was expected, also
 *         for months of other lengths and for rates that change from month to month */
QC_CHECKED bool qc_bench_company_read(qc_bench_company *company, const char *path,
                                      qc_status *status);
QC_CHECKED bool qc_bench_company_read_bytes(qc_bench_company *company, const char *name,
                                            const char *bytes, size_t length, qc_status *status);
void qc_bench_company_free(qc_bench_company *company); /* legal after a failure, and twice */

typedef struct qc_bench_result { /* plain data */
    char engine[32];
    int64_t trials, moves; /* a move is one stage exit inside the horizon */
    uint64_t seed;
    int32_t threads, months, segments;
    double cpu_seconds,
        wall_seconds; /* simulation and summary; processor time is that of all threads */
    double read_seconds, tables_seconds, simulation_seconds, summary_seconds; /* processor time */
    double chance_year;
    double chance_month[QC_BENCH_MONTHS_MAX];
    double cumulative[QC_BENCH_MONTHS_MAX]
                     [QC_BENCH_QUANTILES]; /* bookings so far at the month's end */
    double year[QC_BENCH_SEGMENTS_MAX + 1][QC_BENCH_YEARS_MAX]
               [QC_BENCH_QUANTILES]; /* bookings of the company, then of each segment, if any */
    char result_hash[QC_DIGEST_TEXT];
    const char *isa;    /* the instruction set of the kernels that ran; NULL = none did */
    bool uncertain;     /* parameters were drawn, anew for every 20 trials */
    bool computed;      /* by the exact engine: no trials, no result hash */
    double error_bound; /* exact: on the numerical error of the chances */
    double
        chances_seconds; /* exact: the chances of all targets alone, without bound and quantiles */
} qc_bench_result;

/** Fit, simulate, sum up, and take the time of each. @fails QC_BAD_INPUT for a company that should be uncertain and
 *  does not say on how many deals it rests; as qc_simulate() and qc_summary_make() */
QC_CHECKED bool qc_bench_run(qc_bench_result *result, const qc_bench_company *company,
                             const qc_sim_options *options, qc_status *status);

#endif
