#include "core/memory.h"
#include "report/text.h"
#include "report/words.h"

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

static void print_kind(qc_sink *sink, const qc_findings *findings, qc_finding_kind kind)
{
    const int32_t count = findings->of_kind[kind];
    char text[4096];

    qc_sink_addf(sink, "%d %s", (int) count,
                 qc_words_plural(count, KIND_WORDS[kind].one, KIND_WORDS[kind].many));
    if (count > 0) print_reasons(sink, findings, kind);
    qc_sink_add(sink, "\n");
    for (int32_t i = 0; i < findings->count; i++) {
        if (findings->items[i].kind != kind) continue;
        qc_sink_add(sink, "  ");
        print_place(sink, &findings->items[i]);
        qc_words_cut(findings->items[i].text, 2000, false, text, sizeof text);
        qc_sink_addf(sink, "%s\n", text);
    }
}

void qc_text_findings(qc_sink *sink, const qc_findings *findings)
{
    if (findings->count == 0) {
        qc_sink_add(sink, "Nothing wrong and nothing doubtful: no errors, no rows set aside.\n");
        return;
    }
    for (int kind = 0; kind < QC_FINDING_KINDS; kind++) {
        print_kind(sink, findings, (qc_finding_kind) kind);
    }
}
