/* How often and how badly do we miss? Bars left of the target are misses, bars right of it hits (the
 * other way round for a limit); each side carries its share as the one big number. */
#include "report/phrases.h"
#include "report/plot/plot_charts.h"
#include "report/plot/plot_words.h"

#include <math.h>
#include <stdio.h>

#define BAR_TOP    0.66  /* of the plot's height that the tallest bar takes under the words */
#define SIDE_WIDTH 0.40  /* of the canvas that the words over one side may take */
#define BOTTOM     0.165 /* of the canvas: two rows of labels under the axis instead of one */
#define TICK       0.0098
#define SECOND_ROW 0.085 /* of the canvas, from the axis down to the labels of the quantiles */

typedef struct histogram {
    qc_plot_script *script;
    const qc_summary *summary;
    qc_plot_subject subject;
    qc_words_style style;
    qc_plot_axis axis;
} histogram;

static double units(const histogram *h, double value)
{
    return value / h->axis.unit;
}

static double screen_x(const histogram *h, double value)
{
    const double share = (units(h, value) - h->axis.low) / (h->axis.high - h->axis.low);
    return QC_PLOT_LEFT + share * (QC_PLOT_RIGHT - QC_PLOT_LEFT);
}

static qc_plot_axis find_axis(const histogram *h)
{
    const qc_bin *bins = h->summary->bins;
    double low = bins[0].low, high = bins[h->summary->bin_count - 1].high;

    if (h->subject.target != NULL) {
        low = fmin(low, h->subject.target->goal);
        high = fmax(high, h->subject.target->goal);
    }
    return qc_plot_axis_of(low, high, h->subject.is_money);
}

static bool is_miss(const histogram *h, const qc_bin *bin)
{
    const qc_target_summary *target = h->subject.target;

    if (target == NULL) return false;
    const double middle = (bin->low + bin->high) / 2.0;
    return target->at_most ? middle > target->goal : middle < target->goal;
}

static void write_bars(const histogram *h, bool miss)
{
    qc_text *out = &h->script->text;

    qc_text_addf(out, "# middle, share of trials, width\n$%s << EOD\n", miss ? "misses" : "hits");
    for (int32_t i = 0; i < h->summary->bin_count; i++) {
        const qc_bin *bin = &h->summary->bins[i];
        if (is_miss(h, bin) != miss) continue;
        qc_text_addf(out, "%.6g %.6f %.6g\n", units(h, (bin->low + bin->high) / 2.0), bin->share,
                     0.88 * units(h, bin->high - bin->low));
    }
    qc_text_add(out, "EOD\n");
}

static bool has_bars(const histogram *h, bool miss)
{
    for (int32_t i = 0; i < h->summary->bin_count; i++) {
        if (is_miss(h, &h->summary->bins[i]) == miss) return true;
    }
    return false;
}

static double tallest(const histogram *h)
{
    double most = 0.0;

    for (int32_t i = 0; i < h->summary->bin_count; i++) {
        most = fmax(most, h->summary->bins[i].share);
    }
    return most > 0.0 ? most : 1.0;
}

static void write_side(const histogram *h, double x, double chance, bool miss)
{
    const qc_target_summary *target = h->subject.target;
    const char *color = miss ? QC_PLOT_ORANGE : QC_PLOT_BLUE;
    char words[192];

    qc_plot_script_label(h->script, &(qc_plot_label){.text = qc_words_chance(chance).text,
                                                     .x = x,
                                                     .y = 0.752,
                                                     .size = QC_PLOT_BIG,
                                                     .color = color,
                                                     .bold = true});
    if (!miss) {
        snprintf(words, sizeof words, "hit: at %s the %s",
                 target->at_most ? "or under" : "or above", target->at_most ? "limit" : "target");
    } else if (isnan(target->median_shortfall)) {
        snprintf(words, sizeof words, "miss");
    } else {
        const qc_word by = qc_words_worth(&h->style, target->is_money, target->median_shortfall);
        const bool wide = qc_text_width(by.text) > 6; /* "SEK 1.56M" would reach the other side */
        snprintf(words, sizeof words, "miss: %s by %s%s", target->at_most ? "over" : "short",
                 by.text, wide ? " (median)" : " in the median miss");
    }
    qc_plot_script_label(
        h->script,
        &(qc_plot_label){.text = words, .x = x, .y = 0.695, .size = QC_PLOT_BODY, .color = color});
}

static void write_target(const histogram *h)
{
    const qc_target_summary *target = h->subject.target;
    const double at = screen_x(h, target->goal);
    const double hit = target->chance.value;
    const bool at_the_edge = at < QC_PLOT_LEFT + 0.07; /* a centred label would stick out */
    char text[128];

    qc_text_addf(&h->script->text,
                 "set arrow from first %.6g, graph 0 to first %.6g, graph %.2f nohead front lw 2.5 "
                 "lc rgb '" QC_PLOT_INK "'\n",
                 units(h, target->goal), units(h, target->goal), BAR_TOP + 0.03);
    snprintf(text, sizeof text, "%s %s", target->at_most ? "Limit" : "Target",
             qc_words_worth(&h->style, target->is_money, target->goal).text);
    qc_plot_script_label(h->script,
                         &(qc_plot_label){.text = text,
                                          .x = units(h, target->goal),
                                          .x_in = "first",
                                          .y = BAR_TOP + 0.07,
                                          .y_in = "graph",
                                          .align = at_the_edge ? QC_PLOT_START : QC_PLOT_MIDDLE,
                                          .size = QC_PLOT_BODY,
                                          .color = QC_PLOT_INK,
                                          .bold = true,
                                          .boxed = true});
    /* the right side's words start at the target as far as both sides have room for theirs */
    const double right = fmin(fmax(at, QC_PLOT_LEFT + SIDE_WIDTH), 0.97 - SIDE_WIDTH + 0.04);
    write_side(h, QC_PLOT_LEFT, target->at_most ? hit : 1.0 - hit, !target->at_most);
    write_side(h, right, target->at_most ? 1.0 - hit : hit, target->at_most);
}

/* P10, P50 and P90 under the axis; an outer one that would touch the middle one is left out. */
static void write_quantiles(const histogram *h)
{
    const qc_quantiles *q = &h->subject.quantiles;
    const double values[] = {q->p50, q->p10, q->p90};
    static const char *const NAMES[] = {"P50", "P10", "P90"};
    const double room = 0.115;

    for (int i = 0; i < 3; i++) {
        const double x = screen_x(h, values[i]);
        char text[128];
        if (!isfinite(values[i]) || x < QC_PLOT_LEFT - 1e-9 || x > QC_PLOT_RIGHT + 1e-9) continue;
        if (i > 0 && fabs(x - screen_x(h, q->p50)) < room) continue;
        qc_text_addf(&h->script->text,
                     "set arrow from screen %.4f, screen %.4f to screen %.4f, screen %.4f nohead "
                     "lw 1.5 lc rgb '" QC_PLOT_GREY "'\n",
                     x, BOTTOM, x, BOTTOM - TICK);
        snprintf(text, sizeof text, "%s %s", NAMES[i],
                 qc_words_worth(&h->style, h->subject.is_money, values[i]).text);
        qc_plot_script_label(h->script, &(qc_plot_label){.text = text,
                                                         .x = x,
                                                         .y = BOTTOM - SECOND_ROW,
                                                         .align = QC_PLOT_MIDDLE,
                                                         .size = QC_PLOT_QUIET,
                                                         .color = QC_PLOT_MUTED});
    }
}

static void write_title(const histogram *h)
{
    const qc_target_summary *target = h->subject.target;
    const bool money = h->subject.is_money;
    qc_text title = {0};

    if (target == NULL) {
        qc_text_addf(&title, "8 in 10 futures end between %s and ",
                     qc_words_worth(&h->style, money, h->subject.quantiles.p10).text);
        qc_text_addf(
            &title, "%s",
            qc_plot_words_figure(&h->style, h->subject.metric, money, h->subject.quantiles.p90)
                .text);
    } else {
        qc_text_addf(&title, "%s chance to %s %s",
                     qc_words_capital(qc_words_chance(1.0 - target->chance.value).text).text,
                     target->at_most ? "go over" : "miss",
                     qc_plot_words_goal(&h->style, target).text);
        const qc_word short_by = qc_words_worth(&h->style, money, target->median_shortfall);
        const int room = QC_PLOT_WORDS_TITLE - qc_text_width(qc_text_get(&title));
        if (!isnan(target->median_shortfall) && room >= 24 + qc_text_width(short_by.text)) {
            qc_text_addf(&title, ", by %s in the median miss", short_by.text);
        }
    }
    qc_plot_script_title(h->script, qc_text_get(&title));
    h->script->text.failed = h->script->text.failed || title.failed;
    qc_text_free(&title);
}

static void write_around(const histogram *h)
{
    const qc_word metric = qc_phrases_metric(h->subject.metric, 2.0);
    qc_text text = {0};

    qc_text_addf(&text, "%s %s%s", qc_words_capital(metric.text).text,
                 qc_plot_words_period(h->subject.span).text,
                 qc_plot_words_unit(&h->axis, &h->style, h->subject.is_money).text);
    qc_plot_words_scope(h->subject.target, &text);
    if (h->summary->trials > 0)
        qc_text_addf(&text, ". Height of a bar: its share of %s",
                     qc_plot_words_trials(h->summary, &h->style).text);
    else
        qc_text_add(&text, ". Height of a bar: its chance");
    qc_plot_script_subtitle(h->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_plot_words_footer(h->summary, &h->style,
                         h->summary->trials > 0 ? "10% of trials end under P10"
                                                : "chance to end under P10: 10%",
                         &text);
    qc_plot_script_footer(h->script, qc_text_get(&text));
    h->script->text.failed = h->script->text.failed || text.failed;
    qc_text_free(&text);
}

bool qc_plot_histogram(qc_plot_script *script, const qc_summary *summary, const char *font)
{
    histogram h = {.script = script,
                   .summary = summary,
                   .style = qc_words_style_of(summary->currency, summary->number_style, true)};

    if (summary->bin_count == 0 || !qc_plot_words_subject(summary, &h.subject)) return false;
    h.axis = find_axis(&h);
    const bool misses = has_bars(&h, true), hits = has_bars(&h, false);

    qc_plot_script_begin(script, "histogram", font);
    qc_text_addf(&script->text, "set bmargin at screen %.3f\n", BOTTOM);
    write_title(&h);
    write_around(&h);
    qc_plot_axis_write(script, 'x', &h.axis, &h.style);
    qc_text_addf(&script->text, "unset ytics; unset grid\nset yrange [0:%.6f]\n",
                 tallest(&h) / (h.subject.target != NULL ? BAR_TOP : 0.95));
    if (h.subject.target != NULL) write_target(&h);
    write_quantiles(&h);
    if (misses) write_bars(&h, true);
    if (hits) write_bars(&h, false);
    qc_text_addf(&script->text, "plot %s%s%s\n",
                 misses ? "$misses using 1:2:3 with boxes lc rgb '" QC_PLOT_MISS "'" : "",
                 misses && hits ? ", \\\n     " : "",
                 hits ? "$hits using 1:2:3 with boxes lc rgb '" QC_PLOT_HIT "'" : "");
    return true;
}
