/* Daily hazards of a visit.
 *
 * A visit of an undisturbed deal ends forward, back or lost with fixed shares; forward and back
 * moves take a Weibull time, losses the same law stretched by `losers_dwell`. Nobody goes back on the
 * day he came (a file of days could not tell the two rows of one stage apart), so the law of back
 * moves is conditioned on later days. With sub-distribution increments g_c(j) = share_c (S_c(j) -
 * S_c(j+1)) and survivors S(j) = sum share_c S_c(j), the day's cumulative hazard is
 * L(j) = -ln(1 - g(j)/S(j)), split in proportion to g_c. Left alone, a walk on
 * these hazards reproduces the mixture exactly; multiplied by month, shock and skill, the causes
 * compete day by day, and no deal carries a hidden fate. */
#include "core/memory.h"
#include "study/synth/synth_world.h"

#include <math.h>

static const double LARGE_HAZARD = 30.0;   /* a visit that ends for certain */
static const double FEW_SURVIVORS = 1e-10; /* later ages keep the hazards reached here */

static double weibull_survivors(double days, double shape, double scale_days)
{
    return exp(-pow(days / scale_days, shape));
}

/* Multiply the odds of a share. */
static double tilt(double share, double odds_factor)
{
    return share * odds_factor / (share * odds_factor + 1.0 - share);
}

typedef struct visit_law {
    double forward, back, lost; /* shares, adding up to one */
    double shape, scale_days, lost_scale_days;
} visit_law;

static visit_law law_of(const qc_synth_spec *spec, int32_t segment, int32_t stage)
{
    const qc_synth_stage *at = &spec->stages[stage];
    const qc_synth_segment *who = &spec->segments[segment];
    const double back = stage > 0 ? spec->back : 0;
    const double advance = tilt(at->advance, who->win_tendency);
    visit_law law = {.forward = (1 - back) * advance,
                     .back = back,
                     .lost = (1 - back) * (1 - advance),
                     .shape = at->shape,
                     .scale_days = at->scale_days * who->stay[stage]};
    law.lost_scale_days = law.scale_days * spec->losers_dwell;
    return law;
}

/* Share of visits of one cause that have not ended by the start of their day `age`. */
typedef double cause_survivors(const visit_law *law, double age);

static double forward_survivors(const visit_law *law, double age)
{
    return law->forward * weibull_survivors(age, law->shape, law->scale_days);
}

static double back_survivors(const visit_law *law, double age)
{
    const double later = weibull_survivors(1, law->shape, law->scale_days);
    if (age <= 1) return law->back;
    return later > 0 ? law->back * weibull_survivors(age, law->shape, law->scale_days) / later : 0;
}

static double lost_survivors(const visit_law *law, double age)
{
    return law->lost * weibull_survivors(age, law->shape, law->lost_scale_days);
}

static double leaving_on(const visit_law *law, cause_survivors *survivors, double age)
{
    return survivors(law, age) - survivors(law, age + 1);
}

static qc_synth_hazard hazard_on(const visit_law *law, double age, double *survivors)
{
    const double forward = leaving_on(law, forward_survivors, age);
    const double back = leaving_on(law, back_survivors, age);
    const double lost = leaving_on(law, lost_survivors, age);
    const double leaving = forward + back + lost;
    qc_synth_hazard hazard = {0};
    *survivors = forward_survivors(law, age) + back_survivors(law, age) + lost_survivors(law, age);
    if (*survivors < FEW_SURVIVORS || !(leaving > 0)) return hazard;
    const double total = fmin(LARGE_HAZARD, -log1p(-fmin(leaving / *survivors, 1.0)));
    hazard.forward = total * forward / leaving;
    hazard.back = total * back / leaving;
    hazard.lost = total * lost / leaving;
    return hazard;
}

/* Stated hazards: forward moves peak around a day at risk, losses grow with age. */
static qc_synth_hazard stated_on(const qc_synth_stage *stage, int32_t age)
{
    const double g = (age + 1) / stage->hump_days;
    qc_synth_hazard hazard = {.back = age > 0 ? stage->back_hazard : 0};
    hazard.forward = stage->forward_hazard * (1 + stage->skip) * (2 * g / (1 + g * g) + 0.15);
    hazard.lost = stage->lost_hazard * (0.5 + 0.8 * fmin(age / stage->lost_days, 1.5));
    return hazard;
}

static void fill_visit(const qc_synth_spec *spec, int32_t segment, int32_t stage,
                       qc_synth_hazard *daily)
{
    const visit_law law = law_of(spec, segment, stage);
    for (int32_t age = 0; age < QC_SYNTH_AGES; age++) {
        double survivors;
        if (spec->stages[stage].forward_hazard > 0) {
            daily[age] = stated_on(&spec->stages[stage], age);
            continue;
        }
        daily[age] = hazard_on(&law, age, &survivors);
        if (age > 0 && survivors < FEW_SURVIVORS) daily[age] = daily[age - 1];
    }
    if (spec->expiry_days > 0 && spec->stages[stage].expires)
        daily[spec->expiry_days].lost += fmin(LARGE_HAZARD, -log1p(-spec->expiry_chance));
}

bool qc_synth_laws_make(qc_synth_laws *laws, const qc_synth_spec *spec, qc_status *status)
{
    const size_t visits = (size_t) spec->segment_count * (size_t) spec->stage_count;
    laws->spec = spec;
    laws->daily = qc_memory_take(visits * QC_SYNTH_AGES, sizeof *laws->daily, status);
    if (!laws->daily) return false;
    for (int32_t g = 0; g < spec->segment_count; g++)
        for (int32_t s = 0; s < spec->stage_count; s++)
            fill_visit(spec, g, s, laws->daily + (g * spec->stage_count + s) * QC_SYNTH_AGES);
    return true;
}

const qc_synth_hazard *qc_synth_laws_at(const qc_synth_laws *laws, int32_t segment, int32_t stage,
                                        int32_t age)
{
    const int32_t row = segment * laws->spec->stage_count + stage;
    const int32_t day = age < QC_SYNTH_AGES ? age : QC_SYNTH_AGES - 1;
    return laws->daily + (ptrdiff_t) row * QC_SYNTH_AGES + day;
}

void qc_synth_laws_free(qc_synth_laws *laws)
{
    qc_memory_release(laws->daily);
    *laws = (qc_synth_laws){0};
}
