#include "report/trust.h"

#include "core/memory.h"
#include "history/decode.h"
#include "report/json/json_build.h"
#include "study/json_fields.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define MOST_FORECASTS INT64_C(1000000000)
#define MOST_RATIO     1e9
#define ENDING         ".trust.json"

bool qc_trust_path(const char *plan, char path[QC_TRUST_PATH], qc_status *status)
{
    const char *slash = strrchr(plan, '/'), *name = slash != NULL ? slash + 1 : plan;
    const char *dot = strrchr(name, '.');
    const size_t stem = dot != NULL && dot != name ? (size_t) (dot - plan) : strlen(plan);
    if (stem + sizeof ENDING > QC_TRUST_PATH)
        return qc_fail(status, QC_IO, "the plan has too long a name for a file beside it");
    memcpy(path, plan, stem);
    memcpy(path + stem, ENDING, sizeof ENDING);
    return true;
}

/* ---- writing ---- */

static qc_rival best_rival(const qc_scorecard_cell *all)
{
    int32_t best = 0;
    for (int32_t r = 1; r < QC_RIVAL_COUNT; r++) {
        const double error = all->rivals[r].error.value;
        if (!isnan(error) && !(error <= all->rivals[best].error.value)) best = r;
    }
    return (qc_rival) best;
}

bool qc_trust_write(qc_sink *sink, const qc_backtest_view *view, const qc_trust_basis *basis,
                    qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = json_object();
    const qc_scorecard_cell *all = &view->card->cells[0];
    const qc_rival best = best_rival(all);
    const double weighted = all->rivals[QC_RIVAL_STAGE_WEIGHTED].error.value;

    qc_json_build_put(&build, root, "quotacast_trust", qc_json_build_whole(1));
    qc_json_build_put(&build, root, "quotacast", qc_json_build_text(QC_VERSION));
    qc_json_build_put(&build, root, "plan_sha256", qc_json_build_text(basis->plan));
    qc_json_build_put(&build, root, "history_sha256", qc_json_build_text(basis->history));
    qc_json_build_put(&build, root, "from", qc_json_build_day(view->card->first));
    qc_json_build_put(&build, root, "to", qc_json_build_day(view->card->last));
    qc_json_build_put(&build, root, "forecasts", qc_json_build_whole(all->forecasts));
    qc_json_build_put(&build, root, "moments", qc_json_build_whole(view->card->origins));
    qc_json_build_put(&build, root, "enough", json_boolean(qc_scorecard_is_enough(view->card)));
    qc_json_build_put(&build, root, "uses_beliefs", json_boolean(view->caveats.has_beliefs));
    qc_json_build_put(&build, root, "held_80", qc_json_build_number(all->held[1].value));
    qc_json_build_put(&build, root, "against_stage_weighted", qc_json_build_number(weighted));
    qc_json_build_put(&build, root, "best_rival", qc_json_build_text(qc_rival_name(best)));
    qc_json_build_put(&build, root, "against_best_rival",
                      qc_json_build_number(all->rivals[best].error.value));
    return qc_json_build_write(&build, root, sink, status);
}

/* ---- reading ---- */

#define get json_object_get

static bool read_day(const qc_json_fields *at, const json_t *root, const char *name, qc_day *day)
{
    const char *text = NULL;
    if (!qc_json_fields_text(at, get(root, name), name, &text)) return false;
    return qc_calendar_parse(text, day) || qc_json_fields_bad(at, "'%s' is not a day", name);
}

static bool read_ratio(const qc_json_fields *at, const json_t *root, const char *name, double *out)
{
    *out = (double) NAN;
    return json_is_null(get(root, name)) ||
           qc_json_fields_number(at, get(root, name), name, 0, MOST_RATIO, out);
}

static bool read_rival(const qc_json_fields *at, const json_t *root, qc_trust *trust)
{
    const char *text = NULL;
    if (!qc_json_fields_text(at, get(root, "best_rival"), "best_rival", &text)) return false;
    for (int32_t r = 0; r < QC_RIVAL_COUNT; r++) {
        if (strcmp(qc_rival_name((qc_rival) r), text) != 0) continue;
        (void) snprintf(trust->rival, sizeof trust->rival, "%s", text);
        return true;
    }
    return qc_json_fields_bad(at, "'best_rival' names no method that is known");
}

static bool read_figures(const qc_json_fields *at, const json_t *root, qc_trust *trust)
{
    int64_t forecasts = 0, moments = 0, kind = 0;
    const bool ok =
        qc_json_fields_check(
            at, root,
            "quotacast_trust quotacast plan_sha256 history_sha256 from to "
            "forecasts moments enough uses_beliefs held_80 against_stage_weighted best_rival "
            "against_best_rival") &&
        qc_json_fields_whole(at, get(root, "quotacast_trust"), "quotacast_trust", 1, 1, &kind) &&
        read_day(at, root, "from", &trust->from) && read_day(at, root, "to", &trust->to) &&
        qc_json_fields_whole(at, get(root, "forecasts"), "forecasts", 1, MOST_FORECASTS,
                             &forecasts) &&
        qc_json_fields_whole(at, get(root, "moments"), "moments", 1, MOST_FORECASTS, &moments) &&
        qc_json_fields_bool(at, get(root, "enough"), "enough", &trust->enough) &&
        qc_json_fields_bool(at, get(root, "uses_beliefs"), "uses_beliefs", &trust->uses_beliefs) &&
        qc_json_fields_number(at, get(root, "held_80"), "held_80", 0, 1, &trust->held_80) &&
        read_ratio(at, root, "against_stage_weighted", &trust->weighted) &&
        read_rival(at, root, trust) &&
        read_ratio(at, root, "against_best_rival", &trust->rival_error);
    trust->forecasts = (int32_t) forecasts;
    trust->moments = (int32_t) moments;
    return ok;
}

bool qc_trust_read_bytes(qc_trust *trust, const char *name, const char *bytes, size_t length,
                         const qc_trust_basis *basis, qc_status *status)
{
    qc_arena arena = {0};
    const qc_json_fields at = {
        .name = name, .what = "is no certificate of a backtest", .arena = &arena, .status = status};
    const char *plan = NULL, *history = NULL, *version = NULL;
    json_t *root = qc_json_fields_parse(&at, bytes, length);
    *trust = (qc_trust){.state = QC_TRUST_BROKEN};
    const bool ok = root != NULL && read_figures(&at, root, trust) &&
                    qc_json_fields_text(&at, get(root, "quotacast"), "quotacast", &version) &&
                    qc_json_fields_text(&at, get(root, "plan_sha256"), "plan_sha256", &plan) &&
                    qc_json_fields_text(&at, get(root, "history_sha256"), "history_sha256",
                                        &history);
    if (ok)
        trust->state = strcmp(plan, basis->plan) == 0 && strcmp(history, basis->history) == 0 &&
                               strcmp(version, QC_VERSION) == 0
                           ? QC_TRUST_FRESH
                           : QC_TRUST_STALE;
    json_decref(root);
    qc_arena_free(&arena);
    return ok;
}

bool qc_trust_read(qc_trust *trust, const char *path, const qc_trust_basis *basis,
                   qc_status *status)
{
    char *bytes = NULL;
    size_t length = 0;
    *trust = (qc_trust){.state = QC_TRUST_NONE};
    if (access(path, F_OK) != 0) return true;
    trust->state = QC_TRUST_BROKEN;
    const bool ok = qc_decode_load(path, &bytes, &length, status) &&
                    qc_trust_read_bytes(trust, path, bytes, length, basis, status);
    qc_memory_release(bytes);
    return ok;
}

/* ---- words ---- */

static const char *rival_words(const char *name)
{
    for (int32_t r = 0; r < QC_RIVAL_COUNT; r++) {
        if (strcmp(qc_rival_name((qc_rival) r), name) == 0) return qc_rival_words((qc_rival) r);
    }
    return name;
}

void qc_trust_words(const qc_trust *trust, const char *plan, qc_text *out)
{
    char from[16], to[16];
    switch (trust->state) {
    case QC_TRUST_NOT_ASKED: return;
    case QC_TRUST_NONE:
        qc_text_addf(out, "backtest not run: quotacast backtest %s --save", plan);
        return;
    case QC_TRUST_BROKEN:
        qc_text_addf(out, "the saved backtest cannot be read: quotacast backtest %s --save", plan);
        return;
    case QC_TRUST_STALE:
    case QC_TRUST_FRESH: break;
    }
    qc_backtest_verdict(trust->held_80, trust->forecasts, trust->weighted, out);
    if (!trust->enough)
        qc_text_addf(out, ", but %d moments of the past are too few to rely on that",
                     (int) trust->moments);
    else if (trust->rival_error > 1.005)
        qc_text_addf(out, ", %s %s", qc_backtest_against(trust->rival_error).text,
                     rival_words(trust->rival));
    qc_text_addf(out, " (backtest %s to %s%s)", qc_calendar_text(trust->from, from),
                 qc_calendar_text(trust->to, to),
                 trust->uses_beliefs ? ", flattered by beliefs of today" : "");
    if (trust->state == QC_TRUST_STALE)
        qc_text_addf(
            out, "; plan, data or program have changed since: quotacast backtest %s --save", plan);
}
