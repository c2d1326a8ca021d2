#include "history/aside.h"

#include "core/text.h"

#include <inttypes.h>
#include <math.h>

#define USUALLY_ALLOWED 0.05

const char *qc_aside_word(qc_aside reason)
{
    static const char *const WORDS[QC_ASIDE_COUNT] = {
#define QC_ASIDE_WORD(name, word) [QC_ASIDE_##name] = word,
        QC_ASIDES(QC_ASIDE_WORD)
#undef QC_ASIDE_WORD
    };
    return WORDS[reason];
}

int64_t qc_aside_rows(const qc_aside_tally *tally)
{
    int64_t rows = 0;
    for (int reason = 0; reason < QC_ASIDE_COUNT; reason++) {
        rows += tally->rows[reason];
    }
    return rows;
}

/* These say nothing about the quality of the file. */
static bool is_harmless(qc_aside reason)
{
    return reason == QC_ASIDE_AFTER_AS_OF || reason == QC_ASIDE_DELETED ||
           reason == QC_ASIDE_FOOTER || reason == QC_ASIDE_NOT_A_STAGE ||
           reason == QC_ASIDE_NOT_DONE;
}

bool qc_aside_judge(const qc_aside_tally *tally, int64_t rows_read, double allowed,
                    const char *file, qc_findings *findings, qc_status *status)
{
    qc_text reasons = {0};
    int64_t bad = 0;
    for (int reason = 0; reason < QC_ASIDE_COUNT; reason++) {
        if (!is_harmless((qc_aside) reason)) bad += tally->rows[reason];
    }
    double limit = allowed > 0.0 ? allowed : USUALLY_ALLOWED;
    if ((double) bad <= limit * (double) rows_read) return true;

    for (int reason = 0; reason < QC_ASIDE_COUNT; reason++) {
        if (is_harmless((qc_aside) reason) || tally->rows[reason] == 0) continue;
        qc_text_addf(&reasons, "%s%" PRId64 " %s", reasons.length > 0 ? ", " : "",
                     tally->rows[reason], qc_aside_word((qc_aside) reason));
    }
    bool ok = qc_findings_add(
        findings, QC_FINDING_ERROR, "too many rows set aside", file, 0, 0, status,
        "%" PRId64 " of %" PRId64 " rows cannot be used (%s), more than %g%%; mend the file, or "
        "say history.allow_set_aside: %d%%",
        bad, rows_read, qc_text_get(&reasons), limit * 100.0,
        (int) ceil(100.0 * (double) bad / (double) rows_read));
    if (reasons.failed) ok = qc_fail(status, QC_NO_MEMORY, "out of memory while writing a message");
    qc_text_free(&reasons);
    return ok;
}
