/* libcsv parses a row; lines, places and memory are ours.
 *
 * In lax mode a lost quote swallows the rest of the file in silence, so both strict options are on.
 * libcsv skips blank lines and counts nothing, so it is fed one physical line at a time and the
 * lines are counted here. Its callbacks cannot stop it, but they cannot fail either: a first pass
 * counts delimiters and line ends, which bounds cells, rows and text before the first is stored. */
#include "history/csv.h"

#include "core/memory.h"

#include <assert.h>
#include <csv.h>
#include <string.h>

#define LOOK_ROWS 20 /* rows that vote on the delimiter */

static const char DELIMITERS[] = {',', ';', '\t', '|'};
#define DELIMITER_COUNT 4

typedef struct filling { /* what the callbacks know */
    qc_csv *csv;
    size_t used;       /* bytes of csv->text */
    uint32_t cells;    /* cells stored */
    int32_t line;      /* the line being fed */
    int32_t row_line;  /* where the row began */
    int32_t cell_line; /* where the cell began */
    bool in_row;
} filling;

/* libcsv answers a refused request by asking for half as much, and so might hide that memory ran
 * out. It is therefore told to ask for one byte more at a time, and the room grows by doubling here.
 */
typedef struct cell_room { /* in front of the block that libcsv sees */
    _Alignas(16) size_t bytes;
} cell_room;

static void *resize(void *block, size_t size)
{
    qc_status unused = {0}; /* libcsv reports the failure itself, as CSV_ENOMEM */
    cell_room *room = block == NULL ? NULL : (cell_room *) block - 1;
    size_t bytes = 4096;
    if (room != NULL && room->bytes >= size) return block;
    while (bytes < size) {
        bytes *= 2;
    }
    room = qc_memory_resize(room, 1, sizeof *room + bytes, &unused);
    if (room == NULL) return NULL;
    room->bytes = bytes;
    return room + 1;
}

static void release(void *block)
{
    if (block != NULL) qc_memory_release((cell_room *) block - 1);
}

/* ---- the delimiter ---- */

typedef struct votes {
    int32_t header; /* delimiters in the header */
    int32_t alike;  /* further rows with as many */
} votes;

/* Count the candidates outside quotes in the record at `at`; returns where the next one begins. */
static size_t count_delimiters(const char *text, size_t length, size_t at, char line_end,
                               int32_t counts[DELIMITER_COUNT])
{
    bool quoted = false;
    memset(counts, 0, DELIMITER_COUNT * sizeof *counts);
    for (; at < length; at++) {
        if (text[at] == '"') quoted = !quoted;
        if (quoted) continue;
        if (text[at] == line_end) return at + 1;
        for (int d = 0; d < DELIMITER_COUNT; d++)
            counts[d] += text[at] == DELIMITERS[d];
    }
    return length;
}

static char decide_delimiter(const char *text, size_t length, char line_end)
{
    votes votes_of[DELIMITER_COUNT] = {{0, 0}};
    int32_t rows = 0;
    for (size_t at = 0; at < length && rows <= LOOK_ROWS;) {
        int32_t counts[DELIMITER_COUNT];
        size_t next = count_delimiters(text, length, at, line_end, counts);
        bool blank = next - at <= 1 || (next - at == 2 && text[at] == '\r');
        for (int d = 0; d < DELIMITER_COUNT && !blank; d++) {
            if (rows == 0)
                votes_of[d].header = counts[d];
            else
                votes_of[d].alike += counts[d] > 0 && counts[d] == votes_of[d].header;
        }
        rows += !blank;
        at = next;
    }
    int best = 0;
    for (int d = 1; d < DELIMITER_COUNT; d++) {
        if (votes_of[d].header == 0) continue;
        bool more_alike = votes_of[d].alike > votes_of[best].alike;
        bool as_alike = votes_of[d].alike == votes_of[best].alike;
        if (votes_of[best].header == 0 || more_alike ||
            (as_alike && votes_of[d].header > votes_of[best].header)) {
            best = d;
        }
    }
    return DELIMITERS[best];
}

/* Excel's own way to name it: a first line `sep=;`. Returns the bytes to skip. */
static size_t named_delimiter(const char *text, size_t length, char *delimiter)
{
    if (length < 6 || memcmp(text, "sep=", 4) != 0) return 0;
    if (memchr(DELIMITERS, text[4], DELIMITER_COUNT) == NULL) return 0;
    if (text[5] != '\n' && text[5] != '\r') return 0;
    *delimiter = text[4];
    return 5; /* the line end stays: lines are counted */
}

/* ---- cells and rows ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/* Blanks at both ends, the no-break space among them. */
static const char *trim(const char *cell, size_t *length)
{
    while (*length > 0) {
        if (is_blank(cell[0])) {
            cell++, (*length)--;
        } else if (*length >= 2 && memcmp(cell, "\xc2\xa0", 2) == 0) {
            cell += 2, *length -= 2;
        } else
            break;
    }
    while (*length > 0) {
        if (is_blank(cell[*length - 1]))
            (*length)--;
        else if (*length >= 2 && memcmp(cell + *length - 2, "\xc2\xa0", 2) == 0)
            *length -= 2;
        else
            break;
    }
    return cell;
}

static void on_cell(void *bytes, size_t length, void *context)
{
    filling *fill = context;
    qc_csv *csv = fill->csv;
    const char *cell = trim(bytes, &length);
    csv->cell_at[fill->cells++] = (uint32_t) fill->used;
    memcpy(csv->text + fill->used, cell, length);
    csv->text[fill->used + length] = '\0';
    fill->used += length + 1;
    fill->cell_line = fill->line;
}

static void on_row(int last_byte, void *context)
{
    (void) last_byte;
    filling *fill = context;
    qc_csv *csv = fill->csv;
    uint32_t first = csv->row_at[csv->row_count];
    size_t begin = csv->cell_at[first];
    fill->in_row = false;
    if (fill->used - begin == fill->cells - first) { /* nothing but the cells' zeros */
        fill->used = begin;
        fill->cells = first;
        return;
    }
    csv->line[csv->row_count++] = fill->row_line;
    csv->row_at[csv->row_count] = fill->cells;
}

static bool take_room(qc_csv *csv, const char *text, size_t length, qc_status *status)
{
    size_t cells = 2, rows = 2;
    for (size_t i = 0; i < length; i++) {
        bool ends_row = text[i] == '\n' || text[i] == '\r';
        rows += ends_row;
        cells += ends_row || text[i] == csv->delimiter;
    }
    csv->text = qc_memory_take(length + cells, 1, status);
    csv->cell_at = qc_memory_take(cells, sizeof *csv->cell_at, status);
    csv->row_at = qc_memory_take(rows + 1, sizeof *csv->row_at, status);
    csv->line = qc_memory_take(rows, sizeof *csv->line, status);
    return csv->text && csv->cell_at && csv->row_at && csv->line;
}

static bool fail_parse(struct csv_parser *parser, const filling *fill, const char *name,
                       bool at_end, qc_status *status)
{
    if (csv_error(parser) != CSV_EPARSE) {
        return qc_fail(status, QC_NO_MEMORY, "out of memory while reading %s", name);
    }
    int32_t field = (int32_t) (fill->cells - fill->csv->row_at[fill->csv->row_count]) + 1;
    if (at_end) {
        return qc_fail_at(status, QC_BAD_INPUT, name, fill->cell_line, field,
                          "torn quote: the quoted field that begins here never ends; its closing "
                          "quote is missing");
    }
    if (fill->cell_line == fill->line) {
        return qc_fail_at(status, QC_BAD_INPUT, name, fill->cell_line, field,
                          "torn quote: a quote stands inside a field; write it twice and put the "
                          "whole field in quotes");
    }
    return qc_fail_at(status, QC_BAD_INPUT, name, fill->cell_line, field,
                      "torn quote: the quoted field that begins here does not end well before "
                      "line %d; its closing quote is missing",
                      (int) fill->line);
}

static bool blank_line(const char *line, size_t length, char delimiter)
{
    for (size_t i = 0; i < length; i++) {
        if (line[i] == delimiter || strchr(" \t\r\n", line[i]) == NULL) return false;
    }
    return true;
}

/* Where the piece of a line that begins at `at` ends: after its CR or LF. `*return_at` remembers the
 * next CR, so that a text without any is searched for it once. */
static size_t piece_end(const char *text, size_t length, size_t at, size_t *return_at)
{
    const char *feed_at = memchr(text + at, '\n', length - at);
    size_t end = feed_at == NULL ? length : (size_t) (feed_at - text) + 1;
    if (*return_at < at) {
        const char *found = memchr(text + at, '\r', length - at);
        *return_at = found == NULL ? length : (size_t) (found - text);
    }
    return *return_at < end ? *return_at + 1 : end;
}

static bool feed(struct csv_parser *parser, filling *fill, const char *name, const char *text,
                 size_t length, char line_end, qc_status *status)
{
    const char *found = length == 0 ? NULL : memchr(text, '\r', length);
    size_t return_at = found == NULL ? length : (size_t) (found - text);
    fill->line = 1;
    for (size_t at = 0; at < length;) {
        size_t end = piece_end(text, length, at, &return_at);
        if (!fill->in_row && !blank_line(text + at, end - at, fill->csv->delimiter)) {
            fill->row_line = fill->cell_line = fill->line;
            fill->in_row = true;
        }
        if (fill->in_row &&
            csv_parse(parser, text + at, end - at, on_cell, on_row, fill) != end - at) {
            return fail_parse(parser, fill, name, false, status);
        }
        if (text[end - 1] == line_end) fill->line++;
        at = end;
    }
    if (csv_fini(parser, on_cell, on_row, fill) == 0) return true;
    return fail_parse(parser, fill, name, true, status);
}

bool qc_csv_parse(qc_csv *csv, const char *name, const char *text, size_t length, qc_status *status)
{
    struct csv_parser parser;
    filling fill = {.csv = csv};
    bool ok = false;
    char line_end = length > 0 && memchr(text, '\n', length) != NULL ? '\n' : '\r';
    size_t skip = named_delimiter(text, length, &csv->delimiter);

    if (skip == 0) csv->delimiter = decide_delimiter(text, length, line_end);
    if (!take_room(csv, text, length, status)) return false;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
        return qc_fail(status, QC_NO_MEMORY, "out of memory while reading %s", name);
    }
    csv_set_delim(&parser, (unsigned char) csv->delimiter);
    csv_set_realloc_func(&parser, resize);
    csv_set_free_func(&parser, release);
    csv_set_blk_size(&parser, 1);
    ok = feed(&parser, &fill, name, text + skip, length - skip, line_end, status);
    csv_free(&parser);
    return ok;
}

int32_t qc_csv_width(const qc_csv *csv, int32_t row)
{
    assert(row >= 0 && row < csv->row_count);
    return (int32_t) (csv->row_at[row + 1] - csv->row_at[row]);
}

const char *qc_csv_cell(const qc_csv *csv, int32_t row, int32_t field)
{
    assert(field >= 0 && field < qc_csv_width(csv, row));
    return csv->text + csv->cell_at[csv->row_at[row] + (uint32_t) field];
}

const char *qc_csv_excerpt(const char *cell, char room[QC_CSV_EXCERPT])
{
    size_t length = strlen(cell), kept = length;
    if (length >= QC_CSV_EXCERPT) {
        kept = QC_CSV_EXCERPT - sizeof "...";
        while (kept > 0 && ((unsigned char) cell[kept] & 0xc0) == 0x80) {
            kept--;
        }
    }
    memcpy(room, cell, kept);
    memcpy(room + kept, kept < length ? "..." : "", kept < length ? 4 : 1);
    return room;
}

void qc_csv_write(qc_text *out, const char *cell)
{
    if (strpbrk(cell, ",;|\t\"\r\n") == NULL) {
        qc_text_add(out, cell);
        return;
    }
    qc_text_add(out, "\"");
    for (const char *quote = strchr(cell, '"'); quote != NULL; quote = strchr(cell, '"')) {
        qc_text_add_part(out, cell, (size_t) (quote - cell) + 1);
        qc_text_add(out, "\"");
        cell = quote + 1;
    }
    qc_text_add(out, cell);
    qc_text_add(out, "\"");
}

void qc_csv_free(qc_csv *csv)
{
    qc_memory_release(csv->text);
    qc_memory_release(csv->cell_at);
    qc_memory_release(csv->row_at);
    qc_memory_release(csv->line);
    *csv = (qc_csv){0};
}
