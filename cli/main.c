/** The table of commands and the one mapping from status to exit code. */
#include "cli/command.h"

#include <gsl/gsl_errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#define RUN "format output seed trials threads set require quiet no-color all"

const qc_command qc_commands[] = {
    {"init", "DIR", "start a plan: the sample company, or your own history with --from",
     "Without --from, write the sample company into DIR: a deal history and a commented plan.\n\n"
     "With --from, copy the history to DIR/deals.csv and write a short plan for it; each inferred\n"
     "line carries its evidence, and what is not certain is a question that forecast refuses.",
     "from target period set quiet", 1, 1, qc_cmd_init},
    {"check", "PLAN", "read everything and say what is wrong or doubtful",
     "Read the plan and its data and list every error, every row set aside and every doubtful\n"
     "thing with its place. Simulates nothing.",
     "format output set quiet", 1, 1, qc_cmd_check},
    {"stages", "PLAN", "the fitted funnel: conversion, win rate, days, with ranges",
     "Fit the stages with open deals counted as still open and print conversion, win rate and\n"
     "days in stage with 80% ranges; --by splits by a column, pooled toward the whole.",
     "format output plots by seed set quiet no-color all", 1, 1, qc_cmd_stages},
    {"forecast", "PLAN", "the chance of hitting each target",
     "Fit, simulate and print the chance of each target, what to expect, what it hangs on and\n"
     "what would help. Chances carry their simulation error and what thin history leaves open.",
     RUN " plots shard draws engine", 1, 1, qc_cmd_forecast},
    {"backtest", "PLAN...", "did stated chances come true on the own history?",
     "Forecast from many moments of the past, each time from what was known then, and hold the\n"
     "forecasts against what happened, beside the methods in use today. Several plans are pooled.",
     "format output plots every since origins without seed trials threads set quiet no-color", 1, -1,
     qc_cmd_backtest},
    {"synth", "SPEC", "a synthetic company with known truth",
     "Simulate the company of a specification day by day and write into -o DIR its history\n"
     "(deals.csv), its future (future.csv), the true chance of its targets (truth.json) and a\n"
     "plan (plan.yaml).",
     "output seed trials threads dirty quiet", 1, 1, qc_cmd_synth},
    {"bench", "", "speed and result on a company as JSON, in one line",
     "Simulate a company given as JSON, or compute its chances without simulating (--engine "
     "exact),\n"
     "and print one JSON line with speed, chances and result hash.",
     "spec trials seed threads engine isa quiet", 0, 0, qc_cmd_bench},
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
