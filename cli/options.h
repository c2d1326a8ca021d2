/** Option tables to struct fields; usage text, completion and manual made from the same tables. */
#ifndef QC_CLI_OPTIONS_H
#define QC_CLI_OPTIONS_H

#include "core/text.h"

#define QC_LIST_MAX 4096
typedef struct qc_list { /* a repeatable option, or the arguments */
    const char *text[QC_LIST_MAX];
    int32_t count;
} qc_list;

typedef struct qc_options { /* every option of every command; texts are borrowed from argv */
    const char *format;     /* text, json or csv */
    const char *output;     /* -o FILE, NULL = stdout */
    const char *plots, *draws, *by, *shard, *from, *target, *period, *spec, *plan, *every, *since,
        *without, *as, *grid, *chance, *budget, *split, *implied, *last_safe_date, *engine, *isa,
        *explain_stage;
    int64_t seed, trials, threads, origins; /* seed -1 = not given */
    const char *dialect, *snapshots, *date_order, *decimal, *pipeline, *stages, *as_of, *rates;
    const char *currency, *allow_set_aside;
    qc_list sets, requires, vary, with, map, won, lost, ignore;
    bool explain;
    bool all, quiet, no_color, help, dirty, uncertain, save;
    qc_list arguments;
} qc_options;
#define QC_OPTIONS_DEFAULT           \
    {                                \
        .format = "text", .seed = -1 \
    }

typedef enum qc_option_kind {
    QC_OPTION_FLAG,
    QC_OPTION_TEXT,
    QC_OPTION_LIST,
    QC_OPTION_WHOLE, /* a whole number, at least `least` */
    QC_OPTION_FORMAT
} qc_option_kind;

typedef struct qc_option {
    const char *name; /* "--trials"; "-o" has the long form beside it */
    char letter;      /* 'o' or 0 */
    qc_option_kind kind;
    size_t at; /* offset in qc_options */
    int64_t least;
    const char *value; /* "N" in the help, NULL for flags */
    const char *help;
} qc_option;

extern const qc_option qc_option_table[];
extern const int32_t qc_option_count;

uint64_t qc_options_seed(const qc_options *options); /* 42 unless given */

struct qc_command;
/** Parse what follows the command's name. @fails QC_BAD_USAGE naming the nearest option */
QC_CHECKED bool qc_options_parse(qc_options *options, const struct qc_command *command, int count,
                                 char *const *words, qc_status *status);

/** Does the command take this option? */
bool qc_options_takes(const struct qc_command *command, const qc_option *option);

void qc_options_usage(const struct qc_command *command, qc_text *out); /* --help of one command */
void qc_options_overview(qc_text *out);                                /* quotacast --help */
void qc_options_manual(qc_text *out);                                  /* roff, for the man page */
void qc_options_completion(qc_text *out);                              /* bash */

#endif
