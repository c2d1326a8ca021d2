/** Pictures as the command line asks for them. */
#ifndef QC_CLI_PICTURES_H
#define QC_CLI_PICTURES_H

#include "cli/options.h"
#include "report/plot/plot.h"

/** The gnuplot program and font that the environment names. */
qc_plot_options qc_pictures_options(void);
/** Say on stderr where they are and what could not be drawn. */
void qc_pictures_say(const qc_options *options, const qc_plot_result *result);

#endif
