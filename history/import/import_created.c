/* One row a deal with the days of creation and close, and no stages: as a spreadsheet or a CRM
 * without stage history gives it. What can be known is the win rate and the time to close, so the
 * history has one stage, "open". The stage that an open deal is in today is not used: nothing says
 * when it came there. */
#include "history/import/dialects.h"
#include "history/import/import_deal.h"

typedef struct reading {
    qc_import_deal found;
    int64_t backward; /* deals closed before they are created */
} reading;

int qc_import_created_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    qc_import_deal found;
    qc_import_deal_find(import, sheet, &found);
    if (found.deal < 0 || found.created < 0 || found.closed < 0 ||
        !qc_import_deal_tells_ends(&found)) {
        return 0;
    }
    const int32_t end = found.status >= 0  ? found.status
                        : found.stage >= 0 ? found.stage
                                           : found.won_flag;
    qc_text_addf(evidence, "columns \"%s\", \"%s\", \"%s\", \"%s\" and no date of a stage",
                 qc_sheet_title(sheet, found.deal), qc_sheet_title(sheet, found.created),
                 qc_sheet_title(sheet, found.closed), qc_sheet_title(sheet, end));
    return 30;
}

/* A close before the creation is a typing error in one of them: the deal then took no time. */
static bool put_both(qc_import *import, reading *work, qc_import_change *change,
                     qc_import_deal_days days, qc_id end, qc_status *status)
{
    if (end == QC_STAGE_OPEN) {
        if (days.closed != QC_DAY_NONE) change->close_day = days.closed; /* what is expected */
    } else if (days.created != QC_DAY_NONE && days.closed < days.created) {
        work->backward++;
        days.created = days.closed;
    }
    if (days.created != QC_DAY_NONE || end == QC_STAGE_OPEN) {
        change->stage = "open";
        change->day = days.created;
        if (!qc_import_put(import, change, status)) return false;
    }
    if (end == QC_STAGE_OPEN) return true;
    change->stage = end == QC_STAGE_WON ? "won" : "lost";
    change->day = days.closed;
    return qc_import_put(import, change, status);
}

static bool check_record(qc_import *import, reading *work, int32_t row, bool *usable,
                         qc_status *status)
{
    const char *deal = qc_sheet_cell(&import->sheets[0], row, work->found.deal);
    char room[QC_CSV_EXCERPT];
    if (!qc_import_begin(import, 0, row, usable, status)) return false;
    if (!*usable) return true;
    if (!qc_import_deal_check(import, &work->found, usable, status)) return false;
    if (!*usable) return true;
    if (qc_names_get(&import->rows->deals, deal) == QC_ID_NONE) return true;
    *usable = false;
    return qc_import_aside(import, QC_ASIDE_DEAL_TWICE, work->found.deal, status,
                           "deal \"%s\" has a row already, and each has one only",
                           qc_csv_excerpt(deal, room));
}

static bool read_record(qc_import *import, reading *work, int32_t row, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[0];
    const qc_import_deal *found = &work->found;
    qc_import_change change = qc_import_blank();
    qc_import_deal_days days;
    bool usable = false;
    if (!check_record(import, work, row, &usable, status)) return false;
    if (!usable) return true;
    const qc_id end = qc_import_deal_end(import, found, sheet, row);
    change.deal = qc_sheet_cell(sheet, row, found->deal);
    if (!qc_import_deal_read_days(import, found, end, &days, &usable, status)) return false;
    if (usable && end != QC_STAGE_OPEN && days.closed == QC_DAY_NONE) {
        return qc_import_aside(import, QC_ASIDE_BAD_DATE, found->closed, status,
                               "%s without a date of closing",
                               end == QC_STAGE_WON ? "won" : "lost");
    }
    if (usable && !qc_import_take_values(import, &found->values, &change, &usable, status))
        return false;
    return !usable || put_both(import, work, &change, days, end, status);
}

static bool read_all(qc_import *import, reading *work, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[0];
    for (int32_t row = 1; row < sheet->csv.row_count; row++) {
        if (!read_record(import, work, row, status)) return false;
    }
    if (work->backward > 0 &&
        !qc_import_doubt(import, sheet, "close before create", -1, -1, status,
                         "deals closed before they are created, which count as created on the "
                         "day of close: %lld",
                         (long long) work->backward)) {
        return false;
    }
    return qc_decisions_add(import->decisions, "dates", "of creation and close only", true, "",
                            status,
                            "the layout has no dates of stages: the history has one stage, open, "
                            "from creation to close");
}

bool qc_import_created_run(qc_import *import, const qc_import_deal *found, qc_status *status)
{
    qc_sheet *sheet = &import->sheets[0];
    reading work = {.found = *found};
    const bool ends_dated = found->closed >= 0 || found->lost_time >= 0;
    if (found->deal < 0 || found->created < 0 || !ends_dated || !qc_import_deal_tells_ends(found)) {
        return qc_import_need(import, sheet, "deal", found->deal, status) &&
               qc_import_need(import, sheet, "created", found->created, status) &&
               (ends_dated || qc_import_need(import, sheet, "closed", found->closed, status)) &&
               (qc_import_deal_tells_ends(found) ||
                qc_import_need(import, sheet, "status", found->status, status));
    }
    const int32_t dates[] = {found->created, found->closed, found->lost_time, found->stage_since};
    if (!qc_import_style(import, sheet, dates, 4, &found->values, status)) return false;
    return !qc_import_may_go_on(import) || read_all(import, &work, status);
}

bool qc_import_created_read(qc_import *import, qc_status *status)
{
    qc_import_deal found;
    qc_import_deal_find(import, &import->sheets[0], &found);
    return qc_import_created_run(import, &found, status);
}
