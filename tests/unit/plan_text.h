/** What the tests of plan/ share: read a plan from a text and look at what was said about it. */
#ifndef QC_TESTS_PLAN_TEXT_H
#define QC_TESTS_PLAN_TEXT_H

#include "core/text.h"
#include "plan/plan.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

typedef struct plan_text { /* zeroed; end with plan_text_free() */
    qc_plan plan;
    qc_findings findings;
    qc_status status;
    qc_text errors; /* one "file:line:column: message" a line, as the program prints them */
} plan_text;

static inline void plan_text_free(plan_text *read)
{
    qc_plan_free(&read->plan);
    qc_findings_free(&read->findings);
    qc_text_free(&read->errors);
}

static inline bool plan_text_bytes(plan_text *read, const char *bytes, size_t length,
                                   const char *const *sets, int32_t set_count)
{
    const bool ok = qc_plan_read_bytes(&read->plan, "plan.yaml", bytes, length, sets, set_count,
                                       &read->findings, &read->status);
    for (int32_t i = 0; i < read->findings.count; i++) {
        const qc_finding *found = &read->findings.items[i];
        qc_status place = {.code = QC_BAD_INPUT, .line = found->line, .field = found->field};
        char line[1200];
        (void) snprintf(place.file, sizeof place.file, "%s", found->file);
        (void) snprintf(place.message, sizeof place.message, "%s", found->text);
        qc_status_text(&place, line, sizeof line);
        qc_text_addf(&read->errors, "%s\n", line);
        ck_assert_str_eq(found->reason, "plan");
        ck_assert_int_eq(found->kind, QC_FINDING_ERROR);
    }
    return ok;
}

/* A plan that reads, up to the part under test: stages a and b, beliefs for everything. */
#define PLAN_BASE                                         \
    "as_of: 2026-06-30\n"                                 \
    "currency: EUR\n"                                     \
    "new_deals: 60 per month\n"                           \
    "deal_size: 10k\n"                                    \
    "pipeline:\n"                                         \
    "  - {stage: qualified, conversion: 50%, days: 10}\n" \
    "  - {stage: proposal, conversion: 40% to 60%, days: 4 to 20}\n"

static inline bool plan_text_read(plan_text *read, const char *text)
{
    return plan_text_bytes(read, text, strlen(text), NULL, 0);
}

/** PLAN_BASE and more lines must read. */
static inline void plan_text_good(plan_text *read, const char *more)
{
    char text[4096];
    (void) snprintf(text, sizeof text, "%s%s", PLAN_BASE, more);
    ck_assert_msg(plan_text_read(read, text), "%s\n%s", more, qc_text_get(&read->errors));
    ck_assert_int_eq(read->findings.count, 0);
}

/** PLAN_BASE with one set must read. */
static inline void plan_text_good_set(plan_text *read, const char *more, const char *set)
{
    char text[4096];
    (void) snprintf(text, sizeof text, "%s%s", PLAN_BASE, more);
    ck_assert_msg(plan_text_bytes(read, text, strlen(text), &set, 1), "%s\n%s", set,
                  qc_text_get(&read->errors));
}

/** What is wrong with a plan: all errors, one a line. */
static inline void plan_text_bad(const char *text, const char *const *sets, int32_t set_count,
                                 const char *errors)
{
    plan_text read = {0};
    ck_assert_msg(!plan_text_bytes(&read, text, strlen(text), sets, set_count), "reads: %s", text);
    ck_assert_int_eq(read.status.code, QC_BAD_INPUT);
    ck_assert_str_eq(qc_text_get(&read.errors), errors);
    plan_text_free(&read);
}

/** The same for PLAN_BASE (7 lines) and more lines: the first of them is line 8. */
static inline void plan_text_bad_after(const char *more, const char *errors)
{
    char text[4096];
    (void) snprintf(text, sizeof text, "%s%s", PLAN_BASE, more);
    plan_text_bad(text, NULL, 0, errors);
}

static inline void plan_text_bad_set(const char *more, const char *set, const char *errors)
{
    char text[4096];
    (void) snprintf(text, sizeof text, "%s%s", PLAN_BASE, more);
    plan_text_bad(text, &set, 1, errors);
}

#endif
