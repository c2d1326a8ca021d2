#include "study/backtest/periods.h"

static bool weekly(qc_every every)
{
    return every == QC_EVERY_WEEK;
}

qc_day qc_periods_end(qc_every every, qc_day day)
{
    return qc_calendar_unit_span(day, weekly(every) ? QC_UNIT_WEEK : QC_UNIT_MONTH, 1).to;
}

qc_day qc_periods_after(qc_every every, qc_day end, int32_t count)
{
    if (weekly(every)) return end + 7 * count;
    return qc_calendar_month_span(qc_calendar_month_index(end) + count).to;
}

int32_t qc_periods_between(qc_every every, qc_day from, qc_day end)
{
    const qc_day first = qc_periods_end(every, from);
    const bool whole = qc_calendar_unit_span(from, weekly(every) ? QC_UNIT_WEEK : QC_UNIT_MONTH, 1)
                           .from == from;
    const int32_t between = weekly(every)
                                ? (end - first) / 7
                                : qc_calendar_month_index(end) - qc_calendar_month_index(first);
    const int32_t count = between + whole;
    return count > 0 ? count : 0;
}

int32_t qc_periods_step(qc_every every)
{
    return every == QC_EVERY_QUARTER ? 3 : 1;
}

int32_t qc_periods_year(qc_every every)
{
    return weekly(every) ? 52 : 12;
}

int32_t qc_periods_trailing(qc_every every)
{
    return weekly(every) ? 13 : 6;
}

const char *qc_periods_word(qc_every every)
{
    return weekly(every) ? "week" : "month";
}
