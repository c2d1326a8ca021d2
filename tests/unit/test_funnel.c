/* The fitted funnel: counts by hand, rates against the chain of the mean laws, ranges, groups. */
#include "models/chain.h"
#include "models/funnel.h"
#include "tests/support/company.h"
#include "tests/support/past.h"
#include "tests/support/torture.h"

#define PLAN                                                                          \
    "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: d}\npipeline: [s0, s1, s2]\n" \
    "deal_size: 1k\nnew_deals: 5 per month\n"

static qc_funnels funnels;

static void make(const company *it, qc_label by)
{
    const qc_funnel_options options = {.seed = 7, .draws = 200, .by = by};
    qc_status status = {0};
    memset(&funnels, 0, sizeof funnels);
    ck_assert_msg(qc_funnels_make(&funnels, it->has_history ? &it->history : NULL, &it->plan,
                                  &options, &status),
                  "%s", status.message);
}

static const char SMALL[] =
    "deal_id,date,stage,amount,owner\n"
    "a,2025-01-01,s0,1,ann\na,2025-01-05,s1,1,ann\na,2025-01-09,s0,1,ann\n"
    "a,2025-01-12,s1,1,ann\na,2025-01-20,s2,1,ann\na,2025-02-01,won,1,ann\n"
    "b,2025-01-01,s0,1,bob\nb,2025-01-11,s2,1,bob\nb,2025-01-31,lost,1,bob\n"
    "c,2025-03-01,s0,1,bob\n"
    "d,2025-03-01,won,1,\n"
    "e,2025-03-01,s1,1,bob\ne,2025-03-21,won,1,bob\n";

START_TEST(counts_by_hand)
{
    company it = {0};
    company_read(&it, PLAN, SMALL, NULL);
    make(&it, QC_LABEL_COUNT);
    ck_assert_int_eq(funnels.count, 1);
    const qc_funnel *all = &funnels.items[0];
    ck_assert_int_eq(all->deals, 5);
    ck_assert_int_eq(all->open, 1);
    ck_assert_int_eq(all->won, 3);
    ck_assert_int_eq(all->lost, 1);
    ck_assert_double_eq(all->cycle_median_days, 20); /* 31, 20 and 0 */
    ck_assert_double_eq_tol(all->cycle_p80_days, 20 + 0.6 * 11, 1e-12);
    const qc_funnel_row *s0 = &all->rows[0], *s1 = &all->rows[1], *s2 = &all->rows[2];
    ck_assert_str_eq(s0->stage, "s0");
    ck_assert_int_eq(s0->deals, 3); /* a came twice */
    ck_assert_int_eq(s0->visits, 4);
    ck_assert_int_eq(s0->open, 1);
    ck_assert_int_eq(s0->to_later, 3);
    ck_assert_int_eq(s1->deals, 2);
    ck_assert_int_eq(s1->visits, 3);
    ck_assert_int_eq(s1->to_earlier, 1);
    ck_assert_int_eq(s1->to_later, 1);
    ck_assert_int_eq(s1->to_won, 1);
    ck_assert_int_eq(s2->visits, 2);
    ck_assert_int_eq(s2->to_won, 1);
    ck_assert_int_eq(s2->to_lost, 1);
    ck_assert_int_eq(s2->to_later + s2->to_earlier + s2->open, 0);
    qc_funnels_free(&funnels);
    qc_funnels_free(&funnels);
    company_free(&it);
}
END_TEST

/* ---- rates ---- */

static void check_row(const qc_funnel_row *row)
{
    ck_assert_double_le(row->conversion.low, row->conversion.value + 0.1);
    ck_assert_double_ge(row->conversion.high, row->conversion.value - 0.1);
    ck_assert_double_le(row->conversion.low, row->conversion.high);
    ck_assert_double_le(row->win_rate.value, row->conversion.value + 1e-9);
    ck_assert_double_le(row->median_days.value, row->p80_days.value);
    ck_assert_double_le(row->p80_days.value, row->p95_days.value);
    ck_assert(row->share_back >= 0 && row->share_lost >= 0 && row->share_open >= 0);
    ck_assert_double_le(row->share_back + row->share_lost + row->share_open, 1 + 1e-9);
    ck_assert_double_le(row->arriving, 1 + 1e-9);
}

/* Daily chances of 5% forward, 3% lost and .4% back, a tenth of the moves over a stage. */
START_TEST(rates_of_a_known_past)
{
    company it = {0};
    qc_text csv = {0};
    past was = PAST_USUAL;
    was.deals = 5000;
    past_write(&was, &csv);
    company_read(&it, PLAN, qc_text_get(&csv), NULL);
    make(&it, QC_LABEL_COUNT);
    const qc_funnel *all = &funnels.items[0];
    for (int32_t s = 0; s < 3; s++)
        check_row(&all->rows[s]);
    /* of visits that end: s0 5 forward of 8; s1 and s2 also come back with 0.4 of 8.4 */
    const double c0 = 5 / 8.0, lost = 3 / 8.4, back = 0.4 / 8.4;
    const double c1 = (5 / 8.4) / (1 - back * c0 * 0.9) + 0.1 * c0 * back / (1 - back * c0 * 0.9);
    ck_assert_double_eq_tol(all->rows[0].conversion.value, c0, 0.02);
    ck_assert_double_eq_tol(all->rows[1].conversion.value, c1, 0.02);
    ck_assert_double_eq_tol(all->rows[1].share_back, back, 0.01);
    ck_assert_double_eq_tol(all->rows[1].share_lost, lost, 0.02);
    ck_assert_double_eq_tol(all->rows[0].arriving, 1, 1e-9);
    ck_assert_double_eq_tol(all->rows[1].arriving, 0.9 * c0, 0.03); /* a tenth passes it over ... */
    ck_assert_double_gt(all->rows[1].arriving, 0.85 * c0);          /* ... and some come back */
    /* half of the visits of s0 end within ln 2 / 8.3% = 8.3 days: recorded days count from 0 */
    ck_assert_double_eq_tol(all->rows[0].median_days.value, 8, 1);
    ck_assert_double_eq_tol(all->win_rate.value, all->rows[0].win_rate.value, 1e-9);
    ck_assert_double_eq_tol(all->win_rate.value,
                            (double) all->won / (double) (all->won + all->lost), 0.03);
    ck_assert(all->win_rate.low < all->win_rate.value && all->win_rate.value < all->win_rate.high);
    ck_assert_double_lt(all->win_rate.high - all->win_rate.low, 0.06);
    qc_text_free(&csv);
    qc_funnels_free(&funnels);
    company_free(&it);
}
END_TEST

/* ---- groups ---- */

START_TEST(groups_of_any_column)
{
    static const qc_label columns[] = {QC_LABEL_OWNER, QC_LABEL_SEGMENT};
    for (int c = 0; c < 2; c++) {
        company it = {0};
        qc_text csv = {0}, head = {0};
        past was = PAST_USUAL;
        was.deals = 900;
        was.segment[0] = "ann";
        was.segment[1] = "bob";
        was.lost_times[1] = 3;
        past_write(&was, &csv);
        /* the same file with the fifth column called owner: no segments then */
        qc_text_add(&head, "deal_id,date,stage,amount,owner,customer\n");
        qc_text_add(&head, strchr(qc_text_get(&csv), '\n') + 1);
        company_read(&it, PLAN, c == 0 ? qc_text_get(&head) : qc_text_get(&csv), NULL);
        make(&it, columns[c]);
        ck_assert_int_eq(funnels.count, 3);
        int64_t deals = 0;
        for (int32_t i = 1; i < 3; i++) {
            const qc_funnel *one = &funnels.items[i];
            deals += one->deals;
            ck_assert_str_eq(one->by, c == 0 ? "owner" : "segment");
            /* 5 of 8, and 5 of 14 */
            ck_assert_double_eq_tol(one->rows[0].conversion.value,
                                    strcmp(one->value, "ann") == 0 ? 0.625 : 0.357, 0.08);
        }
        ck_assert_int_eq(deals, 900);
        ck_assert_str_eq(funnels.items[0].value, "");
        qc_text_free(&csv);
        qc_text_free(&head);
        qc_funnels_free(&funnels);
        company_free(&it);
    }
}
END_TEST

START_TEST(deals_without_a_value_are_a_group)
{
    company it = {0};
    company_read(&it, PLAN, SMALL, NULL);
    make(&it, QC_LABEL_OWNER);
    ck_assert_int_eq(funnels.count, 4);
    bool found = false;
    for (int32_t i = 1; i < 4; i++) {
        if (strcmp(funnels.items[i].value, "(none)") != 0) continue;
        found = true;
        ck_assert_int_eq(funnels.items[i].deals, 1);
        ck_assert_int_eq(funnels.items[i].won, 1);
    }
    ck_assert(found);
    qc_funnels_free(&funnels);
    company_free(&it);
}
END_TEST

START_TEST(a_funnel_of_beliefs)
{
    company it = {0};
    company_read(&it,
                 "as_of: 2025-12-31\ncurrency: EUR\nnew_deals: 5 per month\ndeal_size: 1k\n"
                 "pipeline:\n"
                 "  - {stage: a, conversion: 40% to 60%, days: 10}\n"
                 "  - {stage: b, conversion: 80%, days: {median: 8, p90: 25}, based_on: certain}\n",
                 NULL, NULL);
    make(&it, QC_LABEL_COUNT);
    const qc_funnel *all = &funnels.items[0];
    ck_assert_double_eq_tol(all->rows[0].conversion.low, 0.4, 0.02);
    ck_assert_double_eq_tol(all->rows[0].conversion.high, 0.6, 0.02);
    ck_assert_double_eq_tol(all->rows[1].conversion.value, 0.8, 0.005);
    ck_assert_double_eq_tol(all->rows[1].conversion.high - all->rows[1].conversion.low, 0, 1e-12);
    ck_assert_double_eq_tol(all->rows[1].median_days.value, 8, 0.1);
    ck_assert_double_eq_tol(all->win_rate.value, 0.4, 0.01);
    ck_assert_int_eq(all->deals, 0);
    ck_assert(isnan(all->cycle_median_days));
    ck_assert_double_eq(all->rows[0].belief_events, 20);
    qc_funnels_free(&funnels);
    company_free(&it);
}
END_TEST

START_TEST(the_worst_row)
{
    company it = {0};
    company_read(&it,
                 "as_of: 2025-12-31\ncurrency: EUR\nnew_deals: 5 per month\ndeal_size: 1k\n"
                 "pipeline:\n"
                 "  - {stage: a, conversion: 60%, days: 10}\n"
                 "  - {stage: b, conversion: 30%, days: 10}\n"
                 "  - {stage: c, conversion: 80%, days: 10}\n",
                 NULL, NULL);
    make(&it, QC_LABEL_COUNT);
    ck_assert_int_eq(funnels.worst_row, 1);
    qc_funnels_free(&funnels);
    company_free(&it);
}
END_TEST

/* ---- memory ---- */

static company reading;

static bool make_again(qc_status *status)
{
    const qc_funnel_options options = {.seed = 7, .draws = 2, .by = QC_LABEL_OWNER};
    qc_funnels made = {0};
    const bool ok = qc_funnels_make(&made, &reading.history, &reading.plan, &options, status);
    qc_funnels_free(&made);
    return ok;
}

START_TEST(memory_may_run_out)
{
    company_read(&reading, PLAN, SMALL, NULL);
    qc_torture(make_again);
    company_free(&reading);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("funnel");
    TCase *tests = tcase_create("funnel");
    tcase_add_test(tests, counts_by_hand);
    tcase_add_test(tests, rates_of_a_known_past);
    tcase_add_test(tests, groups_of_any_column);
    tcase_add_test(tests, deals_without_a_value_are_a_group);
    tcase_add_test(tests, a_funnel_of_beliefs);
    tcase_add_test(tests, the_worst_row);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
