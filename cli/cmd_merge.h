/** Parts of a run: written by forecast --shard, joined by merge. */
#ifndef QC_CLI_CMD_MERGE_H
#define QC_CLI_CMD_MERGE_H

#include "cli/load.h"

/** Write what this shard has counted to -o FILE, or to stdout. */
QC_CHECKED bool qc_cmd_merge_write(const qc_loaded *loaded, const qc_forecast *forecast,
                                   const qc_sim_options *simulation, const qc_options *options,
                                   qc_status *status);

#endif
