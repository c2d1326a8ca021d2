#include "report/sink.h"
#include "tests/support/torture.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static qc_status status;

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/quotacast-sink-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    status = (qc_status){0};
}

static int entries(void)
{
    DIR *listing = opendir(folder);
    int count = 0;

    ck_assert_ptr_nonnull(listing);
    while (readdir(listing) != NULL)
        count++;
    closedir(listing);
    return count - 2; /* . and .. */
}

static void remove_folder(void)
{
    static const char *const NAMES[] = {"a.txt", "b.txt", "link"};

    for (size_t i = 0; i < 3; i++)
        unlink(NAMES[i]);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(rmdir(folder), 0); /* fails when a test left something behind */
}

static void check_content(const char *path, const char *expected)
{
    char content[256] = {0};
    FILE *file = fopen(path, "rb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fread(content, 1, sizeof content - 1, file), strlen(expected));
    fclose(file);
    ck_assert_str_eq(content, expected);
}

START_TEST(memory_keeps_the_text)
{
    qc_sink sink;

    qc_sink_memory(&sink);
    qc_sink_add(&sink, "a");
    qc_sink_addf(&sink, "%d-%s", 7, "b");
    ck_assert_str_eq(qc_text_get(&sink.memory), "a7-b");
    ck_assert(qc_sink_close(&sink, &status));
    ck_assert_str_eq(qc_text_get(&sink.memory), "a7-b");
    qc_sink_drop(&sink);
    qc_sink_drop(&sink);
    ck_assert_str_eq(qc_text_get(&sink.memory), "");
}
END_TEST

START_TEST(a_line_longer_than_the_buffer_is_whole)
{
    qc_sink sink;
    char long_text[5000];

    memset(long_text, 'x', sizeof long_text);
    long_text[sizeof long_text - 1] = '\0';
    qc_sink_memory(&sink);
    qc_sink_addf(&sink, "<%s>", long_text);
    ck_assert_uint_eq(sink.memory.length, sizeof long_text + 1);
    ck_assert_int_eq(sink.memory.bytes[sizeof long_text], '>');
    qc_sink_drop(&sink);
}
END_TEST

START_TEST(a_file_appears_only_when_complete)
{
    qc_sink sink;

    ck_assert(qc_sink_file(&sink, "a.txt", &status));
    qc_sink_add(&sink, "whole");
    ck_assert_int_ne(access("a.txt", F_OK), 0);
    ck_assert_int_eq(entries(), 1);
    ck_assert(qc_sink_close(&sink, &status));
    ck_assert_int_eq(entries(), 1);
    check_content("a.txt", "whole");
    qc_sink_drop(&sink); /* must not remove it */
    check_content("a.txt", "whole");
}
END_TEST

START_TEST(a_dropped_file_leaves_the_old_one)
{
    qc_sink sink;

    ck_assert(qc_sink_file(&sink, "a.txt", &status));
    qc_sink_add(&sink, "old");
    ck_assert(qc_sink_close(&sink, &status));
    ck_assert(qc_sink_file(&sink, "a.txt", &status));
    qc_sink_add(&sink, "new");
    qc_sink_drop(&sink);
    ck_assert_int_eq(entries(), 1);
    check_content("a.txt", "old");
}
END_TEST

START_TEST(a_new_file_may_be_read_by_whom_the_umask_allows)
{
    qc_sink sink;
    struct stat found;

    umask(022);
    ck_assert(qc_sink_file(&sink, "a.txt", &status));
    ck_assert(qc_sink_close(&sink, &status));
    ck_assert_int_eq(stat("a.txt", &found), 0);
    ck_assert_int_eq(found.st_mode & 0777, 0644);
}
END_TEST

START_TEST(behind_a_link_the_file_is_replaced_and_not_the_link)
{
    qc_sink sink;
    struct stat found;

    ck_assert(qc_sink_file(&sink, "b.txt", &status));
    qc_sink_add(&sink, "old");
    ck_assert(qc_sink_close(&sink, &status));
    ck_assert_int_eq(symlink("b.txt", "link"), 0);
    ck_assert(qc_sink_file(&sink, "link", &status));
    qc_sink_add(&sink, "new");
    ck_assert(qc_sink_close(&sink, &status));
    ck_assert_int_eq(lstat("link", &found), 0);
    ck_assert(S_ISLNK(found.st_mode));
    check_content("b.txt", "new");
    ck_assert_int_eq(entries(), 2);
}
END_TEST

static void check_refused(const char *path, const char *reason)
{
    qc_sink sink;

    status = (qc_status){0};
    ck_assert(!qc_sink_file(&sink, path, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_msg(strstr(status.message, path) != NULL, "'%s'", status.message);
    ck_assert_msg(strstr(status.message, reason) != NULL, "'%s'", status.message);
    qc_sink_drop(&sink);
    ck_assert_int_eq(entries(), 0);
}

START_TEST(what_cannot_be_written_is_named)
{
    check_refused("missing/a.txt", "No such file or directory");
    check_refused(folder, "Is a directory");
    check_refused("/proc/version/x", "Not a directory");
}
END_TEST

START_TEST(a_name_that_is_too_long_is_refused)
{
    qc_sink sink;
    static char path[5000];

    memset(path, 'x', sizeof path - 1);
    ck_assert(!qc_sink_file(&sink, path, &status));
    ck_assert_int_eq(status.code, QC_IO);
    status = (qc_status){0};
    ck_assert(!qc_sink_file(&sink, "", &status));
    ck_assert_int_eq(status.code, QC_IO);
}
END_TEST

START_TEST(a_full_disk_is_reported_at_close)
{
    qc_sink sink;
    struct stat found;

    ck_assert(qc_sink_file(&sink, "/dev/full", &status));
    for (int i = 0; i < 5000; i++)
        qc_sink_addf(&sink, "line %d\n", i);
    ck_assert(!qc_sink_close(&sink, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_str_eq(status.message, "cannot write '/dev/full': No space left on device");
    ck_assert_int_eq(stat("/dev/full", &found), 0);
    ck_assert(S_ISCHR(found.st_mode)); /* a rename would have replaced it */
}
END_TEST

START_TEST(a_borrowed_stream_is_flushed_and_stays_open)
{
    qc_sink sink;
    FILE *stream = fopen("a.txt", "wb");

    qc_sink_stream(&sink, stream);
    qc_sink_add(&sink, "one ");
    ck_assert(qc_sink_close(&sink, &status));
    check_content("a.txt", "one ");
    ck_assert_int_ge(fputs("two", stream), 0);
    fclose(stream);
    check_content("a.txt", "one two");
}
END_TEST

START_TEST(a_full_stream_is_called_standard_output)
{
    qc_sink sink;
    FILE *stream = fopen("/dev/full", "wb");

    qc_sink_stream(&sink, stream);
    qc_sink_add(&sink, "one");
    ck_assert(!qc_sink_close(&sink, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_str_eq(status.message, "cannot write 'standard output': No space left on device");
    fclose(stream);
}
END_TEST

static bool write_much(qc_status *failure)
{
    qc_sink sink;

    qc_sink_memory(&sink);
    for (int i = 0; i < 200; i++)
        qc_sink_addf(&sink, "%2000d", i);
    const bool ok = qc_sink_close(&sink, failure);
    qc_sink_drop(&sink);
    return ok;
}

START_TEST(memory_that_runs_out_is_reported)
{
    qc_torture(write_much);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("sink");
    TCase *tests = tcase_create("sink");

    tcase_add_checked_fixture(tests, make_folder, remove_folder);
    tcase_add_test(tests, memory_keeps_the_text);
    tcase_add_test(tests, a_line_longer_than_the_buffer_is_whole);
    tcase_add_test(tests, a_file_appears_only_when_complete);
    tcase_add_test(tests, a_dropped_file_leaves_the_old_one);
    tcase_add_test(tests, a_new_file_may_be_read_by_whom_the_umask_allows);
    tcase_add_test(tests, behind_a_link_the_file_is_replaced_and_not_the_link);
    tcase_add_test(tests, what_cannot_be_written_is_named);
    tcase_add_test(tests, a_name_that_is_too_long_is_refused);
    tcase_add_test(tests, a_full_disk_is_reported_at_close);
    tcase_add_test(tests, a_borrowed_stream_is_flushed_and_stays_open);
    tcase_add_test(tests, a_full_stream_is_called_standard_output);
    tcase_add_test(tests, memory_that_runs_out_is_reported);
    suite_add_tcase(suite, tests);
    return suite;
}
