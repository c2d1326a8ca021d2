/* A law of amounts as points. The wins are points already; the smooth part is cut into even steps of the normal
 * score, each at its middle. Both are gathered in cells of a logarithmic grid, so that a law has as many points
 * as its width asks for, however many wins stand behind it. */
#include "models/size_model.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

#define OCTAVE     16   /* cells */
#define CENT       (-7) /* octaves below 1 */
#define WIDEST     8.0  /* normal scores that the smooth part is followed to */
#define SCORE_STEP 0.05

typedef struct gathering {
    double weight[QC_SIZE_POINTS], sum[QC_SIZE_POINTS];
} gathering;

static void gather(gathering *to, double amount, double weight)
{
    const double at = OCTAVE * (log2(amount) - CENT);
    const int32_t cell = at > 0 ? (int32_t) fmin(at, QC_SIZE_POINTS - 1) : 0;
    to->weight[cell] += weight;
    to->sum[cell] += weight * amount;
}

/* The amount whose normal score is z. */
static double smooth_at(const qc_size_model *model, const qc_size_draw *draw, double z)
{
    double log_amount = draw->mu + draw->sigma * z;
    if (model->belief.family != QC_FAMILY_LOGNORMAL) {
        const double at = z < 0 ? qc_spread_quantile(&model->belief, gsl_cdf_ugaussian_P(z))
                                : qc_spread_quantile_upper(&model->belief, gsl_cdf_ugaussian_Q(z));
        log_amount = draw->mu +
                     (log(at) - model->belief_log_mean) * draw->sigma / model->belief_log_sd;
    }
    return fmin(exp(log_amount), draw->cap);
}

static double score_of(double share)
{
    if (!(share > 0)) return -WIDEST;
    if (!(share < 1)) return WIDEST;
    return GSL_MIN(GSL_MAX(gsl_cdf_ugaussian_Pinv(share), -WIDEST), WIDEST);
}

static void gather_smooth(const qc_size_model *model, const qc_size_draw *draw, double low,
                          double high, double weight, gathering *to)
{
    const double from = score_of(low), until = score_of(high);
    const int32_t steps = 1 + (int32_t) ((until - from) / SCORE_STEP);
    const double step = (until - from) / steps;
    double total = 0;
    for (int32_t i = 0; i < steps; i++) {
        const double z = from + (i + 0.5) * step;
        total += exp(-z * z / 2);
    }
    for (int32_t i = 0; i < steps; i++) {
        const double z = from + (i + 0.5) * step;
        gather(to, smooth_at(model, draw, z), weight * exp(-z * z / 2) / total);
    }
}

int32_t qc_size_model_points(const qc_size_model *model, const qc_size_draw *draw, int32_t class,
                             double *value, double *weight)
{
    gathering all = {0};
    const bool any = class == QC_TRAIT_NONE || !model->has_classes;
    const int32_t first = any ? 0 : model->class_start[class];
    const int32_t end = any ? model->win_count : model->class_start[class + 1];
    const double smooth = model->win_count == 0 ? 1
                          : any                 ? draw->smooth_share
                                                : draw->class_smooth[class];
    const double before = first > 0 ? draw->cumulative[first - 1] : 0;
    const double wins = end > first ? draw->cumulative[end - 1] - before : 0;
    int32_t count = 0;
    if (smooth > 0)
        gather_smooth(model, draw, any ? 0 : draw->class_below[class],
                      any ? 1 : draw->class_below[class + 1], smooth, &all);
    for (int32_t row = first; smooth < 1 && wins > 0 && row < end; row++) {
        const double own = draw->cumulative[row] - (row > 0 ? draw->cumulative[row - 1] : 0);
        gather(&all, GSL_MIN(model->wins[row].amount, draw->cap), (1 - smooth) * own / wins);
    }
    for (int32_t cell = 0; cell < QC_SIZE_POINTS; cell++) {
        if (!(all.weight[cell] > 0)) continue;
        value[count] = all.sum[cell] / all.weight[cell];
        weight[count++] = all.weight[cell];
    }
    return count;
}
