/* Can I trust it? Left, where results fell in their forecasts, tenth by tenth: level when ranges are right, a hill
 * when they are too wide, a bowl when they are too narrow, a slope when forecasts lean to one side. Right, stated
 * chances against how often they came true: on the diagonal when they are right. */
#include "report/backtest.h"
#include "report/plot/plot_study.h"
#include "report/words.h"

#include <math.h>

#define PANEL_TOP   0.70
#define LEFT_FROM   0.075
#define LEFT_TO     0.47
#define RIGHT_FROM  0.575
#define RIGHT_TO    0.97
#define HEADROOM    1.15
#define EVEN        (100.0 / QC_SCORECARD_BINS)
#define FEW_CHANCES 5 /* a dot that rests on fewer is left out */

typedef struct calibration {
    qc_plot_script *script;
    const qc_backtest_view *view;
    const qc_scorecard *card;
    qc_words_style style;
} calibration;

static void question(const calibration *c, double x, const char *text, const char *below)
{
    qc_plot_script_label(c->script, &(qc_plot_label){.text = text,
                                                     .x = x,
                                                     .y = 0.79,
                                                     .size = QC_PLOT_BODY,
                                                     .color = QC_PLOT_INK,
                                                     .bold = true});
    qc_plot_script_label(
        c->script,
        &(qc_plot_label){
            .text = below, .x = x, .y = 0.745, .size = QC_PLOT_QUIET, .color = QC_PLOT_MUTED});
}

static void write_around(const calibration *c)
{
    const qc_backtest *backtest = c->view->backtest;
    char first[16], last[16];
    qc_text text = {0};

    qc_text_addf(&text, "80%% ranges held %s of %d forecasts",
                 qc_words_percent(c->card->cells[0].held[1].value).text,
                 (int) c->card->cells[0].forecasts);
    qc_plot_script_title(c->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_text_addf(&text, "%s, up to 12 %ss ahead, from %d days between %s and %s",
                 backtest->has_bookings ? "Won deals and bookings" : "Won deals",
                 qc_periods_word(backtest->every), (int) c->card->origins,
                 qc_calendar_text(c->card->first, first), qc_calendar_text(c->card->last, last));
    qc_plot_script_subtitle(c->script, qc_text_get(&text));
    qc_text_clear(&text);
    if (backtest->companies > 1)
        qc_text_addf(&text, "%d plans", (int) backtest->companies);
    else
        qc_text_add(&text, c->view->plans[0]);
    qc_text_addf(&text, " · seed %llu · %s trials · quotacast %s · ",
                 (unsigned long long) backtest->seed,
                 qc_words_whole(&c->style, backtest->trials).text, QC_VERSION);
    qc_text_add(&text, "PIT, randomised for counts; band and bars: 90%");
    qc_plot_script_footer(c->script, qc_text_get(&text));
    c->script->text.failed = c->script->text.failed || text.failed;
    qc_text_free(&text);
}

/* ---- left: percentiles ---- */

static void write_percentiles(const calibration *c)
{
    const qc_scorecard_percentiles *tenths = &c->card->percentiles;
    const double low = 100 * tenths->even_low, high = 100 * tenths->even_high;
    qc_text *out = &c->script->text;
    double most = fmax(high, EVEN);

    for (int b = 0; b < QC_SCORECARD_BINS; b++)
        most = fmax(most, 100 * tenths->share[b]);
    question(c, LEFT_FROM, "Did results fall evenly across their ranges?",
             "Results by tenth of their forecast, lowest to highest");
    qc_text_add(out, "# tenth, share of results in percent\n$tenths << EOD\n");
    for (int b = 0; b < QC_SCORECARD_BINS; b++)
        qc_text_addf(out, "%d %.4f\n", b + 1, 100 * tenths->share[b]);
    qc_text_add(out, "EOD\n");
    qc_plot_script_margins(c->script, LEFT_FROM, LEFT_TO);
    qc_text_addf(out, "set xrange [0.4:10.6]; set yrange [0:%.4f]\n", most * HEADROOM);
    qc_text_add(out, "set xtics ('0 to 10%%' 1, '50%%' 5.5, '90 to 100%%' 10)\n"
                     "set ytics autofreq format '%g%%'\n");
    qc_text_addf(out,
                 "set object 1 rectangle from graph 0, first %.4f to graph 1, first %.4f behind "
                 "fillcolor rgb '" QC_PLOT_EVEN "' fillstyle solid 1 noborder\n",
                 low, high);
    for (int i = 0; i < 2; i++)
        qc_text_addf(
            out,
            "set arrow from graph 0, first %.4f to graph 1, first %.4f nohead front lw 1.5 "
            "lc rgb '" QC_PLOT_GREY "'\n",
            i == 0 ? low : high, i == 0 ? low : high);
    qc_text_addf(
        out,
        "set arrow from graph 0, first %.4f to graph 1, first %.4f nohead front dt (3,5) lw "
        "1.5 lc rgb '" QC_PLOT_INK "'\n",
        EVEN, EVEN);
    qc_plot_script_label(c->script, &(qc_plot_label){.text = "even",
                                                     .x = 1.012,
                                                     .x_in = "graph",
                                                     .y = EVEN,
                                                     .y_in = "first",
                                                     .size = QC_PLOT_QUIET,
                                                     .color = QC_PLOT_MUTED});
    qc_text_add(out, "plot $tenths using 1:2:(0.88) with boxes lc rgb '" QC_PLOT_BAND_50 "'\n");
}

/* ---- right: stated chances ---- */

static bool drawn(const qc_scorecard_band *band)
{
    return band->chances >= FEW_CHANCES;
}

static void label_counts(const calibration *c)
{
    char count[32];
    for (int b = 0; b < QC_SCORECARD_BANDS; b++) {
        const qc_scorecard_band *band = &c->card->bands[b];
        if (!drawn(band)) continue;
        (void) snprintf(count, sizeof count, "%d", (int) band->chances);
        qc_plot_script_label(c->script, &(qc_plot_label){.text = count,
                                                         .x = 100 * band->stated + 2.2,
                                                         .x_in = "first",
                                                         .y = fmax(100 * band->hit.value - 3, 2.5),
                                                         .y_in = "first",
                                                         .size = QC_PLOT_QUIET,
                                                         .color = QC_PLOT_MUTED});
    }
}

static void write_chances(const calibration *c)
{
    qc_text *out = &c->script->text;

    qc_text_add(out, "unset label; unset arrow; unset object\n");
    question(c, RIGHT_FROM, "Did stated chances come true?",
             "Stated (across), came true (up), how many");
    qc_text_add(out, "# chance stated, share that came true, its 90% range, n; in percent\n"
                     "$chances << EOD\n");
    for (int b = 0; b < QC_SCORECARD_BANDS; b++) {
        const qc_scorecard_band *band = &c->card->bands[b];
        if (!drawn(band)) continue;
        const bool ranged = !isnan(band->hit.low);
        qc_text_addf(out, "%.4f %.4f %.4f %.4f %d\n", 100 * band->stated, 100 * band->hit.value,
                     100 * (ranged ? band->hit.low : band->hit.value),
                     100 * (ranged ? band->hit.high : band->hit.value), (int) band->chances);
    }
    qc_text_add(out, "EOD\n");
    label_counts(c);
    qc_plot_script_margins(c->script, RIGHT_FROM, RIGHT_TO);
    qc_text_add(
        out,
        "set xrange [0:104]; set yrange [0:104]\n"
        "set xtics ('0%%' 0, '20%%' 20, '40%%' 40, '60%%' 60, '80%%' 80, '100%%' 100)\n"
        "set ytics ('0%%' 0, '20%%' 20, '40%%' 40, '60%%' 60, '80%%' 80, '100%%' 100)\n"
        "set arrow from first 0, first 0 to first 100, first 100 nohead back dt (3,5) lw 1.5 "
        "lc rgb '" QC_PLOT_INK "'\n"
        "plot $chances using 1:2:3:4 with yerrorbars pt 7 ps 0 lw 2.5 lc rgb '" QC_PLOT_HIT
        "', \\\n     $chances using 1:2 with points pt 7 ps 1.2 * dot lc rgb '" QC_PLOT_BLUE "'\n");
}

bool qc_plot_calibration(qc_plot_script *script, const void *result, const char *font)
{
    const qc_backtest_view *view = result;
    const calibration c = {.script = script,
                           .view = view,
                           .card = view->card,
                           .style = qc_words_style_of("", NULL, true)};

    if (view->card->cell_count == 0) return false;
    qc_plot_script_begin(script, "calibration", font);
    qc_text_addf(&script->text, "set tmargin at screen %.2f\nset multiplot\nset errorbars 0\n",
                 PANEL_TOP);
    write_around(&c);
    write_percentiles(&c);
    write_chances(&c);
    qc_text_add(&script->text, "unset multiplot\n");
    return true;
}
