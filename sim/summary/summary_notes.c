/* Sentences that a reader must see. */
#include "history/dates_only.h"
#include "history/silence.h"
#include "sim/summary/summarize.h"
#include "sim/workload.h"

#define NOTES_MAX 10 /* one is left for who runs the forecast */

typedef struct noting {
    qc_summary *summary;
    const qc_summary_inputs *in;
    qc_status *status;
} noting;

static const char *keep(const noting *note, const char *text)
{
    return qc_arena_text(&note->summary->arena, text, note->status);
}

static bool add_note(const noting *note, const char *text)
{
    if (text == NULL) return false;
    note->summary->notes[note->summary->note_count++] = text;
    return true;
}

/* The headline's period may have begun before anything was recorded. */
static bool note_unknown_start(const noting *note)
{
    const qc_book *book = note->in->book;
    qc_summary *summary = note->summary;
    char from[16], until[16];
    if (summary->headline < 0 ||
        note->in->questions->targets[summary->headline].target->metric == QC_METRIC_SELLING_TIME)
        return true; /* see note_hours() */
    const qc_span span = summary->targets[summary->headline].span;
    if (qc_book_knows(book, span.from, span.to)) return true;
    const qc_day last = book->has_history ? book->recorded_from - 1 : book->as_of;
    return add_note(
        note, qc_arena_format(&summary->arena, note->status,
                              "nothing is known of %s to %s: what happened then counts as nothing",
                              qc_calendar_text(span.from, from),
                              qc_calendar_text(last < book->as_of ? last : book->as_of, until)));
}

/* A history that fell silent makes the days since look like days without sales. */
static bool note_silence(const noting *note)
{
    qc_silence silence;
    char last[16], as_of[16];
    if (note->in->history == NULL) return true;
    if (!qc_silence_find(&silence, note->in->history, note->status)) return false;
    return !silence.found ||
           add_note(note, qc_arena_format(
                              &note->summary->arena, note->status,
                              "nothing is recorded after %s; the %d days from then to %s count as "
                              "days without sales (until then never more than %d days apart); if "
                              "the export is from %s, say as_of: %s",
                              qc_calendar_text(silence.last_row, last), (int) silence.days,
                              qc_calendar_text(note->in->history->as_of, as_of),
                              (int) silence.longest, last, last));
}

/* A large team gets fewer futures, and the error beside a chance grows. */
static bool note_workload(const noting *note)
{
    const qc_summary_inputs *in = note->in;
    const qc_sim_options *options = in->options;
    int64_t most = 0;
    double deals = 0;
    if (options->trials > 0) return true;
    if (!qc_workload_most(&most, &deals, in->model, in->book, in->questions, options->seed,
                          note->status))
        return false;
    if (most == QC_WORKLOAD_MOST || in->outcome->trials < most) return true;
    return add_note(note,
                    qc_arena_format(&note->summary->arena, note->status,
                                    "one future of this company holds some %.0f deals, so %lld "
                                    "futures are simulated and no more; --trials asks for others",
                                    deals, (long long) most));
}

/* Of selling time so far only a log could tell. */
static bool note_hours(const noting *note)
{
    const qc_questions *questions = note->in->questions;
    qc_arena *arena = &note->summary->arena;
    char day[16];
    for (int32_t t = 0; t < questions->target_count; t++) {
        const qc_asked_target *asked = &questions->targets[t];
        if (asked->target->metric != QC_METRIC_SELLING_TIME || asked->events > 0 ||
            asked->span.from > note->in->book->as_of)
            continue;
        return add_note(
            note, qc_arena_format(arena, note->status,
                                  "no log says how hours were spent until %s: selling_time counts "
                                  "those that follow",
                                  qc_calendar_text(note->in->book->as_of, day)));
    }
    return true;
}

bool qc_summary_notes(qc_summary *summary, const qc_summary_inputs *inputs, qc_status *status)
{
    const noting noted = {summary, inputs, status}, *note = &noted;
    const qc_history *history = inputs->history;
    char day[16];
    summary->notes = qc_arena_take(&summary->arena, NOTES_MAX, sizeof *summary->notes,
                                   note->status);
    if (summary->notes == NULL) return false;
    if (history != NULL && !history->as_of_given &&
        !add_note(note,
                  qc_arena_format(&summary->arena, note->status,
                                  "as_of is not stated: %s, the day of the last recorded change, "
                                  "counts as the day of the export",
                                  qc_calendar_text(history->as_of, day))))
        return false;
    if (summary->people.known && summary->people.kept < 0.995 &&
        !add_note(note,
                  qc_arena_format(&summary->arena, note->status,
                                  "the activities would create more deals than are known to come "
                                  "in: they are taken to yield %.0f%% of what the plan says",
                                  100 * summary->people.kept)))
        return false;
    if (summary->dates_only &&
        !add_note(note, keep(note, QC_DATES_ONLY_TAG "; " QC_DATES_ONLY_HINT)))
        return false;
    if (summary->interrupted &&
        !add_note(note, keep(note, "interrupted: figures from the trials finished so far")))
        return false;
    if (qc_summary_team_is_idle(note->in->model) && !add_note(note, QC_IDLE_TEAM_HINT))
        return false;
    return note_workload(note) && note_hours(note) && note_silence(note) &&
           note_unknown_start(note);
}
