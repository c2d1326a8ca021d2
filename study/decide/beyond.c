#include "study/decide/beyond.h"

#include "models/rates.h"
#include "models/tilt.h"
#include "plan/set.h"

#include <string.h>

#define DRAWS 50

void qc_beyond_free(qc_beyond *beyond)
{
    qc_arena_free(&beyond->arena);
    memset(beyond, 0, sizeof *beyond);
}

/* Only what raises a share by a change can go too far: a value is checked where it is read. */
static bool may_go_beyond(const char *set)
{
    const char *equals = qc_set_equals(set);
    if (equals == NULL || equals[1] != '+') return false;
    return strncmp(set, "win_rate=", 9) == 0 ||
           (strncmp(set, "pipeline.", 9) == 0 && equals - set > 11 &&
            strncmp(equals - 11, ".conversion", 11) == 0);
}

/* The highest share that the lever changes; 0 = none. */
static double share_of(const qc_rates *rates, const qc_lever *lever)
{
    if (lever->segment != -1) return 0;
    if (lever->target == QC_LEVER_WIN_RATE) return rates->win_rate.value;
    if (lever->target != QC_LEVER_CONVERSION) return 0;
    if (lever->stage >= 0) return rates->conversion[lever->stage].value;
    double most = 0;
    for (int32_t s = 0; s < rates->stage_count; s++)
        if (rates->conversion[s].value > most) most = rates->conversion[s].value;
    return most;
}

static bool is_told(const qc_beyond *beyond, const char *sentence)
{
    for (int32_t i = 0; i < beyond->count; i++)
        if (strcmp(beyond->sentence[i], sentence) == 0) return true;
    return false;
}

static bool judge(qc_beyond *beyond, const qc_rates *rates, const qc_plan *plan, const char *set,
                  qc_status *status)
{
    const char *equals = qc_set_equals(set);
    for (int32_t l = 0; l < plan->lever_count; l++) {
        const qc_lever *lever = &plan->levers[l];
        const double now = share_of(rates, lever), then = qc_tilt_changed(lever, now);
        if (strncmp(lever->path, set, (size_t) (equals - set)) != 0 ||
            lever->path[equals - set] != '\0' || !(now > 0 && then > 1))
            continue;
        const char *text = qc_arena_format(
            &beyond->arena, status, "%s would be %.0f%%, from %.0f%% now: it counts as 99.9%%", set,
            100 * then, 100 * now);
        if (text == NULL) return false;
        if (beyond->count < QC_BEYOND_MOST && !is_told(beyond, text))
            beyond->sentence[beyond->count++] = text;
    }
    return true;
}

bool qc_beyond_find(qc_beyond *beyond, const qc_study_base *company, const qc_variant *asked,
                    int32_t count, uint64_t seed, qc_status *status)
{
    qc_rates rates = {0};
    bool ok = true;
    for (int32_t i = 0; ok && i < count; i++) {
        for (int32_t k = 0; ok && k < asked[i].set_count; k++) {
            const qc_variant alone = {.name = "", .sets = &asked[i].sets[k], .set_count = 1};
            qc_variants variants = {0};
            if (!may_go_beyond(alone.sets[0])) continue;
            if (rates.stage_count == 0)
                ok = qc_rates_make(&rates, &company->forecast->model, seed, DRAWS, &beyond->arena,
                                   status);
            ok = ok && qc_variants_make(&variants, company, &alone, 1, status) &&
                 judge(beyond, &rates, variants.cases[1].model->plan, alone.sets[0], status);
            qc_variants_free(&variants);
        }
    }
    return ok;
}
