/** A command is a table row, a list of options and a short run. */
#ifndef QC_CLI_COMMAND_H
#define QC_CLI_COMMAND_H

#include "cli/options.h"

typedef struct qc_command {
    const char *name, *arguments, *summary; /* "forecast", "PLAN", one line */
    const char *about;                      /* a paragraph for --help and the manual */
    const char *
        options; /* names of the options it takes, separated by blanks; name=VALUE: the second of that name */
    int32_t least, most; /* how many arguments; most -1 = any number */
    bool (*run)(const qc_options *options, qc_status *status);
} qc_command;

extern const qc_command qc_commands[];
extern const int32_t qc_command_count;

bool qc_cmd_compare(const qc_options *options, qc_status *status);
bool qc_cmd_init(const qc_options *options, qc_status *status);
bool qc_cmd_import(const qc_options *options, qc_status *status);
bool qc_cmd_check(const qc_options *options, qc_status *status);
bool qc_cmd_stages(const qc_options *options, qc_status *status);
bool qc_cmd_forecast(const qc_options *options, qc_status *status);
bool qc_cmd_backtest(const qc_options *options, qc_status *status);
bool qc_cmd_seek(const qc_options *options, qc_status *status);
bool qc_cmd_stress(const qc_options *options, qc_status *status);
bool qc_cmd_tornado(const qc_options *options, qc_status *status);
bool qc_cmd_synth(const qc_options *options, qc_status *status);
bool qc_cmd_bench(const qc_options *options, qc_status *status);
bool qc_cmd_merge(const qc_options *options, qc_status *status);

#endif
