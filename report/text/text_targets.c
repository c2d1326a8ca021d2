#include "report/text/text_targets.h"

#include "report/layout.h"
#include "report/phrases.h"

#include <string.h>

#define ROWS_SHOWN 12

typedef struct rows {
    const qc_summary *summary;
    const qc_words_style *style;
    bool unicode, all;
    int32_t open_shown, closed_shown; /* how many of each kind may be printed */
} rows;

static bool is_row(const rows *r, int32_t index)
{
    return index != r->summary->headline;
}

/* Index of the nth target that is printed, -1 past the end. */
static int32_t nth_shown(const rows *r, int32_t nth)
{
    int32_t open = 0, closed = 0;

    for (int32_t i = 0; i < r->summary->target_count; i++) {
        if (!is_row(r, i)) continue;
        const bool is_closed = r->summary->targets[i].closed;
        int32_t *count = is_closed ? &closed : &open;
        if (*count >= (is_closed ? r->closed_shown : r->open_shown)) continue;
        ++*count;
        if (open + closed == nth + 1) return i;
    }
    return -1;
}

static void add_name(const rows *r, const qc_target_summary *target, qc_text *cell)
{
    char name[160];

    qc_words_cut(target->name, 28, r->unicode, name, sizeof name);
    qc_text_add(cell, name);
    if (target->stretch && !qc_text_same(target->name, "stretch")) qc_text_add(cell, ", stretch");
}

static void add_goal(const rows *r, const qc_target_summary *target, qc_text *cell)
{
    qc_text_add(cell, qc_phrases_goal(r->style, target).text);
    qc_phrases_scope(target, cell);
    /* one of `each` carries its period in its name */
    if (strcmp(target->group, target->name) == 0) {
        qc_text_addf(cell, " %s", qc_phrases_in_period(target->span).text);
    }
}

static void add_figures(const rows *r, const qc_target_summary *target, qc_text *cell)
{
    if (target->no_data) {
        qc_text_add(cell, r->summary->has_history ? "began before the history" : "no history");
        return;
    }
    if (target->closed) {
        qc_text_addf(cell, "was %s",
                     qc_phrases_value(r->style, target, target->actual_so_far, true).text);
        return;
    }
    if (target->not_judged) {
        qc_text_addf(cell, "rests on %s deals only", qc_words_count(r->style, target->events).text);
        return;
    }
    qc_text_addf(cell, "expect %s (%s to %s)",
                 qc_phrases_value(r->style, target, target->mean.value, true).text,
                 qc_phrases_value(r->style, target, target->quantiles.p10, true).text,
                 qc_phrases_value(r->style, target, target->quantiles.p90, true).text);
}

static void fill_cell(void *context, int32_t row, int32_t column, qc_text *cell)
{
    const rows *r = context;
    const int32_t index = nth_shown(r, row);

    if (index < 0) return;
    const qc_target_summary *target = &r->summary->targets[index];
    if (column == 0) add_name(r, target, cell);
    if (column == 1) add_goal(r, target, cell);
    if (column == 2 && target->no_data) {
        qc_text_add(cell, "no data");
    } else if (column == 2 && target->closed) {
        qc_text_add(cell, target->not_judged           ? "not judged"
                          : qc_phrases_was_hit(target) ? "hit"
                                                       : "missed");
    } else if (column == 2 && target->not_judged) {
        qc_text_add(cell, "not judged");
    } else if (column == 2) {
        qc_text_add(cell, qc_words_chance(target->chance.value).text);
    }
    if (column == 3) add_figures(r, target, cell);
}

/* The largest number of the open ones that is reached more likely than not, 0 = none. */
static int32_t likely_count(const qc_joint_summary *joint)
{
    int32_t count = 0;

    for (int32_t k = 1; k < joint->open; k++) {
        if (joint->at_least[k - 1].value >= 0.5) count = k;
    }
    return count;
}

static void joint_chance(qc_sink *sink, const rows *r, const qc_joint_summary *joint, int width)
{
    qc_text line = {0};
    char name[160];

    qc_words_cut(joint->of, 28, r->unicode, name, sizeof name);
    qc_text_addf(&line, "%s: ", name);
    if (joint->closed_hit + joint->closed_missed > 0) {
        qc_text_addf(&line, "%d hit and %d missed so far; ", (int) joint->closed_hit,
                     (int) joint->closed_missed);
    }
    if (joint->closed_unknown > 0)
        qc_text_addf(&line, "%d over without data; ", (int) joint->closed_unknown);
    if (joint->open == 1) {
        qc_text_addf(&line, "the one still open: %s chance",
                     qc_words_chance(joint->all.value).text);
    } else {
        qc_text_addf(&line, "all %d still open: %s chance", (int) joint->open,
                     qc_words_chance(joint->all.value).text);
    }
    const int32_t count = likely_count(joint);
    if (count > 0) {
        qc_text_addf(&line, "; at least %d of them: %s", (int) count,
                     qc_words_chance(joint->at_least[count - 1].value).text);
    }
    qc_layout_line(sink, "", qc_text_get(&line), width);
    sink->failed = sink->failed || line.failed;
    qc_text_free(&line);
}

void qc_text_targets(qc_sink *sink, const qc_summary *summary, const qc_words_style *style,
                     const qc_text_options *options)
{
    rows r = {.summary = summary, .style = style, .unicode = options->unicode, .all = options->all};
    int32_t open = 0, closed = 0;

    for (int32_t i = 0; i < summary->target_count; i++) {
        if (!is_row(&r, i)) continue;
        if (summary->targets[i].closed) closed++;
        if (!summary->targets[i].closed) open++;
    }
    if (open + closed > 0) {
        r.open_shown = options->all || open < ROWS_SHOWN ? open : ROWS_SHOWN;
        const int32_t left = ROWS_SHOWN - r.open_shown;
        r.closed_shown = options->all || closed < left ? closed : left;
        const int32_t shown = r.open_shown + r.closed_shown;
        qc_sink_add(sink, summary->headline >= 0 ? "\nFurther targets\n" : "\nTargets\n");
        qc_layout_table(sink, shown, "llrl", fill_cell, &r);
        if (shown < open + closed) {
            qc_sink_addf(sink, "  ... %d more (--all)\n", (int) (open + closed - shown));
        }
    }
    if (summary->joint_unknown) {
        qc_sink_add(sink, "\n");
        qc_layout_line(sink, "",
                       "how many of 'each' are hit together takes simulated futures "
                       "(--engine cohort or walk)",
                       options->width);
    }
    for (int32_t i = 0; i < summary->joint_count; i++) {
        if (i == 0) qc_sink_add(sink, "\n");
        if (summary->joint[i].open > 0) joint_chance(sink, &r, &summary->joint[i], options->width);
    }
}
