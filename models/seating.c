#include "models/seating.h"

#include "core/text.h"

#define NO_SEAT (-1)

typedef struct search {
    qc_seating *seating;
    const qc_team_model *team;
    const qc_book *book;
    int32_t *seat_of_owner; /* [owner], NO_SEAT = none */
    bool *seen;             /* [owner]: counted among the others */
    int32_t turn;
} search;

static const char *owner_name(const search *it, int32_t owner)
{
    return it->book->names[QC_LABEL_OWNER].text[owner];
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
        const char *name = it->team->seats[s].name;
        for (int32_t o = 0; name != NULL && o < it->book->names[QC_LABEL_OWNER].count; o++) {
            if (qc_text_same(name, owner_name(it, o))) sit(it, o, s);
        }
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
    for (int32_t i = 0; i < book->open_count; i++)
        seat_deal(&it, i);
    return true;
}
