#include "models/stage_counts.h"

bool qc_stage_counts_visit(const qc_history *history, int32_t visit, qc_without without,
                           qc_at_risk *risk)
{
    const qc_visits *visits = &history->visits;
    const qc_day enter = visits->enter[visit];
    risk->ended = visits->exit[visit] != QC_STAGE_OPEN;
    risk->last = (risk->ended ? visits->leave[visit] : history->as_of) - enter;
    risk->first = 0;
    if (!risk->ended && qc_leaves_out(without, QC_INGREDIENT_CENSORING)) return false;
    if (qc_leaves_out(without, QC_INGREDIENT_DELAYED_ENTRY)) return risk->last >= 0;
    /* Deals that entered before recording began are only seen if they lasted until then: counting their
     * earlier days would make every stage look slower than it is. */
    if (history->recorded_from != QC_DAY_NONE && enter < history->recorded_from)
        risk->first = history->recorded_from - enter;
    return risk->first <= risk->last;
}

static int32_t last_day(int32_t day)
{
    return day < QC_HAZARD_DAYS ? day : QC_HAZARD_DAYS - 1;
}

void qc_exposure_add(qc_exposure *exposure, const qc_at_risk *risk, double weight)
{
    /* Day 729 collects everything later. */
    if (risk->first < QC_HAZARD_DAYS) {
        exposure->change[risk->first] += weight;
        if (risk->last + 1 < QC_HAZARD_DAYS) exposure->change[risk->last + 1] -= weight;
    }
    const int32_t from = risk->first < QC_HAZARD_DAYS ? QC_HAZARD_DAYS : risk->first;
    if (risk->last >= from) exposure->half[QC_HAZARD_DAYS - 1] += weight * (risk->last - from + 1);
    if (risk->ended) exposure->half[last_day(risk->last)] -= 0.5 * weight;
}

void qc_exposure_sum(const qc_exposure *exposure, double *daily)
{
    double running = 0;
    for (int32_t day = 0; day < QC_HAZARD_DAYS; day++) {
        running += exposure->change[day];
        const double sum = running + exposure->half[day];
        daily[day] = sum > 1e-12 ? sum : 0;
    }
}

void qc_stage_counts_cumulate(const double *daily, double *cumulative)
{
    cumulative[0] = 0;
    for (int32_t day = 0; day < QC_HAZARD_DAYS; day++)
        cumulative[day + 1] = cumulative[day] + daily[day];
}

static double hazard_to(const double *cumulative, double x)
{
    if (x >= QC_HAZARD_DAYS) {
        const double last = cumulative[QC_HAZARD_DAYS] - cumulative[QC_HAZARD_DAYS - 1];
        return cumulative[QC_HAZARD_DAYS] + (x - QC_HAZARD_DAYS) * last;
    }
    const int32_t day = (int32_t) x;
    return cumulative[day] + (x - day) * (cumulative[day + 1] - cumulative[day]);
}

double qc_stage_counts_expected(const double *cumulative, double first, double last, bool ended)
{
    const double end = last + (ended ? 0.5 : 1.0);
    return hazard_to(cumulative, end) - hazard_to(cumulative, first);
}
