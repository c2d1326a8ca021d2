#include "core/memory.h"
#include "report/text/text.h"
#include "report/words.h"

#include <string.h>

#define VALUE_COLUMNS 400 /* of the longest value shown */
#define FEW_PLACES    3   /* shown of each reason unless all are asked for */

static void print_value(qc_sink *sink, const char *value)
{
    char text[2048];
    qc_words_cut(value, VALUE_COLUMNS, false, text, sizeof text);
    qc_sink_add(sink, text);
}

static bool same_decision(const qc_decision *a, const qc_decision *b)
{
    return strcmp(a->what, b->what) == 0 && a->certain == b->certain;
}

/* Is there an earlier decision about the same matter, so that this one was printed with it? */
static bool came_before(const qc_decisions *decisions, int32_t at, bool with_value)
{
    for (int32_t i = 0; i < at; i++) {
        if (!same_decision(&decisions->items[i], &decisions->items[at])) continue;
        if (!with_value || strcmp(decisions->items[i].value, decisions->items[at].value) == 0)
            return true;
    }
    return false;
}

/* One line a matter: "won           Closed Won, Signed". */
static void print_matter(qc_sink *sink, const qc_decisions *decisions, int32_t at)
{
    const qc_decision *first = &decisions->items[at];
    qc_sink_addf(sink, "%-13s ", first->what);
    print_value(sink, first->value);
    for (int32_t i = at + 1; i < decisions->count; i++) {
        if (!same_decision(&decisions->items[i], first) || came_before(decisions, i, true))
            continue;
        qc_sink_add(sink, ", ");
        print_value(sink, decisions->items[i].value);
    }
    if (!first->certain) qc_sink_addf(sink, "  (not certain: %s)", first->flag);
    qc_sink_add(sink, "\n");
}

static void print_explained(qc_sink *sink, const qc_decision *made)
{
    qc_sink_addf(sink, "%-13s ", made->what);
    print_value(sink, made->value);
    qc_sink_add(sink, made->certain ? "\n" : "  (not certain)\n");
    if (made->evidence[0] == '\0' && made->flag[0] == '\0') return;
    qc_sink_add(sink, "              ");
    print_value(sink, made->evidence);
    if (made->flag[0] != '\0') qc_sink_addf(sink, "; otherwise: %s", made->flag);
    qc_sink_add(sink, "\n");
}

static void print_decisions(qc_sink *sink, const qc_decisions *decisions, bool explain)
{
    for (int32_t i = 0; i < decisions->count; i++) {
        if (explain)
            print_explained(sink, &decisions->items[i]);
        else if (!came_before(decisions, i, false))
            print_matter(sink, decisions, i);
    }
}

/* "line 3, field 2: "; a snapshot and a companion are named, the file itself is not. */
static void print_place(qc_sink *sink, const qc_finding *found, const char *file)
{
    if (found->line <= 0) return;
    if (strcmp(found->file, file) != 0) qc_sink_addf(sink, "%s, ", found->file);
    qc_sink_addf(sink, "line %d", (int) found->line);
    if (found->field > 0) qc_sink_addf(sink, ", field %d", (int) found->field);
    qc_sink_add(sink, ": ");
}

static void print_places(qc_sink *sink, const qc_findings *findings, qc_finding_kind kind,
                         const qc_finding_count *count, const char *file, bool all)
{
    char text[1024];
    int32_t shown = 0;
    qc_sink_addf(sink, "  %s: %d\n", count->reason, (int) count->count);
    for (int32_t i = 0; i < findings->count && (all || shown < FEW_PLACES); i++) {
        const qc_finding *found = &findings->items[i];
        if (found->kind != kind || strcmp(found->reason, count->reason) != 0) continue;
        qc_words_cut(found->text, 300, false, text, sizeof text);
        qc_sink_add(sink, "    ");
        print_place(sink, found, file);
        qc_sink_addf(sink, "%s\n", text);
        shown++;
    }
    if (shown < count->count)
        qc_sink_addf(sink, "    and %d more (--all)\n", (int) (count->count - shown));
}

static void print_kind(qc_sink *sink, const qc_findings *findings, qc_finding_kind kind,
                       const char *title, const char *file, bool all)
{
    const int32_t reasons = qc_findings_counts(findings, kind, NULL, 0);
    qc_status status = {0};
    if (reasons == 0) return;
    qc_finding_count *counts = qc_memory_take((size_t) reasons, sizeof *counts, &status);
    if (counts == NULL) {
        sink->failed = true;
        return;
    }
    qc_findings_counts(findings, kind, counts, reasons);
    qc_sink_addf(sink, "\n%s\n", title);
    for (int32_t i = 0; i < reasons; i++) {
        print_places(sink, findings, kind, &counts[i], file, all);
    }
    qc_memory_release(counts);
}

static void print_balance(qc_sink *sink, const qc_history *history)
{
    const qc_reconciliation *rows = &history->reconciliation;
    qc_sink_addf(sink, "\nrecords       %lld = %lld used + %lld set aside",
                 (long long) rows->rows_read, (long long) rows->rows_used,
                 (long long) (rows->rows_read - rows->rows_used - rows->rows_ignored));
    if (rows->rows_ignored > 0)
        qc_sink_addf(sink, " + %lld in ignored stages or other pipelines",
                     (long long) rows->rows_ignored);
    qc_sink_add(sink, "\n");
    if (history->deals.count == 0) return; /* a list of activities */
    qc_sink_addf(sink, "deals         %d = %lld won + %lld lost + %lld open, in %d changes\n",
                 (int) history->deals.count, (long long) rows->deals_won,
                 (long long) rows->deals_lost, (long long) rows->deals_open,
                 (int) history->changes.count);
    if (rows->amount_read > 0.0)
        qc_sink_addf(sink, "money         %.0f = %.0f won + %.0f lost + %.0f open%s%s\n",
                     rows->amount_read, rows->amount_won, rows->amount_lost, rows->amount_open,
                     history->currency[0] != '\0' ? " " : "", history->currency);
}

void qc_text_import(qc_sink *sink, const qc_decisions *decisions, const qc_history *history,
                    const qc_findings *findings, bool explain, bool all)
{
    print_decisions(sink, decisions, explain);
    if (history == NULL) return;
    const char *file = history->file != NULL ? history->file : "";
    print_balance(sink, history);
    print_kind(sink, findings, QC_FINDING_SET_ASIDE, "set aside", file, all);
    print_kind(sink, findings, QC_FINDING_DOUBT, "doubts (used all the same)", file, all);
}
