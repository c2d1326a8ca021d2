#include "models/trait_slope.h"

#include "models/luck.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define OWN_SD       0.15 /* of a stage's slope around the common one */
#define COMMON_SD    0.26
#define NEWTON_STEPS 12
#define LONGEST_STEP 0.5

typedef enum family { FORWARD, LOST, BACK, FAMILIES } family;

typedef struct normal_likelihood { /* of a slope: exp(pull x b - precision x b^2 / 2) */
    double pull, precision;
} normal_likelihood;

static family family_of(int group)
{
    return group == QC_GROUP_LOST ? LOST : group == QC_GROUP_BACK ? BACK : FORWARD;
}

static qc_trait_slope *slope_at(const qc_stage_model *model, int32_t stage, int group)
{
    return &model->factors[QC_TRAIT_AMOUNT].slope[stage * QC_GROUP_COUNT + group];
}

/* Around the mode under a slope's prior alone; a stage that nobody left says nothing. */
static normal_likelihood look(const qc_stage_model *model, int32_t stage, int group)
{
    const qc_factor *factors = model->factors[QC_TRAIT_AMOUNT].factors;
    const double prior = 1 / (OWN_SD * OWN_SD + COMMON_SD * COMMON_SD);
    double at = 0, curvature = 0;
    for (int step = 0; step < NEWTON_STEPS; step++) {
        double gradient = -prior * at;
        curvature = prior;
        for (int32_t value = 0; value < QC_AMOUNT_CLASSES; value++) {
            const qc_factor
                *factor = &factors[(value * model->stage_count + stage) * QC_GROUP_COUNT + group];
            const double score = model->traits.amount_score[value];
            const double mean = factor->expected * exp(at * score);
            gradient += score * (factor->events - mean);
            curvature += score * score * mean;
        }
        at += GSL_MAX(GSL_MIN(gradient / curvature, LONGEST_STEP), -LONGEST_STEP);
    }
    return (normal_likelihood){.pull = curvature * at, .precision = curvature - prior};
}

/* What all stages say of the common slope, then each stage given that. */
static void pool(const qc_stage_model *model, family pooled)
{
    const double own = 1 / (OWN_SD * OWN_SD);
    double precision = 1 / (COMMON_SD * COMMON_SD), pull = 0;
    for (int32_t i = 0; i < model->stage_count * QC_GROUP_COUNT; i++) {
        if (family_of(i % QC_GROUP_COUNT) != pooled) continue;
        const normal_likelihood it = look(model, i / QC_GROUP_COUNT, i % QC_GROUP_COUNT);
        precision += it.precision * own / (it.precision + own);
        pull += it.pull * own / (it.precision + own);
    }
    for (int32_t i = 0; i < model->stage_count * QC_GROUP_COUNT; i++) {
        if (family_of(i % QC_GROUP_COUNT) != pooled) continue;
        const normal_likelihood it = look(model, i / QC_GROUP_COUNT, i % QC_GROUP_COUNT);
        *slope_at(model, i / QC_GROUP_COUNT, i % QC_GROUP_COUNT) = (qc_trait_slope){
            .mean = (it.pull + own * pull / precision) / (it.precision + own),
            .own_sd = 1 / sqrt(it.precision + own),
            .common_sd = own / (it.precision + own) / sqrt(precision)};
    }
}

void qc_trait_slope_fit(qc_stage_model *model)
{
    for (int f = 0; f < FAMILIES; f++)
        pool(model, (family) f);
}

double qc_trait_slope_mean(const qc_stage_model *model, int32_t stage, int group)
{
    return slope_at(model, stage, group)->mean;
}

double qc_trait_slope_draw(const qc_stage_model *model, int32_t stage, int group, uint64_t seed,
                           int64_t number)
{
    const qc_trait_slope *slope = slope_at(model, stage, group);
    const uint64_t own = (uint64_t) (stage * QC_GROUP_COUNT + group);
    const uint64_t common = (uint64_t) (model->stage_count * QC_GROUP_COUNT) +
                            (uint64_t) family_of(group);
    gsl_rng view;
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_SLOPE, own, (uint64_t) number);
    qc_rng_gsl(&view, &luck);
    double at = slope->mean + gsl_ran_gaussian_ziggurat(&view, slope->own_sd);
    luck = qc_rng_stream(seed, QC_LUCK_SLOPE, common, (uint64_t) number);
    qc_rng_gsl(&view, &luck);
    at += gsl_ran_gaussian_ziggurat(&view, slope->common_sd);
    return at;
}
