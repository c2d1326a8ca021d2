#include "history/silence.h"

#include "core/stats.h"

#define LEAST_DAYS 14
#define LEAST_GAPS 10
#define TIMES      3 /* the gap that most stay within */
#define MOST       0.95

qc_day qc_silence_last_row(const qc_history *history)
{
    qc_day last = history->changes.count > 0 ? history->changes.day[0] : history->as_of;
    for (int32_t row = 1; row < history->changes.count; row++)
        last = history->changes.day[row] > last ? history->changes.day[row] : last;
    return last;
}

/* Days between neighbouring days with rows, ascending. Returns how many. */
static size_t list_gaps(const qc_changes *changes, double *gaps)
{
    size_t count = 0;
    for (int32_t row = 0; row < changes->count; row++)
        gaps[row] = changes->day[row];
    qc_stats_sort(gaps, (size_t) changes->count);
    for (int32_t row = 1; row < changes->count; row++) {
        const double gap = gaps[row] - gaps[row - 1];
        if (gap > 0) gaps[count++] = gap; /* count < row: what is written is read already */
    }
    qc_stats_sort(gaps, count);
    return count;
}

bool qc_silence_find(qc_silence *silence, const qc_history *history, qc_status *status)
{
    qc_arena scratch = {0};
    const int32_t rows = history->changes.count;
    *silence = (qc_silence){.last_row = qc_silence_last_row(history)};
    silence->days = history->as_of - silence->last_row;
    if (silence->days < LEAST_DAYS || rows < LEAST_GAPS) return true;
    double *gaps = qc_arena_take(&scratch, (size_t) rows, sizeof *gaps, status);
    if (gaps == NULL) return false;
    const size_t count = list_gaps(&history->changes, gaps);
    if (count >= LEAST_GAPS) {
        silence->longest = (int32_t) gaps[count - 1];
        silence->found = silence->days > silence->longest &&
                         silence->days > TIMES * qc_stats_quantile(gaps, count, MOST);
    }
    qc_arena_free(&scratch);
    return true;
}
