/** SHA-256 of files and results; the only file that includes nettle. */
#ifndef QC_CORE_DIGEST_H
#define QC_CORE_DIGEST_H

#include "core/status.h"

#define QC_DIGEST_TEXT 65 /* 64 hex digits and the zero */

typedef struct qc_digest {
    uint64_t state[32]; /* room for nettle's context, checked by a static assertion */
} qc_digest;

void qc_digest_start(qc_digest *digest);
void qc_digest_add(qc_digest *digest, const void *bytes, size_t count);
void qc_digest_add_whole(qc_digest *digest, int64_t value);   /* eight bytes, little-endian */
void qc_digest_add_text(qc_digest *digest, const char *text); /* with its length in front */
void qc_digest_end(qc_digest *digest, char hex[QC_DIGEST_TEXT]);

QC_CHECKED bool qc_digest_file(const char *path, char hex[QC_DIGEST_TEXT], qc_status *status);

#endif
