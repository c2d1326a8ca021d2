#include "tests/unit/plan_text.h"

START_TEST(segments_say_beliefs_and_changes)
{
    plan_text read = {0};
    const qc_plan_segment *segment;
    const qc_lever *lever;
    plan_text_good(&read, "segments:\n"
                          "  enterprise: {deal_size: 40k to 250k, pipeline.days: +60%,\n"
                          "    new_deals: 4 to 8 per month, pipeline.proposal.conversion: 30%}\n"
                          "  Klein & Co. KG:\n"
                          "    deal_size: -20%\n"
                          "    pipeline:\n"
                          "      proposal: {days: 2 weeks, conversion: +5 points}\n"
                          "      Qualified.days: {typical: 1 to 5}\n"
                          "      conversion: +10%\n"
                          "  other:\n");
    ck_assert_int_eq(read.plan.segment_count, 3);
    segment = read.plan.segments;
    ck_assert_str_eq(segment[0].name, "enterprise");
    ck_assert_int_eq(segment[0].place.line, 9);
    ck_assert_int_eq(segment[0].place.column, 3);
    ck_assert_int_eq(segment[0].deal_size.form, QC_BELIEF_RANGE);
    ck_assert_double_eq(segment[0].new_deals.second, 8);
    ck_assert_double_eq(segment[0].conversion[1].first, 0.3);
    ck_assert_int_eq(segment[0].conversion[0].form, QC_BELIEF_NONE);
    ck_assert_int_eq(segment[0].days[1].form, QC_BELIEF_NONE);
    ck_assert_int_eq(segment[1].deal_size.form, QC_BELIEF_NONE);
    ck_assert_double_eq(segment[1].days[1].first, 14);
    ck_assert_double_eq(segment[1].days[0].second, 5);
    ck_assert_int_eq(segment[2].deal_size.form, QC_BELIEF_NONE);
    ck_assert_int_eq(read.plan.lever_count, 4);
    lever = read.plan.levers;
    ck_assert_str_eq(lever[0].path, "segments.enterprise.pipeline.days");
    ck_assert_int_eq(lever[0].target, QC_LEVER_DAYS);
    ck_assert_int_eq(lever[0].stage, -1);
    ck_assert_int_eq(lever[0].segment, 0);
    ck_assert_int_eq(lever[0].kind, QC_CHANGE_SCALE);
    ck_assert_double_eq(lever[0].amount, 1.6);
    ck_assert_int_eq(lever[0].place.line, 9);
    ck_assert_int_eq(lever[0].place.column, 55);
    ck_assert_int_eq(lever[1].target, QC_LEVER_DEAL_SIZE);
    ck_assert_double_eq(lever[1].amount, 0.8);
    ck_assert_int_eq(lever[1].segment, 1);
    ck_assert_int_eq(lever[2].target, QC_LEVER_CONVERSION);
    ck_assert_int_eq(lever[2].stage, 1);
    ck_assert_int_eq(lever[2].kind, QC_CHANGE_POINTS);
    ck_assert_double_eq(lever[2].amount, 0.05);
    ck_assert_int_eq(lever[3].stage, -1);
    ck_assert_str_eq(lever[3].path, "segments.Klein & Co. KG.pipeline.conversion");
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *segments; /* from column 11 of line 8 */
    const char *errors;
} BAD[] = {
    {"[a]", "plan.yaml:8:11: segments: expected keys with values, like '{key: value}', not a "
            "list\n"},
    {"{a: 5}", "plan.yaml:8:15: segments.a: expected keys with values, like '{key: value}', not "
               "one value\n"},
    {"{a: {dealsize: 5}}",
     "plan.yaml:8:16: segments.a.dealsize: unknown key 'dealsize'; did you mean 'deal_size'?\n"},
    {"{a: {pipeline: 5}}",
     "plan.yaml:8:16: segments.a.pipeline: unknown key 'pipeline' (known here: deal_size, "
     "new_deals, win_rate, pipeline.days, pipeline.conversion, loss.<reason>)\n"},
    {"{a: {pipeline.propsal.days: 5}}",
     "plan.yaml:8:16: segments.a.pipeline.propsal.days: unknown stage 'propsal'; did you mean "
     "'proposal'?\n"},
    {"{a: {pipeline: {proposal: {dayz: 5}}}}",
     "plan.yaml:8:38: segments.a.pipeline.proposal.dayz: unknown key 'dayz'; did you mean "
     "'days'?\n"},
    {"{a: {pipeline: {proposal: 5}}}",
     "plan.yaml:8:27: segments.a.pipeline.proposal: what of this stage? (conversion or "
     "days)\n"},
    {"{a: {pipeline.days: 4 to 20}}",
     "plan.yaml:8:31: segments.a.pipeline.days: expected a change such as +60%; a value needs a "
     "stage (pipeline.<stage>.days)\n"},
    {"{a: {deal_size: +5 points}}",
     "plan.yaml:8:27: segments.a.deal_size: +5 points is not a change (+20% or -8%)\n"},
    {"{a: {deal_size: large}}",
     "plan.yaml:8:27: segments.a.deal_size: large is not an amount (above 0, e.g. 1.2M, 400k or 4 "
     "800 000)\n"},
    {"{a: {pipeline.proposal.days: 5, pipeline: {proposal: {days: 6}}}}",
     "plan.yaml:8:65: segments.a.pipeline.proposal.days: is said twice\n"},
    {"{a: {pipeline.days: +5%, pipeline: {days: -6%}}}",
     "plan.yaml:8:47: segments.a.pipeline.days: is said twice\n"},
    {"{SMB: {}, s.m.b: {}}", "plan.yaml:8:28: segments: 's.m.b' is the same name as SMB (line "
                             "8)\n"},
    {"{'': {}}", "plan.yaml:8:12: segments: the name of a segment is empty or unprintable\n"},
    {"{\"a\\tb\": {}}",
     "plan.yaml:8:12: segments.a?b: the name of a segment is empty or unprintable\n"},
};

START_TEST(broken_segments_are_refused)
{
    char text[300];
    (void) snprintf(text, sizeof text, "segments: %s\n", BAD[_i].segments);
    plan_text_bad_after(text, BAD[_i].errors);
}
END_TEST

START_TEST(keys_and_counts_have_limits)
{
    plan_text read = {0};
    qc_text text = {0};
    qc_text_add(&text, PLAN_BASE "segments: {a: {pipeline.");
    for (int i = 0; i < 600; i++)
        qc_text_add(&text, "x");
    qc_text_add(&text, ": {days: 4}}}\n");
    ck_assert(!plan_text_read(&read, qc_text_get(&text)));
    ck_assert_ptr_nonnull(strstr(qc_text_get(&read.errors), "too long for a key"));
    plan_text_free(&read);
    read = (plan_text){0};
    qc_text_clear(&text);
    qc_text_add(&text, PLAN_BASE "segments:\n");
    for (int i = 0; i < 1001; i++)
        qc_text_addf(&text, "  s%d: {}\n", i);
    ck_assert(!plan_text_read(&read, qc_text_get(&text)));
    ck_assert_str_eq(qc_text_get(&read.errors),
                     "plan.yaml:9:3: segments: 1001 segments are too many (up to 1000)\n");
    plan_text_free(&read);
    qc_text_free(&text);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_segments");
    TCase *cases = tcase_create("read_segments");
    tcase_add_test(cases, segments_say_beliefs_and_changes);
    tcase_add_loop_test(cases, broken_segments_are_refused, 0, (int) (sizeof BAD / sizeof BAD[0]));
    tcase_add_test(cases, keys_and_counts_have_limits);
    suite_add_tcase(suite, cases);
    return suite;
}
