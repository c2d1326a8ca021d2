#include "report/layout.h"
#include "report/study_words.h"
#include "report/tornado.h"

#include <math.h>

typedef struct page {
    const qc_stress *it;
    const qc_target_summary *target;
    qc_words_style style;
    bool unicode;
} page;

/* A share moves by points. */
static qc_word moved_text(const page *p, double moved)
{
    return p->target->is_share ? qc_words_points(&p->style, moved, true)
                               : qc_phrases_value(&p->style, p->target, moved, true);
}

static void fill_cell(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {"if", "chance", "change", "mean change", "assumed"};
    const page *p = context;
    if (row == 0) {
        qc_text_add(cell, HEADINGS[column]);
        return;
    }
    const qc_stress_row *it = &p->it->rows[row - 1];
    switch (column) {
    case 0: qc_text_add(cell, it->name); break;
    case 1: qc_text_add(cell, it->applies ? qc_words_chance(it->chance.value).text : "-"); break;
    case 2:
        if (!it->applies) break;
        if (it->idle) qc_text_add(cell, "no effect");
        if (!it->idle) qc_text_add(cell, qc_words_points(&p->style, it->change.value, true).text);
        break;
    case 3:
        if (it->applies && !it->idle) qc_text_add(cell, moved_text(p, it->moved.value).text);
        break;
    default: qc_text_add(cell, qc_study_words_name(it->what, 80, p->unicode).text);
    }
}

static void print_hangs(const page *p, qc_sink *sink, const char *label, const char *what,
                        const qc_stress_hang *hangs, int32_t count, const qc_text_options *options)
{
    qc_text line = {0};
    if (count == 0) return;
    qc_text_addf(&line, "%s; without the biggest ", what);
    for (int32_t i = 0; i < count; i++) {
        qc_text_addf(&line, "%s%d: %s", i > 0 ? ", " : "", (int) hangs[i].count,
                     qc_words_points(&p->style, hangs[i].change.value, true).text);
        qc_text_addf(&line, " (%s)", moved_text(p, hangs[i].moved.value).text);
    }
    qc_layout_line(sink, label, qc_text_get(&line), options->width);
    sink->failed = sink->failed || line.failed;
    qc_text_free(&line);
}

static const qc_stress_row *worst_of(const qc_stress *stress)
{
    const qc_stress_row *worst = NULL;
    for (int32_t i = 0; i < stress->count - 1; i++) {
        const qc_stress_row *row = &stress->rows[i];
        if (row->applies && (worst == NULL || row->change.value < worst->change.value)) worst = row;
    }
    return worst;
}

void qc_text_stress(qc_sink *sink, const qc_stress *stress, const qc_text_options *options)
{
    const qc_summary *head = &stress->head;
    page p = {.it = stress,
              .target = qc_phrases_headline(head),
              .style = qc_words_style_of(head->currency, head->number_style, false),
              .unicode = options->unicode};
    const qc_stress_row *worst = worst_of(stress), *all = &stress->rows[stress->count - 1];
    qc_text line = {0};
    if (p.target == NULL || worst == NULL) return;
    qc_text_addf(&line, "%s chance of ", qc_words_chance(p.target->chance.value).text);
    qc_study_words_target(&p.style, p.target, &line);
    if (worst->change.value < 0)
        qc_text_addf(&line, "; worst alone: %s (%s)", worst->name,
                     qc_words_points(&p.style, worst->change.value, true).text);
    else
        qc_text_add(&line, "; nothing alone lowers it");
    qc_text_addf(&line, "; all together leave %s.", qc_words_chance(all->chance.value).text);
    qc_study_words_finding(sink, &line, options);
    qc_text_free(&line);
    qc_sink_add(sink, "\n");
    qc_layout_table(sink, stress->count + 1, "lrrrl", fill_cell, &p);
    if (stress->deal_hangs + stress->customer_hangs > 0) qc_sink_add(sink, "\n");
    print_hangs(&p, sink, "Hangs on", "deals", stress->deals, stress->deal_hangs, options);
    print_hangs(&p, sink, stress->deal_hangs > 0 ? "and on" : "Hangs on", "customers",
                stress->customers, stress->customer_hangs, options);
    qc_study_words_footer(sink, head, &p.style, options);
}
