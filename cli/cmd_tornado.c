/** Which input moves the chance most. */
#include "cli/command.h"
#include "cli/pictures.h"
#include "cli/study.h"
#include "report/tornado.h"

#define TRIALS 1500

static void text(qc_sink *sink, const void *result, const qc_text_options *options)
{
    qc_text_tornado(sink, result, options);
}
static bool json(qc_sink *sink, const void *result, qc_status *status)
{
    return qc_json_tornado(sink, result, status);
}
static void csv(qc_sink *sink, const void *result)
{
    qc_csv_tornado(sink, result);
}

bool qc_cmd_tornado(const qc_options *options, qc_status *status)
{
    static const qc_cli_formats FORMATS = {text, json, csv};
    qc_cli_study study = {0};
    qc_tornado tornado = {0};
    bool ok = qc_cli_study_open(&study, options, &options->sets, TRIALS, status) &&
              qc_tornado_run(&tornado, &study.company, &study.simulation, study.trials, status) &&
              qc_cli_study_write(&FORMATS, &tornado, options, status);
    if (ok && options->plots != NULL) {
        const qc_plot_options plot = qc_pictures_options();
        qc_plot_result result = {0};
        ok = qc_plot_tornado(&tornado, options->plots, &plot, &result, status);
        if (ok) qc_pictures_say(options, &result);
    }
    qc_tornado_free(&tornado);
    qc_cli_study_free(&study);
    return ok;
}
