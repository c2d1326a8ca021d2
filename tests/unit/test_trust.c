/* The certificate of a backtest: written, read back, stale, broken, and what is said then. */
#include "report/trust.h"

#include <check.h>
#include <math.h>
#include <string.h>

static const qc_trust_basis BASIS = {"aa", "bb"};

static void write_one(qc_sink *sink, qc_scorecard *card)
{
    static const char *const plans[] = {"acme.yaml"};
    const qc_backtest backtest = {.companies = 1};
    const qc_backtest_view view = {.backtest = &backtest, .card = card, .plans = plans};
    qc_status status = {0};
    qc_sink_memory(sink);
    ck_assert(qc_trust_write(sink, &view, &BASIS, &status));
}

static qc_scorecard usual_card(void)
{
    qc_scorecard card = {.cell_count = 1, .first = 20000, .last = 20365};
    card.cells[0].forecasts = 36;
    card.origins = 24;
    card.cells[0].held[1] = (qc_ratio){0.79, 0.7, 0.88};
    for (int r = 0; r < QC_RIVAL_COUNT; r++)
        card.cells[0].rivals[r].error.value = 0.9;
    card.cells[0].rivals[QC_RIVAL_STAGE_WEIGHTED].error.value = 0.69;
    card.cells[0].rivals[QC_RIVAL_POISSON].error.value = 1.04;
    card.cells[0].rivals[QC_RIVAL_SEASONAL_NAIVE].error.value = (double) NAN;
    return card;
}

static void read_text(qc_trust *trust, const char *text, const qc_trust_basis *basis, bool fine)
{
    qc_status status = {0};
    ck_assert(qc_trust_read_bytes(trust, "acme.trust.json", text, strlen(text), basis, &status) ==
              fine);
    ck_assert_int_eq(status.code, fine ? QC_OK : QC_BAD_INPUT);
}

static void check_words(const qc_trust *trust, const char *expected)
{
    qc_text text = {0};
    qc_trust_words(trust, "acme.yaml", &text);
    ck_assert_str_eq(qc_text_get(&text), expected);
    qc_text_free(&text);
}

START_TEST(what_was_written_is_read)
{
    qc_scorecard card = usual_card();
    qc_sink sink;
    qc_trust trust;
    write_one(&sink, &card);
    read_text(&trust, qc_text_get(&sink.memory), &BASIS, true);
    ck_assert_int_eq(trust.state, QC_TRUST_FRESH);
    ck_assert_int_eq(trust.forecasts, 36);
    ck_assert_int_eq(trust.moments, 24);
    ck_assert(trust.enough);
    ck_assert_double_eq(trust.held_80, 0.79);
    ck_assert_double_eq(trust.weighted, 0.69);
    ck_assert_str_eq(trust.rival, "poisson");
    ck_assert_double_eq(trust.rival_error, 1.04);
    ck_assert_int_eq(trust.from, 20000);
    ck_assert_int_eq(trust.to, 20365);
    check_words(&trust, "80% ranges held 79% of 36 forecasts; error 31% below the stage-weighted "
                        "pipeline, 4% above Poisson at the average rate (backtest 2024-10-04 to "
                        "2025-10-04)");
    qc_sink_drop(&sink);
}
END_TEST

START_TEST(beliefs_written_with_hindsight_are_told)
{
    const qc_backtest backtest = {.companies = 1};
    qc_scorecard card = usual_card();
    const qc_backtest_view view = {
        .backtest = &backtest, .card = &card, .caveats = {.has_beliefs = true}};
    qc_status status = {0};
    qc_sink sink;
    qc_trust trust;
    qc_sink_memory(&sink);
    ck_assert(qc_trust_write(&sink, &view, &BASIS, &status));
    read_text(&trust, qc_text_get(&sink.memory), &BASIS, true);
    ck_assert(trust.uses_beliefs);
    check_words(&trust, "80% ranges held 79% of 36 forecasts; error 31% below the stage-weighted "
                        "pipeline, 4% above Poisson at the average rate (backtest 2024-10-04 to "
                        "2025-10-04, flattered by beliefs of today)");
    qc_sink_drop(&sink);
}
END_TEST

START_TEST(few_moments_are_told)
{
    static const qc_ratio open[] = {{0.79, 0.55, 1}, {0.79, (double) NAN, (double) NAN}};
    for (int i = 0; i < 3; i++) {
        qc_scorecard card = usual_card();
        qc_sink sink;
        qc_trust trust;
        card.origins = i == 2 ? 7 : 12;
        if (i < 2) card.cells[0].held[1] = open[i];
        write_one(&sink, &card);
        read_text(&trust, qc_text_get(&sink.memory), &BASIS, true);
        ck_assert(!trust.enough);
        if (i == 0)
            check_words(&trust, "80% ranges held 79% of 36 forecasts; error 31% below the "
                                "stage-weighted pipeline, but 12 moments of the past are too few "
                                "to rely on that (backtest 2024-10-04 to 2025-10-04)");
        qc_sink_drop(&sink);
    }
}
END_TEST

START_TEST(other_files_make_it_stale)
{
    static const qc_trust_basis others[] = {{"ab", "bb"}, {"aa", "ba"}};
    qc_scorecard card = usual_card();
    qc_sink sink;
    qc_trust trust;
    card.cells[0].rivals[QC_RIVAL_POISSON].error.value = 0.95;
    write_one(&sink, &card);
    for (int i = 0; i < 2; i++) {
        read_text(&trust, qc_text_get(&sink.memory), &others[i], true);
        ck_assert_int_eq(trust.state, QC_TRUST_STALE);
    }
    check_words(&trust, "80% ranges held 79% of 36 forecasts; error 31% below the stage-weighted "
                        "pipeline (backtest 2024-10-04 to 2025-10-04); plan, data or program have "
                        "changed since: quotacast backtest acme.yaml --save");
    qc_sink_drop(&sink);
}
END_TEST

START_TEST(what_is_no_certificate_is_told)
{
    static const char *const texts[] = {
        "",
        "{}",
        "[1]",
        "{\"quotacast_trust\": 1",
        "{\"quotacast_trust\": 2, \"quotacast\": \"1\", \"plan_sha256\": \"aa\", "
        "\"history_sha256\": "
        "\"bb\", \"from\": \"2024-10-04\", \"to\": \"2025-10-04\", \"forecasts\": 3, \"moments\": "
        "3, \"enough\": true, \"uses_beliefs\": false, \"held_80\": "
        "1, "
        "\"against_stage_weighted\": null, \"best_rival\": \"poisson\", \"against_best_rival\": 1}",
        "{\"quotacast_trust\": 1, \"quotacast\": \"1\", \"plan_sha256\": \"aa\", "
        "\"history_sha256\": "
        "\"bb\", \"from\": \"2024-13-04\", \"to\": \"2025-10-04\", \"forecasts\": 3, \"moments\": "
        "3, \"enough\": true, \"uses_beliefs\": false, \"held_80\": "
        "1, "
        "\"against_stage_weighted\": null, \"best_rival\": \"poisson\", \"against_best_rival\": 1}",
        "{\"quotacast_trust\": 1, \"quotacast\": \"1\", \"plan_sha256\": \"aa\", "
        "\"history_sha256\": "
        "\"bb\", \"from\": \"2024-10-04\", \"to\": \"2025-10-04\", \"forecasts\": 3, \"moments\": "
        "3, \"enough\": true, \"uses_beliefs\": false, \"held_80\": "
        "1, "
        "\"against_stage_weighted\": null, \"best_rival\": \"luck\", \"against_best_rival\": 1}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        qc_trust trust;
        read_text(&trust, texts[i], &BASIS, false);
        ck_assert_int_eq(trust.state, QC_TRUST_BROKEN);
        check_words(&trust,
                    "the saved backtest cannot be read: quotacast backtest acme.yaml --save");
    }
}
END_TEST

START_TEST(none_is_no_failure)
{
    qc_trust trust;
    qc_status status = {0};
    ck_assert(qc_trust_read(&trust, "/nonexistent/acme.trust.json", &BASIS, &status));
    ck_assert_int_eq(trust.state, QC_TRUST_NONE);
    check_words(&trust, "backtest not run: quotacast backtest acme.yaml --save");
    check_words(&(qc_trust){.state = QC_TRUST_NOT_ASKED}, "");
}
END_TEST

START_TEST(it_stands_beside_the_plan)
{
    char path[QC_TRUST_PATH], long_name[QC_TRUST_PATH + 8];
    qc_status status = {0};
    ck_assert(qc_trust_path("a.b/acme.yaml", path, &status));
    ck_assert_str_eq(path, "a.b/acme.trust.json");
    ck_assert(qc_trust_path("a.b/acme", path, &status));
    ck_assert_str_eq(path, "a.b/acme.trust.json");
    ck_assert(qc_trust_path(".acme", path, &status));
    ck_assert_str_eq(path, ".acme.trust.json");
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    ck_assert(!qc_trust_path(long_name, path, &status));
    ck_assert_int_eq(status.code, QC_IO);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("trust");
    TCase *tests = tcase_create("trust");

    tcase_add_test(tests, what_was_written_is_read);
    tcase_add_test(tests, beliefs_written_with_hindsight_are_told);
    tcase_add_test(tests, few_moments_are_told);
    tcase_add_test(tests, other_files_make_it_stale);
    tcase_add_test(tests, what_is_no_certificate_is_told);
    tcase_add_test(tests, none_is_no_failure);
    tcase_add_test(tests, it_stands_beside_the_plan);
    suite_add_tcase(suite, tests);
    return suite;
}
