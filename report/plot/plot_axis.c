#include "report/plot/plot_axis.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TICKS 6.0 /* at most about so many */

/* 1, 2, 2.5 or 5 times a power of ten; whole numbers only for counts: no half customers. */
static double round_step(double span, bool whole)
{
    const double rough = span / TICKS;
    const double power = pow(10.0, floor(log10(rough)));
    const double lead = rough / power;

    if (whole && rough <= 1.0) return 1.0;
    if (lead <= 1.0) return power;
    if (lead <= 2.0) return 2.0 * power;
    if (lead <= 2.5 && !(whole && power < 10.0)) return 2.5 * power;
    if (lead <= 5.0) return 5.0 * power;
    return 10.0 * power;
}

qc_plot_axis qc_plot_axis_of(double low, double high, bool is_money)
{
    static const struct {
        double unit;
        const char *word;
    } UNITS[] = {{1e9, "billion"}, {1e6, "million"}, {1e3, "thousand"}};
    qc_plot_axis axis = {.unit = 1.0, .unit_word = ""};
    const double largest = fmax(fabs(low), fabs(high));

    for (size_t i = 0; is_money && i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (largest >= UNITS[i].unit) {
            axis.unit = UNITS[i].unit;
            axis.unit_word = UNITS[i].word;
            break;
        }
    }
    if (!(high > low)) high = low + axis.unit; /* nothing to see yet still needs an axis */
    axis.low = low / axis.unit;
    axis.high = high / axis.unit;
    axis.whole = !is_money;
    axis.step = round_step(axis.high - axis.low, axis.whole);
    return axis;
}

void qc_plot_axis_round_up(qc_plot_axis *axis, double headroom)
{
    const double wanted = axis->low + (axis->high - axis->low) / (1.0 - headroom);

    axis->step = round_step(wanted - axis->low, axis->whole);
    axis->high = axis->low + ceil((wanted - axis->low) / axis->step - 1e-9) * axis->step;
}

void qc_plot_axis_write(qc_plot_script *script, char letter, const qc_plot_axis *axis,
                        const qc_words_style *style)
{
    const double first = ceil(axis->low / axis->step - 1e-9);
    const double last = floor(axis->high / axis->step + 1e-9);

    qc_text_addf(&script->text, "set %crange [%.6g:%.6g]\nset %ctics (", letter, axis->low,
                 axis->high, letter);
    for (double k = first; k <= last; k += 1.0) {
        qc_text_addf(&script->text, "%s'%s' %.6g", k > first ? ", " : "",
                     qc_words_plain(style, k * axis->step).text, k * axis->step + 0.0); /* no -0 */
    }
    qc_text_add(&script->text, ")\n");
}

qc_word qc_plot_axis_unit(const qc_plot_axis *axis, const qc_words_style *style, bool is_money)
{
    qc_word word = {{0}};
    char currency[32];

    if (!is_money) return word;
    snprintf(currency, sizeof currency, "%s", style->currency);
    const size_t length = strlen(currency);
    if (length > 0 && currency[length - 1] == ' ') currency[length - 1] = '\0';
    const bool both = currency[0] != '\0' && axis->unit_word[0] != '\0';
    snprintf(word.text, sizeof word.text, "%s%s%s", currency, both ? " " : "", axis->unit_word);
    return word;
}
