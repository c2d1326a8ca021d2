#include "models/skill_model.h"

#include "core/text.h"
#include "models/activity_rates.h"
#include "models/luck.h"
#include "models/trait_factor.h"

#include <gsl/gsl_randist.h>
#include <math.h>

#define PRIOR_SD 1.0                 /* of ln c around ln 10 */
#define HEIR     (UINT64_C(1) << 40) /* seats have smaller names */

/* Deals of each rep, and those that the whole team's rates expect of what they did. */
static bool count_deals(qc_skill_model *model, const qc_plan *plan, const qc_activity_log *log,
                        qc_day as_of, qc_status *status)
{
    qc_arena scratch = {0};
    bool ok = true;
    for (int32_t k = 0; ok && k < plan->activities.count; k++) {
        qc_activity_tally all = {0};
        qc_activity_tally *reps = qc_arena_take(&scratch, (size_t) model->count + 1, sizeof *reps,
                                                status);
        ok = reps != NULL;
        if (!ok) break;
        qc_activity_rates_count(plan, &plan->activities.kinds[k], log, as_of, reps, &all);
        for (int32_t r = 0; r < model->count && all.created > 0; r++) {
            model->created[r] += reps[r].created;
            model->expected[r] += reps[r].done * all.created / all.done;
        }
    }
    qc_arena_free(&scratch);
    return ok;
}

/* By marginal likelihood, as the factors of traits are pooled. */
static void weigh(qc_skill_model *model)
{
    double best = -INFINITY, sum = 0;
    for (int i = 0; i < QC_FACTOR_GRID; i++) {
        const double c = qc_trait_factor_grid(i), off = (log(c) - log(10)) / PRIOR_SD;
        model->weight[i] = -0.5 * off * off;
        for (int32_t r = 0; r < model->count; r++)
            model->weight[i] += qc_trait_factor_log_marginal(model->created[r], model->expected[r],
                                                             c);
        best = fmax(best, model->weight[i]);
    }
    for (int i = 0; i < QC_FACTOR_GRID; i++) {
        model->weight[i] = exp(model->weight[i] - best);
        sum += model->weight[i];
    }
    for (int i = 0; i < QC_FACTOR_GRID; i++)
        model->weight[i] /= sum;
}

bool qc_skill_model_fit(qc_skill_model *model, const qc_plan *plan, const qc_activity_log *log,
                        qc_day as_of, qc_arena *arena, qc_status *status)
{
    if (log == NULL || plan->activities.count == 0) return true;
    model->count = log->owners.count;
    model->name = (const char *const *) log->owners.text;
    model->created = qc_arena_take(arena, (size_t) model->count, sizeof(double), status);
    model->expected = qc_arena_take(arena, (size_t) model->count, sizeof(double), status);
    if (model->created == NULL || model->expected == NULL ||
        !count_deals(model, plan, log, as_of, status))
        return false;
    weigh(model);
    return true;
}

static int32_t find_owner(const qc_skill_model *model, const char *name)
{
    for (int32_t r = 0; name != NULL && r < model->count; r++) {
        if (qc_text_same(model->name[r], name)) return r;
    }
    return -1;
}

static double mean(const qc_skill_model *model, double created, double expected)
{
    double sum = 0;
    for (int i = 0; i < QC_FACTOR_GRID; i++) {
        const qc_factor_posterior r = qc_trait_factor_posterior(created, expected,
                                                                qc_trait_factor_grid(i));
        sum += model->weight[i] * r.shape / r.rate;
    }
    return sum;
}

double qc_skill_model_draw(const qc_skill_model *model, const qc_seat *seat, uint64_t seed,
                           int64_t number)
{
    const int32_t owner = find_owner(model, seat->name);
    if (!isnan(seat->skill)) return seat->skill;
    if (model->count == 0 || (owner < 0 && !seat->planned)) return 1;
    const double created = owner < 0 ? 0 : model->created[owner];
    const double expected = owner < 0 ? 0 : model->expected[owner];
    if (number < 0) return mean(model, created, expected);
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_SKILL, seat->entity, (uint64_t) number);
    double left = qc_rng_uniform(&luck);
    int at = 0;
    while (at < QC_FACTOR_GRID - 1 && left >= model->weight[at])
        left -= model->weight[at++];
    const qc_factor_posterior r = qc_trait_factor_posterior(created, expected,
                                                            qc_trait_factor_grid(at));
    gsl_rng view;
    qc_rng_gsl(&view, &luck);
    return gsl_ran_gamma(&view, r.shape, 1 / r.rate);
}

double qc_skill_model_heir(const qc_skill_model *model, const qc_seat *seat, uint64_t seed,
                           int64_t trial, int32_t holder)
{
    const qc_seat heir = {
        .entity = seat->entity | HEIR * (uint64_t) holder, .planned = true, .skill = NAN};
    return qc_skill_model_draw(model, &heir, seed, trial);
}
