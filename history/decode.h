/** A file's bytes as UTF-8 text, whatever program wrote them. */
#ifndef QC_HISTORY_DECODE_H
#define QC_HISTORY_DECODE_H

#include "core/status.h"

#define QC_DECODE_MOST_BYTES ((size_t) INT32_MAX - 16) /* offsets in a text are 32 bits wide */

typedef enum qc_encoding {
    QC_ENCODING_UTF8,
    QC_ENCODING_UTF16,
    QC_ENCODING_WINDOWS_1252
} qc_encoding;

typedef struct qc_decoded {
    const char *text; /* without byte-order mark; points into the bytes given or into `owned` */
    size_t length;
    qc_encoding encoding;
    char *owned;
} qc_decoded;

/** Read a whole file (also a pipe; "-" is the standard input) into one block; release it with qc_memory_release().
 *  @fails QC_IO for a missing or unreadable file or a directory; QC_BAD_INPUT over 2 GB */
QC_CHECKED bool qc_decode_load(const char *path, char **bytes, size_t *length, qc_status *status);

/** UTF-8 with or without byte-order mark, UTF-16 with one (or without, when zero bytes make it
 * plain); bytes that are not valid UTF-8 are read as Windows-1252.
 *  @param decoded  zeroed; valid as long as `bytes`; free with qc_decode_free()
 *  @fails QC_BAD_INPUT for torn UTF-16 and for a zero byte in the text, with its line */
QC_CHECKED bool qc_decode(qc_decoded *decoded, const char *name, const char *bytes, size_t length,
                          qc_status *status);

void qc_decode_free(qc_decoded *decoded);

#endif
