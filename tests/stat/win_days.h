/** On which day is each open deal won? One measure a deal and one atom a day, over a year. */
#ifndef QC_TESTS_STAT_WIN_DAYS_H
#define QC_TESTS_STAT_WIN_DAYS_H

#include "tests/support/company.h"

enum { WIN_DAYS = 365, WIN_DEALS_MAX = 16 };

static int64_t wins[WIN_DEALS_MAX][WIN_DAYS + 1]; /* by deal and day ahead */

/** Before the world is made; the plan asks for 365 days. */
static inline void win_days_ask(qc_questions *questions, int deals)
{
    ck_assert_int_eq(questions->days, WIN_DAYS);
    for (int day = 0; day <= WIN_DAYS + 1; day++)
        questions->atom_of_day[day] = day;
    questions->atom_count = WIN_DAYS + 2;
    questions->measure_count = deals;
    memset(questions->metric_mask, 0, sizeof questions->metric_mask);
    questions->metric_mask[QC_METRIC_CUSTOMERS] = (UINT64_C(1) << deals) - 1;
    questions->figure_count = 0;
    questions->main_figure = 0;
}

/** After the world is made; `ages` are days in the stage, -1 on the day clock = enters on the first day. */
static inline void win_days_start(qc_world *world, qc_book *book, int deals, const double *ages)
{
    ck_assert_int_eq(book->open_count, deals);
    for (int deal = 0; deal < deals; deal++) {
        world->open_mask[deal] = UINT64_C(1) << deal;
        book->open[deal].age_days = ages[deal];
    }
    memset(wins, 0, sizeof wins);
}

/** After a trial. */
static inline void win_days_count(const qc_world *world, int deals)
{
    const int row = WIN_DAYS + 3;
    for (int deal = 0; deal < deals; deal++) {
        const int64_t *sums = &world->sums[deal * row];
        if (sums[row - 1] == 0) continue;
        int day = 1;
        while (sums[day + 1] == 0)
            day++;
        wins[deal][day]++;
    }
}

#endif
