/** What it takes to reach a chance. */
#include "cli/command.h"
#include "cli/study.h"
#include "plan/quantity.h"
#include "report/implied.h"
#include "report/last_hire.h"
#include "report/seek.h"

#include <stdio.h>
#include <string.h>

#define TRIALS       4000
#define FEW_LEVERS   4
#define SPLIT_TRIALS 8000
#define MOST_LEVERS  32

static void text(qc_sink *sink, const void *result, const qc_text_options *options)
{
    qc_text_seek(sink, result, options);
}
static bool json(qc_sink *sink, const void *result, qc_status *status)
{
    return qc_json_seek(sink, result, status);
}
static void csv(qc_sink *sink, const void *result)
{
    qc_csv_seek(sink, result);
}

static bool collect(qc_seek_lever *levers, int32_t *count, const qc_options *options,
                    const qc_plan *plan, qc_arena *arena, qc_status *status)
{
    if (options->vary.count == 0)
        return qc_seek_levers(levers, MOST_LEVERS, count, plan, arena, status);
    if (options->vary.count > MOST_LEVERS)
        return qc_fail(status, QC_BAD_USAGE, "more than %d --vary", MOST_LEVERS);
    for (int32_t i = 0; i < options->vary.count; i++) {
        if (!qc_seek_lever_read(&levers[(*count)++], plan, options->vary.text[i], arena, status))
            return false;
    }
    return true;
}

/* ---- a target handed down ---- */

static void text_split(qc_sink *sink, const void *result, const qc_text_options *options)
{
    qc_text_split(sink, result, options);
}
static bool json_split(qc_sink *sink, const void *result, qc_status *status)
{
    return qc_json_split(sink, result, status);
}
static void csv_split(qc_sink *sink, const void *result)
{
    qc_csv_split(sink, result);
}

static bool read_by(const char *text, qc_split_by *by, qc_status *status)
{
    static const char *const WORDS[] = {"month", "owner", "activity"};
    bool *const asked[] = {&by->month, &by->owner, &by->activity};
    while (text != NULL && *text != '\0') {
        const size_t length = strcspn(text, ",");
        int found = -1;
        for (int w = 0; w < 3; w++)
            if (strlen(WORDS[w]) == length && strncmp(text, WORDS[w], length) == 0) found = w;
        if (found < 0)
            return qc_fail(status, QC_BAD_USAGE, "--by '%.*s' is none of month, owner, activity",
                           (int) length, text);
        *asked[found] = true;
        text += length + (text[length] == ',');
    }
    return by->month || by->owner || by->activity ||
           qc_fail(status, QC_BAD_USAGE,
                   "--split needs --by month, --by owner, --by activity or several of them");
}

static bool split_target(const qc_options *options, qc_status *status)
{
    static const qc_cli_formats FORMATS = {text_split, json_split, csv_split};
    static qc_options asked;
    qc_cli_study study = {0};
    qc_split split = {0};
    qc_split_by by = {.chance = 0.8};
    asked = *options;
    asked.target = options->split;
    if (options->vary.count > 0 || options->target != NULL)
        return qc_fail(status, QC_BAD_USAGE, "--split names the target and stands alone: no %s",
                       options->target != NULL ? "--target" : "--vary");
    bool ok = read_by(options->by, &by, status);
    if (ok && options->chance != NULL && !by.activity)
        return qc_fail(status, QC_BAD_USAGE,
                       "--chance beside --split is what activities are to give: --by activity");
    ok = ok && (options->chance == NULL ||
                qc_cli_study_chance(options->chance, "--chance", &by.chance, status));
    const int64_t trials = by.month || by.owner ? SPLIT_TRIALS : TRIALS;
    ok = ok && qc_cli_study_open(&study, &asked, &options->sets, trials, status) &&
         qc_split_run(&split, &study.company, &by, &study.simulation, study.trials, status) &&
         qc_cli_study_write(&FORMATS, &split, options, status);
    qc_split_free(&split);
    qc_cli_study_free(&study);
    return ok;
}

/* ---- the last month in which a hire helps ---- */

static void text_hire(qc_sink *sink, const void *result, const qc_text_options *options)
{
    qc_text_last_hire(sink, result, options);
}
static bool json_hire(qc_sink *sink, const void *result, qc_status *status)
{
    return qc_json_last_hire(sink, result, status);
}
static void csv_hire(qc_sink *sink, const void *result)
{
    qc_csv_last_hire(sink, result);
}

/* "2 points", "2" or "0.5 points". */
static bool read_points(const char *text, double *least, qc_status *status)
{
    char number[32] = "";
    const size_t digits = strcspn(text, " ");
    const char *unit = text + digits + strspn(text + digits, " ");
    if (digits < sizeof number) memcpy(number, text, digits);
    const bool known = *unit == '\0' || strcmp(unit, "points") == 0 || strcmp(unit, "point") == 0;
    if (known && qc_text_decimal(number, least) && *least > 0 && *least < 100) {
        *least /= 100;
        return true;
    }
    return qc_fail(status, QC_BAD_USAGE,
                   "--last-safe-date '%s' is no number of points between 0 and 100, e.g. '2 "
                   "points'",
                   text);
}

/* One, unless --vary team.hires=+N says how many. */
static bool read_people(const qc_options *options, int32_t *people, qc_status *status)
{
    static const char PATH[] = "team.hires=+";
    int64_t count = 1;
    if (options->vary.count > 0) {
        const char *vary = options->vary.text[0];
        const bool ours = strncmp(vary, PATH, sizeof PATH - 1) == 0;
        if (options->vary.count > 1 || !ours || !qc_text_whole(vary + sizeof PATH - 1, &count) ||
            count < 1 || count > 1000)
            return qc_fail(status, QC_BAD_USAGE,
                           "--last-safe-date takes one --vary, which says how many people, e.g. "
                           "team.hires=+2");
    }
    *people = (int32_t) count;
    return true;
}

static bool find_last_hire(const qc_options *options, qc_status *status)
{
    static const qc_cli_formats FORMATS = {text_hire, json_hire, csv_hire};
    qc_cli_study study = {0};
    qc_last_hire last = {0};
    int32_t people = 1;
    double least = 0;
    if (options->split != NULL || options->chance != NULL || options->by != NULL)
        return qc_fail(status, QC_BAD_USAGE,
                       "--last-safe-date stands alone: no --split, no --by, no --chance");
    const bool ok = read_points(options->last_safe_date, &least, status) &&
                    read_people(options, &people, status) &&
                    qc_cli_study_open(&study, options, &options->sets, TRIALS, status) &&
                    qc_last_hire_run(&last, &study.company, people, least, &study.simulation,
                                     study.trials, status) &&
                    qc_cli_study_write(&FORMATS, &last, options, status);
    qc_last_hire_free(&last);
    qc_cli_study_free(&study);
    return ok;
}

/* ---- the best for a sum ---- */

static bool read_budget(const char *text, const qc_plan *plan, double *budget, qc_status *status)
{
    qc_status why = {0};
    return qc_quantity_single(text, QC_QUANTITY_MONEY, plan->currency, budget, NULL, &why) ||
           qc_fail(status, QC_BAD_USAGE, "--budget '%s' is not an amount above 0, e.g. 60k", text);
}

static bool check_count(int32_t count, qc_status *status)
{
    return count <= QC_SEEK_LEVERS ||
           qc_fail(status, QC_BAD_USAGE,
                   "--budget goes with up to %d levers, here are %d: name them by --vary",
                   QC_SEEK_LEVERS, (int) count);
}

/* Are the levers mixed as well? Those that nobody named are told each alone. */
static bool is_mixed(const qc_options *options, const qc_plan *plan, int32_t count)
{
    const int32_t named = options->vary.count > 0 ? options->vary.count : plan->limit_count;
    if (named > QC_SEEK_LEVERS && !options->quiet)
        fprintf(
            stderr,
            "quotacast: warning: each lever is told alone: %d are too many for a mix (up to %d); "
            "name those that may be mixed by --vary\n",
            (int) named, QC_SEEK_LEVERS);
    return named > 1 && count <= QC_SEEK_LEVERS;
}

/* Levers that somebody named, at their far ends; the usual ones go as far as they go. */
static bool warn(const qc_cli_study *study, const qc_options *options, const qc_seek_lever *levers,
                 int32_t count, qc_arena *arena, qc_status *status)
{
    if (options->vary.count == 0 && study->loaded.plan.limit_count == 0) return true;
    for (int32_t l = 0; l < count; l++) {
        const char *set = qc_ramp_set(&levers[l].ramp, levers[l].ramp.to, arena, status);
        const qc_variant end = {.name = "", .sets = &set, .set_count = 1};
        if (set == NULL || !qc_cli_study_warn(study, &end, 1, status)) return false;
    }
    return true;
}

bool qc_cmd_seek(const qc_options *options, qc_status *status)
{
    static const qc_cli_formats FORMATS = {text, json, csv};
    qc_cli_study study = {0};
    qc_seek seek = {0};
    qc_arena arena = {0};
    qc_seek_lever levers[MOST_LEVERS];
    int32_t count = 0;
    double wanted = 0.8;
    bool ok = false;

    if (options->budget != NULL && (options->split != NULL || options->last_safe_date != NULL))
        return qc_fail(status, QC_BAD_USAGE, "--budget goes without --split and --last-safe-date");
    if (options->last_safe_date != NULL) return find_last_hire(options, status);
    if (options->split != NULL) return split_target(options, status);
    if (options->by != NULL) return qc_fail(status, QC_BAD_USAGE, "--by belongs to --split TARGET");
    if (options->chance != NULL &&
        !qc_cli_study_chance(options->chance, "--chance", &wanted, status))
        goto out;
    if (!qc_cli_study_open(&study, options, &options->sets, TRIALS, status)) goto out;
    if (!collect(levers, &count, options, &study.loaded.plan, &arena, status) ||
        !warn(&study, options, levers, count, &arena, status))
        goto out;
    /* many levers share the time of a few; the ranges say what that costs */
    if (options->trials == 0 && count > FEW_LEVERS) study.trials = TRIALS * FEW_LEVERS / count;
    if (options->budget != NULL) {
        double budget = 0;
        ok = read_budget(options->budget, &study.loaded.plan, &budget, status) &&
             check_count(count, status) &&
             qc_seek_budget(&seek, &study.company, levers, count, budget, wanted, &study.simulation,
                            study.trials, status) &&
             qc_cli_study_write(&FORMATS, &seek, options, status);
        goto out;
    }
    if (!qc_seek_run(&seek, &study.company, levers, count,
                     is_mixed(options, &study.loaded.plan, count), wanted, &study.simulation,
                     study.trials, status))
        goto out;
    ok = qc_cli_study_write(&FORMATS, &seek, options, status);
out:
    qc_seek_free(&seek);
    qc_arena_free(&arena);
    qc_cli_study_free(&study);
    return ok;
}
