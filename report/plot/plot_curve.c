/* What can we promise? The chance of at least so much falls from 100% to nothing; the level reached
 * with 80% chance is what one can promise, the level reached with 20% is a stretch. For a limit the
 * chance of at most so much rises instead. */
#include "report/phrases.h"
#include "report/plot/plot_charts.h"
#include "report/plot/plot_words.h"

#include <math.h>
#include <stdio.h>

#define LABEL_GAP   0.075 /* least distance of two labels, in shares of the plot's height */
#define LABEL_WIDTH 0.33  /* labels whose dots are closer than this in width may collide */
#define TOP_PERCENT 1.04  /* of the axis; room for the line at 100% */
#define OVER_LINE   1.05  /* label height of a dot near 100%, where the curve runs flat */
#define TURN        0.62  /* from here on the target's label stands left of its dot */

typedef struct curve {
    qc_plot_script *script;
    const qc_summary *summary;
    qc_plot_subject subject;
    qc_words_style style;
    qc_plot_axis axis;
    bool rising; /* chance of at most */
} curve;

typedef struct mark {
    const char *name;
    double value, chance; /* chance as drawn, 0..1 */
    const char *color;
    bool bold, is_target; /* the bold ones have guides to both axes */
    double label_y;       /* as a chance */
} mark;

static double units(const curve *c, double value)
{
    return value / c->axis.unit;
}

static double share_of_width(const curve *c, double value)
{
    return (units(c, value) - c->axis.low) / (c->axis.high - c->axis.low);
}

static qc_plot_axis find_axis(const curve *c)
{
    const qc_curve_point *points = c->summary->curve;
    double low = points[0].value, high = points[c->summary->curve_count - 1].value;

    if (c->subject.target != NULL) {
        low = fmin(low, c->subject.target->goal);
        high = fmax(high, c->subject.target->goal);
    }
    return qc_plot_axis_of(low, high, c->subject.is_money);
}

/* Safe, target and stretch, those that exist; the first has guides, and so has the target. */
static int find_marks(const curve *c, mark marks[3])
{
    const qc_quantiles *q = &c->subject.quantiles;
    const qc_target_summary *target = c->subject.target;
    const double safe = c->rising ? q->p80 : q->p20, stretch = c->rising ? q->p20 : q->p80;
    int count = 0;

    if (isfinite(safe)) {
        marks[count++] = (mark){.name = "safe (80%)",
                                .value = safe,
                                .chance = 0.8,
                                .label_y = 0.8,
                                .color = QC_PLOT_BLUE,
                                .bold = true};
    }
    if (target != NULL) {
        const double chance = target->chance.value;
        marks[count++] = (mark){.name = target->at_most ? "limit" : "target",
                                .value = target->goal,
                                .chance = chance,
                                .label_y = chance > 0.93 ? OVER_LINE : chance,
                                .color = QC_PLOT_ORANGE,
                                .bold = true,
                                .is_target = true};
    }
    if (isfinite(stretch)) {
        marks[count++] = (mark){.name = "stretch (20%)",
                                .value = stretch,
                                .chance = 0.2,
                                .label_y = 0.2,
                                .color = QC_PLOT_MUTED};
    }
    return count;
}

/* Labels stand to the right of their dots, on the empty side of the curve: above a falling one, below a
 * rising one. One that would touch another gives way to that side, so the walk starts at the far
 * end. */
static void part_labels(const curve *c, mark *marks, int count)
{
    const double away = c->rising ? -1.0 : 1.0;

    for (int round = 0; round < count; round++) {
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < count; k++) {
                const double apart = fabs(share_of_width(c, marks[i].value) -
                                          share_of_width(c, marks[k].value));
                const double gap = away * (marks[i].label_y - marks[k].label_y);
                /* i lies further out than k, by its chance or, at a tie, by its place */
                const double rank = away * (marks[i].chance - marks[k].chance);
                const bool outer = rank > 0.0 || (rank == 0.0 && i > k);
                if (i == k || apart > LABEL_WIDTH || !outer || gap >= LABEL_GAP - 1e-9) continue;
                marks[i].label_y = marks[k].label_y + away * LABEL_GAP;
            }
        }
    }
}

static void write_mark(const curve *c, const mark *m)
{
    const double x = units(c, m->value), percent = m->chance * 100.0;
    char text[160];

    if (m->bold) {
        qc_text_addf(&c->script->text,
                     "set arrow from first %.6g, graph 0 to first %.6g, first %.4f nohead dt (8,8) "
                     "lw 1.5 lc rgb '" QC_PLOT_GREY "'\n"
                     "set arrow from graph 0, first %.4f to first %.6g, first %.4f nohead dt (8,8) "
                     "lw 1.5 lc rgb '" QC_PLOT_GREY "'\n",
                     x, x, percent, percent, x, percent);
    }
    const qc_word worth = qc_words_worth(&c->style, c->subject.is_money, m->value);
    if (m->is_target) {
        snprintf(text, sizeof text, "%.20s %.80s: %.40s", m->name, worth.text,
                 qc_words_chance(m->chance).text);
    } else {
        snprintf(text, sizeof text, "%s: %s", m->name, worth.text);
    }
    const bool turned = m->is_target && share_of_width(c, m->value) > TURN;
    /* a label left of its dot must rise above the end of a falling curve */
    const double nudge = turned && !c->rising ? 0.045 : c->rising ? -0.012 : 0.012;
    const double dot = QC_PLOT_LEFT + share_of_width(c, m->value) * (QC_PLOT_RIGHT - QC_PLOT_LEFT);
    qc_plot_script_label(
        c->script,
        &(qc_plot_label){.text = text,
                         .x = turned ? dot : dot + 0.014,
                         .y = QC_PLOT_BOTTOM +
                              m->label_y / TOP_PERCENT * (QC_PLOT_TOP - QC_PLOT_BOTTOM) + nudge,
                         .align = turned ? QC_PLOT_END : QC_PLOT_START,
                         .size = m->bold ? QC_PLOT_BODY : QC_PLOT_QUIET,
                         .color = m->color,
                         .bold = m->bold,
                         .boxed = true});
}

static void write_title(const curve *c)
{
    const qc_quantiles *q = &c->subject.quantiles;
    const double safe = c->rising ? q->p80 : q->p20;
    qc_text title = {0};

    qc_text_addf(
        &title, "Safe to promise: %s%s", c->rising ? "at most " : "",
        qc_plot_words_figure(&c->style, c->subject.metric, c->subject.is_money, safe).text);
    const qc_word period = qc_phrases_in_period(c->subject.span);
    const int room = QC_PLOT_WORDS_TITLE - qc_text_width(qc_text_get(&title)) - 17;
    if (qc_text_width(period.text) < room) qc_text_addf(&title, " %s", period.text);
    qc_text_add(&title, ", with 80% chance");
    qc_plot_script_title(c->script, qc_text_get(&title));
    c->script->text.failed = c->script->text.failed || title.failed;
    qc_text_free(&title);
}

static void write_around(const curve *c)
{
    const qc_word metric = qc_phrases_metric(c->subject.metric, 2.0);
    qc_text text = {0};

    qc_text_addf(&text, "Chance of at %s this much: %s %s%s", c->rising ? "most" : "least",
                 metric.text, qc_plot_words_period(c->subject.span).text,
                 qc_plot_words_unit(&c->axis, &c->style, c->subject.is_money).text);
    qc_plot_words_scope(c->subject.target, &text);
    qc_text_addf(&text, " (%s)", qc_plot_words_trials(c->summary, &c->style).text);
    qc_plot_script_subtitle(c->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_plot_words_footer(c->summary, &c->style, "", &text);
    qc_plot_script_footer(c->script, qc_text_get(&text));
    c->script->text.failed = c->script->text.failed || text.failed;
    qc_text_free(&text);
}

static void write_data(const curve *c, const mark *marks, int count)
{
    qc_text *out = &c->script->text;

    qc_text_addf(out, "# value, chance of at %s so much in percent\n$curve << EOD\n",
                 c->rising ? "most" : "least");
    /* out to the edges, where the chance no longer changes */
    qc_text_addf(out, "%.6g %d\n", c->axis.low, c->rising ? 0 : 100);
    for (int32_t i = 0; i < c->summary->curve_count; i++) {
        const qc_curve_point *point = &c->summary->curve[i];
        const double at_least = point->chance_of_at_least;
        qc_text_addf(out, "%.6g %.4f\n", units(c, point->value),
                     100.0 * (c->rising ? 1.0 - at_least : at_least));
    }
    qc_text_addf(out, "%.6g %d\n", c->axis.high, c->rising ? 100 : 0);
    qc_text_add(out, "EOD\n");
    for (int i = 0; i < count; i++) {
        qc_text_addf(out, "$dot%d << EOD\n%.6g %.4f\nEOD\n", i + 1, units(c, marks[i].value),
                     100.0 * marks[i].chance);
    }
    qc_text_add(out, "plot $curve using 1:2 with lines lw 4 lc rgb '" QC_PLOT_INK "'");
    for (int i = 0; i < count; i++) {
        qc_text_addf(out, ", \\\n     $dot%d using 1:2 with points pt 7 ps 1.4 * dot lc rgb '%s'",
                     i + 1, marks[i].color);
    }
    qc_text_add(out, "\n");
}

bool qc_plot_curve(qc_plot_script *script, const qc_summary *summary, const char *font)
{
    curve c = {.script = script,
               .summary = summary,
               .style = qc_words_style_of(summary->currency, summary->number_style, true)};
    mark marks[3];

    if (summary->curve_count == 0 || !qc_plot_words_subject(summary, &c.subject)) return false;
    c.rising = c.subject.target != NULL && c.subject.target->at_most;
    c.axis = find_axis(&c);
    const int count = find_marks(&c, marks);
    part_labels(&c, marks, count);

    qc_plot_script_begin(script, "curve", font);
    write_title(&c);
    write_around(&c);
    qc_plot_axis_write(script, 'x', &c.axis, &c.style);
    qc_text_add(&script->text,
                "set yrange [0:104]\n" /* TOP_PERCENT */
                "set ytics ('0%%' 0, '20%%' 20, '40%%' 40, '60%%' 60, '80%%' 80, '100%%' 100)\n");
    for (int i = 0; i < count; i++)
        write_mark(&c, &marks[i]);
    write_data(&c, marks, count);
    return true;
}
