/* The event log: one row says that on a day a deal entered a stage. The canonical history is one;
 * this dialect reads those whose columns have other names, or times that decide the order on a day. */
#include "history/import/dialects.h"

static const char *const DEAL[] = {
    "deal_id",   "deal id", "opportunity_id", "opportunity id", "opp id", "case id", "lead id",
    "record id", "case",    "deal",           "opportunity",    "id",     NULL};
static const char *const DATE[] = {
    "date",       "when",    "timestamp", "event time", "changed at", "change date", "changed on",
    "entered at", "entered", "datetime",  "moved at",   "time",       NULL};
static const char *const STAGE[] = {"stage",  "new stage", "to stage",   "stage name",
                                    "status", "phase",     "new status", NULL};

typedef struct columns {
    int32_t deal, date, stage;
} columns;

static columns find(const qc_import *import, const qc_sheet *sheet)
{
    return (columns){.deal = qc_import_column(import, sheet, "deal", DEAL),
                     .date = qc_import_column(import, sheet, "date", DATE),
                     .stage = qc_import_column(import, sheet, "stage", STAGE)};
}

int qc_import_events_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    const columns found = find(import, sheet);
    if (found.deal < 0 || found.date < 0 || found.stage < 0) return 0;
    qc_text_addf(evidence, "columns \"%s\", \"%s\", \"%s\"", qc_sheet_title(sheet, found.deal),
                 qc_sheet_title(sheet, found.date), qc_sheet_title(sheet, found.stage));
    return 40;
}

static bool read_record(qc_import *import, const columns *found, const qc_import_values *values,
                        int32_t row, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[0];
    qc_import_change change = qc_import_blank();
    bool usable = false;
    if (!qc_import_begin(import, 0, row, &usable, status)) return false;
    if (!usable) return true;
    change.deal = qc_sheet_cell(sheet, row, found->deal);
    change.stage = qc_sheet_cell(sheet, row, found->stage);
    if (change.deal[0] == '\0') {
        return qc_import_aside(import, QC_ASIDE_EMPTY_ID, found->deal, status, "the deal is empty");
    }
    if (change.stage[0] == '\0') {
        return qc_import_aside(import, QC_ASIDE_EMPTY_STAGE, found->stage, status,
                               "the stage is empty");
    }
    if (!qc_import_day(import, found->date, &change.day, &change.second, &usable, status))
        return false;
    if (usable && change.day == QC_DAY_NONE) {
        return qc_import_aside(import, QC_ASIDE_BAD_DATE, found->date, status, "the date is empty");
    }
    if (!qc_import_take_values(import, values, &change, &usable, status)) return false;
    return !usable || qc_import_put(import, &change, status);
}

bool qc_import_events_read(qc_import *import, qc_status *status)
{
    qc_sheet *sheet = &import->sheets[0];
    const columns found = find(import, sheet);
    qc_import_values values;
    if (found.deal < 0 || found.date < 0 || found.stage < 0) {
        return qc_import_need(import, sheet, "deal", found.deal, status) &&
               qc_import_need(import, sheet, "date", found.date, status) &&
               qc_import_need(import, sheet, "stage", found.stage, status);
    }
    qc_import_find_values(import, sheet, &values);
    if (!qc_import_style(import, sheet, &found.date, 1, &values, status)) return false;
    if (!qc_import_may_go_on(import)) return true;
    for (int32_t row = 1; row < sheet->csv.row_count; row++) {
        if (!read_record(import, &found, &values, row, status)) return false;
    }
    return true;
}
