#include "cli/import_options.h"

#include "history/names.h"

#include <stdio.h>
#include <string.h>

static qc_words words_of(const qc_list *list)
{
    return (qc_words){list->text, list->count};
}

/* Where the pair at `text` ends: at a comma that a further "name=" follows. */
static const char *pair_end(const char *text)
{
    for (const char *comma = strchr(text, ','); comma != NULL; comma = strchr(comma + 1, ',')) {
        const char *name = comma + 1;
        const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz_");
        if (length > 0 && name[length] == '=') return comma;
    }
    return text + strlen(text);
}

/* "deal=Nr,date=When" and repeated --map become single pairs. */
static bool split_map(qc_import_options *out, const qc_list *list, qc_status *status)
{
    const char **pairs = NULL;
    int32_t count = 0, capacity = 0;
    for (int32_t i = 0; i < list->count; i++) {
        const char *text = list->text[i];
        while (*text != '\0') {
            const char *end = pair_end(text);
            const char *equals = strchr(text, '=');
            if (equals == NULL || equals == text || equals + 1 >= end)
                return qc_fail(status, QC_BAD_USAGE,
                               "--map '%s' is not NAME=TITLE, e.g. date=When,stage=Phase", text);
            pairs = qc_arena_grow(&out->arena, pairs, count, &capacity, sizeof *pairs, status);
            if (pairs == NULL) return false;
            pairs[count] = qc_arena_text_part(&out->arena, text, (size_t) (end - text), status);
            if (pairs[count++] == NULL) return false;
            text = *end == ',' ? end + 1 : end;
        }
    }
    out->reading.map = (qc_words){pairs, count};
    return true;
}

static bool split_stages(qc_import_options *out, const char *text, qc_status *status)
{
    qc_stage_words *stages = NULL;
    int32_t count = 0, capacity = 0;
    while (text != NULL && *text != '\0') {
        text += strspn(text, " ");
        size_t length = strcspn(text, ",");
        const char *next = text[length] == ',' ? text + length + 1 : text + length;
        while (length > 0 && text[length - 1] == ' ')
            length--;
        if (length == 0)
            return qc_fail(status, QC_BAD_USAGE, "--stages has an empty name; e.g. A,B,C");
        stages = qc_arena_grow(&out->arena, stages, count, &capacity, sizeof *stages, status);
        if (stages == NULL) return false;
        const char *name = qc_arena_text_part(&out->arena, text, length, status);
        if (name == NULL) return false;
        stages[count++] = (qc_stage_words){.name = name};
        text = next;
    }
    out->reading.stages = stages;
    out->reading.stage_count = count;
    return true;
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) return true;
    }
    return false;
}

/* The two questions that a file can leave open; --set answers them as in a plan. */
static bool read_answers(qc_import_options *out, const qc_options *options, qc_status *status)
{
    static const char *const ORDERS[] = {"dmy", "mdy", "ymd", NULL};
    static const char *const SIGNS[] = {"point", "comma", NULL};
    static const char order[] = "history.date_order=", decimal[] = "history.decimal=";
    qc_read_options *reading = &out->reading;
    reading->date_order = options->date_order;
    reading->decimal = options->decimal;
    for (int32_t i = 0; i < options->sets.count; i++) {
        const char *set = options->sets.text[i];
        if (strncmp(set, order, sizeof order - 1) == 0)
            reading->date_order = set + sizeof order - 1;
        else if (strncmp(set, decimal, sizeof decimal - 1) == 0)
            reading->decimal = set + sizeof decimal - 1;
        else
            return qc_fail(status, QC_BAD_USAGE,
                           "init takes --set history.date_order=dmy|mdy|ymd and --set "
                           "history.decimal=point|comma only, not '%s'",
                           set);
    }
    if (reading->date_order != NULL && !is_one_of(reading->date_order, ORDERS))
        return qc_fail(status, QC_BAD_USAGE, "history.date_order '%s' is none of dmy, mdy, ymd",
                       reading->date_order);
    if (reading->decimal != NULL && !is_one_of(reading->decimal, SIGNS))
        return qc_fail(status, QC_BAD_USAGE, "history.decimal '%s' is none of point, comma",
                       reading->decimal);
    return true;
}

static bool read_share(const char *text, double *share, qc_status *status)
{
    char number[32] = "";
    const size_t length = text != NULL ? strlen(text) : 0;
    if (text == NULL) return true;
    const bool percent = length > 1 && text[length - 1] == '%';
    if (length < sizeof number) memcpy(number, text, percent ? length - 1 : length);
    if (qc_text_decimal(number, share)) {
        if (percent) *share /= 100.0;
        if (*share > 0.0 && *share <= 1.0) return true;
    }
    return qc_fail(status, QC_BAD_USAGE, "--allow-set-aside '%s' is no share above 0%%, e.g. 20%%",
                   text);
}

/* Put words beside those before them: one that stands there already has two meanings. */
static bool put_words(qc_name_table *seen, qc_arena *arena, qc_words words, qc_status *status)
{
    char room[QC_NAMES_KEY_ROOM];
    for (int32_t i = 0; i < words.count; i++) {
        const char *key = qc_arena_text(arena, qc_names_key(words.text[i], room), status);
        if (key == NULL) return false;
        if (qc_names_get(seen, key) != QC_ID_NONE)
            return qc_fail(status, QC_BAD_USAGE,
                           "'%s' stands twice among --stages, --won, --lost and --ignore",
                           words.text[i]);
        if (qc_names_put(seen, key, status) == QC_ID_NONE) return false;
    }
    return true;
}

static bool check_words(qc_import_options *out, qc_status *status)
{
    const qc_read_options *reading = &out->reading;
    qc_name_table seen = {0};
    bool ok = true;
    for (int32_t s = 0; s < reading->stage_count && ok; s++)
        ok = put_words(&seen, &out->arena, (qc_words){&reading->stages[s].name, 1}, status);
    ok = ok && put_words(&seen, &out->arena, reading->won, status) &&
         put_words(&seen, &out->arena, reading->lost, status) &&
         put_words(&seen, &out->arena, reading->ignore, status);
    qc_names_free(&seen);
    return ok;
}

bool qc_import_options_make(qc_import_options *out, const qc_options *options, const char *file,
                            qc_status *status)
{
    out->reading = (qc_read_options) QC_READ_OPTIONS_DEFAULT;
    if (options->arguments.count > 1 && options->from == NULL)
        out->reading.further = (qc_words){options->arguments.text + 1,
                                          options->arguments.count - 1};
    if (file != NULL && options->snapshots != NULL)
        return qc_fail(status, QC_BAD_USAGE, "give a file or --snapshots DIR, not both");
    out->file = file != NULL ? file : options->snapshots;
    if (out->file == NULL)
        return qc_fail(status, QC_BAD_USAGE, "which file? quotacast import FILE, or - for a pipe");
    if (options->as_of != NULL && !qc_calendar_parse(options->as_of, &out->reading.as_of))
        return qc_fail(status, QC_BAD_USAGE, "--as-of '%s' is not a day (expected YYYY-MM-DD)",
                       options->as_of);
    out->reading.by_file = true;
    out->reading.dialect = options->dialect;
    out->reading.rates = options->rates;
    if (options->currency != NULL && !qc_numbers_currency(options->currency, out->currency))
        return qc_fail(status, QC_BAD_USAGE, "--currency '%s' is not a currency, e.g. EUR",
                       options->currency);
    out->reading.currency = out->currency;
    out->reading.pipeline = options->pipeline;
    out->reading.won = words_of(&options->won);
    out->reading.lost = words_of(&options->lost);
    out->reading.ignore = words_of(&options->ignore);
    out->reading.with = words_of(&options->with);
    return read_answers(out, options, status) &&
           read_share(options->allow_set_aside, &out->reading.allow_set_aside, status) &&
           split_map(out, &options->map, status) && split_stages(out, options->stages, status) &&
           check_words(out, status);
}

const char *qc_import_options_given(const qc_options *options)
{
    const struct {
        bool given;
        const char *name;
    } asked[] = {{options->target != NULL, "--target"},
                 {options->period != NULL, "--period"},
                 {options->dialect != NULL, "--dialect"},
                 {options->with.count > 0, "--with"},
                 {options->map.count > 0, "--map"},
                 {options->won.count > 0, "--won"},
                 {options->lost.count > 0, "--lost"},
                 {options->ignore.count > 0, "--ignore"},
                 {options->stages != NULL, "--stages"},
                 {options->pipeline != NULL, "--pipeline"},
                 {options->date_order != NULL, "--date-order"},
                 {options->decimal != NULL, "--decimal"},
                 {options->currency != NULL, "--currency"},
                 {options->rates != NULL, "--rates"},
                 {options->as_of != NULL, "--as-of"},
                 {options->allow_set_aside != NULL, "--allow-set-aside"},
                 {options->sets.count > 0, "--set"}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        if (asked[i].given) return asked[i].name;
    }
    return NULL;
}

void qc_import_options_advise(const qc_findings *findings)
{
    static const struct {
        const char *reason, *advice;
    } ADVICE[] = {
        {"missing column",
         "is it another layout? name its columns, e.g. --map "
         "deal=TITLE,date=TITLE,stage=TITLE, or the layout: --dialect NAME (docs/import.md)"},
        {"too many rows set aside", "on the command line: --allow-set-aside SHARE"},
        {"ambiguous date", "on the command line: --date-order dmy, mdy or ymd"},
        {"ambiguous number", "on the command line: --decimal point or comma"},
        {"other currency", "on the command line: --rates FILE"},
        {"mixed currencies", "on the command line: --rates FILE, and --currency CODE"}};
    for (size_t a = 0; a < sizeof ADVICE / sizeof *ADVICE; a++) {
        for (int32_t i = 0; i < findings->count; i++) {
            if (findings->items[i].kind != QC_FINDING_ERROR) continue;
            if (strcmp(findings->items[i].reason, ADVICE[a].reason) != 0) continue;
            if (a > 0 && strstr(findings->items[i].text, " --") != NULL) continue; /* says it */
            fprintf(stderr, "quotacast: %s\n", ADVICE[a].advice);
            break;
        }
    }
}

void qc_import_options_free(qc_import_options *out)
{
    qc_arena_free(&out->arena);
    *out = (qc_import_options){.file = NULL};
}
