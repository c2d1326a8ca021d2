/* Parts are written, read back, refused when anything in them is off, and joined to the whole. */
#include "core/memory.h"
#include "report/part.h"
#include "tests/support/edit.h"
#include "tests/support/torture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#define TRIALS  640 /* of the whole run: three full blocks and a short one */
#define FIGURES 3
#define SHA     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SHA2    "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* ---- a run without a company: figures from a formula ---- */

static qc_figure figures[FIGURES] = {{.has_goal = true, .goal = 50000},
                                     {.has_goal = true, .at_most = true, .goal = 300},
                                     {.has_goal = false}};
static int32_t joint_figures[2] = {0, 1};
static qc_asked_joint joint = {.of = "month", .open = 2, .figures = joint_figures};
static qc_questions questions = {
    .figures = figures, .figure_count = FIGURES, .joints = &joint, .joint_count = 1};

static bool simulate(qc_outcome *outcome, int32_t shard, int32_t shards, qc_status *status)
{
    if (!qc_outcome_start(outcome, &questions, status)) return false;
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        const int64_t luck = trial * 7919 % 1000;
        const int64_t values[FIGURES] = {luck * 100, luck - 500, INT64_C(4000000000000) + luck};
        if (trial / QC_BLOCK_TRIALS % shards != shard - 1) continue;
        if (!qc_outcome_add(outcome, &questions, values, 1, status)) return false;
        if ((trial + 1) % QC_GROUP_TRIALS == 0) qc_outcome_end_group(outcome);
    }
    if (outcome->trials > 0) outcome->tracked = (qc_tracked_tally){{shard, 2, 0}, {3, 4, 0}, 5};
    return true;
}

static const char *const SETS[] = {"new_deals=+20%", "pipeline.days=-8%"};
static const qc_input_file INPUTS[] = {{"deals.csv", SHA2}};

static qc_part part_of(const qc_outcome *outcome, int32_t shard, int32_t shards)
{
    return (qc_part){.file = "a.json",
                     .version = "0.1.0",
                     .plan = "plan.yaml",
                     .plan_sha256 = SHA,
                     .sets = SETS,
                     .set_count = 2,
                     .inputs = INPUTS,
                     .input_count = 1,
                     .seed = 42,
                     .trials = TRIALS,
                     .shard = shard,
                     .shards = shards,
                     .run = {.engine = "walk",
                             .engine_why = "because",
                             .moves = 77,
                             .tracked = {5, 3},
                             .tracked_count = 2},
                     .outcome = *outcome};
}

static bool write_shard(qc_text *text, int32_t shard, int32_t shards, qc_status *status)
{
    qc_outcome outcome = {0};
    qc_sink sink;
    qc_sink_memory(&sink);
    bool ok = simulate(&outcome, shard, shards, status);
    const qc_part part = part_of(&outcome, shard, shards);
    ok = ok && qc_part_write(&sink, &part, status) && qc_sink_close(&sink, status);
    if (ok) qc_text_add(text, qc_text_get(&sink.memory));
    qc_sink_drop(&sink);
    qc_outcome_free(&outcome);
    return ok;
}

static qc_text shard_text(int32_t shard, int32_t shards)
{
    qc_text text = {0};
    qc_status status = {0};
    ck_assert_msg(write_shard(&text, shard, shards, &status), "%s", status.message);
    return text;
}

static void digest_of(const qc_outcome *outcome, char hex[QC_DIGEST_TEXT])
{
    qc_digest digest;
    qc_digest_start(&digest);
    qc_outcome_digest(outcome, &digest);
    qc_digest_end(&digest, hex);
}

static void read_good(qc_part *part, const char *name, const qc_text *text)
{
    qc_status status = {0};
    ck_assert_msg(qc_part_read_bytes(part, name, text->bytes, text->length, &status), "%s",
                  status.message);
}

/* ---- there and back ---- */

START_TEST(shards_share_out_all_trials)
{
    for (int64_t trials = 1; trials <= 2500; trials += 7) {
        const int64_t whole = (trials + QC_GROUP_TRIALS - 1) / QC_GROUP_TRIALS * QC_GROUP_TRIALS;
        for (int32_t shards = 1; shards <= 14; shards++) {
            int64_t own[14] = {0}, sum = 0;
            for (int64_t t = 0; t < whole; t++)
                own[t / QC_BLOCK_TRIALS % shards]++;
            for (int32_t s = 1; s <= shards; s++) {
                ck_assert_int_eq(qc_part_trials(trials, QC_BLOCK_TRIALS, s, shards), own[s - 1]);
                sum += own[s - 1];
            }
            ck_assert_int_eq(sum, whole);
        }
    }
}
END_TEST

START_TEST(what_was_written_is_read)
{
    qc_text text = shard_text(2, 2);
    qc_part part = {0};
    read_good(&part, "dir/b.json", &text);
    ck_assert_str_eq(part.file, "dir/b.json");
    ck_assert_str_eq(part.version, "0.1.0");
    ck_assert_str_eq(part.plan, "plan.yaml");
    ck_assert_str_eq(part.plan_sha256, SHA);
    ck_assert_int_eq(part.set_count, 2);
    ck_assert_str_eq(part.sets[1], "pipeline.days=-8%");
    ck_assert_int_eq(part.input_count, 1);
    ck_assert_str_eq(part.inputs[0].file, "deals.csv");
    ck_assert_str_eq(part.inputs[0].sha256, SHA2);
    ck_assert_uint_eq(part.seed, 42);
    ck_assert_int_eq(part.trials, TRIALS);
    ck_assert_int_eq(part.shard, 2);
    ck_assert_int_eq(part.shards, 2);
    ck_assert_str_eq(part.run.engine, "walk");
    ck_assert_str_eq(part.run.engine_why, "because");
    ck_assert_int_eq(part.run.moves, 77);
    ck_assert_int_eq(part.run.tracked_count, 2);
    ck_assert_int_eq(part.run.tracked[0], 5);
    ck_assert_int_eq(part.outcome.trials, 240);
    ck_assert_int_eq(part.outcome.tracked.hits_without_all, 5);
    qc_sink sink;
    qc_status status = {0};
    qc_sink_memory(&sink);
    ck_assert(qc_part_write(&sink, &part, &status));
    ck_assert_str_eq(qc_text_get(&sink.memory), qc_text_get(&text));
    qc_sink_drop(&sink);
    qc_part_free(&part);
    qc_part_free(&part);
    qc_text_free(&text);
}
END_TEST

START_TEST(sums_of_128_bits_and_large_seeds_survive)
{
    const qc_wide huge = ((qc_wide) 1 << 100) + 12345;
    qc_outcome outcome = {0};
    qc_status status = {0};
    qc_sink sink;
    qc_part back = {0};
    ck_assert(simulate(&outcome, 1, 1, &status));
    outcome.figures[0].square_sum = huge;
    outcome.figures[1].sum = -huge;
    outcome.figures[2].below_sum = 0;
    qc_part part = part_of(&outcome, 1, 1);
    part.seed = UINT64_MAX;
    qc_sink_memory(&sink);
    ck_assert(qc_part_write(&sink, &part, &status));
    read_good(&back, "a.json", &sink.memory);
    ck_assert(back.outcome.figures[0].square_sum == huge);
    ck_assert(back.outcome.figures[1].sum == -huge);
    ck_assert(back.seed == UINT64_MAX);
    qc_part_free(&back);
    qc_sink_drop(&sink);
    qc_outcome_free(&outcome);
}
END_TEST

START_TEST(joined_parts_are_the_whole)
{
    for (int32_t shards = 1; shards <= 6;
         shards++) { /* beyond the fourth a shard has nothing to do */
        qc_outcome whole = {0}, joined = {0};
        char expected[QC_DIGEST_TEXT], found[QC_DIGEST_TEXT];
        qc_status status = {0};
        ck_assert(simulate(&whole, 1, 1, &status));
        ck_assert(qc_outcome_start(&joined, &questions, &status));
        memset(&whole.tracked, 0, sizeof whole.tracked);
        for (int32_t s = shards; s >= 1; s--) {
            qc_text text = shard_text(s, shards);
            qc_part part = {0};
            read_good(&part, "a.json", &text);
            memset(&part.outcome.tracked, 0, sizeof part.outcome.tracked);
            ck_assert(qc_outcome_merge(&joined, &part.outcome, &status));
            qc_part_free(&part);
            qc_text_free(&text);
        }
        digest_of(&whole, expected);
        digest_of(&joined, found);
        ck_assert_str_eq(expected, found);
        qc_outcome_free(&whole);
        qc_outcome_free(&joined);
    }
}
END_TEST

/* ---- what is off is told ---- */

static const struct {
    const char *from, *to, *message;
} FAULTS[] = {
    {"{\"quotacast_part\":1", "[{\"quotacast_part\":1", "']' expected"},
    {"\"quotacast_part\":1", "\"quotacast_part\":\"1\"", "expected what forecast --shard writes"},
    {"\"quotacast_part\":1", "\"quotacast_part\":2",
     "was written by quotacast 0.1.0 in a form that"},
    {"\"quotacast\":\"0.1.0\"", "\"quotacast\":7", "'quotacast' is not a text"},
    {"\"quotacast\":\"0.1.0\"", "\"quotacast\":\"0.1.0\",\"quotacast\":\"0.1.0\"",
     "duplicate object key"},
    {"\"moves\":77,", "", "'moves' is missing"},
    {"\"moves\":77", "\"moves\":77,\"more\":1", "there are other fields than"},
    {"\"moves\":77", "\"moves\":-1", "'moves' is -1, expected 0 to"},
    {"\"moves\":77", "\"moves\":7.5", "'moves' is not a whole number"},
    {"\"file\":\"plan.yaml\"", "\"file\":null", "plan: 'file' is not a text"},
    {"\"file\":\"plan.yaml\"", "\"name\":\"plan.yaml\"", "plan: 'file' is missing"},
    {"\"sha256\":\"0123", "\"sha256\":\"X123", "plan: 'sha256' is not a SHA-256"},
    {"\"sha256\":\"f123", "\"sha256\":\"f12", "inputs[0]: 'sha256' is not a SHA-256"},
    {"\"inputs\":[", "\"inputs\":[7,", "inputs[0]: expected an object with file sha256"},
    {"\"sets\":[", "\"sets\":[3,", "'sets' is not a text"},
    {"\"sets\":[\"new_deals=+20%\",\"pipeline.days=-8%\"]", "\"sets\":{}", "'sets' is not a list"},
    {"\"seed\":42", "\"seed\":-42", "'seed' is -42"},
    {"\"seed\":42", "\"seed\":\"18446744073709551616\"", "'seed' is too large"},
    {"\"seed\":42", "\"seed\":\"-1\"", "'seed' is negative"},
    {"\"seed\":42", "\"seed\":true", "'seed' is not a whole number"},
    {"\"trials\":640", "\"trials\":0", "'trials' is 0, expected 1 to"},
    {"\"shard\":2", "\"shard\":3", "'shard' is 3, expected 1 to 2"},
    {"\"shards\":2", "\"shards\":0", "'shards' is 0"},
    {"\"name\":\"walk\"", "\"name\":1", "'engine.name' is not a text"},
    {"\"hanging\":[5,3]", "\"hanging\":[5,3,1,2]", "'hanging' has 4 values, expected 0 to 3"},
    {"\"hanging\":[5,3]", "\"hanging\":[5,-3]", "'hanging' is -3"},
    {"\"trials\":240", "\"trials\":241", "outcome: 'trials' is 241, expected 0 to 240"},
    {"\"trials\":240", "\"trials\":220", "holds 220 of its 240 trials: the shard was not finished"},
    {"\"groups\":12", "\"groups\":13", "outcome: 'groups' is 13"},
    {"\"joints\":[{", "\"joints\":[7,{", "outcome.joints[0]: expected an object with"},
    {"\"figures\":[{", "\"figures\":[null,{", "outcome.figures[0]: expected an object with"},
    {"\"sum\":\"", "\"sum\":\"x",
     "outcome.figures[0]: 'sum' is not a whole number written as text"},
    {"\"sum\":\"", "\"sum\":\"99999999999999999999999999999999999999", "'sum' is too large"},
    {"\"square_sum\":\"", "\"square_sum\":7,\"a\":\"", "there are other fields than"},
    {"\"hits\":", "\"hits\":9", "'hits' is 9"},
    {"\"buckets\":[[", "\"buckets\":[[1],[", "'buckets' holds something that is no pair"},
    {"\"buckets\":[[", "\"buckets\":[[99999999,1],[", "'buckets' is 99999999"},
    {"\"buckets\":[[", "\"buckets\":[[0,0],[", "'buckets' is 0, expected 1 to 240"},
    {"\"buckets\":[[", "\"buckets\":[[28000,1],[", "expected 28001 to"},
    {"\"exactly\":[", "\"exactly\":[1,", "'group_squares' has 3 values, expected 4 to 4"},
    {"\"wins\":[2", "\"wins\":[241", "outcome.tracked: 'wins' is 241"},
    {"\"hits_without_all\":5", "\"hits_without_all\":6", "is damaged"},
    {"\"outcome_sha256\":\"", "\"outcome_sha256\":\"0", "'outcome_sha256' is not a SHA-256"},
};

START_TEST(faults_are_told)
{
    qc_text text = shard_text(2, 2), changed = {0};
    qc_part part = {0};
    qc_status status = {0};
    qc_edit(&changed, text.bytes, FAULTS[_i].from, FAULTS[_i].to);
    ck_assert(!qc_part_read_bytes(&part, "b.json", changed.bytes, changed.length, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_str_eq(status.file, "b.json");
    ck_assert_msg(strstr(status.message, FAULTS[_i].message) != NULL, "'%s' instead of '%s'",
                  status.message, FAULTS[_i].message);
    qc_part_free(&part);
    qc_text_free(&changed);
    qc_text_free(&text);
}
END_TEST

START_TEST(every_changed_digit_is_seen)
{
    qc_text text = shard_text(2, 2);
    const char *outcome = strstr(text.bytes, "\"outcome\":");
    for (size_t i = (size_t) (outcome - text.bytes); i < text.length; i += 1) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') continue;
        qc_part part = {0};
        qc_status status = {0};
        const char was = text.bytes[i];
        text.bytes[i] = was == '9' ? '8' : (char) (was + 1);
        ck_assert_msg(!qc_part_read_bytes(&part, "b.json", text.bytes, text.length, &status),
                      "byte %zu changed unseen", i);
        text.bytes[i] = was;
        qc_part_free(&part);
    }
    qc_text_free(&text);
}
END_TEST

START_TEST(every_torn_part_is_refused)
{
    qc_text text = shard_text(2, 2);
    for (size_t length = 0; length + 1 < text.length;
         length++) { /* the last byte is the line end */
        qc_part part = {0};
        qc_status status = {0};
        ck_assert(!qc_part_read_bytes(&part, "b.json", text.bytes, length, &status));
        ck_assert_int_eq(status.code, QC_BAD_INPUT);
        ck_assert_int_eq(status.line, 1);
        qc_part_free(&part);
    }
    qc_text_free(&text);
}
END_TEST

START_TEST(a_missing_file_is_told)
{
    qc_part part = {0};
    qc_status status = {0};
    ck_assert(!qc_part_read(&part, QC_SOURCE_DIR "/tests/no_such_part.json", &status));
    ck_assert_int_eq(status.code, QC_IO);
    qc_part_free(&part);
}
END_TEST

/* ---- parts beside each other ---- */

static void check_differs(const qc_part *part, const qc_part *first, const char *message)
{
    qc_status status = {0};
    ck_assert(!qc_part_match(part, first, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_str_eq(status.file, part->file);
    ck_assert_msg(strstr(status.message, "another run than 'a.json'") != NULL, "%s",
                  status.message);
    ck_assert_msg(strstr(status.message, message) != NULL, "'%s' instead of '%s'", status.message,
                  message);
}

START_TEST(parts_of_other_runs_are_told_apart)
{
    static const char *const OTHER_SETS[] = {"new_deals=+20%", "pipeline.days=-9%"};
    static const qc_input_file OTHER_INPUTS[] = {{"deals.csv", SHA}};
    qc_outcome outcome = {0};
    qc_status status = {0};
    ck_assert(simulate(&outcome, 1, 2, &status));
    const qc_part first = part_of(&outcome, 1, 2);
    qc_part other = part_of(&outcome, 2, 2);
    other.file = "b.json";
    ck_assert(qc_part_match(&other, &first, &status));
#define DIFFERS(change, message)               \
    do {                                       \
        qc_part bent = other;                  \
        bent.change;                           \
        check_differs(&bent, &first, message); \
    } while (0)
    DIFFERS(version = "0.2.0", "another version");
    DIFFERS(sets = OTHER_SETS, "--set changes differ");
    DIFFERS(set_count = 1, "--set changes differ");
    DIFFERS(plan_sha256 = SHA2, "the plans differ");
    DIFFERS(inputs = OTHER_INPUTS, "the data differ");
    DIFFERS(input_count = 0, "the data differ");
    DIFFERS(seed = 43, "the seed is 43 here and 42 there");
    DIFFERS(trials = 641, "the number of trials is 641 here and 640 there");
    DIFFERS(shards = 3, "the number of shards is 3 here and 2 there");
    DIFFERS(run.engine = "step", "another engine");
    DIFFERS(run.tracked[1] = 4, "other open deals");
    DIFFERS(run.tracked_count = 1, "other open deals");
    DIFFERS(outcome.figure_count = 2, "other targets");
    DIFFERS(outcome.joint_count = 0, "other targets");
#undef DIFFERS
    other.plan = "elsewhere/plan.yaml"; /* where files lie is nobody's business */
    ck_assert(qc_part_match(&other, &first, &status));
    qc_outcome_free(&outcome);
}
END_TEST

START_TEST(missing_and_double_shards_are_named)
{
    qc_part parts[12] = {0};
    qc_status status = {0};
    for (int32_t p = 0; p < 12; p++)
        parts[p] = (qc_part){.file = p == 3 ? "d.json" : "x.json", .shard = 12 - p, .shards = 12};
    ck_assert(qc_part_complete(parts, 12, &status));
    ck_assert(!qc_part_complete(parts, 11, &status));
    ck_assert_str_eq(status.message, "shard 1 of 12 is missing");
    status = (qc_status){0};
    ck_assert(!qc_part_complete(parts, 2, &status));
    ck_assert_str_eq(status.message, "shards 1, 2, 3, 4, 5, 6, 7, 8, ... of 12 are missing");
    status = (qc_status){0};
    parts[7].shard = 9;
    parts[7].file = "h.json";
    ck_assert(!qc_part_complete(parts, 12, &status));
    ck_assert_str_eq(status.file, "h.json");
    ck_assert_str_eq(status.message, "shard 9 of 12 is in 'd.json' as well");
}
END_TEST

START_TEST(the_outcome_must_answer_the_questions)
{
    qc_outcome outcome = {0};
    qc_status status = {0};
    qc_asked_joint wider = joint;
    qc_questions other = questions;
    ck_assert(simulate(&outcome, 1, 1, &status));
    const qc_part part = part_of(&outcome, 1, 1);
    ck_assert(qc_part_fits(&part, &questions, &status));
    other.figure_count = 2;
    ck_assert(!qc_part_fits(&part, &other, &status));
    ck_assert_str_eq(status.file, "a.json");
    other = questions;
    other.joint_count = 0;
    ck_assert(!qc_part_fits(&part, &other, &status));
    other = questions;
    wider.open = 3;
    other.joints = &wider;
    ck_assert(!qc_part_fits(&part, &other, &status));
    qc_outcome_free(&outcome);
}
END_TEST

static qc_text tortured;

static bool read_tortured(qc_status *status)
{
    qc_part part = {0};
    const bool ok = qc_part_read_bytes(&part, "a.json", tortured.bytes, tortured.length, status);
    qc_part_free(&part);
    return ok;
}

START_TEST(no_memory_is_no_crash)
{
    tortured = shard_text(1, 2);
    qc_torture(read_tortured);
    qc_text_free(&tortured);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("part");
    TCase *tests = tcase_create("part");
    tcase_add_test(tests, shards_share_out_all_trials);
    tcase_add_test(tests, what_was_written_is_read);
    tcase_add_test(tests, sums_of_128_bits_and_large_seeds_survive);
    tcase_add_test(tests, joined_parts_are_the_whole);
    tcase_add_loop_test(tests, faults_are_told, 0, (int) (sizeof FAULTS / sizeof FAULTS[0]));
    tcase_add_test(tests, every_changed_digit_is_seen);
    tcase_add_test(tests, every_torn_part_is_refused);
    tcase_add_test(tests, a_missing_file_is_told);
    tcase_add_test(tests, parts_of_other_runs_are_told_apart);
    tcase_add_test(tests, missing_and_double_shards_are_named);
    tcase_add_test(tests, the_outcome_must_answer_the_questions);
    tcase_add_test(tests, no_memory_is_no_crash);
    suite_add_tcase(suite, tests);
    return suite;
}
