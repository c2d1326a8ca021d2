#include "models/activity_rates.h"

#include "core/text.h"

#include <math.h>
#include <string.h>

#define RECENT_DAYS 182
#define WEEK_DAYS   7.0
#define FEW_HITS    1e-9

static const char *const REACHED[] = {"reached", "connected", "contact", "answered"};
static const char *const CREATED[] = {"opportunity", "deal created"};

static bool is_one_of(const char *text, const char *const *words, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        if (qc_text_same(words[i], text)) return true;
    }
    return false;
}

bool qc_activity_rates_same_kind(const char *kind, const char *type)
{
    char plural[128];
    const size_t length = strlen(type);
    if (qc_text_same(kind, type)) return true;
    if (length + 2 > sizeof plural) return false;
    memcpy(plural, type, length);
    memcpy(plural + length, "s", 2);
    return qc_text_same(kind, plural);
}

void qc_activity_rates_outcome(const qc_plan *plan, const qc_activity_log *log, int32_t row,
                               bool *reached, bool *created)
{
    const qc_id outcome = log->outcome[row];
    const char *word = outcome == QC_ID_NONE ? "" : log->outcomes.text[outcome];
    *created = plan->history.created_count > 0
                   ? is_one_of(word, plan->history.created, plan->history.created_count)
                   : is_one_of(word, CREATED, 2);
    *reached = *created || (plan->history.reached_count > 0 ? is_one_of(word, plan->history.reached,
                                                                        plan->history.reached_count)
                                                            : is_one_of(word, REACHED, 4));
}

static void count_row(qc_activity_tally *of, const qc_activity_log *log, int32_t row, bool reached,
                      bool created, qc_day as_of)
{
    const double number = log->number[row];
    of->done += number;
    of->reached += reached ? number : 0;
    of->created += created ? number : 0;
    if (log->day[row] <= as_of - RECENT_DAYS) return;
    if (of->recent <= 0 || log->day[row] < of->first) of->first = log->day[row];
    if (of->recent <= 0 || log->day[row] > of->last) of->last = log->day[row];
    of->recent += number;
}

void qc_activity_rates_count(const qc_plan *plan, const qc_plan_activity *kind,
                             const qc_activity_log *log, qc_day as_of, qc_activity_tally *reps,
                             qc_activity_tally *all)
{
    for (int32_t row = 0; row < log->count; row++) {
        const qc_id owner = log->owner[row];
        bool reached, created;
        if (log->day[row] > as_of) continue; /* not known then */
        if (!qc_activity_rates_same_kind(kind->name, log->types.text[log->type[row]])) continue;
        qc_activity_rates_outcome(plan, log, row, &reached, &created);
        count_row(all, log, row, reached, created, as_of);
        count_row(&reps[owner == QC_ID_NONE ? log->owners.count : owner], log, row, reached,
                  created, as_of);
    }
}

/* How much more reps differ than chance lets them: the evidence counts that many times less (Pearson's
 * statistic over its degrees of freedom; McCullagh and Nelder 1989). */
static double overdispersion(const qc_activity_tally *reps, int32_t count, double share,
                             bool of_contacts)
{
    double square = 0;
    int32_t seen = 0;
    for (int32_t r = 0; r < count; r++) {
        const double tries = of_contacts ? reps[r].reached : reps[r].done;
        const double hits = of_contacts ? reps[r].created : reps[r].reached;
        const double spread = tries * share * (1 - share);
        if (!(spread > FEW_HITS)) continue;
        square += (hits - tries * share) * (hits - tries * share) / spread;
        seen++;
    }
    return seen > 1 ? fmax(square / (seen - 1), 1) : 1;
}

static void update(qc_share_belief *share, double tries, double hits, double factor)
{
    if (share->certain) return;
    if (!(share->alpha > 0)) share->alpha = share->beta = 0.5; /* nothing is stated */
    share->alpha += hits / factor;
    share->beta += (tries - hits) / factor;
    share->mean = share->alpha / (share->alpha + share->beta);
}

static bool is_stated(const qc_belief *belief)
{
    return belief->form != QC_BELIEF_NONE;
}

/* Reps who stopped or started count with the calendar weeks from their first to their last row. */
static double per_week(const qc_activity_tally *reps, int32_t count)
{
    double done = 0, weeks = 0;
    for (int32_t r = 0; r < count; r++) {
        if (!(reps[r].recent > 0)) continue;
        done += reps[r].recent;
        weeks += (qc_calendar_unit_span(reps[r].last, QC_UNIT_WEEK, 1).from -
                  qc_calendar_unit_span(reps[r].first, QC_UNIT_WEEK, 1).from) /
                     WEEK_DAYS +
                 1;
    }
    return weeks > 0 ? done / weeks : 0;
}

static bool check(const qc_plan_activity *kind, const qc_activity_tally *all, qc_status *status)
{
    if (!(all->done > 0) && (!is_stated(&kind->contact_rate) ||
                             !is_stated(&kind->opportunity_rate) || isnan(kind->per_rep_per_week)))
        return qc_fail(
            status, QC_TOO_FEW_DATA,
            "activities.%s: the log has no activity of this type; name it as the log does, "
            "or state per_rep_per_week, contact_rate and opportunity_rate",
            kind->name);
    if (!(all->reached > 0) && !is_stated(&kind->contact_rate))
        return qc_fail(status, QC_TOO_FEW_DATA,
                       "activities.%s: no row of the log says that someone was reached; list the "
                       "words under history.reached, or state contact_rate",
                       kind->name);
    if (!(all->created > 0) && !is_stated(&kind->opportunity_rate))
        return qc_fail(
            status, QC_TOO_FEW_DATA,
            "activities.%s: no row of the log says that a deal came of it; list the words "
            "under history.created, or state opportunity_rate",
            kind->name);
    return true;
}

bool qc_activity_rates_fit(qc_activity_model *model, int32_t k, const qc_activity_log *log,
                           qc_day as_of, qc_status *status)
{
    const qc_plan_activity *kind = &model->plan->activities.kinds[k];
    qc_arena scratch = {0};
    qc_activity_tally all = {0};
    const int32_t count = log->owners.count + 1;
    qc_activity_tally *reps = qc_arena_take(&scratch, (size_t) count, sizeof *reps, status);
    bool ok = reps != NULL;
    if (ok) qc_activity_rates_count(model->plan, kind, log, as_of, reps, &all);
    ok = ok && check(kind, &all, status);
    if (ok && all.reached > 0) { /* a log without outcomes says nothing about rates */
        const double contact = all.reached / all.done, created = all.created / all.reached;
        const double factor = overdispersion(reps, count, contact, false);
        update(&model->contact[k], all.done, all.reached, factor);
        model->events[k] = all.done / factor;
        if (all.created > 0)
            update(&model->opportunity[k], all.reached, all.created,
                   overdispersion(reps, count, created, true));
    }
    if (ok && isnan(kind->per_rep_per_week)) model->per_week[k] = per_week(reps, count);
    qc_arena_free(&scratch);
    return ok;
}
