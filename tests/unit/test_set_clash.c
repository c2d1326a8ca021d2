#include "plan/set_clash.h"

#include <check.h>
#include <string.h>

static bool both(const char *first, const char *second, char *said, size_t size)
{
    const char *sets[] = {first, second};
    qc_status status = {0};
    const bool ok = qc_set_clash(sets, 2, &status);
    strncpy(said, status.message, size - 1);
    said[size - 1] = '\0';
    return ok;
}

static void agree(const char *first, const char *second)
{
    char said[256];
    ck_assert_msg(both(first, second, said, sizeof said), "%s; %s: %s", first, second, said);
}

static void clash(const char *first, const char *second, const char *part)
{
    char said[256];
    ck_assert_msg(!both(first, second, said, sizeof said), "%s; %s", first, second);
    ck_assert_msg(strstr(said, part) != NULL, "%s; %s: %s", first, second, said);
}

START_TEST(what_differs_agrees)
{
    agree("new_deals=+10%", "deal_size=+10%");
    agree("pipeline.proposal.days=5", "pipeline.negotiation.days=5");
    agree("pipeline.proposal.days=5", "pipeline.proposal.conversion=50%");
    agree("pipeline.days=5", "pipeline.conversion=50%");
    agree("segments.mid.deal_size=5k", "segments.SMB.deal_size=4k");
    agree("segments.mid.deal_size=5k", "new_deals=5 per month");
    agree("win_rate=30%", "pipeline.proposal.days=5");
    agree("team.hours_per_week=40", "activities.per_rep_per_week=60");
    agree("not a change", "new_deals=+5%"); /* told by whoever reads it */
}
END_TEST

START_TEST(one_number_stands_once)
{
    clash("new_deals=+10%", "new_deals=+20%", "'new_deals' is set twice, to '+10%' and to '+20%'");
    clash(" new_deals = 60 per month", "new_deals=+20%", "set twice");
    clash("targets.a=b.at_least=1M", "targets.a=b.at_least=2M", "'targets.a=b.at_least'");
    clash("Pipeline.Proposal.days=4", "pipeline.proposal.days=5", "set twice");
    agree("team.hires=none", "team.hires=+2 from 2026-08-01");
    agree("team.hires=+1 from 2026-08-01", "team.hires=+2 from 2026-10-01");
}
END_TEST

START_TEST(a_group_holds_its_members)
{
    clash("pipeline.days=10", "pipeline.proposal.days=5",
          "'pipeline.proposal.days' is one of what 'pipeline.days' sets");
    clash("pipeline.proposal.days=5", "pipeline.days=10", "is one of what 'pipeline.days' sets");
    clash("win_rate=30%", "pipeline.conversion=50%", "contradict");
    clash("pipeline.proposal.conversion=50%", "win_rate=30%", "contradict");
    clash("deal_size=5k", "segments.a.b.deal_size=6k", "contradict");
    clash("pipeline.days=5", "segments.mid.pipeline.proposal.days=6", "contradict");
    clash("segments.mid.pipeline.days=5", "segments.mid.pipeline.proposal.days=6", "contradict");
    clash("activities.minutes=5", "activities.calls.minutes=6", "contradict");
    agree("pipeline.days=-8%", "pipeline.proposal.days=-5%");
    agree("pipeline.days=10", "pipeline.proposal.days=-5%");
    agree("pipeline.days=-8%", "pipeline.proposal.days=5");
    clash("pipeline.proposal.days=-5%", "pipeline.days=10", "undoes 'pipeline.proposal.days=-5%'");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("set_clash");
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, what_differs_agrees);
    tcase_add_test(cases, one_number_stands_once);
    tcase_add_test(cases, a_group_holds_its_members);
    suite_add_tcase(suite, cases);
    return suite;
}
