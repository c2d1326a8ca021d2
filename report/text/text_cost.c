#include "report/text/text_cost.h"

#include "report/layout.h"
#include "report/phrases.h"

#include <math.h>

#define ROWS_SHOWN   12
#define NAME_COLUMNS 28

static void add_money(const qc_words_style *style, const qc_money_summary *money, qc_text *out)
{
    qc_text_add(out, qc_words_amount(style, money->mean.value).text);
    qc_text_addf(out, " (%s to ", qc_words_amount(style, money->quantiles.p10).text);
    qc_text_addf(out, "%s)", qc_words_amount(style, money->quantiles.p90).text);
}

void qc_text_cost_line(const qc_cost_summary *cost, const qc_words_style *style, qc_text *out)
{
    const char *before = ": ";
    if (!cost->known) return;
    add_money(style, &cost->cost, out);
    qc_text_addf(out, " %s", qc_phrases_in_period(cost->span).text);
    for (int p = 0; cost->has_parts && p < QC_COST_KINDS; p++) {
        if (cost->parts[p] < 0.005) continue;
        qc_text_addf(out, "%s%s %s", before, qc_summary_cost_word(p),
                     qc_words_amount(style, cost->parts[p]).text);
        before = ", ";
    }
    if (cost->has_net) {
        qc_text_add(out, " | margin after it ");
        add_money(style, &cost->net, out);
    }
    if (cost->judged) {
        qc_text_add(out, " | per new customer ");
        add_money(style, &cost->per_customer, out);
    }
}

void qc_text_cost_quota(const qc_quota_summary *quota, const qc_words_style *style, qc_text *out)
{
    int32_t likely = 0;
    if (!quota->known) return;
    for (int32_t k = 1; k <= quota->count; k++) {
        if (quota->at_least[k - 1].value >= 0.5) likely = k;
    }
    qc_text_addf(out, "%s of %d %s expected at or over it ",
                 qc_words_count(style, quota->expected).text, (int) quota->count,
                 qc_words_plural(quota->count, "rep", "reps"));
    qc_text_add(out, qc_phrases_in_period(quota->span).text);
    const char *before = "; ";
    for (int32_t k = likely > 0 ? likely : 1; k <= likely + 1 && k <= quota->count; k++) {
        if (k == quota->count) continue;
        qc_text_addf(out, "%sat least %d: %s", before, (int) k,
                     qc_words_chance(quota->at_least[k - 1].value).text);
        before = ", ";
    }
    qc_text_addf(out, "%s%s: %s", before, quota->count > 1 ? "all" : "chance",
                 qc_words_chance(quota->at_least[quota->count - 1].value).text);
}

void qc_text_cost_goal(const qc_goal_summary *goal, const qc_words_style *style, qc_text *out)
{
    char name[160];
    qc_words_cut(goal->activity, NAME_COLUMNS, false, name, sizeof name);
    qc_text_addf(out, "%s %s per rep and week: ", qc_words_count(style, goal->goal).text, name);
    qc_text_addf(out, "met in %s of reps' weeks", qc_words_percent(goal->share.value).text);
    if (goal->high - goal->low >= 0.01) {
        qc_text_addf(out, " (%s to ", qc_words_percent(goal->low).text);
        qc_text_addf(out, "%s)", qc_words_percent(goal->high).text);
    }
}

void qc_text_cost_market(const qc_market_summary *market, const qc_words_style *style, qc_text *out)
{
    if (!market->known) {
        qc_text_add(out, "not stated");
        return;
    }
    qc_text_addf(out, "%s %s", qc_words_count(style, market->accounts).text,
                 qc_words_plural(market->accounts, "account", "accounts"));
    if (market->used >= 0.5)
        qc_text_addf(out, ", %s used up", qc_words_count(style, market->used).text);
    if (market->runs_out.value < 0.005) {
        qc_text_addf(out, ", room to spare (about %s left)",
                     qc_words_count(style, market->left).text);
        return;
    }
    qc_text_addf(out, ", too few in %s of futures", qc_words_chance(market->runs_out.value).text);
    qc_text_addf(out, " (%s deals turned away", qc_words_count(style, market->turned).text);
    if (market->points.value >= 0.0005)
        qc_text_addf(out, "; the market itself takes %s",
                     qc_words_points(style, market->points.value, true).text + 1);
    qc_text_add(out, ")");
}

/* ---- one row a rep ---- */

typedef struct rows {
    const qc_quota_summary *quota;
    const qc_words_style *style;
    bool unicode;
} rows;

static void fill_cell(void *context, int32_t row, int32_t column, qc_text *cell)
{
    const rows *r = context;
    const qc_seller_summary *seller = &r->quota->sellers[row];
    char name[160];
    if (column == 0) {
        qc_words_cut(seller->name, NAME_COLUMNS, r->unicode, name, sizeof name);
        qc_text_addf(cell, "%s%s", name, seller->to_come ? ", to come" : "");
    }
    if (column == 1) qc_text_addf(cell, "%s", qc_words_money(r->style, seller->quota).text);
    if (column == 2) qc_text_add(cell, qc_words_chance(seller->chance.value).text);
    if (column == 3) {
        qc_text_addf(cell, "expect %s (", qc_words_percent(seller->attainment.value).text);
        qc_text_addf(cell, "%s to ", qc_words_percent(seller->quantiles.p10).text);
        qc_text_addf(cell, "%s)", qc_words_percent(seller->quantiles.p90).text);
        if (seller->sold > 0)
            qc_text_addf(cell, ", %s sold so far", qc_words_amount(r->style, seller->sold).text);
    }
}

void qc_text_cost_sellers(qc_sink *sink, const qc_quota_summary *quota, const qc_words_style *style,
                          const qc_text_options *options)
{
    rows r = {quota, style, options->unicode};
    if (!quota->known) return;
    const int32_t shown = options->all || quota->count < ROWS_SHOWN ? quota->count : ROWS_SHOWN;
    qc_sink_addf(sink, "\nQuotas %s%s\n", qc_phrases_in_period(quota->span).text,
                 quota->shrinks ? "; percents are of what ramp and days there leave of them" : "");
    qc_layout_table(sink, shown, "lrrl", fill_cell, &r);
    if (shown < quota->count)
        qc_sink_addf(sink, "  ... %d more (--all)\n", (int) (quota->count - shown));
}
