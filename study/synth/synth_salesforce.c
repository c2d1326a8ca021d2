/* Salesforce writes a row of OpportunityHistory at every save that touches stage, amount,
 * probability or close date, and repeats all of them in it. So most rows of a real file change no
 * stage; here, on average, two edits follow each stage change. */
#include "core/memory.h"
#include "core/rng.h"
#include "study/synth/synth_csv.h"
#include "study/synth/synth_export.h"
#include "study/synth/synth_world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NULL_ID          "000000000000000AAA"
#define MOST_EDITS       4   /* behind one stage change; none to four, two on average */
#define DELETED_ONE_IN   400 /* deals that lie in the recycle bin */
#define FIRST_GUESS_DAYS 60
#define PUSH_DAYS        30

typedef struct history_row {
    int64_t second;
    int32_t number; /* keeps rows of one second in order */
    int32_t change;
    qc_day close_day;
    int32_t probability;
    bool deleted;
} history_row;

typedef struct rows {
    history_row *items;
    size_t count, capacity;
} rows;

typedef struct writer {
    const qc_synth_by_deal *deals;
    qc_synth_export *out;
    rows rows;
    qc_rng luck;
} writer;

static const char *stage_word(const qc_synth_spec *spec, int32_t stage)
{
    if (stage == QC_SYNTH_WON) return "Closed Won";
    return stage == QC_SYNTH_LOST ? "Closed Lost" : spec->stages[stage].name;
}

/* What a rep's picklist gives: the same for every deal of a stage. */
static int32_t usual_probability(const qc_synth_spec *spec, int32_t stage)
{
    if (stage == QC_SYNTH_WON) return 100;
    return stage == QC_SYNTH_LOST ? 0 : 10 + 80 * stage / spec->stage_count;
}

static bool keep_row(writer *w, int64_t second, int32_t change, qc_day close_day,
                     int32_t probability, bool deleted, qc_status *status)
{
    void *block = w->rows.items;
    if (!qc_memory_grow(&block, &w->rows.capacity, w->rows.count + 1, sizeof *w->rows.items,
                        status))
        return false;
    w->rows.items = block;
    w->rows.items[w->rows.count] = (history_row){
        second, (int32_t) w->rows.count, change, close_day, probability, deleted};
    w->rows.count++;
    return true;
}

/* Close dates pushed and probabilities typed while the deal stays where it is, up to `until`; the
 * first edit often comes in the same second as the stage change, by a workflow rule. */
static bool add_edits(writer *w, int32_t change, int64_t from, int64_t until, qc_day *close_day,
                      qc_status *status)
{
    const qc_synth_spec *spec = &w->deals->company->spec;
    const int32_t stage = w->deals->company->changes[change].stage;
    const int32_t edits = (int32_t) (qc_rng_uniform(&w->luck) * (MOST_EDITS + 1));
    int64_t at = from;
    for (int32_t i = 0; i < edits && stage >= 0; i++) {
        const double share = qc_rng_uniform(&w->luck);
        if (i > 0 || share > 0.5) at += 1 + (int64_t) ((double) (until - at) * share / edits);
        if (at >= until) break;
        if (share < 0.7) *close_day += PUSH_DAYS;
        if (!keep_row(w, at, change, *close_day, usual_probability(spec, stage) + (share < 0.9) * 5,
                      false, status))
            return false;
        w->out->edit_rows++;
    }
    return true;
}

static bool collect_deal(writer *w, int32_t deal, qc_status *status)
{
    const qc_synth_by_deal *deals = w->deals;
    const qc_synth_company *company = deals->company;
    const int32_t end = deals->first[deal + 1];
    qc_day close_day = QC_DAY_NONE;
    for (int32_t at = deals->first[deal]; at < end; at++) {
        const qc_synth_change *change = &company->changes[deals->change[at]];
        const int64_t second = qc_synth_export_second(deals, at);
        const int64_t until = at + 1 < end ? qc_synth_export_second(deals, at + 1)
                                           : ((int64_t) deals->days.to + 1) * 86400;
        if (close_day == QC_DAY_NONE) close_day = change->day + FIRST_GUESS_DAYS;
        if (change->stage < 0) close_day = change->day;
        if (!keep_row(w, second, deals->change[at], close_day,
                      usual_probability(&company->spec, change->stage), false, status) ||
            !add_edits(w, deals->change[at], second, until, &close_day, status))
            return false;
    }
    return true;
}

/* Somebody's test deals: created like any other and then deleted; the weekly export keeps them. */
static bool collect_deleted(writer *w, qc_status *status)
{
    const qc_synth_by_deal *deals = w->deals;
    for (size_t deal = 0; deal < deals->company->deal_count; deal += DELETED_ONE_IN) {
        const int32_t at = deals->first[deal];
        if (at == deals->first[deal + 1]) continue;
        const qc_synth_change *change = &deals->company->changes[deals->change[at]];
        if (!keep_row(w, qc_synth_export_second(deals, at) + 60, deals->change[at],
                      change->day + FIRST_GUESS_DAYS, 10, true, status))
            return false;
        w->out->deleted_deals++;
    }
    return true;
}

static int by_time(const void *a, const void *b)
{
    const history_row *left = a, *right = b;
    if (left->second != right->second) return left->second < right->second ? -1 : 1;
    return left->number < right->number ? -1 : left->number > right->number;
}

/* An id of 18 places; a deleted deal's number begins with 9. */
static void add_id(qc_text *out, const char *prefix, int64_t number, bool deleted)
{
    qc_text_addf(out, "\"%sQc%010lldAAA\"", prefix,
                 (long long) (number + (deleted ? 9000000000 : 1)));
}

static void add_amount(qc_text *out, double amount)
{
    if (isnan(amount))
        qc_text_add(out, ",\"\"");
    else
        qc_text_addf(out, ",\"%.1f\"", amount);
}

static void write_history_row(const writer *w, const history_row *row, int64_t number)
{
    const qc_synth_company *company = w->deals->company;
    const qc_synth_change *change = &company->changes[row->change];
    qc_text *out = &w->out->text[0];
    char stamp[QC_SYNTH_STAMP], day[16];
    const char *category = change->stage == QC_SYNTH_WON    ? "Closed"
                           : change->stage == QC_SYNTH_LOST ? "Omitted"
                                                            : "Pipeline";
    add_id(out, "008", number, false);
    qc_text_add(out, ",");
    add_id(out, "006", change->deal, row->deleted);
    qc_text_add(out, ",");
    add_id(out, "005", company->deals[change->deal].rep, false);
    (void) qc_synth_export_stamp(row->second, stamp);
    qc_text_addf(out, ",\"%s\",\"%s\"", stamp, stage_word(&company->spec, change->stage));
    add_amount(out, change->amount);
    add_amount(out, change->amount * row->probability / 100);
    qc_text_addf(out, ",\"%s 00:00:00\",\"%d.0\",\"%s\",\"%s\",\"%s\"\n",
                 qc_calendar_text(row->close_day, day), (int) row->probability, category, stamp,
                 row->deleted ? "true" : "false");
}

static void write_history(writer *w)
{
    qc_text_add(&w->out->text[0],
                "\"Id\",\"OpportunityId\",\"CreatedById\",\"CreatedDate\",\"StageName\","
                "\"Amount\",\"ExpectedRevenue\",\"CloseDate\",\"Probability\","
                "\"ForecastCategory\",\"SystemModstamp\",\"IsDeleted\"\n");
    if (w->rows.count > 0) qsort(w->rows.items, w->rows.count, sizeof *w->rows.items, by_time);
    for (size_t i = 0; i < w->rows.count; i++)
        write_history_row(w, &w->rows.items[i], (int64_t) i);
}

/* ISO-8859-1, as the weekly export may be set to: the only letters beyond ASCII are those of the
 * customers' names, and all of these are in it. */
static void add_latin(qc_text *out, const char *text)
{
    for (; *text != '\0'; text++) {
        char byte = *text;
        if (byte == '"') qc_text_add(out, "\"");
        if (((unsigned char) byte & 0xe0) == 0xc0) {
            byte = (char) (((unsigned char) byte & 0x03) << 6 | ((unsigned char) text[1] & 0x3f));
            text++;
        }
        qc_text_add_part(out, &byte, 1);
    }
}

static void write_opportunity(const writer *w, int32_t deal)
{
    const qc_synth_company *company = w->deals->company;
    const qc_synth_spec *spec = &company->spec;
    const qc_synth_deal *fixed = &company->deals[deal];
    const int32_t first = w->deals->first[deal], last = w->deals->first[deal + 1] - 1;
    if (last < first) return;
    const qc_synth_change *change = &company->changes[w->deals->change[last]];
    qc_text *out = &w->out->text[1], name = {0};
    char created[QC_SYNTH_STAMP], changed[QC_SYNTH_STAMP], day[16];
    add_id(out, "006", deal, false);
    qc_text_add(out, ",\"false\",");
    add_id(out, "001", fixed->customer, false);
    qc_text_add(out, ",\"");
    qc_synth_export_customer(fixed->customer, &name);
    add_latin(out, qc_text_get(&name));
    if (name.failed) out->failed = true;
    qc_text_free(&name);
    qc_text_addf(out, "\",\"%s\"", stage_word(spec, change->stage));
    add_amount(out, change->amount);
    qc_text_addf(out, ",\"%d.0\",\"%s 00:00:00\",\"%s\",\"%s\",\"%s\",\"%s\",\"" NULL_ID "\",",
                 (int) usual_probability(spec, change->stage), qc_calendar_text(change->day, day),
                 spec->segments[fixed->segment].name, spec->sources[fixed->source].name,
                 change->stage < 0 ? "true" : "false",
                 change->stage == QC_SYNTH_WON ? "true" : "false");
    add_id(out, "005", fixed->rep, false);
    qc_text_addf(out, ",\"%s\",\"%s\"\n",
                 qc_synth_export_stamp(qc_synth_export_second(w->deals, first), created),
                 qc_synth_export_stamp(qc_synth_export_second(w->deals, last), changed));
}

static void write_users(const writer *w)
{
    const qc_synth_spec *spec = &w->deals->company->spec;
    qc_text *out = &w->out->text[2];
    qc_text_add(out, "\"Id\",\"Name\",\"IsActive\"\n");
    for (int32_t rep = 0; rep < spec->rep_count; rep++) {
        add_id(out, "005", rep, false);
        qc_text_add(out, ",\"");
        add_latin(out, spec->reps[rep].name);
        qc_text_add(out, "\",\"true\"\n");
    }
}

static void name_files(qc_synth_export *out)
{
    static const char *const NAMES[] = {"OpportunityHistory.csv", "Opportunity.csv", "User.csv"};
    out->count = 3;
    for (int i = 0; i < 3; i++) {
        (void) snprintf(out->name[i], sizeof out->name[i], "%s", NAMES[i]);
    }
}

bool qc_synth_salesforce(qc_synth_export *out, const qc_synth_by_deal *deals, qc_status *status)
{
    writer w = {.deals = deals, .out = out};
    bool ok = true;
    w.luck = qc_rng_stream(deals->company->seed, QC_SYNTH_LUCK_EXPORT, 0, 0);
    name_files(out);
    for (size_t deal = 0; deal < deals->company->deal_count && ok; deal++)
        ok = collect_deal(&w, (int32_t) deal, status);
    ok = ok && collect_deleted(&w, status);
    if (ok) {
        write_history(&w);
        qc_text_add(&out->text[1],
                    "\"Id\",\"IsDeleted\",\"AccountId\",\"Name\",\"StageName\",\"Amount\","
                    "\"Probability\",\"CloseDate\",\"Type\",\"LeadSource\",\"IsClosed\",\"IsWon\","
                    "\"CampaignId\",\"OwnerId\",\"CreatedDate\",\"LastModifiedDate\"\n");
        for (size_t deal = 0; deal < deals->company->deal_count; deal++)
            write_opportunity(&w, (int32_t) deal);
        write_users(&w);
    }
    qc_memory_release(w.rows.items);
    return ok;
}
