/** What could anybody know? Companies with known truth, forecast by one who knows their parameters.
 *
 *  ceiling SPEC.yaml REPLAYS all|history|levels < QUESTIONS > ANSWERS
 *
 *  A question is a line `seed as_of metric periods goal goal goal` (metric: wins or bookings), questions of one
 *  seed and day side by side. The answer to each, in order, is `actual mean percentile crps chance chance chance`
 *  from REPLAYS futures of that company under its true parameters. `all`: the forecaster sees which deals are
 *  stale and what the present month is like. `history`: he sees what a history shows, so both are drawn
 *  from their law given the past (months' effects by the filter of counts, stale by Bayes' rule from the
 *  deal's stays, with the effects that the past months really had). `levels`: likewise, and three figures are not known
 *  but learned from the counts by month: how many deals arrive, how fast all of them move on, how fast they are lost.
 *  Everything else (stages, ages, reps, season, memory of months) he still knows, so no forecast from data alone can be
 *  expected to do better. scripts/ceiling asks the questions of a benchmark. */
#include "models/count_look.h"
#include "study/backtest/score.h"
#include "study/synth/synth.h"
#include "study/synth/synth_world.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUESTIONS 32 /* about one company and day */
#define GOALS     3
#define MONTHS    240

typedef struct question {
    char metric[16];
    int32_t periods;
    double goal[GOALS];
    qc_span span;
} question;

typedef enum knows { ALL, HISTORY, LEVELS, KNOWS } knows;
static const char *const knows_words[KNOWS] = {"all", "history", "levels"};

typedef struct
    belief { /* jointly normal: log of a level that never moves, log effect of the present month */
    double level, month, level_variance, month_variance, covariance;
} belief;

typedef struct visit { /* the running one of a deal */
    int32_t stage;
    qc_day entered;
} visit;

typedef struct counts { /* by month of the history, before the effect that is looked for */
    double events[MONTHS], expected[MONTHS];
} counts;

typedef struct oracle {
    qc_synth_company company;
    qc_synth_laws laws;
    knows knows;
    qc_synth_spec imagined; /* with the levels of one replay */
    qc_synth_laws imagined_laws;
    qc_synth_world present, future;
    qc_day as_of;
    counts forward, lost, created;
    visit *visits;                   /* [deal] */
    double *log_odds;                /* [deal] of being stale */
    belief shock, lost_shock, noise; /* given the past */
    question asked[QUESTIONS];
    int32_t count;
    double *totals; /* [question * replays + replay] */
    int32_t replays, replay;
} oracle;

/* ---- what the past says ---- */

static double effect(double log_effect, double sd)
{
    return exp(log_effect - sd * sd / 2);
}

/* ln of the chance that a day goes as it went: nothing happens, or the exit with hazard `exit`. */
static double log_chance(const qc_synth_hazard *hazard, double exit)
{
    const double all = hazard->forward + hazard->lost + hazard->back;
    return exit < 0 ? -all : log(-expm1(-all) * exit / all);
}

/* One day at risk of one deal; `to`: the stage it went to, or -1 for a day on which it stayed. */
static void live(oracle *it, int32_t deal, qc_day day, bool left, int32_t to)
{
    const qc_synth_spec *spec = &it->company.spec;
    const qc_synth_deal *who = &it->company.deals[deal];
    const visit *now = &it->visits[deal];
    const int32_t index = qc_calendar_month_index(day);
    const int32_t month = index - qc_calendar_month_index(qc_synth_start(spec));
    const bool may_be_stale = now->stage >= spec->stale_from;
    qc_synth_hazard hazard = *qc_synth_laws_at(&it->laws, who->segment, now->stage,
                                               day - now->entered);
    hazard.forward *= spec->reps[who->rep].skill * who->ease * spec->month_effect[index % 12];
    const double share = left ? 0.5 : 1;
    const bool stale = who->stale && may_be_stale;
    it->forward.expected[month] += share * hazard.forward * (stale ? spec->stale_forward : 1) *
                                   effect(0, spec->shock_sd);
    it->lost.expected[month] += share * hazard.lost * (stale ? spec->stale_lost : 1) *
                                effect(0, spec->lost_shock_sd);
    const bool lost = left && to == QC_SYNTH_LOST;
    const bool forward = left && !lost && (to == QC_SYNTH_WON || to > now->stage);
    it->forward.events[month] += forward;
    it->lost.events[month] += lost;
    if (!may_be_stale) return;
    hazard.forward *= effect(it->company.shock[month], spec->shock_sd);
    hazard.lost *= effect(it->company.lost_shock[month], spec->lost_shock_sd);
    const qc_synth_hazard slow = {hazard.forward * spec->stale_forward, hazard.back,
                                  hazard.lost * spec->stale_lost};
    const qc_synth_hazard *laws[2] = {&slow, &hazard};
    for (int l = 0; l < 2; l++) {
        const double exit = forward ? laws[l]->forward : lost ? laws[l]->lost : laws[l]->back;
        it->log_odds[deal] += (l == 0 ? 1 : -1) * log_chance(laws[l], left ? exit : -1);
    }
}

static void live_visit(oracle *it, int32_t deal, qc_day last, bool left, int32_t to)
{
    if (it->visits[deal].stage < 0) return;
    for (qc_day day = it->visits[deal].entered; day <= last; day++)
        live(it, deal, day, left && day == last, to);
}

/* What the months' counts say of a fixed level (prior sd `level_sd`) and of an AR(1) effect in the last month. */
static belief filtered(const counts *by_month, int32_t months, double level_sd, double sd,
                       double rho)
{
    belief known = {.level_variance = level_sd * level_sd, .month_variance = sd * sd};
    for (int32_t m = 0; m < months; m++) {
        known.month *= rho;
        known.covariance *= rho;
        known.month_variance = rho * rho * known.month_variance + sd * sd * (1 - rho * rho);
        const double level_gain = known.level_variance + known.covariance;
        const double month_gain = known.month_variance + known.covariance;
        const double variance = level_gain + month_gain;
        if (!(by_month->expected[m] > 0.5) || !(variance > 0)) continue;
        const qc_look seen = qc_count_look(by_month->events[m], by_month->expected[m],
                                           known.level + known.month, variance);
        const double spread = variance + seen.noise;
        known.level += level_gain / spread * seen.surprise;
        known.month += month_gain / spread * seen.surprise;
        known.level_variance -= level_gain * level_gain / spread;
        known.month_variance -= month_gain * month_gain / spread;
        known.covariance -= level_gain * month_gain / spread;
    }
    return known;
}

static double draw_belief(const belief *known, qc_rng *luck, double *month)
{
    const double first = qc_synth_normal(luck), second = qc_synth_normal(luck);
    const double sd = sqrt(fmax(known->level_variance, 0));
    const double across = sd > 0 ? known->covariance / sd : 0;
    *month = known->month + across * first +
             sqrt(fmax(known->month_variance - across * across, 0)) * second;
    return exp(known->level + sd * first);
}

static void expect_created(oracle *it, int32_t month)
{
    const qc_synth_spec *spec = &it->company.spec;
    const qc_day start = qc_synth_start(spec);
    const int32_t index = qc_calendar_month_index(start) + month;
    const qc_span days = qc_calendar_month_span(index);
    const double years = (0.5 * (days.from + days.to) - start) / 365.25;
    for (int32_t s = 0; s < spec->segment_count; s++)
        it->created.expected[month] += spec->segments[s].new_deals_per_month *
                                       spec->arrival_effect[index % 12] *
                                       pow(1 + spec->growth, years) *
                                       effect(0, spec->arrival_noise);
}

static void look_back(oracle *it)
{
    const qc_synth_company *company = &it->company;
    const qc_synth_spec *spec = &company->spec;
    const int32_t first = qc_calendar_month_index(qc_synth_start(spec));
    const int32_t months = qc_calendar_month_index(it->as_of) - first + 1;
    memset(&it->forward, 0, sizeof it->forward);
    memset(&it->lost, 0, sizeof it->lost);
    memset(&it->created, 0, sizeof it->created);
    for (size_t d = 0; d < company->deal_count; d++) {
        it->visits[d].stage = QC_SYNTH_LOST; /* not there yet */
        it->log_odds[d] = log(spec->stale_share / (1 - spec->stale_share));
    }
    int32_t seen = 0;
    for (size_t c = 0; c < company->change_count; c++) {
        const qc_synth_change *change = &company->changes[c];
        if (change->day > it->as_of) break;
        if (change->deal >= seen) {
            seen = change->deal + 1;
            it->created.events[qc_calendar_month_index(change->day) - first] += 1;
        } else
            live_visit(it, change->deal, change->day, true, change->stage);
        it->visits[change->deal] = (visit){change->stage, change->day};
    }
    for (size_t d = 0; d < company->deal_count; d++)
        live_visit(it, (int32_t) d, it->as_of, false, 0);
    for (int32_t m = 0; m < months; m++)
        expect_created(it, m);
    const double level_sd = it->knows == LEVELS ? 1 : 0;
    it->shock = filtered(&it->forward, months, level_sd, spec->shock_sd, spec->shock_rho);
    it->lost_shock = filtered(&it->lost, months, level_sd, spec->lost_shock_sd,
                              spec->lost_shock_rho);
    it->noise = filtered(&it->created, months, level_sd, spec->arrival_noise, spec->arrival_memory);
}

/* ---- futures ---- */

static bool count_win(void *context, const qc_synth_event *event, qc_status *status)
{
    oracle *it = context;
    (void) status;
    if (event->stage != QC_SYNTH_WON) return true;
    for (int32_t q = 0; q < it->count; q++) {
        const question *asked = &it->asked[q];
        if (event->day < asked->span.from || event->day > asked->span.to) continue;
        it->totals[q * it->replays + it->replay] += strcmp(asked->metric, "wins") == 0
                                                        ? 1
                                                        : event->deal->amount;
    }
    return true;
}

static void imagine_laws(oracle *it, double forward, double lost, double created)
{
    const qc_synth_spec *spec = &it->company.spec;
    const size_t cells = (size_t) spec->segment_count * (size_t) spec->stage_count * QC_SYNTH_AGES;
    for (size_t c = 0; c < cells; c++) {
        it->imagined_laws.daily[c] = it->laws.daily[c];
        it->imagined_laws.daily[c].forward *= forward;
        it->imagined_laws.daily[c].lost *= lost;
    }
    for (int32_t s = 0; s < spec->segment_count; s++)
        it->imagined.segments[s].new_deals_per_month = spec->segments[s].new_deals_per_month *
                                                       created;
    it->future.laws = &it->imagined_laws;
}

/* A present as the history allows it to be. */
static void imagine_present(oracle *it)
{
    qc_rng luck = qc_rng_stream(it->company.seed, 0x0ac1e, (uint64_t) it->as_of,
                                (uint64_t) it->replay);
    const double forward = draw_belief(&it->shock, &luck, &it->future.log_shock);
    const double lost = draw_belief(&it->lost_shock, &luck, &it->future.log_lost_shock);
    const double created = draw_belief(&it->noise, &luck, &it->future.log_noise[0]);
    if (it->knows == LEVELS) imagine_laws(it, forward, lost, created);
    for (size_t i = 0; i < it->future.open_count; i++) {
        qc_synth_open *deal = &it->future.open[i];
        deal->fixed.stale = qc_rng_uniform(&luck) < 1 / (1 + exp(-it->log_odds[deal->deal]));
    }
}

static bool replay_all(oracle *it, qc_status *status)
{
    qc_day until = it->as_of;
    for (int32_t q = 0; q < it->count; q++)
        until = it->asked[q].span.to > until ? it->asked[q].span.to : until;
    it->future.listen = count_win, it->future.context = it;
    memset(it->totals, 0, (size_t) it->count * (size_t) it->replays * sizeof *it->totals);
    for (it->replay = 0; it->replay < it->replays; it->replay++) {
        if (!qc_synth_world_replay(&it->future, &it->present, qc_rng_mix(it->company.seed + 77),
                                   (uint64_t) it->replay + 1, status))
            return false;
        if (it->knows != ALL) imagine_present(it);
        for (qc_day day = it->as_of + 1; day <= until; day++)
            if (!qc_synth_world_day(&it->future, day, status)) return false;
    }
    return true;
}

static double realised(const oracle *it, const question *asked)
{
    double total = 0;
    for (size_t c = 0; c < it->company.change_count; c++) {
        const qc_synth_change *change = &it->company.changes[c];
        if (change->stage != QC_SYNTH_WON || change->day < asked->span.from ||
            change->day > asked->span.to)
            continue;
        total += strcmp(asked->metric, "wins") == 0 ? 1 : change->amount;
    }
    return total;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void answer(oracle *it, int32_t q)
{
    const question *asked = &it->asked[q];
    const size_t n = (size_t) it->replays;
    double *total = &it->totals[q * it->replays], sum = 0;
    const double actual = realised(it, asked);
    qsort(total, n, sizeof *total, ascending);
    for (size_t i = 0; i < n; i++)
        sum += total[i];
    qc_rng luck = qc_rng_stream(it->company.seed, 0x917, (uint64_t) it->as_of, (uint64_t) q);
    printf("%.9g %.9g %.9g %.9g", actual, sum / (double) n,
           qc_score_pit_at(qc_score_pit(total, n, actual), qc_rng_uniform(&luck)),
           qc_score_crps(total, n, actual));
    for (int g = 0; g < GOALS; g++)
        printf(" %.9g", 1 - qc_score_pit(total, n, asked->goal[g]).low);
    printf("\n");
}

/* ---- questions ---- */

static void leave(oracle *it)
{
    free(it->visits);
    free(it->log_odds);
    it->visits = NULL, it->log_odds = NULL;
    qc_synth_world_free(&it->present);
    qc_synth_world_free(&it->future);
    qc_synth_laws_free(&it->laws);
    qc_synth_laws_free(&it->imagined_laws);
    qc_synth_company_free(&it->company);
}

static bool meet(oracle *it, const qc_synth_spec *spec, uint64_t seed, qc_status *status)
{
    if (it->visits != NULL && it->company.seed == seed) return true;
    leave(it);
    if (!qc_synth_run(&it->company, spec, seed, status) ||
        !qc_synth_laws_make(&it->laws, &it->company.spec, status) ||
        !qc_synth_laws_make(&it->imagined_laws, &it->company.spec, status))
        return false;
    it->imagined = it->company.spec;
    it->imagined_laws.spec = &it->imagined;
    it->visits = calloc(it->company.deal_count + 1, sizeof *it->visits);
    it->log_odds = calloc(it->company.deal_count + 1, sizeof *it->log_odds);
    return it->visits != NULL && it->log_odds != NULL;
}

static bool answer_all(oracle *it, const qc_synth_spec *spec, uint64_t seed, qc_status *status)
{
    if (it->count == 0) return true;
    if (!meet(it, spec, seed, status)) return false;
    qc_synth_world_free(&it->present);
    if (!qc_synth_world_at(&it->present, &it->company, &it->laws, it->as_of, status)) return false;
    look_back(it);
    if (!replay_all(it, status)) return false;
    for (int32_t q = 0; q < it->count; q++)
        answer(it, q);
    fflush(stdout);
    it->count = 0;
    return true;
}

static bool ask(question *asked, const char *line, unsigned long long *seed, qc_day *as_of)
{
    char day[16] = "";
    int year = 0, month = 0, day_of_month = 0;
    if (sscanf(line, "%llu %15s %15s %d %lf %lf %lf", seed, day, asked->metric, &asked->periods,
               &asked->goal[0], &asked->goal[1], &asked->goal[2]) != 4 + GOALS ||
        sscanf(day, "%d-%d-%d", &year, &month, &day_of_month) != 3)
        return false;
    const int32_t index = year * 12 + month - 1;
    *as_of = qc_calendar_month_span(index).to; /* questions are asked at the ends of months */
    asked->span = (qc_span){*as_of + 1, qc_calendar_month_span(index + asked->periods).to};
    return true;
}

static bool converse(oracle *it, const qc_synth_spec *spec, qc_status *status)
{
    char line[512];
    unsigned long long seed = 0, before = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        question next;
        qc_day as_of;
        if (!ask(&next, line, &seed, &as_of))
            return qc_fail(status, QC_BAD_INPUT, "no question: %.200s", line);
        const bool same = seed == before && as_of == it->as_of && it->count < QUESTIONS;
        if (!same && !answer_all(it, spec, before, status)) return false;
        before = seed, it->as_of = as_of;
        it->asked[it->count++] = next;
    }
    return answer_all(it, spec, before, status);
}

int main(int count, char **words)
{
    static oracle it;
    qc_synth_spec spec;
    qc_findings findings = {0};
    qc_status status = {0};
    gsl_set_error_handler_off();
    it.replays = count == 4 ? (int32_t) strtol(words[2], NULL, 10) : 0;
    while (count == 4 && it.knows < KNOWS && strcmp(words[3], knows_words[it.knows]) != 0)
        it.knows++;
    if (it.replays < 1 || it.knows == KNOWS) {
        fprintf(stderr, "ceiling SPEC.yaml REPLAYS all|history|levels < QUESTIONS > ANSWERS\n");
        return 2;
    }
    it.totals = calloc((size_t) QUESTIONS * (size_t) it.replays, sizeof *it.totals);
    const bool ok = it.totals != NULL && qc_synth_spec_read(&spec, words[1], &findings, &status) &&
                    converse(&it, &spec, &status);
    if (!ok) fprintf(stderr, "%s\n", status.message);
    leave(&it);
    free(it.totals);
    qc_findings_free(&findings);
    return ok ? 0 : 1;
}
