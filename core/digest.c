#include "core/digest.h"

#include <errno.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(qc_digest), "a digest has room for nettle's");
_Static_assert(QC_DIGEST_TEXT == 2 * SHA256_DIGEST_SIZE + 1, "two hex digits a byte and the zero");

/* The bytes are moved in and out because the header keeps nettle's type to this file. */
static struct sha256_ctx opened(const qc_digest *digest)
{
    struct sha256_ctx context;

    memcpy(&context, digest->state, sizeof context);
    return context;
}

static void keep(qc_digest *digest, const struct sha256_ctx *context)
{
    memcpy(digest->state, context, sizeof *context);
}

void qc_digest_start(qc_digest *digest)
{
    struct sha256_ctx context;

    *digest = (qc_digest){0};
    sha256_init(&context);
    keep(digest, &context);
}

void qc_digest_add(qc_digest *digest, const void *bytes, size_t count)
{
    struct sha256_ctx context = opened(digest);

    sha256_update(&context, count, bytes);
    keep(digest, &context);
}

void qc_digest_add_whole(qc_digest *digest, int64_t value)
{
    uint8_t bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t) ((uint64_t) value >> (8 * i));
    qc_digest_add(digest, bytes, sizeof bytes);
}

void qc_digest_add_text(qc_digest *digest, const char *text)
{
    const size_t length = strlen(text);

    qc_digest_add_whole(digest, (int64_t) length);
    qc_digest_add(digest, text, length);
}

void qc_digest_end(qc_digest *digest, char hex[QC_DIGEST_TEXT])
{
    struct sha256_ctx context = opened(digest);
    uint8_t bytes[SHA256_DIGEST_SIZE];

    sha256_digest(&context, sizeof bytes, bytes);
    base16_encode_update(hex, sizeof bytes, bytes);
    hex[QC_DIGEST_TEXT - 1] = '\0';
}

bool qc_digest_file(const char *path, char hex[QC_DIGEST_TEXT], qc_status *status)
{
    unsigned char buffer[16384];
    qc_digest digest;
    size_t count;
    bool ok = false;
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        return qc_fail_at(status, QC_IO, path, 0, 0, "cannot be opened: %s", strerror(errno));
    }
    qc_digest_start(&digest);
    while ((count = fread(buffer, 1, sizeof buffer, file)) > 0) {
        qc_digest_add(&digest, buffer, count);
    }
    if (ferror(file) != 0) {
        (void) qc_fail_at(status, QC_IO, path, 0, 0, "cannot be read: %s", strerror(errno));
        goto out;
    }
    qc_digest_end(&digest, hex);
    ok = true;
out:
    (void) fclose(file);
    return ok;
}
