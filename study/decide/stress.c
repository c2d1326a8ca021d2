#include "study/decide/stress.h"

#include "core/text.h"
#include "models/rates.h"

#include <math.h>
#include <string.h>

#define PILOT_TRIALS 400
#define DRAWS        200
#define ROWS         8 /* seven misfortunes, and all of them together behind */
#define SETS         4 /* at most, of all of them together */
#define YEAR_DAYS    365
#define SLIP_DAYS    30
#define SETTLED_DAYS \
    180              /* a history that begins with an empty pipeline has no usual summer at once */
#define CERTAIN 1e-6 /* of the win rate: a range narrower than that is none */
#define JULY    6
#define AUGUST  7

static const int32_t DEPTH[QC_STRESS_DEEP] = {1, 3, 5};

void qc_stress_free(qc_stress *stress)
{
    qc_summary_free(&stress->head);
    qc_arena_free(&stress->arena);
    memset(stress, 0, sizeof *stress);
}

typedef struct misfortune { /* a variant in the making */
    bool *gone;
    const char *sets[SETS];
    int32_t set_count, slip_days;
    const double *pace;
    int32_t leaver;
    bool frozen;
} misfortune;

typedef struct straining {
    qc_stress *stress;
    const qc_study_base *company;
    const qc_book *book;
    qc_status *status;
    double *worth; /* [open deal]: expected amount that counts for the target */
    misfortune ways[ROWS];
    double pace[12];
} straining;

/* ---- what the open deals are worth ---- */

/* Counted in the period of the target asked for, and only deals of its scope. */
static bool weigh_deals(straining *s, uint64_t seed)
{
    const qc_forecast *base = s->company->forecast;
    const size_t open = (size_t) s->book->open_count;
    qc_arena *arena = &s->stress->arena;
    qc_questions asked = base->questions;
    asked.main_figure = qc_variants_figure(s->company);
    const qc_matcher *scope = &asked.measures[asked.figures[asked.main_figure].measure].matcher;
    int64_t *wins = qc_arena_take(arena, open, sizeof *wins, s->status);
    s->worth = qc_arena_take(arena, open, sizeof *s->worth, s->status);
    if (wins == NULL || s->worth == NULL ||
        !qc_engine_open_wins(wins, PILOT_TRIALS, &base->model, s->book, &asked, seed, s->status))
        return false;
    double known = 0, sum = 0;
    for (size_t d = 0; d < open; d++) {
        if (isnan(s->book->open[d].amount)) continue;
        known++;
        sum += s->book->open[d].amount;
    }
    for (size_t d = 0; d < open; d++) {
        const double amount = s->book->open[d].amount;
        if (!qc_book_matches(scope, &s->book->open[d].labels)) continue; /* it counts for nothing */
        s->worth[d] = (double) wins[d] / PILOT_TRIALS *
                      (isnan(amount) ? (known > 0 ? sum / known : 1) : amount);
    }
    return true;
}

static double worth_of(const straining *s, qc_label label, qc_id value)
{
    double sum = 0;
    for (int32_t d = 0; d < s->book->open_count; d++)
        if (s->book->open[d].labels.of[label] == value) sum += s->worth[d];
    return sum;
}

static bool *no_deals(const straining *s)
{
    return qc_arena_take(&s->stress->arena, (size_t) s->book->open_count, sizeof(bool), s->status);
}

/* The open deal that is worth most among those that are still there; -1 = none. */
static int32_t biggest_deal(const straining *s, const bool *gone)
{
    int32_t best = -1;
    for (int32_t d = 0; d < s->book->open_count; d++) {
        if (!gone[d] && s->worth[d] > 0 && (best < 0 || s->worth[d] > s->worth[best])) best = d;
    }
    return best;
}

/* Likewise of a label's values: worth most in open deals that are still there. */
static qc_id biggest_value(const straining *s, qc_label label, const bool *gone)
{
    qc_id best = QC_ID_NONE;
    double most = 0;
    for (int32_t d = 0; d < s->book->open_count; d++) {
        const qc_id value = s->book->open[d].labels.of[label];
        if (value == QC_ID_NONE || gone[d]) continue;
        const double worth = worth_of(s, label, value);
        if (worth > most) {
            most = worth;
            best = value;
        }
    }
    return best;
}

static int32_t leave_out(const straining *s, qc_label label, qc_id value, bool *gone)
{
    int32_t count = 0;
    for (int32_t d = 0; d < s->book->open_count; d++) {
        if (s->book->open[d].labels.of[label] != value) continue;
        gone[d] = true;
        count++;
    }
    return count;
}

/* Share of the deals created in the last year that carry the value. */
static double share_of_new(const straining *s, qc_label label, qc_id value)
{
    double all = 0, own = 0;
    for (int32_t i = 0; i < s->book->event_count; i++) {
        const qc_event *event = &s->book->events[i];
        if (event->kind != QC_EVENT_CREATED || event->day <= s->book->as_of - YEAR_DAYS) continue;
        all++;
        own += event->labels.of[label] == value;
    }
    return all > 0 ? own / all : 0;
}

/* ---- the misfortunes ---- */

static bool say(qc_stress_row *row, const char *text)
{
    row->what = text;
    return text != NULL;
}

static bool lose_deal(straining *s, misfortune *way, qc_stress_row *row)
{
    row->name = "the biggest open deal is lost";
    way->gone = no_deals(s);
    if (way->gone == NULL) return false;
    const int32_t deal = biggest_deal(s, way->gone);
    if (deal < 0) return say(row, "no open deal counts");
    way->gone[deal] = true;
    row->applies = true;
    const qc_open_deal *it = &s->book->open[deal];
    const char *stage = s->company->inputs->plan->stages[it->stage].name;
    return say(row, isnan(it->amount)
                        ? qc_arena_format(&s->stress->arena, s->status, "%s in %s", it->name, stage)
                        : qc_arena_format(&s->stress->arena, s->status, "%s, %.0f in %s", it->name,
                                          it->amount, stage));
}

/* Whoever it is takes the open deals along, and the share of new deals that was theirs last year. */
static bool lose_value(straining *s, misfortune *way, qc_stress_row *row, qc_label label,
                       const char *column)
{
    qc_arena *arena = &s->stress->arena;
    way->gone = no_deals(s);
    if (way->gone == NULL) return false;
    const qc_id value = biggest_value(s, label, way->gone);
    if (value == QC_ID_NONE)
        return say(row, qc_arena_format(arena, s->status, "no open deal has %s", column));
    const int32_t deals = leave_out(s, label, value, way->gone);
    const double share = fmin(share_of_new(s, label, value), 0.99);
    row->applies = true;
    if (share > 0) {
        way->sets[way->set_count] = qc_arena_format(arena, s->status, "new_deals=-%.6g%%",
                                                    100 * share);
        if (way->sets[way->set_count++] == NULL) return false;
    }
    return say(row, qc_arena_format(arena, s->status, "%s: %d open %s and %.0f%% of new deals",
                                    s->book->names[label].text[value], (int) deals,
                                    deals == 1 ? "deal" : "deals", 100 * share));
}

/* The seat of a name among the people, else the last one that is taken, rather by somebody who works deals:
 * from 1, 0 = nobody is there. */
static int32_t seat_of(const straining *s, const char *name)
{
    const qc_team_model *team = &s->company->forecast->model.team;
    int32_t last = 0;
    for (int32_t i = 0; i < team->seat_count; i++) {
        const qc_seat *seat = &team->seats[i];
        if (seat->planned) continue;
        if (last == 0 || !seat->prospects_only || team->seats[last - 1].prospects_only)
            last = i + 1;
        if (name != NULL && seat->name != NULL && qc_text_same(seat->name, name)) return i + 1;
    }
    return last;
}

/* With a team the seat goes as well: what it would have prospected is gone with it, and inbound deals are
 * left to the others. Without one the share of new deals that was the rep's is gone. */
static bool lose_rep(straining *s, misfortune *way, qc_stress_row *row)
{
    const qc_team_model *team = &s->company->forecast->model.team;
    qc_arena *arena = &s->stress->arena;
    row->name = "the top rep leaves";
    if (!team->on) return lose_value(s, way, row, QC_LABEL_OWNER, "an owner");
    way->gone = no_deals(s);
    if (way->gone == NULL) return false;
    const qc_id owner = biggest_value(s, QC_LABEL_OWNER, way->gone);
    const char *name = owner != QC_ID_NONE ? s->book->names[QC_LABEL_OWNER].text[owner] : NULL;
    way->leaver = seat_of(s, name);
    row->applies = way->leaver > 0;
    if (!row->applies) return say(row, "nobody is in the team");
    const char *then = team->replaces ? "is replaced as the plan says" : "is not replaced";
    if (name == NULL) {
        const char *who = team->seats[way->leaver - 1].name;
        return say(row, qc_arena_format(arena, s->status, "%s, who %s",
                                        who != NULL ? who : "one of the team", then));
    }
    const int32_t deals = leave_out(s, QC_LABEL_OWNER, owner, way->gone);
    return say(row, qc_arena_format(arena, s->status, "%s: %d open %s and the seat, which %s", name,
                                    (int) deals, deals == 1 ? "deal" : "deals", then));
}

static bool freeze(straining *s, misfortune *way, qc_stress_row *row)
{
    const qc_team_model *team = &s->company->forecast->model.team;
    int32_t hires = 0;
    row->name = "hiring is frozen";
    if (!team->on) return say(row, "the plan states no team");
    for (int32_t i = 0; i < team->seat_count; i++)
        hires += team->seats[i].planned;
    const bool replaces = team->leaves && team->replaces;
    row->applies = way->frozen = hires > 0 || replaces;
    if (!row->applies) return say(row, "the plan hires nobody and replaces nobody");
    if (hires == 0) return say(row, "nobody who leaves is replaced");
    const char *too = replaces ? ", nobody who leaves is replaced" : "";
    if (hires == 1)
        return say(row, qc_arena_format(&s->stress->arena, s->status,
                                        "the planned hire does not come%s", too));
    return say(row, qc_arena_format(&s->stress->arena, s->status, "none of the %d hires comes%s",
                                    (int) hires, too));
}

static bool slip(misfortune *way, qc_stress_row *row)
{
    row->name = "everything slips 30 days";
    row->applies = true;
    way->slip_days = SLIP_DAYS;
    return say(row, "every deal is won 30 days later");
}

static bool win_less(straining *s, misfortune *way, qc_stress_row *row, uint64_t seed)
{
    qc_arena *arena = &s->stress->arena;
    qc_rates rates = {0};
    row->name = "win rate at its low end";
    if (!qc_rates_make(&rates, &s->company->forecast->model, seed, DRAWS, arena, s->status))
        return false;
    const qc_ranged win = rates.win_rate;
    row->applies = win.value > 0 && win.low < win.value * (1 - CERTAIN);
    if (!row->applies) return say(row, "it is known for certain");
    way->sets[way->set_count] = qc_arena_format(arena, s->status, "win_rate=%.6g%%",
                                                100 * (win.low / win.value - 1));
    if (way->sets[way->set_count++] == NULL) return false;
    return say(row, qc_arena_format(arena, s->status, "%.1f%% instead of %.1f%%", 100 * win.low,
                                    100 * win.value));
}

/* Deals, not money: a month of small amounts is no slow month. */
static double won_in(const qc_book *book, int32_t first_month, int32_t months)
{
    const qc_matcher all = {.count = 0};
    return qc_book_actual(book, QC_METRIC_WON, 0, &all, qc_calendar_month_span(first_month).from,
                          qc_calendar_month_span(first_month + months - 1).to);
}

/* July and August of each recorded year against the mean month of that year; the worst against the usual. */
static bool find_summer(const straining *s, double *factor, int32_t *worst_year)
{
    const qc_book *book = s->book;
    double worst = INFINITY, sum = 0;
    int32_t summers = 0;
    if (book->event_count == 0) return false;
    const qc_date from = qc_calendar_date(book->events[0].day), to = qc_calendar_date(book->as_of);
    for (int32_t year = from.year; year <= to.year; year++) {
        const int32_t january = year * 12;
        const bool whole = book->events[0].day + SETTLED_DAYS <=
                               qc_calendar_month_span(january + JULY).from &&
                           book->as_of >= qc_calendar_month_span(january + AUGUST).to;
        if (!whole) continue;
        /* the twelve months around it, as far as they are recorded */
        int32_t first = january + JULY - 5, last = january + AUGUST + 5;
        while (qc_calendar_month_span(first).from < book->events[0].day)
            first++;
        while (qc_calendar_month_span(last).to > book->as_of)
            last--;
        const double mean = won_in(book, first, last - first + 1) / (last - first + 1);
        const double ratio = mean > 0 ? won_in(book, january + JULY, 2) / 2 / mean : 1;
        sum += ratio;
        summers++;
        if (ratio >= worst) continue;
        worst = ratio;
        *worst_year = year;
    }
    if (summers == 0) return false;
    /* with one summer on record nobody knows the usual one: it is held against the mean month */
    *factor = summers > 1 ? worst / (sum / summers) : worst;
    return true;
}

static bool bad_summer(straining *s, misfortune *way, qc_stress_row *row)
{
    const qc_span span = s->company->forecast->questions.targets[s->company->target].span;
    double factor = 1;
    int32_t year = 0;
    row->name = "a summer like the worst on record";
    for (int m = 0; m < 12; m++)
        s->pace[m] = 1;
    bool ahead = false;
    for (int32_t m = qc_calendar_month_index(s->book->as_of + 1);
         m <= qc_calendar_month_index(span.to); m++)
        ahead |= m % 12 == JULY || m % 12 == AUGUST;
    if (!ahead) return say(row, "no July or August lies ahead");
    if (!find_summer(s, &factor, &year)) return say(row, "no whole July and August on record");
    row->applies = factor < 1;
    if (!row->applies) return say(row, "no summer on record was worse than the usual");
    s->pace[JULY] = s->pace[AUGUST] = fmax(factor, 0.05);
    way->pace = s->pace;
    return say(
        row, qc_arena_format(&s->stress->arena, s->status,
                             "deals move at %.0f%% of the usual pace in July and August, as in %d",
                             100 * factor, (int) year));
}

/* ---- all together ---- */

static bool join_all(straining *s)
{
    misfortune *all = &s->ways[ROWS - 1];
    qc_stress_row *row = &s->stress->rows[ROWS - 1];
    row->name = "all together";
    row->what = "";
    all->gone = no_deals(s);
    if (all->gone == NULL) return false;
    for (int32_t i = 0; i < ROWS - 1; i++) {
        const misfortune *way = &s->ways[i];
        if (!s->stress->rows[i].applies) continue;
        row->applies = true;
        for (int32_t d = 0; way->gone != NULL && d < s->book->open_count; d++)
            all->gone[d] |= way->gone[d];
        for (int32_t k = 0; k < way->set_count && all->set_count < SETS; k++)
            all->sets[all->set_count++] = way->sets[k];
        all->slip_days += way->slip_days;
        if (way->pace != NULL) all->pace = way->pace;
        if (way->leaver > 0) all->leaver = way->leaver;
        all->frozen |= way->frozen;
    }
    return true;
}

static bool list_ways(straining *s, uint64_t seed)
{
    qc_stress_row *rows = s->stress->rows;
    rows[1].name = "the biggest customer is lost";
    return lose_deal(s, &s->ways[0], &rows[0]) &&
           lose_value(s, &s->ways[1], &rows[1], QC_LABEL_CUSTOMER, "a customer") &&
           lose_rep(s, &s->ways[2], &rows[2]) && freeze(s, &s->ways[3], &rows[3]) &&
           slip(&s->ways[4], &rows[4]) && win_less(s, &s->ways[5], &rows[5], seed) &&
           bad_summer(s, &s->ways[6], &rows[6]) && join_all(s);
}

/* ---- concentration ---- */

/* gone[i] leaves out the biggest DEPTH[i]; returns how many depths there are. */
static int32_t dig(const straining *s, bool customers, bool *gone[QC_STRESS_DEEP])
{
    bool *before = NULL;
    for (int32_t i = 0; i < QC_STRESS_DEEP; i++) {
        gone[i] = no_deals(s);
        if (gone[i] == NULL) return -1;
        if (before != NULL) memcpy(gone[i], before, (size_t) s->book->open_count * sizeof *before);
        for (int32_t k = i > 0 ? DEPTH[i - 1] : 0; k < DEPTH[i]; k++) {
            const int32_t next = customers ? biggest_value(s, QC_LABEL_CUSTOMER, gone[i])
                                           : biggest_deal(s, gone[i]);
            if (next < 0) return i;
            if (customers)
                (void) leave_out(s, QC_LABEL_CUSTOMER, next, gone[i]);
            else
                gone[i][next] = true;
        }
        before = gone[i];
    }
    return QC_STRESS_DEEP;
}

/* ---- the whole ---- */

static void fill_row(qc_stress_row *row, const qc_paired *paired, int32_t which, int32_t figure)
{
    row->chance = qc_paired_chance(paired, which, figure);
    row->change = qc_paired_change(paired, which, figure);
    row->moved = qc_paired_moved(paired, which, figure);
    row->idle = qc_paired_is_idle(paired, which);
}

static void fill_hangs(qc_stress_hang *hangs, int32_t count, const qc_paired *paired, int32_t first,
                       int32_t figure)
{
    for (int32_t i = 0; i < count; i++)
        hangs[i] = (qc_stress_hang){DEPTH[i], qc_paired_change(paired, first + i, figure),
                                    qc_paired_moved(paired, first + i, figure)};
}

static bool run_all(straining *s, const qc_sim_options *options, int64_t trials)
{
    qc_stress *stress = s->stress;
    const int32_t figure = qc_variants_figure(s->company);
    qc_variant asked[ROWS + 2 * QC_STRESS_DEEP];
    bool *deals[QC_STRESS_DEEP], *customers[QC_STRESS_DEEP];
    int32_t cases = 0;
    qc_paired paired = {0};
    stress->deal_hangs = dig(s, false, deals);
    stress->customer_hangs = dig(s, true, customers);
    if (stress->deal_hangs < 0 || stress->customer_hangs < 0) return false;
    for (int32_t i = 0; i < ROWS; i++) {
        const misfortune *way = &s->ways[i];
        asked[cases++] = (qc_variant){.name = "",
                                      .sets = way->sets,
                                      .set_count = way->set_count,
                                      .gone = way->gone,
                                      .slip_days = way->slip_days,
                                      .pace = way->pace,
                                      .leaver = way->leaver,
                                      .frozen = way->frozen};
    }
    for (int32_t i = 0; i < stress->deal_hangs; i++)
        asked[cases++] = (qc_variant){.name = "", .gone = deals[i]};
    for (int32_t i = 0; i < stress->customer_hangs; i++)
        asked[cases++] = (qc_variant){.name = "", .gone = customers[i]};
    if (!qc_variants_run(&paired, s->company, asked, cases, options, 0, trials, s->status) ||
        !qc_variants_head(&stress->head, s->company, &paired, options, s->status)) {
        qc_paired_free(&paired);
        return false;
    }
    for (int32_t i = 0; i < ROWS; i++)
        fill_row(&stress->rows[i], &paired, i + 1, figure);
    fill_hangs(stress->deals, stress->deal_hangs, &paired, ROWS + 1, figure);
    fill_hangs(stress->customers, stress->customer_hangs, &paired, ROWS + 1 + stress->deal_hangs,
               figure);
    qc_paired_free(&paired);
    return true;
}

bool qc_stress_run(qc_stress *stress, const qc_study_base *company, const qc_sim_options *options,
                   int64_t trials, qc_status *status)
{
    straining s = {
        .stress = stress, .company = company, .book = &company->forecast->book, .status = status};
    stress->rows = qc_arena_take(&stress->arena, ROWS, sizeof *stress->rows, status);
    stress->count = ROWS;
    return stress->rows != NULL && weigh_deals(&s, options->seed) && list_ways(&s, options->seed) &&
           run_all(&s, options, trials);
}
