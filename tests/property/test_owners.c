/* Whose deals are: with a team every deal of a trial is that of one seat, so targets by owner add up to those of
 * all, and what a rep has attained is what the target of that owner counts. */
#include "sim/ledger.h"
#include "sim/people.h"
#include "tests/support/company.h"
#include "tests/support/suite.h"

enum { TRIALS = 60, OWNERS = 4, PERSONS = 3 };

static const char PIPELINE[] = "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"
                               "offer_stage: b\nquota: 30k per quarter\n"
                               "deal_size: 500 to 4k\nnew_deals: 40 per month\n";
static const char FIRST[] = "pipeline: [{stage: a, conversion: 40% to 60%, days: 5 to 20";
static const char SECOND[] = "},\n  {stage: b, conversion: 60%, days: 20}]\n";
static const char ACTIVITIES[] =
    "activities:\n"
    "  calls: {per_rep_per_week: 20, minutes: 5, contact_rate: 15%, opportunity_rate: 25%}\n";
static const char DEALS[] =
    "deal_id,date,stage,amount,owner\n"
    "a,2025-03-03,a,1000,ann\na,2025-04-10,b,1000,ann\na,2025-05-20,won,1200,ann\n"
    "b,2025-05-02,a,2000,bob\nb,2025-06-05,b,2000,bob\nb,2025-07-01,lost,2000,bob\n"
    "c,2025-11-01,a,3000,ann\nd,2025-11-10,a,900,bob\nd,2025-11-30,b,900,bob\n"
    "e,2025-10-01,a,700,ann\ne,2025-12-01,won,700,ann\nf,2025-12-10,a,800,gone\n"
    "g,2025-08-01,a,700,ann\ng,2025-09-01,b,700,ann\ng,2025-10-01,won,700,ann\n";

typedef struct kind {
    const char *team, *hours, *deals;
    const char *owners[OWNERS];
    bool all_taken; /* nobody's deal waits, and somebody is always there */
} kind;

#define STABLE "team: {reps: 3, ramp: [0%, 50%], hires: [{start: 2026-04-01}]}\n"
#define SCARCE                                                                                     \
    "team: {reps: 3, hours_per_week: 40, selling_time: 25%, open_deal_limit: 12, neglect: 5% per " \
    "week,\n  attrition: 40% per year, backfill_days: 20 to 60, hires: [{start: 2026-04-01}]}\n"
#define OWN_NAMES                           \
    {                                       \
        "rep 1", "rep 2", "rep 3", "hire 1" \
    }
#define KNOWN                          \
    {                                  \
        "ann", "bob", "gone", "hire 1" \
    }

static const kind KINDS[] = {
    {STABLE, "", NULL, OWN_NAMES, true},
    {STABLE, "", DEALS, KNOWN, true},
    {STABLE, ", hours_per_week: 0.1", DEALS, KNOWN, true},
    {SCARCE, ", hours_per_week: 1", NULL, OWN_NAMES, false},
    {SCARCE, ", hours_per_week: 1", DEALS, KNOWN, false},
};

static const char *const METRICS[] = {"bookings", "deals_won", "new_deals", "qualified",
                                      "deals_ended"};
enum { METRIC_COUNT = sizeof METRICS / sizeof METRICS[0] };

typedef struct one {
    company it;
    qc_world world;
} one;

static void write_plan(qc_text *text, const kind *what)
{
    qc_text_addf(text, "%s", PIPELINE);
    qc_text_addf(text, "%s%s%s", FIRST, what->hours, SECOND);
    if (strstr(what->hours, "0.1") != NULL)
        qc_text_addf(text, "%s",
                     "team: {reps: 3, hours_per_week: 168, ramp: [0%, 50%], hires: "
                     "[{start: 2026-04-01}]}\n");
    else
        qc_text_addf(text, "%s", what->team);
    if (what->deals != NULL) qc_text_addf(text, "history: {deals: deals.csv}\n");
    qc_text_addf(text, "%stargets:\n", ACTIVITIES);
    for (int m = 0; m < METRIC_COUNT; m++) {
        const char *stage = strcmp(METRICS[m], "qualified") == 0 ? ", stage: b" : "";
        qc_text_addf(text, "  - {name: %s, metric: %s%s, period: 2026, at_least: 1}\n", METRICS[m],
                     METRICS[m], stage);
        for (int o = 0; o < OWNERS; o++)
            qc_text_addf(text,
                         "  - {name: %s of %s, metric: %s%s, period: 2026, at_least: 1, scope: "
                         "{owner: %s}}\n",
                         METRICS[m], what->owners[o], METRICS[m], stage, what->owners[o]);
    }
}

static void start(one *o, const kind *what)
{
    qc_text text = {0};
    qc_status status = {0};
    memset(o, 0, sizeof *o);
    write_plan(&text, what);
    company_read(&o->it, qc_text_get(&text), what->deals, NULL);
    company_prepare(&o->it);
    ck_assert(qc_forecast_ask_sellers(&o->it.forecast, &status));
    company_world(&o->it, &o->world, 20261129);
    ck_assert_int_eq(o->world.coupled != NULL, what->hours[0] != '\0');
    qc_text_free(&text);
}

static void end(one *o)
{
    qc_world_free(&o->world);
    company_free(&o->it);
}

static int64_t value(const one *o, const char *metric, const char *owner)
{
    char name[64];
    snprintf(name, sizeof name, owner != NULL ? "%s of %s" : "%s", metric, owner);
    return o->world.values[company_figure(&o->it, name)];
}

START_TEST(owners_add_up_to_all)
{
    const kind *what = &KINDS[_i];
    int64_t by_owner[OWNERS] = {0};
    one o;
    start(&o, what);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        company_trial(&o.world, trial);
        for (int m = 0; m < METRIC_COUNT; m++) {
            int64_t sum = 0;
            for (int w = 0; w < OWNERS; w++)
                sum += value(&o, METRICS[m], what->owners[w]);
            if (what->all_taken)
                ck_assert_int_eq(sum, value(&o, METRICS[m], NULL));
            else
                ck_assert_int_le(sum, value(&o, METRICS[m], NULL));
        }
        for (int w = 0; w < OWNERS; w++)
            by_owner[w] += value(&o, "deals_won", what->owners[w]);
    }
    for (int w = 0; w < OWNERS; w++)
        ck_assert_int_gt(by_owner[w], 0);
    end(&o);
}
END_TEST

/* A deal that a rep of the history prospects has that rep's factors; one of a hire to come, or that came by
 * itself, anybody's. */
START_TEST(prospected_deals_are_the_reps_own)
{
    one o;
    start(&o, &KINDS[_i]);
    const qc_id *owner = o.world.people->owner;
    int64_t own = 0, mixed = 0;
    ck_assert_ptr_nonnull(owner);
    company_trial(&o.world, 0);
    for (int32_t s = -1; s < o.it.forecast.model.team.seat_count; s++) {
        const bool known = s >= 0 && owner[s] < PERSONS; /* behind them: "hire 1" */
        qc_id first = QC_ID_NONE;
        for (uint64_t entity = 1; entity <= 60; entity++) {
            qc_deal it = {.entity = entity, .seat = s, .open = -1};
            qc_deal_take_labels(&o.world, &it);
            if (entity == 1) first = it.owner;
            if (known) ck_assert_int_eq(it.owner, owner[s]);
            own += known;
            mixed += !known && it.owner != first;
        }
    }
    ck_assert_int_eq(own, PERSONS * 60); /* ann, bob and who is gone sit in the seats */
    ck_assert_int_gt(mixed, 0);
    end(&o);
}
END_TEST

/* Attainment is told in hundredths of a percent of the quota; what is sold is the target's own figure. */
START_TEST(attainment_is_what_the_owner_booked)
{
    const kind *what = &KINDS[_i];
    one o;
    int sold = 0;
    start(&o, what);
    const qc_quota_model *quotas = &o.it.forecast.model.quotas;
    ck_assert_int_eq(quotas->seller_count, OWNERS);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        company_trial(&o.world, trial);
        for (int32_t r = 0; r < OWNERS; r++) {
            const double booked = (double) value(&o, "bookings", quotas->sellers[r].name) / 100;
            ck_assert_double_eq_tol(o.world.ledger->sold[r], booked, 0.5);
            sold += booked > 0;
        }
    }
    ck_assert_int_gt(sold, TRIALS);
    end(&o);
}
END_TEST

/* Of two who share last year's deals 3 : 1, in deals that nobody prospects. */
START_TEST(deals_go_to_owners_as_last_year)
{
    one o;
    kind what = KINDS[1];
    double ann = 0, bob = 0;
    qc_text text = {0};
    memset(&o, 0, sizeof o);
    qc_text_addf(&text, "%s", PIPELINE);
    qc_text_addf(&text, "%s%s", FIRST, SECOND);
    qc_text_addf(&text, "%s",
                 "history: {deals: deals.csv}\nteam: {reps: 2}\ntargets:\n"
                 "  - {name: deals_won of ann, metric: new_deals, period: 2026, at_least: 1, "
                 "scope: {owner: ann}}\n"
                 "  - {name: deals_won of bob, metric: new_deals, period: 2026, at_least: 1, "
                 "scope: {owner: bob}}\n");
    company_read(&o.it, qc_text_get(&text), what.deals, NULL);
    company_prepare(&o.it);
    company_world(&o.it, &o.world, 20261129);
    for (int64_t trial = 0; trial < 40 * QC_GROUP_TRIALS; trial += QC_GROUP_TRIALS) {
        company_trial(&o.world, trial);
        ann += (double) value(&o, "deals_won", "ann");
        bob += (double) value(&o, "deals_won", "bob");
    }
    /* 1 + 4 deals of ann, 1 + 2 of bob: shares drawn anew in each of 40 draws, sd of the mean under 0.03 */
    ck_assert_double_eq_tol(ann / (ann + bob), 5.0 / 8, 0.15);
    qc_text_free(&text);
    end(&o);
}
END_TEST

Suite *qc_suite(void)
{
    const int kinds = (int) (sizeof KINDS / sizeof KINDS[0]);
    Suite *suite = suite_create("owners");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, owners_add_up_to_all, 0, kinds);
    tcase_add_loop_test(tests, prospected_deals_are_the_reps_own, 1, 3);
    tcase_add_loop_test(tests, attainment_is_what_the_owner_booked, 0, kinds);
    tcase_add_test(tests, deals_go_to_owners_as_last_year);
    suite_add_tcase(suite, tests);
    return suite;
}
