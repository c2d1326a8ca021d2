/** Named misfortunes, each priced in points of chance and money. */
#include "cli/command.h"
#include "cli/study.h"
#include "report/tornado.h"

#define TRIALS 4000

static void text(qc_sink *sink, const void *result, const qc_text_options *options)
{
    qc_text_stress(sink, result, options);
}
static bool json(qc_sink *sink, const void *result, qc_status *status)
{
    return qc_json_stress(sink, result, status);
}
static void csv(qc_sink *sink, const void *result)
{
    qc_csv_stress(sink, result);
}

bool qc_cmd_stress(const qc_options *options, qc_status *status)
{
    static const qc_cli_formats FORMATS = {text, json, csv};
    qc_cli_study study = {0};
    qc_stress stress = {0};
    const bool ok = qc_cli_study_open(&study, options, &options->sets, TRIALS, status) &&
                    qc_stress_run(&stress, &study.company, &study.simulation, study.trials,
                                  status) &&
                    qc_cli_study_write(&FORMATS, &stress, options, status);
    qc_stress_free(&stress);
    qc_cli_study_free(&study);
    return ok;
}
