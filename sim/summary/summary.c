#include "history/dates_only.h"
#include "sim/summary/summarize.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define HUNDREDTHS  100.0
#define BINS        50
#define CURVE       120
#define MONTH_DAYS  (365.25 / 12)
#define TAIL        0.002
#define RECENT_DAYS 182
#define REASONS_MAX 16

typedef struct making {
    qc_summary *summary;
    const qc_summary_inputs *in;
    qc_status *status;
} making;

void qc_summary_free(qc_summary *summary)
{
    qc_arena_free(&summary->arena);
    memset(summary, 0, sizeof *summary);
}

static const char *keep(const making *make, const char *text)
{
    return qc_arena_text(&make->summary->arena, text, make->status);
}

/* ---- one figure ---- */

static double value_of(const making *make, int32_t figure, double hundredths)
{
    const qc_questions *questions = make->in->questions;
    const qc_metric metric = questions->measures[questions->figures[figure].measure].metric;
    const qc_figure *it = &questions->figures[figure];
    const double value = hundredths / (double) it->unit;
    return qc_plan_metric_is_money(metric) || it->per >= 0 ? value : round(value);
}

static qc_quantiles quantiles_of(const making *make, int32_t figure)
{
    const qc_tally *tally = &make->in->outcome->figures[figure];
    const int64_t trials = make->in->outcome->trials;
    qc_quantiles q;
#define SET(name, share) q.name = value_of(make, figure, qc_summary_quantile(tally, trials, share));
    QC_QUANTILES(SET)
#undef SET
    return q;
}

static qc_estimate mean_of(const making *make, int32_t figure)
{
    return qc_summary_mean(make->in->outcome, figure,
                           (double) make->in->questions->figures[figure].unit);
}

static double variance_of(const making *make, int32_t figure)
{
    const qc_outcome *outcome = make->in->outcome;
    const double trials = (double) outcome->trials;
    const double mean = (double) outcome->figures[figure].sum / trials;
    return (double) outcome->figures[figure].square_sum / trials - mean * mean;
}

/* ---- targets ---- */

static double measure_actual(const making *make, int32_t measure, qc_day from, qc_day to)
{
    const qc_measure *what = &make->in->questions->measures[measure];
    return qc_book_actual(make->in->book, what->metric, what->stage, &what->matcher, from, to);
}

static double best_month(const making *make, int32_t measure)
{
    const qc_book *book = make->in->book;
    const int32_t last = qc_calendar_month_index(book->as_of);
    double best = 0;
    for (int32_t m = qc_calendar_month_index(book->events[0].day); m <= last; m++) {
        const qc_span month = qc_calendar_month_span(m);
        best = fmax(best, measure_actual(make, measure, month.from, month.to));
    }
    return best;
}

static void set_pace(const making *make, const qc_asked_target *asked, int32_t measure,
                     qc_target_summary *out)
{
    const qc_book *book = make->in->book;
    out->pace_needed = out->pace_recent = out->pace_best = NAN;
    if (asked->target->at_most || asked->span.from > book->as_of + 31 ||
        qc_plan_metric_is_ratio(asked->target->metric))
        return;
    const double months = (asked->span.to - book->as_of) / MONTH_DAYS;
    out->pace_needed = fmax(asked->goal - asked->actual, 0) / fmax(months, 0.25);
    if (!book->has_history || book->event_count == 0) return;
    const int32_t known = book->as_of - book->events[0].day + 1;
    const int32_t days = known < RECENT_DAYS ? known : RECENT_DAYS;
    out->pace_recent = measure_actual(make, measure, book->as_of - days + 1, book->as_of) /
                       (days / MONTH_DAYS);
    out->pace_best = best_month(make, measure);
}

/* Half of the misses fall short by more. */
static double median_shortfall(const qc_tally *tally, const qc_figure *figure, int64_t trials)
{
    const int64_t misses = trials - tally->hits;
    if (misses == 0) return NAN;
    const double share = 0.5 * (double) misses / (double) trials;
    const double at = qc_summary_quantile(tally, trials, figure->at_most ? 1 - share : share);
    return fabs((double) figure->goal - at) / (double) figure->unit;
}

static void set_open_target(const making *make, const qc_asked_target *asked,
                            qc_target_summary *out)
{
    const qc_outcome *outcome = make->in->outcome;
    const qc_figure *figure = &make->in->questions->figures[asked->figure];
    const qc_tally *tally = &outcome->figures[asked->figure];
    out->chance = qc_engine_chance(outcome, asked->figure);
    qc_summary_band(tally->hits, tally->group_hit_squares, outcome->trials, outcome->groups,
                    &out->band_low, &out->band_high);
    out->mean = mean_of(make, asked->figure);
    if (asked->events_figure >= 0) out->events = mean_of(make, asked->events_figure).value;
    out->quantiles = quantiles_of(make, asked->figure);
    out->median_shortfall = median_shortfall(tally, figure, outcome->trials);
    out->safe_at_80 = out->at_most ? out->quantiles.p80 : out->quantiles.p20;
    out->gap_to_80 = out->at_most ? (double) NAN : fmax(out->goal - out->safe_at_80, 0);
    set_pace(make, asked, figure->measure, out);
    make->summary->largest_error = fmax(make->summary->largest_error, out->chance.std_error);
}

static void set_closed_target(const qc_asked_target *asked, qc_target_summary *out)
{
    const double hair = out->is_share ? 5e-5 : 0.005;
    const bool hit = asked->target->at_most ? asked->actual <= asked->goal + hair
                                            : asked->actual >= asked->goal - hair;
    out->closed = true;
    out->no_data = asked->is_unknown;
    out->chance.value = out->band_low = out->band_high = asked->is_unknown ? (double) NAN : hit;
    out->mean.value = out->safe_at_80 = asked->actual;
    out->median_shortfall = hit || asked->is_unknown ? (double) NAN
                                                     : fabs(asked->goal - asked->actual);
    out->gap_to_80 = out->pace_needed = out->pace_recent = out->pace_best = NAN;
#define SET(name, share) out->quantiles.name = asked->actual;
    QC_QUANTILES(SET)
#undef SET
}

static bool set_target(const making *make, const qc_asked_target *asked, qc_target_summary *out)
{
    const qc_target *target = asked->target;
    *out = (qc_target_summary){.name = keep(make, asked->name),
                               .group = keep(make, asked->group),
                               .metric = keep(make, qc_plan_target_word(make->in->plan, target)),
                               .is_money = qc_plan_metric_is_money(target->metric),
                               .span = asked->span,
                               .is_share = qc_plan_metric_is_share(target->metric),
                               .is_days = target->metric == QC_METRIC_CYCLE,
                               .is_ratio = qc_plan_metric_is_ratio(target->metric),
                               .events = asked->events,
                               .at_most = target->at_most,
                               .stretch = target->stretch,
                               .goal = asked->goal,
                               .goal_base = keep(make, asked->goal_base),
                               .actual_so_far = asked->actual,
                               .scope_count = target->scope_count};
    out->scope = qc_arena_take(&make->summary->arena, (size_t) target->scope_count,
                               sizeof *out->scope, make->status);
    if (out->name == NULL || out->group == NULL || out->goal_base == NULL || out->scope == NULL ||
        out->metric == NULL)
        return false;
    for (int32_t i = 0; i < target->scope_count; i++) {
        out->scope[i] = (qc_scope_text){keep(make, target->scope[i].column),
                                        keep(make, target->scope[i].value)};
        if (out->scope[i].column == NULL || out->scope[i].value == NULL) return false;
    }
    if (asked->figure >= 0)
        set_open_target(make, asked, out);
    else
        set_closed_target(asked, out);
    out->not_judged = out->is_ratio && target->metric != QC_METRIC_SELLING_TIME &&
                      out->events < QC_EVENTS_FEWEST;
    return true;
}

static bool set_targets(const making *make)
{
    const qc_questions *questions = make->in->questions;
    qc_summary *summary = make->summary;
    summary->targets = qc_arena_take(&summary->arena, (size_t) questions->target_count,
                                     sizeof *summary->targets, make->status);
    if (summary->targets == NULL) return false;
    summary->target_count = questions->target_count;
    summary->headline = questions->headline;
    for (int32_t t = 0; t < questions->target_count; t++) {
        if (!set_target(make, &questions->targets[t], &summary->targets[t])) return false;
    }
    return true;
}

static bool set_joints(const making *make)
{
    const qc_questions *questions = make->in->questions;
    const qc_outcome *outcome = make->in->outcome;
    qc_summary *summary = make->summary;
    summary->joint = qc_arena_take(&summary->arena, (size_t) questions->joint_count,
                                   sizeof *summary->joint, make->status);
    if (summary->joint == NULL) return false;
    const char *engine = make->in->run->engine;
    if (engine != NULL &&
        strcmp(engine, "exact") == 0) { /* single laws say nothing of many at once */
        summary->joint_unknown = questions->joint_count > 0;
        return true;
    }
    for (int32_t j = 0; j < questions->joint_count && j != questions->quota_joint; j++) {
        const qc_asked_joint *asked = &questions->joints[j];
        qc_joint_summary *out = &summary->joint[summary->joint_count++];
        *out = (qc_joint_summary){.of = keep(make, asked->of),
                                  .open = asked->open,
                                  .closed_hit = asked->closed_hit,
                                  .closed_missed = asked->closed_missed,
                                  .closed_unknown = asked->closed_unknown};
        out->at_least = qc_arena_take(&summary->arena, (size_t) asked->open, sizeof *out->at_least,
                                      make->status);
        if (out->of == NULL || out->at_least == NULL) return false;
        int64_t hits = 0;
        for (int32_t k = asked->open; k >= 1; k--) {
            hits += outcome->joints[j].exactly[k];
            out->at_least[k - 1] = qc_engine_share(hits, outcome->joints[j].group_squares[k],
                                                   outcome->trials, outcome->groups);
            summary->largest_error = fmax(summary->largest_error, out->at_least[k - 1].std_error);
        }
        out->all = out->at_least[asked->open - 1];
    }
    return true;
}

/* ---- series and pictures ---- */

static void set_known(qc_series_point *point)
{
    point->closed = true;
    point->mean.value = point->actual;
    point->cumulative_mean.value = point->cumulative_actual;
#define SET(name, share)                   \
    point->quantiles.name = point->actual; \
    point->cumulative.name = point->cumulative_actual;
    QC_QUANTILES(SET)
#undef SET
}

static bool set_series(const making *make)
{
    const qc_questions *questions = make->in->questions;
    qc_series *series = &make->summary->series;
    series->metric = qc_plan_metric_word(questions->series_metric);
    series->is_money = qc_plan_metric_is_money(questions->series_metric);
    series->count = questions->month_count;
    series->points = qc_arena_take(&make->summary->arena, (size_t) series->count,
                                   sizeof *series->points, make->status);
    if (series->points == NULL) return false;
    for (int32_t m = 0; m < series->count; m++) {
        const qc_asked_month *month = &questions->months[m];
        qc_series_point *point = &series->points[m];
        *point = (qc_series_point){.span = month->span,
                                   .actual = month->actual,
                                   .cumulative_actual = month->cumulative_actual};
        if (month->figure < 0) {
            set_known(point);
            continue;
        }
        point->mean = mean_of(make, month->figure);
        point->quantiles = quantiles_of(make, month->figure);
        point->cumulative_mean = mean_of(make, month->cumulative_figure);
        point->cumulative = quantiles_of(make, month->cumulative_figure);
    }
    return true;
}

/* Share below, exact at the goal. */
static double below(const making *make, const qc_tally *tally, const qc_figure *figure,
                    double value)
{
    const int64_t trials = make->in->outcome->trials;
    if (figure->has_goal && value == (double) figure->goal)
        return (double) tally->below / (double) trials;
    return qc_summary_below(tally, trials, value);
}

static bool set_bins(const making *make)
{
    const int32_t f = make->in->questions->main_figure;
    const qc_figure *figure = &make->in->questions->figures[f];
    const qc_tally *tally = &make->in->outcome->figures[f];
    const int64_t trials = make->in->outcome->trials;
    qc_summary *summary = make->summary;
    double low = qc_summary_quantile(tally, trials, TAIL);
    double high = fmax(qc_summary_quantile(tally, trials, 1 - TAIL), low + BINS);
    const double goal = figure->has_goal ? (double) figure->goal : low;
    const double unit = (double) figure->unit;
    low = fmin(low, goal);
    high = fmax(high, goal);
    const double step = fmax((high - low) / BINS, 1);
    const int32_t under = (int32_t) ceil((goal - low) / step);
    const int32_t over = (int32_t) ceil((high - goal) / step);
    const int32_t bins = under + over > 0 ? under + over : 1;
    summary->bins = qc_arena_take(&summary->arena, (size_t) bins, sizeof *summary->bins,
                                  make->status);
    if (summary->bins == NULL) return false;
    double before = 0;
    for (int32_t b = 0; b < bins; b++) {
        const double edge = goal + (b - under) * step, end = goal + (b - under + 1) * step;
        const double start = low >= 0 ? fmax(edge, 0) : edge; /* nothing is below nothing */
        const double after = b == bins - 1 ? 1 : below(make, tally, figure, end);
        summary->bins[summary->bin_count++] = (qc_bin){start / unit, end / unit,
                                                       fmax(after - before, 0)};
        before = after;
    }
    return true;
}

static bool set_curve(const making *make)
{
    const int32_t f = make->in->questions->main_figure;
    const qc_figure *figure = &make->in->questions->figures[f];
    const qc_tally *tally = &make->in->outcome->figures[f];
    const int64_t trials = make->in->outcome->trials;
    qc_summary *summary = make->summary;
    const double low = qc_summary_quantile(tally, trials, TAIL);
    const double high = qc_summary_quantile(tally, trials, 1 - TAIL);
    summary->curve = qc_arena_take(&summary->arena, CURVE + 1, sizeof *summary->curve,
                                   make->status);
    if (summary->curve == NULL) return false;
    for (int32_t i = 0; i <= CURVE; i++) {
        const double value = low + (high - low) * i / CURVE;
        summary->curve[summary->curve_count++] = (qc_curve_point){
            value / (double) figure->unit, 1 - below(make, tally, figure, value)};
    }
    return true;
}

/* ---- parts, hanging deals, what it rests on ---- */

static void set_parts(const making *make)
{
    const qc_questions *questions = make->in->questions;
    qc_summary *summary = make->summary;
    const double all = variance_of(make, questions->main_figure);
    const bool is_ratio = questions->figures[questions->main_figure].per >= 0;
    summary->won_so_far = (double) questions->figures[questions->main_figure].base / HUNDREDTHS;
    summary->open_mean = mean_of(make, questions->open_figure).value;
    summary->new_mean = mean_of(make, questions->new_figure).value;
    summary->open_variance_share = all > 0 ? variance_of(make, questions->open_figure) / all
                                           : (double) NAN;
    summary->new_variance_share = all > 0 ? variance_of(make, questions->new_figure) / all
                                          : (double) NAN;
    const qc_measure *main = &questions
                                  ->measures[questions->figures[questions->main_figure].measure];
    for (int32_t i = 0; i < make->in->book->open_count; i++)
        summary->open_deals += qc_book_matches(&main->matcher, &make->in->book->open[i].labels);
    if (!is_ratio) return;
    summary->won_so_far = summary->open_mean = summary->new_mean = NAN;
    summary->open_variance_share = summary->new_variance_share = NAN;
}

static bool set_hanging(const making *make)
{
    const qc_run *run = make->in->run;
    const qc_outcome *outcome = make->in->outcome;
    const double trials = (double) outcome->trials;
    qc_summary *summary = make->summary;
    if (summary->headline < 0 || run->tracked_count == 0) return true;
    const double chance = summary->targets[summary->headline].chance.value;
    summary->hanging = qc_arena_take(&summary->arena, QC_TRACKED_MAX, sizeof *summary->hanging,
                                     make->status);
    if (summary->hanging == NULL) return false;
    for (int32_t i = 0; i < run->tracked_count; i++) {
        const qc_open_deal *deal = &make->in->book->open[run->tracked[i]];
        const qc_id customer = deal->labels.of[QC_LABEL_CUSTOMER];
        const char *name = customer != QC_ID_NONE
                               ? make->in->book->names[QC_LABEL_CUSTOMER].text[customer]
                               : deal->name;
        summary->hanging[summary->hanging_count++] = (qc_hanging_deal){
            .deal = keep(make, name),
            .amount = deal->amount,
            .win_chance = (double) outcome->tracked.wins[i] / trials,
            .points = chance - (double) outcome->tracked.hits_without[i] / trials};
        if (summary->hanging[i].deal == NULL) return false;
    }
    summary->hanging_points = chance - (double) outcome->tracked.hits_without_all / trials;
    return true;
}

/* ---- the data ---- */

#define INPUTS_MAX 6 /* deals, open deals, activities, people, quotas and the plan */

static bool add_input(const making *make, const char *file, const char *sha256)
{
    qc_summary *summary = make->summary;
    qc_input_file *input = &summary->inputs[summary->input_count++];
    *input = (qc_input_file){keep(make, file), keep(make, sha256)};
    return input->file != NULL && input->sha256 != NULL;
}

static bool set_set_aside(const making *make)
{
    qc_summary *summary = make->summary;
    qc_finding_count counts[REASONS_MAX];
    if (make->in->findings == NULL) return true;
    const int32_t reasons = qc_findings_counts(make->in->findings, QC_FINDING_SET_ASIDE, counts,
                                               REASONS_MAX);
    summary->set_aside = qc_arena_take(&summary->arena, REASONS_MAX, sizeof *summary->set_aside,
                                       make->status);
    if (summary->set_aside == NULL) return false;
    for (int32_t i = 0; i < reasons && i < REASONS_MAX; i++) {
        summary->set_aside[summary->set_aside_count++] = (qc_reason_count){
            keep(make, counts[i].reason), counts[i].count};
        summary->set_aside_rows += counts[i].count;
    }
    summary->doubts = make->in->findings->of_kind[QC_FINDING_DOUBT];
    return true;
}

static bool set_data(const making *make)
{
    const qc_history *history = make->in->history;
    const qc_open_deals *open = make->in->open;
    const qc_activity_log *log = make->in->log;
    const qc_people_table *people = make->in->people;
    const qc_quota_table *quotas = make->in->quotas;
    qc_summary *summary = make->summary;
    summary->inputs = qc_arena_take(&summary->arena, INPUTS_MAX, sizeof *summary->inputs,
                                    make->status);
    if (summary->inputs == NULL || !set_set_aside(make)) return false;
    summary->has_history = history != NULL;
    summary->dates_only = qc_dates_only(history);
    summary->customers_are_deals = !make->in->book->has_customers;
    summary->deals_open = make->in->book->open_count;
    for (int32_t i = 0; i < make->in->book->open_count; i++)
        summary->open_without_amount += isnan(make->in->book->open[i].amount);
    if (history != NULL) {
        const qc_reconciliation *rows = &history->reconciliation;
        summary->rows_read = rows->rows_read;
        summary->rows_used = rows->rows_used;
        summary->rows_ignored = rows->rows_ignored;
        summary->deals_won = rows->deals_won;
        summary->deals_lost = rows->deals_lost;
        summary->deals_open = rows->deals_open;
        summary->amount_read = rows->amount_read;
        summary->amount_open = rows->amount_open;
        summary->amount_won = rows->amount_won;
        summary->amount_lost = rows->amount_lost;
    } else if (open != NULL) {
        summary->rows_read = open->rows_read;
        summary->rows_used = open->count;
    }
    return (history == NULL || add_input(make, history->file, history->sha256)) &&
           (open == NULL || add_input(make, open->file, open->sha256)) &&
           (log == NULL || add_input(make, log->file, log->sha256)) &&
           (people == NULL || add_input(make, people->file, people->sha256)) &&
           (quotas == NULL || add_input(make, quotas->file, quotas->sha256)) &&
           add_input(make, make->in->plan->file, make->in->plan->sha256);
}

static void set_hash(const making *make)
{
    qc_digest digest;
    qc_digest_start(&digest);
    qc_outcome_digest(make->in->outcome, &digest);
    qc_digest_add_text(&digest, make->in->plan->sha256);
    qc_digest_add_whole(&digest, (int64_t) make->in->options->seed);
    qc_digest_add_whole(&digest, make->in->outcome->trials);
    qc_digest_end(&digest, make->summary->result_hash);
}

/* The headline's metric over the 12 months up to the as-of day. */
static double last_year(const making *make)
{
    const qc_questions *questions = make->in->questions;
    const qc_figure *main = &questions->figures[questions->main_figure];
    const qc_day as_of = make->in->book->as_of;
    const double top = measure_actual(make, main->measure, as_of - 364, as_of);
    if (main->per < 0) return top;
    const double below = measure_actual(make, main->per, as_of - 364, as_of);
    return below > 0 ? top / below : (double) NAN;
}

static bool set_head(const making *make)
{
    const qc_summary_inputs *in = make->in;
    qc_summary *summary = make->summary;
    const char *currency = in->plan->currency;
    if (currency[0] == '\0' && in->history != NULL) currency = in->history->currency;
    if (currency[0] == '\0' && in->open != NULL) currency = in->open->currency;
    summary->plan = keep(make, in->plan->file);
    summary->company = keep(make, in->plan->company);
    summary->currency = keep(make, currency);
    summary->number_style = keep(make, in->plan->number_style);
    summary->as_of = in->book->as_of;
    summary->as_of_given = in->history == NULL || in->history->as_of_given;
    summary->until = in->questions->as_of + in->questions->days;
    summary->seed = in->options->seed;
    const bool computed = in->run->engine != NULL && (strcmp(in->run->engine, "exact") == 0 ||
                                                      strcmp(in->run->engine, "blend") == 0);
    summary->trials = computed ? 0 : in->outcome->trials;
    summary->error_bound = in->run->error_bound;
    summary->draws = in->outcome->groups;
    summary->interrupted = in->run->interrupted;
    summary->engine = in->run->engine;
    summary->engine_why = in->run->engine_why;
    const bool past = in->book->has_history;
    summary->known_days = qc_book_known_days(in->book);
    summary->last_year = past ? last_year(make) : (double) NAN;
    return summary->plan != NULL && summary->company != NULL && summary->currency != NULL &&
           summary->number_style != NULL;
}

bool qc_summary_make(qc_summary *summary, const qc_summary_inputs *inputs, qc_status *status)
{
    const making make = {summary, inputs, status};
    if (inputs->outcome->trials == 0)
        return qc_fail(status, QC_INTERRUPTED, "interrupted before the first trials were finished");
    if (!set_head(&make) || !set_targets(&make) || !set_joints(&make) || !set_series(&make) ||
        !set_bins(&make) || !set_curve(&make))
        return false;
    if (summary->headline < 0 || inputs->outcome->groups < 2) summary->largest_error = NAN;
    set_parts(&make);
    if (!qc_summary_set_reliance(summary, inputs->model, status)) return false;
    qc_summary_crm_says(summary, inputs->history);
    set_hash(&make);
    return set_hanging(&make) && qc_summary_people(summary, inputs, status) &&
           qc_summary_costs(summary, inputs, status) && set_data(&make) &&
           qc_summary_notes(summary, inputs, status);
}
