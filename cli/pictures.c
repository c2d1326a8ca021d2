#include "cli/pictures.h"

#include <stdio.h>
#include <stdlib.h>

qc_plot_options qc_pictures_options(void)
{
    qc_plot_options plot = QC_PLOT_OPTIONS_DEFAULT;
    const char *gnuplot = getenv("QUOTACAST_GNUPLOT"), *font = getenv("QUOTACAST_FONT");
    if (gnuplot != NULL && gnuplot[0] != '\0') plot.gnuplot = gnuplot;
    if (font != NULL && font[0] != '\0') plot.font = font;
    return plot;
}

void qc_pictures_say(const qc_options *options, const qc_plot_result *result)
{
    if (result->note[0] != '\0') fprintf(stderr, "quotacast: warning: %s\n", result->note);
    if (!options->quiet)
        fprintf(stderr, "%d pictures in %s\n", (int) result->pictures, options->plots);
}
