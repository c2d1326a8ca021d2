/* Any bytes are a legal text to core/text and core/calendar; what they accept means what it says. */
#include "core/calendar.h"
#include "core/text.h"

#include <assert.h>
#include <string.h>

static void fold(const char *text)
{
    char folded[4000], again[4000], narrow[5];

    qc_text_fold(text, folded, sizeof folded);
    assert(strlen(folded) < sizeof folded);
    assert(!qc_text_is_utf8(text, strlen(text)) || qc_text_is_utf8(folded, strlen(folded)));
    if (strlen(text) < 80) { /* so that neither is cut: folding a folded name changes nothing */
        qc_text_fold(folded, again, sizeof again);
        assert(strcmp(folded, again) == 0);
    }
    qc_text_fold(text, narrow, sizeof narrow);
    assert(strlen(narrow) < sizeof narrow);
    assert(qc_text_same(text, text));
    assert(qc_text_width(text) >= 0);
}

static void read_numbers(const char *text)
{
    int64_t whole;
    double decimal;
    qc_day day;
    char out[16];

    if (qc_text_whole(text, &whole)) {
        assert(qc_text_decimal(text, &decimal));
        assert(decimal - (double) whole == 0.0);
    }
    if (qc_text_decimal(text, &decimal)) assert(decimal - decimal == 0.0);
    if (qc_calendar_parse(text, &day)) assert(strcmp(qc_calendar_text(day, out), text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"conversion", "days", "won", "\xC3\xA9tape"};
    qc_text text = {0};

    qc_text_add_part(&text, (const char *) data, size);
    if (!text.failed) {
        fold(qc_text_get(&text));
        read_numbers(qc_text_get(&text));
        (void) qc_text_nearest(qc_text_get(&text), names, 4);
    }
    qc_text_free(&text);
    return 0;
}
