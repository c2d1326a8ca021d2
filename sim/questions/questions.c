#include "sim/questions/questions.h"

#include "core/text.h"
#include "sim/questions/question_activity.h"
#include "sim/questions/question_cost.h"
#include "sim/questions/question_hours.h"
#include "sim/questions/question_masks.h"

#include <math.h>
#include <string.h>

#define SPANS_MAX      128
#define DAYS_MAX       3660
#define OUTLOOK_MONTHS 12
#define HUNDREDTHS     100.0
#define HALF           50
#define MOST           1e15 /* of a goal or a sum of the past, in major units */
#define OUTLOOK_PARTS  3    /* measures that the outlook adds to those of the targets */
#define COST_PARTS     3    /* and where costs are stated */

void qc_questions_free(qc_questions *questions)
{
    qc_arena_free(&questions->arena);
    memset(questions, 0, sizeof *questions);
}

static int64_t hundredths(double value)
{
    return (int64_t) llround(value * HUNDREDTHS);
}

/* Counts are exact up to MOST: whoever counts in a small unit of money must use a larger one. */
static bool countable(const qc_asking *ask, const qc_target *target, double value, const char *what)
{
    const qc_place place = target != NULL ? target->goal_place : (qc_place){0};
    if (fabs(value) <= MOST) return true;
    return qc_fail_at(
        ask->status, QC_BAD_INPUT, ask->plan->file, place.line, place.column,
        "%s of %.3g is too large to be counted exactly (at most %.0g); state money in "
        "thousands or millions",
        what, value, MOST);
}

/* ---- scopes and measures ---- */

bool qc_asking_lacks(const qc_asking *ask, const qc_target *target, const char *what,
                     const char *column)
{
    return qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->place.line,
                      target->place.column, "target '%s': %s, and the data have no column '%s'",
                      target->name, what, column);
}

static bool look_up_scope(const qc_asking *ask, const qc_target *target, qc_matcher *matcher)
{
    for (int32_t i = 0; i < target->scope_count && i < QC_SCOPE_MAX; i++) {
        const qc_scope *scope = &target->scope[i];
        const qc_label label = qc_history_label(scope->column);
        if (label == QC_LABEL_COUNT)
            return qc_asking_lacks(ask, target, "unknown scope", scope->column);
        const qc_names *names = &ask->book->names[label];
        qc_id value = QC_ID_NONE;
        for (int32_t n = 0; n < names->count && value == QC_ID_NONE; n++) {
            if (qc_text_same(names->text[n], scope->value)) value = n;
        }
        if (value == QC_ID_NONE) {
            const char *near = qc_text_nearest(scope->value, names->text, names->count);
            return qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->place.line,
                              target->place.column, "target '%s': no deal has %s '%s'%s%s%s",
                              target->name, scope->column, scope->value,
                              near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
                              near != NULL ? "'?" : "");
        }
        matcher->condition[matcher->count++] = (qc_condition){label, value};
    }
    return true;
}

static bool same_measure(const qc_measure *a, const qc_measure *b)
{
    if (a->metric != b->metric || a->stage != b->stage || a->origin != b->origin ||
        a->matcher.count != b->matcher.count)
        return false;
    for (int32_t i = 0; i < a->matcher.count; i++) {
        if (a->matcher.condition[i].label != b->matcher.condition[i].label ||
            a->matcher.condition[i].value != b->matcher.condition[i].value)
            return false;
    }
    return true;
}

/* `target` is whose measure it is, NULL = the outlook's, for which there is always room. */
bool qc_asking_measure(const qc_asking *ask, const qc_target *target, const qc_measure *measure,
                       int32_t *index)
{
    qc_questions *questions = ask->questions;
    for (*index = 0; *index < questions->measure_count; (*index)++) {
        if (same_measure(&questions->measures[*index], measure)) return true;
    }
    const int32_t most = QC_MEASURES_MAX - OUTLOOK_PARTS -
                         (ask->plan->cost.stated ? COST_PARTS : 0);
    if (target != NULL && questions->measure_count == most)
        return qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->place.line,
                          target->place.column,
                          "target '%s': with it the targets ask for more than %d different "
                          "combinations of metric and scope",
                          target->name, (int) most);
    questions->measures[questions->measure_count++] = *measure;
    return true;
}

double qc_asking_actual(const qc_asking *ask, const qc_measure *measure, qc_span span)
{
    const qc_day to = span.to < ask->book->as_of ? span.to : ask->book->as_of;
    return qc_book_actual(ask->book, measure->metric, measure->stage, &measure->matcher, span.from,
                          to);
}

/* ---- figures ---- */

/* Atoms are filled in once all edges are known; until then the figure keeps future days. */
bool qc_asking_figure(const qc_asking *ask, int32_t measure, qc_span span, double so_far,
                      int32_t *index)
{
    qc_questions *questions = ask->questions;
    const qc_day as_of = questions->as_of;
    qc_figure *grown = qc_arena_grow(&questions->arena, questions->figures, questions->figure_count,
                                     &questions->figure_capacity, sizeof *questions->figures,
                                     ask->status);
    if (grown == NULL) return false;
    questions->figures = grown;
    if (!countable(ask, NULL, so_far, "a sum of the past")) return false;
    const int32_t from = span.from > as_of ? span.from - as_of : 1;
    const int32_t to = span.to - as_of;
    grown[questions->figure_count] = (qc_figure){.measure = measure,
                                                 .per = -1,
                                                 .unit = (int64_t) HUNDREDTHS,
                                                 .first_atom = from,
                                                 .end_atom = to + 1,
                                                 .base = hundredths(so_far)};
    if (to > questions->days) questions->days = to;
    *index = questions->figure_count++;
    return true;
}

static bool cut_atoms(const qc_asking *ask)
{
    qc_questions *questions = ask->questions;
    qc_arena scratch = {0};
    const size_t days = (size_t) questions->days + 2;
    bool *edge = qc_arena_take(&scratch, days, sizeof *edge, ask->status);
    questions->atom_of_day = qc_arena_take(&questions->arena, days, sizeof *questions->atom_of_day,
                                           ask->status);
    if (edge == NULL || questions->atom_of_day == NULL) {
        qc_arena_free(&scratch);
        return false;
    }
    for (int32_t f = 0; f < questions->figure_count; f++)
        edge[questions->figures[f].first_atom] = edge[questions->figures[f].end_atom] = true;
    for (int32_t day = 1; day <= questions->days + 1; day++) {
        questions->atom_count += edge[day] && day > 1;
        questions->atom_of_day[day] = questions->atom_count;
    }
    for (int32_t f = 0; f < questions->figure_count; f++) {
        qc_figure *figure = &questions->figures[f];
        figure->first_atom = questions->atom_of_day[figure->first_atom];
        figure->end_atom = questions->atom_of_day[figure->end_atom];
    }
    questions->atom_count++;
    qc_arena_free(&scratch);
    return true;
}

/* ---- targets ---- */

/* What a ratio is of: one measure per another. */
static void parts_of(qc_metric metric, qc_metric *top, qc_metric *per)
{
    const bool won = metric == QC_METRIC_WIN_RATE;
    if (metric == QC_METRIC_CAC) {
        *top = QC_METRIC_COST;
        *per = QC_METRIC_CUSTOMERS;
        return;
    }
    if (metric == QC_METRIC_SELLING_TIME) {
        *top = QC_METRIC_SOLD_HOURS;
        *per = QC_METRIC_WORK_HOURS;
        return;
    }
    *top = metric == QC_METRIC_DEAL_SIZE ? QC_METRIC_BOOKINGS
           : metric == QC_METRIC_CYCLE   ? QC_METRIC_WON_DAYS
           : won                         ? QC_METRIC_WON
                                         : QC_METRIC_LOST;
    *per = won ? QC_METRIC_ENDED : metric == QC_METRIC_LOSS_SHARE ? QC_METRIC_LOST : QC_METRIC_WON;
}

int64_t qc_questions_value(const qc_figure *figure, int64_t sum, int64_t per_sum)
{
    const int64_t top = figure->base + sum, per = figure->per_base + per_sum;
    if (figure->per < 0) return top;
    /* nothing to divide by misses the goal by a hair, whichever side it is on */
    if (per <= 0) return figure->goal + (figure->at_most ? 1 : -1);
    return (int64_t) llround((double) top / (double) per * (double) figure->unit);
}

/* Both measures of a target; `per` is -1 unless it is a ratio. */
static bool add_measures(const qc_asking *ask, const qc_target *target, qc_measure *measure,
                         int32_t *index, int32_t *per)
{
    qc_metric top, below;
    *per = -1;
    if (!qc_plan_metric_is_ratio(target->metric))
        return qc_asking_measure(ask, target, measure, index);
    parts_of(target->metric, &top, &below);
    qc_measure under = *measure;
    under.metric = below;
    measure->metric = top;
    if (target->metric == QC_METRIC_LOSS_SHARE) {
        qc_scope reason = {"reason", target->reason};
        const qc_target only = {
            .name = target->name, .place = target->place, .scope = &reason, .scope_count = 1};
        if (!look_up_scope(ask, &only, &measure->matcher)) return false;
    }
    return qc_asking_measure(ask, target, measure, index) &&
           qc_asking_measure(ask, target, &under, per);
}

static bool check_metric(const qc_asking *ask, const qc_target *target)
{
    const bool *has = ask->book->has_number;
    switch (target->metric) {
    case QC_METRIC_UNITS:
        return has[QC_NUMBER_UNITS] || qc_asking_lacks(ask, target, "its metric is units", "units");
    case QC_METRIC_MARGIN:
        return has[QC_NUMBER_MARGIN] ||
               qc_asking_lacks(ask, target, "its metric is margin", "margin");
    case QC_METRIC_CYCLE:
        return ask->book->has_history ||
               qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->place.line,
                          target->place.column,
                          "target '%s': cycle_days needs a history of deals, which says when each "
                          "open deal was created",
                          target->name);
    case QC_METRIC_NET:
        return qc_question_cost_knows_margin(ask) ||
               qc_asking_lacks(ask, target,
                               "its metric is margin_after_cost, cost.gross_margin is "
                               "not stated",
                               "margin");
    case QC_METRIC_SELLING_TIME: return qc_question_hours_check(ask, target);
    case QC_METRIC_ACTIVITY: return qc_question_activity_check(ask, target);
    case QC_METRIC_BOOKINGS:
    case QC_METRIC_CUSTOMERS:
    case QC_METRIC_NEW_DEALS:
    case QC_METRIC_QUALIFIED:
    case QC_METRIC_WON:
    case QC_METRIC_LOST:
    case QC_METRIC_ENDED:
    case QC_METRIC_COST:
    case QC_METRIC_CAC:
    case QC_METRIC_WIN_RATE:
    case QC_METRIC_DEAL_SIZE:
    case QC_METRIC_LOSS_SHARE:
    case QC_METRIC_WON_DAYS:
    case QC_METRIC_SOLD_HOURS:
    case QC_METRIC_WORK_HOURS:
    case QC_METRIC_COUNT: break;
    }
    return true;
}

/* Of a ratio NAN when there is nothing to divide by. */
static double actual_of(const qc_asking *ask, int32_t measure, int32_t per, qc_span span)
{
    const qc_measure *measures = ask->questions->measures;
    const double top = qc_asking_actual(ask, &measures[measure], span);
    if (per < 0) return top;
    const double below = qc_asking_actual(ask, &measures[per], span);
    return below > 0 ? top / below : (double) NAN;
}

static const char *base_words(const qc_asking *ask, const qc_target *target, double base)
{
    qc_arena *arena = &ask->questions->arena;
    const char *sign = target->points ? " points" : "%";
    if (qc_plan_metric_is_share(target->metric))
        return qc_arena_format(arena, ask->status, "%+.4g%s on %s (%.3g%%)", target->amount * 100,
                               sign, target->base.text, 100 * base);
    const char *unit = base >= 1e6 ? "M" : base >= 1e3 ? "k" : "";
    const double scaled = base / (base >= 1e6 ? 1e6 : base >= 1e3 ? 1e3 : 1);
    return qc_arena_format(arena, ask->status, "%+.4g%% on %s (%.4g%s)", target->amount * 100,
                           target->base.text, scaled, unit);
}

static bool set_goal(const qc_asking *ask, qc_asked_target *asked, int32_t measure, int32_t per)
{
    const qc_target *target = asked->target;
    asked->goal = target->amount;
    asked->goal_base = "";
    if (!target->relative) return countable(ask, target, asked->goal, "a goal");
    const double base = actual_of(ask, measure, per, target->base.span);
    const bool of_activities = target->metric == QC_METRIC_ACTIVITY;
    if (of_activities && !qc_question_activity_past(ask, target, target->base.span)) return false;
    if ((!ask->book->has_history && !of_activities) || !(base > 0) ||
        target->base.span.to > ask->book->as_of)
        return qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->goal_place.line,
                          target->goal_place.column,
                          "target '%s': the history holds nothing to compare with in %s%s",
                          target->name, target->base.text,
                          target->metric == QC_METRIC_SELLING_TIME
                              ? "; hours of the past need a log (history.activities) where "
                                "activities take minutes"
                              : "");
    asked->goal = target->points ? base + target->amount : base * (1 + target->amount);
    if (!countable(ask, target, asked->goal, "a goal")) return false;
    if (qc_plan_metric_is_share(target->metric) && !(asked->goal > 0 && asked->goal < 1))
        return qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->goal_place.line,
                          target->goal_place.column,
                          "target '%s': %s was %.3g%% in %s; so changed it would be %.3g%%, which "
                          "is no share",
                          target->name, qc_plan_metric_word(target->metric), 100 * base,
                          target->base.text, 100 * asked->goal);
    asked->goal_base = base_words(ask, target, base);
    return asked->goal_base != NULL;
}

/* A target without a name of its own is called by metric and period; the period is said better here. */
static const char *stem_of(const qc_asking *ask, const qc_target *target)
{
    const size_t length = strlen(target->name), tail = strlen(target->period.text);
    if (length <= tail + 1 || strcmp(target->name + length - tail, target->period.text) != 0)
        return target->name;
    return qc_arena_text_part(&ask->questions->arena, target->name, length - tail - 1, ask->status);
}

static const char *unit_name(const qc_asking *ask, const qc_target *target, qc_span span)
{
    const qc_date date = qc_calendar_date(span.from);
    const char *stem = stem_of(ask, target);
    qc_arena *arena = &ask->questions->arena;
    char day[16];
    if (stem == NULL) return NULL;
    switch (target->period.unit) {
    case QC_UNIT_MONTH:
        return qc_arena_format(arena, ask->status, "%s %04d-%02d", stem, date.year, date.month);
    case QC_UNIT_QUARTER: {
        const int32_t start = ask->plan->fiscal_start_month;
        const int32_t quarter = ((date.month - start + 12) % 12) / 3 + 1;
        const int32_t year = qc_calendar_fiscal_year(span.from, start);
        return qc_arena_format(arena, ask->status, "%s %s%04d Q%d", stem, start == 1 ? "" : "FY",
                               year, quarter);
    }
    case QC_UNIT_DAY:
    case QC_UNIT_WEEK:
    case QC_UNIT_YEAR: break;
    }
    return qc_arena_format(arena, ask->status, "%s %s", stem, qc_calendar_text(span.from, day));
}

static bool is_hit(const qc_asked_target *asked)
{
    if (isnan(asked->actual)) return false;
    /* hundredths of a percent settle a share */
    const double value = round(1e4 * asked->actual), goal = round(1e4 * asked->goal);
    return asked->target->at_most ? value <= goal : value >= goal;
}

/* A period that began before the records is decided only when what is recorded of it settles it. */
static bool is_decided(const qc_asking *ask, const qc_asked_target *asked)
{
    const qc_book *book = ask->book;
    if (asked->target->metric == QC_METRIC_SELLING_TIME) return !isnan(asked->actual);
    if (asked->target->metric == QC_METRIC_ACTIVITY)
        return qc_question_activity_known(ask, asked->span);
    if (qc_book_knows(book, asked->span.from, asked->span.to)) return true;
    return book->has_history && asked->span.to >= book->recorded_from &&
           asked->target->metric != QC_METRIC_MARGIN &&
           !qc_plan_metric_is_ratio(asked->target->metric) &&
           is_hit(asked) != asked->target->at_most;
}

/* A ratio brings a second figure: how many events it rests on. */
static bool set_ratio(const qc_asking *ask, qc_asked_target *asked, int32_t per, qc_span span)
{
    qc_questions *questions = ask->questions;
    const double top = qc_asking_actual(
        ask, &questions->measures[questions->figures[asked->figure].measure], span);
    qc_figure *figure = &questions->figures[asked->figure];
    figure->per = per;
    figure->per_base = hundredths(asked->events);
    figure->base = hundredths(top);
    figure->unit = qc_plan_metric_is_share(asked->target->metric) ? 10000 : 100;
    return qc_asking_figure(ask, per, span, asked->events, &asked->events_figure);
}

static bool ask_target(const qc_asking *ask, const qc_target *target, qc_span span, int32_t measure,
                       int32_t per)
{
    qc_questions *questions = ask->questions;
    qc_asked_target *asked = &questions->targets[questions->target_count++];
    *asked = (qc_asked_target){.target = target,
                               .name = target->name,
                               .group = target->name,
                               .span = span,
                               .figure = -1,
                               .events_figure = -1,
                               .actual = actual_of(ask, measure, per, span)};
    if (per >= 0) asked->events = qc_asking_actual(ask, &questions->measures[per], span);
    if (target->period.each) asked->name = unit_name(ask, target, span);
    if (asked->name == NULL || !set_goal(ask, asked, measure, per)) return false;
    if (span.to <= questions->as_of) {
        asked->is_unknown = !is_decided(ask, asked);
        return countable(ask, NULL, isnan(asked->actual) ? 0 : asked->actual, "a sum of the past");
    }
    if (span.to - questions->as_of > DAYS_MAX)
        return qc_fail_at(ask->status, QC_BAD_INPUT, ask->plan->file, target->place.line,
                          target->place.column,
                          "target '%s' ends more than ten years after the as-of day", target->name);
    if ((target->metric == QC_METRIC_ACTIVITY && !qc_question_activity_past(ask, target, span)) ||
        !qc_asking_figure(ask, measure, span, per < 0 ? asked->actual : 0, &asked->figure) ||
        (per >= 0 && !set_ratio(ask, asked, per, span)))
        return false;
    qc_figure *figure = &questions->figures[asked->figure];
    figure->has_goal = true;
    figure->at_most = target->at_most;
    figure->goal = (int64_t) llround(asked->goal * (double) figure->unit);
    if (target->metric ==
        QC_METRIC_ACTIVITY) /* what hours allow is no whole number: half of one will do */
        figure->goal += target->at_most ? HALF : -HALF;
    return true;
}

static bool ask_joint(const qc_asking *ask, const char *of, int32_t first)
{
    qc_questions *questions = ask->questions;
    qc_asked_joint *joint = &questions->joints[questions->joint_count++];
    *joint = (qc_asked_joint){
        .of = of, .first_target = first, .target_count = questions->target_count - first};
    joint->figures = qc_arena_take(&questions->arena, (size_t) joint->target_count,
                                   sizeof *joint->figures, ask->status);
    if (joint->figures == NULL) return false;
    for (int32_t t = first; t < questions->target_count; t++) {
        const qc_asked_target *asked = &questions->targets[t];
        if (asked->figure >= 0)
            joint->figures[joint->open++] = asked->figure;
        else if (asked->is_unknown)
            joint->closed_unknown++;
        else if (is_hit(asked))
            joint->closed_hit++;
        else
            joint->closed_missed++;
    }
    if (joint->open == 0) questions->joint_count--;
    return true;
}

static bool ask_targets(const qc_asking *ask)
{
    qc_questions *questions = ask->questions;
    const qc_plan *plan = ask->plan;
    qc_span spans[SPANS_MAX];
    const size_t room = (size_t) plan->target_count * SPANS_MAX;
    questions->targets = qc_arena_take(&questions->arena, room, sizeof *questions->targets,
                                       ask->status);
    questions->joints = qc_arena_take(&questions->arena, (size_t) plan->target_count,
                                      sizeof *questions->joints, ask->status);
    if (questions->targets == NULL || questions->joints == NULL) return false;
    for (int32_t t = 0; t < plan->target_count; t++) {
        const qc_target *target = &plan->targets[t];
        const int32_t first = questions->target_count;
        qc_measure measure = {.metric = target->metric, .stage = target->stage};
        int32_t index = 0, per = -1;
        if (!check_metric(ask, target) || !look_up_scope(ask, target, &measure.matcher) ||
            !add_measures(ask, target, &measure, &index, &per))
            return false;
        int32_t count = qc_plan_spans(&target->period, questions->as_of, plan->fiscal_start_month,
                                      spans, SPANS_MAX);
        count = count < SPANS_MAX ? count : SPANS_MAX;
        for (int32_t i = 0; i < count; i++) {
            if (!ask_target(ask, target, spans[i], index, per)) return false;
        }
        if (target->period.each && !ask_joint(ask, target->name, first)) return false;
    }
    return true;
}

/* ---- the outlook ---- */

/* The headline's period when it is long enough to show months, else the fiscal year or the next year. */
static void choose_main(const qc_asking *ask, qc_measure *measure)
{
    qc_questions *questions = ask->questions;
    const qc_day as_of = questions->as_of;
    const qc_span year = qc_calendar_unit_span(as_of + 1, QC_UNIT_YEAR,
                                               ask->plan->fiscal_start_month);
    questions->headline = -1;
    for (int32_t t = questions->target_count - 1; t >= 0; t--) {
        const qc_metric metric = questions->targets[t].target->metric;
        /* money spent and work done come from no deal: they are never the headline */
        if (questions->targets[t].figure >= 0 && metric != QC_METRIC_COST &&
            metric != QC_METRIC_NET && metric != QC_METRIC_ACTIVITY)
            questions->headline = t;
    }
    *measure = (qc_measure){.metric = QC_METRIC_BOOKINGS};
    if (questions->headline >= 0) {
        const qc_asked_target *asked = &questions->targets[questions->headline];
        const qc_figure *figure = &questions->figures[asked->figure];
        /* a ratio adds up over no months and comes from no parts: beside it the bookings are told */
        if (figure->per < 0) *measure = questions->measures[figure->measure];
        questions->main_span = asked->span;
        return;
    }
    const int32_t last = qc_calendar_month_index(as_of + 1) + OUTLOOK_MONTHS - 1;
    questions->main_span = (qc_span){year.from, qc_calendar_month_span(last).to};
    if (!ask->book->has_history || year.to - as_of >= 300) questions->main_span.from = as_of + 1;
}

static qc_span series_span(const qc_asking *ask)
{
    const qc_span main = ask->questions->main_span;
    qc_span year = qc_calendar_unit_span(main.to, QC_UNIT_YEAR, ask->plan->fiscal_start_month);
    if (main.to - main.from >= 80) return main;
    if (!ask->book->has_history && year.from <= ask->questions->as_of)
        year.from = ask->questions->as_of + 1;
    return (qc_span){year.from < main.from ? year.from : main.from, year.to};
}

static bool ask_months(const qc_asking *ask, const qc_measure *measure, int32_t index)
{
    qc_questions *questions = ask->questions;
    const qc_span span = series_span(ask);
    const int32_t first = qc_calendar_month_index(span.from);
    const int32_t count = qc_calendar_month_index(span.to) - first + 1;
    questions->months = qc_arena_take(&questions->arena, (size_t) count, sizeof *questions->months,
                                      ask->status);
    if (questions->months == NULL) return false;
    questions->series_metric = measure->metric;
    for (int32_t m = 0; m < count; m++) {
        qc_asked_month *month = &questions->months[questions->month_count++];
        qc_span part = qc_calendar_month_span(first + m);
        part.from = part.from > span.from ? part.from : span.from;
        part.to = part.to < span.to ? part.to : span.to;
        const qc_span whole = {span.from, part.to};
        *month = (qc_asked_month){.span = part,
                                  .figure = -1,
                                  .cumulative_figure = -1,
                                  .actual = qc_asking_actual(ask, measure, part),
                                  .cumulative_actual = qc_asking_actual(ask, measure, whole)};
        if (part.to > questions->as_of &&
            (!qc_asking_figure(ask, index, part, month->actual, &month->figure) ||
             !qc_asking_figure(ask, index, whole, month->cumulative_actual,
                               &month->cumulative_figure)))
            return false;
    }
    return true;
}

static bool ask_outlook(const qc_asking *ask)
{
    qc_questions *questions = ask->questions;
    qc_measure measure;
    int32_t index = 0, open = 0, new = 0;
    choose_main(ask, &measure);
    if (!qc_asking_measure(ask, NULL, &measure, &index) || !ask_months(ask, &measure, index))
        return false;
    questions->main_figure = questions->headline >= 0
                                 ? questions->targets[questions->headline].figure
                                 : -1;
    if (questions->main_figure < 0 &&
        !qc_asking_figure(ask, index, questions->main_span,
                          qc_asking_actual(ask, &measure, questions->main_span),
                          &questions->main_figure))
        return false;
    measure.origin = QC_ORIGIN_OPEN;
    if (!qc_asking_measure(ask, NULL, &measure, &open)) return false;
    measure.origin = QC_ORIGIN_NEW;
    return qc_asking_measure(ask, NULL, &measure, &new) &&
           qc_asking_figure(ask, open, questions->main_span, 0, &questions->open_figure) &&
           qc_asking_figure(ask, new, questions->main_span, 0, &questions->new_figure) &&
           qc_question_cost(ask);
}

bool qc_questions_make(qc_questions *questions, const qc_plan *plan, const qc_book *book,
                       qc_status *status)
{
    const qc_asking ask = {questions, plan, book, status};
    questions->as_of = book->as_of;
    return ask_targets(&ask) && ask_outlook(&ask) && cut_atoms(&ask) &&
           qc_question_masks(questions, plan, book, status);
}
