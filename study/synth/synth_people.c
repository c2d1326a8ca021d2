/* Who is there, what they do all day, and the deals that come of it. What a rep does is drawn anew each day, so a
 * company has no memory of it but the deals. */
#include "study/synth/synth_csv.h"
#include "study/synth/synth_world.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define WORK_DAYS  5
#define MONTH_DAYS 30.4

bool qc_synth_people_here(const qc_synth_rep *rep, qc_day day)
{
    return (rep->start == QC_DAY_NONE || day >= rep->start) &&
           (rep->end == QC_DAY_NONE || day <= rep->end);
}

int32_t qc_synth_people_pick(const qc_synth_spec *spec, qc_day day, double share)
{
    int32_t here = 0;
    for (int32_t r = 0; r < spec->rep_count; r++)
        here += qc_synth_people_here(&spec->reps[r], day);
    if (here == 0) return (int32_t) (share * spec->rep_count);
    int32_t left = (int32_t) (share * here);
    for (int32_t r = 0; r < spec->rep_count; r++)
        if (qc_synth_people_here(&spec->reps[r], day) && left-- == 0) return r;
    return spec->rep_count - 1;
}

void qc_synth_people_count(qc_synth_world *world)
{
    memset(world->carried, 0, sizeof world->carried);
    for (size_t i = 0; i < world->open_count; i++)
        world->carried[world->open[i].fixed.rep]++;
}

double qc_synth_people_pace(const qc_synth_world *world, int32_t rep)
{
    const double most = world->laws->spec->overload;
    return most > 0 && world->carried[rep] > most ? most / world->carried[rep] : 1;
}

static double ramp_of(const qc_synth_spec *spec, const qc_synth_rep *rep, qc_day day)
{
    if (rep->start == QC_DAY_NONE) return 1;
    const int32_t month = (int32_t) ((day - rep->start) / MONTH_DAYS);
    return month < spec->ramp_months ? spec->ramp[month] : 1;
}

/* Deals that people make are spread over the segments as those are that arrive. */
static int32_t pick_segment(const qc_synth_spec *spec, double share)
{
    double all = 0;
    for (int32_t g = 0; g < spec->segment_count; g++)
        all += spec->segments[g].new_deals_per_month;
    double left = share * all;
    for (int32_t g = 0; g < spec->segment_count - 1; g++) {
        if (left < spec->segments[g].new_deals_per_month) return g;
        left -= spec->segments[g].new_deals_per_month;
    }
    return all > 0 ? spec->segment_count - 1 : (int32_t) (share * spec->segment_count);
}

static bool work(qc_synth_world *world, int32_t rep, int32_t kind, qc_day day, qc_status *status)
{
    const qc_synth_spec *spec = world->laws->spec;
    const qc_synth_rep *who = &spec->reps[rep];
    const qc_synth_activity *what = &spec->activities[kind];
    const uint64_t name = ((uint64_t) day * QC_SYNTH_REPS + (uint64_t) rep) * QC_SYNTH_ACTIVITIES +
                          (uint64_t) kind;
    qc_rng luck = qc_rng_stream(world->seed, QC_SYNTH_LUCK_WORK, name, world->trial);
    gsl_rng view;
    qc_rng_gsl(&view, &luck);
    const unsigned done = gsl_ran_poisson(&view,
                                          what->per_week / WORK_DAYS * ramp_of(spec, who, day));
    const unsigned reached = gsl_ran_binomial(&view, what->contact, done);
    const unsigned created = gsl_ran_binomial(&view, fmin(what->opportunity * who->yield, 1),
                                              reached);
    const qc_synth_work row = {.day = day,
                               .rep = rep,
                               .activity = kind,
                               .done = (int32_t) done,
                               .reached = (int32_t) reached,
                               .created = (int32_t) created};
    for (unsigned i = 0; i < created; i++) {
        const int32_t segment = pick_segment(spec, qc_rng_uniform(&luck));
        if (!qc_synth_world_create(world, segment, rep, day, status)) return false;
    }
    return done == 0 || world->listen_work == NULL ||
           world->listen_work(world->context, &row, status);
}

bool qc_synth_people_work(qc_synth_world *world, qc_day day, qc_status *status)
{
    const qc_synth_spec *spec = world->laws->spec;
    if (qc_calendar_weekday(day) > WORK_DAYS) return true;
    for (int32_t r = 0; r < spec->rep_count && spec->activity_count > 0; r++) {
        if (!qc_synth_people_here(&spec->reps[r], day)) continue;
        for (int32_t k = 0; k < spec->activity_count; k++) {
            if (!work(world, r, k, day, status)) return false;
        }
    }
    return true;
}

/* ---- as files ---- */

static void add_row(const qc_synth_company *company, const qc_synth_work *row, int32_t count,
                    const char *outcome, qc_text *out)
{
    const qc_synth_spec *spec = &company->spec;
    char day[16];
    if (count == 0) return;
    qc_text_addf(out, "%s,%s,%s,%d,%s\n", qc_calendar_text(row->day, day),
                 spec->reps[row->rep].name, spec->activities[row->activity].name, (int) count,
                 outcome);
}

bool qc_synth_activities_csv(const qc_synth_company *company, qc_span days, qc_text *out,
                             qc_status *status)
{
    qc_text_add(out, "date,owner,type,count,outcome\n");
    for (size_t i = 0; i < company->work_count; i++) {
        const qc_synth_work *row = &company->work[i];
        if (row->day < days.from || row->day > days.to) continue;
        add_row(company, row, row->done - row->reached, "no answer", out);
        add_row(company, row, row->reached - row->created, "reached", out);
        add_row(company, row, row->created, "opportunity", out);
    }
    return !out->failed || qc_fail(status, QC_NO_MEMORY, "out of memory while writing the log");
}

bool qc_synth_people_csv(const qc_synth_spec *spec, qc_text *out, qc_status *status)
{
    char day[16];
    qc_text_add(out, "owner,start,end\n");
    for (int32_t r = 0; r < spec->rep_count; r++) {
        const qc_synth_rep *rep = &spec->reps[r];
        /* who was always here has been so for longer than any ramp lasts */
        const qc_day start = rep->start != QC_DAY_NONE ? rep->start
                                                       : qc_synth_start(spec) - QC_SYNTH_RAMP * 31;
        qc_text_addf(out, "%s,%s,", rep->name, qc_calendar_text(start, day));
        if (rep->end != QC_DAY_NONE) qc_text_add(out, qc_calendar_text(rep->end, day));
        qc_text_add(out, "\n");
    }
    return !out->failed || qc_fail(status, QC_NO_MEMORY, "out of memory while writing the people");
}
