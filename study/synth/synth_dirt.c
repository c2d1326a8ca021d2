/* What real exports look like: the same changes with known, counted defects.
 *
 * A deal bears at most one of the defects that bend its life (a foreign id, a closing row dated
 * before the first, a closing row that was never typed), so that each can be counted in the file. */
#include "core/memory.h"
#include "core/rng.h"
#include "study/synth/synth_csv.h"
#include "study/synth/synth_world.h"

#include <math.h>
#include <string.h>

typedef struct deal_marks { /* by deal */
    qc_day created, closed; /* inside the file's days; closed = QC_DAY_NONE: still open */
    int32_t rows;           /* of the deal in the file */
    int32_t id;             /* deal whose id it carries */
    int32_t days_before;    /* > 0: the closing row is dated so many days before the first */
    bool lost, no_amount, unclosed;
} deal_marks;

static void scan_deals(const qc_synth_company *company, qc_span days, deal_marks *marks)
{
    for (size_t i = 0; i < company->deal_count; i++)
        marks[i] = (deal_marks){.created = QC_DAY_NONE, .closed = QC_DAY_NONE, .id = (int32_t) i};
    for (size_t i = 0; i < company->change_count; i++) {
        const qc_synth_change *change = &company->changes[i];
        deal_marks *mark = &marks[change->deal];
        if (change->day < days.from || change->day > days.to) continue;
        if (mark->rows++ == 0) mark->created = change->day;
        if (change->stage < 0) mark->closed = change->day;
        mark->lost = change->stage == QC_SYNTH_LOST;
    }
}

static bool unbent(const deal_marks *mark, int32_t deal)
{
    return mark->rows >= 2 && mark->id == deal && mark->days_before == 0 && !mark->unclosed;
}

typedef bool suits(const deal_marks *mark, qc_span days);

static bool suits_zombie(const deal_marks *mark, qc_span days)
{
    return mark->lost && mark->created - days.from < (days.to - days.from) / 4;
}

/* Not so early that the closing row would come before the file's first day. */
static bool suits_early_close(const deal_marks *mark, qc_span days)
{
    return mark->closed != QC_DAY_NONE && mark->created - days.from > 60;
}

static bool suits_any(const deal_marks *mark, qc_span days)
{
    return mark->created >= days.from;
}

/* A random deal that is still unbent and suits, or -1 when none turned up. */
static int32_t pick_deal(const deal_marks *marks, size_t count, qc_span days, suits *fits,
                         qc_rng *luck)
{
    for (int32_t tries = 0; count > 0 && tries < 10000; tries++) {
        const int32_t deal = (int32_t) (qc_rng_uniform(luck) * (double) count);
        if (unbent(&marks[deal], deal) && fits(&marks[deal], days)) return deal;
    }
    return -1;
}

static void bend_deals(const qc_synth_company *company, qc_span days, deal_marks *marks,
                       qc_synth_dirt_done *done)
{
    const qc_synth_dirt *dirt = &company->spec.dirt;
    const size_t count = company->deal_count;
    qc_rng luck = qc_rng_stream(company->seed, QC_SYNTH_LUCK_DIRT, 1, 0);
    for (int32_t i = 0; i < dirt->zombies; i++) {
        const int32_t deal = pick_deal(marks, count, days, suits_zombie, &luck);
        if (deal < 0) break;
        marks[deal].unclosed = true;
        done->zombies++;
    }
    for (int32_t i = 0; i < dirt->closed_before_created; i++) {
        const int32_t deal = pick_deal(marks, count, days, suits_early_close, &luck);
        if (deal < 0) break;
        marks[deal].days_before = 1 + (int32_t) (qc_rng_uniform(&luck) * 30);
        done->closed_before_created++;
    }
    for (int32_t i = 0; i < dirt->duplicate_ids; i++) {
        const int32_t deal = pick_deal(marks, count, days, suits_any, &luck);
        if (deal < 0) break;
        marks[deal].id = -1; /* taken, so that its twin is another deal */
        const int32_t twin = pick_deal(marks, count, days, suits_any, &luck);
        marks[deal].id = twin < 0 ? deal : twin;
        if (twin < 0) break;
        done->duplicate_ids++;
    }
}

static void blank_amounts(const qc_synth_company *company, deal_marks *marks,
                          qc_synth_dirt_done *done)
{
    qc_rng luck = qc_rng_stream(company->seed, QC_SYNTH_LUCK_DIRT, 2, 0);
    for (size_t i = 0; i < company->deal_count; i++) {
        marks[i].no_amount = qc_rng_uniform(&luck) < company->spec.dirt.missing_amounts;
        done->missing_amounts += marks[i].no_amount && marks[i].rows > 0;
    }
}

/* ---- rows ---- */

typedef struct dirty_file {
    const qc_synth_company *company;
    const deal_marks *marks;
    const unsigned char *repeats; /* by change: 1 = stands twice */
    qc_span days;
    qc_text *out;
    qc_synth_dirt_done *done;
} dirty_file;

/* False when the change is not in the file. */
static bool dirty_row(const dirty_file *file, const qc_synth_change *change, qc_synth_row *row)
{
    const deal_marks *mark = &file->marks[change->deal];
    if (change->day < file->days.from || change->day > file->days.to) return false;
    if (mark->unclosed && change->stage < 0) return false;
    *row = (qc_synth_row){
        .change = change, .id = mark->id, .day = change->day, .no_amount = mark->no_amount};
    if (mark->days_before > 0 && change->stage < 0) row->day = mark->created - mark->days_before;
    return true;
}

/* The sum that someone's spreadsheet had below the last row. */
static double add_rows(const dirty_file *file)
{
    const qc_synth_company *company = file->company;
    qc_rng luck = qc_rng_stream(company->seed, QC_SYNTH_LUCK_DIRT, 3, 0);
    double sum = 0;
    for (size_t i = 0; i < company->change_count; i++) {
        qc_synth_row row;
        const double chance = qc_rng_uniform(&luck);
        if (!dirty_row(file, &company->changes[i], &row)) continue;
        row.dotted_date = chance < company->spec.dirt.other_dates;
        file->done->other_dates += row.dotted_date + (row.dotted_date && file->repeats[i]);
        for (int copy = 0; copy <= file->repeats[i]; copy++)
            qc_synth_row_add(company, &row, file->out);
        if (!row.no_amount && !isnan(row.change->amount)) sum += row.change->amount;
    }
    return sum;
}

static void repeat_rows(const dirty_file *file, unsigned char *repeats)
{
    const qc_synth_company *company = file->company;
    qc_rng luck = qc_rng_stream(company->seed, QC_SYNTH_LUCK_DIRT, 4, 0);
    for (int32_t tries = 0; company->change_count > 0 && tries < 10000; tries++) {
        if (file->done->repeated_rows >= company->spec.dirt.repeated_rows) return;
        const size_t i = (size_t) (qc_rng_uniform(&luck) * (double) company->change_count);
        qc_synth_row row;
        if (repeats[i] || !dirty_row(file, &company->changes[i], &row)) continue;
        repeats[i] = 1;
        file->done->repeated_rows++;
    }
}

static void write_file(const dirty_file *file)
{
    const qc_synth_dirt *dirt = &file->company->spec.dirt;
    if (dirt->byte_order_mark) qc_text_add(file->out, "\xEF\xBB\xBF");
    file->done->byte_order_marks = dirt->byte_order_mark;
    qc_text_add(file->out, QC_SYNTH_CSV_HEADER);
    const double sum = add_rows(file);
    if (dirt->total_row) qc_text_addf(file->out, "Total,,,%.0f,,,,\n", sum);
    file->done->total_rows = dirt->total_row;
}

bool qc_synth_csv_dirty(const qc_synth_company *company, qc_span days, qc_text *out,
                        qc_synth_dirt_done *done, qc_status *status)
{
    deal_marks *marks = qc_memory_take(company->deal_count, sizeof *marks, status);
    unsigned char *repeats = qc_memory_take(company->change_count, sizeof *repeats, status);
    const dirty_file file = {company, marks, repeats, days, out, done};
    bool ok = marks && repeats;
    if (!ok) goto out;
    *done = (qc_synth_dirt_done){0};
    scan_deals(company, days, marks);
    bend_deals(company, days, marks, done);
    blank_amounts(company, marks, done);
    repeat_rows(&file, repeats);
    write_file(&file);
    if (out->failed) ok = qc_fail(status, QC_NO_MEMORY, "out of memory while writing the history");
out:
    qc_memory_release(marks);
    qc_memory_release(repeats);
    return ok;
}
