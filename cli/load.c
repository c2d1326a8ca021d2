#include "cli/load.h"

#include "cli/output.h"
#include "plan/set_clash.h"

#include <stdio.h>
#include <string.h>

#define ERRORS_SHOWN 20

void qc_loaded_free(qc_loaded *loaded)
{
    qc_findings_free(&loaded->findings);
    qc_activity_log_free(&loaded->log);
    qc_quota_table_free(&loaded->quotas);
    qc_people_table_free(&loaded->people);
    qc_open_deals_free(&loaded->open);
    qc_history_free(&loaded->history);
    qc_plan_free(&loaded->plan);
    memset(loaded, 0, sizeof *loaded);
}

/* What the plan says about reading the data. The stage words borrow from the plan. */
static bool read_options(const qc_plan *plan, qc_arena *arena, qc_read_options *options,
                         qc_status *status)
{
    qc_stage_words *words = qc_arena_take(arena, (size_t) plan->stage_count, sizeof *words, status);
    if (words == NULL) return false;
    for (int32_t s = 0; s < plan->stage_count; s++)
        words[s] = (qc_stage_words){plan->stages[s].name, plan->stages[s].crm,
                                    plan->stages[s].crm_count};
    *options = (qc_read_options){
        .stages = words,
        .stage_count = plan->stage_count,
        .won = {plan->history.won, plan->history.won_count},
        .lost = {plan->history.lost, plan->history.lost_count},
        .ignore = {plan->history.ignore, plan->history.ignore_count},
        .with = {plan->history.with, plan->history.with_count},
        .map = {plan->history.map, plan->history.map_count},
        .dialect = plan->history.layout,
        .rates = plan->history.rates,
        .currency = plan->currency,
        .pipeline = plan->history.pipeline,
        .as_of = plan->as_of,
        .recorded_from = plan->history.recorded_from,
        .recorded_always = plan->history.recorded_always,
        .allow_set_aside = plan->history.allow_set_aside,
        .date_order = plan->history.date_order,
        .decimal = plan->history.decimal,
    };
    return true;
}

static bool load_people(qc_loaded *loaded, qc_status *status)
{
    const qc_plan *plan = &loaded->plan;
    if (plan->history.people == NULL) return true;
    loaded->has_people = qc_read_people(&loaded->people, plan->history.people,
                                        plan->history.date_order, &loaded->findings, status);
    return loaded->has_people;
}

static bool load_log(qc_loaded *loaded, qc_status *status)
{
    const qc_plan *plan = &loaded->plan;
    const qc_log_options options = {loaded->as_of, plan->history.allow_set_aside,
                                    plan->history.date_order};
    if (plan->history.activities == NULL) return true;
    loaded->has_log = qc_read_activities(&loaded->log, plan->history.activities, &options,
                                         &loaded->findings, status);
    return loaded->has_log;
}

static bool load_quotas(qc_loaded *loaded, qc_status *status)
{
    const qc_plan *plan = &loaded->plan;
    if (plan->history.quotas == NULL) return true;
    loaded->has_quotas = qc_read_quotas(&loaded->quotas, plan->history.quotas,
                                        plan->history.decimal, &loaded->findings, status);
    return loaded->has_quotas;
}

/* Data must not be written over by -o. */
static bool spare_data(const qc_plan *plan, const qc_options *options, qc_status *status)
{
    const char *const data[] = {plan->history.deals,      plan->history.rates,
                                plan->history.open_deals, plan->history.activities,
                                plan->history.people,     plan->history.quotas};
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof data / sizeof data[0]; i++)
        ok = data[i] == NULL || qc_output_spares(options, data[i], status);
    for (int32_t i = 0; ok && i < plan->history.with_count; i++)
        ok = qc_output_spares(options, plan->history.with[i], status);
    return ok;
}

bool qc_load_quietly(qc_loaded *loaded, const char *plan, const qc_options *options,
                     qc_status *status)
{
    qc_arena scratch = {0};
    qc_read_options reading = QC_READ_OPTIONS_DEFAULT;
    for (int32_t i = 0; i < options->arguments.count; i++) {
        if (!qc_output_spares(options, options->arguments.text[i], status)) return false;
    }
    bool ok = qc_output_spares(options, plan, status) &&
              qc_set_clash(options->sets.text, options->sets.count, status) &&
              qc_plan_read(&loaded->plan, plan, options->sets.text, options->sets.count,
                           &loaded->findings, status) &&
              read_options(&loaded->plan, &scratch, &reading, status);
    loaded->as_of = loaded->plan.as_of;
    ok = ok && spare_data(&loaded->plan, options, status);
    if (ok && loaded->plan.history.deals != NULL) {
        ok = qc_read_deals(&loaded->history, loaded->plan.history.deals, &reading,
                           &loaded->findings, status);
        loaded->has_history = ok;
        loaded->as_of = loaded->history.as_of;
    }
    if (ok && loaded->plan.history.open_deals != NULL) {
        reading.as_of = loaded->as_of;
        ok = qc_read_open(&loaded->open, loaded->plan.history.open_deals, &reading,
                          &loaded->findings, status);
        loaded->has_open = ok;
    }
    ok = ok && load_people(loaded, status) && load_log(loaded, status) &&
         load_quotas(loaded, status);
    qc_arena_free(&scratch);
    return ok;
}

/* All errors at once; the status then only carries the code. */
void qc_load_print_errors(const qc_findings *findings, qc_status *status)
{
    const int32_t errors = findings->of_kind[QC_FINDING_ERROR];
    int32_t shown = 0;
    if (errors == 0) return;
    for (int32_t i = 0; i < findings->count && shown < ERRORS_SHOWN; i++) {
        const qc_finding *finding = &findings->items[i];
        qc_status line = {0};
        char text[1024];
        if (finding->kind != QC_FINDING_ERROR) continue;
        (void) qc_fail_at(&line, QC_BAD_INPUT, finding->file, finding->line, finding->field, "%s",
                          finding->text);
        qc_status_text(&line, text, sizeof text);
        fprintf(stderr, "quotacast: %s\n", text);
        shown++;
    }
    if (errors > shown)
        fprintf(stderr, "quotacast: and %d more errors: quotacast check lists them all\n",
                (int) (errors - shown));
    status->message[0] = '\0';
}

bool qc_load(qc_loaded *loaded, const char *plan, const qc_options *options, qc_status *status)
{
    const bool ok = qc_load_quietly(loaded, plan, options, status);
    if (!ok && status->code == QC_BAD_INPUT) qc_load_print_errors(&loaded->findings, status);
    return ok;
}

qc_forecast_inputs qc_loaded_inputs(const qc_loaded *loaded)
{
    return (qc_forecast_inputs){.plan = &loaded->plan,
                                .history = loaded->has_history ? &loaded->history : NULL,
                                .open = loaded->has_open ? &loaded->open : NULL,
                                .findings = &loaded->findings,
                                .as_of = loaded->as_of,
                                .log = loaded->has_log ? &loaded->log : NULL,
                                .people = loaded->has_people ? &loaded->people : NULL,
                                .quotas = loaded->has_quotas ? &loaded->quotas : NULL};
}

int32_t qc_loaded_files(const qc_loaded *loaded, qc_input_file files[QC_LOADED_FILES])
{
    int32_t count = 0;
    if (loaded->has_history)
        files[count++] = (qc_input_file){loaded->history.file, loaded->history.sha256};
    if (loaded->has_open) files[count++] = (qc_input_file){loaded->open.file, loaded->open.sha256};
    if (loaded->has_log) files[count++] = (qc_input_file){loaded->log.file, loaded->log.sha256};
    if (loaded->has_people)
        files[count++] = (qc_input_file){loaded->people.file, loaded->people.sha256};
    if (loaded->has_quotas)
        files[count++] = (qc_input_file){loaded->quotas.file, loaded->quotas.sha256};
    return count;
}
