/* The order of day and month is never guessed: each file is read as it was meant, or it is an error
 * that names the flag. The table says what was meant; a file read otherwise fails the test. */
#include "tests/support/reading.h"

#include <stdio.h>

typedef struct dated_file {
    const char *when;  /* the column, cells separated by '|' */
    const char *meant; /* the same days as YYYY-MM-DD; NULL = nobody can know, so it must ask */
    const char *close; /* a second column of as many cells, NULL = none */
} dated_file;

static const dated_file FILES[] = {
    /* proved by a day over 12 */
    {"25/03/2024|03/04/2024", "2024-03-25|2024-04-03", NULL},
    {"03/25/2024|03/04/2024", "2024-03-25|2024-03-04", NULL},
    {"03/04/2024|25/03/2024", "2024-04-03|2024-03-25", NULL},
    {"3/4/2024|5/13/2024", "2024-03-04|2024-05-13", NULL},
    {"31-12-2024|01-02-2024", "2024-12-31|2024-02-01", NULL},
    {"12-31-2024|01-02-2024", "2024-12-31|2024-01-02", NULL},
    {"02/29/2024|03/04/2024", "2024-02-29|2024-03-04", NULL},
    {"03/25/2024 08:55 PM|03/04/2024 07:10 AM", "2024-03-25|2024-03-04", NULL},
    {"25/03/2024 20:55|03/04/2024 07:10", "2024-03-25|2024-04-03", NULL},
    {"12/13/24|01/02/24", "2024-12-13|2024-01-02", NULL}, /* no other reading has a 13th month */
    /* dates that speak for themselves */
    {"2024-03-04|2024-12-11", "2024-03-04|2024-12-11", NULL},
    {"2024/03/04|2024/12/11", "2024-03-04|2024-12-11", NULL},
    {"4.3.2024|11.12.2024", "2024-03-04|2024-12-11", NULL},
    {"20240304|20241211", "2024-03-04|2024-12-11", NULL},
    {"2024-03-04T23:59:59.000Z|2024-12-11T00:00:00Z", "2024-03-04|2024-12-11", NULL},
    {"1709510400000|1733875200000", "2024-03-04|2024-12-11", NULL}, /* milliseconds */
    {"04/04/2024|05/05/2024", "2024-04-04|2024-05-05", NULL},       /* the same both ways */
    {"45355|45637.5", "2024-03-04|2024-12-11", NULL}, /* a spreadsheet's day numbers */
    {"45355|45637", "2024-03-04|2024-12-11", "25/03/2024|03/04/2024"},
    /* nobody can know */
    {"03/04/2024|05/06/2024", NULL, NULL},
    {"01/02/2024|02/01/2024", NULL, NULL},
    {"1/2/2024|12/12/2024", NULL, NULL},
    {"03/04/24|05/06/24", NULL, NULL},
    {"24-03-05|24-03-06", NULL, NULL},                            /* 2024 or the 24th? */
    {"23/02/26|24/02/26|25/02/26|26/02/26|27/02/26", NULL, NULL}, /* 2026 or 2023 to 2027? */
    {"24-03-05|24-03-16|24-03-27|24-04-08|24-05-19", NULL, NULL},
    /* two offices in one column: neither order is right for all rows */
    {"25/03/2024|03/25/2024|03/04/2024", NULL, NULL},
    {"25/03/2024|26/03/2024|27/03/2024|28/03/2024|29/03/2024|30/03/2024|31/03/2024|25/04/2024|"
     "26/04/2024|27/04/2024|28/04/2024|29/04/2024|30/04/2024|25/05/2024|26/05/2024|27/05/2024|"
     "28/05/2024|29/05/2024|30/05/2024|31/05/2024|04/13/2024|03/04/2024",
     NULL, NULL},
    /* ISO days prove nothing about the others in their column */
    {"2024-03-25|03/04/2024", NULL, NULL},
    {"25.03.2024|03/04/2024", NULL, NULL},
    {"2024-03-25|25/03/2024|03/04/2024", "2024-03-25|2024-03-25|2024-04-03", NULL},
    /* another column proves nothing either: it may come from another program */
    {"03/04/2024|05/06/2024", NULL, "25/03/2024|26/03/2024"},
    {"03/04/2024|05/06/2024", NULL, "2024-03-25|2024-03-26"},
    {"25/03/2024|03/04/2024", NULL, "03/04/2024|05/06/2024"},
    {"25/03/2024|03/04/2024", "2024-03-25|2024-04-03", "03/25/2024|03/26/2024"},
};
#define FILE_COUNT ((int) (sizeof FILES / sizeof *FILES))
_Static_assert(sizeof FILES / sizeof *FILES >= 30, "thirty mixed files");

/* The nth cell of a column, copied. */
static bool cell_at(const char *column, int nth, char out[64])
{
    for (; nth > 0 && column != NULL; nth--) {
        column = strchr(column, '|');
        if (column != NULL) column++;
    }
    if (column == NULL) return false;
    const size_t length = strcspn(column, "|");
    memcpy(out, column, length);
    out[length] = '\0';
    return true;
}

static int write_file(const dated_file *file, char *out, size_t size)
{
    char when[64], close[64] = "";
    int rows = 0, used = snprintf(out, size, "case;when;stage;close date\n");
    while (cell_at(file->when, rows, when)) {
        if (file->close != NULL) ck_assert(cell_at(file->close, rows, close));
        used += snprintf(out + used, size - (size_t) used, "D%02d;%s;lead;%s\n", rows, when, close);
        rows++;
    }
    return rows;
}

static void expect_meant(const dated_file *file, const qc_history *history, int rows)
{
    ck_assert_int_eq(history->changes.count, rows);
    for (int32_t at = 0; at < history->changes.count; at++) {
        const char *name = history->deals.name[history->changes.deal[at]];
        char meant[64], got[16];
        ck_assert(cell_at(file->meant, (name[1] - '0') * 10 + name[2] - '0', meant));
        ck_assert_str_eq(qc_calendar_text(history->changes.day[at], got), meant);
    }
}

START_TEST(a_file_is_read_as_meant_or_asks)
{
    const dated_file *file = &FILES[_i];
    const qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    char csv[4096];
    const int rows = write_file(file, csv, sizeof csv);
    qc_reading it = qc_read_text(csv, &options);
    if (file->meant != NULL) {
        ck_assert_msg(it.ok, "%s: %s", file->when, it.status.message);
        expect_meant(file, &it.history, rows);
    } else {
        ck_assert_msg(!it.ok, "%s is read, although nobody can know", file->when);
        const qc_finding *asks = qc_nth_finding(&it.findings, QC_FINDING_ERROR, "ambiguous date",
                                                0);
        ck_assert_ptr_nonnull(asks);
        ck_assert_ptr_nonnull(strstr(asks->text, "--date-order"));
    }
    qc_reading_free(&it);
}
END_TEST

START_TEST(the_flag_answers)
{
    static const struct {
        const char *order, *day;
    } ANSWERS[] = {{"dmy", "2005-03-24"}, {"ymd", "2024-03-05"}};
    for (int i = 0; i < 2; i++) {
        qc_read_options options = QC_READ_OPTIONS_DEFAULT;
        char day[16];
        options.date_order = ANSWERS[i].order;
        qc_reading it = qc_read_text("case;when;stage\nA;24-03-05;lead\n", &options);
        ck_assert_msg(it.ok, "%s", it.status.message);
        ck_assert_str_eq(qc_calendar_text(it.history.changes.day[0], day), ANSWERS[i].day);
        qc_reading_free(&it);
    }
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("import_dates");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, a_file_is_read_as_meant_or_asks, 0, FILE_COUNT);
    tcase_add_test(all, the_flag_answers);
    suite_add_tcase(suite, all);
    return suite;
}
