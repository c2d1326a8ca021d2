#include "core/memory.h"
#include "report/phrases.h"
#include "report/text/text.h"
#include "report/words.h"

#include <string.h>

#define DOUBTS_SHOWN 3

static const struct {
    const char *one, *many;
} KIND_WORDS[QC_FINDING_KINDS] = {[QC_FINDING_ERROR] = {"error", "errors"},
                                  [QC_FINDING_SET_ASIDE] = {"row set aside", "rows set aside"},
                                  [QC_FINDING_DOUBT] = {"doubt", "doubts"}};

/* ": bad date 3, bad number 1" */
static void print_reasons(qc_sink *sink, const qc_findings *findings, qc_finding_kind kind)
{
    const int32_t reasons = qc_findings_counts(findings, kind, NULL, 0);
    qc_status status = {0};
    qc_finding_count *counts = qc_memory_take((size_t) reasons, sizeof *counts, &status);

    if (counts == NULL) {
        sink->failed = true;
        return;
    }
    qc_findings_counts(findings, kind, counts, reasons);
    for (int32_t i = 0; i < reasons; i++) {
        qc_sink_addf(sink, "%s%s %d", i == 0 ? ": " : ", ", counts[i].reason,
                     (int) counts[i].count);
    }
    qc_memory_release(counts);
}

static void print_place(qc_sink *sink, const qc_finding *finding)
{
    char file[512];

    if (finding->file == NULL || finding->file[0] == '\0') return;
    qc_words_cut(finding->file, 200, false, file, sizeof file);
    qc_sink_add(sink, file);
    if (finding->line > 0) qc_sink_addf(sink, ":%d", (int) finding->line);
    if (finding->line > 0 && finding->field > 0) qc_sink_addf(sink, ":%d", (int) finding->field);
    qc_sink_add(sink, ": ");
}

static void print_finding(qc_sink *sink, const qc_finding *finding)
{
    char text[4096];

    qc_sink_add(sink, "  ");
    print_place(sink, finding);
    qc_words_cut(finding->text, 2000, false, text, sizeof text);
    qc_sink_addf(sink, "%s\n", text);
}

/* Doubts come in hundreds of one kind: the first few of each say what it is about. */
static void print_doubts(qc_sink *sink, const qc_findings *findings)
{
    const int32_t reasons = qc_findings_counts(findings, QC_FINDING_DOUBT, NULL, 0);
    qc_status status = {0};
    qc_finding_count *counts = qc_memory_take((size_t) reasons, sizeof *counts, &status);

    if (counts == NULL) {
        sink->failed = true;
        return;
    }
    qc_findings_counts(findings, QC_FINDING_DOUBT, counts, reasons);
    for (int32_t r = 0; r < reasons; r++) {
        const int32_t most = counts[r].count > DOUBTS_SHOWN + 1 ? DOUBTS_SHOWN : counts[r].count;
        int32_t shown = 0;
        for (int32_t i = 0; i < findings->count && shown < most; i++) {
            const qc_finding *finding = &findings->items[i];
            if (finding->kind != QC_FINDING_DOUBT || strcmp(finding->reason, counts[r].reason) != 0)
                continue;
            print_finding(sink, finding);
            shown++;
        }
        if (shown < counts[r].count)
            qc_sink_addf(sink, "  ... %d more %s (--all)\n", (int) (counts[r].count - shown),
                         counts[r].reason);
    }
    qc_memory_release(counts);
}

static void print_kind(qc_sink *sink, const qc_findings *findings, qc_finding_kind kind, bool all)
{
    const int32_t count = findings->of_kind[kind];

    qc_sink_addf(sink, "%d %s", (int) count,
                 qc_words_plural(count, KIND_WORDS[kind].one, KIND_WORDS[kind].many));
    if (count > 0) print_reasons(sink, findings, kind);
    qc_sink_add(sink, "\n");
    if (kind == QC_FINDING_DOUBT && !all) {
        print_doubts(sink, findings);
        return;
    }
    for (int32_t i = 0; i < findings->count; i++) {
        if (findings->items[i].kind == kind) print_finding(sink, &findings->items[i]);
    }
}

void qc_text_findings(qc_sink *sink, const qc_findings *findings, const qc_text_options *options)
{
    if (findings->count == 0) {
        qc_sink_add(sink, "Nothing wrong and nothing doubtful: no errors, no rows set aside.\n");
        return;
    }
    for (int kind = 0; kind < QC_FINDING_KINDS; kind++) {
        print_kind(sink, findings, (qc_finding_kind) kind, options->all);
    }
}

void qc_text_thin(qc_sink *sink, const qc_rate_summary *rates, int32_t count)
{
    int32_t thin = 0;

    for (int32_t i = 0; i < count; i++)
        thin += rates[i].is_thin;
    if (thin == 0) return;
    qc_sink_addf(sink, "\n%d %s on thin history\n", (int) thin,
                 qc_words_plural(thin, "rate rests", "rates rest"));
    for (int32_t i = 0; i < count; i++) {
        const qc_rate_summary *rate = &rates[i];
        char name[512];
        if (!rate->is_thin) continue;
        qc_words_cut(rate->rate, 200, false, name, sizeof name);
        qc_sink_addf(sink, "  %s: ", name);
        if (rate->events == 0 && rate->pseudo_events > 0) {
            qc_sink_add(sink, "no history, rests on your belief\n");
            continue;
        }
        qc_sink_addf(sink, "%s (thin under %.0f)",
                     qc_phrases_counted(rate->what, rate->decisive).text, rate->floor);
        if (rate->months < rate->floor_months)
            qc_sink_addf(sink, " in %.1f months (thin under %.0f)", rate->months,
                         rate->floor_months);
        qc_sink_addf(sink, ", rests on %s\n", qc_phrases_rests(rate->rests_on));
    }
}
