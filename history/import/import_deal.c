#include "history/import/import_deal.h"

#include "history/ends.h"
#include "history/import/import_status.h"

#include <string.h>

static const char *const DEAL[] = {"deal_id", "opportunity_id", "id",      "record id", "opp id",
                                   "deal",    "opportunity",    "case id", NULL};
static const char *const CREATED[] = {"created",     "created date", "create date", "creation date",
                                      "created at",  "created on",   "createdate",  "engage date",
                                      "opened",      "open date",    "start date",  "deal created",
                                      "date opened", "date created", NULL};
static const char *const CLOSED[] = {"closed",    "closed date",   "close date",  "closedate",
                                     "closed at", "closed on",     "end date",    "date closed",
                                     "won time",  "deal won time", "closed time", NULL};
static const char *const LOST_TIME[] = {"lost time", "deal lost time", "lost date", "date lost",
                                        NULL};
static const char *const STATUS[] = {"status", "deal status", "outcome", "result", NULL};
static const char *const STAGE[] = {"stage",          "stage name", "deal stage",
                                    "pipeline stage", "phase",      NULL};
static const char *const WON_FLAG[] = {"is won", "won", NULL};
static const char *const CLOSED_FLAG[] = {"is closed", NULL};
static const char *const STAGE_SINCE[] = {"last stage change", "stage change time", "stage changed",
                                          NULL};
static const char *const DELETED[] = {"is deleted", "deleted", NULL};

void qc_import_deal_find(const qc_import *import, const qc_sheet *sheet, qc_import_deal *found)
{
    *found = (qc_import_deal){
        .deal = qc_import_column(import, sheet, "deal", DEAL),
        .created = qc_import_column(import, sheet, "created", CREATED),
        .closed = qc_import_column(import, sheet, "closed", CLOSED),
        .lost_time = qc_import_column(import, sheet, "lost_time", LOST_TIME),
        .status = qc_import_column(import, sheet, "status", STATUS),
        .stage = qc_import_column(import, sheet, "stage", STAGE),
        .won_flag = qc_import_column(import, sheet, "is_won", WON_FLAG),
        .closed_flag = qc_import_column(import, sheet, "is_closed", CLOSED_FLAG),
        .deleted = qc_import_column(import, sheet, "is_deleted", DELETED),
        .stage_since = qc_import_column(import, sheet, "stage_since", STAGE_SINCE),
        .active = QC_COLUMN_ABSENT};
    qc_import_find_values(import, sheet, &found->values);
    found->values.close_date = QC_COLUMN_ABSENT; /* `closed`: the end of an ended deal */
    qc_import_status_find(import, sheet, found);
}

bool qc_import_deal_tells_ends(const qc_import_deal *found)
{
    return found->status >= 0 || found->stage >= 0 ||
           (found->won_flag >= 0 && found->closed_flag >= 0);
}

static bool is_listed(const qc_words *words, const char *word)
{
    for (int32_t i = 0; i < words->count; i++) {
        if (qc_names_same(words->text[i], word)) return true;
    }
    return false;
}

static qc_id end_of_word(const qc_import *import, const char *word)
{
    if (is_listed(&import->options->won, word)) return QC_STAGE_WON;
    if (is_listed(&import->options->lost, word)) return QC_STAGE_LOST;
    return QC_STAGE_OPEN;
}

static bool is_no(const char *cell)
{
    return qc_text_same(cell, "false") || strcmp(cell, "0") == 0 || qc_text_same(cell, "no");
}

qc_id qc_import_deal_end(const qc_import *import, const qc_import_deal *found,
                         const qc_sheet *sheet, int32_t row)
{
    const char *status = qc_sheet_cell(sheet, row, found->status);
    const char *stage = qc_sheet_cell(sheet, row, found->stage);
    qc_id end = end_of_word(import, status);
    if (end == QC_STAGE_OPEN) end = end_of_word(import, stage);
    if (end != QC_STAGE_OPEN) return end;
    if (is_no(qc_sheet_cell(sheet, row, found->active))) return QC_STAGE_LOST;
    if (found->won_flag >= 0 && found->closed_flag >= 0) {
        if (!qc_import_is_yes(qc_sheet_cell(sheet, row, found->closed_flag))) return QC_STAGE_OPEN;
        return qc_import_is_yes(qc_sheet_cell(sheet, row, found->won_flag)) ? QC_STAGE_WON
                                                                            : QC_STAGE_LOST;
    }
    end = qc_ends_of_word(status);
    return end != QC_STAGE_OPEN ? end : qc_ends_of_word(stage);
}

bool qc_import_deal_check(qc_import *import, const qc_import_deal *found, bool *usable,
                          qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[import->sheet];
    const char *deal = qc_sheet_cell(sheet, import->row, found->deal);
    char room[QC_CSV_EXCERPT];
    if (deal[0] == '\0') {
        *usable = false;
        return qc_import_aside(import, QC_ASIDE_EMPTY_ID, found->deal, status, "the deal is empty");
    }
    if (!qc_import_is_yes(qc_sheet_cell(sheet, import->row, found->deleted)) &&
        !qc_text_same(qc_sheet_cell(sheet, import->row, found->status), "deleted")) {
        return true;
    }
    *usable = false;
    return qc_import_aside(import, QC_ASIDE_DELETED, found->deleted, status,
                           "deal \"%s\" is marked as deleted", qc_csv_excerpt(deal, room));
}

bool qc_import_deal_read_days(qc_import *import, const qc_import_deal *found, qc_id end,
                              qc_import_deal_days *days, bool *usable, qc_status *status)
{
    qc_day lost = QC_DAY_NONE;
    int32_t second = 0;
    if (!qc_import_day(import, found->created, &days->created, &second, usable, status) ||
        !qc_import_day(import, found->closed, &days->closed, &second, usable, status) ||
        !qc_import_day(import, found->lost_time, &lost, &second, usable, status)) {
        return false;
    }
    if (*usable && end == QC_STAGE_LOST && lost != QC_DAY_NONE) days->closed = lost;
    const qc_sheet *sheet = &import->sheets[import->sheet];
    const int32_t since = found->stage_since; /* a side remark: unreadable, it is unknown */
    if (since == QC_COLUMN_ABSENT ||
        !qc_dates_read_moment(qc_sheet_cell(sheet, import->row, since), sheet->date_order[since],
                              &days->stage_since, &second)) {
        days->stage_since = QC_DAY_NONE;
    }
    return true;
}
