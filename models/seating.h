/** Whose open deals are whose: owners of deals, by name, as seats of the team.
 *
 *  With a table of people an owner is the person of that name. Without one the reps are nameless, and owners take their
 *  seats in the order in which their deals stand in the book, as long as there are any. Deals of others, and
 *  deals of nobody, are shared out among those who are there. */
#ifndef QC_MODELS_SEATING_H
#define QC_MODELS_SEATING_H

#include "models/book.h"
#include "models/team_model.h"

#define QC_NAMED_MAX 1000 /* seats of a team whose seats are told apart by name */

typedef struct qc_seating {
    int32_t *seat; /* [open deal]: index into the team's seats, -1 = nobody is there to take it */
    qc_id *owner; /* [seat]: who sits there, index into the book's owners; QC_ID_NONE = not known */
    int32_t of_team;   /* open deals whose owner is there */
    int32_t of_others; /* whose owner is not: shared out */
    int32_t others;    /* how many owners these have */
    int32_t of_nobody; /* without an owner: shared out */
} qc_seating;

/** What a seat is called that nobody is known to sit in: "rep 2", "hire 1".  @fails NULL: no memory */
const char *qc_seating_word(const qc_team_model *team, int32_t seat, qc_arena *arena,
                            qc_status *status);

/** Add those of the team who have no deal yet to the owners of the book, so that targets and quotas may ask for
 *  them: people of the table by their names, other seats as qc_seating_word() calls them. Nothing happens in a team of
 *  more than QC_NAMED_MAX.  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_seating_name(const qc_team_model *team, qc_book *book, qc_status *status);

/** Arrays are taken from `arena`.  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_seating_make(qc_seating *seating, const qc_team_model *team, const qc_book *book,
                                qc_arena *arena, qc_status *status);

#endif
