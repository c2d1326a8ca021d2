#include "core/memory.h"

#include <check.h>
#include <string.h>

START_TEST(taken_memory_is_zeroed)
{
    qc_status status = {0};
    int64_t *block = qc_memory_take(100, sizeof *block, &status);

    ck_assert_ptr_nonnull(block);
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(block[i], 0);
    qc_memory_release(block);
    qc_memory_release(NULL);
}
END_TEST

START_TEST(nothing_asked_gives_a_valid_pointer)
{
    qc_status status = {0};
    void *block = qc_memory_take(0, 8, &status);

    ck_assert_ptr_nonnull(block);
    block = qc_memory_resize(block, 0, 8, &status);
    ck_assert_ptr_nonnull(block);
    qc_memory_release(block);
}
END_TEST

START_TEST(overflow_is_out_of_memory)
{
    qc_status status = {0};

    ck_assert_ptr_null(qc_memory_take(SIZE_MAX / 4, 8, &status));
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
    status = (qc_status){0};
    ck_assert_ptr_null(qc_memory_resize(NULL, SIZE_MAX / 4, 8, &status));
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
}
END_TEST

START_TEST(resize_keeps_contents_and_failure_keeps_the_block)
{
    qc_status status = {0};
    char *block = qc_memory_take(4, 1, &status);

    memcpy(block, "abc", 4);
    block = qc_memory_resize(block, 4000, 1, &status);
    ck_assert_ptr_nonnull(block);
    ck_assert_str_eq(block, "abc");
    qc_memory_fail_at(1);
    ck_assert_ptr_null(qc_memory_resize(block, 8000, 1, &status));
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
    ck_assert_str_eq(block, "abc");
    qc_memory_release(block);
}
END_TEST

START_TEST(hook_fails_just_the_nth_request)
{
    qc_status status = {0};

    qc_memory_fail_at(3);
    for (int n = 1; n <= 5; n++) {
        ck_assert_int_eq(qc_memory_has_failed(), n > 3);
        void *block = qc_memory_take(1, 1, &status);
        ck_assert_int_eq(block == NULL, n == 3);
        qc_memory_release(block);
    }
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
    qc_memory_fail_at(0);
    ck_assert(!qc_memory_has_failed());
}
END_TEST

START_TEST(grow_doubles_and_keeps)
{
    qc_status status = {0};
    void *items = NULL;
    size_t capacity = 0;

    for (size_t n = 0; n < 1000; n++) {
        const size_t before = capacity;
        ck_assert(qc_memory_grow(&items, &capacity, n + 1, sizeof(size_t), &status));
        ck_assert_uint_gt(capacity, n);
        ck_assert(capacity == before || capacity >= 2 * before);
        ((size_t *) items)[n] = n;
    }
    for (size_t n = 0; n < 1000; n++)
        ck_assert_uint_eq(((size_t *) items)[n], n);
    ck_assert(qc_memory_grow(&items, &capacity, 100000, sizeof(size_t), &status));
    ck_assert_uint_ge(capacity, 100000);
    qc_memory_release(items);
}
END_TEST

START_TEST(failed_grow_leaves_all_as_it_was)
{
    qc_status status = {0};
    void *items = NULL;
    size_t capacity = 0;

    ck_assert(qc_memory_grow(&items, &capacity, 10, 1, &status));
    const size_t before = capacity;
    void *const block = items;
    qc_memory_fail_at(1);
    ck_assert(!qc_memory_grow(&items, &capacity, before + 1, 1, &status));
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
    ck_assert_uint_eq(capacity, before);
    ck_assert_ptr_eq(items, block);
    qc_memory_release(items);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("memory");

    tcase_add_test(tests, taken_memory_is_zeroed);
    tcase_add_test(tests, nothing_asked_gives_a_valid_pointer);
    tcase_add_test(tests, overflow_is_out_of_memory);
    tcase_add_test(tests, resize_keeps_contents_and_failure_keeps_the_block);
    tcase_add_test(tests, hook_fails_just_the_nth_request);
    tcase_add_test(tests, grow_doubles_and_keeps);
    tcase_add_test(tests, failed_grow_leaves_all_as_it_was);
    suite_add_tcase(suite, tests);
    return suite;
}
