/** The gnuplot script of a chart: canvas, theme, labels and data blocks, one look for all charts.
 *
 *  Text of the user stands in single quotes only, with quotes doubled, and is drawn with gnuplot's
 *  markup off: in double quotes gnuplot would let the shell run a `command`, and markup would eat
 *  `_ ^ { } & @`. Our own words may be bold, for which gnuplot needs its markup. */
#ifndef QC_REPORT_PLOT_SCRIPT_H
#define QC_REPORT_PLOT_SCRIPT_H

#include "report/plot/plot_glyphs.h"

/* Colours; a report on a web page turns exactly these into its light and dark theme. */
#define QC_PLOT_INK         "#1D2939"
#define QC_PLOT_MUTED       "#667085"
#define QC_PLOT_GREY        "#98A2B3"
#define QC_PLOT_RULE        "#D0D5DD"
#define QC_PLOT_GRID        "#EAECF0"
#define QC_PLOT_WHITE       "#FFFFFF"
#define QC_PLOT_BLUE        "#0B5CAD"
#define QC_PLOT_ORANGE      "#C2410C"
#define QC_PLOT_HIT         "#9CC3E6"
#define QC_PLOT_MISS        "#F7C9AE"
#define QC_PLOT_STRONG_MISS "#E58B5B"
#define QC_PLOT_BAND_90     "#DCE9F5"
#define QC_PLOT_BAND_80     "#BDD7EE"
#define QC_PLOT_BAND_50     "#8FBBE0"
#define QC_PLOT_EVEN        "#F2F4F7" /* what chance alone allows */

/* The plot inside the canvas, in shares of width and height. */
#define QC_PLOT_LEFT   0.075
#define QC_PLOT_RIGHT  0.80
#define QC_PLOT_TOP    0.80
#define QC_PLOT_BOTTOM 0.13

#define QC_PLOT_SUBTITLE_COLUMNS 98 /* fit across the canvas in the widest font */

typedef struct qc_plot_script {
    qc_text text;
    qc_plot_glyphs *glyphs; /* borrowed, NULL = every character can be drawn */
} qc_plot_script;

typedef enum qc_plot_size {
    QC_PLOT_TITLE,
    QC_PLOT_BODY,
    QC_PLOT_QUIET,
    QC_PLOT_BIG,
    QC_PLOT_FOOTER
} qc_plot_size;

typedef enum qc_plot_align { QC_PLOT_START, QC_PLOT_MIDDLE, QC_PLOT_END } qc_plot_align;

typedef struct qc_plot_label {
    const char *text;
    double x, y;
    const char *x_in, *y_in; /* "screen", "graph" or "first"; NULL = "screen" */
    qc_plot_align align;
    qc_plot_size size;
    const char *color;
    bool bold;     /* our own words and numbers only: drawn with markup */
    bool boxed;    /* on a background that hides the grid */
    bool in_front; /* of the data */
} qc_plot_label;

/** Canvas, fonts and theme. `name` is the chart and the stem of its file: "fan". */
void qc_plot_script_begin(qc_plot_script *script, const char *name, const char *font);
/** Margins other than the usual ones. */
void qc_plot_script_margins(qc_plot_script *script, double left, double right);
void qc_plot_script_label(qc_plot_script *script, const qc_plot_label *label);
/** The finding, what the axis shows, and what makes the picture reproducible. */
void qc_plot_script_title(qc_plot_script *script, const char *finding);
void qc_plot_script_subtitle(qc_plot_script *script, const char *text);
void qc_plot_script_footer(qc_plot_script *script, const char *text);
void qc_plot_script_free(qc_plot_script *script);

#endif
