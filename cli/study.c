#include "cli/study.h"

#include "study/decide/beyond.h"

#include <stdio.h>
#include <string.h>

void qc_cli_study_free(qc_cli_study *study)
{
    qc_forecast_free(&study->forecast);
    qc_loaded_free(&study->loaded);
    memset(study, 0, sizeof *study);
}

bool qc_cli_study_open(qc_cli_study *study, const qc_options *options, const qc_list *sets,
                       int64_t trials, qc_status *status)
{
    static qc_options reading; /* too large for a stack that fuzzers share */
    reading = *options;
    reading.sets.count = 0;
    for (int32_t i = 0; sets != NULL && i < sets->count; i++)
        reading.sets.text[reading.sets.count++] = sets->text[i];
    if (!qc_output_simulation(&study->simulation, options, status)) return false;
    const qc_evaluator engine = study->simulation.evaluator;
    if (engine == QC_EVALUATOR_COHORT)
        return qc_fail(
            status, QC_BAD_USAGE,
            "--engine '%s' forecasts one plan; here walk, blend, exact or auto is expected",
            options->engine);
    if (!qc_load(&study->loaded, options->arguments.text[0], &reading, status)) return false;
    study->inputs = qc_loaded_inputs(&study->loaded);
    study->trials = options->trials > 0 ? options->trials : trials;
    study->company = (qc_study_base){.forecast = &study->forecast,
                                     .inputs = &study->inputs,
                                     .sets = sets != NULL ? sets->text : NULL,
                                     .set_count = sets != NULL ? sets->count : 0};
    if (!qc_forecast_prepare(&study->forecast, &study->inputs, study->simulation.seed, status) ||
        !qc_variants_target(&study->forecast.questions, options->target, &study->company.target,
                            status))
        return false;
    qc_output_catch_interrupt();
    return true;
}

bool qc_cli_study_chance(const char *text, const char *option, double *chance, qc_status *status)
{
    char number[32] = "";
    const size_t length = strlen(text);
    const bool percent = length > 1 && text[length - 1] == '%';
    if (length - percent < sizeof number) memcpy(number, text, length - percent);
    if (qc_text_decimal(number, chance)) {
        *chance /= percent ? 100 : 1;
        if (*chance > 0 && *chance < 1) return true;
    }
    return qc_fail(status, QC_BAD_USAGE, "%s '%s' is not a chance between 0%% and 100%%, e.g. 80%%",
                   option, text);
}

bool qc_cli_study_warn(const qc_cli_study *study, const qc_variant *asked, int32_t count,
                       qc_status *status)
{
    qc_beyond beyond = {0};
    const bool ok = qc_beyond_find(&beyond, &study->company, asked, count, study->simulation.seed,
                                   status);
    for (int32_t i = 0; i < beyond.count; i++)
        fprintf(stderr, "quotacast: warning: %s\n", beyond.sentence[i]);
    qc_beyond_free(&beyond);
    return ok;
}

bool qc_cli_study_write(const qc_cli_formats *formats, const void *result,
                        const qc_options *options, qc_status *status)
{
    qc_sink sink = {0};
    qc_output_progress_end(options);
    bool ok = qc_output_open(&sink, options, status);
    if (ok && strcmp(options->format, "json") == 0) {
        ok = formats->json(&sink, result, status);
    } else if (ok && strcmp(options->format, "csv") == 0) {
        formats->csv(&sink, result);
    } else if (ok) {
        const qc_text_options text = qc_output_text(options);
        formats->text(&sink, result, &text);
    }
    ok = ok && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    return ok;
}
