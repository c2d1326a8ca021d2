/* What is written in different ways is read as the same plan. */
#include "core/rng.h"
#include "core/text.h"
#include "plan/number.h"
#include "plan/period.h"
#include "plan/plan.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SEED  UINT64_C(20261122)
#define TRIES 2000

static uint64_t below(qc_rng *rng, uint64_t limit)
{
    return qc_rng_bits(rng) % limit;
}

/* 1234567.50 with `group` between thousands and `point` before the decimals ('\0' = none). */
static void write_number(uint64_t whole, unsigned cents, const char *group, char point, char *out,
                         size_t size)
{
    char digits[24];
    size_t used = 0;
    const int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long) whole);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            used += (size_t) snprintf(out + used, size - used, "%s", group);
        out[used++] = digits[i];
    }
    out[used] = '\0';
    if (point) (void) snprintf(out + used, size - used, "%c%02u", point, cents);
}

static const struct {
    const char *group;
    char point;
} STYLES[] = {{"", '.'},  {"", '\0'}, {" ", '.'},
              {" ", ','}, {"_", '.'}, {"\xC2\xA0", ','},
              {",", '.'}, {".", ','}, {"\xE2\x80\xAF", '.'},
              {"", ','}};

START_TEST(a_number_reads_the_same_in_every_style)
{
    for (uint64_t try = 0; try < TRIES; try++) {
        qc_rng rng = qc_rng_stream(SEED, 1, try, 0);
        const uint64_t whole = below(&rng, UINT64_C(1) << below(&rng, 40));
        const unsigned cents = (unsigned) below(&rng, 100);
        for (size_t i = 0; i < sizeof STYLES / sizeof STYLES[0]; i++) {
            char text[80];
            qc_number_text number;
            qc_status status = {0};
            const double wanted = (double) whole + (STYLES[i].point ? cents / 100.0 : 0);
            write_number(whole, cents, STYLES[i].group, STYLES[i].point, text, sizeof text);
            ck_assert_msg(qc_number_read(text, &number, &status), "try %d: %s", (int) try,
                          status.message);
            ck_assert_msg(fabs(number.value - wanted) <= 1e-15 * wanted, "try %d: %s is %.17g",
                          (int) try, text, number.value);
        }
    }
}
END_TEST

START_TEST(whatever_reads_as_a_number_has_one_reading)
{
    static const char LETTERS[] = "0123456789 .,_%kM-e";
    for (uint64_t try = 0; try < 20 * TRIES; try++) {
        qc_rng rng = qc_rng_stream(SEED, 2, try, 0);
        char text[16], digits[16];
        qc_number_text number;
        qc_status status = {0};
        const size_t length = 1 + below(&rng, 12);
        size_t used = 0;
        for (size_t i = 0; i < length; i++)
            text[i] = LETTERS[below(&rng, sizeof LETTERS - 1)];
        text[length] = '\0';
        if (!qc_number_read(text, &number, &status)) continue;
        ck_assert_msg(isfinite(number.value) && number.value >= 0, "try %d: %s", (int) try, text);
        for (size_t i = 0; i < length; i++) /* no digit is lost and none is made up */
            if (text[i] >= '0' && text[i] <= '9') digits[used++] = text[i];
        digits[used] = '\0';
        if (strpbrk(text, "e.,") || number.unit[0] || number.currency[0]) continue;
        double wanted;
        ck_assert(qc_text_decimal(digits, &wanted));
        ck_assert_msg(number.bare == wanted, "try %d: %s is %.17g", (int) try, text, number.bare);
    }
}
END_TEST

/* ---- whole plans ---- */

#define LINES 10

/* Random values, one plan line each; any order of the lines is the same plan. */
static void make_lines(qc_rng *rng, char lines[LINES][400])
{
    const unsigned low = 1 + (unsigned) below(rng, 40), high = low + 1 + (unsigned) below(rng, 50);
    const unsigned days = 1 + (unsigned) below(rng, 60);
    (void) snprintf(lines[0], 400, "currency: EUR\n");
    (void) snprintf(lines[1], 400, "as_of: 2026-%02u-15\n", 1 + (unsigned) below(rng, 12));
    (void) snprintf(lines[2], 400, "fiscal_year_starts: %s\n",
                    qc_calendar_month_name(1 + (int32_t) below(rng, 12)));
    (void) snprintf(lines[3], 400,
                    "pipeline:\n  - {stage: one, conversion: %u%% to %u%%, days: %u}\n"
                    "  - {stage: two, conversion: %u%%, days: %u to %u, based_on: %u}\n",
                    low, high, days, high, days, days + low, days);
    (void) snprintf(lines[4], 400, "offer_stage: two\n");
    (void) snprintf(lines[5], 400, "deal_size: EUR %uk to %uk\n", low, high);
    (void) snprintf(lines[6], 400, "new_deals: %u per week\n", low);
    (void) snprintf(lines[7], 400, "segments: {a: {deal_size: +%u%%, pipeline.two.days: %u}}\n",
                    low, days);
    (void) snprintf(lines[8], 400,
                    "targets: [{metric: bookings, period: FY2026 Q%u, at_least: %uM EUR},\n"
                    "  {metric: qualified, stage: one, period: each month, at_most: %u}]\n",
                    1 + days % 4, low, high);
    (void) snprintf(lines[9], 400, "shocks: {sd: 0.%u, rho: 0.%u}\n", low, days);
}

static void join(char lines[LINES][400], const int *order, char *out, size_t size)
{
    size_t used = 0;
    for (int i = 0; i < LINES; i++)
        used += (size_t) snprintf(out + used, size - used, "%s", lines[order[i]]);
}

static void shuffle(qc_rng *rng, int *order)
{
    for (int i = 0; i < LINES; i++)
        order[i] = i;
    for (int i = LINES - 1; i > 0; i--) {
        const int other = (int) below(rng, (uint64_t) i + 1), kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

static void read_plan(qc_plan *plan, const char *text, const char *const *sets, int32_t set_count)
{
    qc_findings findings = {0};
    qc_status status = {0};
    const bool ok = qc_plan_read_bytes(plan, "plan.yaml", text, strlen(text), sets, set_count,
                                       &findings, &status);
    ck_assert_msg(ok, "%s%s", text, status.message);
    qc_findings_free(&findings);
}

static bool same_belief(const qc_belief *a, const qc_belief *b)
{
    return a->form == b->form && a->first == b->first && a->second == b->second &&
           a->based_on == b->based_on && a->family == b->family && a->per == b->per;
}

static bool same_target(const qc_target *a, const qc_target *b)
{
    return strcmp(a->name, b->name) == 0 && a->metric == b->metric && a->stage == b->stage &&
           a->amount == b->amount && a->at_most == b->at_most && a->period.each == b->period.each &&
           a->period.span.from == b->period.span.from && a->period.span.to == b->period.span.to;
}

static bool same_lever(const qc_lever *a, const qc_lever *b)
{
    return a->target == b->target && a->stage == b->stage && a->segment == b->segment &&
           a->kind == b->kind && a->amount == b->amount;
}

static bool same_plan(const qc_plan *a, const qc_plan *b)
{
    bool same = strcmp(a->currency, b->currency) == 0 && a->as_of == b->as_of &&
                a->fiscal_start_month == b->fiscal_start_month &&
                a->offer_stage == b->offer_stage && a->shock_sd == b->shock_sd &&
                a->shock_rho == b->shock_rho && same_belief(&a->deal_size, &b->deal_size) &&
                same_belief(&a->new_deals, &b->new_deals) && a->stage_count == b->stage_count &&
                a->target_count == b->target_count && a->lever_count == b->lever_count;
    for (int32_t i = 0; same && i < a->stage_count; i++)
        same = same_belief(&a->stages[i].conversion, &b->stages[i].conversion) &&
               same_belief(&a->stages[i].days, &b->stages[i].days) &&
               same_belief(&a->segments[0].days[i], &b->segments[0].days[i]);
    for (int32_t i = 0; same && i < a->target_count; i++)
        same = same_target(&a->targets[i], &b->targets[i]);
    for (int32_t i = 0; same && i < a->lever_count; i++)
        same = same_lever(&a->levers[i], &b->levers[i]);
    return same;
}

START_TEST(the_order_of_the_lines_says_nothing)
{
    static const int AS_WRITTEN[LINES] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (uint64_t try = 0; try < TRIES / 10; try++) {
        qc_rng rng = qc_rng_stream(SEED, 3, try, 0);
        char lines[LINES][400], text[4000], other[4000];
        int order[LINES];
        qc_plan plan = {0}, again = {0};
        make_lines(&rng, lines);
        shuffle(&rng, order);
        join(lines, AS_WRITTEN, text, sizeof text);
        join(lines, order, other, sizeof other);
        read_plan(&plan, text, NULL, 0);
        read_plan(&again, other, NULL, 0);
        ck_assert_msg(same_plan(&plan, &again), "try %d:\n%s\n%s", (int) try, text, other);
        qc_plan_free(&plan);
        qc_plan_free(&again);
    }
}
END_TEST

static const struct {
    int line; /* of the plan that the set replaces */
    const char *text, *set;
} SETS[] = {
    {1, "as_of: 2024-02-29\n", "as_of=2024-02-29"},
    {2, "fiscal_year_starts: May\n", "fiscal_year_starts=May"},
    {4, "offer_stage: one\n", "offer_stage=one"},
    {5, "deal_size: 3k to 5k\n", "deal_size=3k to 5k"},
    {6, "new_deals: {mean: 3, per: day}\n", "new_deals={mean: 3, per: day}"},
    {7, "segments: {a: {new_deals: 3 per day}}\n", "segments={a: {new_deals: 3 per day}}"},
    {8, "targets: []\n", "targets=[]"},
    {9, "shocks: none\n", "shocks=none"},
};

START_TEST(a_set_is_the_same_as_typing_it)
{
    static const int AS_WRITTEN[LINES] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (uint64_t try = 0; try < TRIES / 10; try++) {
        const size_t which = try % (sizeof SETS / sizeof SETS[0]);
        qc_rng rng = qc_rng_stream(SEED, 4, try, 0);
        char lines[LINES][400], text[4000], typed[4000];
        qc_plan plan = {0}, again = {0};
        make_lines(&rng, lines);
        join(lines, AS_WRITTEN, text, sizeof text);
        read_plan(&plan, text, &SETS[which].set, 1);
        (void) snprintf(lines[SETS[which].line], 400, "%s", SETS[which].text);
        join(lines, AS_WRITTEN, typed, sizeof typed);
        read_plan(&again, typed, NULL, 0);
        ck_assert_msg(same_plan(&plan, &again), "try %d: %s", (int) try, SETS[which].set);
        qc_plan_free(&plan);
        qc_plan_free(&again);
    }
}
END_TEST

/* ---- periods ---- */

static qc_span span_of(const char *text, int32_t start_month)
{
    qc_period period;
    qc_status status = {0};
    ck_assert_msg(qc_period_read(text, start_month, &period, &status), "%s", status.message);
    return period.span;
}

START_TEST(quarters_tile_their_year_whenever_it_starts)
{
    for (int32_t start = 1; start <= 12; start++)
        for (int32_t year = 1999; year < 2060; year++) {
            char text[24];
            qc_day next;
            (void) snprintf(text, sizeof text, "FY%d", (int) year);
            const qc_span whole = span_of(text, start);
            ck_assert_int_eq(qc_calendar_fiscal_year(whole.from, start), year);
            ck_assert_int_eq(qc_calendar_fiscal_year(whole.to, start), year);
            next = whole.from;
            for (int quarter = 1; quarter <= 4; quarter++) {
                (void) snprintf(text, sizeof text, "FY%d Q%d", (int) year, quarter);
                const qc_span part = span_of(text, start);
                const qc_span unit = qc_calendar_unit_span(part.from, QC_UNIT_QUARTER, start);
                ck_assert_int_eq(part.from, next);
                ck_assert_int_eq(part.from, unit.from);
                ck_assert_int_eq(part.to, unit.to);
                next = part.to + 1;
            }
            ck_assert_int_eq(next, whole.to + 1);
        }
}
END_TEST

START_TEST(every_day_of_the_year_lies_in_one_unit)
{
    static const char *const EACH[] = {"each month", "each quarter", "each year", "each week"};
    for (uint64_t try = 0; try < TRIES; try++) {
        qc_rng rng = qc_rng_stream(SEED, 5, try, 0);
        const qc_day as_of = (qc_day) below(&rng, 40000);
        const int32_t start = 1 + (int32_t) below(&rng, 12);
        const char *text = EACH[below(&rng, 4)];
        const qc_span year = qc_calendar_unit_span(as_of, QC_UNIT_YEAR, start);
        qc_period period;
        qc_status status = {0};
        qc_span spans[60];
        ck_assert(qc_period_read(text, start, &period, &status));
        const int32_t count = qc_plan_spans(&period, as_of, start, spans, 60);
        ck_assert_int_ge(count, 1);
        for (int32_t i = 1; i < count; i++)
            ck_assert_int_eq(spans[i].from, spans[i - 1].to + 1);
        if (period.unit == QC_UNIT_WEEK) { /* Mondays decide */
            ck_assert_int_eq(qc_calendar_weekday(spans[0].from), 1);
            ck_assert(spans[0].from >= year.from && spans[0].from < year.from + 7);
            ck_assert(spans[count - 1].from <= year.to && spans[count - 1].to >= year.to);
        } else {
            ck_assert_int_eq(spans[0].from, year.from);
            ck_assert_int_eq(spans[count - 1].to, year.to);
        }
    }
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("plan_text");
    TCase *cases = tcase_create("plan_text");
    tcase_add_test(cases, a_number_reads_the_same_in_every_style);
    tcase_add_test(cases, whatever_reads_as_a_number_has_one_reading);
    tcase_add_test(cases, the_order_of_the_lines_says_nothing);
    tcase_add_test(cases, a_set_is_the_same_as_typing_it);
    tcase_add_test(cases, quarters_tile_their_year_whenever_it_starts);
    tcase_add_test(cases, every_day_of_the_year_lies_in_one_unit);
    suite_add_tcase(suite, cases);
    return suite;
}
