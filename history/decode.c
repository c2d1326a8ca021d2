#include "history/decode.h"

#include "core/memory.h"
#include "core/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Windows-1252 for the bytes 0x80..0x9f; the five that it leaves undefined stand for themselves. */
static const uint16_t WINDOWS_1252[32] = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

static bool load_all(FILE *file, const char *path, char **bytes, size_t *length, qc_status *status)
{
    void *block = NULL;
    size_t capacity = 0, used = 0;
    while (true) {
        if (!qc_memory_grow(&block, &capacity, used + 65536, 1, status)) break;
        errno = 0;
        size_t got = fread((char *) block + used, 1, capacity - used, file);
        used += got;
        if (used > QC_DECODE_MOST_BYTES) {
            qc_fail_at(status, QC_BAD_INPUT, path, 0, 0, "is larger than 2 GB");
            break;
        }
        if (got > 0) continue;
        if (ferror(file)) {
            qc_fail_at(status, QC_IO, path, 0, 0, "cannot be read: %s", strerror(errno));
            break;
        }
        *bytes = block;
        *length = used;
        return true;
    }
    qc_memory_release(block);
    return false;
}

bool qc_decode_load(const char *path, char **bytes, size_t *length, qc_status *status)
{
    errno = 0;
    if (strcmp(path, "-") == 0) return load_all(stdin, "standard input", bytes, length, status);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return qc_fail_at(status, QC_IO, path, 0, 0, "cannot be opened: %s", strerror(errno));
    }
    bool ok = load_all(file, path, bytes, length, status);
    (void) fclose(file); /* nothing was written: a failure to close loses nothing */
    return ok;
}

static size_t put_utf8(char *out, uint32_t point)
{
    if (point < 0x80) {
        out[0] = (char) point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char) (0xc0 | (point >> 6));
        out[1] = (char) (0x80 | (point & 0x3f));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char) (0xe0 | (point >> 12));
        out[1] = (char) (0x80 | ((point >> 6) & 0x3f));
        out[2] = (char) (0x80 | (point & 0x3f));
        return 3;
    }
    out[0] = (char) (0xf0 | (point >> 18));
    out[1] = (char) (0x80 | ((point >> 12) & 0x3f));
    out[2] = (char) (0x80 | ((point >> 6) & 0x3f));
    out[3] = (char) (0x80 | (point & 0x3f));
    return 4;
}

static bool from_windows_1252(qc_decoded *decoded, const char *bytes, size_t length,
                              qc_status *status)
{
    decoded->owned = qc_memory_take(length + 1, 3, status);
    if (decoded->owned == NULL) return false;
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char) bytes[i];
        bool special = byte >= 0x80 && byte < 0xa0;
        used += put_utf8(decoded->owned + used, special ? WINDOWS_1252[byte - 0x80] : byte);
    }
    decoded->text = decoded->owned;
    decoded->length = used;
    decoded->encoding = QC_ENCODING_WINDOWS_1252;
    return true;
}

static uint32_t unit_at(const char *bytes, size_t at, bool big_endian)
{
    unsigned char first = (unsigned char) bytes[at], second = (unsigned char) bytes[at + 1];
    return big_endian ? ((uint32_t) first << 8 | second) : ((uint32_t) second << 8 | first);
}

static bool from_utf16(qc_decoded *decoded, const char *name, const char *bytes, size_t length,
                       bool big_endian, qc_status *status)
{
    int32_t line = 1;
    size_t used = 0;
    decoded->owned = qc_memory_take(length / 2 + 1, 3, status);
    if (decoded->owned == NULL) return false;
    for (size_t at = 0; at < length; at += 2) {
        uint32_t point = at + 1 < length ? unit_at(bytes, at, big_endian) : 0xdc00;
        if (point >= 0xd800 && point < 0xdc00) { /* the first half of a pair */
            uint32_t low = at + 3 < length ? unit_at(bytes, at + 2, big_endian) : 0;
            bool paired = low >= 0xdc00 && low < 0xe000;
            point = paired ? 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00) : 0xdc00;
            at += 2;
        }
        if (point >= 0xdc00 && point < 0xe000) {
            return qc_fail_at(status, QC_BAD_INPUT, name, line, 0,
                              "half a UTF-16 character: the file is torn");
        }
        if (point == '\n') line++;
        used += put_utf8(decoded->owned + used, point);
    }
    decoded->text = decoded->owned;
    decoded->length = used;
    decoded->encoding = QC_ENCODING_UTF16;
    return true;
}

/* Text in Latin letters has a zero as every second byte of UTF-16: at odd places when the small
 * byte comes first, at even ones when the large byte does. 0 = neither, 1 = small first, 2 = large
 * first. */
static int plain_utf16(const char *bytes, size_t length)
{
    size_t look = length < 1024 ? length : 1024;
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < look; i++) {
        if (bytes[i] == 0) zeros[i % 2]++;
    }
    if (zeros[0] == 0 && zeros[1] > look / 4) return 1;
    if (zeros[1] == 0 && zeros[0] > look / 4) return 2;
    return 0;
}

static bool refuse_zero_bytes(const qc_decoded *decoded, const char *name, qc_status *status)
{
    const char *zero = decoded->length ? memchr(decoded->text, 0, decoded->length) : NULL;
    if (zero == NULL) return true;
    int32_t line = 1;
    for (const char *at = decoded->text; at < zero; at++)
        line += *at == '\n';
    return qc_fail_at(status, QC_BAD_INPUT, name, line, 0,
                      "has a zero byte: it is not a text file, or it is torn");
}

static bool decode_any(qc_decoded *decoded, const char *name, const char *bytes, size_t length,
                       qc_status *status)
{
    if (length >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0) {
        return from_utf16(decoded, name, bytes + 2, length - 2, false, status);
    }
    if (length >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0) {
        return from_utf16(decoded, name, bytes + 2, length - 2, true, status);
    }
    int plain = plain_utf16(bytes, length);
    if (plain != 0) return from_utf16(decoded, name, bytes, length, plain == 2, status);
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (!qc_text_is_utf8(bytes, length)) return from_windows_1252(decoded, bytes, length, status);
    decoded->text = bytes;
    decoded->length = length;
    decoded->encoding = QC_ENCODING_UTF8;
    return true;
}

bool qc_decode(qc_decoded *decoded, const char *name, const char *bytes, size_t length,
               qc_status *status)
{
    if (length == 0) bytes = "";
    if (!decode_any(decoded, name, bytes, length, status)) return false;
    if (decoded->length > QC_DECODE_MOST_BYTES) {
        return qc_fail_at(status, QC_BAD_INPUT, name, 0, 0, "is larger than 2 GB");
    }
    return refuse_zero_bytes(decoded, name, status);
}

void qc_decode_free(qc_decoded *decoded)
{
    qc_memory_release(decoded->owned);
    *decoded = (qc_decoded){0};
}
