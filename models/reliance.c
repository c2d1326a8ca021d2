#include "models/reliance.h"

#include <math.h>
#include <string.h>

#define MOST_PSEUDO 1e9 /* what is certain counts as so many events */

/* ---- listing ---- */

static void judge(qc_reliance *rate)
{
    const bool known = rate->pseudo_events >= MOST_PSEUDO;
    rate->is_thin = !known && (rate->decisive < rate->floor || rate->months < rate->floor_months);
}

static bool add(qc_model *model, qc_reliance rate, const char *name)
{
    if (name == NULL) return false;
    rate.rate = name;
    rate.pseudo_events = fmin(rate.pseudo_events, MOST_PSEUDO);
    rate.floor = QC_RELIANCE_FLOOR;
    judge(&rate);
    model->reliance[model->reliance_count++] = rate;
    return true;
}

/* Exits to a later stage or won: what a target feels of a stage. */
static double further(const qc_stage_part *part)
{
    double events = 0;
    for (int32_t r = 0; r < part->route_count && part->fitted; r++) {
        const qc_group group = part->routes[r].group;
        if (group == QC_GROUP_ADVANCE || group == QC_GROUP_WON)
            events += part->routes[r].fit.total_events;
    }
    return events;
}

static bool add_part(qc_model *model, int32_t index, qc_status *status)
{
    const qc_stage_part *part = &model->stages.parts[index];
    const bool certain = part->belief.stated && part->belief.conversion.certain;
    const double stated = part->fitted          ? part->belief_events
                          : part->belief.stated ? part->belief.level
                                                : 0;
    const char *stage = model->plan->stages[part->stage].name;
    if (!part->fitted && !part->belief.stated) return true;
    const qc_reliance rate = {.kind = QC_RATE_STAGE,
                              .part = index,
                              .of_segment = part->segment >= 0,
                              .events = (double) part->events,
                              .decisive = further(part),
                              /* certain days with an uncertain conversion are not certain */
                              .pseudo_events = isinf(stated) && !certain && !part->fitted
                                                   ? part->belief.conversion.alpha +
                                                         part->belief.conversion.beta
                                                   : stated};
    return add(model, rate,
               part->segment < 0
                   ? qc_arena_format(&model->arena, status, "conversion and days in %s", stage)
                   : qc_arena_format(&model->arena, status, "conversion and days in %s (%s)", stage,
                                     model->segments.name[part->segment]));
}

/* Whole and running months since the first recorded or created deal. */
static double months_known(const qc_history *history, const qc_book *book)
{
    if (history == NULL) return 0;
    return qc_book_known_days(book) / (365.25 / 12);
}

bool qc_reliance_list(qc_model *model, const qc_model_inputs *inputs, const qc_book *book,
                      qc_status *status)
{
    const size_t room = (size_t) model->stages.part_count + 2;
    model->reliance = qc_arena_take(&model->arena, room, sizeof *model->reliance, status);
    if (model->reliance == NULL) return false;
    for (int32_t p = 0; p < model->stages.part_count; p++) {
        if (!add_part(model, p, status)) return false;
    }
    if (model->has_sizes) {
        const qc_size_model *size = &model->sizes[0];
        const qc_reliance rate = {.kind = QC_RATE_SIZE,
                                  .events = size->win_count,
                                  .decisive = size->win_count,
                                  .pseudo_events = size->belief_deals};
        if (!add(model, rate, "deal size")) return false;
        model->reliance[model->reliance_count - 1].is_thin &= inputs->needs_amounts;
    }
    double created = 0;
    for (int32_t s = 0; s < model->arrivals.stream_count; s++)
        created += (double) model->arrivals.streams[s].events;
    const qc_reliance rate = {.kind = QC_RATE_ARRIVALS,
                              .events = created,
                              .decisive = created,
                              .pseudo_events = model->arrivals.belief_events,
                              .months = months_known(inputs->history, book),
                              .floor_months = QC_RELIANCE_FLOOR_MONTHS};
    return add(model, rate, "new deals");
}

const char *qc_reliance_word(const qc_reliance *rate)
{
    if (rate->pseudo_events > rate->events) return "belief";
    if (rate->decisive == 0 && rate->pseudo_events == 0) return "built-in prior";
    return rate->is_thin ? "thin history" : "history";
}

const char *qc_reliance_what(const qc_reliance *rate)
{
    switch (rate->kind) {
    case QC_RATE_STAGE: return "exits further on";
    case QC_RATE_SIZE: return "won amounts";
    case QC_RATE_ARRIVALS: return "new deals";
    }
    return "";
}

/* ---- drawing a rate anew ---- */

void qc_reliance_redraw(const qc_model *model, const qc_reliance *rate, qc_draw *draw,
                        const qc_draw *other)
{
    const int32_t laws = model->segments.count * model->stages.stage_count;
    switch (rate->kind) {
    case QC_RATE_STAGE:
        for (int32_t at = 0; at < laws; at++) {
            if (model->stages.part_of[at] == rate->part)
                draw->stages.laws[at] = other->stages.laws[at];
        }
        break;
    case QC_RATE_SIZE:
        for (int32_t i = 0; i < model->size_count; i++) {
            double *own = draw->sizes[i].cumulative; /* the memory stays, its values are taken */
            draw->sizes[i] = other->sizes[i];
            draw->sizes[i].cumulative = own;
            if (model->sizes[i].win_count > 0)
                memcpy(own, other->sizes[i].cumulative,
                       (size_t) model->sizes[i].win_count * sizeof *own);
        }
        break;
    case QC_RATE_ARRIVALS:
        for (int32_t s = 0; s < model->arrivals.stream_count; s++) {
            draw->arrivals.state[s] = other->arrivals.state[s];
            draw->arrivals.rate[s] = other->arrivals.rate[s];
        }
        memcpy(draw->arrivals.season, other->arrivals.season, sizeof draw->arrivals.season);
        break;
    }
}
