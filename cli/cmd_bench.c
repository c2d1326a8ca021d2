#include "cli/command.h"
#include "cli/data.h"
#include "cli/output.h"
#include "report/bench_line.h"

#define COMPANY      "bench/company.json"
#define MOST_THREADS 1024

static bool read_company(qc_bench_company *company, const char *spec, qc_status *status)
{
    char path[QC_DATA_PATH];
    if (spec != NULL) return qc_bench_company_read(company, spec, status);
    return qc_data_find(COMPANY, path, status) && qc_bench_company_read(company, path, status);
}

bool qc_cmd_bench(const qc_options *options, qc_status *status)
{
    qc_bench_company company = {0};
    qc_bench_result result;
    qc_sim_options simulation =
        QC_SIM_OPTIONS_DEFAULT; /* one thread, unless it is asked for more */
    qc_sink sink = {0};
    bool ok = false;

    if (!qc_output_engine(&simulation, options, status)) goto out;
    if (!read_company(&company, options->spec, status)) goto out;
    company.uncertain = options->uncertain;
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
