/* A stage taken apart: bins add up to what was counted, bases to one, hazards are those that the model uses. */
#include "models/explain.h"
#include "report/json/json.h"
#include "report/text/text.h"
#include "tests/support/company.h"
#include "tests/support/past.h"

#include <jansson.h>

#define HEAD                                                                                     \
    "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: d}\nnew_deals: 5 per month\ndeal_size: " \
    "1k\n"

static company it;
static qc_explanation told;

static void explain(const char *pipeline, const past *was, const char *stage)
{
    qc_text csv = {0}, plan = {0};
    qc_status status = {0};
    past_write(was, &csv);
    qc_text_addf(&plan, "%s%s", HEAD, pipeline);
    company_read(&it, qc_text_get(&plan), qc_text_get(&csv), NULL);
    const qc_explain_inputs inputs = {.history = &it.history, .plan = &it.plan, .stage = stage};
    ck_assert_msg(qc_explain(&told, &inputs, &status), "%s", status.message);
    qc_text_free(&csv);
    qc_text_free(&plan);
}

static void done(void)
{
    qc_explanation_free(&told);
    company_free(&it);
}

START_TEST(bins_add_up)
{
    past was = PAST_USUAL;
    was.segment[0] = "big";
    was.segment[1] = "small";
    was.forward_times[0] = 2;
    explain("pipeline: [s0, s1, s2]\n", &was, "S1");
    ck_assert_int_eq(told.part_count, 1);
    const qc_explained_part *part = &told.parts[0];
    double events = 0;
    ck_assert_str_eq(told.stage, "s1");
    ck_assert(part->fitted && !part->stated);
    for (int32_t e = 0; e < part->exit_count; e++) {
        const qc_explained_exit *exit = &part->exits[e];
        double here = 0, days = 0, weight = 0, prior = 0;
        for (int32_t b = 0; b < exit->bin_count; b++) {
            const qc_explained_bin *bin = &exit->bins[b];
            here += bin->events;
            days += bin->deal_days;
            ck_assert_double_ge(bin->pull, 0);
            ck_assert_double_le(bin->pull, 1 + 1e-9);
            ck_assert_double_gt(bin->hazard, 0);
            ck_assert_int_eq(bin->from, b > 0 ? exit->bins[b - 1].to + 1 : 0);
        }
        for (int32_t b = 0; b < exit->base_count; b++) {
            weight += exit->bases[b].weight;
            prior += exit->bases[b].prior;
        }
        ck_assert_double_eq(here, exit->events);
        ck_assert_double_eq_tol(days, part->evidence.deal_days, 1e-6);
        ck_assert_double_eq_tol(weight, 1, 1e-9);
        ck_assert_double_eq_tol(prior, 1, 1e-9);
        events += here;
    }
    ck_assert_double_eq(events, (double) part->evidence.exits);
    ck_assert_int_gt(part->evidence.further, 50);
    ck_assert_str_eq(qc_evidence_word(&part->evidence), "history");
    done();
}
END_TEST

/* "big" moves forward twice as fast; what a factor says lies between 1 and what was seen. */
START_TEST(factors_point_the_right_way)
{
    past was = PAST_USUAL;
    bool seen = false;
    was.segment[0] = "big";
    was.segment[1] = "small";
    was.forward_times[0] = 2;
    explain("pipeline: [s0, s1, s2]\n", &was, "s1");
    for (int32_t f = 0; f < told.factor_count; f++) {
        const qc_explained_factor *factor = &told.factors[f];
        const double raw = factor->events / factor->expected;
        if (strcmp(factor->column, "segment") != 0) continue;
        ck_assert_double_ge((factor->factor - 1) * (raw - 1), -0.02); /* pulled, not pushed */
        ck_assert_double_le(fabs(factor->factor - 1), fabs(raw - 1) + 0.02);
        if (strcmp(factor->value, "big") == 0 && strcmp(factor->group, "forward") == 0) {
            seen = true;
            ck_assert_double_gt(factor->factor, 1.15);
        }
    }
    ck_assert(seen);
    done();
}
END_TEST

/* Large deals move slowly: a factor is what it is pulled toward and what was seen, in the shares that are told. */
START_TEST(a_factor_lies_between_what_was_seen_and_what_it_is_pulled_toward)
{
    past was = PAST_USUAL;
    bool sloped = false;
    was.large_times = 0.4;
    explain("pipeline: [s0, s1, s2]\n", &was, "s1");
    for (int32_t f = 0; f < told.factor_count; f++) {
        const qc_explained_factor *factor = &told.factors[f];
        const bool amount = strcmp(factor->column, "amount") == 0;
        const double raw = factor->events / factor->expected;
        ck_assert_double_eq_tol(factor->factor,
                                factor->pull * factor->toward + (1 - factor->pull) * raw, 1e-9);
        if (!amount) ck_assert_double_eq(factor->toward, 1);
        sloped |= amount && factor->toward < 0.9;
    }
    ck_assert(sloped);
    done();
}
END_TEST

START_TEST(a_belief_and_its_weight)
{
    past was = PAST_USUAL;
    was.deals = 6;
    explain("pipeline:\n  - {stage: s0, conversion: 40% to 60%, days: 4 to 20}\n"
            "  - {stage: s1, conversion: 50%, days: {typical: 4 to 20, based_on: certain}}\n"
            "  - {stage: s2, conversion: 50%, days: 9}\n",
            &was, "s0");
    const qc_explained_part *part = &told.parts[0];
    ck_assert(part->stated);
    ck_assert_double_eq_tol(part->conversion_low, 0.4, 0.01);
    ck_assert_double_eq_tol(part->conversion_high, 0.6, 0.01);
    ck_assert_double_eq_tol(part->days_p10, 4, 1e-6);
    ck_assert_double_eq_tol(part->days_p90, 20, 1e-6);
    ck_assert_double_eq(part->based_on, 20);
    ck_assert_double_eq_tol(part->evidence.belief_weight,
                            part->evidence.belief_events /
                                (part->evidence.belief_events + (double) part->evidence.exits),
                            1e-12);
    ck_assert_double_gt(part->evidence.belief_weight, 0.5);
    ck_assert_str_eq(qc_evidence_word(&part->evidence), "belief");
    ck_assert(part->evidence.is_thin);
    done();
}
END_TEST

START_TEST(nothing_at_all)
{
    past was = PAST_USUAL;
    qc_sink sink;
    qc_status status = {0};
    const qc_text_options options = {0};
    explain("pipeline: [s0, s1, s2, never]\n", &was, "never");
    ck_assert(told.parts[0].evidence.is_insufficient);
    ck_assert_int_eq(told.parts[0].exit_count, 0);
    ck_assert_str_eq(qc_evidence_word(&told.parts[0].evidence), "insufficient history");
    qc_sink_memory(&sink);
    qc_text_explanation(&sink, &told, &options);
    ck_assert_ptr_nonnull(strstr(qc_text_get(&sink.memory), "Insufficient history: "));
    qc_sink_drop(&sink);
    qc_sink_memory(&sink);
    ck_assert(qc_json_explanation(&sink, &told, &status));
    json_t *root = json_loads(qc_text_get(&sink.memory), 0, NULL);
    ck_assert_ptr_nonnull(root);
    json_decref(root);
    qc_sink_drop(&sink);
    done();
}
END_TEST

START_TEST(a_stage_that_is_none)
{
    const qc_explain_inputs inputs = {.plan = &it.plan, .stage = "propossal"};
    qc_status status = {0};
    company_read(&it,
                 "as_of: 2025-12-31\nnew_deals: 5 per month\ndeal_size: 1k\n"
                 "pipeline: [{stage: proposal, conversion: 50%, days: 5}]\n",
                 NULL, NULL);
    ck_assert(!qc_explain(&told, &inputs, &status));
    ck_assert_int_eq(status.code, QC_BAD_USAGE);
    ck_assert_str_eq(status.message,
                     "the pipeline has no stage 'propossal'; did you mean 'proposal'?");
    done();
}
END_TEST

/* ---- the floor ---- */

static const qc_reliance *rate(const char *name)
{
    for (int32_t i = 0; i < it.forecast.model.reliance_count; i++) {
        if (strcmp(it.forecast.model.reliance[i].rate, name) == 0)
            return &it.forecast.model.reliance[i];
    }
    ck_abort_msg("no rate '%s'", name);
    return NULL;
}

START_TEST(thin_under_the_floor)
{
    for (int wins = QC_RELIANCE_FLOOR - 1; wins <= QC_RELIANCE_FLOOR; wins++) {
        qc_text csv = {0};
        qc_text_add(&csv, "deal_id,date,stage,amount\n");
        for (int i = 0; i < 30; i++) {
            qc_text_addf(&csv, "d%d,2025-%02d-01,a,10\n", i, 7 + i % 6);
            qc_text_addf(&csv, "d%d,2025-%02d-09,%s,10\n", i, 7 + i % 6, i < wins ? "won" : "lost");
        }
        company_read(&it,
                     "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: d}\npipeline: [a]\n"
                     "targets: [{name: t, metric: bookings, period: 2026, at_least: 1}]\n",
                     qc_text_get(&csv), NULL);
        company_prepare(&it);
        ck_assert_int_eq(rate("conversion and days in a")->is_thin, wins < QC_RELIANCE_FLOOR);
        ck_assert_int_eq(rate("deal size")->is_thin, wins < QC_RELIANCE_FLOOR);
        ck_assert(!rate("new deals")->is_thin);
        ck_assert_double_eq(rate("conversion and days in a")->decisive, wins);
        ck_assert_str_eq(qc_reliance_word(rate("deal size")),
                         wins < QC_RELIANCE_FLOOR ? "thin history" : "history");
        qc_text_free(&csv);
        done();
    }
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("explain");
    TCase *tests = tcase_create("explain");
    tcase_add_test(tests, bins_add_up);
    tcase_add_test(tests, factors_point_the_right_way);
    tcase_add_test(tests, a_factor_lies_between_what_was_seen_and_what_it_is_pulled_toward);
    tcase_add_test(tests, a_belief_and_its_weight);
    tcase_add_test(tests, nothing_at_all);
    tcase_add_test(tests, a_stage_that_is_none);
    tcase_add_test(tests, thin_under_the_floor);
    suite_add_tcase(suite, tests);
    return suite;
}
