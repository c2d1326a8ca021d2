#include "report/compare.h"
#include "report/layout.h"
#include "report/study_words.h"

#include <math.h>
#include <string.h>

#define BAR_WIDTH    30
#define NAME_COLUMNS 40

typedef struct page {
    const qc_comparison *it;
    const qc_target_summary *target;
    qc_words_style style;
    bool unicode;
    double low, high; /* of the bars */
} page;

/* ---- scenarios ---- */

static qc_word name_of(const page *p, const char *name)
{
    return qc_study_words_name(name, NAME_COLUMNS, p->unicode);
}

static bool is_cut(const page *p, const char *name)
{
    return strcmp(name_of(p, name).text, name) != 0;
}

static void add_error(const qc_words_style *style, double error, qc_text *cell)
{
    const qc_word word = qc_words_points(style, error, false);
    qc_text_addf(cell, " (+-%s)", word.text[0] == '+' ? word.text + 1 : word.text);
}

static void fill_heading(int32_t column, const page *p, qc_text *cell)
{
    static const char *const HEADINGS[] = {"scenario", "chance", "change",
                                           "median",   "safe",   "cost"};
    if (column < 6) qc_text_add(cell, HEADINGS[column]);
    if (column != 6) return;
    qc_text_addf(cell, "%s to %s, goal %s",
                 qc_phrases_value(&p->style, p->target, p->low, true).text,
                 qc_phrases_value(&p->style, p->target, p->high, true).text,
                 p->unicode ? "\xe2\x94\x82" : "|");
}

static void fill_row(void *context, int32_t row, int32_t column, qc_text *cell)
{
    const page *p = context;
    if (row == 0) {
        fill_heading(column, p, cell);
        return;
    }
    const qc_compare_row *it = &p->it->rows[row - 1];
    switch (column) {
    case 0: qc_text_add(cell, name_of(p, it->name).text); break;
    case 1: qc_text_add(cell, qc_words_chance(it->chance.value).text); break;
    case 2:
        if (row - 1 == p->it->base || it->idle) {
            qc_text_add(cell, it->idle ? "no effect" : "");
            break;
        }
        qc_text_add(cell, qc_words_points(&p->style, it->change.value, true).text);
        if (!qc_study_words_is_exact(&p->it->head))
            add_error(&p->style, it->change.std_error, cell);
        break;
    case 3:
        qc_text_add(cell, qc_phrases_value(&p->style, p->target, it->quantiles.p50, true).text);
        break;
    case 4: qc_text_add(cell, qc_phrases_value(&p->style, p->target, it->safe, true).text); break;
    case 5:
        if (it->cost > 0) qc_text_add(cell, qc_words_amount(&p->style, it->cost).text);
        break;
    default:
        qc_study_words_bar(&it->quantiles, it->goal, p->low, p->high, BAR_WIDTH, p->unicode, cell);
    }
}

static void find_scale(page *p)
{
    p->low = p->high = p->target->goal;
    for (int32_t i = 0; i < p->it->count; i++) {
        const qc_compare_row *row = &p->it->rows[i];
        p->low = fmin(p->low, fmin(row->goal, row->quantiles.p10));
        p->high = fmax(p->high, fmax(row->goal, row->quantiles.p90));
    }
}

static void finding(const page *p, qc_text *line)
{
    const qc_compare_row *best = &p->it->rows[0], *base = &p->it->rows[p->it->base];
    if (p->it->base == 0 || !(best->change.value > 0)) {
        qc_text_addf(line, "Nothing beats the plan as it is: %s chance of ",
                     qc_words_chance(base->chance.value).text);
        qc_study_words_target(&p->style, p->target, line);
        qc_text_add(line, ".");
        return;
    }
    qc_text_addf(line, "%s: ", qc_study_words_name(best->name, 40, p->unicode).text);
    qc_text_addf(line, "%s chance", qc_words_chance(best->chance.value).text);
    qc_text_addf(line, " (%s)", qc_words_points(&p->style, best->change.value, true).text);
    qc_text_add(line, " of ");
    qc_target_summary meant = *p->target;
    meant.goal = best->goal;
    qc_study_words_target(&p->style, &meant, line);
    if (best->cost > 0) qc_text_addf(line, ", for %s", qc_words_money(&p->style, best->cost).text);
    qc_text_add(line, ".");
}

/* What each name stands for; a scenario made by --set carries its change as its name, which is told in full
 * where the table had to cut it. */
static void print_changes(const page *p, qc_sink *sink, const qc_text_options *options)
{
    qc_text line = {0};
    bool first = true;
    for (int32_t i = 0; i < p->it->count; i++) {
        const qc_compare_row *row = &p->it->rows[i];
        if (row->changes[0] == '\0') continue;
        if (row->idle) {
            qc_text_addf(&line, "%s changes nothing in any simulated future.",
                         name_of(p, row->name).text);
        } else if (strcmp(row->changes, row->name) != 0 || is_cut(p, row->name)) {
            qc_text_addf(&line, "%s: ", name_of(p, row->name).text);
            qc_text_add(&line, row->changes);
        }
        if (line.length == 0) continue;
        if (first) qc_sink_add(sink, "\n");
        first = false;
        qc_study_words_line(sink, &line, options);
    }
    qc_text_free(&line);
}

void qc_text_comparison(qc_sink *sink, const qc_comparison *comparison,
                        const qc_text_options *options)
{
    const qc_summary *head = &comparison->head;
    page p = {.it = comparison,
              .target = qc_phrases_headline(head),
              .style = qc_words_style_of(head->currency, head->number_style, false),
              .unicode = options->unicode};
    qc_text line = {0};
    if (p.target == NULL) return;
    find_scale(&p);
    finding(&p, &line);
    qc_study_words_finding(sink, &line, options);
    qc_text_free(&line);
    qc_sink_add(sink, "\n");
    qc_layout_table(sink, comparison->count + 1, "lrlrrrl", fill_row, &p);
    print_changes(&p, sink, options);
    qc_study_words_footer(sink, head, &p.style, options);
}

/* ---- a grid ---- */

typedef struct cells {
    const qc_grid *grid;
} cells;

static void fill_cell(void *context, int32_t row, int32_t column, qc_text *cell)
{
    const qc_grid *grid = ((const cells *) context)->grid;
    const int32_t up = grid->up.count - row; /* the largest on top */
    if (row == 0) {
        if (column > 0) qc_text_add(cell, grid->across.text[column - 1]);
        return;
    }
    if (column == 0) {
        qc_text_add(cell, grid->up.text[up]);
        return;
    }
    const double chance = grid->chance[up * grid->across.count + column - 1].value;
    const bool base = up == grid->up.base && column - 1 == grid->across.base;
    qc_text_addf(cell, "%s%s%s", base ? "[" : "", qc_words_chance(chance).text, base ? "]" : "");
    if (round(chance * 100) >= 80) qc_text_add(cell, "*");
}

void qc_text_grid(qc_sink *sink, const qc_grid *grid, const qc_text_options *options)
{
    const qc_summary *head = &grid->head;
    const qc_target_summary *target = qc_phrases_headline(head);
    const qc_words_style style = qc_words_style_of(head->currency, head->number_style, false);
    char align[QC_GRID_MAX + 2] = "r";
    cells context = {grid};
    qc_text line = {0};
    int32_t safe = 0;
    if (target == NULL) return;
    for (int32_t i = 0; i < grid->across.count * grid->up.count; i++)
        safe += round(grid->chance[i].value * 100) >= 80;
    for (int32_t i = 0; i <= grid->across.count; i++)
        align[i] = 'r';
    qc_text_addf(&line, "%s of %d combinations reach 80%% for ", safe > 0 ? "" : "None",
                 (int) (grid->across.count * grid->up.count));
    if (safe > 0) {
        qc_text_clear(&line);
        qc_text_addf(&line, "%d of %d combinations %s 80%% for ", (int) safe,
                     (int) (grid->across.count * grid->up.count), safe == 1 ? "reaches" : "reach");
    }
    qc_study_words_target(&style, target, &line);
    qc_text_add(&line, ".");
    qc_study_words_finding(sink, &line, options);
    qc_sink_addf(sink, "\nacross %s, down ",
                 qc_study_words_name(grid->across.path, 48, options->unicode).text);
    qc_sink_addf(sink, "%s\n", qc_study_words_name(grid->up.path, 48, options->unicode).text);
    qc_layout_table(sink, grid->up.count + 1, align, fill_cell, &context);
    const bool has_base = grid->across.base >= 0 && grid->up.base >= 0;
    qc_sink_addf(sink, "\n* reaches 80%%%s\n", has_base ? "; [ ] the plan as it is" : "");
    qc_study_words_footer(sink, head, &style, options);
    qc_text_free(&line);
}
