#include "sim/paired_judge.h"

#include "sim/blend/paired_blend.h"
#include "sim/exact/exact_run.h"
#include "sim/exact/paired_exact.h"

#define ASKED_FOR "asked for"

/* May exact answer? `hurdle` says why not, "asked for" where another is. */
static bool look_exact(const char **hurdle, const qc_paired_asked *asked, qc_status *status)
{
    const qc_evaluator evaluator = asked->options->evaluator;
    *hurdle = asked->options->not_exact;
    if (evaluator != QC_EVALUATOR_AUTO && evaluator != QC_EVALUATOR_EXACT) *hurdle = ASKED_FOR;
    if (*hurdle == NULL && !qc_paired_exact_hurdle(hurdle, asked, status)) return false;
    return *hurdle == NULL || evaluator != QC_EVALUATOR_EXACT ||
           qc_fail(status, QC_BAD_INPUT, "the exact engine cannot answer this: %s", *hurdle);
}

static bool look_blend(const char **hurdle, const qc_paired_asked *asked, qc_status *status)
{
    const qc_evaluator evaluator = asked->options->evaluator;
    *hurdle = ASKED_FOR;
    if (evaluator == QC_EVALUATOR_WALK) return true;
    if (!qc_paired_blend_hurdle(hurdle, asked, status)) return false;
    return *hurdle == NULL || evaluator != QC_EVALUATOR_BLEND ||
           qc_fail(status, QC_BAD_INPUT, "the blend engine cannot answer this: %s", *hurdle);
}

/* By exact, unless its numerical error turns out too large for who has not asked for it by name: then `hurdle`
 * says so and nothing is left in `paired`. */
static bool try_exact(qc_paired *paired, const char **hurdle, const qc_paired_asked *asked,
                      qc_status *status)
{
    const bool by_name = asked->options->evaluator == QC_EVALUATOR_EXACT;
    paired->engine = "exact";
    paired->engine_why = by_name ? ASKED_FOR : "parameters are certain and deals independent";
    if (!qc_paired_room(paired, asked->cases, asked->count, status) ||
        !qc_paired_exact(paired, asked, status))
        return false;
    if (by_name || qc_paired_largest_bound(paired) <= QC_EXACT_WIDEST) return true;
    *hurdle = "amounts differ too much in size to be computed";
    qc_paired_free(paired);
    return true;
}

bool qc_paired_judge(qc_paired *paired, const qc_paired_asked *asked, qc_status *status)
{
    const char *no_exact = NULL, *no_blend = NULL;
    if (!look_exact(&no_exact, asked, status)) return false;
    if (no_exact == NULL) {
        if (!try_exact(paired, &no_exact, asked, status)) return false;
        if (no_exact == NULL) return true;
    }
    if (!look_blend(&no_blend, asked, status)) return false;
    if (no_blend == NULL) {
        paired->engine = "blend";
        paired->engine_why = no_exact;
        return qc_paired_room(paired, asked->cases, asked->count, status) &&
               qc_paired_blend(paired, asked, status);
    }
    paired->engine = qc_team_model_couples(&asked->cases[0].model->team) ? "step" : "walk";
    paired->engine_why = no_blend;
    return qc_paired_run(paired, asked->cases, asked->count, asked->book, asked->options,
                         asked->first_trial, asked->trials, status);
}
