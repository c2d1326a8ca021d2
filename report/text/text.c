/* The first screen answers in the order in which a manager asks: will we, how sure is that, how much
 * is missing, where does it come from, what would change it, what does it rest on. */
#include "report/text/text.h"

#include "history/dates_only.h"
#include "report/layout.h"
#include "report/phrases.h"
#include "report/terminal.h"
#include "report/text/text_cost.h"
#include "report/text/text_people.h"
#include "report/text/text_targets.h"
#include "report/text/text_thin.h"
#include "report/trust.h"

#include <math.h>
#include <string.h>

#define NAME_COLUMNS  24
#define DEALS_SHOWN   5
#define FEW_WON_DEALS 50
#define HALF_YEAR     182
#define WORTH_A_WORD  0.005 /* a smaller change of the chance prints as no point */

typedef struct page {
    qc_sink *sink;
    const qc_summary *summary;
    const qc_target_summary *target; /* the headline, NULL = none */
    const qc_text_options *options;
    qc_words_style style;
    bool is_money;
    qc_text line; /* being put together */
} page;

static const char *value(const page *p, double amount, qc_word *word)
{
    const bool is_ratio = p->target != NULL && p->target->is_ratio;
    *word = is_ratio ? qc_phrases_value(&p->style, p->target, amount, true)
                     : qc_words_value(&p->style, p->is_money, amount);
    return word->text;
}

static void print_line(page *p, const char *label)
{
    qc_layout_flush(p->sink, label, &p->line, p->options->width);
}

static void print_strong(page *p)
{
    if (p->options->color) qc_sink_add(p->sink, "\033[1m");
    print_line(p, "");
    if (p->options->color) qc_sink_add(p->sink, "\033[0m");
}

/* No future was simulated: the exact engine answered. */
static bool is_computed(const qc_summary *summary)
{
    return summary->engine != NULL && strcmp(summary->engine, "exact") == 0;
}

static void expectation(page *p, double mean, const qc_quantiles *quantiles, const char *by)
{
    qc_word middle, low, high;

    if (isnan(mean)) return;
    qc_text_addf(&p->line, "Expect %s%s; 8 in 10 %s futures end between %s and %s.",
                 value(p, mean, &middle), by, is_computed(p->summary) ? "possible" : "simulated",
                 value(p, quantiles->p10, &low), value(p, quantiles->p90, &high));
    print_line(p, "");
}

static void knowledge_band(page *p)
{
    const qc_target_summary *target = p->target;
    const double won = (double) p->summary->deals_won;

    if (!(target->band_high - target->band_low > QC_NARROW_BAND + 1e-9)) return;
    if (p->summary->has_history && won > 0.0) {
        qc_text_addf(&p->line, "With %s%s won %s, the ", won < FEW_WON_DEALS ? "only " : "",
                     qc_words_whole(&p->style, p->summary->deals_won).text,
                     qc_words_plural(won, "deal", "deals"));
    } else {
        qc_text_add(&p->line, "The plan states beliefs as ranges, so the ");
    }
    /* "the under 1%" is no English */
    const bool plain = target->chance.value >= 0.01 && target->chance.value <= 0.99;
    qc_text_addf(&p->line, "%s could itself be ",
                 plain ? qc_words_chance(target->chance.value).text : "chance");
    qc_text_addf(&p->line, "%s to %s.", qc_words_chance(target->band_low).text,
                 qc_words_chance(target->band_high).text);
    print_line(p, "");
}

/* Costs and ratios may be all that is asked for. */
static bool any_open(const qc_summary *summary)
{
    for (int32_t t = 0; t < summary->target_count; t++)
        if (!summary->targets[t].closed) return true;
    return false;
}

static void outlook(page *p)
{
    const qc_series *series = &p->summary->series;
    qc_word safe;

    qc_text_addf(&p->line, "%s",
                 any_open(p->summary)           ? "No open target counts deals or what they bring."
                 : p->summary->target_count > 0 ? "No target is open any more."
                                                : "No target stated; this is the outlook.");
    print_strong(p);
    if (series->count == 0) return;
    const qc_series_point *last = &series->points[series->count - 1];
    char by[256];
    snprintf(by, sizeof by, " %s %s", qc_phrases_metric(series->metric, 2.0).text,
             qc_phrases_in_period((qc_span){series->points[0].span.from, last->span.to}).text);
    expectation(p, last->cumulative_mean.value, &last->cumulative, by);
    qc_text_addf(&p->line, "Safe (80%%): %s or more.", value(p, last->cumulative.p20, &safe));
    print_line(p, "");
}

static void gap(page *p)
{
    const qc_target_summary *target = p->target;
    qc_word need, safe;

    if (isnan(target->safe_at_80)) return;
    value(p, target->safe_at_80, &safe);
    if (target->at_most) {
        qc_text_addf(&p->line, "with 80%% chance it stays at or under %s", safe.text);
    } else if (isnan(target->gap_to_80)) {
        qc_text_addf(&p->line, "safe (80%%) today: %s", safe.text);
    } else if (target->gap_to_80 > 0.0 && target->is_share) {
        const qc_word points = qc_words_points(&p->style, target->gap_to_80, true);
        qc_text_addf(&p->line, "%s more needed to be safe (80%%); safe today: %s",
                     points.text[0] == '+' ? points.text + 1 : points.text, safe.text);
    } else if (target->gap_to_80 > 0.0) {
        qc_text_addf(&p->line, "%s more needed to be safe (80%%); safe today: %s",
                     value(p, target->gap_to_80, &need), safe.text);
    } else {
        qc_text_addf(&p->line, "none: safe (80%%) up to %s", safe.text);
    }
    print_line(p, "Gap");
}

static void pace(page *p)
{
    const qc_target_summary *target = p->target;
    qc_word needed, recent, best;

    if (isnan(target->pace_needed)) return;
    /* a target whose period lies ahead is paced from its own first day */
    const qc_day tomorrow = p->summary->as_of + 1;
    const qc_date start = qc_calendar_date(tomorrow > target->span.from ? tomorrow
                                                                        : target->span.from);
    qc_text_addf(&p->line,
                 target->at_most ? "leaves room for %s a month from " : "needs %s a month from ",
                 value(p, target->pace_needed, &needed));
    if (start.day > 1) qc_text_addf(&p->line, "%d ", (int) start.day);
    qc_text_add(&p->line, qc_calendar_month_name(start.month));
    if (!isnan(target->pace_recent)) {
        const int32_t known = p->summary->known_days;
        if (known > 0 && known < HALF_YEAR)
            qc_text_addf(&p->line, "; last %d %s %s", (int) known,
                         qc_words_plural(known, "day", "days"),
                         value(p, target->pace_recent, &recent));
        else
            qc_text_addf(&p->line, "; last 6 months %s", value(p, target->pace_recent, &recent));
    }
    if (!isnan(target->pace_best)) {
        qc_text_addf(&p->line, ", best month ever %s", value(p, target->pace_best, &best));
    }
    print_line(p, "Pace");
}

static void parts(page *p)
{
    const qc_summary *summary = p->summary;
    const char *between = "";
    qc_word word;

    if (!isnan(summary->won_so_far)) {
        qc_text_addf(&p->line, "won %s", value(p, summary->won_so_far, &word));
        between = " | ";
    }
    if (!isnan(summary->open_mean) && summary->open_deals > 0) {
        const double deals = (double) summary->open_deals;
        qc_text_addf(&p->line, "%s%s open %s", between,
                     qc_words_whole(&p->style, summary->open_deals).text,
                     qc_words_plural(deals, "deal", "deals"));
        qc_text_addf(&p->line, " %s", value(p, summary->open_mean, &word));
        between = " | ";
    }
    if (!isnan(summary->new_mean)) {
        qc_text_addf(&p->line, "%snot yet created %s", between, value(p, summary->new_mean, &word));
    }
    if (p->line.length > 0) print_line(p, "Comes from");
    qc_text_people_origin(&summary->people, &p->style, &p->line);
    if (p->line.length > 0) print_line(p, "New deals");
}

static void hangs_on(page *p)
{
    const qc_summary *summary = p->summary;
    const int32_t count = summary->hanging_count;
    const int32_t shown = p->options->all || count < DEALS_SHOWN ? count : DEALS_SHOWN;
    char name[128];

    if (count == 0) return;
    if (summary->hanging_points < WORTH_A_WORD) {
        qc_text_add(&p->line, "no single open deal");
        print_line(p, "Hangs on");
        return;
    }
    qc_text_addf(&p->line, "%d %s = ", (int) count, qc_words_plural(count, "deal", "deals"));
    /* a fall of the chance, printed as the size of what hangs on them */
    const qc_word points = qc_words_points(&p->style, summary->hanging_points, true);
    qc_text_addf(&p->line, "%s: ", points.text[0] == '+' ? points.text + 1 : points.text);
    for (int32_t i = 0; i < shown; i++) {
        const qc_hanging_deal *deal = &summary->hanging[i];
        qc_words_cut(deal->deal, NAME_COLUMNS, p->options->unicode, name, sizeof name);
        qc_text_addf(&p->line, "%s%s %s (%s)", i > 0 ? ", " : "", name,
                     qc_words_amount(&p->style, deal->amount).text,
                     qc_words_chance(deal->win_chance).text);
    }
    if (shown < count) qc_text_add(&p->line, ", ...");
    print_line(p, "Hangs on");
}

static void would_help(page *p)
{
    const qc_summary *summary = p->summary;

    int32_t shown = 0;
    for (int32_t i = 0; i < summary->probe_count; i++) {
        const qc_probe *probe = &summary->probes[i];
        if (!(probe->change.value >= WORTH_A_WORD)) continue;
        qc_text_addf(&p->line, "%s%s %s", shown > 0 ? " | " : "", probe->words,
                     qc_words_points(&p->style, probe->change.value, shown == 0).text);
        shown++;
    }
    for (int32_t i = 0; i < summary->probe_count && shown == 0; i++)
        qc_text_addf(&p->line, "%s%s", i == 0 ? "none of: " : ", ", summary->probes[i].words);
    if (summary->probe_count > 0) print_line(p, "Would help");
}

/* What it costs, and who makes the quota or the goals of activities. */
static void costs(page *p)
{
    const qc_summary *summary = p->summary;

    qc_text_cost_line(&summary->cost, &p->style, &p->line);
    if (p->line.length > 0) print_line(p, "Costs");
    qc_text_cost_quota(&summary->quota, &p->style, &p->line);
    if (p->line.length > 0) print_line(p, "Quota");
    for (int32_t g = 0; g < summary->goal_count; g++) {
        qc_text_cost_goal(&summary->goals[g], &p->style, &p->line);
        print_line(p, g == 0 ? "Activity" : "");
    }
}

static void lenses(page *p)
{
    qc_word word;

    const int32_t known = p->summary->known_days;

    if (!isnan(p->summary->last_year) && known > 0 && known < 365) {
        qc_text_addf(&p->line, "past: %d %s known, %s", (int) known,
                     qc_words_plural(known, "day", "days"), value(p, p->summary->last_year, &word));
    } else if (!isnan(p->summary->last_year)) {
        qc_text_addf(&p->line, "past: last 12 months %s", value(p, p->summary->last_year, &word));
    } else {
        qc_text_addf(&p->line, "past: %s", p->summary->has_history ? "not known" : "no history");
    }
    qc_text_add(&p->line, "   market: ");
    qc_text_cost_market(&p->summary->market, &p->style, &p->line);
    qc_text_add(&p->line, "   people: ");
    qc_text_people_lens(&p->summary->people, &p->style, &p->line);
    print_line(p, "Lenses");
}

static void rests_on(page *p)
{
    const qc_summary *summary = p->summary;

    if (isnan(summary->rests_on_history) || isnan(summary->rests_on_beliefs)) return;
    qc_text_addf(&p->line, "history %s, your beliefs %s",
                 qc_words_percent(summary->rests_on_history).text,
                 qc_words_percent(summary->rests_on_beliefs).text);
    if (summary->biggest_belief != NULL && summary->biggest_belief[0] != '\0') {
        qc_text_addf(&p->line, " (biggest: %s)", summary->biggest_belief);
    }
    print_line(p, "Rests on");
}

static void thin(page *p)
{
    qc_text_thin_rates(p->summary, p->target, &p->line);
    if (p->line.length > 0) print_line(p, "Thin");
}

static void crm_says(page *p)
{
    const qc_summary *summary = p->summary;
    if (p->target == NULL || isnan(summary->crm_weighted)) return;
    qc_text_addf(&p->line, "weighted pipeline %s %s (typed percentages and expected dates of ",
                 qc_words_amount(&p->style, summary->crm_weighted).text,
                 qc_phrases_in_period(p->target->span).text);
    qc_text_addf(&p->line, "%s open %s", qc_words_whole(&p->style, summary->crm_deals).text,
                 qc_words_plural((double) summary->crm_deals, "deal", "deals"));
    if (summary->crm_left > 0)
        qc_text_addf(&p->line, ", %s more without amount or percentage",
                     qc_words_whole(&p->style, summary->crm_left).text);
    qc_text_add(&p->line, "); not used here");
    print_line(p, "CRM says");
}

static void trust(page *p)
{
    qc_trust_words(&p->summary->trust, p->summary->plan, &p->line);
    if (p->line.length > 0) print_line(p, "Trust");
}

static void add_count(page *p, const char *before, int64_t count, const char *one, const char *many)
{
    qc_text_addf(&p->line, "%s%s %s", before, qc_words_whole(&p->style, count).text,
                 qc_words_plural((double) count, one, many));
}

static void data(page *p)
{
    const qc_summary *summary = p->summary;
    const int64_t deals = summary->deals_open + summary->deals_won + summary->deals_lost;

    if (!summary->has_history) {
        qc_text_add(&p->line, "no history");
        if (summary->deals_open > 0) {
            add_count(p, "; ", summary->deals_open, "open deal stated", "open deals stated");
        }
    } else {
        add_count(p, "", deals, "deal: ", "deals: ");
        add_count(p, "", summary->deals_won, "won", "won");
        add_count(p, ", ", summary->deals_lost, "lost", "lost");
        add_count(p, ", ", summary->deals_open, "open", "open");
    }
    if (summary->open_without_amount > 0) {
        add_count(p, "; ", summary->open_without_amount, "open without amount (drawn)",
                  "open without amount (drawn)");
    }
    if (summary->doubts > 0) add_count(p, "; ", summary->doubts, "doubt", "doubts");
    if (summary->set_aside_rows > 0) {
        add_count(p, "; ", summary->set_aside_rows, "row set aside", "rows set aside");
    }
    if (summary->doubts > 0 || summary->set_aside_rows > 0) {
        qc_text_addf(&p->line, " (quotacast check %s)", summary->plan);
    }
    print_line(p, "Data");
}

static void notes(page *p)
{
    if (p->summary->note_count == 0) return;
    qc_sink_add(p->sink, "\n");
    for (int32_t i = 0; i < p->summary->note_count; i++) {
        qc_text_addf(&p->line, "Note: %s", p->summary->notes[i]);
        print_line(p, "");
    }
}

static void histogram(page *p)
{
    const qc_terminal_options options = {
        .color = p->options->color, .unicode = p->options->unicode, .width = p->options->width};

    if (p->summary->bin_count == 0 || (p->target != NULL && p->target->is_ratio)) return;
    qc_sink_add(p->sink, "\n");
    qc_terminal_histogram(p->sink, p->summary->bins, p->summary->bin_count, p->target, p->is_money,
                          &p->style, &options);
}

static void footer(page *p)
{
    const qc_summary *summary = p->summary;
    char day[16];

    const bool computed = is_computed(summary);
    const bool certain = computed && summary->draws == 1;
    const int64_t count = computed ? summary->draws : summary->trials;
    qc_text_addf(&p->line, "%s as of %s; %s %s", summary->plan,
                 qc_calendar_text(summary->as_of, day),
                 certain ? "computed without" : qc_words_whole(&p->style, count).text,
                 computed && !certain ? "parameter draws" : "simulated futures");
    if (computed)
        qc_text_addf(&p->line, ", numerical error under %s",
                     qc_words_bound(summary->error_bound).text);
    if (!isnan(summary->largest_error) && !certain) {
        const qc_word points = qc_words_points(&p->style, summary->largest_error, true);
        qc_text_addf(&p->line, ", simulation error %s",
                     points.text[0] == '+' ? points.text + 1 : points.text);
    } else if (p->target != NULL && !certain) {
        qc_text_add(&p->line, ", simulation error not known from so few");
    }
    qc_text_addf(&p->line, ", seed %llu, quotacast %s", (unsigned long long) summary->seed,
                 QC_VERSION);
    if (summary->engine != NULL && summary->engine[0] != '\0') {
        qc_text_addf(&p->line, ", engine %s", summary->engine);
    }
    qc_sink_add(p->sink, "\n");
    print_line(p, "");
}

static void finding(page *p)
{
    if (p->summary->interrupted) {
        qc_text_addf(&p->line, "Interrupted: what follows rests on the %s futures finished so far.",
                     qc_words_whole(&p->style, p->summary->trials).text);
        print_line(p, "");
    }
    if (p->target == NULL) {
        outlook(p);
        return;
    }
    if (p->target->not_judged) {
        qc_text_addf(&p->line, "Not judged: %s", qc_phrases_goal(&p->style, p->target).text);
        qc_phrases_scope(p->target, &p->line);
        qc_text_addf(&p->line, " %s rests on ", qc_phrases_in_period(p->target->span).text);
        qc_text_addf(&p->line, "%s deals only, fewer than %d.",
                     qc_words_count(&p->style, p->target->events).text, QC_EVENTS_FEWEST);
        print_strong(p);
        return;
    }
    qc_phrases_finding(&p->style, p->target, &p->line);
    if (p->summary->dates_only) qc_text_add(&p->line, " (" QC_DATES_ONLY_TAG ")");
    print_strong(p);
    expectation(p, p->target->mean.value, &p->target->quantiles, "");
    knowledge_band(p);
}

void qc_text_forecast(qc_sink *sink, const qc_summary *summary, const qc_text_options *options)
{
    page p = {.sink = sink,
              .summary = summary,
              .target = qc_phrases_headline(summary),
              .options = options,
              .style = qc_words_style_of(summary->currency, summary->number_style, false)};

    p.is_money = p.target != NULL ? p.target->is_money : summary->series.is_money;
    finding(&p);
    qc_sink_add(sink, "\n");
    if (p.target != NULL && !p.target->not_judged) {
        gap(&p);
        pace(&p);
        parts(&p);
        hangs_on(&p);
        would_help(&p);
    }
    costs(&p);
    lenses(&p);
    rests_on(&p);
    thin(&p);
    crm_says(&p);
    trust(&p);
    data(&p);
    qc_text_targets(sink, summary, &p.style, options);
    qc_text_cost_sellers(sink, &summary->quota, &p.style, options);
    notes(&p);
    histogram(&p);
    footer(&p);
    qc_text_free(&p.line);
}
