#include "report/plot/plot.h"

#include "report/phrases.h"
#include "report/plot/plot_charts.h"
#include "report/plot/plot_glyphs.h"
#include "report/plot/plot_study.h"
#include "report/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define PATH_SIZE 4096

/* ---- the only place that starts a process ---- */

static bool read_all(int file, qc_text *out)
{
    char part[4096];

    for (;;) {
        const ssize_t count = read(file, part, sizeof part);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return count == 0;
        qc_text_add_part(out, part, (size_t) count);
    }
}

/* Standard input is empty; what the program says on either output goes into the pipe. */
static int start(char *const arguments[], const int pipe_ends[2], pid_t *child)
{
    posix_spawn_file_actions_t actions;
    int reason = posix_spawn_file_actions_init(&actions);

    if (reason != 0) return reason;
    reason = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (reason == 0) reason = posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 1);
    if (reason == 0) reason = posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 2);
    if (reason == 0) {
        reason = posix_spawnp(child, arguments[0], &actions, NULL, arguments, environ);
    }
    posix_spawn_file_actions_destroy(&actions);
    return reason;
}

/* Run a program to its end. Returns 0 and its wait status, or the errno of why it did not start. */
static int run(char *const arguments[], qc_text *said, int *wait_status)
{
    int pipe_ends[2];
    pid_t child = 0;

    if (pipe(pipe_ends) != 0) return errno;
    fcntl(pipe_ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(pipe_ends[1], F_SETFD, FD_CLOEXEC);
    const int reason = start(arguments, pipe_ends, &child);
    close(pipe_ends[1]);
    if (reason == 0) {
        read_all(pipe_ends[0], said);
        while (waitpid(child, wait_status, 0) < 0 && errno == EINTR)
            continue;
    }
    close(pipe_ends[0]);
    return reason;
}

static bool ended_well(int wait_status)
{
    return WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 0;
}

/* ---- fonts ---- */

static bool has_font(void *context, uint32_t code_point)
{
    const qc_plot_options *options = context;
    char program[PATH_SIZE], pattern[32];
    char *const arguments[] = {program, pattern, NULL};
    qc_text said = {0};
    int wait_status = 0;

    snprintf(program, sizeof program, "%s", options->fc_list);
    snprintf(pattern, sizeof pattern, ":charset=%X", (unsigned) code_point);
    /* without fc-list nobody knows: draw the character and hope */
    const bool unknown = run(arguments, &said, &wait_status) != 0 || !ended_well(wait_status);
    const bool found = unknown || said.length > 0;
    qc_text_free(&said);
    return found;
}

static const char *pick_font(const qc_plot_options *options)
{
    char program[PATH_SIZE], quietly[] = "-q", name[] = "Inter";
    char *const arguments[] = {program, quietly, name, NULL};
    qc_text said = {0};
    int wait_status = 0;

    if (options->font != NULL && options->font[0] != '\0') return options->font;
    snprintf(program, sizeof program, "%s", options->fc_list);
    const bool found = run(arguments, &said, &wait_status) == 0 && ended_well(wait_status);
    qc_text_free(&said);
    return found ? "Inter" : "sans-serif";
}

/* ---- files ---- */

/* gnuplot opens '|command' and '<command' as pipes and '-' as its standard input, so a path that does
 * not start at the root is made to start at "./". */
static bool safe_path(char *out, const char *folder, const char *name, qc_status *status)
{
    const int length = snprintf(out, PATH_SIZE, "%s%s/%s", folder[0] == '/' ? "" : "./",
                                folder[0] == '\0' ? "." : folder, name);

    if (length < 0 || length >= PATH_SIZE) {
        return qc_fail(status, QC_IO, "the folder for the pictures has too long a name");
    }
    if (strpbrk(out, "\r\n") != NULL) {
        return qc_fail(status, QC_IO, "the folder for the pictures has a line break in its name");
    }
    return true;
}

static bool make_folder(const char *folder, qc_status *status)
{
    char path[PATH_SIZE];
    struct stat found;

    if (!safe_path(path, folder, "", status)) return false;
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST) {
            return qc_fail(status, QC_IO, "cannot create the folder '%.200s': %s", folder,
                           strerror(errno));
        }
        *slash = '/';
    }
    if (stat(path, &found) != 0 || !S_ISDIR(found.st_mode)) {
        return qc_fail(status, QC_IO, "'%.200s' is not a folder", folder);
    }
    return true;
}

static bool write_script(const qc_plot_script *script, const char *path, qc_status *status)
{
    qc_sink sink;

    if (script->text.failed) return qc_fail(status, QC_NO_MEMORY, "out of memory for a picture");
    if (!qc_sink_file(&sink, path, status)) return false;
    qc_sink_add(&sink, qc_text_get(&script->text));
    return qc_sink_close(&sink, status);
}

/* ---- drawing ---- */

typedef struct drawing {
    const qc_plot_options *options;
    const char *folder, *font;
    qc_plot_glyphs *glyphs;
    int32_t pictures;
} drawing;

/* gnuplot shows the place first and says what is wrong in its last line. */
static void last_line(const char *said, char *out, size_t size)
{
    size_t length = strlen(said);

    while (length > 0 && strchr("\r\n \t", said[length - 1]) != NULL)
        length--;
    size_t start = length;
    while (start > 0 && said[start - 1] != '\n')
        start--;
    snprintf(out, size, "%s%.*s", length > start ? ": " : "", (int) (length - start), said + start);
}

static bool report_failure(const drawing *d, const char *script, int reason, int wait_status,
                           const qc_text *said, qc_status *status)
{
    char line[256];

    if (reason == ENOENT ||
        (reason == 0 && WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 127)) {
        return qc_fail(status, QC_MISSING_TOOL,
                       "pictures need the program '%.100s', which is not installed; on Debian: "
                       "apt-get install gnuplot-nox",
                       d->options->gnuplot);
    }
    if (reason != 0) {
        return qc_fail(status, QC_MISSING_TOOL, "cannot start '%.100s': %s", d->options->gnuplot,
                       strerror(reason));
    }
    if (WIFSIGNALED(wait_status)) {
        return qc_fail(status, QC_IO, "gnuplot was stopped by signal %d while drawing '%.200s'",
                       WTERMSIG(wait_status), script);
    }
    last_line(qc_text_get(said), line, sizeof line);
    return qc_fail(status, QC_IO, "gnuplot failed on '%.100s' with exit code %d%s", script,
                   WEXITSTATUS(wait_status), line);
}

/* gnuplot's -e argument: format='svg'; picture='...' with quotes doubled. */
static bool make_setting(qc_text *setting, const char *format, const char *picture)
{
    qc_text_addf(setting, "format='%s'; picture='", format);
    for (const char *c = picture; *c != '\0'; c++) {
        if (*c == '\'') qc_text_add(setting, "'");
        qc_text_add_part(setting, c, 1);
    }
    qc_text_add(setting, "'");
    return !setting->failed;
}

static bool draw_picture(drawing *d, const char *script, const char *name, const char *format,
                         qc_status *status)
{
    char program[PATH_SIZE], defaults[] = "-d", execute[] = "-e", script_path[PATH_SIZE];
    char file[64], picture[PATH_SIZE], temporary[PATH_SIZE];
    qc_text setting = {0}, said = {0};
    int wait_status = 0;
    bool ok = false;

    snprintf(program, sizeof program, "%s", d->options->gnuplot);
    snprintf(script_path, sizeof script_path, "%s", script);
    snprintf(file, sizeof file, "%s.%s", name, format);
    if (!safe_path(picture, d->folder, file, status)) goto out;
    snprintf(file, sizeof file, "%s.%s.%ld.tmp", name, format, (long) getpid());
    if (!safe_path(temporary, d->folder, file, status)) goto out;
    if (!make_setting(&setting, format, temporary)) {
        qc_fail(status, QC_NO_MEMORY, "out of memory for a picture");
        goto out;
    }
    char *const arguments[] = {program, defaults, execute, setting.bytes, script_path, NULL};
    const int reason = run(arguments, &said, &wait_status);
    if (reason != 0 || !ended_well(wait_status)) {
        report_failure(d, script, reason, wait_status, &said, status);
        unlink(temporary);
        goto out;
    }
    ok = rename(temporary, picture) == 0;
    if (!ok) qc_fail(status, QC_IO, "cannot write '%.200s': %s", picture, strerror(errno));
    if (!ok) unlink(temporary);
    if (ok) d->pictures++;
out:
    qc_text_free(&setting);
    qc_text_free(&said);
    return ok;
}

static bool write_chart(const drawing *d, const qc_plot_script *script, const char *name,
                        qc_status *status)
{
    char file[64], path[PATH_SIZE];

    snprintf(file, sizeof file, "%s.gp", name);
    return safe_path(path, d->folder, file, status) && write_script(script, path, status);
}

static bool draw_chart(drawing *d, const char *name, qc_status *status)
{
    static const struct {
        unsigned bit;
        const char *format;
    } FORMATS[] = {{QC_PLOT_PNG, "png"}, {QC_PLOT_SVG, "svg"}, {QC_PLOT_PDF, "pdf"}};
    char file[64], path[PATH_SIZE];

    snprintf(file, sizeof file, "%s.gp", name);
    if (!safe_path(path, d->folder, file, status)) return false;
    for (size_t i = 0; i < sizeof FORMATS / sizeof FORMATS[0]; i++) {
        if ((d->options->formats & FORMATS[i].bit) == 0) continue;
        if (!draw_picture(d, path, name, FORMATS[i].format, status)) return false;
    }
    return true;
}

static void finish(const drawing *d, qc_plot_result *result)
{
    if (result == NULL) return;
    result->pictures = d->pictures;
    qc_plot_glyphs_note(d->glyphs, result->note, sizeof result->note);
}

/* A sentence on what is left out, after what else there is to say. */
static void say_left_out(qc_plot_result *result, const char *sentence)
{
    if (result == NULL) return;
    const size_t used = strlen(result->note);
    snprintf(result->note + used, sizeof result->note - used, "%s%s", used > 0 ? "; " : "",
             sentence);
}

/* What a run of drawing knows; its glyphs ask for fonts through its own copy of the options. */
typedef struct run_of_charts {
    qc_plot_options options;
    qc_plot_glyphs glyphs;
    drawing drawing;
} run_of_charts;

static bool begin(run_of_charts *r, const char *folder, const qc_plot_options *options,
                  qc_status *status)
{
    *r = (run_of_charts){.options = *options};
    r->glyphs.ask = has_font;
    r->glyphs.context = &r->options;
    r->drawing = (drawing){.options = &r->options, .folder = folder, .glyphs = &r->glyphs};
    if (!make_folder(folder, status)) return false;
    r->drawing.font = pick_font(&r->options);
    return true;
}

bool qc_plot_forecast(const qc_summary *summary, const char *folder, const qc_plot_options *options,
                      qc_plot_result *result, qc_status *status)
{
    static const struct {
        const char *name;
        bool (*write)(qc_plot_script *, const qc_summary *, const char *);
        bool of_headline;
    } CHARTS[] = {{"fan", qc_plot_fan, true},
                  {"histogram", qc_plot_histogram, true},
                  {"curve", qc_plot_curve, true},
                  {"capacity", qc_plot_capacity, false},
                  {"attainment", qc_plot_attainment, false}};
    enum { COUNT = sizeof CHARTS / sizeof CHARTS[0] };
    const qc_target_summary *target = qc_phrases_headline(summary);
    const bool is_ratio = target != NULL && target->is_ratio;
    bool written[COUNT] = {false};
    run_of_charts r;
    bool ok = begin(&r, folder, options, status);

    /* all scripts first: they are there even when gnuplot is not */
    for (int i = 0; ok && i < COUNT; i++) {
        qc_plot_script script = {.glyphs = &r.glyphs};
        written[i] = !(is_ratio && CHARTS[i].of_headline) &&
                     CHARTS[i].write(&script, summary, r.drawing.font);
        if (written[i]) ok = write_chart(&r.drawing, &script, CHARTS[i].name, status);
        qc_plot_script_free(&script);
    }
    for (int i = 0; ok && i < COUNT; i++) {
        if (written[i]) ok = draw_chart(&r.drawing, CHARTS[i].name, status);
    }
    finish(&r.drawing, result);
    if (is_ratio)
        say_left_out(result, "the headline is a ratio, which adds up over no months: no pictures "
                             "fan, histogram and curve");
    return ok;
}

bool qc_plot_funnels(const qc_funnels *funnels, const char *folder, const qc_plot_options *options,
                     qc_plot_result *result, qc_status *status)
{
    run_of_charts r;
    qc_plot_script script = {.glyphs = &r.glyphs};
    bool ok = begin(&r, folder, options, status);

    if (ok && qc_plot_funnel(&script, funnels, r.drawing.font)) {
        ok = write_chart(&r.drawing, &script, "funnel", status) &&
             draw_chart(&r.drawing, "funnel", status);
    }
    qc_plot_script_free(&script);
    finish(&r.drawing, result);
    return ok;
}

/* One chart of a study. */
static bool plot_one(const char *name, bool (*write)(qc_plot_script *, const void *, const char *),
                     const void *study, const char *folder, const qc_plot_options *options,
                     qc_plot_result *result, qc_status *status)
{
    run_of_charts r;
    qc_plot_script script = {.glyphs = &r.glyphs};
    bool ok = begin(&r, folder, options, status);

    if (ok && write(&script, study, r.drawing.font))
        ok = write_chart(&r.drawing, &script, name, status) && draw_chart(&r.drawing, name, status);
    qc_plot_script_free(&script);
    finish(&r.drawing, result);
    return ok;
}

bool qc_plot_comparison(const qc_comparison *comparison, const char *folder,
                        const qc_plot_options *options, qc_plot_result *result, qc_status *status)
{
    return plot_one("scenarios", qc_plot_scenarios, comparison, folder, options, result, status);
}

bool qc_plot_grid(const qc_grid *grid, const char *folder, const qc_plot_options *options,
                  qc_plot_result *result, qc_status *status)
{
    return plot_one("heat", qc_plot_heat, grid, folder, options, result, status);
}

bool qc_plot_tornado(const qc_tornado *tornado, const char *folder, const qc_plot_options *options,
                     qc_plot_result *result, qc_status *status)
{
    return plot_one("tornado", qc_plot_tornado_chart, tornado, folder, options, result, status);
}

bool qc_plot_backtest(const qc_backtest_view *view, const char *folder,
                      const qc_plot_options *options, qc_plot_result *result, qc_status *status)
{
    return plot_one("calibration", qc_plot_calibration, view, folder, options, result, status);
}
