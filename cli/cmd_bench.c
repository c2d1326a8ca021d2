#include "cli/command.h"
#include "cli/output.h"
#include "report/bench_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE    4096
#define COMPANY      "bench/company.json"
#define MOST_THREADS 1024

/* Beside the program (an installed tree may be moved), where it was installed, or in its source tree. */
static bool find_company(char *path, size_t size)
{
    char program[PATH_SIZE], beside[PATH_SIZE] = "";
    const char *named = getenv("QUOTACAST_DATA");
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length > 0) {
        program[length] = '\0';
        *strrchr(program, '/') = '\0';
        if (snprintf(beside, sizeof beside, "%s/../share/quotacast", program) >=
            (int) sizeof beside)
            beside[0] = '\0';
    }
    const char *folders[] = {named, named == NULL ? beside : NULL, QC_DATA_DIR, QC_SOURCE_DATA_DIR};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        if (folders[i] != NULL && snprintf(path, size, "%s/" COMPANY, folders[i]) < (int) size &&
            access(path, R_OK) == 0)
            return true;
    }
    return false;
}

static bool read_company(qc_bench_company *company, const char *spec, qc_status *status)
{
    char path[PATH_SIZE];
    if (spec != NULL) return qc_bench_company_read(company, spec, status);
    if (!find_company(path, sizeof path))
        return qc_fail(status, QC_IO,
                       "the reference company is not installed; name one with --spec FILE, or set "
                       "QUOTACAST_DATA to the folder that holds " COMPANY);
    return qc_bench_company_read(company, path, status);
}

bool qc_cmd_bench(const qc_options *options, qc_status *status)
{
    qc_bench_company company = {0};
    qc_bench_result result;
    qc_sim_options simulation =
        QC_SIM_OPTIONS_DEFAULT; /* one thread, unless it is asked for more */
    qc_sink sink = {0};
    bool ok = false;

    if (!read_company(&company, options->spec, status)) goto out;
    simulation.seed = qc_options_seed(options);
    simulation.trials = options->trials > 0 ? options->trials : company.trials;
    if (options->threads > 0)
        simulation.threads = (int32_t) (options->threads < MOST_THREADS ? options->threads
                                                                        : MOST_THREADS);
    if (!qc_bench_run(&result, &company, &simulation, status)) goto out;
    ok = qc_output_open(&sink, options, status) && qc_bench_line(&sink, &result, status) &&
         qc_sink_close(&sink, status);
out:
    qc_sink_drop(&sink);
    qc_bench_company_free(&company);
    return ok;
}
