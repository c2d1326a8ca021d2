#include "report/plot/plot_script.h"

#include "report/words.h"

#include <assert.h>
#include <string.h>

static const char *const SIZE_WORDS[] = {[QC_PLOT_TITLE] = "title",
                                         [QC_PLOT_BODY] = "body",
                                         [QC_PLOT_QUIET] = "quiet",
                                         [QC_PLOT_BIG] = "big",
                                         [QC_PLOT_FOOTER] = "footer"};

static const char *const ALIGN_WORDS[] = {
    [QC_PLOT_START] = "left", [QC_PLOT_MIDDLE] = "center", [QC_PLOT_END] = "right"};

static void quoted(qc_text *out, const char *text)
{
    qc_text_add(out, "'");
    for (; *text != '\0'; text++) {
        if (*text == '\'') qc_text_add(out, "'");
        qc_text_add_part(out, text, 1);
    }
    qc_text_add(out, "'");
}

/* Sizes differ between svg (960 x 540) and the others (1600 x 900); points come out larger in svg. */
static void canvas(qc_plot_script *script, const char *name)
{
    qc_text_addf(&script->text,
                 "if (!exists('format')) format = 'png'\n"
                 "if (!exists('picture')) picture = './%s.'.format\n"
                 "svg = (format eq 'svg')\n"
                 "title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19\n"
                 "big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6\n"
                 "if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }\n"
                 "if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name '%s' "
                 "font face.',15' linewidth 0.6 background '" QC_PLOT_WHITE "' }\n"
                 "if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' "
                 "fontscale 0.72 }\n"
                 "set output picture\n",
                 name, name);
}

void qc_plot_script_begin(qc_plot_script *script, const char *name, const char *font)
{
    qc_text *out = &script->text;

    qc_text_addf(out,
                 "# %s chart by quotacast %s. Draw it again with: gnuplot -d %s.gp\n"
                 "# for another format: gnuplot -d -e \"format='svg'\" %s.gp (png, svg or pdf)\n"
                 "set encoding utf8\n"
                 "face = ",
                 name, QC_VERSION, name, name);
    quoted(out, font);
    qc_text_add(out, "\n");
    canvas(script, name);
    qc_text_add(out, "set border 1 lc rgb '" QC_PLOT_RULE "' lw 1\n"
                     "set tics nomirror scale 0 textcolor rgb '" QC_PLOT_MUTED "'\n"
                     "set grid ytics lt 1 lc rgb '" QC_PLOT_GRID "' lw 1; set grid noxtics\n"
                     "unset key; set style fill solid 1.0 noborder\n"
                     "set style textbox 1 opaque noborder fillcolor rgb '" QC_PLOT_WHITE "'\n");
    qc_text_addf(out, "set tmargin at screen %.2f; set bmargin at screen %.2f\n", QC_PLOT_TOP,
                 QC_PLOT_BOTTOM);
    qc_plot_script_margins(script, QC_PLOT_LEFT, QC_PLOT_RIGHT);
}

void qc_plot_script_margins(qc_plot_script *script, double left, double right)
{
    qc_text_addf(&script->text, "set lmargin at screen %.3f; set rmargin at screen %.3f\n", left,
                 right);
}

/* The text as a gnuplot expression: its own for svg where some characters cannot be drawn. */
static void text_expression(qc_plot_script *script, const char *text)
{
    char clean[2048];
    qc_text drawn = {0};
    bool replaced = false;

    qc_words_cut(text, 400, true, clean, sizeof clean);
    if (script->glyphs != NULL) {
        replaced = qc_plot_glyphs_replace(script->glyphs, clean, &drawn);
        script->text.failed = script->text.failed || drawn.failed;
    }
    if (!replaced) {
        quoted(&script->text, clean);
    } else {
        qc_text_add(&script->text, "(svg ? ");
        quoted(&script->text, clean);
        qc_text_add(&script->text, " : ");
        quoted(&script->text, qc_text_get(&drawn));
        qc_text_add(&script->text, ")");
    }
    qc_text_free(&drawn);
}

void qc_plot_script_label(qc_plot_script *script, const qc_plot_label *label)
{
    qc_text *out = &script->text;
    const char *size = SIZE_WORDS[label->size];

    if (label->text[0] == '\0') return;
    qc_text_add(out, "set label ");
    if (label->bold) {
        assert(strpbrk(label->text, "_^{}&@~\\'`") == NULL); /* markup: our own words only */
        qc_text_addf(out, "'{/:Bold='.%s.' %s}'", size, label->text);
    } else {
        text_expression(script, label->text);
    }
    qc_text_addf(out, " at %s %.4f, %s %.4f %s tc rgb '%s'",
                 label->x_in != NULL ? label->x_in : "screen", label->x,
                 label->y_in != NULL ? label->y_in : "screen", label->y, ALIGN_WORDS[label->align],
                 label->color);
    if (!label->bold) qc_text_addf(out, " noenhanced font face.','.%s", size);
    if (label->in_front || label->boxed) qc_text_add(out, " front");
    if (label->boxed) qc_text_add(out, " boxed bs 1");
    qc_text_add(out, "\n");
}

void qc_plot_script_title(qc_plot_script *script, const char *finding)
{
    qc_plot_script_label(script, &(qc_plot_label){.text = finding,
                                                  .x = 0.03,
                                                  .y = 0.935,
                                                  .size = QC_PLOT_TITLE,
                                                  .color = QC_PLOT_INK,
                                                  .bold = true});
}

void qc_plot_script_subtitle(qc_plot_script *script, const char *text)
{
    char cut[512];

    qc_words_cut(text, QC_PLOT_SUBTITLE_COLUMNS, true, cut, sizeof cut);
    qc_plot_script_label(
        script,
        &(qc_plot_label){
            .text = cut, .x = 0.03, .y = 0.875, .size = QC_PLOT_BODY, .color = QC_PLOT_MUTED});
}

void qc_plot_script_footer(qc_plot_script *script, const char *text)
{
    qc_plot_script_label(
        script,
        &(qc_plot_label){
            .text = text, .x = 0.03, .y = 0.035, .size = QC_PLOT_FOOTER, .color = QC_PLOT_MUTED});
}

void qc_plot_script_free(qc_plot_script *script)
{
    qc_text_free(&script->text);
}
