/** What the rates rest on, as a summary tells it. */
#include "sim/summarize.h"

#include <math.h>

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
