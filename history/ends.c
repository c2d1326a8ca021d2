#include "history/ends.h"

#include "core/memory.h"
#include "core/text.h"

#include <string.h>

#define STAYS_SHARE 0.8 /* of its deals, for a word to look like an end */
#define FOLDED      64

static const char *const WON[] = {"won",
                                  "closedwon",
                                  "dealwon",
                                  "gewonnen",
                                  "gagne",
                                  "gagn\xc3\xa9",
                                  "ganado",
                                  "ganada",
                                  "ganho",
                                  "vinto",
                                  "wygrane",
                                  "gewonnenabgeschlossen",
                                  "gagnee",
                                  ("gagn\xc3\xa9"
                                   "e"),
                                  "vinta",
                                  "wygrana"};
static const char *const LOST[] = {"lost",  "closedlost", "deallost", "verloren",
                                   "perdu", "perdue",     "perdido",  "perdida",
                                   "perso", "przegrane",  "persa",    "przegrana"};
static const char *const SOUNDS[] = {"won",     "lost",       "close",   "cancel",        "dead",
                                     "disqual", "unqual",     "abandon", "reject",        "archiv",
                                     "junk",    "nodecision", "declin",  "notinterested", "expired",
                                     "signed",  "completed"};

static bool is_one_of(const char *folded, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(folded, words[i]) == 0) return true;
    }
    return false;
}

qc_id qc_ends_of_word(const char *word)
{
    char folded[FOLDED];
    qc_text_fold(word, folded, sizeof folded);
    /* "6 - Closed Won", "Closed Lost - price": numbers and reasons around the two words */
    const bool won = strstr(folded, "closedwon") != NULL ||
                     is_one_of(folded, WON, sizeof WON / sizeof *WON);
    const bool lost = strstr(folded, "closedlost") != NULL ||
                      is_one_of(folded, LOST, sizeof LOST / sizeof *LOST);
    if (won == lost) return QC_STAGE_OPEN;
    return won ? QC_STAGE_WON : QC_STAGE_LOST;
}

bool qc_ends_sounds_like(const char *word)
{
    char folded[FOLDED];
    qc_text_fold(word, folded, sizeof folded);
    for (size_t i = 0; i < sizeof SOUNDS / sizeof *SOUNDS; i++) {
        if (strstr(folded, SOUNDS[i]) != NULL) return true;
    }
    return false;
}

typedef struct word_count {
    int32_t visits; /* times a deal came into the stage */
    int32_t stays;  /* times it is the deal's last */
} word_count;

static void count_words(const qc_deal_rows *rows, word_count *counts)
{
    for (int32_t row = 0; row < rows->count; row++) {
        const qc_id text = rows->stage[row];
        const bool first = row == 0 || rows->deal[row - 1] != rows->deal[row];
        const bool last = row + 1 == rows->count || rows->deal[row + 1] != rows->deal[row];
        counts[text].visits += first || rows->stage[row - 1] != text;
        counts[text].stays += last;
    }
}

static bool note_end(qc_decisions *decisions, const char *word, qc_id meaning,
                     const word_count *count, qc_status *status)
{
    const bool won = meaning == QC_STAGE_WON;
    const char *kind = won ? "won" : "lost";
    if (strcmp(word, kind) == 0) return true; /* our own words need no explanation */
    return qc_decisions_add(decisions, kind, word, true, won ? "--won" : "--lost", status,
                            "deals that end in it: %d, that reach it: %d", (int) count->stays,
                            (int) count->visits);
}

static bool note_doubtful(qc_decisions *decisions, const char *word, const word_count *count,
                          qc_status *status)
{
    const bool stays = (double) count->stays >= STAYS_SHARE * (double) count->visits;
    if (!stays || !qc_ends_sounds_like(word)) return true;
    return qc_decisions_add(decisions, "maybe an end", word, false, "--won, --lost or --ignore",
                            status,
                            "read as a stage; it sounds like an end, and %d of %d deals stay in it",
                            (int) count->stays, (int) count->visits);
}

bool qc_ends_note(qc_decisions *decisions, const qc_deal_rows *rows, const qc_id *meaning,
                  qc_status *status)
{
    bool ok = true, any_won = false, any_lost = false;
    if (decisions == NULL) return true;
    word_count *counts = qc_memory_take((size_t) rows->stages.count, sizeof *counts, status);
    if (counts == NULL) return false;
    count_words(rows, counts);
    for (int32_t text = 0; text < rows->stages.count && ok; text++) {
        const char *word = rows->stages.text[text];
        if (counts[text].visits == 0) continue; /* of another pipeline */
        any_won = any_won || meaning[text] == QC_STAGE_WON;
        any_lost = any_lost || meaning[text] == QC_STAGE_LOST;
        if (meaning[text] == QC_STAGE_WON || meaning[text] == QC_STAGE_LOST)
            ok = note_end(decisions, word, meaning[text], &counts[text], status);
        else if (meaning[text] >= 0)
            ok = note_doubtful(decisions, word, &counts[text], status);
    }
    qc_memory_release(counts);
    if (ok && !any_won) {
        ok = qc_decisions_add(decisions, "won", "no word", false, "--won", status,
                              "no stage has a name that means won; no deal counts as won");
    }
    if (ok && !any_lost) {
        ok = qc_decisions_add(decisions, "lost", "no word", false, "--lost", status,
                              "no stage has a name that means lost; no deal counts as lost");
    }
    return ok;
}
