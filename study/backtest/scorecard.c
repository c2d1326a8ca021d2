#include "study/backtest/scorecard.h"

#include "study/backtest/tally.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

const double qc_scorecard_ranges[QC_SCORECARD_RANGES] = {0.5, 0.8, 0.95};

#define WIDE_OPEN 0.4

#define LEAST_CHANCE \
    0.001 /* for the log score: a chance of 0 out of some thousand futures is no certainty */

/* ---- what one forecast adds ---- */

static bool in_range(const qc_backtest_forecast *forecast, double scale, int32_t which,
                     double *part, double *whole)
{
    (void) scale;
    *part = qc_score_covers(forecast->percentile, qc_scorecard_ranges[which]);
    *whole = 1;
    return true;
}

static bool relative_error(const qc_backtest_forecast *forecast, double scale, int32_t which,
                           double *part, double *whole)
{
    (void) which;
    *part = scale > 0 ? forecast->crps / scale : 0;
    *whole = scale > 0;
    return scale > 0;
}

static bool relative_pinball(const qc_backtest_forecast *forecast, double scale, int32_t which,
                             double *part, double *whole)
{
    (void) which;
    *part = scale > 0 ? forecast->pinball / scale : 0;
    *whole = scale > 0;
    return scale > 0;
}

static bool level(const qc_backtest_forecast *forecast, double scale, int32_t which, double *part,
                  double *whole)
{
    (void) which;
    *part = scale > 0 ? forecast->mean / scale : 0;
    *whole = scale > 0 ? forecast->actual / scale : 0;
    return scale > 0;
}

static bool brier(const qc_backtest_forecast *forecast, double scale, int32_t which, double *part,
                  double *whole)
{
    (void) scale;
    (void) which;
    for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
        if (!(forecast->goal[g] > 0)) continue;
        *part += qc_score_brier(forecast->chance[g], forecast->hit[g]);
        *whole += 1;
    }
    return *whole > 0;
}

static bool log_score(const qc_backtest_forecast *forecast, double scale, int32_t which,
                      double *part, double *whole)
{
    (void) scale;
    (void) which;
    for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
        if (!(forecast->goal[g] > 0)) continue;
        const double chance = fmin(fmax(forecast->chance[g], LEAST_CHANCE), 1 - LEAST_CHANCE);
        *part += qc_score_log(chance, forecast->hit[g]);
        *whole += 1;
    }
    return *whole > 0;
}

static bool against_rival(const qc_backtest_forecast *forecast, double scale, int32_t which,
                          double *part, double *whole)
{
    if (!(scale > 0) || isnan(forecast->rival_crps[which])) return false;
    *part = forecast->crps / scale;
    *whole = forecast->rival_crps[which] / scale;
    return true;
}

static bool in_rival_range(const qc_backtest_forecast *forecast, double scale, int32_t which,
                           double *part, double *whole)
{
    (void) scale;
    if (isnan(forecast->rival_percentile[which])) return false;
    *part = qc_score_covers(forecast->rival_percentile[which], 0.8);
    *whole = 1;
    return true;
}

/* ---- cells ---- */

/* Forecasts of one metric and horizon whose periods do not overlap, added over companies. */
static int32_t count_apart_at(const qc_backtest *backtest, int32_t metric, int32_t horizon)
{
    int32_t apart = 0, company = -1;
    qc_day last = QC_DAY_NONE;
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        const qc_backtest_forecast *one = &backtest->forecasts[f];
        if (one->horizon != horizon || (int32_t) one->metric != metric) continue;
        if (one->company != company) last = QC_DAY_NONE;
        company = one->company;
        if (one->span.from <= last) continue;
        last = one->span.to;
        apart++;
    }
    return apart;
}

/* Those of several horizons overlap one another, as those of both metrics do: most are apart in the shortest. */
static int32_t count_apart(const qc_backtest *backtest, int32_t metric, int32_t horizon)
{
    const int32_t one = metric < 0 ? (int32_t) QC_BACKTEST_WINS : metric;
    int32_t most = 0;
    if (horizon >= 0) return count_apart_at(backtest, one, horizon);
    for (int32_t h = 0; h < QC_BACKTEST_HORIZONS; h++) {
        const int32_t apart = count_apart_at(backtest, one, h);
        most = apart > most ? apart : most;
    }
    return most;
}

static int32_t count_chances(const qc_backtest *backtest, int32_t metric, int32_t horizon)
{
    int32_t chances = 0;
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        for (int g = 0; g < QC_BACKTEST_GOALS; g++)
            chances += qc_tally_holds(&backtest->forecasts[f], metric, horizon) &&
                       backtest->forecasts[f].goal[g] > 0;
    }
    return chances;
}

static void fill_cell(qc_scorecard_cell *cell, qc_tally_frame *frame)
{
    const int32_t metric = cell->metric, horizon = cell->horizon;
    for (int32_t r = 0; r < QC_SCORECARD_RANGES; r++)
        cell->held[r] = qc_tally_share(frame, metric, horizon, in_range, r, &cell->forecasts);
    cell->block = frame->block;
    cell->apart = count_apart(frame->backtest, metric, horizon);
    cell->error = qc_tally_ratio(frame, metric, horizon, relative_error, 0, NULL);
    cell->pinball = qc_tally_ratio(frame, metric, horizon, relative_pinball, 0, NULL);
    cell->level = qc_tally_ratio(frame, metric, horizon, level, 0, NULL);
    cell->brier = qc_tally_ratio(frame, metric, horizon, brier, 0, NULL);
    cell->log_score = qc_tally_ratio(frame, metric, horizon, log_score, 0, NULL);
    cell->chances = count_chances(frame->backtest, metric, horizon);
    for (int32_t r = 0; r < QC_RIVAL_COUNT; r++) {
        qc_scorecard_rival *rival = &cell->rivals[r];
        rival->error = qc_tally_ratio(frame, metric, horizon, against_rival, r, &rival->forecasts);
        rival->held = qc_tally_share(frame, metric, horizon, in_rival_range, r, NULL);
    }
}

static void add_cell(qc_scorecard *card, qc_tally_frame *frame, int32_t metric, int32_t horizon)
{
    bool any = false;
    for (int32_t f = 0; f < frame->backtest->forecast_count && !any; f++)
        any = qc_tally_holds(&frame->backtest->forecasts[f], metric, horizon);
    if (!any) return;
    qc_scorecard_cell *cell = &card->cells[card->cell_count++];
    *cell = (qc_scorecard_cell){.metric = metric, .horizon = horizon};
    fill_cell(cell, frame);
}

/* ---- stated chances ---- */

static const double edges[QC_SCORECARD_BANDS + 1] = {0, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9, 1};

static bool in_band(double chance, int32_t band)
{
    return chance >= edges[band] && (chance < edges[band + 1] || band == QC_SCORECARD_BANDS - 1);
}

static bool band_hits(const qc_backtest_forecast *forecast, double scale, int32_t which,
                      double *part, double *whole)
{
    (void) scale;
    for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
        if (!(forecast->goal[g] > 0) || !in_band(forecast->chance[g], which)) continue;
        *part += forecast->hit[g];
        *whole += 1;
    }
    return *whole > 0;
}

static void fill_bands(qc_scorecard *card, qc_tally_frame *frame)
{
    const qc_backtest *backtest = frame->backtest;
    for (int32_t b = 0; b < QC_SCORECARD_BANDS; b++) {
        qc_scorecard_band *band = &card->bands[b];
        double stated = 0;
        *band = (qc_scorecard_band){.low = edges[b], .high = edges[b + 1]};
        for (int32_t f = 0; f < backtest->forecast_count; f++) {
            const qc_backtest_forecast *forecast = &backtest->forecasts[f];
            for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
                if (!(forecast->goal[g] > 0) || !in_band(forecast->chance[g], b)) continue;
                stated += forecast->chance[g];
                band->chances++;
            }
        }
        band->stated = band->chances > 0 ? stated / band->chances : (double) NAN;
        band->hit = qc_tally_share(frame, QC_SCORECARD_ALL, QC_SCORECARD_ALL, band_hits, b, NULL);
    }
}

/* ---- percentiles ---- */

/* The count of n that a binomial of chance p stays at or below with chance `share`. */
static int32_t binomial_quantile(double share, double p, int32_t n)
{
    int32_t count = 0;
    while (count < n && gsl_cdf_binomial_P((unsigned) count, p, (unsigned) n) < share)
        count++;
    return count;
}

static void fill_percentiles(qc_scorecard *card, const qc_backtest *backtest)
{
    qc_scorecard_percentiles *out = &card->percentiles;
    const int32_t apart = count_apart(backtest, QC_SCORECARD_ALL, QC_SCORECARD_ALL);
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        const int32_t bin = (int32_t) (backtest->forecasts[f].percentile * QC_SCORECARD_BINS);
        out->share[bin < QC_SCORECARD_BINS ? bin : QC_SCORECARD_BINS - 1] += 1.0 /
                                                                             backtest
                                                                                 ->forecast_count;
    }
    if (apart == 0) return;
    out->even_low = (double) binomial_quantile(0.05, 1.0 / QC_SCORECARD_BINS, apart) / apart;
    out->even_high = (double) binomial_quantile(0.95, 1.0 / QC_SCORECARD_BINS, apart) / apart;
}

/* ---- the whole ---- */

const qc_scorecard_cell *qc_scorecard_find(const qc_scorecard *card, int32_t metric,
                                           int32_t horizon)
{
    for (int32_t c = 0; c < card->cell_count; c++) {
        if (card->cells[c].metric == metric && card->cells[c].horizon == horizon)
            return &card->cells[c];
    }
    return NULL;
}

bool qc_scorecard_is_enough(const qc_scorecard *card)
{
    const qc_ratio held = card->cells[0].held[1];
    return card->origins >= QC_SCORECARD_MOMENTS && held.high - held.low <= WIDE_OPEN;
}

int32_t qc_scorecard_moments_needed(const qc_scorecard *card)
{
    return (int32_t) fmax(ceil(QC_SCORE_BLOCKS * card->cells[0].block), QC_SCORECARD_MOMENTS);
}

static void count_origins(qc_scorecard *card, const qc_backtest *backtest)
{
    card->first = card->last = QC_DAY_NONE;
    for (int32_t i = 0; i < backtest->origin_count; i++) {
        const qc_backtest_origin *origin = &backtest->origins[i];
        card->skipped += origin->skipped;
        if (origin->skipped) continue;
        card->origins++;
        if (card->first == QC_DAY_NONE || origin->as_of < card->first) card->first = origin->as_of;
        if (origin->as_of > card->last) card->last = origin->as_of;
    }
}

bool qc_scorecard_make(qc_scorecard *card, const qc_backtest *backtest, qc_status *status)
{
    qc_tally_frame frame = {.backtest = backtest};
    *card = (qc_scorecard){.cell_count = 0};
    const bool ok = qc_tally_frame_make(&frame, backtest, status);
    if (ok) {
        count_origins(card, backtest);
        card->clusters = frame.by_company ? frame.clusters : card->origins;
        add_cell(card, &frame, QC_SCORECARD_ALL, QC_SCORECARD_ALL);
        for (int32_t m = 0; m < QC_BACKTEST_METRICS; m++) {
            for (int32_t h = QC_SCORECARD_ALL; h < QC_BACKTEST_HORIZONS; h++)
                add_cell(card, &frame, m, h);
        }
        fill_bands(card, &frame);
        fill_percentiles(card, backtest);
    }
    qc_tally_frame_free(&frame);
    return ok;
}
