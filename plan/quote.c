#include "plan/quote.h"

#include <string.h>

/* C1 controls are U+0080..U+009F: bytes C2 80 .. C2 9F. */
static bool is_control(const char *at)
{
    unsigned char byte = (unsigned char) at[0], next = (unsigned char) at[1];
    return byte < 0x20 || byte == 0x7F || (byte == 0xC2 && next >= 0x80 && next <= 0x9F);
}

static size_t character_length(const char *at)
{
    unsigned char lead = (unsigned char) at[0];
    size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (size_t i = 1; i < size; i++)
        if (((unsigned char) at[i] & 0xC0) != 0x80) return i;
    return size;
}

const char *qc_quote(const char *text, char out[QC_QUOTE_SIZE])
{
    const size_t room = QC_QUOTE_SIZE - 4; /* for "..." and the zero */
    size_t used = 0;
    while (*text) {
        size_t size = character_length(text);
        if (used + size > room) {
            memcpy(out + used, "...", 3);
            used += 3;
            break;
        }
        if (is_control(text))
            out[used++] = '?';
        else {
            memcpy(out + used, text, size);
            used += size;
        }
        text += size;
    }
    out[used] = '\0';
    return out;
}

bool qc_quote_has_control(const char *text)
{
    for (; *text; text++)
        if (is_control(text)) return true;
    return false;
}
