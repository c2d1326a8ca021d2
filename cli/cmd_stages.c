#include "cli/command.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/pictures.h"
#include "models/funnel.h"
#include "report/csv/csv.h"
#include "report/json/json.h"

#include <string.h>

#define DRAWS 200

static bool read_by(const qc_options *options, qc_funnel_options *funnel, const qc_loaded *loaded,
                    qc_status *status)
{
    funnel->by = QC_LABEL_COUNT;
    if (options->by == NULL) return true;
    funnel->by = qc_history_label(options->by);
    if (funnel->by == QC_LABEL_COUNT)
        return qc_fail(status, QC_BAD_USAGE,
                       "--by '%s' is none of owner, segment, source, customer, product, region, "
                       "reason, pipeline",
                       options->by);
    if (!loaded->has_history || !loaded->history.has_label[funnel->by])
        return qc_fail(status, QC_BAD_INPUT, "the history has no column '%s' to split by",
                       options->by);
    return true;
}

static bool write_funnels(const qc_funnels *funnels, const qc_options *options, qc_status *status)
{
    qc_sink sink = {0};
    bool ok = qc_output_open(&sink, options, status);
    if (ok && strcmp(options->format, "json") == 0) {
        ok = qc_json_funnels(&sink, funnels, status);
    } else if (ok && strcmp(options->format, "csv") == 0) {
        qc_csv_funnels(&sink, funnels);
    } else if (ok) {
        const qc_text_options text = qc_output_text(options);
        qc_text_funnels(&sink, funnels, &text);
    }
    ok = ok && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    return ok;
}

static bool draw_pictures(const qc_funnels *funnels, const qc_options *options, qc_status *status)
{
    const qc_plot_options plot = qc_pictures_options();
    qc_plot_result result = {0};
    if (!qc_plot_funnels(funnels, options->plots, &plot, &result, status)) return false;
    qc_pictures_say(options, &result);
    return true;
}

static bool write_explanation(const qc_explanation *explanation, const qc_options *options,
                              qc_status *status)
{
    qc_sink sink = {0};
    bool ok = qc_output_open(&sink, options, status);
    if (ok && strcmp(options->format, "json") == 0) {
        ok = qc_json_explanation(&sink, explanation, status);
    } else if (ok) {
        const qc_text_options text = qc_output_text(options);
        qc_text_explanation(&sink, explanation, &text);
    }
    ok = ok && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    return ok;
}

static bool explain(const qc_loaded *loaded, const qc_options *options, qc_status *status)
{
    const qc_explain_inputs inputs = {.history = loaded->has_history ? &loaded->history : NULL,
                                      .open = loaded->has_open ? &loaded->open : NULL,
                                      .plan = &loaded->plan,
                                      .stage = options->explain_stage};
    qc_explanation explanation = {0};
    const bool ok = qc_explain(&explanation, &inputs, status) &&
                    write_explanation(&explanation, options, status);
    qc_explanation_free(&explanation);
    return ok;
}

static bool check_explain(const qc_options *options, qc_status *status)
{
    if (options->explain_stage == NULL) return true;
    if (strcmp(options->format, "csv") == 0)
        return qc_fail(status, QC_BAD_USAGE, "stages --explain writes text or json");
    if (options->by != NULL || options->plots != NULL)
        return qc_fail(status, QC_BAD_USAGE, "stages --explain takes neither --by nor --plots");
    return true;
}

bool qc_cmd_stages(const qc_options *options, qc_status *status)
{
    qc_loaded loaded = {0};
    qc_funnels funnels = {0};
    qc_funnel_options funnel = {.seed = qc_options_seed(options), .draws = DRAWS};
    if (!check_explain(options, status)) return false;
    if (options->explain_stage != NULL) {
        const bool explained = qc_load(&loaded, options->arguments.text[0], options, status) &&
                               explain(&loaded, options, status);
        qc_loaded_free(&loaded);
        return explained;
    }
    const bool ok = qc_load(&loaded, options->arguments.text[0], options, status) &&
                    read_by(options, &funnel, &loaded, status) &&
                    qc_funnels_make(&funnels, loaded.has_history ? &loaded.history : NULL,
                                    &loaded.plan, &funnel, status) &&
                    write_funnels(&funnels, options, status) &&
                    (options->plots == NULL || draw_pictures(&funnels, options, status));
    qc_funnels_free(&funnels);
    qc_loaded_free(&loaded);
    return ok;
}
