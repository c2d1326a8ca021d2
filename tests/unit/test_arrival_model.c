/* Who arrives and how many: stated rates, streams of a history, entry classes, labels, levers. */
#include "core/stats.h"
#include "models/arrival_model.h"
#include "tests/support/company.h"
#include "tests/support/past.h"
#include "tests/support/torture.h"

#define STATED                                                        \
    "as_of: 2026-05-15\ncurrency: EUR\nshocks: none\ndeal_size: 1k\n" \
    "pipeline: [{stage: a, conversion: 50%, days: 5}]\n"
#define FITTED "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: d}\npipeline: [s0, s1, s2]\n"

typedef struct arriving {
    company it;
    qc_arena arena;
    qc_arrival_draw draw;
    const qc_arrival_model *model;
} arriving;

static void start(arriving *out, const char *plan, const char *deals, const char *set)
{
    qc_status status = {0};
    memset(out, 0, sizeof *out);
    company_read_set(&out->it, plan, deals, NULL, set);
    company_prepare(&out->it);
    out->model = &out->it.forecast.model.arrivals;
    ck_assert(qc_arrival_draw_room(&out->draw, out->model, &out->arena, &status));
}

static void draw(arriving *it, int64_t number)
{
    qc_arrival_model_draw(it->model, 42, number, &it->draw);
}

static void end(arriving *it)
{
    qc_arena_free(&it->arena);
    company_free(&it->it);
}

static void start_past(arriving *out, const past *was, const char *more, const char *set)
{
    qc_text csv = {0}, plan = {0};
    past_write(was, &csv);
    qc_text_addf(&plan, "%s%s", FITTED, more);
    start(out, qc_text_get(&plan), qc_text_get(&csv), set);
    qc_text_free(&csv);
    qc_text_free(&plan);
}

static int32_t segment(const arriving *it, const char *name)
{
    return qc_segments_find(&it->it.forecast.model.segments, name);
}

/* ---- stated rates ---- */

START_TEST(a_certain_rate)
{
    arriving it;
    start(&it, STATED "new_deals: {mean: 60, per: month, based_on: certain, noise: none}\n", NULL,
          NULL);
    ck_assert_int_eq(it.model->stream_count, 1);
    for (int64_t n = 0; n < 5; n++) {
        draw(&it, n);
        ck_assert_double_eq(it.draw.rate[0], 60);
        ck_assert_double_eq(it.draw.state[0].sd, 0);
        ck_assert_double_eq(it.draw.state[0].base, 0);
        ck_assert_double_eq(it.draw.lever[0], 1);
        ck_assert_double_eq(it.draw.new_customer[0], 1);
    }
    end(&it);
}
END_TEST

enum { DRAWS = 4000 };
static double rates[DRAWS];

START_TEST(a_stated_range_holds_eight_in_ten)
{
    arriving it;
    start(&it, STATED "new_deals: 40 to 80 per month\n", NULL, NULL);
    for (int64_t n = 0; n < DRAWS; n++) {
        draw(&it, n);
        rates[n] = it.draw.rate[0];
    }
    qc_stats_sort(rates, DRAWS);
    const double low = qc_stats_quantile(rates, DRAWS, 0.1),
                 high = qc_stats_quantile(rates, DRAWS, 0.9);
    printf("40 to 80 per month: 8 of 10 draws lie in %.1f to %.1f\n", low, high);
    ck_assert_double_eq_tol(low, 40, 3);
    ck_assert_double_eq_tol(high, 80, 3);
    end(&it);
}
END_TEST

START_TEST(a_single_rate_has_the_shape_it_rests_on)
{
    arriving it;
    double sum = 0, squares = 0;
    start(&it, STATED "new_deals: {mean: 10, per: week, based_on: 50 deals}\n", NULL, NULL);
    for (int64_t n = 0; n < DRAWS; n++) {
        draw(&it, n);
        sum += it.draw.rate[0];
        squares += it.draw.rate[0] * it.draw.rate[0];
    }
    const double mean = sum / DRAWS;
    ck_assert_double_eq_tol(mean, 10, 0.15);
    ck_assert_double_eq_tol(sqrt(squares / DRAWS - mean * mean), 10 / sqrt(50), 0.15);
    ck_assert_int_eq(it.model->streams[0].unit, QC_UNIT_WEEK);
    end(&it);
}
END_TEST

/* The noise of a rate: none, its own, or that of other companies; the mean is always the stated one. */
START_TEST(noise_leaves_the_mean)
{
    static const char *const noises[] = {"", ", noise: {sd: 0.8, rho: 0.5}"};
    for (int i = 0; i < 2; i++) {
        char plan[512];
        double sum = 0;
        arriving it;
        snprintf(plan, sizeof plan, "%snew_deals: {mean: 10, per: month, based_on: certain%s}\n",
                 STATED, noises[i]);
        start(&it, plan, NULL, NULL);
        qc_rng luck = qc_rng_stream(6, 6, 6, 6);
        for (int64_t n = 0; n < 40000; n++) {
            draw(&it, n);
            qc_arrivals_state state = it.draw.state[0];
            const double normal = sqrt(-2 * log(qc_rng_uniform(&luck))) *
                                  cos(6.283185307179586 * qc_rng_uniform(&luck));
            ck_assert_double_eq(state.wander, 0);
            sum += exp(qc_arrivals_step(&state, 31, 0, normal));
        }
        ck_assert_double_eq_tol(sum / 40000, 1, 0.04);
        end(&it);
    }
}
END_TEST

START_TEST(segments_take_their_part_of_the_whole)
{
    arriving it;
    start(&it,
          STATED "new_deals: {mean: 60, per: month, based_on: certain, noise: none}\n"
                 "segments:\n"
                 "  smb: {new_deals: {mean: 20, per: month, based_on: certain, noise: none}}\n"
                 "  big: {new_deals: {mean: 36, per: year, based_on: certain, noise: none}}\n",
          NULL, NULL);
    double rest = -1, smb = -1, big = -1;
    draw(&it, 0);
    for (int32_t s = 0; s < it.model->stream_count; s++) {
        const qc_stream *stream = &it.model->streams[s];
        if (stream->segment == 0) rest = it.draw.rate[s];
        if (stream->segment == segment(&it, "smb")) smb = it.draw.rate[s];
        if (stream->segment == segment(&it, "big")) big = it.draw.rate[s];
    }
    ck_assert_double_eq(smb, 20);
    ck_assert_double_eq(big, 36);
    ck_assert_double_eq_tol(rest, 37, 1e-9);
    end(&it);
}
END_TEST

START_TEST(no_new_deals_at_all)
{
    arriving it;
    start(&it, STATED "new_deals: {mean: 0, per: month, based_on: certain, noise: none}\n", NULL,
          NULL);
    draw(&it, 0);
    ck_assert_int_eq(it.model->stream_count, 0);
    end(&it);
}
END_TEST

START_TEST(nothing_to_go_by)
{
    qc_status status;
    company_fails("as_of: 2026-05-15\ncurrency: EUR\ndeal_size: 1k\n"
                  "pipeline: [{stage: a, conversion: 50%, days: 5}]\n",
                  NULL, NULL, &status);
    ck_assert_ptr_nonnull(strstr(status.message, "new_deals"));
}
END_TEST

/* ---- units ---- */

static double units(qc_calendar_unit unit, bool stated, const char *from, const char *to,
                    int32_t fiscal)
{
    const qc_stream stream = {.stated = stated, .unit = unit};
    qc_span span;
    ck_assert(qc_calendar_parse(from, &span.from) && qc_calendar_parse(to, &span.to));
    return qc_arrival_model_units(&stream, span, fiscal);
}

START_TEST(n_per_unit_is_n_in_each_unit)
{
    const double close = 1e-12;
    ck_assert_double_eq_tol(units(QC_UNIT_MONTH, true, "2026-02-01", "2026-02-28", 1), 1, close);
    ck_assert_double_eq_tol(units(QC_UNIT_MONTH, true, "2026-03-01", "2026-03-31", 1), 1, close);
    ck_assert_double_eq_tol(units(QC_UNIT_MONTH, true, "2026-03-22", "2026-03-31", 1), 10.0 / 31,
                            close);
    ck_assert_double_eq_tol(units(QC_UNIT_QUARTER, true, "2026-04-01", "2026-04-30", 1), 30.0 / 91,
                            close);
    ck_assert_double_eq_tol(units(QC_UNIT_QUARTER, true, "2026-04-01", "2026-04-30", 2), 30.0 / 89,
                            close);
    ck_assert_double_eq_tol(units(QC_UNIT_YEAR, true, "2028-02-01", "2028-02-29", 1), 29.0 / 366,
                            close);
    ck_assert_double_eq_tol(units(QC_UNIT_WEEK, true, "2026-03-01", "2026-03-28", 1), 4, close);
    ck_assert_double_eq_tol(units(QC_UNIT_DAY, true, "2026-03-01", "2026-03-28", 1), 28, close);
    ck_assert_double_eq_tol(units(QC_UNIT_DAY, false, "2026-03-01", "2026-03-31", 1), 31 / 30.4,
                            close);
}
END_TEST

START_TEST(picks_by_cumulative_share)
{
    static const double shares[] = {0, 0.25, 0.25, 1};
    ck_assert_int_eq(qc_arrival_model_pick(shares, 4, 1e-12), 1);
    ck_assert_int_eq(qc_arrival_model_pick(shares, 4, 0.2499), 1);
    ck_assert_int_eq(qc_arrival_model_pick(shares, 4, 0.25), 3); /* never the empty one */
    ck_assert_int_eq(qc_arrival_model_pick(shares, 4, 1 - 1e-16), 3);
    ck_assert_int_eq(qc_arrival_model_pick(shares, 1, 0.9), 0);
}
END_TEST

/* ---- a history ---- */

START_TEST(streams_of_a_history)
{
    arriving it;
    past was = PAST_USUAL;
    qc_text csv = {0};
    was.segment[0] = "big";
    was.segment[1] = "small";
    past_write(&was, &csv);
    for (int i = 0; i < 12; i++) /* two thin ones share a stream */
        qc_text_addf(&csv, "x%d,2025-%02d-10,s0,1,%s,\n", i, i + 1, i % 4 == 0 ? "rare" : "rarer");
    start(&it, FITTED, qc_text_get(&csv), NULL);
    ck_assert_int_eq(it.model->stream_count, 3);
    int64_t events = 0;
    for (int32_t s = 0; s < 3; s++) {
        const qc_stream *stream = &it.model->streams[s];
        ck_assert(!stream->stated);
        events += stream->events;
        if (stream->segment < 0) ck_assert_int_eq(stream->events, 12);
    }
    ck_assert_int_eq(events, 412);
    double rare = 0;
    for (int64_t n = 0; n < 2000; n++) {
        draw(&it, n);
        const double *shares = it.draw.segment_share;
        const int32_t at = segment(&it, "rare");
        rare += (shares[at] - shares[at - 1]) / 2000;
        ck_assert_double_eq_tol(shares[it.model->segment_count - 1], 1, 1e-12);
    }
    ck_assert_double_eq_tol(rare, 4.0 / 14, 0.02); /* (1 + 3) of (1 + 3) + (1 + 9) */
    qc_text_free(&csv);
    end(&it);
}
END_TEST

START_TEST(rates_of_a_history)
{
    arriving it;
    past was = PAST_USUAL;
    double sum = 0;
    was.deals = 1200;
    start_past(&it, &was, "", NULL);
    for (int64_t n = 0; n < 500; n++) {
        draw(&it, n);
        sum += exp(it.draw.state[0].base + it.draw.state[0].level) / 500;
    }
    ck_assert_double_eq_tol(sum, 1200 / (365 / 30.4), 5); /* 100 in 30.4 days */
    end(&it);
}
END_TEST

/* A stated rate beside a short history pulls the level; beside a long one it hardly does. */
START_TEST(a_stated_rate_is_a_prior)
{
    double level[2][2] = {{0}};
    for (int thick = 0; thick < 2; thick++) {
        for (int stated = 0; stated < 2; stated++) {
            arriving it;
            past was = PAST_USUAL;
            if (!thick) {
                was.deals = 12;
                was.first = was.last - 90;
            }
            start_past(&it, &was,
                       stated ? "deal_size: 1k\nnew_deals: 70 to 90 per month\n"
                              : "deal_size: 1k\n",
                       NULL);
            for (int64_t n = 0; n < 500; n++) {
                draw(&it, n);
                level[thick][stated] += exp(it.draw.state[0].base + it.draw.state[0].level) / 500;
            }
            end(&it);
        }
    }
    printf("level: thin %.1f, thin and stated %.1f; thick %.1f, thick and stated %.1f\n",
           level[0][0], level[0][1], level[1][0], level[1][1]);
    ck_assert_double_lt(level[0][0], 20);
    ck_assert_double_gt(level[0][1], 2 * level[0][0]);
    ck_assert_double_lt(level[1][1] - level[1][0], 0.5 * (level[0][1] - level[0][0]));
}
END_TEST

START_TEST(born_closed_deals_are_a_class_of_their_own)
{
    arriving it;
    past was = PAST_USUAL;
    double born = 0;
    was.born_won = 0.25;
    start_past(&it, &was, "", NULL);
    int32_t class = -1;
    for (int32_t c = 0; c < it.model->class_count; c++) {
        if (it.model->classes[c].stage == QC_STAGE_WON) class = c;
    }
    ck_assert_int_ge(class, 0);
    for (int64_t n = 0; n < 1000; n++) {
        draw(&it, n);
        const double *shares = it.draw.class_share;
        born += (shares[class] - (class > 0 ? shares[class - 1] : 0)) / 1000;
    }
    ck_assert_double_eq_tol(born, 0.25, 0.05);
    end(&it);
}
END_TEST

/* Only what the last twelve months brought arrives again. */
START_TEST(old_habits_do_not_arrive)
{
    arriving it;
    start(
        &it,
        FITTED
        "new_deals: 1 per month\ndeal_size: 1k\n"
        "targets: [{name: t, metric: new_deals, period: 2026, at_least: 1, scope: {owner: new}}]\n",
        "deal_id,date,stage,amount,owner\na,2023-01-01,s0,1,old\na,2023-01-02,s1,1,old\n"
        "a,2023-01-03,s2,1,old\na,2023-01-04,lost,1,old\nc,2025-06-01,s0,1,new\nd,2025-07-01,s0,1,"
        "new\ne,2025-08-01,s0,1,\n",
        NULL);
    const int32_t values = it.model->label_values[QC_LABEL_OWNER];
    const double *weights = it.model->label_weight[QC_LABEL_OWNER];
    ck_assert_int_eq(values, 2);
    ck_assert_double_eq(weights[0], 0);           /* old */
    ck_assert_double_eq(weights[1], 3);           /* new: 1 + 2 */
    ck_assert_double_eq_tol(weights[2], 2, 1e-6); /* nobody: 1 + 1 */
    for (int64_t n = 0; n < 50; n++) {
        draw(&it, n);
        ck_assert_double_eq(it.draw.label_share[QC_LABEL_OWNER][0], 0);
    }
    end(&it);
}
END_TEST

START_TEST(returning_customers)
{
    arriving it;
    past was = PAST_USUAL;
    double fresh = 0;
    was.deals = 1500;
    was.customers = 30; /* everybody has bought before long */
    start_past(&it, &was, "", NULL);
    for (int64_t n = 0; n < 500; n++) {
        draw(&it, n);
        fresh += it.draw.new_customer[0] / 500;
    }
    ck_assert_double_lt(fresh, 0.2);
    ck_assert_double_gt(fresh, 0);
    end(&it);
}
END_TEST

/* ---- levers ---- */

static void check_levers(const char *set, double all, double big, double small)
{
    arriving it;
    past was = PAST_USUAL;
    was.deals = 60;
    was.segment[0] = "big";
    was.segment[1] = "small";
    start_past(&it, &was, "deal_size: 1k\nsegments: {big: {}, small: {}}\n", set);
    draw(&it, 4);
    ck_assert_double_eq_tol(it.draw.lever[0], all, 1e-9);
    ck_assert_double_eq_tol(it.draw.lever[segment(&it, "big")], big, 1e-9);
    ck_assert_double_eq_tol(it.draw.lever[segment(&it, "small")], small, 1e-9);
    end(&it);
}

START_TEST(levers_scale)
{
    check_levers("new_deals=+10%", 1.1, 1.1, 1.1);
    check_levers("segments.big.new_deals=-25%", 1, 0.75, 1);
}
END_TEST

/* A number replaces the drawn rate: of all deals together, or of the segment. */
START_TEST(levers_replace)
{
    static const char *const sets[] = {"new_deals=100 per month",
                                       "segments.big.new_deals=100 per month"};
    for (int i = 0; i < 2; i++) {
        for (int deals = 40; deals <= 400; deals *= 10) { /* one stream for both, or one each */
            arriving it;
            past was = PAST_USUAL;
            was.deals = deals;
            was.segment[0] = "big";
            was.segment[1] = "small";
            start_past(&it, &was, "deal_size: 1k\nsegments: {big: {}, small: {}}\n", sets[i]);
            for (int64_t n = 0; n < 5; n++) {
                double per_month = 0;
                draw(&it, n);
                for (int32_t s = 0; s < it.model->stream_count; s++) {
                    const qc_stream *stream = &it.model->streams[s];
                    const double rate = exp(it.draw.state[s].base + it.draw.state[s].level) / 30.4 *
                                        365.25 / 12;
                    for (int32_t g = 0; g < it.model->segment_count; g++) {
                        const double *shares = it.draw.segment_share;
                        const double share = stream->segment < 0
                                                 ? shares[g] - (g > 0 ? shares[g - 1] : 0)
                                                 : stream->segment == g;
                        if (i == 0 || g == segment(&it, "big"))
                            per_month += share * rate * it.draw.lever[g];
                    }
                }
                ck_assert_double_eq_tol(per_month, 100, 1e-6);
            }
            end(&it);
        }
    }
}
END_TEST

/* ---- memory ---- */

static company reading;

static bool fit_again(qc_status *status)
{
    qc_arrival_model model = {0};
    qc_arrival_draw room = {0};
    qc_arena arena = {0};
    const qc_arrival_inputs inputs = {&reading.history,
                                      &reading.forecast.book,
                                      &reading.plan,
                                      &reading.forecast.model.segments,
                                      &reading.forecast.model.stages.traits,
                                      0};
    const bool ok = qc_arrival_model_fit(&model, &inputs, &arena, status) &&
                    qc_arrival_draw_room(&room, &model, &arena, status);
    qc_arena_free(&arena);
    return ok;
}

START_TEST(memory_may_run_out)
{
    past was = PAST_USUAL;
    qc_text csv = {0};
    was.segment[0] = "big";
    past_write(&was, &csv);
    company_read(&reading, FITTED, qc_text_get(&csv), NULL);
    company_prepare(&reading);
    qc_torture(fit_again);
    qc_text_free(&csv);
    company_free(&reading);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("arrival model");
    TCase *tests = tcase_create("arrivals");
    tcase_add_test(tests, a_certain_rate);
    tcase_add_test(tests, a_stated_range_holds_eight_in_ten);
    tcase_add_test(tests, a_single_rate_has_the_shape_it_rests_on);
    tcase_add_test(tests, noise_leaves_the_mean);
    tcase_add_test(tests, segments_take_their_part_of_the_whole);
    tcase_add_test(tests, no_new_deals_at_all);
    tcase_add_test(tests, nothing_to_go_by);
    tcase_add_test(tests, n_per_unit_is_n_in_each_unit);
    tcase_add_test(tests, picks_by_cumulative_share);
    tcase_add_test(tests, streams_of_a_history);
    tcase_add_test(tests, rates_of_a_history);
    tcase_add_test(tests, a_stated_rate_is_a_prior);
    tcase_add_test(tests, born_closed_deals_are_a_class_of_their_own);
    tcase_add_test(tests, old_habits_do_not_arrive);
    tcase_add_test(tests, returning_customers);
    tcase_add_test(tests, levers_scale);
    tcase_add_test(tests, levers_replace);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
