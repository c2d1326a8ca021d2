/** Reading a table out of a string literal, and looking at what was found in it. */
#ifndef QC_TESTS_READING_H
#define QC_TESTS_READING_H

#include "history/cut.h"
#include "history/read_deals.h"
#include "history/read_open.h"
#include "history/write_deals.h"

#include <check.h>
#include <math.h>
#include <string.h>

typedef struct qc_reading {
    qc_history history;
    qc_open_deals open;
    qc_findings findings;
    qc_status status;
    bool ok;
} qc_reading;

static inline qc_reading qc_read_text(const char *csv, const qc_read_options *options)
{
    qc_reading it = {.ok = false};
    it.ok = qc_read_deals_bytes(&it.history, "deals.csv", csv, strlen(csv), options, &it.findings,
                                &it.status);
    if (it.ok) {
        qc_status broken = {0};
        ck_assert_msg(qc_history_check(&it.history, &broken), "%s", broken.message);
    } else {
        ck_assert_int_ne(it.status.code, QC_OK);
    }
    return it;
}

static inline qc_reading qc_read_open_text(const char *csv, const qc_read_options *options)
{
    qc_reading it = {.ok = false};
    it.ok = qc_read_open_bytes(&it.open, "open.csv", csv, strlen(csv), options, &it.findings,
                               &it.status);
    return it;
}

static inline void qc_reading_free(qc_reading *it)
{
    qc_history_free(&it->history);
    qc_open_deals_free(&it->open);
    qc_findings_free(&it->findings);
}

/** The nth finding (from 0) of a kind with this reason, or NULL. */
static inline const qc_finding *qc_nth_finding(const qc_findings *findings, qc_finding_kind kind,
                                               const char *reason, int nth)
{
    for (int32_t i = 0; i < findings->count; i++) {
        const qc_finding *found = &findings->items[i];
        if (found->kind != kind || strcmp(found->reason, reason) != 0) continue;
        if (nth-- == 0) return found;
    }
    return NULL;
}

/** Assert one at a place; returns its text. */
static inline const char *qc_expect_finding(const qc_reading *it, qc_finding_kind kind,
                                            const char *reason, int line, int field)
{
    const qc_finding *found = qc_nth_finding(&it->findings, kind, reason, 0);
    if (found == NULL) {
        ck_abort_msg("no finding '%s'; status: %s", reason, it->status.message);
        return "";
    }
    ck_assert_int_eq(found->line, line);
    ck_assert_int_eq(found->field, field);
    return found->text;
}

static inline bool qc_same_value(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a <= b && a >= b);
}

static inline void qc_assert_same_changes(const qc_history *a, const qc_history *b)
{
    ck_assert_int_eq(a->changes.count, b->changes.count);
    for (int32_t at = 0; at < a->changes.count; at++) {
        ck_assert_int_eq(a->changes.deal[at], b->changes.deal[at]);
        ck_assert_int_eq(a->changes.day[at], b->changes.day[at]);
        ck_assert_int_eq(a->changes.stage[at], b->changes.stage[at]);
        ck_assert_int_eq(a->changes.close_day[at], b->changes.close_day[at]);
        for (int i = 0; i < QC_NUMBER_COUNT; i++) {
            ck_assert(qc_same_value(a->changes.number[i][at], b->changes.number[i][at]));
        }
        for (int i = 0; i < QC_LABEL_COUNT; i++) {
            ck_assert_int_eq(a->changes.label[i][at], b->changes.label[i][at]);
        }
    }
}

static inline void qc_assert_same_tables(const qc_history *a, const qc_history *b)
{
    ck_assert_int_eq(a->deals.count, b->deals.count);
    for (int32_t deal = 0; deal < a->deals.count; deal++) {
        ck_assert_str_eq(a->deals.name[deal], b->deals.name[deal]);
        ck_assert_int_eq(a->deals.created[deal], b->deals.created[deal]);
        ck_assert_int_eq(a->deals.ended[deal], b->deals.ended[deal]);
        ck_assert_int_eq(a->deals.end[deal], b->deals.end[deal]);
        ck_assert_int_eq(a->deals.stage[deal], b->deals.stage[deal]);
        ck_assert_int_eq(a->deals.first_change[deal], b->deals.first_change[deal]);
        ck_assert_int_eq(a->deals.first_visit[deal], b->deals.first_visit[deal]);
    }
    ck_assert_int_eq(a->visits.count, b->visits.count);
    for (int32_t at = 0; at < a->visits.count; at++) {
        ck_assert_int_eq(a->visits.deal[at], b->visits.deal[at]);
        ck_assert_int_eq(a->visits.stage[at], b->visits.stage[at]);
        ck_assert_int_eq(a->visits.enter[at], b->visits.enter[at]);
        ck_assert_int_eq(a->visits.leave[at], b->visits.leave[at]);
        ck_assert_int_eq(a->visits.exit[at], b->visits.exit[at]);
    }
}

/** Everything but the file, its digest and the lines in it. */
static inline void qc_assert_same_history(const qc_history *a, const qc_history *b)
{
    ck_assert_int_eq(a->as_of, b->as_of);
    ck_assert_int_eq(a->recorded_from, b->recorded_from);
    ck_assert_str_eq(a->currency, b->currency);
    ck_assert_int_eq(a->stage_count, b->stage_count);
    for (int32_t i = 0; i < a->stage_count; i++) {
        ck_assert_str_eq(a->stage_name[i], b->stage_name[i]);
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        ck_assert_int_eq(a->has_label[i], b->has_label[i]);
        ck_assert_int_eq(a->names[i].count, b->names[i].count);
        for (int32_t name = 0; name < a->names[i].count; name++) {
            ck_assert_str_eq(a->names[i].text[name], b->names[i].text[name]);
        }
    }
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        ck_assert_int_eq(a->has_number[i], b->has_number[i]);
    }
    qc_assert_same_changes(a, b);
    qc_assert_same_tables(a, b);
    ck_assert(qc_same_value(a->reconciliation.amount_read, b->reconciliation.amount_read));
}

#endif
