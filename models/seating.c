#include "models/seating.h"

#include "core/text.h"

#include <stdio.h>

#define NO_SEAT   (-1)
#define WORD_ROOM 24

typedef struct search {
    qc_seating *seating;
    const qc_team_model *team;
    const qc_book *book;
    int32_t *seat_of_owner; /* [owner], NO_SEAT = none */
    bool *seen;             /* [owner]: counted among the others */
    int32_t turn;
} search;

/* The search begins at `from` and goes round: names that follow each other are found at once. */
static qc_id find_owner(const qc_book *book, const char *name, qc_id from)
{
    const qc_names *names = &book->names[QC_LABEL_OWNER];
    for (int32_t i = 0; name != NULL && i < names->count; i++) {
        const qc_id owner = (from + i) % names->count;
        if (qc_text_same(names->text[owner], name)) return owner;
    }
    return QC_ID_NONE;
}

/* Seats of a kind are counted. */
static void write_word(const qc_team_model *team, int32_t seat, char word[WORD_ROOM])
{
    const bool planned = team->seats[seat].planned;
    int32_t number = 1;
    for (int32_t s = 0; s < seat; s++)
        number += team->seats[s].name == NULL && team->seats[s].planned == planned;
    snprintf(word, WORD_ROOM, "%s %d", planned ? "hire" : "rep", (int) number);
}

const char *qc_seating_word(const qc_team_model *team, int32_t seat, qc_arena *arena,
                            qc_status *status)
{
    char word[WORD_ROOM];
    write_word(team, seat, word);
    return qc_arena_text(arena, word, status);
}

static void sit(search *it, int32_t owner, int32_t seat)
{
    it->seat_of_owner[owner] = seat;
    it->seating->owner[seat] = owner;
}

static bool is_there(const search *it, int32_t seat)
{
    return !it->team->seats[seat].planned;
}

/* Persons of a table know their names, those to come included: a hire may have sold here before. */
static void find_persons(search *it)
{
    for (int32_t s = 0; s < it->team->seat_count; s++) {
        const qc_id owner = find_owner(it->book, it->team->seats[s].name, 0);
        if (owner != QC_ID_NONE) sit(it, owner, s);
    }
}

/* "rep 2", where the book has such an owner and no seat is his. */
static void find_words(search *it)
{
    qc_id from = 0;
    if (it->team->seat_count > QC_NAMED_MAX) return;
    for (int32_t s = 0; s < it->team->seat_count; s++) {
        if (it->seating->owner[s] != QC_ID_NONE || it->team->seats[s].name != NULL) continue;
        char word[WORD_ROOM];
        write_word(it->team, s, word);
        const qc_id owner = find_owner(it->book, word, from);
        if (owner != QC_ID_NONE) from = owner + 1;
        if (owner != QC_ID_NONE && it->seat_of_owner[owner] == NO_SEAT) sit(it, owner, s);
    }
}

static void seat_the_nameless(search *it)
{
    int32_t next = 0;
    for (int32_t i = 0; i < it->book->open_count; i++) {
        const qc_id owner = it->book->open[i].labels.of[QC_LABEL_OWNER];
        if (owner == QC_ID_NONE || it->seat_of_owner[owner] != NO_SEAT) continue;
        while (next < it->team->seat_count && !is_there(it, next))
            next++;
        if (next == it->team->seat_count) return;
        sit(it, owner, next++);
    }
}

/* The next in turn who takes deals of the segment; of nobody does, the first who is there. */
static int32_t share_out(search *it, int32_t segment)
{
    const int32_t count = it->team->seat_count;
    int32_t anybody = NO_SEAT;
    for (int32_t i = 0; i < count; i++) {
        const int32_t seat = it->turn;
        it->turn = (it->turn + 1) % count;
        if (!is_there(it, seat)) continue;
        if (qc_seat_takes(&it->team->seats[seat], segment)) return seat;
        if (anybody == NO_SEAT) anybody = seat;
    }
    return anybody;
}

static void seat_deal(search *it, int32_t index)
{
    const qc_open_deal *deal = &it->book->open[index];
    const qc_id owner = deal->labels.of[QC_LABEL_OWNER];
    const int32_t own = owner == QC_ID_NONE ? NO_SEAT : it->seat_of_owner[owner];
    if (own != NO_SEAT && is_there(it, own)) {
        it->seating->seat[index] = own;
        it->seating->of_team++;
        return;
    }
    it->seating->of_nobody += owner == QC_ID_NONE;
    it->seating->of_others += owner != QC_ID_NONE;
    if (owner != QC_ID_NONE && !it->seen[owner]) {
        it->seen[owner] = true;
        it->seating->others++;
    }
    it->seating->seat[index] = share_out(it, deal->segment);
}

bool qc_seating_make(qc_seating *seating, const qc_team_model *team, const qc_book *book,
                     qc_arena *arena, qc_status *status)
{
    const size_t owners = (size_t) book->names[QC_LABEL_OWNER].count;
    search it = {.seating = seating, .team = team, .book = book};
    *seating = (qc_seating){0};
    seating->seat = qc_arena_take(arena, (size_t) book->open_count, sizeof *seating->seat, status);
    seating->owner = qc_arena_take(arena, (size_t) team->seat_count, sizeof *seating->owner,
                                   status);
    it.seat_of_owner = qc_arena_take(arena, owners, sizeof *it.seat_of_owner, status);
    it.seen = qc_arena_take(arena, owners, sizeof *it.seen, status);
    if (seating->seat == NULL || seating->owner == NULL || it.seat_of_owner == NULL ||
        it.seen == NULL)
        return false;
    for (int32_t s = 0; s < team->seat_count; s++)
        seating->owner[s] = QC_ID_NONE;
    for (size_t o = 0; o < owners; o++)
        it.seat_of_owner[o] = NO_SEAT;
    if (team->people != NULL)
        find_persons(&it);
    else
        seat_the_nameless(&it);
    find_words(&it);
    for (int32_t i = 0; i < book->open_count; i++)
        seat_deal(&it, i);
    return true;
}

static bool add_owner(qc_book *book, const char *name, qc_status *status)
{
    qc_names *names = &book->names[QC_LABEL_OWNER];
    const char **grown = qc_arena_grow(&book->arena, names->text, names->count, &names->capacity,
                                       sizeof *names->text, status);
    if (grown == NULL) return false;
    names->text = grown;
    names->text[names->count] = qc_arena_text(&book->arena, name, status);
    return names->text[names->count++] != NULL;
}

bool qc_seating_name(const qc_team_model *team, qc_book *book, qc_status *status)
{
    qc_arena scratch = {0};
    qc_seating seating;
    const bool names = team->on && team->seat_count <= QC_NAMED_MAX;
    bool ok = !names || qc_seating_make(&seating, team, book, &scratch, status);
    for (int32_t s = 0; ok && names && s < team->seat_count; s++) {
        char word[WORD_ROOM];
        const char *name = team->seats[s].name;
        if (name == NULL) write_word(team, s, word);
        if (seating.owner[s] != QC_ID_NONE) continue;
        if (name == NULL) name = word;
        if (find_owner(book, name, 0) == QC_ID_NONE) ok = add_owner(book, name, status);
    }
    qc_arena_free(&scratch);
    return ok;
}
