#include "report/layout.h"
#include "report/seek.h"
#include "report/study_words.h"

#include <math.h>

typedef struct page {
    const qc_seek *seek;
    const qc_target_summary *target;
    qc_words_style style;
    bool unicode, costs, exact;
} page;

static const char *word_of(qc_seek_kind kind)
{
    switch (kind) {
    case QC_SEEK_REACHED: return "reached";
    case QC_SEEK_ALREADY: return "reached as planned";
    case QC_SEEK_SHORT: return "not enough";
    case QC_SEEK_IDLE: return "no effect";
    case QC_SEEK_AGAINST: return "lowers the chance";
    }
    return "";
}

/* ---- each lever alone ---- */

static void fill_answer(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const HEADINGS[] = {"alone", "needs", "95% sure", "chance", "cost"};
    const page *p = context;
    if (row == 0) {
        const char *heading = column == 2 && p->exact ? "within" : HEADINGS[column];
        if (column < 4 || p->costs) qc_text_add(cell, heading);
        return;
    }
    const qc_seek_answer *it = &p->seek->answers[row - 1];
    const bool reached = it->kind == QC_SEEK_REACHED;
    switch (column) {
    case 0: qc_text_add(cell, qc_study_words_name(it->path, 40, p->unicode).text); break;
    case 1:
        qc_text_add(cell, it->text[0] != '\0' ? it->text : word_of(it->kind));
        if (it->kind == QC_SEEK_SHORT) qc_text_add(cell, " is not enough");
        break;
    case 2:
        if (reached) qc_text_addf(cell, "%s to %s", it->low_text, it->high_text);
        break;
    case 3:
        if (it->text[0] != '\0') qc_text_add(cell, qc_words_chance(it->chance.value).text);
        break;
    default:
        if (reached && it->cost > 0) qc_text_add(cell, qc_words_amount(&p->style, it->cost).text);
    }
}

/* ---- mixes ---- */

static void print_mix(const page *p, qc_sink *sink, const qc_seek_mix *mix, const char *label,
                      const qc_text_options *options)
{
    qc_text line = {0};
    bool first = true;
    if (p->costs) qc_text_addf(&line, "%s", qc_words_money(&p->style, mix->cost).text);
    if (p->costs && mix->cost_high > mix->cost_low) {
        qc_text_addf(&line, " (95%% sure: %s", qc_words_amount(&p->style, mix->cost_low).text);
        qc_text_addf(&line, " to %s)", qc_words_amount(&p->style, mix->cost_high).text);
    }
    for (int32_t l = 0; l < p->seek->lever_count; l++) {
        if (mix->text[l] == NULL) continue;
        qc_text_add(&line, first ? (p->costs ? ": " : "") : ", ");
        first = false;
        qc_text_addf(&line, "%s ", qc_study_words_name(p->seek->paths[l], 40, p->unicode).text);
        qc_text_add(&line, mix->text[l]);
    }
    if (first) qc_text_add(&line, p->costs ? ": nothing, no step costs so little" : "nothing");
    if (!mix->reached || p->seek->budget > 0)
        qc_text_addf(&line, ": %s chance", qc_words_chance(mix->chance.value).text);
    qc_layout_line(sink, label, qc_text_get(&line), options->width);
    sink->failed = sink->failed || line.failed;
    qc_text_free(&line);
}

static void print_mixes(const page *p, qc_sink *sink, const qc_text_options *options)
{
    if (p->seek->mix_count == 0) return;
    qc_sink_add(sink, "\n");
    for (int32_t i = 0; i < p->seek->mix_count; i++) {
        const qc_seek_mix *mix = &p->seek->mixes[i];
        const bool best = !mix->reached || p->seek->budget > 0;
        print_mix(p, sink, mix, i > 0 ? "Or" : best ? "Best" : "Cheapest", options);
    }
}

/* ---- the finding ---- */

static bool any_reaches(const qc_seek *seek)
{
    for (int32_t i = 0; i < seek->answer_count; i++) {
        if (seek->answers[i].kind == QC_SEEK_REACHED) return true;
    }
    return seek->mix_count > 0 && seek->mixes[0].reached;
}

static void finding(const page *p, qc_text *line)
{
    const double chance = p->target->chance.value;
    if (p->seek->budget > 0) {
        const double best = p->seek->mix_count > 0 ? p->seek->mixes[0].chance.value : chance;
        qc_text_addf(line, "For at most %s", qc_words_money(&p->style, p->seek->budget).text);
        qc_text_addf(line, ": from %s to ", qc_words_chance(chance).text);
        qc_text_addf(line, "%s of ", qc_words_chance(best).text);
        qc_study_words_target(&p->style, p->target, line);
        qc_text_add(line, ".");
        return;
    }
    if (chance >= p->seek->wanted) {
        qc_text_addf(line, "Nothing is needed: the plan as it is has a chance of %s of ",
                     qc_words_chance(chance).text);
        qc_study_words_target(&p->style, p->target, line);
        qc_text_add(line, ".");
        return;
    }
    /* without mixes nobody has tried the levers together */
    const bool reached = any_reaches(p->seek);
    const bool alone = p->seek->mix_count == 0 && p->seek->answer_count > 1;
    qc_text_addf(line, reached || alone ? "From %s" : "Out of reach: from %s",
                 qc_words_chance(chance).text);
    qc_text_addf(line, " to %s of ", qc_words_percent(p->seek->wanted).text);
    qc_study_words_target(&p->style, p->target, line);
    qc_text_add(line, reached ? " takes this much:"
                      : alone ? " none of the levers is enough alone."
                              : " none of the levers is enough.");
}

static void print_safe(const page *p, qc_sink *sink, const qc_text_options *options)
{
    qc_text line = {0};
    qc_text_addf(&line, "as planned, %s%s has a chance of ", p->target->at_most ? "at most " : "",
                 qc_phrases_value(&p->style, p->target, p->seek->safe, false).text);
    qc_text_addf(&line, "%s", qc_words_percent(p->seek->wanted).text);
    if (!p->exact) {
        qc_text_addf(&line, " (95%% sure: %s to ",
                     qc_phrases_value(&p->style, p->target, p->seek->safe_low, true).text);
        qc_text_addf(&line, "%s)",
                     qc_phrases_value(&p->style, p->target, p->seek->safe_high, true).text);
    }
    qc_layout_line(sink, "Safe", qc_text_get(&line), options->width);
    sink->failed = sink->failed || line.failed;
    qc_text_free(&line);
}

void qc_text_seek(qc_sink *sink, const qc_seek *seek, const qc_text_options *options)
{
    const qc_summary *head = &seek->head;
    page p = {.seek = seek,
              .target = qc_phrases_headline(head),
              .style = qc_words_style_of(head->currency, head->number_style, false),
              .unicode = options->unicode,
              .exact = qc_study_words_is_exact(head)};
    qc_text line = {0};
    if (p.target == NULL) return;
    p.costs = seek->budget > 0;
    for (int32_t i = 0; i < seek->answer_count; i++)
        p.costs |= seek->answers[i].cost > 0;
    for (int32_t i = 0; i < seek->mix_count; i++)
        p.costs |= seek->mixes[i].cost > 0;
    finding(&p, &line);
    qc_study_words_finding(sink, &line, options);
    qc_text_free(&line);
    if (seek->answer_count > 0) {
        qc_sink_add(sink, "\n");
        qc_layout_table(sink, seek->answer_count + 1, p.costs ? "llrrr" : "llrr", fill_answer, &p);
    }
    print_mixes(&p, sink, options);
    qc_sink_add(sink, "\n");
    print_safe(&p, sink, options);
    qc_study_words_footer(sink, head, &p.style, options);
}
