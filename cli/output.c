#include "cli/output.h"

#include "core/parallel.h"

#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLEAR_LINE "\r\033[K"

static bool is_same_file(const char *a, const char *b)
{
    struct stat left, right;
    return stat(a, &left) == 0 && stat(b, &right) == 0 && left.st_dev == right.st_dev &&
           left.st_ino == right.st_ino;
}

bool qc_output_spares(const qc_options *options, const char *input, qc_status *status)
{
    const char *const outputs[] = {options->output, options->draws};
    static const char *const names[] = {"-o", "--draws"};
    for (int i = 0; i < 2; i++) {
        if (outputs[i] != NULL && is_same_file(outputs[i], input))
            return qc_fail(status, QC_BAD_USAGE,
                           "%s '%s' would overwrite what is read from it; name another file",
                           names[i], outputs[i]);
    }
    if (options->output == NULL || options->draws == NULL ||
        (strcmp(options->output, options->draws) != 0 &&
         !is_same_file(options->output, options->draws)))
        return true;
    return qc_fail(status, QC_BAD_USAGE, "-o and --draws name the same file '%s'", options->draws);
}

bool qc_output_open(qc_sink *sink, const qc_options *options, qc_status *status)
{
    if (options->output != NULL) return qc_sink_file(sink, options->output, status);
    qc_sink_stream(sink, stdout);
    return true;
}

static bool shows_color(const qc_options *options)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    return options->output == NULL && !options->no_color && isatty(STDOUT_FILENO) &&
           (no_color == NULL || no_color[0] == '\0') && (term == NULL || strcmp(term, "dumb") != 0);
}

qc_text_options qc_output_text(const qc_options *options)
{
    qc_text_options text = {.color = shows_color(options), .all = options->all};
    struct winsize window = {0};
    text.unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (options->output == NULL && isatty(STDOUT_FILENO) &&
        ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0)
        text.width = window.ws_col;
    return text;
}

/* ---- Ctrl-C ---- */

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void) signal_number;
    interrupted = 1;
}

void qc_output_catch_interrupt(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    action.sa_flags = (int) SA_RESETHAND; /* a second Ctrl-C ends the program at once */
    (void) sigaction(SIGINT, &action, NULL);
}

static bool asked_to_stop(void *context)
{
    (void) context;
    return interrupted != 0;
}

/* ---- progress ---- */

static bool shows_progress(const qc_options *options)
{
    return !options->quiet && isatty(STDERR_FILENO);
}

static void show_progress(void *context, int64_t done, int64_t all)
{
    (void) context;
    if (done % 8 == 0)
        fprintf(stderr, CLEAR_LINE "simulating: %lld of %lld blocks", (long long) done,
                (long long) all);
}

void qc_output_progress_end(const qc_options *options)
{
    if (shows_progress(options)) fputs(CLEAR_LINE, stderr);
}

static bool read_shard(const char *text, qc_sim_options *simulation)
{
    char first[16] = "";
    int64_t shard = 0, shards = 0;
    const char *slash = strchr(text, '/');
    if (slash == NULL || slash - text >= (ptrdiff_t) sizeof first) return false;
    memcpy(first, text, (size_t) (slash - text));
    if (!qc_text_whole(first, &shard) || !qc_text_whole(slash + 1, &shards) || shard < 1 ||
        shard > shards || shards > 100000)
        return false;
    simulation->shard = (int32_t) shard;
    simulation->shards = (int32_t) shards;
    return true;
}

bool qc_output_engine(qc_sim_options *simulation, const qc_options *options, qc_status *status)
{
    static const char *const NAMES[] = {"auto", "walk", "cohort", "exact", "blend"}; /* as
                                                                                qc_evaluator */
    int32_t at = 0;
    simulation->isa = options->isa;
    if (options->engine == NULL) return true;
    while (at < 5 && strcmp(NAMES[at], options->engine) != 0)
        at++;
    if (at == 5)
        return qc_fail(status, QC_BAD_USAGE,
                       "--engine '%s' is none of walk, cohort, exact, blend, auto",
                       options->engine);
    simulation->evaluator = (qc_evaluator) at;
    return true;
}

bool qc_output_simulation(qc_sim_options *simulation, const qc_options *options, qc_status *status)
{
    *simulation = (qc_sim_options) QC_SIM_OPTIONS_DEFAULT;
    simulation->seed = qc_options_seed(options);
    simulation->trials = options->trials;
    simulation->threads = options->threads > 0
                              ? (int32_t) (options->threads < 1024 ? options->threads : 1024)
                              : qc_parallel_cores();
    simulation->stop = asked_to_stop;
    if (shows_progress(options)) simulation->progress = show_progress;
    if (!qc_output_engine(simulation, options, status)) return false;
    if (options->shard == NULL) return true;
    if (!read_shard(options->shard, simulation))
        return qc_fail(status, QC_BAD_USAGE, "--shard '%s' is not I/N with I from 1 to N, e.g. 2/8",
                       options->shard);
    if (options->trials == 0 || options->output == NULL)
        return qc_fail(status, QC_BAD_USAGE,
                       "--shard needs --trials (the total of all parts) and -o FILE for the part");
    return true;
}
