/* HubSpot's export of all properties: a row a deal, four columns a stage. Each stage keeps the date
 * of its last entry, so the way back to an earlier stage is not in the file. */
#include "study/synth/synth_csv.h"
#include "study/synth/synth_export.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define PIPELINE    "Sales Pipeline"
#define FIRST_ID    INT64_C(9000000000)
#define MOST_STAGES (QC_SYNTH_STAGES + 2) /* with the two ends */

typedef struct stay {      /* of one deal in one stage */
    int64_t entered, left; /* of the last visit; 0 = none, left = 0: still there */
    int64_t seconds;       /* of all visits */
    int32_t entries;
} stay;

static const char *stage_word(const qc_synth_spec *spec, int32_t column)
{
    if (column == spec->stage_count) return "Closed Won";
    return column > spec->stage_count ? "Closed Lost" : spec->stages[column].name;
}

static int32_t column_of(const qc_synth_spec *spec, int32_t stage)
{
    if (stage == QC_SYNTH_WON) return spec->stage_count;
    return stage == QC_SYNTH_LOST ? spec->stage_count + 1 : stage;
}

/* To the minute, as HubSpot gives it; 0 is an empty cell. */
static void add_minute(qc_text *out, int64_t second)
{
    char stamp[QC_SYNTH_STAMP];
    if (second == 0) return;
    qc_text_add_part(out, qc_synth_export_stamp(second, stamp), sizeof "2026-06-30 14:05" - 1);
}

static void add_duration(qc_text *out, int64_t seconds)
{
    qc_text_addf(out, "%02" PRId64 ":%02d:%02d", seconds / 3600, (int) (seconds / 60 % 60),
                 (int) (seconds % 60));
}

static void follow(const qc_synth_by_deal *deals, int32_t deal, stay stays[MOST_STAGES])
{
    const qc_synth_company *company = deals->company;
    const int64_t export_second = ((int64_t) deals->days.to + 1) * 86400 - 60;
    stay *here = NULL;
    for (int32_t at = deals->first[deal]; at <= deals->first[deal + 1]; at++) {
        const bool over = at == deals->first[deal + 1];
        const int64_t second = over ? export_second : qc_synth_export_second(deals, at);
        if (here != NULL) here->seconds += second - here->entered;
        if (over) break;
        if (here != NULL) here->left = second;
        here = &stays[column_of(&company->spec, company->changes[deals->change[at]].stage)];
        here->entered = second;
        here->left = 0;
        here->entries++;
    }
}

static void write_header(const qc_synth_spec *spec, qc_text *out)
{
    qc_text_add(out, "\xEF\xBB\xBFRecord ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,"
                     "Create Date,Close Date,Deal owner,Deal Type,Original Traffic Source,"
                     "Associated Company");
    for (int32_t column = 0; column < spec->stage_count + 2; column++) {
        static const char *const WHAT[] = {"Cumulative time in", "Date entered", "Date exited",
                                           "Latest time in"};
        for (int i = 0; i < 4; i++) {
            qc_text_addf(out, ",\"%s \"\"%s (" PIPELINE ")\"\"%s\"", WHAT[i],
                         stage_word(spec, column), i % 3 == 0 ? " (HH:mm:ss)" : "");
        }
    }
    qc_text_add(out, "\n");
}

static void write_stay(const stay *spent, int64_t export_second, qc_text *out)
{
    const int64_t until = spent->left != 0 ? spent->left : export_second;
    qc_text_add(out, ",");
    if (spent->entered != 0) add_duration(out, spent->seconds);
    qc_text_add(out, ",");
    add_minute(out, spent->entered);
    qc_text_add(out, ",");
    add_minute(out, spent->left);
    qc_text_add(out, ",");
    if (spent->entered != 0) add_duration(out, until - spent->entered);
}

static void write_customer(int32_t customer, qc_text *out)
{
    qc_text name = {0};
    qc_synth_export_customer(customer, &name);
    qc_text_add(out, "\"");
    for (const char *c = qc_text_get(&name); *c != '\0'; c++) {
        if (*c == '"') qc_text_add(out, "\"");
        qc_text_add_part(out, c, 1);
    }
    qc_text_add(out, "\"");
    if (name.failed) out->failed = true;
    qc_text_free(&name);
}

static void write_deal(qc_synth_export *out, const qc_synth_by_deal *deals, int32_t deal)
{
    const qc_synth_company *company = deals->company;
    const qc_synth_spec *spec = &company->spec;
    const qc_synth_deal *fixed = &company->deals[deal];
    const int32_t first = deals->first[deal], last = deals->first[deal + 1] - 1;
    const int64_t export_second = ((int64_t) deals->days.to + 1) * 86400 - 60;
    qc_text *text = &out->text[0];
    stay stays[MOST_STAGES] = {{0}};
    if (last < first) return;
    const qc_synth_change *change = &company->changes[deals->change[last]];
    const int64_t closing = change->stage < 0 ? qc_synth_export_second(deals, last)
                                              : ((int64_t) change->day + 45) * 86400;
    follow(deals, deal, stays);
    qc_text_addf(text, "%" PRId64 ",Deal %05d,%s," PIPELINE ",", FIRST_ID + deal, (int) deal + 1,
                 stage_word(spec, column_of(spec, change->stage)));
    if (!isnan(change->amount)) qc_text_addf(text, "%.0f", change->amount);
    qc_text_addf(text, ",%s,", spec->currency);
    add_minute(text, qc_synth_export_second(deals, first));
    qc_text_add(text, ",");
    add_minute(text, closing);
    qc_text_addf(text, ",%s,%s,%s,", spec->reps[fixed->rep].name,
                 spec->segments[fixed->segment].name, spec->sources[fixed->source].name);
    write_customer(fixed->customer, text);
    for (int32_t column = 0; column < spec->stage_count + 2; column++) {
        write_stay(&stays[column], export_second, text);
        if (stays[column].entries > 1) out->collapsed_rows += stays[column].entries - 1;
    }
    qc_text_add(text, "\n");
}

bool qc_synth_hubspot(qc_synth_export *out, const qc_synth_by_deal *deals, qc_status *status)
{
    char day[16];
    out->count = 1;
    (void) snprintf(out->name[0], sizeof out->name[0], "hubspot-crm-exports-all-deals-%s.csv",
                    qc_calendar_text(deals->days.to, day));
    write_header(&deals->company->spec, &out->text[0]);
    for (size_t deal = 0; deal < deals->company->deal_count; deal++)
        write_deal(out, deals, (int32_t) deal);
    return !out->text[0].failed || qc_fail(status, QC_NO_MEMORY, "out of memory");
}
