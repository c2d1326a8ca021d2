/* The picture is 6 rows of 8 levels. A bin that holds anything at all shows at least the lowest
 * level, for a tail that is there should not look like none. */
#include "report/terminal.h"

#include <math.h>
#include <string.h>

#define ROWS        6
#define MAX_COLUMNS 120
#define INDENT      2
#define MISS_COLOR  "\033[38;5;173m"
#define HIT_COLOR   "\033[38;5;74m"
#define END_COLOR   "\033[0m"

typedef struct columns {
    double share[MAX_COLUMNS];
    int count;
    int edge; /* first column at or above the goal; -1 without a target inside the picture */
    bool miss_below;
    double low, high; /* of the whole picture */
} columns;

static int32_t bin_at_goal(const qc_bin *bins, int32_t count, double goal)
{
    for (int32_t i = 0; i < count; i++) {
        /* the edge is the goal up to the rounding of low + k x step */
        if (bins[i].low >= goal - 1e-6 * (bins[i].high - bins[i].low)) return i;
    }
    return count;
}

static columns join_bins(const qc_bin *bins, int32_t count, const qc_target_summary *target,
                         int width)
{
    columns joined = {.edge = -1, .low = bins[0].low, .high = bins[count - 1].high};
    int room = (width > 0 ? width : 80) - INDENT;

    if (room < 20) room = 20;
    if (room > MAX_COLUMNS) room = MAX_COLUMNS;
    const int32_t at = target != NULL ? bin_at_goal(bins, count, target->goal) : 0;
    int32_t per_column = (count + room - 1) / room;
    /* a first column that is only partly filled may cost one more */
    if (per_column > 1 && (count + 2 * per_column - 2) / per_column > room) per_column++;
    const int32_t shift = (per_column - at % per_column) % per_column;
    for (int32_t i = 0; i < count; i++) {
        const int column = (int) ((i + shift) / per_column);
        joined.share[column] += bins[i].share;
        joined.count = column + 1;
    }
    if (target == NULL) return joined;
    joined.miss_below = !target->at_most;
    const bool inside = target->goal >= joined.low && target->goal <= joined.high;
    joined.edge = inside ? (int) ((at + shift) / per_column) : at == 0 ? 0 : joined.count;
    return joined;
}

static bool is_miss(const columns *picture, int column)
{
    if (picture->edge < 0) return false;
    return (column < picture->edge) == picture->miss_below;
}

static void paint(qc_sink *sink, bool color, bool miss)
{
    if (color) qc_sink_add(sink, miss ? MISS_COLOR : HIT_COLOR);
}

static const char *glyph(int level, int row, bool unicode) /* level 0..48, row 5 on top */
{
    static const char *const BLOCKS[] = {
        " ",
        "\xe2\x96\x81",
        "\xe2\x96\x82",
        "\xe2\x96\x83",
        "\xe2\x96\x84",
        "\xe2\x96\x85",
        "\xe2\x96\x86",
        "\xe2\x96\x87",
        "\xe2\x96\x88",
    };
    const int here = level - 8 * row;

    if (!unicode) return here >= 4 || (row == 0 && level > 0) ? "#" : " ";
    return BLOCKS[here <= 0 ? 0 : here >= 8 ? 8 : here];
}

static void print_bars(qc_sink *sink, const columns *picture, const qc_terminal_options *options)
{
    double most = 0.0;

    for (int i = 0; i < picture->count; i++)
        most = fmax(most, picture->share[i]);
    for (int row = ROWS - 1; row >= 0; row--) {
        int painted = -1, owed = INDENT;
        for (int i = 0; i < picture->count; i++) {
            int level = most > 0.0 ? (int) lround(picture->share[i] / most * 8.0 * ROWS) : 0;
            if (level == 0 && picture->share[i] > 0.0) level = 1;
            const char *block = glyph(level, row, options->unicode);
            if (block[0] == ' ') {
                owed++;
                continue;
            }
            for (; owed > 0; owed--)
                qc_sink_add(sink, " ");
            const int miss = is_miss(picture, i) ? 1 : 0;
            if (miss != painted) paint(sink, options->color, miss == 1);
            painted = miss;
            qc_sink_add(sink, block);
        }
        if (options->color && painted >= 0) qc_sink_add(sink, END_COLOR);
        qc_sink_add(sink, "\n");
    }
}

static void print_base(qc_sink *sink, const columns *picture, bool target_inside, bool unicode)
{
    qc_sink_addf(sink, "%*s", INDENT, "");
    for (int i = 0; i < picture->count + (picture->edge == picture->count ? 1 : 0); i++) {
        const bool mark = target_inside && i == picture->edge;
        if (unicode) {
            qc_sink_add(sink, mark ? "\xe2\x94\x82" : "\xe2\x94\x80");
        } else {
            qc_sink_add(sink, mark ? "|" : "-");
        }
    }
    qc_sink_add(sink, "\n");
}

/* Put a label into the line of ticks, its middle at `middle`, unless another is in the way. */
static void place(char *line, int size, int middle, const char *label)
{
    const int length = (int) strlen(label);
    int start = middle - length / 2;

    if (start + length > size) start = size - length;
    if (start < 0) start = 0;
    if (start + length > size) return;
    for (int i = start - 1; i <= start + length; i++) {
        if (i >= 0 && i < size && line[i] != ' ') return;
    }
    memcpy(line + start, label, (size_t) length);
}

static void print_ticks(qc_sink *sink, const columns *picture, const qc_target_summary *target,
                        bool target_inside, bool is_money, const qc_words_style *style)
{
    char line[MAX_COLUMNS + 1], label[128];
    const int size = picture->count < 20 ? 20 : picture->count;

    memset(line, ' ', sizeof line);
    line[size] = '\0';
    if (target_inside) {
        snprintf(label, sizeof label, "target %s",
                 qc_words_value(style, is_money, target->goal).text);
        place(line, size, picture->edge, label);
    } else if (target != NULL) {
        const bool right = target->goal > picture->high;
        snprintf(label, sizeof label, "%starget %.40s%s", right ? "" : "<-- ",
                 qc_words_value(style, is_money, target->goal).text, right ? " -->" : "");
        place(line, size, picture->count / 2, label);
    } else {
        const double middle = (picture->low + picture->high) / 2.0;
        place(line, size, picture->count / 2, qc_words_value(style, is_money, middle).text);
    }
    place(line, size, 0, qc_words_value(style, is_money, picture->low).text);
    place(line, size, picture->count, qc_words_value(style, is_money, picture->high).text);
    int end = size;
    while (end > 0 && line[end - 1] == ' ')
        end--;
    line[end] = '\0';
    qc_sink_addf(sink, "%*s%s\n", INDENT, "", line);
}

static void print_shares(qc_sink *sink, const columns *picture, const qc_target_summary *target,
                         bool color)
{
    const char *end = color ? END_COLOR : "";
    char left[64], right[64];
    const bool below = picture->miss_below;
    const double hit = target->chance.value;

    snprintf(left, sizeof left, "%s %.40s", below ? "miss" : "hit",
             qc_words_chance(below ? 1.0 - hit : hit).text);
    snprintf(right, sizeof right, "%s %.40s", below ? "hit" : "miss",
             qc_words_chance(below ? hit : 1.0 - hit).text);
    int gap = picture->count - (int) strlen(left) - (int) strlen(right);
    if (gap < 2) gap = 2;
    qc_sink_addf(sink, "%*s", INDENT, "");
    paint(sink, color, below);
    qc_sink_addf(sink, "%s%s%*s", left, end, gap, "");
    paint(sink, color, !below);
    qc_sink_addf(sink, "%s%s\n", right, end);
}

void qc_terminal_histogram(qc_sink *sink, const qc_bin *bins, int32_t bin_count,
                           const qc_target_summary *target, bool is_money,
                           const qc_words_style *style, const qc_terminal_options *options)
{
    if (bin_count <= 0) return;
    const columns picture = join_bins(bins, bin_count, target, options->width);
    const bool inside = target != NULL && target->goal >= picture.low &&
                        target->goal <= picture.high;
    if (target != NULL) print_shares(sink, &picture, target, options->color);
    print_bars(sink, &picture, options);
    print_base(sink, &picture, inside, options->unicode);
    print_ticks(sink, &picture, target, inside, is_money, style);
}
