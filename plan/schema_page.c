#include "plan/schema.h"

#include <stdio.h>
#include <string.h>

typedef struct page_part {
    const char *group, *title, *words;
} page_part;

static const page_part PARTS[] = {
    {"", "Top level", "A plan is a YAML file of these keys."},
    {"history", "history", "Where the past is, and how to read it."},
    {"pipeline[]", "pipeline", "One item per stage, in order."},
    {"segments.<name>", "segments",
     "One group per segment. What a segment does not say holds as for the whole."},
    {"team", "team", "Who sells, how long, and who is to come."},
    {"team.hires[]", "team.hires", "One item per start day."},
    {"activities.<name>", "activities",
     "One group per kind of activity (calls, emails, meetings, any name but the three below)."},
    {"activities.follow_ups", "activities.follow_ups",
     "Further attempts on leads that were not reached, on top of per_rep_per_week."},
    {"activities.inbound", "activities.inbound",
     "What a new deal costs that comes by itself or is bought."},
    {"activities.noise", "activities.noise",
     "`default`, `none`, or as a group; shared by all activities."},
    {"cost", "cost",
     "What the plan costs. Salaries are paid for the days on which somebody is there."},
    {"cost.commission", "cost.commission", "Paid on the day a deal is won."},
    {"cost.commission.tiers[]", "cost.commission.tiers",
     "One item per tier, rising. Only what is sold beyond the tier earns its rate."},
    {"market", "market",
     "Whoever is contacted or comes by itself uses up an account until it returns."},
    {"scenarios.<name>", "scenarios",
     "One group per scenario; `quotacast compare` runs them on the same luck."},
    {"levers.<path>", "levers",
     "One group per lever that `quotacast seek` may move when it looks for the cheapest mix."},
    {"targets[]", "targets",
     "Each has a metric, a period and exactly one of at_least and at_most."},
    {"<share>", "A share written as a group",
     "`conversion: {mean: 55%, based_on: 30 deals}`. Shorter: `55%`, or `45% to 65%`."},
    {"<rate>", "A rate written as a group",
     "`new_deals: {mean: 60, per: month, noise: none}`. Shorter: `60 per month`, or `60 to 80 per "
     "month`."},
    {"<spread>", "Days or deal size written as a group",
     "`days: {typical: 4 to 20, based_on: 20 deals}`. Shorter: `4 to 20`, or `10`."},
    {"<shocks>", "shocks, and the noise of a rate", "`shocks: {sd: 0.2, rho: 0.4}`."},
};

static const char INTRO[] =
    "# Keys of a plan\n\n"
    "Made from the table that reads plans (plan/schema.c); a test keeps the two equal.\n\n"
    "All ranges are 80% ranges: the 10th to the 90th percentile. On a share or a rate the range "
    "says how sure you are; on days and deal size it says how single deals differ.\n\n"
    "## How quantities are written\n\n"
    "| quantity | examples |\n"
    "|---|---|\n"
    "| number | `1200`, `4 800 000`, `4_800_000`, `1,200.50`, `1.200,50`, `0,55` |\n"
    "| money | `1.2M`, `400k`, `1.5bn`, `EUR 1.2M`, `1.2M EUR` |\n"
    "| share | `55%`, `0.55` |\n"
    "| days | `14`, `14 days`, `2 weeks`, `3 months` |\n"
    "| rate | `60 per month`, `12/week` |\n"
    "| range | `4 to 20`, `4k to 40k`, `45% to 65%`, `60 to 80 per month` |\n"
    "| change | `+20%`, `-8%`, and for a share `+5 points` |\n\n"
    "A mark that can be read in two ways is refused: `1,200` (1200 or 1.2?), money written "
    "`1.200`, `45 to 65%`, `4 to 40k`. One point alone is a decimal point.\n";

static void add_cell(qc_text *out, const char *text)
{
    qc_text_add(out, " ");
    for (const char *at = text; *at; at++) {
        if (*at == '|') qc_text_add(out, "\\");
        qc_text_add_part(out, at, 1);
    }
    qc_text_add(out, " |");
}

static void add_part(qc_text *out, const page_part *part)
{
    const qc_schema_key *key;
    qc_text_addf(out, "\n## %s\n\n%s\n\n", part->title, part->words);
    qc_text_add(out, "| key | value | default | meaning | example |\n|---|---|---|---|---|\n");
    for (int32_t i = 0; (key = qc_schema_child(part->group, i)) != NULL; i++) {
        char example[160];
        qc_text_addf(out, "| `%s` |", key->name);
        add_cell(out, key->limits);
        add_cell(out, key->fallback);
        add_cell(out, key->meaning);
        snprintf(example, sizeof example, "`%s`", key->example);
        add_cell(out, example);
        qc_text_add(out, "\n");
    }
}

void qc_schema_page(qc_text *out)
{
    qc_text_add(out, INTRO);
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++)
        add_part(out, &PARTS[i]);
    qc_text_add(
        out,
        "\n## Changes from the command line\n\n"
        "`--set PATH=VALUE` takes any key above, stages, targets and segments by name "
        "(`--set targets.year.at_least=2M`). On `deal_size`, `new_deals`,\n"
        "`pipeline.<stage>.conversion`, `pipeline.<stage>.days`, `pipeline.conversion`, "
        "`pipeline.days`, `win_rate`, `loss.<reason>` and the same below `segments.<name>.`, a "
        "single\nnumber or a change acts on what was fitted; a range or a group replaces the "
        "belief instead.\n\n"
        "So do a number or a change on `team.reps`, `team.hours_per_week`, "
        "`team.selling_time`, `team.attrition`, `team.open_deal_limit`,\n"
        "`team.prospecting_hours`, on `activities.<name>.` with `per_rep_per_week`, "
        "`minutes`, `contact_rate` and `opportunity_rate`\n"
        "(`activities.` without a name: all kinds), and on `activities.follow_ups.` with "
        "`attempts`, `days_between` and `persistence`.\n"
        "`team.reps=+1` adds people from the as-of day on, `team.hires=+2 from 2026-08-01` "
        "later ones, `team.hires=none` takes the planned\nones away. A change of hours or of "
        "selling time changes the activities in proportion.\n");
}
