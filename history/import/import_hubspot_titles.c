#include "core/text.h"
#include "history/import/import_hubspot.h"

#include <string.h>

typedef enum what { NOTHING, ENTERED, CUMULATIVE, LATEST } what;

typedef struct title { /* parsed; the parts point into the title */
    what what;
    const char *stage, *pipeline;
    size_t stage_length, pipeline_length;
    bool by_id;
} title;

/* Internal names, also with what a connector puts in front ("properties_hs_date_entered_lead"). */
static bool read_internal(const char *text, title *out)
{
    static const struct {
        const char *prefix;
        what what;
    } PREFIXES[] = {{"hs_v2_date_entered_", ENTERED},
                    {"hs_date_entered_", ENTERED},
                    {"hs_v2_cumulative_time_in_", CUMULATIVE},
                    {"hs_v2_latest_time_in_", LATEST},
                    {"hs_time_in_", CUMULATIVE}};
    for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++) {
        const char *at = strstr(text, PREFIXES[i].prefix);
        if (at == NULL || (at > text && at[-1] != '_')) continue;
        const char *stage = at + strlen(PREFIXES[i].prefix);
        if (stage[0] == '\0' || strcmp(stage, "current_stage") == 0) return false;
        *out = (title){.what = PREFIXES[i].what,
                       .stage = stage,
                       .stage_length = strlen(stage),
                       .pipeline = "",
                       .by_id = true};
        return true;
    }
    return false;
}

/* What stands in front of the quoted name, in the languages of HubSpot's screens. */
static what find_what(const char *text, size_t length)
{
    static const struct {
        const char *folded;
        what what;
    } WORDS[] = {{"dateentered", ENTERED},
                 {"entereddate", ENTERED},
                 {"eintrittsdatum", ENTERED},
                 {"datumdeseintritts", ENTERED},
                 {"eingegebenesdatum", ENTERED},
                 {"fechadeentrada", ENTERED},
                 {"fechadeingreso", ENTERED},
                 {"datedentr\xc3\xa9"
                  "e",
                  ENTERED},
                 {"datadeentrada", ENTERED},
                 {"datadiingresso", ENTERED},
                 {"datumingevoerd", ENTERED},
                 {"cumulativetimein", CUMULATIVE},
                 {"latesttimein", LATEST}};
    char front[64], folded[64];
    if (length >= sizeof front) return NOTHING;
    memcpy(front, text, length);
    front[length] = '\0';
    qc_text_fold(front, folded, sizeof folded);
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (strncmp(folded, WORDS[i].folded, strlen(WORDS[i].folded)) == 0) return WORDS[i].what;
    }
    return NOTHING;
}

/* Both quotes of a title; ' last, for it is an apostrophe too ("d'entree"). */
static bool find_quoted(const char *text, const char **from, const char **to)
{
    static const char *const OPEN[] = {"\"", "\xe2\x80\x9c", "\xe2\x80\x9e", "\xc2\xab", "'"};
    static const char *const CLOSE[] = {"\"", "\xe2\x80\x9d", "\xe2\x80\x9c", "\xc2\xbb", "'"};
    for (size_t i = 0; i < sizeof OPEN / sizeof *OPEN; i++) {
        const char *open = strstr(text, OPEN[i]), *close = NULL;
        if (open == NULL) continue;
        open += strlen(OPEN[i]);
        for (const char *at = strstr(open, CLOSE[i]); at != NULL; at = strstr(at + 1, CLOSE[i])) {
            close = at;
        }
        while (close != NULL && close > open && close[-1] == ' ')
            close--;
        while (close != NULL && open < close && *open == ' ')
            open++;
        if (close == NULL || close <= open) continue;
        *from = open;
        *to = close;
        return true;
    }
    return false;
}

/* "Proposal (Renewals (EU))": the pipeline is the last bracket, with all brackets in it. */
static void split_pipeline(const char *from, const char *to, title *out)
{
    int depth = 0;
    out->stage = from;
    out->stage_length = (size_t) (to - from);
    out->pipeline = "";
    if (to[-1] != ')') return;
    for (const char *at = to - 1; at > from; at--) {
        depth += *at == ')';
        depth -= *at == '(';
        if (depth > 0) continue;
        out->pipeline = at + 1;
        out->pipeline_length = (size_t) (to - 1 - (at + 1));
        while (at > from && at[-1] == ' ')
            at--;
        out->stage_length = (size_t) (at - from);
        return;
    }
}

static bool read_title(const char *text, title *out)
{
    const char *from = NULL, *to = NULL;
    *out = (title){.what = NOTHING};
    if (read_internal(text, out)) return true;
    if (!find_quoted(text, &from, &to)) return false;
    out->what = find_what(text, (size_t) (from - text));
    if (out->what == NOTHING) return false;
    split_pipeline(from, to, out);
    return out->stage_length > 0;
}

bool qc_hubspot_is_entered(const char *text)
{
    title found;
    return read_title(text, &found) && found.what == ENTERED;
}

/* ---- the stages of a sheet ---- */

static bool same_part(const char *whole, const char *part, size_t length)
{
    return strlen(whole) == length && memcmp(whole, part, length) == 0;
}

static qc_hubspot_stage *find_stage(const qc_hubspot_stages *stages, const title *found)
{
    for (int32_t i = 0; i < stages->count; i++) {
        qc_hubspot_stage *stage = &stages->items[i];
        if (same_part(stage->stage, found->stage, found->stage_length) &&
            same_part(stage->pipeline, found->pipeline, found->pipeline_length)) {
            return stage;
        }
    }
    return NULL;
}

static qc_hubspot_stage *add_stage(qc_hubspot_stages *stages, qc_arena *arena, const title *found,
                                   qc_status *status)
{
    qc_hubspot_stage *items = qc_arena_grow(arena, stages->items, stages->count, &stages->capacity,
                                            sizeof *items, status);
    if (items == NULL) return NULL;
    stages->items = items;
    qc_hubspot_stage *stage = &items[stages->count];
    *stage = (qc_hubspot_stage){
        .stage = qc_arena_text_part(arena, found->stage, found->stage_length, status),
        .pipeline = qc_arena_text_part(arena, found->pipeline, found->pipeline_length, status),
        .entered = QC_COLUMN_ABSENT,
        .cumulative = QC_COLUMN_ABSENT,
        .latest = QC_COLUMN_ABSENT};
    if (stage->stage == NULL || stage->pipeline == NULL) return NULL;
    stages->count++;
    return stage;
}

bool qc_hubspot_stages_find(qc_hubspot_stages *stages, qc_arena *arena, const qc_sheet *sheet,
                            qc_status *status)
{
    const int32_t width = qc_csv_width(&sheet->csv, 0);
    for (int32_t field = 0; field < width; field++) {
        title found;
        if (!read_title(qc_sheet_title(sheet, field), &found)) continue;
        qc_hubspot_stage *stage = find_stage(stages, &found);
        if (stage == NULL) stage = add_stage(stages, arena, &found, status);
        if (stage == NULL) return false;
        stages->by_id = stages->by_id || found.by_id;
        int32_t *place = found.what == ENTERED      ? &stage->entered
                         : found.what == CUMULATIVE ? &stage->cumulative
                                                    : &stage->latest;
        /* an account that was there before 2023 has both hs_date_ and hs_v2_date_: the new one
         * comes later in the file and is the one that HubSpot keeps true */
        *place = field;
    }
    return true;
}

bool qc_hubspot_duration(const char *text, int64_t *seconds)
{
    int64_t part[3] = {0, 0, 0}, whole = 0;
    double number = 0.0;
    if (strchr(text, ':') == NULL) {
        if (qc_text_whole(text, &whole)) {
            *seconds = whole / 1000;
            return true;
        }
        if (!qc_text_decimal(text, &number) || number < 0.0 || number > 1e15) return false;
        *seconds = (int64_t) (number / 1000.0);
        return true;
    }
    for (int i = 0; i < 3; i++) {
        const size_t digits = strspn(text, "0123456789");
        if (digits == 0 || digits > 9) return false;
        for (size_t d = 0; d < digits; d++) {
            part[i] = part[i] * 10 + (text[d] - '0');
        }
        text += digits;
        if (text[0] != (i < 2 ? ':' : '\0')) return false;
        text++;
    }
    *seconds = part[0] * 3600 + part[1] * 60 + part[2];
    return true;
}
