/** A past with known daily chances, as the CSV a company would export: for tests of what is fitted to it. */
#ifndef QC_TESTS_PAST_H
#define QC_TESTS_PAST_H

#include "core/calendar.h"
#include "core/rng.h"
#include "core/text.h"

#include <check.h>
#include <math.h>

enum { PAST_SEGMENTS = 3 };

typedef struct past { /* what is 0 is absent */
    uint64_t seed;
    int deals, stages;  /* stages s0, s1, ... */
    qc_day first, last; /* deals are created on first..last; nothing is written after `last` */
    double forward, lost, back;         /* daily chances in each stage */
    double skip;                        /* share of forward moves that pass over a stage */
    double born_won;                    /* share of deals that are won on their first day */
    int expiry_days;                    /* 0 = none; a visit is lost on that day of it ... */
    double expiry_chance;               /* ... with this chance */
    const char *segment[PAST_SEGMENTS]; /* equally frequent */
    double forward_times[PAST_SEGMENTS], lost_times[PAST_SEGMENTS]; /* 0 = 1 */
    const char *owner[PAST_SEGMENTS];  /* equally frequent; with them comes a column of owners */
    double owner_times[PAST_SEGMENTS]; /* forward; 0 = 1 */
    const char *source[PAST_SEGMENTS]; /* likewise, independent of the owner */
    double source_times[PAST_SEGMENTS];
    double large_times; /* forward, of deals above the median amount; 0 = 1 */
    double dragging,
        dragging_times;        /* share of deals that go forward so many times as fast, all along */
    int customers;             /* how many different ones */
    double amount;             /* median; lognormal with sigma 0.7, rounded to a whole number */
    qc_day slow_from, slow_to; /* days on which everything happens ... */
    double slow_times;         /* ... this much as often; 0 = none */
    int shift;                 /* days added to every date */
    double amount_times;       /* 0 = 1 */
} past;

#define PAST_USUAL                                                                            \
    {                                                                                         \
        .seed = 7, .deals = 400, .stages = 3, .first = 20089, .last = 20453, .forward = 0.05, \
        .lost = 0.03, .back = 0.004, .skip = 0.1, .amount = 1000                              \
    } /* 2025-01-01 to 2025-12-31 */

static inline int past_count(const char *const *names)
{
    int count = 0;
    while (count < PAST_SEGMENTS && names[count] != NULL)
        count++;
    return count;
}

/* Deals get their owners in turn, whatever else their luck is, and their sources in longer turns. */
static inline int past_owner(const past *it, int deal)
{
    const int owners = past_count(it->owner);
    return owners > 0 ? deal % owners : 0;
}

static inline int past_source(const past *it, int deal)
{
    const int owners = past_count(it->owner), sources = past_count(it->source);
    return sources > 0 ? deal / (owners > 0 ? owners : 1) % sources : 0;
}

/* How much faster a deal goes forward for what it is, beside its segment. */
static inline double past_traits(const past *it, int deal, double amount)
{
    qc_rng luck = qc_rng_stream(it->seed, 78, (uint64_t) deal, 0);
    const double owner = it->owner_times[past_owner(it, deal)];
    const double source = it->source_times[past_source(it, deal)];
    const bool large = it->large_times > 0 && amount > it->amount;
    const bool drags = qc_rng_uniform(&luck) < it->dragging;
    return (owner > 0 ? owner : 1) * (source > 0 ? source : 1) * (large ? it->large_times : 1) *
           (drags ? it->dragging_times : 1);
}

static inline void past_row(const past *it, qc_text *csv, int deal, qc_day day, const char *stage,
                            double amount, int segment, int customer)
{
    char date[16];
    qc_text_addf(csv, "d%d,%s,%s,%.0f,%s,", deal, qc_calendar_text(day + it->shift, date), stage,
                 amount * (it->amount_times > 0 ? it->amount_times : 1),
                 it->segment[segment] != NULL ? it->segment[segment] : "");
    if (it->customers > 0) qc_text_addf(csv, "c%d", customer);
    if (it->owner[0] != NULL) qc_text_addf(csv, ",%s", it->owner[past_owner(it, deal)]);
    if (it->source[0] != NULL) qc_text_addf(csv, ",%s", it->source[past_source(it, deal)]);
    qc_text_add(csv, "\n");
}

/* Where a visit goes on one of its days; stages = won, stages + 1 = lost, -1 = it stays. */
static inline int past_move(const past *it, qc_rng *luck, int stage, int age, int segment,
                            qc_day day, double traits)
{
    const bool slow = it->slow_times > 0 && day >= it->slow_from && day <= it->slow_to;
    const double speed = slow ? it->slow_times : 1;
    const double faster = it->forward_times[segment] > 0 ? it->forward_times[segment] : 1;
    const double worse = it->lost_times[segment] > 0 ? it->lost_times[segment] : 1;
    const double forward = speed * it->forward * faster * traits, lost = speed * it->lost * worse;
    const double back = stage > 0 ? it->back : 0, u = qc_rng_uniform(luck);
    const double jump = qc_rng_uniform(luck);
    if (it->expiry_days > 0 && age == it->expiry_days && qc_rng_uniform(luck) < it->expiry_chance)
        return it->stages + 1;
    if (u < forward) {
        const bool skips = stage + 2 < it->stages && jump < it->skip;
        return stage + 1 + skips;
    }
    if (u < forward + lost) return it->stages + 1;
    return u < forward + lost + back ? stage - 1 : -1;
}

static inline void past_deal(const past *it, qc_text *csv, int deal)
{
    qc_rng luck = qc_rng_stream(it->seed, 77, (uint64_t) deal, 0);
    int segments = 0, stage = 0;
    while (segments < PAST_SEGMENTS && it->segment[segments] != NULL)
        segments++;
    const double when = qc_rng_uniform(&luck), whose = qc_rng_uniform(&luck);
    const int segment = segments > 0 ? (int) (whose * segments) : 0;
    const double amount = ceil(it->amount * exp(0.7 * sqrt(-2 * log(qc_rng_uniform(&luck))) *
                                                cos(6.283185307179586 * qc_rng_uniform(&luck))));
    const int customer = it->customers > 0 ? (int) (qc_rng_uniform(&luck) * it->customers) : 0;
    const double traits = past_traits(it, deal, amount);
    qc_day day = it->first + (qc_day) (when * (it->last - it->first + 1)), entered = day;
    if (qc_rng_uniform(&luck) < it->born_won) {
        past_row(it, csv, deal, day, "won", amount, segment, customer);
        return;
    }
    past_row(it, csv, deal, day, "s0", amount, segment, customer);
    for (; day <= it->last; day++) {
        char name[16];
        const int to = past_move(it, &luck, stage, day - entered, segment, day, traits);
        if (to < 0) continue;
        (void) snprintf(name, sizeof name, "s%d", to);
        past_row(it, csv, deal, day,
                 to == it->stages       ? "won"
                 : to == it->stages + 1 ? "lost"
                                        : name,
                 amount, segment, customer);
        if (to >= it->stages) return;
        stage = to;
        entered = day;
        day--; /* the next stage may be left on the day it is entered */
        if (qc_rng_uniform(&luck) < 0.7) day++;
    }
}

static inline void past_write(const past *it, qc_text *csv)
{
    qc_text_addf(csv, "deal_id,date,stage,amount,segment,customer%s%s\n",
                 it->owner[0] != NULL ? ",owner" : "", it->source[0] != NULL ? ",source" : "");
    for (int deal = 0; deal < it->deals; deal++)
        past_deal(it, csv, deal);
    ck_assert(!csv->failed);
}

#endif
