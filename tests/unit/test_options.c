/** The option parser against commands of its own: cli/ is a program, so its one file is linked here. */
#include "cli/command.h"

#include <check.h>
#include <string.h>

static bool never_run(const qc_options *options, qc_status *status)
{
    (void) options;
    return qc_fail(status, QC_NUMERIC, "a parser runs nothing");
}

const qc_command qc_commands[] = {
    {"cook", "DISH", "cooks", "Cooks the dish.\n\nThen serves it.",
     "format output trials set quiet", 1, 2, never_run},
    {"wash", "", "washes", "Washes.", "seed", 0, 0, never_run},
};
const int32_t qc_command_count = 2;

#define COOK (&qc_commands[0])
#define WASH (&qc_commands[1])

static bool parse(qc_options *options, const qc_command *command, qc_status *status,
                  const char *const *words)
{
    static char *copies[QC_LIST_MAX + 8];
    static char room[QC_LIST_MAX + 8][64];
    int count = 0;
    *options = (qc_options) QC_OPTIONS_DEFAULT;
    memset(status, 0, sizeof *status);
    for (; words[count] != NULL; count++) {
        memcpy(room[count], words[count], strlen(words[count]) + 1);
        copies[count] = room[count];
    }
    return qc_options_parse(options, command, count, copies, status);
}
#define PARSE(command, ...) \
    parse(&options, command, &status, (const char *const[]){__VA_ARGS__, NULL})

#define CHECK_REFUSED(words, command, ...)                    \
    do {                                                      \
        ck_assert(!PARSE(command, __VA_ARGS__));              \
        ck_assert_int_eq(status.code, QC_BAD_USAGE);          \
        ck_assert_ptr_nonnull(strstr(status.message, words)); \
    } while (0)

START_TEST(values_in_every_form)
{
    qc_options options;
    qc_status status;

    ck_assert(PARSE(COOK, "soup", "--format", "json", "-o", "out", "--trials=7", "--quiet"));
    ck_assert_str_eq(options.format, "json");
    ck_assert_str_eq(options.output, "out");
    ck_assert_int_eq(options.trials, 7);
    ck_assert(options.quiet && !options.help);
    ck_assert_int_eq(options.arguments.count, 1);
    ck_assert_str_eq(options.arguments.text[0], "soup");
    ck_assert(PARSE(COOK, "--output", "long", "soup", "--output=last"));
    ck_assert_str_eq(options.output, "last");
    ck_assert(PARSE(COOK, "soup", "--set", "a=b=c", "--set=d=e"));
    ck_assert_int_eq(options.sets.count, 2);
    ck_assert_str_eq(options.sets.text[0], "a=b=c");
    ck_assert_str_eq(options.sets.text[1], "d=e");
}
END_TEST

START_TEST(defaults_stay)
{
    qc_options options;
    qc_status status;

    ck_assert(PARSE(COOK, "soup"));
    ck_assert_str_eq(options.format, "text");
    ck_assert_ptr_null(options.output);
    ck_assert_int_eq(options.trials, 0);
    ck_assert_int_eq(options.sets.count, 0);
}
END_TEST

START_TEST(what_looks_like_an_option)
{
    qc_options options;
    qc_status status;

    ck_assert(
        PARSE(COOK, "-", "--", "--quiet")); /* a lone dash is a name, and so is all after -- */
    ck_assert_int_eq(options.arguments.count, 2);
    ck_assert_str_eq(options.arguments.text[1], "--quiet");
    ck_assert(!options.quiet);
    ck_assert(PARSE(COOK, "soup", "--output", "--quiet")); /* a value may begin with a dash */
    ck_assert_str_eq(options.output, "--quiet");
}
END_TEST

START_TEST(help_needs_no_arguments)
{
    qc_options options;
    qc_status status;

    ck_assert(PARSE(COOK, "--help"));
    ck_assert(options.help);
    ck_assert(PARSE(COOK, "-h", "one", "two", "three"));
    ck_assert(options.help);
}
END_TEST

START_TEST(refusals_say_what_would_be_right)
{
    qc_options options;
    qc_status status;

    CHECK_REFUSED("did you mean '--trials'", COOK, "soup", "--trails", "5");
    CHECK_REFUSED("wash takes no option '--trials'", WASH, "--trials", "5");
    CHECK_REFUSED("takes no option '-x'", COOK, "soup", "-x");
    CHECK_REFUSED("takes no option '-ox'", COOK, "soup", "-ox");
    CHECK_REFUSED("--trials needs a value: --trials N", COOK, "soup", "--trials");
    CHECK_REFUSED("--quiet takes no value", COOK, "soup", "--quiet=yes");
    CHECK_REFUSED("'xml' is none of text, json, csv", COOK, "soup", "--format", "xml");
    CHECK_REFUSED("quotacast cook DISH", COOK, "--quiet");
    CHECK_REFUSED("quotacast cook DISH", COOK, "one", "two", "three");
    CHECK_REFUSED("quotacast wash", WASH, "dishes");
}
END_TEST

START_TEST(whole_numbers_only)
{
    static const char *const WRONG[] = {
        "", "0", "-1", "1e6", "7.5", "seven", "7 8", "0x10", "99999999999999999999"};
    qc_options options;
    qc_status status;

    CHECK_REFUSED(WRONG[_i], COOK, "soup", "--trials", WRONG[_i]);
    ck_assert_ptr_nonnull(strstr(status.message, "--trials '"));
    ck_assert_int_eq(options.trials, 0);
}
END_TEST

START_TEST(least_values_differ)
{
    qc_options options;
    qc_status status;

    ck_assert(PARSE(WASH, "--seed", "0"));
    ck_assert_int_eq(options.seed, 0);
    ck_assert(PARSE(WASH, "--seed", "9223372036854775807"));
    ck_assert_int_eq(options.seed, INT64_MAX);
    CHECK_REFUSED("--seed '-1'", WASH, "--seed", "-1");
}
END_TEST

START_TEST(lists_are_bounded)
{
    static const char *words[QC_LIST_MAX + 3] = {"soup"};
    qc_options options;
    qc_status status;
    int count = 1;

    for (int i = 0; i < QC_LIST_MAX; i++)
        words[count++] = "--set=a=b";
    ck_assert(parse(&options, COOK, &status, words));
    ck_assert_int_eq(options.sets.count, QC_LIST_MAX);
    words[count] = "--set=a=b";
    ck_assert(!parse(&options, COOK, &status, words));
    ck_assert_int_eq(status.code, QC_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(status.message, "more than "));
}
END_TEST

/* `set` must not be found inside `reset`, nor `output` by its beginning. */
START_TEST(names_of_options_match_whole)
{
    static const qc_command ODD = {"odd", "", "", "", "reset outputs seeds", 0, 0, never_run};

    for (int32_t i = 0; i < qc_option_count; i++)
        ck_assert_int_eq(qc_options_takes(&ODD, &qc_option_table[i]),
                         strcmp(qc_option_table[i].name, "--help") == 0);
    for (int32_t i = 0; i < qc_option_count; i++) {
        const char *name = qc_option_table[i].name;
        const bool named = strcmp(name, "--seed") == 0 || strcmp(name, "--help") == 0;
        ck_assert_int_eq(qc_options_takes(WASH, &qc_option_table[i]), named);
    }
}
END_TEST

/* Every page is made of the same tables, so each command and each option it takes is on it. */
START_TEST(pages_come_from_the_tables)
{
    qc_text usage = {0}, overview = {0}, manual = {0}, completion = {0};

    qc_options_usage(COOK, &usage);
    ck_assert_ptr_nonnull(strstr(qc_text_get(&usage), "quotacast cook DISH\n\nCooks the dish."));
    ck_assert_ptr_nonnull(strstr(qc_text_get(&usage), "\n  --output FILE, -o  "));
    ck_assert_ptr_nonnull(strstr(qc_text_get(&usage), "\n  --help, -h  "));
    ck_assert_ptr_null(strstr(qc_text_get(&usage), "--seed"));
    qc_options_overview(&overview);
    ck_assert_ptr_nonnull(
        strstr(qc_text_get(&overview), "\n  cook      cooks\n  wash      washes\n"));
    qc_options_manual(&manual);
    ck_assert_ptr_nonnull(strstr(qc_text_get(&manual), ".SS quotacast cook DISH\n"));
    ck_assert_ptr_nonnull(strstr(qc_text_get(&manual), "\n.PP\nThen serves it."));
    ck_assert_ptr_nonnull(strstr(qc_text_get(&manual), ".B \\-\\-trials N\n"));
    qc_options_completion(&completion);
    ck_assert_ptr_nonnull(strstr(qc_text_get(&completion), "\"cook wash\""));
    ck_assert_ptr_nonnull(strstr(qc_text_get(&completion), "wash) options=\"--seed --help \""));
    qc_text_free(&usage);
    qc_text_free(&overview);
    qc_text_free(&manual);
    qc_text_free(&completion);
}
END_TEST

START_TEST(a_dash_is_the_standard_output)
{
    qc_options options;
    qc_status status;
    ck_assert(PARSE(COOK, "soup", "-o", "-"));
    ck_assert_ptr_null(options.output);
    ck_assert(PARSE(COOK, "soup", "--output=-"));
    ck_assert_ptr_null(options.output);
    ck_assert(PARSE(COOK, "soup", "-o", "./-"));
    ck_assert_str_eq(options.output, "./-");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("options");
    TCase *cases = tcase_create("options");
    tcase_add_test(cases, a_dash_is_the_standard_output);
    tcase_add_test(cases, values_in_every_form);
    tcase_add_test(cases, defaults_stay);
    tcase_add_test(cases, what_looks_like_an_option);
    tcase_add_test(cases, help_needs_no_arguments);
    tcase_add_test(cases, refusals_say_what_would_be_right);
    tcase_add_loop_test(cases, whole_numbers_only, 0, 9);
    tcase_add_test(cases, least_values_differ);
    tcase_add_test(cases, lists_are_bounded);
    tcase_add_test(cases, names_of_options_match_whole);
    tcase_add_test(cases, pages_come_from_the_tables);
    suite_add_tcase(suite, cases);
    return suite;
}
