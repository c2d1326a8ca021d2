/* The report "Opportunity History" (From Stage, To Stage, Last Modified). It usually has no id, so a
 * deal is a chain: each record leaves the stage that the one before entered. Names repeat; a record
 * that leaves no stage begins a new deal, and of several deals of one name a record continues the one
 * that stands where it begins. */
#include "core/memory.h"
#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"
#include "history/import/import_salesforce.h"

#include <string.h>

typedef struct columns {
    int32_t id, name, account, date, from, to;
} columns;

static columns find(const qc_import *import, const qc_sheet *sheet)
{
    static const char *const ID[] = {"Opportunity ID", NULL};
    static const char *const NAME[] = {"Opportunity Name", NULL};
    static const char *const ACCOUNT[] = {"Account Name", NULL};
    static const char *const DATE[] = {"Last Modified", "Last Modified Date", "Edit Date", NULL};
    static const char *const FROM[] = {"From Stage", NULL}, *const TO[] = {"To Stage", NULL};
    return (columns){.id = qc_import_column(import, sheet, "deal", ID),
                     .name = qc_sheet_find(sheet, NAME),
                     .account = qc_sheet_find(sheet, ACCOUNT),
                     .date = qc_import_column(import, sheet, "date", DATE),
                     .from = qc_sheet_find(sheet, FROM),
                     .to = qc_import_column(import, sheet, "stage", TO)};
}

int qc_import_salesforce_report_detect(const qc_import *import, const qc_sheet *sheet,
                                       qc_text *evidence)
{
    (void) import;
    const columns found = find(&qc_import_unmapped, sheet);
    if ((found.id < 0 && found.name < 0) || found.date < 0 || found.from < 0 || found.to < 0)
        return 0;
    qc_text_add(evidence, "columns From Stage, To Stage, Last Modified");
    return 95;
}

/* ---- chains ---- */

typedef struct chain { /* a deal of the name in hand */
    const char *deal;
    qc_id stage;   /* where it stands */
    int32_t below; /* the chain that came to this stage before it, -1 = none */
} chain;

typedef struct chaining {
    qc_import *import;
    const columns *found;
    const char **deal_of_row;
    int32_t *place_of_row;
    bool *placed;         /* by step */
    qc_name_table stages; /* folded; "" is one of them */
    qc_id *from, *to;     /* by row */
    int32_t *top;         /* by stage: the chain that came there last, -1 = none stands there */
    qc_import_order order;
    chain *chains;
    size_t count, capacity;
    int32_t place;
    int32_t namesakes; /* deals that share their name with an earlier one */
} chaining;

static const char *cell(const chaining *work, int32_t row, int32_t field)
{
    return qc_sheet_cell(&work->import->sheets[0], row, field);
}

/* Each distinct stage is folded once, and gets its room in `top`. */
static bool number_stage(chaining *work, const char *stage, qc_id *id, qc_status *status)
{
    char room[QC_NAMES_KEY_ROOM];
    const char *key = qc_names_key(stage, room);
    *id = qc_names_get(&work->stages, key);
    if (*id != QC_ID_NONE) return true;
    key = qc_arena_text(&work->import->arena, key, status);
    *id = key == NULL ? QC_ID_NONE : qc_names_put(&work->stages, key, status);
    if (*id == QC_ID_NONE) return false;
    work->top[*id] = -1;
    return true;
}

static bool number_stages(chaining *work, qc_status *status)
{
    const int32_t rows = work->import->sheets[0].csv.row_count;
    work->from = qc_memory_take((size_t) rows, sizeof *work->from, status);
    work->to = qc_memory_take((size_t) rows, sizeof *work->to, status);
    work->top = qc_memory_take(2 * (size_t) rows, sizeof *work->top, status);
    if (!work->from || !work->to || !work->top) return false;
    for (int32_t row = 1; row < rows; row++) {
        if (!number_stage(work, cell(work, row, work->found->from), &work->from[row], status) ||
            !number_stage(work, cell(work, row, work->found->to), &work->to[row], status)) {
            return false;
        }
    }
    return true;
}

/* The open end that this record continues: of several, the one that changed last. -1 = none. */
static int32_t find_chain(const chaining *work, int32_t row)
{
    const bool begins = cell(work, row, work->found->from)[0] == '\0';
    return begins ? -1 : work->top[work->from[row]];
}

/* The next records are of another name. */
static void drop_chains(chaining *work)
{
    for (size_t i = 0; i < work->count; i++) {
        work->top[work->chains[i].stage] = -1;
    }
    work->count = 0;
}

static bool add_chain(chaining *work, const char *name, int32_t *at, qc_status *status)
{
    void *block = work->chains;
    qc_arena *arena = &work->import->arena;
    if (!qc_memory_grow(&block, &work->capacity, work->count + 1, sizeof *work->chains, status))
        return false;
    work->chains = block;
    work->namesakes += work->count > 0;
    *at = (int32_t) work->count;
    const char *deal = work->count == 0
                           ? name
                           : qc_arena_format(arena, status, "%s #%d", name, (int) *at + 1);
    work->chains[work->count++] = (chain){.deal = deal};
    return deal != NULL;
}

/* Give the record to a chain. */
static bool place_step(chaining *work, int32_t step, const char *name, qc_status *status)
{
    const int32_t row = work->order.steps[step].row;
    int32_t at = find_chain(work, row);
    if (at >= 0)
        work->top[work->from[row]] = work->chains[at].below;
    else if (!add_chain(work, name, &at, status))
        return false;
    chain *moved = &work->chains[at];
    moved->stage = work->to[row];
    moved->below = work->top[moved->stage];
    work->top[moved->stage] = at;
    work->deal_of_row[row] = moved->deal;
    work->place_of_row[row] = ++work->place;
    work->placed[step] = true;
    return true;
}

/* Which record of one moment comes next: one that continues a chain or begins a deal; else the
 * first that is left (its beginning lies before the report). */
static int32_t next_step(const chaining *work, int32_t first, int32_t end)
{
    int32_t left = -1;
    for (int32_t i = first; i < end; i++) {
        if (work->placed[i]) continue;
        const int32_t row = work->order.steps[i].row;
        if (cell(work, row, work->found->from)[0] == '\0' || find_chain(work, row) >= 0) return i;
        if (left < 0) left = i;
    }
    return left;
}

static bool chain_moment(chaining *work, int32_t first, int32_t end, const char *name,
                         qc_status *status)
{
    for (int32_t i = first, head = first; i < end; i++) {
        while (work->placed[head]) {
            head++;
        }
        if (!place_step(work, next_step(work, head, end), name, status)) return false;
    }
    return true;
}

static bool chain_all(chaining *work, qc_status *status)
{
    const qc_import_step *steps = work->order.steps;
    for (int32_t first = 0, end = 0; first < work->order.count; first = end) {
        if (first == 0 || steps[first].deal != steps[first - 1].deal) drop_chains(work);
        while (end < work->order.count && steps[end].deal == steps[first].deal &&
               steps[end].day == steps[first].day && steps[end].second == steps[first].second) {
            end++;
        }
        if (!chain_moment(work, first, end, work->order.deals.text[steps[first].deal], status))
            return false;
    }
    return true;
}

/* "Name (Account)": what tells deals apart when there is no id. Lines at the foot have no stage. */
static bool name_rows(chaining *work, qc_status *status)
{
    const int32_t rows = work->import->sheets[0].csv.row_count;
    for (int32_t row = 1; row < rows; row++) {
        const char *name = cell(work, row, work->found->name);
        const char *account = cell(work, row, work->found->account);
        work->deal_of_row[row] = name;
        if (account[0] == '\0' || name[0] == '\0') continue;
        work->deal_of_row[row] = qc_arena_format(&work->import->arena, status, "%s (%s)", name,
                                                 account);
        if (work->deal_of_row[row] == NULL) return false;
    }
    return true;
}

static bool find_deals(chaining *work, qc_status *status)
{
    qc_import *import = work->import;
    const size_t rows = (size_t) import->sheets[0].csv.row_count;
    work->deal_of_row = qc_memory_take(rows, sizeof *work->deal_of_row, status);
    work->place_of_row = qc_memory_take(rows, sizeof *work->place_of_row, status);
    work->placed = qc_memory_take(rows, sizeof *work->placed, status);
    if (!work->deal_of_row || !work->place_of_row || !work->placed) return false;
    if (!name_rows(work, status) || !number_stages(work, status)) return false;
    if (!qc_import_order_find(&work->order, &import->sheets[0], work->found->name,
                              work->found->date, work->deal_of_row, NULL, status) ||
        !chain_all(work, status)) {
        return false;
    }
    return qc_decisions_add(import->decisions, "deals", "by name, account and chain of stages",
                            false, "Opportunity ID in the report", status,
                            "the report has no column Opportunity ID; %d deals share a name with "
                            "an earlier one",
                            (int) work->namesakes);
}

static void free_chaining(chaining *work)
{
    void *names = work->deal_of_row;
    qc_memory_release(names);
    qc_memory_release(work->place_of_row);
    qc_memory_release(work->placed);
    qc_memory_release(work->chains);
    qc_memory_release(work->from);
    qc_memory_release(work->to);
    qc_memory_release(work->top);
    qc_names_free(&work->stages);
    qc_import_order_free(&work->order);
}

/* "Generated By: Ann Arbor 05/03/2025 16:20" at the foot says when the report was made. */
static void find_stamp(qc_import *import, int32_t date)
{
    const qc_sheet *sheet = &import->sheets[0];
    for (int32_t row = sheet->csv.row_count - 1; row > 0; row--) {
        const char *text = qc_sheet_cell(sheet, row, 0);
        if (strncmp(text, "Generated By:", 13) != 0) continue;
        for (const char *at = strchr(text, ' '); at != NULL; at = strchr(at + 1, ' ')) {
            if (qc_dates_read(at + 1, sheet->date_order[date], &import->stamp)) return;
        }
        import->stamp = QC_DAY_NONE;
        return;
    }
}

bool qc_import_salesforce_report_read(qc_import *import, qc_status *status)
{
    static const char *const KEYS[] = {"Opportunity Name", "date", "From Stage", "stage"};
    qc_sheet *sheet = &import->sheets[0];
    const columns found = find(import, sheet);
    const int32_t fields[] = {found.id >= 0 ? found.id : found.name, found.date, found.from,
                              found.to};
    chaining work = {.import = import, .found = &found};
    qc_import_facts facts = {0};
    qc_import_log log = qc_import_log_blank();
    log.deal = fields[0];
    log.date = found.date;
    log.from = found.from;
    log.stage = found.to;
    log.values = qc_import_salesforce_values(import, sheet);
    bool ok = qc_import_require(import, KEYS, fields, 4, status);
    if (ok && qc_import_may_go_on(import))
        ok = qc_import_style(import, sheet, &log.date, 1, &log.values, status) &&
             qc_import_salesforce_companions(import, &facts, status);
    const bool go = ok && qc_import_may_go_on(import);
    if (go) find_stamp(import, found.date);
    if (go && found.id < 0) ok = find_deals(&work, status);
    log.deal_of_row = work.deal_of_row;
    log.place_of_row = work.place_of_row;
    if (go && ok) ok = qc_import_log_read(import, &log, &facts, status);
    qc_import_facts_free(&facts);
    free_chaining(&work);
    return ok;
}
