/** The table of commands and the one mapping from status to exit code. */
#include "cli/command.h"

#include <gsl/gsl_errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#define RUN "format output seed trials threads set require quiet no-color all"
#define ANSWERS                                                                               \
    "dialect with snapshots map won lost ignore stages pipeline date-order decimal currency " \
    "rates as-of allow-set-aside"

#define STUDY "format output seed trials threads engine set quiet no-color"

const qc_command qc_commands[] = {
    {"init", "DIR", "start a plan: the sample company, or your own history with --from",
     "Without --from, write the sample company into DIR: a deal history and a commented plan.\n\n"
     "With --from (or --snapshots), write the history to DIR/deals.csv and a short plan for it;\n"
     "each inferred line carries its evidence; what is not certain is a question that forecast\n"
     "refuses.",
     "from target period set explain all quiet " ANSWERS, 1, 1, qc_cmd_init},
    {"import", "FILE...", "a CRM's export to a deal history, saying what was understood",
     "Recognise the layout of an export (a CRM's, an event log, validity intervals, dated "
     "snapshots,\n"
     "dates of creation and close), say what was decided and write the deal history as canonical\n"
     "CSV to the standard output or -o FILE. FILE may be - for the standard input; a folder or "
     "several files are dated\n"
     "snapshots. What cannot be used is set aside and counted by reason.",
     "output format=text|json " ANSWERS " explain all quiet", 0, -1, qc_cmd_import},
    {"check", "PLAN", "read everything and say what is wrong or doubtful",
     "Read the plan and its data, fit what a forecast fits, and list every error, every row set\n"
     "aside and every doubtful thing with its place (the first of each kind of doubt; --all for\n"
     "all), and the rates that rest on thin history. Simulates nothing.",
     "format=text|json output set quiet all", 1, 1, qc_cmd_check},
    {"stages", "PLAN", "the fitted funnel: conversion, win rate, days, with ranges",
     "Fit the stages with open deals counted as still open and print conversion, win rate and\n"
     "days in stage with 80% ranges, and what each rate rests on: exits and days watched, a\n"
     "stated belief and its weight, and what it is pulled toward. --by splits by a column, pooled\n"
     "toward the whole; --explain takes one stage apart.",
     "format output plots by explain=STAGE seed set quiet no-color all", 1, 1, qc_cmd_stages},
    {"forecast", "PLAN", "the chance of hitting each target",
     "Fit, simulate and print the chance of each target, what to expect, what it hangs on and\n"
     "what would help. Chances carry their simulation error and what thin history leaves open.",
     RUN " plots shard draws engine", 1, 1, qc_cmd_forecast},
    {"backtest", "PLAN...", "did stated chances come true on the own history?",
     "Forecast from many moments of the past, each time from what was known then, and hold the\n"
     "forecasts against what happened, beside the methods in use today. Several plans are pooled.",
     "format output plots every since origins without save seed trials threads set quiet no-color",
     1, -1, qc_cmd_backtest},
    {"compare", "PLAN [SCENARIO...]", "scenarios side by side on the same luck",
     "Run the plan's scenarios (all, or those named) and rank them by the chance of the target,\n"
     "with the change against the plan as it is. Each --set PATH=VALUE is one more scenario;\n"
     "several changes in one are parted by ';'. --grid shows the chances over two levers.\n"
     "--implied TARGET says what each rate alone would have to be, and how often it was.",
     STUDY " target grid implied plots", 1, -1, qc_cmd_compare},
    {"seek", "PLAN", "what it takes to reach a chance, e.g. 80%",
     "What each lever has to be, alone, for the target to reach the chance, and what target is "
     "safe\n"
     "as planned. With several levers (--vary, or `levers` in the plan, with their costs) also "
     "the\n"
     "cheapest mix and its alternatives; where none is enough, the best there is. --budget 60k\n"
     "turns it round: the best chance for that sum.\n"
     "--split TARGET --by month,owner hands the target down in quotas of equal chance, --by\n"
     "activity in activities and deals into each stage per rep and week that give --chance.\n"
     "--last-safe-date POINTS says until when a hire still helps (two: --vary team.hires=+2).",
     STUDY " target chance budget vary split by last-safe-date", 1, 1, qc_cmd_seek},
    {"tornado", "PLAN", "which input moves the chance most",
     "Swing each input over its own 80% range, and by one natural step, and say how many points "
     "of\n"
     "chance that moves; and what the spread of the outcome comes from.",
     STUDY " target plots all", 1, 1, qc_cmd_tornado},
    {"stress", "PLAN", "named misfortunes, each priced in points of chance and money",
     "The biggest open deal or customer lost, the top rep gone, everything 30 days later, the win\n"
     "rate at its low end, a summer like the worst on record: each alone and all together, and "
     "how\n"
     "much of the chance hangs on the biggest deals and customers.",
     STUDY " target", 1, 1, qc_cmd_stress},
    {"synth", "SPEC", "a synthetic company with known truth",
     "Simulate the company of a specification day by day and write into -o DIR its history\n"
     "(deals.csv), its future (future.csv), the true chance of its targets (truth.json) and a\n"
     "plan (plan.yaml). With --as, the history comes as a CRM would export it.",
     "output seed trials threads dirty as quiet", 1, 1, qc_cmd_synth},
    {"bench", "[--spec FILE]", "speed and result on a company as JSON, in one line",
     "Simulate a company given as JSON, or compute its chances without simulating (--engine "
     "exact),\n"
     "and print one JSON line with speed, chances and result hash.",
     "spec uncertain trials seed threads engine isa quiet", 0, 0, qc_cmd_bench},
    {"merge", "PART...", "join the parts of a run split with --shard",
     "Join the part files that forecast --shard wrote, on any machines, and print the forecast\n"
     "exactly as one run would have.",
     "format output plots threads require plan quiet no-color all", 1, -1, qc_cmd_merge},
};
const int32_t qc_command_count = (int32_t) (sizeof qc_commands / sizeof qc_commands[0]);

static int exit_code(const qc_status *status)
{
    switch (status->code) {
    case QC_OK: return 0;
    case QC_BAD_USAGE: return 2;
    case QC_NOT_MET: return 3;
    case QC_INTERRUPTED: return 130;
    case QC_BAD_INPUT:
    case QC_IO:
    case QC_NO_MEMORY:
    case QC_TOO_FEW_DATA:
    case QC_NUMERIC:
    case QC_MISSING_TOOL: break;
    }
    return 1;
}

static int print(void (*write)(qc_text *))
{
    qc_text text = {0};
    write(&text);
    fputs(qc_text_get(&text), stdout);
    qc_text_free(&text);
    return fflush(stdout) == 0 ? 0 : 1;
}

static void print_failure(const qc_status *status)
{
    char line[1024];
    qc_status_text(status, line, sizeof line);
    fprintf(stderr, "quotacast: %s\n", line);
}

static const qc_command *find(const char *name)
{
    for (int32_t i = 0; i < qc_command_count; i++) {
        if (strcmp(qc_commands[i].name, name) == 0) return &qc_commands[i];
    }
    return NULL;
}

static int no_such_command(const char *name)
{
    const char *names[sizeof qc_commands / sizeof qc_commands[0]];
    for (int32_t i = 0; i < qc_command_count; i++)
        names[i] = qc_commands[i].name;
    const char *near = qc_text_nearest(name, names, qc_command_count);
    fprintf(stderr, "quotacast: no command '%s'%s%s%s; see quotacast --help\n", name,
            near != NULL ? ", did you mean '" : "", near != NULL ? near : "",
            near != NULL ? "'?" : "");
    return 2;
}

static int run(const qc_command *command, int count, char **words)
{
    qc_options options = QC_OPTIONS_DEFAULT;
    qc_status status = {0};
    if (!qc_options_parse(&options, command, count, words, &status)) {
        print_failure(&status);
        return exit_code(&status);
    }
    if (options.help) {
        qc_text text = {0};
        qc_options_usage(command, &text);
        fputs(qc_text_get(&text), stdout);
        qc_text_free(&text);
        return 0;
    }
    if (!command->run(&options, &status) && status.message[0] != '\0') print_failure(&status);
    return exit_code(&status);
}

int main(int count, char **words)
{
    gsl_set_error_handler_off();
    setlocale(LC_CTYPE, "");
    if (count < 2 || strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0 ||
        strcmp(words[1], "help") == 0) {
        const int code = print(qc_options_overview);
        return count < 2 ? 2 : code;
    }
    if (strcmp(words[1], "--version") == 0) {
        puts("quotacast " QC_VERSION);
        return 0;
    }
    if (strcmp(words[1], "--manual") == 0) return print(qc_options_manual);
    if (strcmp(words[1], "--completion") == 0) return print(qc_options_completion);
    const qc_command *command = find(words[1]);
    return command != NULL ? run(command, count - 2, words + 2) : no_such_command(words[1]);
}
