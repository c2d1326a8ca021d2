#include "plan/schema.h"

#include <stdio.h>
#include <string.h>

/* clang-format off: a table reads as a table */
#define PLAN(name)                 \
    {                              \
        offsetof(qc_plan, name), 0 \
    }
#define HISTORY(name)                      \
    {                                      \
        offsetof(qc_plan, history.name), 0 \
    }
#define HISTORY_TEXTS(name)                                                      \
    {                                                                            \
        offsetof(qc_plan, history.name), offsetof(qc_plan, history.name##_count) \
    }
#define STAGE(name)                      \
    {                                    \
        offsetof(qc_plan_stage, name), 0 \
    }
#define STAGE_TEXTS(name)                                                    \
    {                                                                        \
        offsetof(qc_plan_stage, name), offsetof(qc_plan_stage, name##_count) \
    }
#define TARGET(name)                 \
    {                                \
        offsetof(qc_target, name), 0 \
    }
#define ELSEWHERE \
    {             \
        0, 0      \
    } /* the group's own reader knows */

static const char *const NUMBER_STYLES[] = {"1,234.5", "1.234,5", "1 234.5", NULL};
static const char *const AMOUNT_IS[] = {"one-off", "annual", "total", NULL};
static const char *const DATE_ORDERS[] = {"dmy", "mdy", "ymd", NULL};
static const char *const DECIMALS[] = {"point", "comma", NULL};

/* Order matters: a key may rest on those above it (a period on fiscal_year_starts, money on
 * currency, offer_stage on pipeline). */
static const qc_schema_key KEYS[] = {
    {"", "company", QC_KIND_TEXT, PLAN(company), NULL, "text", "none",
     "the name that reports carry", "Acme"},
    {"", "currency", QC_KIND_CURRENCY, PLAN(currency), NULL, "three letters", "the history's",
     "what all amounts are in", "EUR"},
    {"", "amount_is", QC_KIND_CHOICE, PLAN(amount_is), AMOUNT_IS, "one-off, annual or total",
     "one-off", "what the amount of a deal stands for", "annual"},
    {"", "as_of", QC_KIND_DAY, PLAN(as_of), NULL, "a day, YYYY-MM-DD", "last recorded change",
     "the day the data were exported; required without history", "2026-06-30"},
    {"", "fiscal_year_starts", QC_KIND_MONTH, PLAN(fiscal_start_month), NULL, "a month", "January",
     "first month of the fiscal year", "July"},
    {"", "number_style", QC_KIND_WORD, PLAN(number_style), NUMBER_STYLES,
     "1,234.5 or 1.234,5 or 1 234.5", "1,234.5", "how money prints", "1.234,5"},
    {"", "history", QC_KIND_GROUP, ELSEWHERE, NULL, "keys below", "none", "what happened so far",
     "{deals: deals.csv}"},
    {"", "pipeline", QC_KIND_PIPELINE, ELSEWHERE, NULL,
     "1 to 32 stages in order; names suffice where there is history", "required",
     "the steps of a sale", "[qualified, proposal, negotiation]"},
    {"", "question", QC_KIND_QUESTION, ELSEWHERE, NULL, "any text", "none",
     "written by init where it is not certain; settle it and delete the line",
     "does demo come before proposal?"},
    {"", "offer_stage", QC_KIND_STAGE, PLAN(offer_stage), NULL, "a stage of the pipeline", "none",
     "from here on a deal is an open offer", "proposal"},
    {"", "deal_size", QC_KIND_SIZE, PLAN(deal_size), NULL,
     "money above 0; a range is how single deals differ", "from history", "what a deal is worth",
     "4k to 40k"},
    {"", "new_deals", QC_KIND_RATE, PLAN(new_deals), NULL,
     "0 to 1000000 per unit of time; a range is how sure you are", "from history",
     "how many deals are created", "60 to 80 per month"},
    {"", "shocks", QC_KIND_SHOCKS, ELSEWHERE, NULL, "default, none or {sd, rho}", "default",
     "what moves all deals of a month together", "{sd: 0.2, rho: 0.4}"},
    {"", "segments", QC_KIND_SEGMENTS, ELSEWHERE, NULL, "groups by name, keys below", "none",
     "what differs for a part of the business", "{enterprise: {deal_size: 40k to 250k}}"},
    {"", "team", QC_KIND_TEAM, ELSEWHERE, NULL, "keys below", "none", "who sells",
     "{reps: 4, hours_per_week: 40, selling_time: 36%}"},
    {"", "activities", QC_KIND_ACTIVITIES, ELSEWHERE, NULL,
     "groups by name, keys below; needs team", "none",
     "what a rep does to create deals; what it does not explain of new_deals is inbound",
     "{calls: {per_rep_per_week: 60, contact_rate: 10%, opportunity_rate: 25%}}"},
    {"", "quota", QC_KIND_QUOTA, ELSEWHERE, NULL, "money per month, quarter or year", "none",
     "what each rep is to sell, in bookings; history.quotas goes before it", "300k per quarter"},
    {"", "cost", QC_KIND_COST, ELSEWHERE, NULL, "keys below", "none",
     "what the plan costs: for the metrics cost, margin_after_cost and cac",
     "{commission: 10%, other: 2k per month}"},
    {"", "market", QC_KIND_MARKET, ELSEWHERE, NULL, "keys below", "no limit",
     "how many could buy at all", "{accounts: 5000, returns_after: 12 months}"},
    {"", "targets", QC_KIND_TARGETS, ELSEWHERE, NULL,
     "a list, keys below; the first is the headline", "none", "what is to be reached",
     "[{metric: bookings, period: 2026, at_least: 1.8M}]"},
    {"", "scenarios", QC_KIND_SCENARIOS, ELSEWHERE, NULL, "groups by name, keys below", "none",
     "changes that compare tries side by side", "{more deals: {new_deals: +20%, cost: 60k}}"},
    {"", "levers", QC_KIND_LEVERS, ELSEWHERE, NULL, "groups by the lever's path, keys below",
     "none", "how far seek may move what, and what that costs",
     "{new_deals: {up_to: +30%, cost: 2k}}"},

    {"history", "deals", QC_KIND_FILE, HISTORY(deals), NULL, "a file, relative to the plan", "none",
     "the deal history", "deals.csv"},
    {"history", "with", QC_KIND_FILES, HISTORY_TEXTS(with), NULL, "a file or a list", "none",
     "further files of the same export", "[Opportunity.csv]"},
    {"history", "rates", QC_KIND_FILE, HISTORY(rates), NULL, "a file, relative to the plan", "none",
     "dated rates of exchange; amounts become the plan's currency", "rates.csv"},
    {"history", "layout", QC_KIND_TEXT, HISTORY(layout), NULL, "a layout, as in import --dialect",
     "recognised", "layout of history.deals, when it is not recognised", "events"},
    {"history", "map", QC_KIND_TEXTS, HISTORY_TEXTS(map), NULL, "name=title, or a list", "none",
     "which column of history.deals is which", "[date=When, stage=Phase]"},
    {"history", "open_deals", QC_KIND_FILE, HISTORY(open_deals), NULL,
     "a file, relative to the plan", "none",
     "deals open on the as-of day, for a plan without history.deals", "open.csv"},
    {"history", "activities", QC_KIND_FILE, HISTORY(activities), NULL,
     "a file, relative to the plan", "none", "the log of what people did", "activities.csv"},
    {"history", "people", QC_KIND_FILE, HISTORY(people), NULL, "a file, relative to the plan",
     "none", "who works since when, in place of team.reps", "people.csv"},
    {"history", "quotas", QC_KIND_FILE, HISTORY(quotas), NULL, "a file, relative to the plan",
     "none", "who is to sell how much: owner, period, amount", "quotas.csv"},
    {"history", "reached", QC_KIND_TEXTS, HISTORY_TEXTS(reached), NULL, "a text or a list",
     "reached, connected, contact, answered", "outcomes in that log of reaching someone",
     "[Connected]"},
    {"history", "created", QC_KIND_TEXTS, HISTORY_TEXTS(created), NULL, "a text or a list",
     "opportunity, deal created", "outcomes in that log of which a deal came",
     "[Meeting scheduled]"},
    {"history", "won", QC_KIND_TEXTS, HISTORY_TEXTS(won), NULL, "a text or a list", "won",
     "the CRM's words for won", "[Closed Won]"},
    {"history", "lost", QC_KIND_TEXTS, HISTORY_TEXTS(lost), NULL, "a text or a list", "lost",
     "the CRM's words for lost", "[Closed Lost, Disqualified]"},
    {"history", "ignore", QC_KIND_TEXTS, HISTORY_TEXTS(ignore), NULL, "a text or a list", "none",
     "the CRM's stages that are none", "[Parked]"},
    {"history", "pipeline", QC_KIND_TEXT, HISTORY(pipeline), NULL, "text", "the only one",
     "which CRM pipeline, when the file has several", "Sales"},
    {"history", "recorded_from", QC_KIND_DAY_OR_NONE, HISTORY(recorded_from), NULL,
     "a day, or none", "first date in the file",
     "since when changes were recorded; none: from each deal's start", "2024-01-01"},
    {"history", "allow_set_aside", QC_KIND_SHARE_ONLY, HISTORY(allow_set_aside), NULL,
     "0..1 or 0%..100%", "5%", "share of rows that may be set aside", "20%"},
    {"history", "date_order", QC_KIND_WORD, HISTORY(date_order), DATE_ORDERS, "dmy, mdy or ymd",
     "found in the file", "order of day, month and year, when the file leaves it open", "dmy"},
    {"history", "decimal", QC_KIND_WORD, HISTORY(decimal), DECIMALS, "point or comma",
     "found in the file", "decimal mark, when the file leaves it open", "comma"},

    {"pipeline[]", "stage", QC_KIND_TEXT, STAGE(name), NULL,
     "text; not days, conversion, won or lost", "required",
     "name of the stage; `- proposal` is short for `- {stage: proposal}`", "proposal"},
    {"pipeline[]", "crm", QC_KIND_TEXTS, STAGE_TEXTS(crm), NULL, "a text or a list", "none",
     "what the CRM calls the stage", "[Qualified To Buy]"},
    {"pipeline[]", "conversion", QC_KIND_SHARE, STAGE(conversion), NULL,
     "0..1 or 0%..100%; a range is how sure you are", "from history",
     "share of deals in the stage that get further or are won", "45% to 65%"},
    {"pipeline[]", "days", QC_KIND_DAYS, STAGE(days), NULL,
     "days above 0; a range is how single deals differ", "from history", "how long a deal stays",
     "4 to 20"},
    {"pipeline[]", "days_if_lost", QC_KIND_DAYS, STAGE(days_if_lost), NULL, "as days", "as days",
     "how long a deal stays that is lost here", "10 to 60"},
    {"pipeline[]", "based_on", QC_KIND_EVIDENCE, ELSEWHERE, NULL, "20 deals, or certain",
     "20 deals", "what a single-number conversion and the days of this stage rest on", "30 deals"},

    {"pipeline[]", "hours_per_week", QC_KIND_HOURS, STAGE(hours_per_week), NULL, "0 to 168", "0",
     "selling hours a week that an open deal needs here; needs team.hours_per_week", "1.5"},
    {"pipeline[]", "open_deal_limit", QC_KIND_LIMIT, STAGE(open_deal_limit), NULL, "1 to 100000",
     "none", "open deals that a rep can carry here; what is to come next waits; needs team", "8"},

    {"segments.<name>", "deal_size", QC_KIND_SIZE, ELSEWHERE, NULL, "as deal_size, or a change",
     "as the whole", "what a deal of the segment is worth", "40k to 250k"},
    {"segments.<name>", "new_deals", QC_KIND_RATE, ELSEWHERE, NULL, "as new_deals, or a change",
     "as the whole", "how many deals the segment creates", "4 to 8 per month"},
    {"segments.<name>", "pipeline.<stage>.conversion", QC_KIND_SHARE, ELSEWHERE, NULL,
     "as conversion, or a change", "as the whole", "conversion of one stage in the segment",
     "+5 points"},
    {"segments.<name>", "pipeline.<stage>.days", QC_KIND_DAYS, ELSEWHERE, NULL,
     "as days, or a change", "as the whole", "days in one stage in the segment", "10 to 60"},
    {"segments.<name>", "pipeline.conversion", QC_KIND_CHANGE_SHARE, ELSEWHERE, NULL, "a change",
     "none", "conversion of all stages in the segment", "-10%"},
    {"segments.<name>", "pipeline.days", QC_KIND_CHANGE, ELSEWHERE, NULL, "a change", "none",
     "days in all stages in the segment", "+60%"},

    {"segments.<name>", "accounts", QC_KIND_PART, ELSEWHERE, NULL, "0 to 1000000000",
     "as the whole", "a market of the segment's own: accounts that could buy", "300"},
    {"segments.<name>", "win_rate", QC_KIND_CHANGE_SHARE, ELSEWHERE, NULL, "a change", "none",
     "share of the segment's deals that are won in the end", "+5%"},
    {"segments.<name>", "loss.<reason>", QC_KIND_CHANGE, ELSEWHERE, NULL, "a change", "none",
     "the segment's deals lost for a reason", "-8%"},

    {"scenarios.<name>", "<lever>", QC_KIND_PART, ELSEWHERE, NULL,
     "one number or a change; a target's goal as in targets", "none",
     "what changes: a path as --set takes it, docs/levers.md lists them", "+20%"},
    {"scenarios.<name>", "cost", QC_KIND_PART, ELSEWHERE, NULL, "money, 0 or more", "not said",
     "what the scenario costs in all", "60k"},

    {"levers.<path>", "up_to", QC_KIND_CHANGE_SHARE, ELSEWHERE, NULL,
     "a change, not 0; of people +3, +3 from DATE", "required",
     "how far it may go, from nothing on", "+30%"},
    {"levers.<path>", "cost", QC_KIND_PART, ELSEWHERE, NULL, "money, 0 or more", "0",
     "what each percent or point of it costs", "2k"},
    {"team", "reps", QC_KIND_PART, ELSEWHERE, NULL, "0 to 10000", "required; or history.people",
     "people selling on the as-of day", "4"},
    {"team", "hours_per_week", QC_KIND_PART, ELSEWHERE, NULL, "0 to 168", "not limited",
     "working hours of a rep", "40"},
    {"team", "selling_time", QC_KIND_PART, ELSEWHERE, NULL, "a share", "100%",
     "share of the working hours spent selling", "36%"},
    {"team", "ramp", QC_KIND_PART, ELSEWHERE, NULL,
     "up to 36 shares; or linear 4 months; or exponential 2 months", "none",
     "productivity of a new rep by month of tenure, then 100%", "[0%, 25%, 50%, 75%]"},
    {"team", "attrition", QC_KIND_PART, ELSEWHERE, NULL, "a share or a range per year", "none",
     "share of reps who leave in a year", "5% to 20% per year"},
    {"team", "backfill_days", QC_KIND_DAYS, ELSEWHERE, NULL, "as days", "leavers are not replaced",
     "how long it takes to replace a leaver; the new one starts the ramp", "30 to 120"},
    {"team", "hiring_delay", QC_KIND_DAYS, ELSEWHERE, NULL, "as days", "none",
     "by how much later than planned a hire starts", "5 to 60"},
    {"team", "open_deal_limit", QC_KIND_PART, ELSEWHERE, NULL, "1 to 100000", "none",
     "open deals that a rep can carry; at the limit a rep takes no new ones", "35"},
    {"team", "prospecting_hours", QC_KIND_PART, ELSEWHERE, NULL, "0 to 168", "0",
     "selling hours a week kept free for prospecting, before any open deal", "4"},
    {"team", "neglect", QC_KIND_PART, ELSEWHERE, NULL, "a share per week", "none",
     "share of deals lost each week once they have gone unworked for four weeks", "5% per week"},
    {"team", "vacation_days", QC_KIND_PART, ELSEWHERE, NULL, "0 to 200", "0",
     "working days off a year of each rep, spread evenly", "25"},
    {"team", "holidays", QC_KIND_PART, ELSEWHERE, NULL, "days or spans of days", "none",
     "days on which nobody works, beside Saturdays and Sundays", "[2026-12-24..2026-12-31]"},
    {"team", "hires", QC_KIND_PART, ELSEWHERE, NULL, "a list, keys below", "none", "who is to come",
     "[{role: ae, start: 2026-09-01, count: 2}]"},

    {"team.hires[]", "start", QC_KIND_PART, ELSEWHERE, NULL, "a day, YYYY-MM-DD", "required",
     "first working day", "2026-09-01"},
    {"team.hires[]", "count", QC_KIND_PART, ELSEWHERE, NULL, "1 to 1000", "1", "how many", "2"},
    {"team.hires[]", "role", QC_KIND_PART, ELSEWHERE, NULL, "text", "works deals and prospects",
     "sdr or bdr: prospects and leaves the deals to the others; any word may have a salary "
     "(cost.salaries)",
     "sdr"},
    {"team.hires[]", "segment", QC_KIND_PART, ELSEWHERE, NULL, "names of segments, apart by ;",
     "all", "whose deals they take and look for", "enterprise"},
    {"team.hires[]", "skill", QC_KIND_PART, ELSEWHERE, NULL, "0 to 10", "1",
     "what their activities yield beside the team's average", "0.8"},
    {"team.hires[]", "salary", QC_KIND_PART, ELSEWHERE, NULL, "money per unit of time",
     "that of the role", "what each of them costs; needs cost", "6k per month"},

    {"activities.<name>", "per_rep_per_week", QC_KIND_PART, ELSEWHERE, NULL, "0 to 100000",
     "from the log", "how many a fully ramped rep does in a full week, follow-ups not counted",
     "60"},
    {"activities.<name>", "minutes", QC_KIND_PART, ELSEWHERE, NULL, "0 to 10000", "0",
     "working time of one", "5"},
    {"activities.<name>", "contact_rate", QC_KIND_SHARE, ELSEWHERE, NULL,
     "a share; a range is how sure you are", "from the log", "share that reaches someone",
     "8% to 15%"},
    {"activities.<name>", "opportunity_rate", QC_KIND_SHARE, ELSEWHERE, NULL,
     "a share; a range is how sure you are", "from the log", "opportunities created per contact",
     "20% to 35%"},
    {"activities.<name>", "stage", QC_KIND_STAGE, ELSEWHERE, NULL, "a stage of the pipeline",
     "the first", "where its opportunities enter", "qualified"},

    {"activities.<name>", "goal", QC_KIND_PART, ELSEWHERE, NULL, "0 to 100000", "none",
     "how many of them each rep should do in a week, follow-ups not counted", "50"},
    {"activities.<name>", "cost", QC_KIND_PART, ELSEWHERE, NULL, "money, 0 or more", "0",
     "what one costs, follow-ups too; needs cost", "0.50"},

    {"activities.follow_ups", "attempts", QC_KIND_PART, ELSEWHERE, NULL, "1 to 50", "1",
     "attempts per lead, the first included", "5"},
    {"activities.follow_ups", "days_between", QC_KIND_PART, ELSEWHERE, NULL, "days", "7",
     "days between two attempts", "4"},
    {"activities.follow_ups", "persistence", QC_KIND_PART, ELSEWHERE, NULL, "a share", "100%",
     "share of leads that are followed up at all", "60%"},
    {"activities.follow_ups", "fade", QC_KIND_PART, ELSEWHERE, NULL, "a share", "80%",
     "what an attempt is worth beside the one before it", "80%"},

    {"activities.inbound", "minutes", QC_KIND_PART, ELSEWHERE, NULL, "0 to 100000", "0",
     "working time that a deal nobody prospected needs before it moves", "45"},
    {"activities.inbound", "stale_after", QC_KIND_PART, ELSEWHERE, NULL, "days", "never",
     "an inbound deal that nobody had time for is gone after so many days", "14 days"},

    {"activities.noise", "sd", QC_KIND_PART, ELSEWHERE, NULL, "0 to 5; or default, or none",
     "default", "how the yield of activities wanders from month to month: sd of its logarithm",
     "0.2"},
    {"activities.noise", "rho", QC_KIND_PART, ELSEWHERE, NULL, "0 or more, below 1", "default",
     "how much of it stays for the next month", "0.4"},

    {"cost", "salary", QC_KIND_PART, ELSEWHERE, NULL, "money per unit of time, or 0", "none",
     "what a rep costs, all that the employer pays; for those without a salary of their own",
     "5k per month"},
    {"cost", "salaries", QC_KIND_PART, ELSEWHERE, NULL, "money per unit of time by name", "none",
     "the same by role (team.hires, history.people) or by person", "{ae: 6k per month}"},
    {"cost", "commission", QC_KIND_PART, ELSEWHERE, NULL, "a share, or keys below", "none",
     "what reps get of what they sell", "10%"},
    {"cost", "lead", QC_KIND_PART, ELSEWHERE, NULL, "money, 0 or more", "0",
     "what a new deal costs that no activity of reps created: inbound or bought", "40"},
    {"cost", "other", QC_KIND_PART, ELSEWHERE, NULL, "money per unit of time, or several by name",
     "none", "what else it costs", "{tools: 2k per month, fair: 60k per year}"},
    {"cost", "gross_margin", QC_KIND_PART, ELSEWHERE, NULL, "a share", "the column margin",
     "share of bookings that is margin, where the data have no margin", "70%"},

    {"cost.commission", "rate", QC_KIND_PART, ELSEWHERE, NULL, "a share", "required",
     "of what is sold, up to the first tier", "8%"},
    {"cost.commission", "tiers", QC_KIND_PART, ELSEWHERE, NULL, "a list, keys below; needs quota",
     "none", "accelerators", "[{from: 100%, rate: 12%}]"},
    {"cost.commission", "on", QC_KIND_PART, ELSEWHERE, NULL, "individual, team or mixed",
     "individual", "whose attainment decides: the rep's own, that of all, or both", "mixed"},
    {"cost.commission", "team_share", QC_KIND_PART, ELSEWHERE, NULL, "a share; with on: mixed",
     "50%", "part of the commission that goes by the team's attainment", "30%"},
    {"cost.commission", "every", QC_KIND_PART, ELSEWHERE, NULL, "month, quarter or year", "quarter",
     "when attainment starts anew", "year"},
    {"cost.commission", "of", QC_KIND_PART, ELSEWHERE, NULL, "bookings or margin", "bookings",
     "what it is a share of", "margin"},

    {"cost.commission.tiers[]", "from", QC_KIND_PART, ELSEWHERE, NULL,
     "a share of the quota, above the one before", "required", "where the tier begins", "100%"},
    {"cost.commission.tiers[]", "rate", QC_KIND_PART, ELSEWHERE, NULL, "a share", "required",
     "of what is sold beyond that, up to the next tier", "12%"},

    {"market", "accounts", QC_KIND_PART, ELSEWHERE, NULL, "0 to 1000000000",
     "those of the segments", "that could buy, those contacted already included", "5000"},
    {"market", "returns_after", QC_KIND_PART, ELSEWHERE, NULL, "days", "never",
     "until a contacted account may be contacted again", "12 months"},

    {"targets[]", "name", QC_KIND_TEXT, TARGET(name), NULL, "text, each only once",
     "metric and period", "what reports call the target", "year"},
    {"targets[]", "metric", QC_KIND_METRIC, TARGET(metric), NULL,
     "bookings (or revenue), customers, units, margin, new_deals, qualified, deals_won, "
     "deals_lost, "
     "deals_ended; per deal: win_rate, deal_size, cycle_days, loss_share; with cost: cost, "
     "margin_after_cost, cac; with hours of a team: selling_time; with activities: the name of one "
     "(calls)",
     "required", "what is counted", "bookings"},
    {"targets[]", "period", QC_KIND_PERIOD, TARGET(period), NULL,
     "2026, Q3 2026, 2026-07, 2026-07-01..2026-12-31, FY2026, FY2026 Q3, each week, each month, "
     "each quarter",
     "required", "when", "each month"},
    {"targets[]", "stage", QC_KIND_STAGE, TARGET(stage), NULL, "a stage of the pipeline",
     "the stage called qualified", "metric qualified: entries to this stage count", "qualified"},
    {"targets[]", "reason", QC_KIND_TEXT, TARGET(reason), NULL, "a reason in the history",
     "required with loss_share", "metric loss_share: the share of lost deals lost for it", "price"},
    {"targets[]", "at_least", QC_KIND_GOAL, ELSEWHERE, NULL,
     "above 0; or +10% on a period, of a share also +5 points on a period", "this or at_most",
     "the goal is this much or more", "1.8M"},
    {"targets[]", "at_most", QC_KIND_GOAL, ELSEWHERE, NULL, "0 or more; or -10% on a period",
     "this or at_least", "the goal is this much or less", "40"},
    {"targets[]", "stretch", QC_KIND_FLAG, TARGET(stretch), NULL, "true or false", "false",
     "a higher level, listed apart", "true"},
    {"targets[]", "scope", QC_KIND_SCOPE, ELSEWHERE, NULL, "columns of the history and their value",
     "everything", "count only these deals", "{segment: SMB, owner: ann}"},

    {"<share>", "mean", QC_KIND_PART, ELSEWHERE, NULL, "a share", "required",
     "the most credible value", "55%"},
    {"<share>", "based_on", QC_KIND_EVIDENCE, ELSEWHERE, NULL, "20 deals, or certain", "20 deals",
     "how many deals the statement rests on", "30 deals"},

    {"<rate>", "mean", QC_KIND_PART, ELSEWHERE, NULL, "a number, or a range", "required",
     "how many", "60"},
    {"<rate>", "per", QC_KIND_PART, ELSEWHERE, NULL, "day, week, month, quarter or year",
     "required unless in mean", "unit of time", "month"},
    {"<rate>", "based_on", QC_KIND_EVIDENCE, ELSEWHERE, NULL, "20 deals, or certain", "20 deals",
     "how many deals the statement rests on; a range says it already", "certain"},
    {"<rate>", "noise", QC_KIND_NOISE, ELSEWHERE, NULL, "default, none or {sd, rho}", "default",
     "how the rate itself wanders from month to month", "none"},

    {"<spread>", "typical", QC_KIND_PART, ELSEWHERE, NULL, "a range", "this, mean or median",
     "8 of 10 single deals lie in it", "4 to 20"},
    {"<spread>", "mean", QC_KIND_PART, ELSEWHERE, NULL, "above 0", "this, typical or median",
     "mean of single deals", "10"},
    {"<spread>", "cv", QC_KIND_PART, ELSEWHERE, NULL, "above 0, up to 20",
     "1 for days, 1.2 for money", "with mean: standard deviation / mean", "1.1"},
    {"<spread>", "median", QC_KIND_PART, ELSEWHERE, NULL, "above 0", "this, typical or mean",
     "half of the deals lie below", "8"},
    {"<spread>", "p90", QC_KIND_PART, ELSEWHERE, NULL, "above the median", "required with median",
     "9 of 10 deals lie below", "25"},
    {"<spread>", "family", QC_KIND_PART, ELSEWHERE, NULL,
     "log-logistic, lognormal, weibull or gamma", "log-logistic for days, lognormal for money",
     "shape of the distribution", "lognormal"},
    {"<spread>", "based_on", QC_KIND_EVIDENCE, ELSEWHERE, NULL, "20 deals, or certain", "20 deals",
     "how many deals the statement rests on", "20 deals"},

    {"<shocks>", "sd", QC_KIND_NUMBER, ELSEWHERE, NULL, "0 to 5", "required",
     "standard deviation of the log effect of a month", "0.2"},
    {"<shocks>", "rho", QC_KIND_NUMBER, ELSEWHERE, NULL, "0 or more, below 1", "required",
     "how much of it stays for the next month", "0.4"},
};
/* clang-format on */

#define KEY_COUNT ((int32_t) (sizeof KEYS / sizeof KEYS[0]))

const qc_schema_key *qc_schema_keys(int32_t *count)
{
    *count = KEY_COUNT;
    return KEYS;
}

const qc_schema_key *qc_schema_child(const char *group, int32_t nth)
{
    for (int32_t i = 0; i < KEY_COUNT; i++)
        if (strcmp(KEYS[i].group, group) == 0 && nth-- == 0) return &KEYS[i];
    return NULL;
}

const qc_schema_key *qc_schema_find(const char *group, const char *name)
{
    for (int32_t i = 0; i < KEY_COUNT; i++)
        if (strcmp(KEYS[i].group, group) == 0 && strcmp(KEYS[i].name, name) == 0) return &KEYS[i];
    return NULL;
}

const char *qc_schema_path(const qc_schema_key *key, char *out, size_t size)
{
    snprintf(out, size, "%s%s%s", key->group, key->group[0] ? "." : "", key->name);
    return out;
}
