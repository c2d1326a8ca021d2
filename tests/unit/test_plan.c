#include "tests/support/torture.h"
#include "tests/unit/plan_text.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#define FIXTURES QC_SOURCE_DIR "/tests/fixtures/plan"

static void read_whole(const char *path, qc_text *out)
{
    char block[4096];
    size_t got;
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        qc_text_add_part(out, block, got);
    (void) fclose(file);
}

START_TEST(the_example_reads_with_every_value_in_place)
{
    qc_plan plan = {0};
    qc_findings findings = {0};
    qc_status status = {0};
    ck_assert_msg(qc_plan_read(&plan, FIXTURES "/example.yaml", NULL, 0, &findings, &status), "%s",
                  status.message);
    ck_assert_int_eq(findings.count, 0);
    ck_assert_str_eq(plan.company, "Acme");
    ck_assert_str_eq(plan.history.deals, FIXTURES "/deals.csv");
    ck_assert_int_eq(plan.as_of, qc_calendar_day(2026, 6, 30));
    ck_assert_int_eq(plan.stage_count, 4);
    ck_assert_int_eq(plan.offer_stage, 2);
    ck_assert_str_eq(plan.stages[0].crm[1], "Qualified To Buy");
    ck_assert_double_eq(plan.stages[3].conversion.second, 0.85);
    ck_assert_double_eq(plan.deal_size.second, 40000);
    ck_assert_double_eq(plan.new_deals.first, 60);
    ck_assert_int_eq(plan.target_count, 4);
    ck_assert(plan.targets[2].stretch);
    ck_assert_int_eq(plan.segment_count, 1);
    ck_assert_int_eq(plan.lever_count, 1);
    qc_plan_free(&plan);
    qc_plan_free(&plan); /* legal twice */
    ck_assert_int_eq(plan.stage_count, 0);
    qc_findings_free(&findings);
}
END_TEST

static int check_error_file(const char *name)
{
    char path[600];
    qc_text text = {0}, wanted = {0};
    plan_text read = {0};
    (void) snprintf(path, sizeof path, FIXTURES "/errors/%s", name);
    read_whole(path, &text);
    (void) snprintf(path, sizeof path, FIXTURES "/errors/%.*s.txt", (int) strlen(name) - 5, name);
    read_whole(path, &wanted);
    ck_assert_msg(!plan_text_bytes(&read, text.bytes, text.length, NULL, 0), "%s reads", name);
    ck_assert_int_eq(read.status.code, QC_BAD_INPUT);
    ck_assert_msg(strcmp(qc_text_get(&read.errors), qc_text_get(&wanted)) == 0,
                  "%s says\n%sand should say\n%s", name, qc_text_get(&read.errors),
                  qc_text_get(&wanted));
    ck_assert_str_eq(read.status.message, read.findings.items[0].text);
    ck_assert_int_eq(read.status.line, read.findings.items[0].line);
    plan_text_free(&read);
    qc_text_free(&text);
    qc_text_free(&wanted);
    return 1;
}

START_TEST(every_broken_plan_says_what_is_wrong_and_where)
{
    int files = 0;
    DIR *folder = opendir(FIXTURES "/errors");
    ck_assert_ptr_nonnull(folder);
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        if (strstr(entry->d_name, ".yaml")) files += check_error_file(entry->d_name);
    (void) closedir(folder);
    ck_assert_int_ge(files, 20);
}
END_TEST

START_TEST(files_that_cannot_be_read_are_named)
{
    qc_plan plan = {0};
    qc_findings findings = {0};
    qc_status status = {0};
    ck_assert(!qc_plan_read(&plan, "no/such/plan.yaml", NULL, 0, &findings, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_str_eq(status.file, "no/such/plan.yaml");
    ck_assert_str_eq(status.message, "cannot be opened: No such file or directory");
    status = (qc_status){0};
    ck_assert(!qc_plan_read(&plan, "/tmp", NULL, 0, &findings, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_str_eq(status.message, "cannot be read: Is a directory");
    qc_plan_free(&plan);
    qc_findings_free(&findings);
}
END_TEST

START_TEST(a_file_beyond_the_limit_is_refused_before_it_is_all_read)
{
    char path[64];
    qc_plan plan = {0};
    qc_findings findings = {0};
    qc_status status = {0};
    (void) snprintf(path, sizeof path, "/tmp/qc_plan_%ld", (long) getpid());
    const int handle = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    ck_assert_int_ge(handle, 0);
    ck_assert_int_eq(ftruncate(handle, 5L * 1024 * 1024 * 1024), 0);
    ck_assert(!qc_plan_read(&plan, path, NULL, 0, &findings, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_str_eq(status.message, "too big for a plan (over 4 MiB)");
    (void) close(handle);
    ck_assert_int_eq(unlink(path), 0);
    qc_plan_free(&plan);
    qc_findings_free(&findings);
}
END_TEST

START_TEST(the_digest_covers_bytes_and_sets)
{
    static const char *const SET[] = {"company=A"}, *const OTHER[] = {"company=B"};
    char plain[QC_DIGEST_TEXT], set[QC_DIGEST_TEXT], file[QC_DIGEST_TEXT];
    plan_text read = {0};
    qc_digest digest;
    ck_assert(plan_text_bytes(&read, PLAN_BASE, strlen(PLAN_BASE), NULL, 0));
    memcpy(plain, read.plan.sha256, sizeof plain);
    plan_text_free(&read);
    qc_digest_start(&digest);
    qc_digest_add(&digest, PLAN_BASE, strlen(PLAN_BASE));
    qc_digest_end(&digest, file);
    ck_assert_str_eq(plain, file); /* what sha256sum says about the file */
    read = (plan_text){0};
    ck_assert(plan_text_bytes(&read, PLAN_BASE, strlen(PLAN_BASE), SET, 1));
    memcpy(set, read.plan.sha256, sizeof set);
    ck_assert_str_ne(plain, set);
    plan_text_free(&read);
    read = (plan_text){0};
    ck_assert(plan_text_bytes(&read, PLAN_BASE, strlen(PLAN_BASE), OTHER, 1));
    ck_assert_str_ne(set, read.plan.sha256);
    plan_text_free(&read);
}
END_TEST

START_TEST(findings_of_others_are_left_as_they_are)
{
    static const char TEXT[] = "pipeline: [a]\nhistory: {deals: d.csv}\nzzz: 1\nas_of: x\n";
    qc_plan plan = {0};
    qc_findings findings = {0};
    qc_status status = {0};
    ck_assert(
        qc_findings_add(&findings, QC_FINDING_DOUBT, "zombie", "deals.csv", 99, 1, &status, "old"));
    ck_assert(
        !qc_plan_read_bytes(&plan, "plan.yaml", TEXT, strlen(TEXT), NULL, 0, &findings, &status));
    ck_assert_int_eq(findings.count, 3);
    ck_assert_str_eq(findings.items[0].text, "old");
    ck_assert_int_eq(findings.items[1].line, 3); /* in the order of the file */
    ck_assert_int_eq(findings.items[2].line, 4);
    ck_assert_int_eq(status.line, 3);
    qc_plan_free(&plan);
    qc_findings_free(&findings);
}
END_TEST

static bool read_all(qc_status *status)
{
    static const char TEXT[] =
        "company: A\ncurrency: EUR\nas_of: 2026-06-30\n"
        "history: {deals: d.csv, won: [w1, w2], lost: l}\n"
        "pipeline:\n  - {stage: qualified, crm: [q1, q2], conversion: 50%, days: 4 to 20,\n"
        "     based_on: 30}\n  - proposal\n"
        "deal_size: {mean: 10k, cv: 1.1}\nnew_deals: {mean: 60, per: month, noise: none}\n"
        "segments: {SMB: {deal_size: 5k, pipeline: {proposal: {days: +5%}}}, big: {}}\n"
        "targets:\n  - {metric: bookings, period: 2026, at_least: +10% on 2025}\n"
        "  - {name: b, metric: qualified, period: each month, at_least: 5, scope: {owner: a}}\n";
    static const char *const SETS[] = {"pipeline.proposal.days=4 to 9", "deal_size=+10%",
                                       "targets.b.at_least=6", "segments.big.deal_size=1k to 2k",
                                       "history.ignore=[x, y]"};
    qc_plan plan = {0};
    qc_findings findings = {0};
    const bool ok = qc_plan_read_bytes(&plan, "p/plan.yaml", TEXT, strlen(TEXT), SETS, 5, &findings,
                                       status);
    qc_plan_free(&plan);
    qc_findings_free(&findings);
    return ok;
}

/* The same with errors of many kinds: here the run that has memory enough says BAD_INPUT. */
static bool read_broken(qc_status *status)
{
    static const char TEXT[] = "compny: A\npipeline: [a, A, {stage: days}, {conversion: 5}]\n"
                               "new_deals: 60\nsegments: {x: {y: 1}, X: 5}\n"
                               "targets: [{metric: foo}, {name: t, metric: units, period: x}]\n"
                               "shocks: {sd: 9, rho: 0}\nhistory: [x]\n";
    static const char *const SETS[] = {"foo", "a.b=c", "pipeline.z.days=5", "targets.q.name=5",
                                       "company=[x"};
    qc_plan plan = {0};
    qc_findings findings = {0};
    bool ok = qc_plan_read_bytes(&plan, "plan.yaml", TEXT, strlen(TEXT), SETS, 5, &findings,
                                 status);
    if (!ok && status->code == QC_BAD_INPUT) {
        *status = (qc_status){0};
        ok = true;
    }
    qc_plan_free(&plan);
    qc_findings_free(&findings);
    return ok;
}

static bool read_from_file(qc_status *status)
{
    qc_plan plan = {0};
    qc_findings findings = {0};
    const bool ok = qc_plan_read(&plan, FIXTURES "/example.yaml", NULL, 0, &findings, status);
    qc_plan_free(&plan);
    qc_findings_free(&findings);
    return ok;
}

START_TEST(running_out_of_memory_is_said)
{
    qc_torture(read_all);
    qc_torture(read_broken);
    qc_torture(read_from_file);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("plan");
    TCase *cases = tcase_create("plan");
    tcase_add_test(cases, the_example_reads_with_every_value_in_place);
    tcase_add_test(cases, every_broken_plan_says_what_is_wrong_and_where);
    tcase_add_test(cases, files_that_cannot_be_read_are_named);
    tcase_add_test(cases, a_file_beyond_the_limit_is_refused_before_it_is_all_read);
    tcase_add_test(cases, the_digest_covers_bytes_and_sets);
    tcase_add_test(cases, findings_of_others_are_left_as_they_are);
    tcase_add_test(cases, running_out_of_memory_is_said);
    suite_add_tcase(suite, cases);
    return suite;
}
