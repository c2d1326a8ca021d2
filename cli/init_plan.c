#include "cli/init_plan.h"

#include <string.h>

#define LONGEST_QUESTION 1500 /* bytes; further questions are counted */

/* Control characters, which no plan may hold, become blanks: names match without them. */
static void add_quoted(qc_text *out, const char *text)
{
    qc_text_add(out, "\"");
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') qc_text_add(out, "\\");
        const bool control = (unsigned char) *c < ' ' || *c == 127;
        qc_text_add_part(out, control ? " " : c, 1);
    }
    qc_text_add(out, "\"");
}

static const qc_decision *find(const qc_init_plan *plan, const char *what)
{
    for (int32_t i = 0; i < plan->decisions->count; i++) {
        if (strcmp(plan->decisions->items[i].what, what) == 0) return &plan->decisions->items[i];
    }
    return NULL;
}

/* The evidence of a decision as the comment of its line. */
static void add_evidence(const qc_init_plan *plan, const char *what, qc_text *out)
{
    const qc_decision *made = find(plan, what);
    if (made != NULL && made->evidence[0] != '\0') qc_text_addf(out, " # %s", made->evidence);
    qc_text_add(out, "\n");
}

static void add_head(const qc_init_plan *plan, qc_text *out)
{
    const qc_reconciliation *rows = &plan->history->reconciliation;
    const qc_decision *layout = find(plan, "layout");
    const char *slash = strrchr(plan->source, '/');
    qc_text name = {0};
    qc_text_add(&name, slash != NULL ? slash + 1 : plan->source);
    for (size_t i = 0; i < name.length; i++) {
        if ((unsigned char) name.bytes[i] < ' ') name.bytes[i] = ' ';
    }
    qc_text_addf(out,
                 "# %s (%s), %lld deals: %lld won, %lld lost, %lld open; see docs/plan-keys.md for "
                 "all keys\n",
                 qc_text_get(&name), layout != NULL ? layout->value : "canonical",
                 (long long) plan->history->deals.count, (long long) rows->deals_won,
                 (long long) rows->deals_lost, (long long) rows->deals_open);
    out->failed = out->failed || name.failed;
    qc_text_free(&name);
}

static void add_history(const qc_init_plan *plan, qc_text *out)
{
    const qc_history *history = plan->history;
    const qc_reconciliation *rows = &history->reconciliation;
    const qc_decision *recorded = find(plan, "recorded from");
    const long long aside = (long long) (rows->rows_read - rows->rows_used - rows->rows_ignored);
    char day[16];
    if (history->currency[0] != '\0') {
        qc_text_addf(out, "currency: %s", history->currency);
        if (find(plan, "currency") != NULL)
            add_evidence(plan, "currency", out);
        else
            qc_text_add(out, " # the only one in the file\n");
    }
    qc_text_addf(out, "as_of: %s", qc_calendar_text(history->as_of, day));
    add_evidence(plan, "as of", out);
    qc_text_addf(out, "history:\n  deals: deals.csv # %lld records used, %lld set aside\n",
                 (long long) rows->rows_used, aside);
    if (recorded == NULL) return;
    qc_text_addf(out, "  recorded_from: %s", recorded->value);
    add_evidence(plan, "recorded from", out);
}

static void add_order(const qc_init_plan *plan, qc_text *out)
{
    const qc_decision *made = find(plan, "stages");
    if (made != NULL) qc_text_addf(out, " # order: %s", made->evidence);
    qc_text_add(out, "\n");
}

static void add_pipeline(const qc_init_plan *plan, qc_text *out)
{
    const qc_history *history = plan->history;
    qc_text_add(out, "pipeline: [");
    for (int32_t s = 0; s < history->stage_count; s++) {
        qc_text_add(out, s > 0 ? ", " : "");
        add_quoted(out, history->stage_name[s]);
    }
    qc_text_add(out, "]");
    if (find(plan, "dates") != NULL)
        add_evidence(plan, "dates", out);
    else
        add_order(plan, out);
}

/* A stage that may be an end: what its place is among the stages need not be asked as well. */
static bool may_be_end(const qc_init_plan *plan, const char *order)
{
    for (int32_t i = 0; i < plan->decisions->count; i++) {
        const qc_decision *made = &plan->decisions->items[i];
        if (strcmp(made->what, "maybe an end") != 0) continue;
        if (order == NULL || strstr(order, made->value) != NULL) return true;
    }
    return false;
}

/* What one uncertain decision asks, "" when it asks nothing: that no deal was lost may well be. */
static void ask(const qc_init_plan *plan, const qc_decision *made, qc_text *out)
{
    if (strcmp(made->what, "order") == 0 && !may_be_end(plan, made->value))
        qc_text_addf(out, "does the order %s hold? %s", made->value, made->evidence);
    else if (strcmp(made->what, "maybe an end") == 0)
        qc_text_addf(out,
                     "is %s an end? %s; if so, take it out of pipeline and list it under "
                     "history.won or history.lost",
                     made->value, made->evidence);
    else if (strcmp(made->what, "won") == 0 && !may_be_end(plan, NULL))
        qc_text_add(out, "which stage means won? take it out of pipeline and list it under "
                         "history.won");
}

static void add_questions(const qc_init_plan *plan, qc_text *out)
{
    qc_text all = {0}, one = {0};
    int32_t count = 0, left = 0;
    for (int32_t i = 0; i < plan->decisions->count; i++) {
        if (plan->decisions->items[i].certain) continue;
        qc_text_clear(&one);
        ask(plan, &plan->decisions->items[i], &one);
        if (one.length == 0) continue;
        if (all.length + one.length > LONGEST_QUESTION && count > 0) {
            left++;
            continue;
        }
        qc_text_addf(&all, "%s%s", count++ > 0 ? " | " : "", qc_text_get(&one));
    }
    if (left > 0) qc_text_addf(&all, " | and %d more (quotacast import --explain)", (int) left);
    if (all.length > 0) {
        qc_text_add(out, "question: ");
        add_quoted(out, qc_text_get(&all));
        qc_text_add(out, " # settle it above, then delete this line\n");
    }
    out->failed = out->failed || all.failed || one.failed;
    qc_text_free(&all);
    qc_text_free(&one);
}

static void add_target(const qc_init_plan *plan, qc_text *out)
{
    if (plan->target == NULL) return;
    qc_text_add(out, "targets:\n  - {name: year, metric: bookings, period: ");
    add_quoted(out, plan->period);
    qc_text_add(out, ", at_least: ");
    add_quoted(out, plan->target);
    qc_text_add(out, "}\n");
}

bool qc_init_plan_write(const qc_init_plan *plan, qc_text *out, qc_status *status)
{
    add_head(plan, out);
    add_history(plan, out);
    add_pipeline(plan, out);
    add_questions(plan, out);
    add_target(plan, out);
    if (out->failed) return qc_fail(status, QC_NO_MEMORY, "out of memory while writing a plan");
    return true;
}
