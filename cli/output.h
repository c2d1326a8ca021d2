/** Where a command's results go: stdout or -o FILE, with what the terminal can show. */
#ifndef QC_CLI_OUTPUT_H
#define QC_CLI_OUTPUT_H

#include "cli/options.h"
#include "report/text/text.h"
#include "sim/engine.h"

/** Refuse -o and --draws that name `input`, by whatever path. @fails QC_BAD_USAGE */
QC_CHECKED bool qc_output_spares(const qc_options *options, const char *input, qc_status *status);

QC_CHECKED bool qc_output_open(qc_sink *sink, const qc_options *options, qc_status *status);
qc_text_options qc_output_text(const qc_options *options);

/** Simulation options from the command line: seed, trials, threads, shard, progress, Ctrl-C.
 *  @fails QC_BAD_USAGE for a bad --shard */
QC_CHECKED bool qc_output_simulation(qc_sim_options *simulation, const qc_options *options,
                                     qc_status *status);
/** Catch Ctrl-C from now on: a second one ends the program at once. */
void qc_output_catch_interrupt(void);
/** Take the progress line away. */
void qc_output_progress_end(const qc_options *options);

/** --engine and --isa. @fails QC_BAD_USAGE naming what there is */
QC_CHECKED bool qc_output_engine(qc_sim_options *simulation, const qc_options *options,
                                 qc_status *status);

#endif
