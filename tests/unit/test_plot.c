#include "report/plot/plot.h"
#include "tests/fixtures/report/companies.h"
#include "tests/fixtures/report/studies.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char home[64];
static qc_summary summary;
static qc_funnels funnels;
static qc_plot_options options;
static qc_plot_result result;
static qc_status status;

static void set_up(void)
{
    snprintf(home, sizeof home, "/tmp/quotacast-plot-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(home));
    ck_assert_int_eq(chdir(home), 0);
    qc_companies_summary(&summary, &QC_COMPANY_ACME);
    qc_companies_funnels(&funnels);
    options = QC_PLOT_OPTIONS_DEFAULT;
    options.font = "DejaVu Sans";
    options.formats = QC_PLOT_SVG;
    result = (qc_plot_result){0};
    status = (qc_status){0};
}

/* Names in a folder, and how many end in `ending`. */
static int entries(const char *folder, const char *ending)
{
    DIR *listing = opendir(folder);
    int count = 0;

    ck_assert_ptr_nonnull(listing);
    for (const struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        const size_t length = strlen(entry->d_name), tail = strlen(ending);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (length >= tail && strcmp(entry->d_name + length - tail, ending) == 0) count++;
    }
    closedir(listing);
    return count;
}

static void remove_all(const char *folder)
{
    char path[600];
    struct stat found;
    DIR *listing = opendir(folder);

    ck_assert_ptr_nonnull(listing);
    for (const struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        snprintf(path, sizeof path, "%.300s/%.255s", folder, entry->d_name);
        if (lstat(path, &found) == 0 && S_ISDIR(found.st_mode)) {
            remove_all(path);
        } else {
            unlink(path);
        }
    }
    closedir(listing);
    rmdir(folder);
}

static void tear_down(void)
{
    qc_companies_free(&summary);
    qc_companies_funnels_free(&funnels);
    ck_assert_int_eq(chdir("/"), 0);
    remove_all(home);
}

static void make_program(const char *path, const char *body)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_gt(fprintf(file, "#!/bin/sh\n%s\n", body), 0);
    fclose(file);
    ck_assert_int_eq(chmod(path, 0755), 0);
}

static char *read_file(const char *path)
{
    static char bytes[200000];
    FILE *file = fopen(path, "rb");

    ck_assert_msg(file != NULL, "no file '%s'", path);
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
    fclose(file);
    return bytes;
}

static void check_starts(const char *path, const char *magic)
{
    ck_assert_msg(strncmp(read_file(path), magic, strlen(magic)) == 0,
                  "'%s' does not start with %s", path, magic);
}

static void draw_forecast(const char *folder)
{
    char line[1024];
    const bool ok = qc_plot_forecast(&summary, folder, &options, &result, &status);

    qc_status_text(&status, line, sizeof line);
    ck_assert_msg(ok, "%s", line);
}

START_TEST(all_formats_of_all_charts_are_drawn)
{
    options.formats = QC_PLOT_ALL;
    draw_forecast("deep/er/pictures");
    ck_assert_int_eq(result.pictures, 9);
    ck_assert_str_eq(result.note, "");
    ck_assert_int_eq(entries("deep/er/pictures", ""), 12);
    ck_assert_int_eq(entries("deep/er/pictures", ".gp"), 3);
    check_starts("deep/er/pictures/fan.png", "\x89PNG");
    check_starts("deep/er/pictures/histogram.svg", "<?xml");
    check_starts("deep/er/pictures/curve.pdf", "%PDF");
    ck_assert(qc_plot_funnels(&funnels, "deep/er/pictures/", &options, &result, &status));
    ck_assert_int_eq(entries("deep/er/pictures", ""), 16);
}
END_TEST

START_TEST(only_the_wanted_formats_are_drawn)
{
    draw_forecast("p");
    ck_assert_int_eq(result.pictures, 3);
    ck_assert_int_eq(entries("p", ".svg"), 3);
    ck_assert_int_eq(entries("p", ""), 6);
    draw_forecast("p"); /* again, over what is there */
    ck_assert_int_eq(entries("p", ""), 6);
}
END_TEST

START_TEST(the_window_of_the_picture_is_the_promised_one)
{
    options.formats = QC_PLOT_PNG | QC_PLOT_SVG;
    draw_forecast("p");
    const unsigned char *png = (const unsigned char *) read_file("p/fan.png");
    ck_assert_int_eq(png[18] * 256 + png[19], 1600);
    ck_assert_int_eq(png[22] * 256 + png[23], 900);
    ck_assert_ptr_nonnull(strstr(read_file("p/fan.svg"), "viewBox=\"0 0 960 540\""));
}
END_TEST

/* ---- names that gnuplot, the shell or the file system would take for something else ---- */

static const char *const HOSTILE[] = {"Acme_Corp {EU} ^2",
                                      "# North",
                                      "R&D \"big\"",
                                      "O'Brien @x",
                                      "`touch pwned`",
                                      "back\\slash %s",
                                      "NaN",
                                      "?",
                                      "",
                                      "$d",
                                      "EOD"};
static const char *const IN_SVG[] = {"Acme_Corp {EU} ^2",
                                     "# North",
                                     "R&amp;D \"big\"",
                                     "O'Brien @x",
                                     "`touch pwned`",
                                     "back\\slash %s",
                                     "NaN",
                                     "?",
                                     "",
                                     "$d",
                                     "EOD"};
#define HOSTILE_COUNT (sizeof HOSTILE / sizeof HOSTILE[0])

static void check_shown(const char *svg, const char *name)
{
    char element[128];

    snprintf(element, sizeof element, "<text>%s</text>", name);
    ck_assert_msg(strstr(svg, element) != NULL, "'%s' is not shown", element);
}

START_TEST(hostile_names_are_shown_and_do_nothing)
{
    qc_funnel *funnel = &funnels.items[0];
    static qc_funnel_row rows[HOSTILE_COUNT];

    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        rows[i] = funnel->rows[0];
        rows[i].stage = HOSTILE[i];
    }
    funnel->rows = rows;
    funnel->row_count = (int32_t) HOSTILE_COUNT;
    options.formats = QC_PLOT_ALL;
    ck_assert(qc_plot_funnels(&funnels, "p", &options, &result, &status));
    const char *svg = read_file("p/funnel.svg");
    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        if (HOSTILE[i][0] != '\0') check_shown(svg, IN_SVG[i]);
    }
    ck_assert_int_eq(entries("p", ""), 4);
    ck_assert_int_eq(entries(".", ""), 1);
}
END_TEST

START_TEST(hostile_reps_are_shown_and_do_nothing)
{
    static qc_seller_summary sellers[HOSTILE_COUNT];

    for (size_t i = 0; i < HOSTILE_COUNT; i++)
        sellers[i] = (qc_seller_summary){
            .name = HOSTILE[i], .chance = {0.3 + 0.05 * (double) i, 0}, .quantiles = {.p90 = 1.2}};
    summary.quota = (qc_quota_summary){.known = true,
                                       .span = summary.targets[0].span,
                                       .sellers = sellers,
                                       .count = (int32_t) HOSTILE_COUNT,
                                       .expected = 5};
    options.formats = QC_PLOT_ALL;
    draw_forecast("p");
    const char *svg = read_file("p/attainment.svg");
    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        if (HOSTILE[i][0] != '\0') check_shown(svg, IN_SVG[i]);
    }
    ck_assert_int_eq(entries(".", ""), 1);
}
END_TEST

START_TEST(hostile_names_in_studies_are_shown_and_do_nothing)
{
    static qc_studies studies;
    const char *const *names = HOSTILE;
    qc_studies_make(&studies, names, (int32_t) HOSTILE_COUNT);
    options.formats = QC_PLOT_ALL;
    ck_assert(qc_plot_comparison(&studies.comparison, "p", &options, &result, &status));
    ck_assert(qc_plot_tornado(&studies.tornado, "p", &options, &result, &status));
    const char *scenarios = read_file("p/scenarios.svg");
    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        if (HOSTILE[i][0] != '\0') check_shown(scenarios, IN_SVG[i]);
    }
    const char *tornado = read_file("p/tornado.svg");
    for (size_t i = 0; i < HOSTILE_COUNT - 1 && i < 10;
         i++) { /* ten rows, the exact one has none */
        if (HOSTILE[i][0] != '\0') check_shown(tornado, IN_SVG[i]);
    }
    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        char subtitle[160];
        studies.grid.across.path = HOSTILE[i];
        studies.grid.up.path = "win_rate";
        options.formats = QC_PLOT_SVG;
        ck_assert(qc_plot_grid(&studies.grid, "q", &options, &result, &status));
        snprintf(subtitle, sizeof subtitle, "Across %s, upward win_rate", IN_SVG[i]);
        ck_assert_msg(strstr(read_file("q/heat.svg"), subtitle) != NULL, "no '%s'", subtitle);
    }
    ck_assert_int_eq(entries("p", ""), 8);
    ck_assert_int_eq(entries(".", ""), 2);
    qc_studies_free(&studies);
}
END_TEST

START_TEST(a_hostile_company_is_shown_in_the_footer)
{
    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        char footer[128];
        summary.company = HOSTILE[i];
        summary.plan = "plan.yaml";
        draw_forecast("p");
        snprintf(footer, sizeof footer, "<text>%s%splan.yaml", IN_SVG[i],
                 HOSTILE[i][0] != '\0' ? " \xc2\xb7 " : "");
        ck_assert_msg(strstr(read_file("p/fan.svg"), footer) != NULL, "no '%s'", footer);
    }
    ck_assert_int_eq(entries(".", ""), 1);
}
END_TEST

START_TEST(a_hostile_folder_is_only_a_folder)
{
    static const char *const FOLDERS[] = {"|touch pwned",  "-e", "it's", "<cat",
                                          "`touch pwned`", "$d"};

    for (size_t i = 0; i < sizeof FOLDERS / sizeof FOLDERS[0]; i++) {
        draw_forecast(FOLDERS[i]);
        ck_assert_int_eq(entries(FOLDERS[i][0] == '-' ? "./-e" : FOLDERS[i], ".svg"), 3);
        ck_assert_int_eq(entries(".", ""), (int) i + 1);
    }
    ck_assert(!qc_plot_forecast(&summary, "line\nbreak", &options, &result, &status));
    ck_assert_int_eq(status.code, QC_IO);
}
END_TEST

START_TEST(our_words_and_a_strange_currency_stay_markup_free)
{
    summary.currency = "X_{y}^`touch pwned`";
    draw_forecast("p");
    ck_assert_ptr_nonnull(strstr(read_file("p/fan.svg"), "Xytouchpwned"));
    ck_assert_int_eq(entries(".", ""), 1);
}
END_TEST

/* ---- fonts ---- */

START_TEST(characters_without_a_font_become_question_marks)
{
    make_program("no-fonts", "exit 0"); /* lists nothing */
    summary.company = "A \xe6\x97\xa5 B\xc3\xa9";
    options.fc_list = "./no-fonts";
    draw_forecast("p");
    ck_assert_ptr_nonnull(strstr(result.note, "U+65E5"));
    ck_assert_ptr_nonnull(strstr(read_file("p/fan.gp"), "(svg ? 'A \xe6\x97\xa5 B\xc3\xa9"));
    ck_assert_ptr_nonnull(strstr(read_file("p/fan.gp"), " : 'A ? B\xc3\xa9"));
    check_shown(
        read_file("p/fan.svg"),
        "A \xe6\x97\xa5 B\xc3\xa9 \xc2\xb7 acme.yaml \xc2\xb7 as of 30 June 2026 \xc2\xb7 "
        "seed 42 \xc2\xb7 20,000 trials \xc2\xb7 quotacast 0.1.0 \xc2\xb7 bands: 50, 80, 90% "
        "of trials");
}
END_TEST

START_TEST(without_fc_list_nothing_is_replaced)
{
    summary.company = "A \xe6\x97\xa5";
    options.fc_list = "no-such-program";
    options.font = NULL;
    draw_forecast("p");
    ck_assert_str_eq(result.note, "");
    ck_assert_ptr_null(strstr(read_file("p/fan.gp"), "(svg ? 'A"));
    ck_assert_ptr_nonnull(strstr(read_file("p/fan.gp"), "face = 'sans-serif'\n"));
}
END_TEST

START_TEST(inter_is_taken_where_it_is_installed)
{
    make_program("has-inter", "[ \"$1 $2\" = '-q Inter' ]");
    options.fc_list = "./has-inter";
    options.font = NULL;
    draw_forecast("p");
    ck_assert_ptr_nonnull(strstr(read_file("p/fan.gp"), "face = 'Inter'\n"));
}
END_TEST

/* ---- failures ---- */

static void check_fails(const char *program, qc_code code, const char *message)
{
    options.gnuplot = program;
    status = (qc_status){0};
    ck_assert(!qc_plot_forecast(&summary, "p", &options, &result, &status));
    ck_assert_int_eq(status.code, code);
    ck_assert_msg(strstr(status.message, message) != NULL, "'%s'", status.message);
    ck_assert_int_eq(result.pictures, 0);
    ck_assert_int_eq(entries("p", ".gp"), 3); /* all scripts are there */
    ck_assert_int_eq(entries("p", ""), 3);    /* and nothing else */
}

START_TEST(without_gnuplot_the_package_is_named)
{
    check_fails("no-such-gnuplot", QC_MISSING_TOOL,
                "need the program 'no-such-gnuplot', which is not installed; on Debian: apt-get "
                "install gnuplot-nox");
    ck_assert_int_eq(chmod("p/fan.gp", 0644), 0);
    check_fails("./p/fan.gp", QC_MISSING_TOOL, "cannot start './p/fan.gp': Permission denied");
}
END_TEST

START_TEST(a_failing_gnuplot_is_quoted)
{
    make_program("fails",
                 "echo >&2; echo 'plot $bands' >&2; echo '\"fan.gp\" line 7: no such' >&2; "
                 "echo half > p/fan.svg.tmp; rm p/fan.svg.tmp; exit 3");
    check_fails("./fails", QC_IO, "with exit code 3: \"fan.gp\" line 7: no such");
    make_program("silent", "exit 4");
    check_fails("./silent", QC_IO, "fan.gp' with exit code 4");
    make_program("killed", "kill -9 $$");
    check_fails("./killed", QC_IO, "was stopped by signal 9 while drawing");
}
END_TEST

START_TEST(a_half_drawn_picture_is_removed_and_the_old_one_stays)
{
    draw_forecast("p");
    /* -d -e "format=...; picture='...'" script: leaves an output behind and fails */
    make_program("half", "f=${3#*picture=\\'}; echo half > \"${f%\\'}\"; exit 1");
    options.gnuplot = "./half";
    ck_assert(!qc_plot_forecast(&summary, "p", &options, &result, &status));
    ck_assert_int_eq(entries("p", ""), 6);
    check_starts("p/fan.svg", "<?xml");
}
END_TEST

START_TEST(much_output_does_not_block)
{
    make_program("talks", "i=0; while [ $i -lt 3000 ]; do echo 'a line of some sixty characters of "
                          "chatter, again and again' >&2; i=$((i+1)); done; cat; exit 5");
    check_fails("./talks", QC_IO, "with exit code 5: a line of some");
}
END_TEST

START_TEST(an_unusable_folder_is_named)
{
    FILE *file = fopen("taken", "w");

    ck_assert_ptr_nonnull(file);
    fclose(file);
    ck_assert(!qc_plot_forecast(&summary, "taken", &options, &result, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_str_eq(status.message, "'taken' is not a folder");
    status = (qc_status){0};
    ck_assert(!qc_plot_funnels(&funnels, "taken/deeper", &options, NULL, &status));
    ck_assert_ptr_nonnull(strstr(status.message, "cannot create the folder 'taken/deeper': "));
    status = (qc_status){0};
    ck_assert(!qc_plot_forecast(&summary, "/proc/quotacast", &options, &result, &status));
    ck_assert_int_eq(status.code, QC_IO);
}
END_TEST

START_TEST(charts_without_figures_are_left_out)
{
    summary.bin_count = 0;
    summary.series.count = 0;
    draw_forecast("p");
    ck_assert_int_eq(result.pictures, 1);
    ck_assert_int_eq(entries("p", ""), 2);
    funnels.count = 0;
    ck_assert(qc_plot_funnels(&funnels, "p", &options, &result, &status));
    ck_assert_int_eq(result.pictures, 0);
}
END_TEST

static TCase *cases(void)
{
    TCase *tests = tcase_create("plot");

    tcase_set_timeout(tests, 120.0);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, all_formats_of_all_charts_are_drawn);
    tcase_add_test(tests, only_the_wanted_formats_are_drawn);
    tcase_add_test(tests, the_window_of_the_picture_is_the_promised_one);
    tcase_add_test(tests, hostile_names_are_shown_and_do_nothing);
    tcase_add_test(tests, hostile_reps_are_shown_and_do_nothing);
    tcase_add_test(tests, hostile_names_in_studies_are_shown_and_do_nothing);
    tcase_add_test(tests, a_hostile_company_is_shown_in_the_footer);
    tcase_add_test(tests, a_hostile_folder_is_only_a_folder);
    tcase_add_test(tests, our_words_and_a_strange_currency_stay_markup_free);
    tcase_add_test(tests, characters_without_a_font_become_question_marks);
    tcase_add_test(tests, without_fc_list_nothing_is_replaced);
    tcase_add_test(tests, inter_is_taken_where_it_is_installed);
    tcase_add_test(tests, without_gnuplot_the_package_is_named);
    tcase_add_test(tests, a_failing_gnuplot_is_quoted);
    tcase_add_test(tests, a_half_drawn_picture_is_removed_and_the_old_one_stays);
    tcase_add_test(tests, much_output_does_not_block);
    tcase_add_test(tests, an_unusable_folder_is_named);
    tcase_add_test(tests, charts_without_figures_are_left_out);
    return tests;
}

Suite *qc_suite(void)
{
    Suite *suite = suite_create("plot");

    suite_add_tcase(suite, cases());
    return suite;
}
