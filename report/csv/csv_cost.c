#include "report/csv/csv_cost.h"

#include <math.h>
#include <stdio.h>

#define AFTER_QUANTILES 17 /* columns of a forecast that these rows leave empty */
#define QUANTILES       9

typedef struct cells { /* what a row says; NAN = nothing */
    const char *kind, *name, *metric;
    qc_span span;
    double at_least, so_far;
    qc_estimate chance, mean;
    const qc_quantiles *quantiles;
} cells;

static void add(qc_csv_row *r, double value)
{
    if (isnan(value))
        qc_csv_row_empty(r, 1);
    else
        qc_csv_row_number(r, value);
}

static void write(qc_csv_row *r, const cells *c)
{
    qc_csv_row_word(r, c->kind);
    qc_csv_row_word(r, c->name);
    qc_csv_row_word(r, c->metric);
    qc_csv_row_empty(r, 1);
    qc_csv_row_day(r, c->span.from);
    qc_csv_row_day(r, c->span.to);
    qc_csv_row_word(r, "no");
    add(r, c->at_least);
    qc_csv_row_empty(r, 1);
    add(r, c->so_far);
    add(r, c->chance.value);
    add(r, c->chance.std_error);
    qc_csv_row_empty(r, 2);
    add(r, c->mean.value);
    add(r, c->mean.std_error);
    if (c->quantiles == NULL) {
        qc_csv_row_empty(r, QUANTILES);
    } else {
#define WRITE_QUANTILE(name, share) qc_csv_row_number(r, c->quantiles->name);
        QC_QUANTILES(WRITE_QUANTILE)
#undef WRITE_QUANTILE
    }
    qc_csv_row_empty(r, AFTER_QUANTILES);
    qc_csv_row_end(r);
}

static void write_money(qc_csv_row *r, const char *name, qc_span span,
                        const qc_money_summary *money)
{
    write(r, &(cells){.kind = "cost",
                      .name = name,
                      .metric = name,
                      .span = span,
                      .at_least = NAN,
                      .so_far = money->so_far,
                      .chance = {NAN, NAN},
                      .mean = money->mean,
                      .quantiles = &money->quantiles});
}

static void cost_rows(qc_csv_row *r, const qc_cost_summary *cost)
{
    if (!cost->known) return;
    write_money(r, "cost", cost->span, &cost->cost);
    if (cost->has_net) write_money(r, "margin_after_cost", cost->span, &cost->net);
    if (cost->judged) write_money(r, "cac", cost->span, &cost->per_customer);
    for (int p = 0; cost->has_parts && p < QC_COST_KINDS; p++)
        write(r, &(cells){.kind = "cost_part",
                          .name = qc_summary_cost_word(p),
                          .metric = "cost",
                          .span = cost->span,
                          .at_least = NAN,
                          .so_far = NAN,
                          .chance = {NAN, NAN},
                          .mean = {cost->parts[p], NAN}});
}

static void quota_rows(qc_csv_row *r, const qc_quota_summary *quota)
{
    char name[32];
    for (int32_t i = 0; i < quota->count; i++) {
        const qc_seller_summary *seller = &quota->sellers[i];
        write(r, &(cells){.kind = "quota",
                          .name = seller->name,
                          .metric = "attainment",
                          .span = quota->span,
                          .at_least = seller->quota,
                          .so_far = seller->sold,
                          .chance = seller->chance,
                          .mean = seller->attainment,
                          .quantiles = &seller->quantiles});
    }
    for (int32_t k = 1; k <= quota->count; k++) {
        (void) snprintf(name, sizeof name, "at least %d", (int) k);
        write(r, &(cells){.kind = "quota_count",
                          .name = name,
                          .metric = "reps",
                          .span = quota->span,
                          .at_least = k,
                          .so_far = NAN,
                          .chance = quota->at_least[k - 1],
                          .mean = {NAN, NAN}});
    }
}

void qc_csv_cost(qc_csv_row *r, const qc_summary *summary)
{
    cost_rows(r, &summary->cost);
    quota_rows(r, &summary->quota);
    for (int32_t g = 0; g < summary->goal_count; g++) {
        const qc_goal_summary *goal = &summary->goals[g];
        write(r, &(cells){.kind = "activity_goal",
                          .name = goal->activity,
                          .metric = "weeks met",
                          .span = goal->span,
                          .at_least = goal->goal,
                          .so_far = NAN,
                          .chance = goal->always,
                          .mean = goal->share});
    }
}
