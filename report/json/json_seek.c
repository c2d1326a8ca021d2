#include "report/csv/csv_row.h"
#include "report/json/json_study.h"
#include "report/seek.h"

#define number qc_json_build_number
#define string qc_json_build_text
#define put    qc_json_build_put
#define append qc_json_build_append

static const char *word_of(qc_seek_kind kind)
{
    static const char *const WORDS[] = {"reached", "already", "not_reached", "no_effect", "lowers"};
    return WORDS[kind];
}

static json_t *answer(qc_json_build *build, const qc_seek_answer *it)
{
    json_t *object = json_object();
    const bool reached = it->kind == QC_SEEK_REACHED;
    put(build, object, "path", string(it->path));
    put(build, object, "answer", string(word_of(it->kind)));
    put(build, object, "value", it->text[0] != '\0' ? string(it->text) : json_null());
    put(build, object, "low", reached ? string(it->low_text) : json_null());
    put(build, object, "high", reached ? string(it->high_text) : json_null());
    qc_json_study_estimate(build, object, "chance", it->chance);
    put(build, object, "cost", reached ? number(it->cost) : json_null());
    return object;
}

static json_t *mix(qc_json_build *build, const qc_seek *seek, const qc_seek_mix *it)
{
    json_t *object = json_object(), *levers = json_object();
    for (int32_t l = 0; l < seek->lever_count; l++) {
        if (it->text[l] != NULL) put(build, levers, seek->paths[l], string(it->text[l]));
    }
    put(build, object, "reached", json_boolean(it->reached));
    put(build, object, "levers", levers);
    put(build, object, "cost", number(it->cost));
    put(build, object, "cost_low", number(it->cost_low));
    put(build, object, "cost_high", number(it->cost_high));
    qc_json_study_estimate(build, object, "chance", it->chance);
    return object;
}

bool qc_json_seek(qc_sink *sink, const qc_seek *seek, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = qc_json_study_head(&build, "seek", &seek->head);
    json_t *answers = json_array(), *mixes = json_array(), *safe = json_object();
    put(&build, root, "wanted", number(seek->wanted));
    put(&build, root, "budget", seek->budget > 0 ? number(seek->budget) : json_null());
    put(&build, safe, "value", number(seek->safe));
    put(&build, safe, "low", number(seek->safe_low));
    put(&build, safe, "high", number(seek->safe_high));
    put(&build, root, "safe", safe);
    for (int32_t i = 0; i < seek->answer_count; i++)
        append(&build, answers, answer(&build, &seek->answers[i]));
    put(&build, root, "alone", answers);
    for (int32_t i = 0; i < seek->mix_count; i++)
        append(&build, mixes, mix(&build, seek, &seek->mixes[i]));
    put(&build, root, "mixes", mixes);
    return qc_json_build_write(&build, root, sink, status);
}

/* ---- CSV ---- */

#define word qc_csv_row_word
#define cell qc_csv_row_number

static void mix_rows(qc_csv_row *r, const qc_seek *seek, int32_t index)
{
    const qc_seek_mix *it = &seek->mixes[index];
    for (int32_t l = 0; l < seek->lever_count; l++) {
        if (it->text[l] == NULL) continue;
        word(r, "mix");
        qc_csv_row_whole(r, index + 1);
        word(r, seek->paths[l]);
        word(r, it->reached ? "reached" : "not_reached");
        word(r, it->text[l]);
        qc_csv_row_empty(r, 2);
        cell(r, it->chance.value);
        cell(r, it->cost);
        cell(r, it->cost_low);
        cell(r, it->cost_high);
        qc_csv_row_end(r);
    }
}

void qc_csv_seek(qc_sink *sink, const qc_seek *seek)
{
    qc_csv_row r = {.sink = sink};
    qc_sink_add(sink, "kind,mix,path,answer,value,low,high,chance,cost,cost_low,cost_high\n");
    for (int32_t i = 0; i < seek->answer_count; i++) {
        const qc_seek_answer *it = &seek->answers[i];
        word(&r, "lever");
        qc_csv_row_empty(&r, 1);
        word(&r, it->path);
        word(&r, word_of(it->kind));
        word(&r, it->text);
        word(&r, it->low_text);
        word(&r, it->high_text);
        cell(&r, it->chance.value);
        cell(&r, it->cost);
        qc_csv_row_empty(&r, 2);
        qc_csv_row_end(&r);
    }
    for (int32_t i = 0; i < seek->mix_count; i++)
        mix_rows(&r, seek, i);
}
