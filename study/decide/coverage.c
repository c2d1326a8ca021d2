/* The open deals alone, under the model as fitted and under models that know the last months only: the same
 * deals need more coverage where less is known of how deals go. */
#include "study/decide/coverage.h"

#include "core/stats.h"
#include "history/cut.h"

#include <math.h>
#include <string.h>

#define SIZES   3
#define LENGTHS 4
#define LONGER  1.2 /* a history that is hardly longer than its last months says nothing new */
#define MONTH   (365.25 / 12)

const double qc_coverage_chances[QC_COVERAGE_CHANCES] = {0.5, 0.7, 0.8, 0.9};
static const int32_t MONTHS[LENGTHS] = {0, 24, 12, 6};

typedef struct shorter { /* what is fitted to the last months */
    qc_history history;
    qc_book book;
    qc_model model;
} shorter;

typedef struct covering {
    qc_coverage *coverage;
    const qc_study_base *company;
    qc_arena *arena;
    qc_status *status;
    bool *counts; /* [open deal] */
    double middle;
    qc_plan silent; /* the base's plan without new deals */
    shorter fits[LENGTHS];
    qc_paired_case cases[QC_COVERAGE_MOST];
} covering;

static double known(const qc_open_deal *deal)
{
    return deal->amount > 0 ? deal->amount : 0;
}

/* ---- which deals ---- */

/* Amount from which on a deal counts among the larger half. */
static bool find_middle(covering *c)
{
    const qc_book *book = &c->company->forecast->book;
    double *amounts = qc_arena_take(c->arena, (size_t) book->open_count, sizeof *amounts,
                                    c->status);
    size_t count = 0;
    if (amounts == NULL) return false;
    for (int32_t d = 0; d < book->open_count; d++)
        if (c->counts[d]) amounts[count++] = known(&book->open[d]);
    qc_stats_sort(amounts, count);
    c->middle = count > 0 ? qc_stats_quantile(amounts, count, 0.5) : 0;
    return true;
}

static bool find_deals(covering *c)
{
    const qc_questions *questions = &c->company->forecast->questions;
    const qc_book *book = &c->company->forecast->book;
    const int32_t measure = questions->figures[questions->main_figure].measure;
    c->counts = qc_arena_take(c->arena, (size_t) book->open_count, sizeof *c->counts, c->status);
    if (c->counts == NULL) return false;
    for (int32_t d = 0; d < book->open_count; d++)
        c->counts[d] = known(&book->open[d]) > 0 &&
                       qc_book_matches(&questions->measures[measure].matcher,
                                       &book->open[d].labels);
    return find_middle(c);
}

static bool *leave_out(const covering *c, int size, qc_coverage_row *row)
{
    const qc_book *book = &c->company->forecast->book;
    bool *gone = qc_arena_take(c->arena, (size_t) book->open_count, sizeof *gone, c->status);
    for (int32_t d = 0; gone != NULL && d < book->open_count; d++) {
        const bool large = known(&book->open[d]) >= c->middle;
        gone[d] = !c->counts[d] || (size == 1 && large) || (size == 2 && !large);
        row->deals += !gone[d];
        row->amount += gone[d] ? 0 : known(&book->open[d]);
    }
    return gone;
}

/* ---- which history ---- */

/* New deals are of no interest here and would only take time. */
static bool silence(covering *c)
{
    const qc_plan *plan = c->company->inputs->plan;
    const size_t count = (size_t) plan->lever_count;
    c->silent = *plan;
    c->silent.levers = qc_arena_take(c->arena, count + 1, sizeof *c->silent.levers, c->status);
    if (c->silent.levers == NULL) return false;
    if (count > 0) memcpy(c->silent.levers, plan->levers, count * sizeof *plan->levers);
    c->silent.levers[c->silent.lever_count++] = (qc_lever){.target = QC_LEVER_NEW_DEALS,
                                                           .stage = -1,
                                                           .segment = -1,
                                                           .kind = QC_CHANGE_SCALE,
                                                           .reason = "",
                                                           .path = ""};
    return true;
}

/* Fits the last months; `fitted` stays false where they are too few. */
static bool fit_months(const covering *c, int32_t months, shorter *it, bool *fitted)
{
    const qc_forecast_inputs *inputs = c->company->inputs;
    const qc_day from = inputs->as_of - (qc_day) lround(months * MONTH) + 1;
    const qc_history *all = inputs->history;
    qc_status short_of = {0};
    if (all == NULL || all->changes.count == 0 ||
        inputs->as_of - c->company->forecast->book.events[0].day < LONGER * months * MONTH)
        return true;
    const qc_model_inputs fitting = {.history = &it->history,
                                     .open = inputs->open,
                                     .log = inputs->log,
                                     .people = inputs->people,
                                     .quotas = inputs->quotas,
                                     .plan = &c->silent,
                                     .needs_amounts = true,
                                     .without = inputs->without};
    *fitted = qc_history_since(&it->history, all, from, &short_of) &&
              qc_model_fit(&it->model, &it->book, &fitting, inputs->as_of, &short_of);
    if (*fitted || short_of.code == QC_TOO_FEW_DATA || short_of.code == QC_NUMERIC) return true;
    *c->status = short_of;
    return false;
}

static bool add_rows(covering *c, int32_t length, const qc_model *model)
{
    static const char *const NAMES[SIZES] = {"all open deals", "the smaller half",
                                             "the larger half"};
    qc_model *changed = qc_arena_take(c->arena, 1, sizeof *changed, c->status);
    if (changed == NULL || !qc_model_with_levers(changed, model, &c->silent, c->arena, c->status))
        return false;
    for (int size = 0; size < SIZES; size++) {
        qc_coverage_row *row = &c->coverage->rows[c->coverage->count];
        *row = (qc_coverage_row){.name = NAMES[size], .months = MONTHS[length]};
        const bool *gone = leave_out(c, size, row);
        if (gone == NULL) return false;
        c->cases[c->coverage->count++] = (qc_paired_case){
            .model = changed, .questions = &c->company->forecast->questions, .gone = gone};
    }
    return true;
}

static bool list_cases(covering *c)
{
    if (!add_rows(c, 0, &c->company->forecast->model)) return false;
    for (int32_t l = 1; l < LENGTHS; l++) {
        bool fitted = false;
        if (!fit_months(c, MONTHS[l], &c->fits[l], &fitted)) return false;
        if (fitted && !add_rows(c, l, &c->fits[l].model)) return false;
    }
    return true;
}

/* ---- the whole ---- */

static bool run(covering *c, const qc_sim_options *options, int64_t trials)
{
    const qc_forecast *base = c->company->forecast;
    qc_paired paired = {0};
    const bool ok = qc_paired_run(&paired, c->cases, c->coverage->count, &base->book, options, 0,
                                  trials, c->status);
    for (int32_t r = 0; ok && r < c->coverage->count; r++) {
        qc_coverage_row *row = &c->coverage->rows[r];
        for (int k = 0; k < QC_COVERAGE_CHANCES; k++) {
            const double won = qc_paired_quantile(&paired, r, base->questions.open_figure,
                                                  1 - qc_coverage_chances[k]);
            row->ratio[k] = won > 0 ? row->amount / won : (double) NAN;
        }
    }
    qc_paired_free(&paired);
    return ok;
}

bool qc_coverage_run(qc_coverage *coverage, const qc_study_base *company,
                     const qc_sim_options *options, int64_t trials, qc_arena *arena,
                     qc_status *status)
{
    covering c = {.coverage = coverage, .company = company, .arena = arena, .status = status};
    bool ok = find_deals(&c) && silence(&c) && list_cases(&c);
    if (ok && coverage->rows[0].amount > 0)
        ok = run(&c, options, trials);
    else
        coverage->count = 0;
    for (int32_t l = 0; l < LENGTHS; l++) {
        qc_model_free(&c.fits[l].model);
        qc_book_free(&c.fits[l].book);
        qc_history_free(&c.fits[l].history);
    }
    return ok;
}
