#include "report/backtest.h"
#include "report/csv/csv_row.h"

#define word   qc_csv_row_word
#define number qc_csv_row_number
#define whole  qc_csv_row_whole
#define day    qc_csv_row_day

static void header(qc_sink *sink)
{
    qc_sink_add(sink, "plan,as_of,metric,periods,from,to,deals_won,deals_open,actual,mean");
    for (int q = 0; q < QC_BACKTEST_QUANTILES; q++)
        qc_sink_addf(sink, ",p%g", qc_backtest_quantiles[q] * 100);
    qc_sink_add(sink, ",percentile,crps,pinball,run_rate");
    for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
        const int share = (int) qc_backtest_goals[g];
        qc_sink_addf(sink, ",goal_%d,chance_%d,hit_%d", share, share, share);
    }
    for (int r = 0; r < QC_RIVAL_COUNT; r++)
        qc_sink_addf(sink, ",%s_median", qc_rival_name((qc_rival) r));
    for (int r = 0; r < QC_RIVAL_COUNT; r++)
        qc_sink_addf(sink, ",%s_crps", qc_rival_name((qc_rival) r));
    for (int r = 0; r < QC_RIVAL_COUNT; r++) {
        if (qc_rival_has_range((qc_rival) r))
            qc_sink_addf(sink, ",%s_percentile", qc_rival_name((qc_rival) r));
    }
    qc_sink_add(sink, "\n");
}

static void goals(qc_csv_row *row, const qc_backtest_forecast *forecast)
{
    for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
        const bool asked = forecast->goal[g] > 0;
        number(row, forecast->goal[g]);
        if (!asked) qc_csv_row_empty(row, 2);
        if (asked) number(row, forecast->chance[g]);
        if (asked) word(row, forecast->hit[g] ? "yes" : "no");
    }
}

static void forecast_row(qc_csv_row *row, const qc_backtest_forecast *forecast,
                         const qc_backtest_origin *origin, const char *plan)
{
    word(row, plan);
    day(row, origin->as_of);
    word(row, qc_backtest_metric_word(forecast->metric));
    whole(row, forecast->periods);
    day(row, forecast->span.from);
    day(row, forecast->span.to);
    whole(row, origin->wins);
    whole(row, origin->open);
    number(row, forecast->actual);
    number(row, forecast->mean);
    for (int q = 0; q < QC_BACKTEST_QUANTILES; q++)
        number(row, forecast->quantile[q]);
    number(row, forecast->percentile);
    number(row, forecast->crps);
    number(row, forecast->pinball);
    number(row, forecast->run_rate);
    goals(row, forecast);
    for (int r = 0; r < QC_RIVAL_COUNT; r++)
        number(row, forecast->rival_median[r]);
    for (int r = 0; r < QC_RIVAL_COUNT; r++)
        number(row, forecast->rival_crps[r]);
    for (int r = 0; r < QC_RIVAL_COUNT; r++) {
        if (qc_rival_has_range((qc_rival) r)) number(row, forecast->rival_percentile[r]);
    }
    qc_csv_row_end(row);
}

void qc_csv_backtest(qc_sink *sink, const qc_backtest_view *view)
{
    const qc_backtest *backtest = view->backtest;
    qc_csv_row row = {.sink = sink};
    header(sink);
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        const qc_backtest_forecast *forecast = &backtest->forecasts[f];
        forecast_row(&row, forecast, &backtest->origins[forecast->origin],
                     view->plans[forecast->company]);
    }
}
