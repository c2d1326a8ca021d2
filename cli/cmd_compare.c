/** Scenarios side by side on the same luck, or a grid of two levers. */
#include "cli/command.h"
#include "cli/pictures.h"
#include "cli/study.h"
#include "plan/set.h"
#include "plan/set_clash.h"
#include "report/compare.h"
#include "report/implied.h"

#include <string.h>

#define TRIALS      8000
#define GRID_TRIALS 1200
#define MOST        60 /* scenarios at once */

/* ---- the three formats ---- */

static void text_rows(qc_sink *sink, const void *result, const qc_text_options *options)
{
    qc_text_comparison(sink, result, options);
}
static bool json_rows(qc_sink *sink, const void *result, qc_status *status)
{
    return qc_json_comparison(sink, result, status);
}
static void csv_rows(qc_sink *sink, const void *result)
{
    qc_csv_comparison(sink, result);
}
static void text_cells(qc_sink *sink, const void *result, const qc_text_options *options)
{
    qc_text_grid(sink, result, options);
}
static bool json_cells(qc_sink *sink, const void *result, qc_status *status)
{
    return qc_json_grid(sink, result, status);
}
static void csv_cells(qc_sink *sink, const void *result)
{
    qc_csv_grid(sink, result);
}

/* ---- what is compared ---- */

typedef struct asked {
    qc_arena arena;
    qc_variant variants[MOST];
    int32_t count;
} asked;

static bool room(const asked *list, qc_status *status)
{
    return list->count < MOST ||
           qc_fail(status, QC_BAD_USAGE, "more than %d scenarios at once", MOST);
}

static bool is_listed(const asked *list, const char *name)
{
    for (int32_t i = 0; i < list->count; i++)
        if (strcmp(list->variants[i].name, name) == 0) return true;
    return false;
}

static bool add_scenario(asked *list, const qc_plan *plan, const char *name, qc_status *status)
{
    const char *names[MOST] = {NULL};
    int32_t count = 0;
    if (!room(list, status)) return false;
    for (int32_t i = 0; i < plan->scenario_count; i++) {
        const qc_scenario *it = &plan->scenarios[i];
        if (count < MOST) names[count++] = it->name;
        if (!qc_text_same(it->name, name)) continue;
        if (is_listed(list, it->name))
            return qc_fail(status, QC_BAD_USAGE, "scenario '%s' is named twice", it->name);
        list->variants[list->count++] = (qc_variant){
            .name = it->name, .sets = it->sets, .set_count = it->set_count, .cost = it->cost};
        return true;
    }
    const char *near = qc_text_nearest(name, names, count);
    return qc_fail(status, QC_BAD_USAGE, "the plan has no scenario '%s'%s%s%s", name,
                   near != NULL ? "; did you mean '"
                   : count > 0  ? "; there is '"
                                : "",
                   near != NULL ? near
                   : count > 0  ? names[0]
                                : "",
                   near != NULL ? "'?"
                   : count > 0  ? "'"
                                : "");
}

static bool add_all(asked *list, const qc_plan *plan, qc_status *status)
{
    for (int32_t i = 0; i < plan->scenario_count; i++) {
        if (!add_scenario(list, plan, plan->scenarios[i].name, status)) return false;
    }
    return true;
}

/* The `;` behind the first change; one that a stage has in its name is none. NULL = there is none. */
static char *end_of_change(char *text)
{
    char *end = strchr(text, ';');
    if (end == NULL) return NULL;
    *end = '\0';
    const bool whole = qc_set_is_lever(text);
    *end = ';';
    if (whole) return end;
    char *next = strchr(end + 1, ';');
    if (next != NULL) *next = '\0';
    const bool joined = qc_set_is_lever(text);
    if (next != NULL) *next = ';';
    return joined ? next : end;
}

/* Each --set is a scenario of its own; several changes in one are parted by `;`. */
static bool add_set(asked *list, const char *text, qc_status *status)
{
    int32_t parts = 1;
    if (!room(list, status)) return false;
    if (is_listed(list, text))
        return qc_fail(status, QC_BAD_USAGE, "--set '%s' is given twice", text);
    for (const char *at = text; *at != '\0'; at++)
        parts += *at == ';';
    const char **sets = qc_arena_take(&list->arena, (size_t) parts, sizeof *sets, status);
    char *copy = qc_arena_text(&list->arena, text, status);
    if (sets == NULL || copy == NULL) return false;
    int32_t count = 0;
    for (char *end; copy != NULL; copy = end != NULL ? end + 1 : NULL) {
        copy += strspn(copy, " ");
        end = end_of_change(copy);
        if (end != NULL) *end = '\0';
        if (*copy != '\0') sets[count++] = copy;
    }
    if (count == 0)
        return qc_fail(status, QC_BAD_USAGE, "--set '%s' is not PATH=VALUE, e.g. new_deals=+10%%",
                       text);
    list->variants[list->count++] = (qc_variant){.name = text, .sets = sets, .set_count = count};
    return qc_set_clash(sets, count, status);
}

static bool collect(asked *list, const qc_options *options, const qc_plan *plan, qc_status *status)
{
    for (int32_t i = 1; i < options->arguments.count; i++) {
        if (!add_scenario(list, plan, options->arguments.text[i], status)) return false;
    }
    if (options->arguments.count == 1 && options->sets.count == 0 && !add_all(list, plan, status))
        return false;
    for (int32_t i = 0; i < options->sets.count; i++) {
        if (!add_set(list, options->sets.text[i], status)) return false;
    }
    return list->count > 0 ||
           qc_fail(status, QC_BAD_USAGE,
                   "nothing to compare: the plan has no scenarios and there is no --set, e.g. "
                   "--set new_deals=+20%%");
}

/* ---- runs ---- */

static bool compare(const qc_cli_study *study, const qc_options *options, qc_status *status)
{
    static const qc_cli_formats FORMATS = {text_rows, json_rows, csv_rows};
    asked list = {.count = 0};
    qc_comparison comparison = {0};
    bool ok = collect(&list, options, &study->loaded.plan, status) &&
              qc_cli_study_warn(study, list.variants, list.count, status) &&
              qc_compare(&comparison, &study->company, list.variants, list.count,
                         &study->simulation, study->trials, status) &&
              qc_cli_study_write(&FORMATS, &comparison, options, status);
    if (ok && options->plots != NULL) {
        const qc_plot_options plot = qc_pictures_options();
        qc_plot_result result = {0};
        ok = qc_plot_comparison(&comparison, options->plots, &plot, &result, status);
        if (ok) qc_pictures_say(options, &result);
    }
    qc_comparison_free(&comparison);
    qc_arena_free(&list.arena);
    return ok;
}

/* The far ends of both axes say whether a share goes too far. */
static bool warn_axis(const qc_cli_study *study, qc_grid *grid, const qc_grid_axis *axis,
                      qc_status *status)
{
    const char *sets[] = {
        qc_arena_format(&grid->arena, status, "%s=%s", axis->path, axis->text[0]),
        qc_arena_format(&grid->arena, status, "%s=%s", axis->path, axis->text[axis->count - 1])};
    const qc_variant ends[] = {{.name = "", .sets = &sets[0], .set_count = 1},
                               {.name = "", .sets = &sets[1], .set_count = 1}};
    return sets[0] != NULL && sets[1] != NULL && qc_cli_study_warn(study, ends, 2, status);
}

static bool compare_grid(const qc_cli_study *study, const qc_options *options, qc_status *status)
{
    static const qc_cli_formats FORMATS = {text_cells, json_cells, csv_cells};
    qc_grid grid = {0};
    bool ok = qc_compare_grid(&grid, &study->company, options->grid, &study->simulation,
                              study->trials, status) &&
              warn_axis(study, &grid, &grid.across, status) &&
              warn_axis(study, &grid, &grid.up, status) &&
              qc_cli_study_write(&FORMATS, &grid, options, status);
    if (ok && options->plots != NULL) {
        const qc_plot_options plot = qc_pictures_options();
        qc_plot_result result = {0};
        ok = qc_plot_grid(&grid, options->plots, &plot, &result, status);
        if (ok) qc_pictures_say(options, &result);
    }
    qc_grid_free(&grid);
    return ok;
}

static void text_implied(qc_sink *sink, const void *result, const qc_text_options *options)
{
    qc_text_implied(sink, result, options);
}
static bool json_implied(qc_sink *sink, const void *result, qc_status *status)
{
    return qc_json_implied(sink, result, status);
}
static void csv_implied(qc_sink *sink, const void *result)
{
    qc_csv_implied(sink, result);
}

static bool imply(const qc_options *options, qc_status *status)
{
    static const qc_cli_formats FORMATS = {text_implied, json_implied, csv_implied};
    static qc_options aimed;
    qc_cli_study study = {0};
    qc_implied implied = {0};
    aimed = *options;
    aimed.target = options->implied;
    const bool ok = qc_cli_study_open(&study, &aimed, &options->sets, GRID_TRIALS, status) &&
                    qc_implied_run(&implied, &study.company, &study.simulation, study.trials,
                                   status) &&
                    qc_cli_study_write(&FORMATS, &implied, options, status);
    qc_implied_free(&implied);
    qc_cli_study_free(&study);
    return ok;
}

bool qc_cmd_compare(const qc_options *options, qc_status *status)
{
    const bool grid = options->grid != NULL;
    qc_cli_study study = {0};
    if (options->implied != NULL) {
        if (grid || options->arguments.count > 1)
            return qc_fail(status, QC_BAD_USAGE, "--implied stands alone: no scenarios, no --grid");
        if (options->target != NULL)
            return qc_fail(status, QC_BAD_USAGE,
                           "--implied names the target: no --target beside it");
        return imply(options, status);
    }
    if (grid && options->arguments.count > 1)
        return qc_fail(status, QC_BAD_USAGE,
                       "--grid compares two levers; scenarios are compared without it");
    /* with a grid --set changes the plan; without one each is a scenario */
    const bool ok = qc_cli_study_open(&study, options, grid ? &options->sets : NULL,
                                      grid ? GRID_TRIALS : TRIALS, status) &&
                    (grid ? compare_grid(&study, options, status)
                          : compare(&study, options, status));
    qc_cli_study_free(&study);
    return ok;
}
