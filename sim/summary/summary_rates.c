/** What the rates rest on, as a summary tells it. */
#include "sim/summary/summarize.h"

#include <math.h>

/* Each rate counts alike: its share of history is events / (events + pseudo-events of the belief). */
bool qc_summary_set_reliance(qc_summary *summary, const qc_model *model, qc_status *status)
{
    double history = 0, largest = 0;
    int32_t rates = 0;
    summary->biggest_belief = "";
    for (int32_t i = 0; i < model->reliance_count; i++) {
        const qc_reliance *rate = &model->reliance[i];
        if (rate->of_segment) continue;
        const double all = rate->events + rate->pseudo_events;
        const double belief = all > 0 ? rate->pseudo_events / all : 0;
        history += 1 - belief;
        rates++;
        if (belief > largest) {
            largest = belief;
            summary->biggest_belief = qc_arena_text(&summary->arena, rate->rate, status);
            if (summary->biggest_belief == NULL) return false;
        }
    }
    summary->rests_on_history = rates > 0 ? history / rates : (double) NAN;
    summary->rests_on_beliefs = 1 - summary->rests_on_history;
    return true;
}

bool qc_summary_set_rates(qc_summary *summary, const qc_model *model, const qc_band_causes *causes,
                          qc_status *status)
{
    int32_t thin = 0;
    summary->rates = qc_arena_take(&summary->arena, (size_t) model->reliance_count,
                                   sizeof *summary->rates, status);
    if (summary->rates == NULL) return false;
    for (int32_t i = 0; i < model->reliance_count; i++) {
        const qc_reliance *rate = &model->reliance[i];
        qc_rate_summary *out = &summary->rates[summary->rate_count++];
        *out = (qc_rate_summary){.rate = qc_arena_text(&summary->arena, rate->rate, status),
                                 .rests_on = qc_reliance_word(rate),
                                 .what = qc_reliance_what(rate),
                                 .events = rate->events,
                                 .pseudo_events = rate->pseudo_events,
                                 .decisive = rate->decisive,
                                 .floor = rate->floor,
                                 .months = rate->months,
                                 .floor_months = rate->floor_months,
                                 .is_thin = rate->is_thin,
                                 .band_share = {NAN, NAN}};
        if (out->rate == NULL) return false;
        if (rate->is_thin && thin < QC_BAND_RATES_MAX) out->band_share = causes->rate[thin];
        thin += rate->is_thin;
    }
    summary->thin_count = thin;
    summary->thin_band_share = causes->all;
    return true;
}
