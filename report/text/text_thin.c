#include "report/text/text_thin.h"

#include "report/phrases.h"
#include "report/words.h"

#include <math.h>

#define THIN_SHOWN  3
#define LEAST_CAUSE 0.075 /* of the knowledge band, to be named */

/* "deal size (3 won amounts, thin under 14)" */
static void add_thin(const qc_rate_summary *rate, qc_text *line)
{
    qc_text_addf(line, "%s (", rate->rate);
    if (rate->decisive >= rate->floor)
        qc_text_addf(line, "%.1f months, thin under %.0f)", rate->months, rate->floor_months);
    else if (rate->events == 0 && rate->pseudo_events > 0)
        qc_text_add(line, "your belief)");
    else
        qc_text_addf(line, "%s, thin under %.0f)",
                     qc_phrases_counted(rate->what, rate->decisive).text, rate->floor);
}

/* The thin rate with the largest share of the band below `limit`, NULL = none worth a word. */
static const qc_rate_summary *next_cause(const qc_summary *summary, double limit)
{
    const qc_rate_summary *best = NULL;

    for (int32_t i = 0; i < summary->rate_count; i++) {
        const double share = summary->rates[i].band_share.value;
        if (share < limit && share >= LEAST_CAUSE && (!best || share > best->band_share.value))
            best = &summary->rates[i];
    }
    return best;
}

/* Shares of the band are known to some points only, so they print in fives. */
static qc_word fives(double share)
{
    return qc_words_percent(round(share * 20) / 20);
}

/* "; the range 13% to 94% is owed to deal size (45%), ..." */
static void add_causes(const qc_summary *summary, const qc_target_summary *target, qc_text *line)
{
    const qc_rate_summary *cause = next_cause(summary, INFINITY);

    if (cause == NULL) return;
    qc_text_addf(line, "; the range %s ", qc_words_chance(target->band_low).text);
    qc_text_addf(line, "to %s is owed to ", qc_words_chance(target->band_high).text);
    for (int i = 0; i < THIN_SHOWN && cause != NULL; i++) {
        qc_text_addf(line, "%s%s (%s)", i == 0 ? "" : ", ", cause->rate,
                     fives(cause->band_share.value).text);
        cause = next_cause(summary, cause->band_share.value);
    }
}

/* "; 60% of the range 24% to 60% is owed to them" */
static void add_share(const qc_summary *summary, const qc_target_summary *target, qc_text *line)
{
    qc_text_addf(line, "; %s of the range ", fives(summary->thin_band_share.value).text);
    qc_text_addf(line, "%s to ", qc_words_chance(target->band_low).text);
    qc_text_addf(line, "%s is owed to %s", qc_words_chance(target->band_high).text,
                 summary->thin_count > 1 ? "them" : "it");
}

static void add_thin_rates(const qc_summary *summary, qc_text *line)
{
    int32_t shown = 0;

    for (int32_t i = 0; i < summary->rate_count; i++) {
        if (!summary->rates[i].is_thin) continue;
        if (shown == THIN_SHOWN && summary->thin_count > THIN_SHOWN + 1) {
            qc_text_addf(line, ", %d more (quotacast stages %s)",
                         (int) summary->thin_count - THIN_SHOWN, summary->plan);
            return;
        }
        if (shown++ > 0) qc_text_add(line, ", ");
        add_thin(&summary->rates[i], line);
    }
}

void qc_text_thin_rates(const qc_summary *summary, const qc_target_summary *target, qc_text *line)
{
    const double share = summary->thin_band_share.value;

    if (summary->thin_count == 0) return;
    if (summary->has_history)
        add_thin_rates(summary, line);
    else
        qc_text_addf(line, "no history: every rate%s is a belief",
                     summary->thin_count < summary->rate_count ? " that is not certain" : "");
    if (!isnan(share) && target != NULL && target->band_high - target->band_low > QC_NARROW_BAND) {
        if (summary->has_history)
            add_share(summary, target, line);
        else
            add_causes(summary, target, line);
    }
}
