/* What combination reaches 80%? One cell for each pair of values, its chance written in it, five classes of
 * colour, the plan as it is ringed in ink. */
#include "report/plot/plot_study.h"
#include "report/plot/plot_words.h"

#include <math.h>
#include <stdio.h>

#define LEFT    0.17
#define RIGHT   0.97
#define TOP     0.80
#define BOTTOM  0.16
#define GAP     0.004
#define DARK    "#1D2938" /* one step off ink: the cells keep their colours on a dark page */
#define LIGHT   "#FEFEFE"
#define SAFE    80
#define CLASSES 5

static const struct {
    int under;
    const char *fill, *text;
} CLASS[CLASSES] = {{20, "#F2F6FA", DARK},
                    {40, "#DCE9F6", DARK},
                    {60, "#B5D2EC", DARK},
                    {SAFE, "#7FB2DD", DARK},
                    {101, "#0B4F94", LIGHT}};

typedef struct heat {
    qc_plot_script *script;
    const qc_grid *grid;
    qc_words_style style;
    double width, height; /* of a cell, in shares of the canvas */
} heat;

static void label(const heat *f, const char *text, double x, double y, qc_plot_align align,
                  qc_plot_size size, const char *color)
{
    qc_plot_script_label(f->script, &(qc_plot_label){.text = text,
                                                     .x = x,
                                                     .y = y,
                                                     .align = align,
                                                     .size = size,
                                                     .color = color,
                                                     .in_front = true});
}

static void write_cell(const heat *f, int32_t number, int32_t row, int32_t column)
{
    const double chance = f->grid->chance[row * f->grid->across.count + column].value;
    const double x = LEFT + column * f->width, y = BOTTOM + row * f->height;
    const bool base = row == f->grid->up.base && column == f->grid->across.base;
    int c = 0;
    while (c < CLASSES - 1 && round(chance * 100) >= CLASS[c].under)
        c++;
    qc_text_addf(&f->script->text,
                 "set object %d rect from screen %.4f, screen %.4f to screen %.4f, screen %.4f "
                 "fc rgb '%s' fs solid 1 %s\n",
                 (int) number, x + GAP, y + GAP, x + f->width - GAP, y + f->height - GAP,
                 CLASS[c].fill, base ? "border rgb '" QC_PLOT_INK "' lw 4" : "noborder");
    label(f, qc_words_chance(chance).text, x + f->width / 2, y + f->height / 2, QC_PLOT_MIDDLE,
          QC_PLOT_BODY, CLASS[c].text);
}

/* With a minus that is one. */
static qc_word signed_value(const char *text)
{
    qc_word word;
    const bool minus = text[0] == '-';
    snprintf(word.text, sizeof word.text, "%s%.80s", minus ? "\xe2\x88\x92" : "", text + minus);
    return word;
}

static void write_axes(const heat *f)
{
    const qc_grid *grid = f->grid;
    qc_text text = {0};
    char cut[160];
    for (int32_t c = 0; c < grid->across.count; c++)
        label(f, signed_value(grid->across.text[c]).text, LEFT + (c + 0.5) * f->width,
              BOTTOM - 0.025, QC_PLOT_MIDDLE, QC_PLOT_QUIET, QC_PLOT_MUTED);
    for (int32_t r = 0; r < grid->up.count; r++)
        label(f, signed_value(grid->up.text[r]).text, LEFT - 0.01, BOTTOM + (r + 0.5) * f->height,
              QC_PLOT_END, QC_PLOT_QUIET, QC_PLOT_MUTED);
    qc_words_cut(grid->across.path, 40, true, cut, sizeof cut);
    qc_text_addf(&text, "Across %s, upward ", cut);
    qc_words_cut(grid->up.path, 40, true, cut, sizeof cut);
    qc_text_add(&text, cut);
    const char *ringed = "; ringed: the plan as it is";
    const int room = QC_PLOT_SUBTITLE_COLUMNS - qc_text_width(qc_text_get(&text));
    if (grid->across.base >= 0 && grid->up.base >= 0)
        qc_text_add(&text, qc_text_width(ringed) <= room ? ringed : "; ringed: the plan");
    qc_plot_script_subtitle(f->script, qc_text_get(&text));
    f->script->text.failed = f->script->text.failed || text.failed;
    qc_text_free(&text);
}

static void write_title(const heat *f)
{
    const qc_summary *head = &f->grid->head;
    const qc_target_summary *target = &head->targets[head->headline];
    const int32_t cells = f->grid->across.count * f->grid->up.count;
    int32_t safe = 0;
    qc_text text = {0};
    for (int32_t i = 0; i < cells; i++)
        safe += round(f->grid->chance[i].value * 100) >= SAFE;
    if (safe > 0)
        qc_text_addf(&text, "%d of %d combinations reach 80%% for ", (int) safe, (int) cells);
    else
        qc_text_add(&text, "No combination reaches 80% for ");
    qc_text_addf(&text, "%s in %s", qc_plot_words_reached(&f->style, target).text,
                 qc_plot_words_period(target->span).text);
    qc_plot_script_title(f->script, qc_text_get(&text));
    qc_text_clear(&text);
    qc_plot_words_footer(head, &f->style, "same random numbers", &text);
    qc_plot_script_footer(f->script, qc_text_get(&text));
    f->script->text.failed = f->script->text.failed || text.failed;
    qc_text_free(&text);
}

bool qc_plot_heat(qc_plot_script *script, const void *result, const char *font)
{
    const qc_grid *grid = result;
    const qc_summary *head = &grid->head;
    if (head->headline < 0 || grid->across.count == 0 || grid->up.count == 0) return false;
    heat f = {.script = script,
              .grid = grid,
              .style = qc_words_style_of(head->currency, head->number_style, true),
              .width = (RIGHT - LEFT) / grid->across.count,
              .height = (TOP - BOTTOM) / grid->up.count};
    qc_plot_script_begin(script, "heat", font);
    write_title(&f);
    write_axes(&f);
    for (int32_t i = 0; i < grid->across.count * grid->up.count; i++)
        write_cell(&f, i + 1, i / grid->across.count, i % grid->across.count);
    qc_text_add(&script->text, "unset border; unset xtics; unset ytics; unset grid\n"
                               "set xrange [0:1]; set yrange [0:1]\nplot NaN\n");
    return true;
}
