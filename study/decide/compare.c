#include "study/decide/compare.h"

#include "core/text.h"
#include "plan/set.h"
#include "study/decide/ramp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void qc_comparison_free(qc_comparison *comparison)
{
    qc_summary_free(&comparison->head);
    qc_arena_free(&comparison->arena);
    memset(comparison, 0, sizeof *comparison);
}

/* ---- scenarios ---- */

static bool join(const qc_variant *asked, qc_arena *arena, const char **out, qc_status *status)
{
    qc_text text = {0};
    for (int32_t i = 0; i < asked->set_count; i++)
        qc_text_addf(&text, "%s%s", i > 0 ? "; " : "", asked->sets[i]);
    *out = qc_arena_text(arena, qc_text_get(&text), status);
    qc_text_free(&text);
    return *out != NULL;
}

static void fill_row(qc_compare_row *row, const qc_paired *paired, int32_t which, int32_t figure,
                     bool at_most)
{
    row->chance = qc_paired_chance(paired, which, figure);
    row->change = qc_paired_change(paired, which, figure);
    row->moved = qc_paired_moved(paired, which, figure);
    row->idle = which > 0 && qc_paired_is_idle(paired, which);
#define SET(name, share) row->quantiles.name = qc_paired_quantile(paired, which, figure, share);
    QC_QUANTILES(SET)
#undef SET
    row->goal = paired->goals[which * paired->figure_count + figure];
    row->safe = at_most ? row->quantiles.p80 : row->quantiles.p20;
}

static int by_chance(const void *a, const void *b)
{
    const qc_compare_row *left = a, *right = b;
    if (left->chance.value != right->chance.value)
        return left->chance.value > right->chance.value ? -1 : 1;
    if (left->moved.value != right->moved.value)
        return left->moved.value > right->moved.value ? -1 : 1;
    return strcmp(left->name, right->name);
}

bool qc_compare(qc_comparison *comparison, const qc_study_base *company, const qc_variant *asked,
                int32_t count, const qc_sim_options *options, int64_t trials, qc_status *status)
{
    const int32_t figure = qc_variants_figure(company);
    const bool at_most = company->forecast->questions.targets[company->target].target->at_most;
    qc_paired paired = {0};
    bool ok = qc_variants_run(&paired, company, asked, count, options, 0, trials, status) &&
              qc_variants_head(&comparison->head, company, &paired, options, status);
    if (ok) {
        comparison->rows = qc_arena_take(&comparison->arena, (size_t) count + 1,
                                         sizeof *comparison->rows, status);
        ok = comparison->rows != NULL;
    }
    for (int32_t i = 0; ok && i <= count; i++) {
        qc_compare_row *row = &comparison->rows[i];
        row->changes = "";
        row->name = i == 0 ? "as planned"
                           : qc_arena_text(&comparison->arena, asked[i - 1].name, status);
        row->cost = i == 0 ? 0 : asked[i - 1].cost;
        ok = row->name != NULL &&
             (i == 0 || join(&asked[i - 1], &comparison->arena, &row->changes, status));
        fill_row(row, &paired, i, figure, at_most);
    }
    comparison->count = ok ? count + 1 : 0;
    if (ok) qsort(comparison->rows, (size_t) count + 1, sizeof *comparison->rows, by_chance);
    for (int32_t i = 0; i < comparison->count; i++) {
        if (comparison->rows[i].changes[0] == '\0') comparison->base = i;
    }
    qc_paired_free(&paired);
    return ok;
}

/* ---- a grid ---- */

void qc_grid_free(qc_grid *grid)
{
    qc_summary_free(&grid->head);
    qc_arena_free(&grid->arena);
    memset(grid, 0, sizeof *grid);
}

/* The comma between the two axes is the first that leaves a lever on either side; where there is none, the
 * one before the last path, so that the path is told that is none. */
static bool split_axes(const char *text, qc_arena *arena, char **first, char **second,
                       qc_status *status)
{
    *first = qc_arena_text(arena, text, status);
    if (*first == NULL) return false;
    char *equals = strrchr(*first, '='), *comma = NULL;
    bool found = false;
    for (char *at = *first; equals != NULL && at < equals && !found; at++) {
        if (*at != ',') continue;
        comma = at;
        *at = '\0';
        found = qc_set_is_lever(*first) && qc_set_is_lever(at + 1 + strspn(at + 1, " "));
        *at = ',';
    }
    if (comma == NULL)
        return qc_fail(status, QC_BAD_INPUT,
                       "--grid '%s' is not A=FROM:TO:STEPS,B=FROM:TO:STEPS, e.g. "
                       "new_deals=-20%%:+40%%:7,pipeline.days=-30%%:+10%%:5",
                       text);
    *comma = '\0';
    *second = comma + 1 + strspn(comma + 1, " ");
    return true;
}

/* A step as it is labelled and run: three digits of the larger end, so that thirds read well. */
static double step_of(const qc_ramp *ramp, int32_t i, int32_t count)
{
    if (i == 0) return ramp->from;
    if (i == count - 1) return ramp->to;
    const double x = ramp->from + (ramp->to - ramp->from) * i / (count - 1);
    const double most = fmax(fabs(ramp->from), fabs(ramp->to));
    const double unit = pow(10, floor(log10(most)) - 2);
    return round(x / unit) * unit;
}

static bool make_axis(qc_grid_axis *axis, qc_ramp *ramp, const char *text, qc_arena *arena,
                      qc_status *status)
{
    axis->count = 5;
    axis->base = -1;
    if (!qc_ramp_parse(ramp, &axis->count, text, arena, status)) return false;
    if (axis->count > QC_GRID_MAX)
        return qc_fail(status, QC_BAD_INPUT, "--grid: %d steps are too many (up to %d)",
                       (int) axis->count, QC_GRID_MAX);
    axis->path = ramp->path;
    for (int32_t i = 0; i < axis->count; i++) {
        const double x = step_of(ramp, i, axis->count);
        axis->text[i] = qc_ramp_text(ramp, x, arena, status);
        if (axis->text[i] == NULL) return false;
        if (qc_ramp_is_nothing(ramp, x)) axis->base = i;
    }
    return true;
}

static bool ask_cells(const qc_grid *grid, qc_variant *asked, qc_arena *arena, qc_status *status)
{
    for (int32_t i = 0; i < grid->across.count * grid->up.count; i++) {
        const char **sets = qc_arena_take(arena, 2, sizeof *sets, status);
        if (sets == NULL) return false;
        sets[0] = qc_arena_format(arena, status, "%s=%s", grid->across.path,
                                  grid->across.text[i % grid->across.count]);
        sets[1] = qc_arena_format(arena, status, "%s=%s", grid->up.path,
                                  grid->up.text[i / grid->across.count]);
        if (sets[0] == NULL || sets[1] == NULL) return false;
        asked[i] = (qc_variant){.name = "", .sets = sets, .set_count = 2};
    }
    return true;
}

bool qc_compare_grid(qc_grid *grid, const qc_study_base *company, const char *text,
                     const qc_sim_options *options, int64_t trials, qc_status *status)
{
    const int32_t figure = qc_variants_figure(company);
    char *first = NULL, *second = NULL;
    qc_ramp across, up;
    qc_paired paired = {0};
    bool ok = split_axes(text, &grid->arena, &first, &second, status) &&
              make_axis(&grid->across, &across, first, &grid->arena, status) &&
              make_axis(&grid->up, &up, second, &grid->arena, status);
    if (ok && qc_text_same(across.path, up.path))
        ok = qc_fail(status, QC_BAD_INPUT, "--grid: '%s' is on both axes", across.path);
    const int32_t cells = ok ? grid->across.count * grid->up.count : 0;
    qc_variant *asked = qc_arena_take(&grid->arena, (size_t) cells, sizeof *asked, status);
    grid->chance = qc_arena_take(&grid->arena, (size_t) cells, sizeof *grid->chance, status);
    grid->change = qc_arena_take(&grid->arena, (size_t) cells, sizeof *grid->change, status);
    ok = ok && asked != NULL && grid->chance != NULL && grid->change != NULL &&
         ask_cells(grid, asked, &grid->arena, status) &&
         qc_variants_run(&paired, company, asked, cells, options, 0, trials, status) &&
         qc_variants_head(&grid->head, company, &paired, options, status);
    for (int32_t i = 0; ok && i < cells; i++) {
        grid->chance[i] = qc_paired_chance(&paired, i + 1, figure);
        grid->change[i] = qc_paired_change(&paired, i + 1, figure);
    }
    qc_paired_free(&paired);
    return ok;
}
