#include "core/arena.h"
#include "tests/support/torture.h"

#include <check.h>
#include <string.h>

static bool all_are(const unsigned char *block, size_t count, unsigned char value)
{
    for (size_t k = 0; k < count; k++) {
        if (block[k] != value) return false;
    }
    return true;
}

START_TEST(memory_is_zeroed_aligned_and_apart)
{
    qc_status status = {0};
    qc_arena arena = {0};
    unsigned char *blocks[200];

    for (size_t i = 0; i < 200; i++) {
        blocks[i] = qc_arena_take(&arena, i, 7, &status);
        ck_assert_ptr_nonnull(blocks[i]);
        ck_assert_uint_eq((uintptr_t) blocks[i] % 16, 0);
        ck_assert(all_are(blocks[i], i * 7, 0));
        memset(blocks[i], (int) i + 1, i * 7);
    }
    for (size_t i = 0; i < 200; i++) {
        ck_assert(all_are(blocks[i], i * 7, (unsigned char) (i + 1)));
    }
    qc_arena_free(&arena);
    qc_arena_free(&arena);
    ck_assert_ptr_null(arena.chunks);
}
END_TEST

START_TEST(large_blocks_and_small_ones_mix)
{
    qc_status status = {0};
    qc_arena arena = {0};
    char *small = qc_arena_text(&arena, "small", &status);
    char *large = qc_arena_take(&arena, 5, 1000000, &status);

    ck_assert_ptr_nonnull(large);
    memset(large, 'x', 5000000);
    char *after = qc_arena_text(&arena, "after", &status);
    ck_assert_str_eq(small, "small");
    ck_assert_str_eq(after, "after");
    ck_assert_int_eq(large[4999999], 'x');
    qc_arena_free(&arena);
}
END_TEST

START_TEST(overflow_is_out_of_memory)
{
    qc_status status = {0};
    qc_arena arena = {0};

    ck_assert_ptr_null(qc_arena_take(&arena, SIZE_MAX / 4, 8, &status));
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
    status = (qc_status){0};
    ck_assert_ptr_null(qc_arena_take(&arena, SIZE_MAX, 1, &status));
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
    qc_arena_free(&arena);
}
END_TEST

START_TEST(texts_are_copied_and_formatted)
{
    qc_status status = {0};
    qc_arena arena = {0};
    char source[] = "proposal";
    const char *whole = qc_arena_text(&arena, source, &status);
    const char *part = qc_arena_text_part(&arena, source, 3, &status);
    const char *none = qc_arena_text_part(&arena, source, 0, &status);

    source[0] = 'X';
    ck_assert_str_eq(whole, "proposal");
    ck_assert_str_eq(part, "pro");
    ck_assert_str_eq(none, "");
    ck_assert_str_eq(qc_arena_format(&arena, &status, "%s-%d", whole, 7), "proposal-7");
    qc_arena_free(&arena);
}
END_TEST

START_TEST(array_grows_and_keeps)
{
    qc_status status = {0};
    qc_arena arena = {0};
    int32_t *items = NULL;
    int32_t capacity = 0;

    for (int32_t n = 0; n < 5000; n++) {
        items = qc_arena_grow(&arena, items, n, &capacity, sizeof *items, &status);
        ck_assert_ptr_nonnull(items);
        ck_assert_int_gt(capacity, n);
        items[n] = n;
    }
    for (int32_t n = 0; n < 5000; n++)
        ck_assert_int_eq(items[n], n);
    capacity = INT32_MAX;
    ck_assert_ptr_null(qc_arena_grow(&arena, items, INT32_MAX, &capacity, 4, &status));
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
    qc_arena_free(&arena);
}
END_TEST

static bool fill(qc_status *status)
{
    qc_arena arena = {0};
    int32_t *items = NULL;
    int32_t capacity = 0;
    bool ok = false;

    if (qc_arena_text(&arena, "first", status) == NULL) goto out;
    if (qc_arena_take(&arena, 3, 10000, status) == NULL) goto out;
    if (qc_arena_format(&arena, status, "%5000d", 1) == NULL) goto out;
    for (int32_t n = 0; n < 10000; n++) {
        int32_t *grown = qc_arena_grow(&arena, items, n, &capacity, sizeof *items, status);
        if (grown == NULL) goto out;
        items = grown;
    }
    ok = true;
out:
    qc_arena_free(&arena);
    return ok;
}

START_TEST(survives_without_memory)
{
    qc_torture(fill);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("arena");
    TCase *tests = tcase_create("arena");

    tcase_add_test(tests, memory_is_zeroed_aligned_and_apart);
    tcase_add_test(tests, large_blocks_and_small_ones_mix);
    tcase_add_test(tests, overflow_is_out_of_memory);
    tcase_add_test(tests, texts_are_copied_and_formatted);
    tcase_add_test(tests, array_grows_and_keeps);
    tcase_add_test(tests, survives_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
