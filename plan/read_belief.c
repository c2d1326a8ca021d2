#include "plan/read_belief.h"

#include "core/text.h"
#include "plan/quantity.h"

#include <math.h>
#include <string.h>
#include <strings.h>

typedef struct belief_kind {
    const char *group;
    qc_quantity_kind quantity;
    const char *instead; /* what to write when a change stands here */
} belief_kind;

static const belief_kind SHARE = {"<share>", QC_QUANTITY_SHARE, "55% or 45% to 65%"};
static const belief_kind DAYS = {"<spread>", QC_QUANTITY_DAYS, "10 or 4 to 20"};
static const belief_kind SIZE = {"<spread>", QC_QUANTITY_MONEY, "12k or 4k to 40k"};
static const belief_kind RATE = {"<rate>", QC_QUANTITY_RATE, "60 per month or 60 to 80 per month"};

static const belief_kind *rules_of(qc_schema_kind kind)
{
    if (kind == QC_KIND_SHARE) return &SHARE;
    if (kind == QC_KIND_DAYS) return &DAYS;
    if (kind == QC_KIND_SIZE) return &SIZE;
    return &RATE;
}

/* The text of a part of a form; false with *text NULL when it is absent. */
static bool part_text(qc_reader *reader, const qc_yaml_node *map, const char *name,
                      const qc_yaml_node **node, const char **text)
{
    size_t mark;
    bool ok;
    *text = NULL;
    *node = qc_yaml_find(map, name);
    if (!*node) return false;
    mark = qc_reader_enter(reader, name);
    ok = qc_reader_text(reader, *node, text);
    qc_reader_leave(reader, mark);
    return ok;
}

/* Report a failed part under its own name. */
static bool part_failed(qc_reader *reader, const qc_yaml_node *node, const qc_status *failure)
{
    size_t mark = qc_reader_enter(reader, node->key);
    qc_reader_failed(reader, node, failure);
    qc_reader_leave(reader, mark);
    return false;
}

static bool part_error(qc_reader *reader, const qc_yaml_node *node, const char *message)
{
    qc_status failure = {0};
    qc_fail(&failure, QC_BAD_INPUT, "%s", message);
    return part_failed(reader, node, &failure);
}

/* A number part that must be there. */
static bool part_single(qc_reader *reader, const qc_yaml_node *map, const char *name,
                        qc_quantity_kind kind, double *value)
{
    const qc_yaml_node *node;
    const char *text;
    qc_status failure = {0};
    if (!part_text(reader, map, name, &node, &text))
        return node ? false : qc_reader_error(reader, map, "'%s' is missing", name);
    if (qc_quantity_single(text, kind, reader->plan->currency, value, NULL, &failure)) return true;
    return part_failed(reader, node, &failure);
}

bool qc_read_belief_evidence(qc_reader *reader, const qc_yaml_node *node, double *deals)
{
    qc_status failure = {0};
    const char *text;
    if (!qc_reader_text(reader, node, &text)) return false;
    return qc_quantity_evidence(text, deals, &failure) || qc_reader_failed(reader, node, &failure);
}

/* A range on a share or a rate is itself the statement of how sure one is. */
static bool read_evidence(qc_reader *reader, const belief_kind *rules, const qc_yaml_node *map,
                          qc_belief *belief)
{
    const qc_yaml_node *node = qc_yaml_find(map, "based_on");
    size_t mark;
    bool ok;
    if (!node) return true;
    if (belief->form == QC_BELIEF_RANGE &&
        (rules->quantity == QC_QUANTITY_SHARE || rules->quantity == QC_QUANTITY_RATE))
        return part_error(reader, node, "the range already says it");
    mark = qc_reader_enter(reader, "based_on");
    ok = qc_read_belief_evidence(reader, node, &belief->based_on);
    qc_reader_leave(reader, mark);
    return ok;
}

/* ---- noise and shocks ---- */

enum { WANDER_DEFAULT, WANDER_NONE, WANDER_STATED };
_Static_assert((int) QC_NOISE_DEFAULT == WANDER_DEFAULT && (int) QC_NOISE_NONE == WANDER_NONE &&
                   (int) QC_NOISE_STATED == WANDER_STATED &&
                   (int) QC_SHOCKS_DEFAULT == WANDER_DEFAULT &&
                   (int) QC_SHOCKS_NONE == WANDER_NONE && (int) QC_SHOCKS_STATED == WANDER_STATED,
               "noise and shocks are read alike");

static bool limit_part(qc_reader *reader, const qc_yaml_node *map, const char *name, bool fine)
{
    const qc_schema_key *key = qc_schema_find("<shocks>", name);
    const qc_yaml_node *node = qc_yaml_find(map, name);
    size_t mark;
    if (fine) return true;
    mark = qc_reader_enter(reader, name);
    qc_reader_error(reader, node, "%s is out of bounds (%s)", node->text, key->limits);
    qc_reader_leave(reader, mark);
    return false;
}

static bool read_wander(qc_reader *reader, const qc_yaml_node *node, int *how, double *sd,
                        double *rho)
{
    char quoted[QC_QUOTE_SIZE];
    const char *text;
    if (node->kind == QC_YAML_MAP) {
        *how = WANDER_STATED;
        if (!qc_reader_keys(reader, "<shocks>", node)) return false;
        return part_single(reader, node, "sd", QC_QUANTITY_FACTOR, sd) &&
               part_single(reader, node, "rho", QC_QUANTITY_FACTOR, rho) &&
               limit_part(reader, node, "sd", *sd <= 5) &&
               limit_part(reader, node, "rho", *rho < 1);
    }
    if (!qc_reader_text(reader, node, &text)) return false;
    *how = strcasecmp(text, "none") == 0 ? WANDER_NONE : WANDER_DEFAULT;
    if (*how == WANDER_NONE || strcasecmp(text, "default") == 0) return true;
    return qc_reader_error(reader, node, "%s is unknown here (expected default, none or {sd, rho})",
                           qc_quote(text, quoted));
}

bool qc_read_belief_shocks(qc_reader *reader, const qc_yaml_node *node)
{
    int how = WANDER_DEFAULT;
    bool ok = read_wander(reader, node, &how, &reader->plan->shock_sd, &reader->plan->shock_rho);
    reader->plan->shocks = (qc_shocks) how;
    return ok;
}

bool qc_read_belief_noise(qc_reader *reader, const qc_yaml_node *node, qc_belief *belief)
{
    int how = WANDER_DEFAULT;
    const bool ok = read_wander(reader, node, &how, &belief->noise_sd, &belief->noise_rho);
    belief->noise = (qc_noise) how;
    return ok;
}

static bool read_noise(qc_reader *reader, const qc_yaml_node *map, qc_belief *belief)
{
    const qc_yaml_node *node = qc_yaml_find(map, "noise");
    size_t mark;
    bool ok;
    if (!node) return true;
    mark = qc_reader_enter(reader, "noise");
    ok = qc_read_belief_noise(reader, node, belief);
    qc_reader_leave(reader, mark);
    return ok;
}

/* ---- the three forms ---- */

static bool read_mean(qc_reader *reader, const belief_kind *rules, const qc_yaml_node *map,
                      qc_belief *belief)
{
    const qc_yaml_node *node;
    const char *text;
    qc_status failure = {0};
    if (!part_text(reader, map, "mean", &node, &text))
        return node ? false : qc_reader_error(reader, map, "'mean' is missing");
    if (qc_quantity_belief(text, rules->quantity, reader->plan->currency, belief, &failure))
        return true;
    return part_failed(reader, node, &failure);
}

/* `per` may stand apart from the mean: {mean: 60, per: month}. */
static bool read_rate_mean(qc_reader *reader, const qc_yaml_node *map, qc_belief *belief)
{
    const qc_yaml_node *mean, *per;
    const char *mean_text, *per_text, *whole;
    char quoted[QC_QUOTE_SIZE];
    qc_calendar_unit unit;
    qc_status failure = {0};
    if (!qc_yaml_find(map, "per")) return read_mean(reader, &RATE, map, belief);
    if (!part_text(reader, map, "per", &per, &per_text)) return false;
    if (!qc_quantity_unit(per_text, &unit)) {
        qc_fail(&failure, QC_BAD_INPUT,
                "%s is not a unit of time (day, week, month, quarter or year)",
                qc_quote(per_text, quoted));
        return part_failed(reader, per, &failure);
    }
    if (!part_text(reader, map, "mean", &mean, &mean_text))
        return mean ? false : qc_reader_error(reader, map, "'mean' is missing");
    if (strpbrk(mean_text, "pP/"))
        return part_error(reader, mean, "the unit of time stands here and in 'per'; say it once");
    whole = qc_arena_format(&reader->plan->arena, reader->status, "%s per %s", mean_text, per_text);
    if (!whole) return false;
    if (qc_quantity_belief(whole, QC_QUANTITY_RATE, "", belief, &failure)) return true;
    return part_failed(reader, mean, &failure);
}

static bool read_family(qc_reader *reader, const qc_yaml_node *map, qc_belief *belief)
{
    static const struct {
        const char *word;
        qc_family family;
    } FAMILIES[] = {{"log-logistic", QC_FAMILY_LOG_LOGISTIC},
                    {"lognormal", QC_FAMILY_LOGNORMAL},
                    {"weibull", QC_FAMILY_WEIBULL},
                    {"gamma", QC_FAMILY_GAMMA}};
    const qc_yaml_node *node;
    const char *text;
    char quoted[QC_QUOTE_SIZE];
    qc_status failure = {0};
    if (!part_text(reader, map, "family", &node, &text)) return node == NULL;
    for (size_t i = 0; i < sizeof FAMILIES / sizeof FAMILIES[0]; i++) {
        if (!qc_text_same(FAMILIES[i].word, text)) continue;
        belief->family = FAMILIES[i].family;
        return true;
    }
    qc_fail(&failure, QC_BAD_INPUT,
            "%s is not a family (log-logistic, lognormal, weibull or gamma)",
            qc_quote(text, quoted));
    return part_failed(reader, node, &failure);
}

static bool read_typical(qc_reader *reader, const belief_kind *rules, const qc_yaml_node *map,
                         qc_belief *belief)
{
    const qc_yaml_node *node;
    const char *text;
    qc_status failure = {0};
    if (!part_text(reader, map, "typical", &node, &text)) return false;
    if (!qc_quantity_belief(text, rules->quantity, reader->plan->currency, belief, &failure))
        return part_failed(reader, node, &failure);
    if (belief->form == QC_BELIEF_RANGE) return true;
    return part_error(reader, node, "a range is expected, e.g. 4 to 20; one number goes to 'mean'");
}

static bool read_mean_cv(qc_reader *reader, const belief_kind *rules, const qc_yaml_node *map,
                         qc_belief *belief)
{
    if (!part_single(reader, map, "mean", rules->quantity, &belief->first)) return false;
    belief->form = QC_BELIEF_SINGLE;
    if (!qc_yaml_find(map, "cv")) return true;
    belief->form = QC_BELIEF_MEAN_CV;
    if (!part_single(reader, map, "cv", QC_QUANTITY_FACTOR, &belief->second)) return false;
    if (belief->second > 0 && belief->second <= 20) return true;
    return part_error(reader, qc_yaml_find(map, "cv"), "out of bounds (above 0, up to 20)");
}

static bool read_median_p90(qc_reader *reader, const belief_kind *rules, const qc_yaml_node *map,
                            qc_belief *belief)
{
    belief->form = QC_BELIEF_MEDIAN_P90;
    if (!part_single(reader, map, "median", rules->quantity, &belief->first) ||
        !part_single(reader, map, "p90", rules->quantity, &belief->second))
        return false;
    if (belief->second > belief->first) return true;
    return part_error(reader, qc_yaml_find(map, "p90"), "has to be above the median");
}

/* cv goes with mean only, p90 with median only. */
static bool check_partner(qc_reader *reader, const qc_yaml_node *map, const char *part,
                          const char *partner)
{
    const qc_yaml_node *node = qc_yaml_find(map, part);
    if (!node || qc_yaml_find(map, partner)) return true;
    return qc_reader_error_key(reader, node, "'%s' needs '%s' beside it", part, partner);
}

static bool read_spread(qc_reader *reader, const belief_kind *rules, const qc_yaml_node *map,
                        qc_belief *belief)
{
    int stated = (qc_yaml_find(map, "typical") != NULL) + (qc_yaml_find(map, "mean") != NULL) +
                 (qc_yaml_find(map, "median") != NULL);
    if (stated != 1)
        return qc_reader_error(reader, map, "exactly one of typical, mean and median is needed");
    if (!check_partner(reader, map, "cv", "mean") || !check_partner(reader, map, "p90", "median"))
        return false;
    if (!read_family(reader, map, belief)) return false;
    if (qc_yaml_find(map, "typical")) return read_typical(reader, rules, map, belief);
    if (qc_yaml_find(map, "mean")) return read_mean_cv(reader, rules, map, belief);
    return read_median_p90(reader, rules, map, belief);
}

static bool read_form(qc_reader *reader, const belief_kind *rules, const qc_yaml_node *map,
                      qc_belief *belief)
{
    if (!qc_reader_keys(reader, rules->group, map)) return false;
    if (rules == &SHARE && !read_mean(reader, rules, map, belief)) return false;
    if (rules == &RATE &&
        (!read_rate_mean(reader, map, belief) || !read_noise(reader, map, belief)))
        return false;
    if ((rules == &DAYS || rules == &SIZE) && !read_spread(reader, rules, map, belief))
        return false;
    return read_evidence(reader, rules, map, belief);
}

static bool read_short(qc_reader *reader, const belief_kind *rules, const qc_yaml_node *node,
                       qc_belief *belief)
{
    char quoted[QC_QUOTE_SIZE];
    const char *text;
    qc_status failure = {0};
    if (!qc_reader_text(reader, node, &text)) return false;
    if (qc_quantity_is_change(text))
        return qc_reader_error(reader, node,
                               "%s is a change, which belongs to segments and --set; expected %s",
                               qc_quote(text, quoted), rules->instead);
    return qc_quantity_belief(text, rules->quantity, reader->plan->currency, belief, &failure) ||
           qc_reader_failed(reader, node, &failure);
}

bool qc_read_belief(qc_reader *reader, qc_schema_kind kind, const qc_yaml_node *node,
                    qc_belief *belief)
{
    const belief_kind *rules = rules_of(kind);
    bool ok = node->kind == QC_YAML_MAP ? read_form(reader, rules, node, belief)
                                        : read_short(reader, rules, node, belief);
    if (!ok) {
        memset(belief, 0, sizeof *belief);
        return false;
    }
    belief->place = (qc_place){node->line, node->column};
    return true;
}
