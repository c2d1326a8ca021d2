#include "report/csv/csv.h"

#include "report/csv/csv_cost.h"

#include <string.h>

#define row    qc_csv_row
#define word   qc_csv_row_word
#define number qc_csv_row_number
#define whole  qc_csv_row_whole
#define day    qc_csv_row_day
#define empty  qc_csv_row_empty
#define end    qc_csv_row_end

static void quantiles(row *r, const qc_quantiles *q)
{
#define WRITE_QUANTILE(name, share) number(r, q->name);
    QC_QUANTILES(WRITE_QUANTILE)
#undef WRITE_QUANTILE
}

static void forecast_header(qc_sink *sink)
{
    qc_sink_add(sink, "kind,name,metric,scope,from,to,closed,at_least,at_most,actual_so_far,chance,"
                      "chance_error,chance_low,chance_high,mean,mean_error");
#define WRITE_NAME(name, share) qc_sink_add(sink, "," #name);
    QC_QUANTILES(WRITE_NAME)
#undef WRITE_NAME
    qc_sink_add(sink, ",median_shortfall,safe_at_80,gap_to_80,pace_needed,pace_recent,pace_best,"
                      "cumulative_actual,cumulative_mean");
#define WRITE_NAME(name, share) qc_sink_add(sink, ",cumulative_" #name);
    QC_QUANTILES(WRITE_NAME)
#undef WRITE_NAME
    qc_sink_add(sink, "\n");
}

#define CUMULATIVE_COLUMNS 11 /* actual, mean and nine quantiles */

static void scope(row *r, const qc_target_summary *target)
{
    qc_text text = {0};

    for (int32_t i = 0; i < target->scope_count; i++) {
        qc_text_addf(&text, "%s%s=%s", i > 0 ? "; " : "", target->scope[i].column,
                     target->scope[i].value);
    }
    word(r, qc_text_get(&text));
    r->sink->failed = r->sink->failed || text.failed;
    qc_text_free(&text);
}

static void target_row(row *r, const qc_target_summary *target)
{
    word(r, "target");
    word(r, target->name);
    word(r, target->metric);
    scope(r, target);
    day(r, target->span.from);
    day(r, target->span.to);
    word(r, target->closed ? "yes" : "no");
    if (target->at_most) empty(r, 1);
    number(r, target->goal);
    if (!target->at_most) empty(r, 1);
    number(r, target->actual_so_far);
    number(r, target->chance.value);
    number(r, target->chance.std_error);
    number(r, target->band_low);
    number(r, target->band_high);
    number(r, target->mean.value);
    number(r, target->mean.std_error);
    quantiles(r, &target->quantiles);
    number(r, target->median_shortfall);
    number(r, target->safe_at_80);
    number(r, target->gap_to_80);
    number(r, target->pace_needed);
    number(r, target->pace_recent);
    number(r, target->pace_best);
    empty(r, CUMULATIVE_COLUMNS);
    end(r);
}

static void month_row(row *r, const char *metric, const qc_series_point *point)
{
    char name[16];

    word(r, "month");
    qc_calendar_text(point->span.from, name);
    name[strlen(name) - 3] = '\0'; /* 2026-07 */
    word(r, name);
    word(r, metric);
    empty(r, 1);
    day(r, point->span.from);
    day(r, point->span.to);
    word(r, point->closed ? "yes" : "no");
    empty(r, 2);
    number(r, point->actual);
    empty(r, 4);
    number(r, point->mean.value);
    number(r, point->mean.std_error);
    quantiles(r, &point->quantiles);
    empty(r, 6);
    number(r, point->cumulative_actual);
    number(r, point->cumulative_mean.value);
    quantiles(r, &point->cumulative);
    end(r);
}

void qc_csv_forecast(qc_sink *sink, const qc_summary *summary)
{
    row r = {.sink = sink};

    forecast_header(sink);
    for (int32_t i = 0; i < summary->target_count; i++)
        target_row(&r, &summary->targets[i]);
    for (int32_t i = 0; i < summary->series.count; i++) {
        month_row(&r, summary->series.metric, &summary->series.points[i]);
    }
    qc_csv_cost(&r, summary);
}

static void ranged(row *r, const qc_ranged *value)
{
    number(r, value->value);
    number(r, value->low);
    number(r, value->high);
}

static void funnel_row(row *r, const qc_funnel *funnel)
{
    word(r, "funnel");
    word(r, funnel->by);
    word(r, funnel->value);
    empty(r, 1);
    whole(r, funnel->deals);
    empty(r, 1);
    whole(r, funnel->open);
    empty(r, 1);
    whole(r, funnel->won);
    whole(r, funnel->lost);
    empty(r, 4);
    ranged(r, &funnel->win_rate);
    number(r, funnel->cycle_median_days);
    empty(r, 2);
    number(r, funnel->cycle_p80_days);
    empty(r, 15);
    end(r);
}

static void stage_row(row *r, const qc_funnel *funnel, const qc_funnel_row *stage)
{
    word(r, "stage");
    word(r, funnel->by);
    word(r, funnel->value);
    word(r, stage->stage);
    whole(r, stage->deals);
    whole(r, stage->visits);
    whole(r, stage->open);
    whole(r, stage->to_later);
    whole(r, stage->to_won);
    whole(r, stage->to_lost);
    whole(r, stage->to_earlier);
    ranged(r, &stage->conversion);
    ranged(r, &stage->win_rate);
    ranged(r, &stage->median_days);
    ranged(r, &stage->p80_days);
    ranged(r, &stage->p95_days);
    number(r, stage->belief_events);
    number(r, stage->arriving);
    word(r, qc_evidence_word(&stage->evidence));
    whole(r, stage->evidence.exits);
    whole(r, stage->evidence.further);
    number(r, stage->evidence.deal_days);
    number(r, stage->evidence.belief_weight);
    number(r, stage->evidence.to_curve);
    number(r, stage->evidence.to_belief);
    number(r, stage->evidence.to_whole);
    end(r);
}

void qc_csv_funnels(qc_sink *sink, const qc_funnels *funnels)
{
    row r = {.sink = sink};

    qc_sink_add(
        sink,
        "kind,by,value,stage,deals,visits,open,to_later,to_won,to_lost,to_earlier,"
        "conversion,conversion_low,conversion_high,win_rate,win_rate_low,"
        "win_rate_high,p50_days,p50_days_low,p50_days_high,p80_days,p80_days_low,"
        "p80_days_high,p95_days,p95_days_low,p95_days_high,belief_events,arriving,rests_on,exits,"
        "further_on,deal_days,belief_weight,pulled_to_curve,pulled_to_belief,"
        "pulled_to_whole\n");
    for (int32_t i = 0; i < funnels->count; i++) {
        const qc_funnel *funnel = &funnels->items[i];
        funnel_row(&r, funnel);
        for (int32_t k = 0; k < funnel->row_count; k++)
            stage_row(&r, funnel, &funnel->rows[k]);
    }
}
