#include "cli/options.h"

#include "cli/command.h"

#include <string.h>

#define AT(field) offsetof(qc_options, field)

const qc_option qc_option_table[] = {
    {"--format", 0, QC_OPTION_FORMAT, AT(format), 0, "text|json|csv", "how results are written"},
    {"--format", 0, QC_OPTION_FORMAT, AT(format), 0, "text|json", /* of a command with format=.. */
     "how results are written"},
    {"--output", 'o', QC_OPTION_TEXT, AT(output), 0, "FILE",
     "write to FILE, complete or not at all; -: standard output (synth: the folder)"},
    {"--plots", 0, QC_OPTION_TEXT, AT(plots), 0, "DIR", "draw the pictures into DIR (gnuplot)"},
    {"--seed", 0, QC_OPTION_WHOLE, AT(seed), 0, "N",
     "seed of all luck (42; synth: that of its specification)"},
    {"--trials", 0, QC_OPTION_WHOLE, AT(trials), 1, "N",
     "simulated futures (forecast: until each chance is known to half a point)"},
    {"--threads", 0, QC_OPTION_WHOLE, AT(threads), 1, "N",
     "threads; default: all processors (bench: one)"},
    {"--set", 0, QC_OPTION_LIST, AT(sets), 0, "PATH=VALUE",
     "change the plan for this run, e.g. pipeline.proposal.conversion=+5 points"},
    {"--require", 0, QC_OPTION_LIST, AT(requires), 0, "TARGET=80%",
     "exit with 3 when the target's chance is lower"},
    {"--by", 0, QC_OPTION_TEXT, AT(by), 0, "COLUMN",
     "split by owner, segment, source, ... (seek: month, owner, activity)"},
    {"--shard", 0, QC_OPTION_TEXT, AT(shard), 0, "I/N",
     "run part I of N and write it to -o; join the parts with merge"},
    {"--draws", 0, QC_OPTION_TEXT, AT(draws), 0, "FILE",
     "write each future's figures to FILE (CSV)"},
    {"--dialect", 0, QC_OPTION_TEXT, AT(dialect), 0, "NAME",
     "layout of the export, when it is not recognised (see docs/import.md)"},
    {"--with", 0, QC_OPTION_LIST, AT(with), 0, "FILE", "a further file of the same export"},
    {"--snapshots", 0, QC_OPTION_TEXT, AT(snapshots), 0, "DIR",
     "a folder of dated exports of the whole pipeline"},
    {"--map", 0, QC_OPTION_LIST, AT(map), 0, "NAME=TITLE",
     "which column is which, e.g. deal=Nr,date=When,stage=Phase"},
    {"--won", 0, QC_OPTION_LIST, AT(won), 0, "WORD", "a stage that means won"},
    {"--lost", 0, QC_OPTION_LIST, AT(lost), 0, "WORD", "a stage that means lost"},
    {"--ignore", 0, QC_OPTION_LIST, AT(ignore), 0, "WORD", "a stage that is none"},
    {"--stages", 0, QC_OPTION_TEXT, AT(stages), 0, "A,B,C", "the stages in order"},
    {"--pipeline", 0, QC_OPTION_TEXT, AT(pipeline), 0, "NAME",
     "which pipeline, when the export holds several"},
    {"--date-order", 0, QC_OPTION_TEXT, AT(date_order), 0, "dmy|mdy|ymd",
     "how dates such as 03/04/2026 are meant"},
    {"--decimal", 0, QC_OPTION_TEXT, AT(decimal), 0, "point|comma",
     "how numbers such as 1,234 are meant"},
    {"--currency", 0, QC_OPTION_TEXT, AT(currency), 0, "CODE",
     "the currency to convert to by --rates"},
    {"--rates", 0, QC_OPTION_TEXT, AT(rates), 0, "FILE", "dated rates: currency,date,rate"},
    {"--as-of", 0, QC_OPTION_TEXT, AT(as_of), 0, "DAY", "the day of the export, YYYY-MM-DD"},
    {"--allow-set-aside", 0, QC_OPTION_TEXT, AT(allow_set_aside), 0, "20%",
     "share of rows that may be set aside (5%)"},
    {"--explain", 0, QC_OPTION_FLAG, AT(explain), 0, NULL, "show the evidence of each decision"},
    {"--explain", 0, QC_OPTION_TEXT, AT(explain_stage), 0,
     "STAGE", /* of a command with explain=STAGE */
     "one stage in full: bins of days, bases, factors, months"},
    {"--from", 0, QC_OPTION_TEXT, AT(from), 0, "FILE", "a deal history to start from"},
    {"--every", 0, QC_OPTION_TEXT, AT(every), 0, "week|month|quarter",
     "how often to forecast the past; default: by how fast deals are won"},
    {"--since", 0, QC_OPTION_TEXT, AT(since), 0, "DAY", "no forecast from before DAY"},
    {"--origins", 0, QC_OPTION_WHOLE, AT(origins), 1, "N",
     "the latest N moments of the past (24, of weeks 52)"},
    {"--without", 0, QC_OPTION_TEXT, AT(without), 0, "PART,...|each",
     "leave parts of the model out; each: one after the other"},
    {"--target", 0, QC_OPTION_TEXT, AT(target), 0, "TARGET",
     "the target that counts, by name (init: the bookings to reach, e.g. 1.2M)"},
    {"--chance", 0, QC_OPTION_TEXT, AT(chance), 0, "80%", "the chance to reach (80%)"},
    {"--budget", 0, QC_OPTION_TEXT, AT(budget), 0, "AMOUNT",
     "the best chance that the levers give for at most so much, e.g. 60k"},
    {"--vary", 0, QC_OPTION_LIST, AT(vary), 0, "PATH[=..]",
     "a lever that may move, how far and at what cost of each step, e.g. new_deals=+30%@2k"},
    {"--split", 0, QC_OPTION_TEXT, AT(split), 0, "TARGET",
     "hand a target down, with --by month, owner, activity or several of them"},
    {"--last-safe-date", 0, QC_OPTION_TEXT, AT(last_safe_date), 0, "POINTS",
     "the last month in which a hire still moves the chance by so many points, e.g. '2 points'"},
    {"--implied", 0, QC_OPTION_TEXT, AT(implied), 0, "TARGET",
     "what each rate would have to be for the target, and whether it ever was"},
    {"--grid", 0, QC_OPTION_TEXT, AT(grid), 0, "A=..,B=..",
     "chances over two levers, e.g. new_deals=-20%:+40%:7,pipeline.days=-30%:+10%:5"},
    {"--period", 0, QC_OPTION_TEXT, AT(period), 0, "PERIOD", "the target's period, e.g. 2026"},
    {"--engine", 0, QC_OPTION_TEXT, AT(engine), 0, "NAME",
     "walk, cohort or exact, in studies walk, blend or exact; default: the fastest that applies"},
    {"--isa", 0, QC_OPTION_TEXT, AT(isa), 0, "NAME",
     "instruction set of the loops: x86-64, x86-64-v3 or x86-64-v4; default: the widest here"},
    {"--spec", 0, QC_OPTION_TEXT, AT(spec), 0, "FILE", "a company as JSON"},
    {"--uncertain", 0, QC_OPTION_FLAG, AT(uncertain), 0, NULL,
     "draw the company's parameters, by the deals of history that they rest on"},
    {"--plan", 0, QC_OPTION_TEXT, AT(plan), 0, "FILE", "the plan, where its path has changed"},
    {"--save", 0, QC_OPTION_FLAG, AT(save), 0, NULL,
     "write PLAN.trust.json, from which forecast says what its chances have been worth"},
    {"--dirty", 0, QC_OPTION_FLAG, AT(dirty), 0, NULL, "with the faults of a careless export"},
    {"--as", 0, QC_OPTION_TEXT, AT(as), 0, "LAYOUT",
     "the history as a CRM exports it: hubspot or salesforce"},
    {"--all", 0, QC_OPTION_FLAG, AT(all), 0, NULL, "list everything, not the first few"},
    {"--quiet", 0, QC_OPTION_FLAG, AT(quiet), 0, NULL, "no progress, no hints"},
    {"--no-color", 0, QC_OPTION_FLAG, AT(no_color), 0, NULL, "no colour on the terminal"},
    {"--help", 'h', QC_OPTION_FLAG, AT(help), 0, NULL, "say what the command does"},
};
const int32_t qc_option_count = (int32_t) (sizeof qc_option_table / sizeof qc_option_table[0]);

/* Of two options with one name the second is meant by the command's word name=VALUE. */
static bool is_second(const qc_option *option)
{
    for (const qc_option *other = qc_option_table; other < option; other++) {
        if (strcmp(other->name, option->name) == 0) return true;
    }
    return false;
}

static bool is_meant(const qc_option *option, const char *after)
{
    if (*after == ' ' || *after == '\0') return !is_second(option);
    return *after == '=' && option->value != NULL &&
           strncmp(after + 1, option->value, strlen(option->value)) == 0;
}

bool qc_options_takes(const qc_command *command, const qc_option *option)
{
    const char *name = option->name + 2;
    const size_t length = strlen(name);
    if (strcmp(name, "help") == 0) return true;
    for (const char *at = command->options; (at = strstr(at, name)) != NULL; at += length) {
        const bool starts = at == command->options || at[-1] == ' ';
        if (starts && is_meant(option, at + length)) return true;
    }
    return false;
}

/* ---- parsing ---- */

static bool no_such_option(const qc_command *command, const char *word, qc_status *status)
{
    const char *names[sizeof qc_option_table / sizeof qc_option_table[0]];
    int32_t count = 0;
    for (int32_t i = 0; i < qc_option_count; i++) {
        if (qc_options_takes(command, &qc_option_table[i]))
            names[count++] = qc_option_table[i].name;
    }
    const char *near = qc_text_nearest(word, names, count);
    return qc_fail(status, QC_BAD_USAGE, "%s takes no option '%s'%s%s%s; see quotacast %s --help",
                   command->name, word, near != NULL ? ", did you mean '" : "",
                   near != NULL ? near : "", near != NULL ? "'?" : "", command->name);
}

static const qc_option *find(const qc_command *command, const char *word, size_t length)
{
    for (int32_t i = 0; i < qc_option_count; i++) {
        const qc_option *option = &qc_option_table[i];
        const bool is_long = strlen(option->name) == length &&
                             strncmp(option->name, word, length) == 0;
        const bool is_short = option->letter != 0 && length == 2 && word[1] == option->letter;
        if ((is_long || is_short) && qc_options_takes(command, option)) return option;
    }
    return NULL;
}

static bool add_to_list(qc_list *list, const char *text, const char *what, qc_status *status)
{
    if (list->count == QC_LIST_MAX)
        return qc_fail(status, QC_BAD_USAGE, "more than %d %s", QC_LIST_MAX, what);
    list->text[list->count++] = text;
    return true;
}

static bool store(qc_options *options, const qc_option *option, const char *value,
                  qc_status *status)
{
    void *at = (char *) options + option->at;
    int64_t whole = 0;
    switch (option->kind) {
    case QC_OPTION_FLAG: *(bool *) at = true; return true;
    case QC_OPTION_TEXT: *(const char **) at = value; return true;
    case QC_OPTION_LIST: return add_to_list(at, value, option->name, status);
    case QC_OPTION_WHOLE:
        if (!qc_text_whole(value, &whole) || whole < option->least)
            return qc_fail(status, QC_BAD_USAGE, "%s '%s' is not a whole number from %lld",
                           option->name, value, (long long) option->least);
        *(int64_t *) at = whole;
        return true;
    case QC_OPTION_FORMAT:
        if (strcmp(value, "text") != 0 && strcmp(value, "json") != 0 && strcmp(value, "csv") != 0)
            return qc_fail(status, QC_BAD_USAGE, "--format '%s' is none of text, json, csv", value);
        *(const char **) at = value;
        return true;
    }
    return true;
}

static bool parse_option(qc_options *options, const qc_command *command, int count,
                         char *const *words, int *at, qc_status *status)
{
    const char *word = words[*at];
    const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
    const size_t length = equals != NULL ? (size_t) (equals - word) : strlen(word);
    const qc_option *option = find(command, word, length);
    if (option == NULL) return no_such_option(command, word, status);
    if (option->kind == QC_OPTION_FLAG) {
        if (equals != NULL) return qc_fail(status, QC_BAD_USAGE, "%s takes no value", option->name);
        return store(options, option, NULL, status);
    }
    if (equals == NULL && *at + 1 >= count)
        return qc_fail(status, QC_BAD_USAGE, "%s needs a value: %s %s", option->name, option->name,
                       option->value);
    return store(options, option, equals != NULL ? equals + 1 : words[++*at], status);
}

/* "-" is the standard output, as everywhere; no file is called so. */
static bool settle_outputs(qc_options *options, qc_status *status)
{
    if (options->output != NULL && strcmp(options->output, "-") == 0) options->output = NULL;
    if (options->draws == NULL || strcmp(options->draws, "-") != 0) return true;
    return qc_fail(status, QC_BAD_USAGE,
                   "--draws '-' is no file, and the standard output is the report's; name one");
}

bool qc_options_parse(qc_options *options, const qc_command *command, int count, char *const *words,
                      qc_status *status)
{
    bool only_arguments = false;
    for (int at = 0; at < count; at++) {
        const char *word = words[at];
        if (!only_arguments && strcmp(word, "--") == 0) {
            only_arguments = true;
        } else if (only_arguments || word[0] != '-' || word[1] == '\0') {
            if (!add_to_list(&options->arguments, word, "arguments", status)) return false;
        } else if (!parse_option(options, command, count, words, &at, status)) {
            return false;
        }
    }
    if (!settle_outputs(options, status)) return false;
    const int32_t given = options->arguments.count;
    if (!options->help && (given < command->least || (command->most >= 0 && given > command->most)))
        return qc_fail(status, QC_BAD_USAGE, "usage: quotacast %s %s", command->name,
                       command->arguments);
    return true;
}

uint64_t qc_options_seed(const qc_options *options)
{
    return options->seed < 0 ? 42 : (uint64_t) options->seed;
}

/* ---- usage, overview ---- */

static void add_option(const qc_option *option, qc_text *out)
{
    qc_text left = {0};
    qc_text_addf(&left, "  %s%s%s", option->name, option->value != NULL ? " " : "",
                 option->value != NULL ? option->value : "");
    if (option->letter != 0) qc_text_addf(&left, ", -%c", option->letter);
    qc_text_addf(out, "%-26s %s\n", qc_text_get(&left), option->help);
    qc_text_free(&left);
}

void qc_options_usage(const qc_command *command, qc_text *out)
{
    qc_text_addf(out, "quotacast %s %s\n\n%s\n\nOptions\n", command->name, command->arguments,
                 command->about);
    for (int32_t i = 0; i < qc_option_count; i++) {
        if (qc_options_takes(command, &qc_option_table[i])) add_option(&qc_option_table[i], out);
    }
}

void qc_options_overview(qc_text *out)
{
    qc_text_add(out, "quotacast: will we hit the number, and what would change that?\n\n"
                     "  quotacast COMMAND [ARGUMENTS] [OPTIONS]\n\n");
    for (int32_t i = 0; i < qc_command_count; i++)
        qc_text_addf(out, "  %-9s %s\n", qc_commands[i].name, qc_commands[i].summary);
    qc_text_add(out,
                "\nquotacast COMMAND --help says more. Start with:\n\n"
                "  quotacast init demo && quotacast forecast demo/plan.yaml\n\n"
                "Exit: 0 done, 1 data or run failed, 2 wrong command line, 3 a --require not met, "
                "130 interrupted.\n");
}

/* ---- manual and completion ---- */

/* In roff a hyphen is \- and a line must not begin with a dot. */
static void add_roff(qc_text *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '-')
            qc_text_add(out, "\\-");
        else if (*at == '\n' && at[1] == '\n')
            qc_text_add(out, "\n.PP");
        else
            qc_text_add_part(out, at, 1);
    }
}

static void add_manual_options(const qc_command *command, qc_text *out)
{
    for (int32_t i = 0; i < qc_option_count; i++) {
        const qc_option *option = &qc_option_table[i];
        if (!qc_options_takes(command, option) || strcmp(option->name, "--help") == 0) continue;
        qc_text_add(out, ".TP\n.B ");
        add_roff(out, option->name);
        qc_text_addf(out, " %s\n", option->value != NULL ? option->value : "");
        add_roff(out, option->help);
        qc_text_add(out, "\n");
    }
}

void qc_options_manual(qc_text *out)
{
    qc_text_add(out,
                ".TH QUOTACAST 1 \"\" \"quotacast " QC_VERSION "\" \"User commands\"\n.SH NAME\n"
                "quotacast \\- the chance of hitting a sales target\n.SH SYNOPSIS\n"
                ".B quotacast\n.I COMMAND\n[ARGUMENTS] [OPTIONS]\n.SH DESCRIPTION\n"
                "Replays a sales pipeline stage by stage from its own history, or from stated "
                "beliefs, and gives the chance of each monthly, quarterly and annual target.\n"
                ".SH COMMANDS\n");
    for (int32_t i = 0; i < qc_command_count; i++) {
        qc_text_add(out, ".SS quotacast ");
        qc_text_addf(out, "%s %s\n", qc_commands[i].name, qc_commands[i].arguments);
        add_roff(out, qc_commands[i].about);
        qc_text_add(out, "\n");
        add_manual_options(&qc_commands[i], out);
    }
    qc_text_add(out,
                ".SH ENVIRONMENT\n.TP\n.B QUOTACAST_GNUPLOT\nthe gnuplot program to start\n.TP\n"
                ".B QUOTACAST_FONT\nthe font of the pictures\n.TP\n.B QUOTACAST_DATA\nthe folder "
                "that holds the sample company\n.TP\n.B NO_COLOR\nno colour\n"
                ".SH EXIT STATUS\n0 done, 1 data or run failed, 2 wrong command line, 3 a "
                "\\-\\-require not met, 130 interrupted.\n");
}

void qc_options_completion(qc_text *out)
{
    qc_text_add(out, "# bash completion for quotacast, made by quotacast itself\n"
                     "_quotacast()\n{\n    local word=${COMP_WORDS[COMP_CWORD]} options=\n"
                     "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                     "        mapfile -t COMPREPLY < <(compgen -W \"");
    for (int32_t i = 0; i < qc_command_count; i++)
        qc_text_addf(out, "%s%s", i > 0 ? " " : "", qc_commands[i].name);
    qc_text_add(out, "\" -- \"$word\")\n        return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (int32_t i = 0; i < qc_command_count; i++) {
        qc_text_addf(out, "    %s) options=\"", qc_commands[i].name);
        for (int32_t o = 0; o < qc_option_count; o++) {
            if (qc_options_takes(&qc_commands[i], &qc_option_table[o]))
                qc_text_addf(out, "%s ", qc_option_table[o].name);
        }
        qc_text_add(out, "\" ;;\n");
    }
    qc_text_add(out, "    esac\n    case $word in\n"
                     "    -*) mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\") ;;\n"
                     "    *) mapfile -t COMPREPLY < <(compgen -f -- \"$word\") ;;\n    esac\n}\n"
                     "complete -o filenames -F _quotacast quotacast\n");
}
