#include "study/synth/synth_export.h"

#include "core/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY_SECONDS 86400

bool qc_synth_layout_find(const char *word, qc_synth_layout *layout)
{
    const bool salesforce = strcmp(word, "salesforce") == 0;
    *layout = salesforce ? QC_SYNTH_SALESFORCE : QC_SYNTH_HUBSPOT;
    return salesforce || strcmp(word, "hubspot") == 0;
}

int64_t qc_synth_export_second(const qc_synth_by_deal *deals, int32_t at)
{
    const qc_synth_change *changes = deals->company->changes;
    const qc_synth_change *change = &changes[deals->change[at]];
    int32_t place = 0; /* among the deal's changes of that day */
    while (at - place > deals->first[change->deal] &&
           changes[deals->change[at - place - 1]].day == change->day) {
        place++;
    }
    const int64_t morning = (int64_t) change->day * DAY_SECONDS + (8 + change->deal % 9) * 3600;
    return morning + place * 420 + change->deal % 59;
}

const char *qc_synth_export_stamp(int64_t second, char out[QC_SYNTH_STAMP])
{
    const qc_date date = qc_calendar_date((qc_day) (second / DAY_SECONDS));
    const int rest = (int) (second % DAY_SECONDS);
    (void) snprintf(out, QC_SYNTH_STAMP, "%04d-%02d-%02d %02d:%02d:%02d", (int) date.year % 10000,
                    (int) date.month % 100, (int) date.day % 100, rest / 3600, rest / 60 % 60,
                    rest % 60);
    return out;
}

void qc_synth_export_customer(int32_t customer, qc_text *out)
{
    static const char *const KINDS[] = {"Müller & Söhne", "Café \"Central\"", "Acme, Inc.",
                                        "Señor Solar"};
    qc_text_addf(out, "%s %05d", KINDS[customer % 4], (int) customer + 1);
}

/* Changes lie in order of days; counting them by deal keeps that order within each deal. */
static bool group(qc_synth_by_deal *deals, qc_status *status)
{
    const qc_synth_company *company = deals->company;
    deals->change = qc_memory_take(company->change_count, sizeof *deals->change, status);
    deals->first = qc_memory_take(company->deal_count + 2, sizeof *deals->first, status);
    if (deals->change == NULL || deals->first == NULL) return false;
    int32_t *place = deals->first + 1; /* ends as the place behind each deal's last change */
    for (size_t i = 0; i < company->change_count; i++) {
        const qc_synth_change *change = &company->changes[i];
        if (change->day < deals->days.from || change->day > deals->days.to) continue;
        place[change->deal + 1]++;
    }
    for (size_t deal = 0; deal < company->deal_count; deal++)
        place[deal + 1] += place[deal];
    for (size_t i = 0; i < company->change_count; i++) {
        const qc_synth_change *change = &company->changes[i];
        if (change->day < deals->days.from || change->day > deals->days.to) continue;
        deals->change[place[change->deal]++] = (int32_t) i;
    }
    return true;
}

bool qc_synth_export_make(qc_synth_export *out, const qc_synth_company *company, qc_span days,
                          qc_synth_layout layout, qc_status *status)
{
    qc_synth_by_deal deals = {.company = company, .days = days};
    bool ok = group(&deals, status);
    if (ok) {
        ok = layout == QC_SYNTH_SALESFORCE ? qc_synth_salesforce(out, &deals, status)
                                           : qc_synth_hubspot(out, &deals, status);
    }
    for (int32_t i = 0; i < out->count && ok; i++) {
        if (out->text[i].failed)
            ok = qc_fail(status, QC_NO_MEMORY, "out of memory while writing the export");
    }
    qc_memory_release(deals.change);
    qc_memory_release(deals.first);
    return ok;
}

void qc_synth_export_free(qc_synth_export *out)
{
    for (int32_t i = 0; i < QC_SYNTH_EXPORT_FILES; i++)
        qc_text_free(&out->text[i]);
    *out = (qc_synth_export){.count = 0};
}
