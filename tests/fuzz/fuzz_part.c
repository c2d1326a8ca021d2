/* Any bytes may call themselves a part; what is accepted is written and read back as the same part. */
#include "report/part.h"

#include <assert.h>
#include <string.h>

static void there_and_back(const qc_part *part)
{
    qc_status status = {0};
    qc_part again = {0};
    qc_sink sink;
    qc_digest first, second;
    char one[QC_DIGEST_TEXT], two[QC_DIGEST_TEXT];

    qc_sink_memory(&sink);
    if (qc_part_write(&sink, part, &status)) {
        const char *text = qc_text_get(&sink.memory);
        bool ok = qc_part_read_bytes(&again, "again.json", text, strlen(text), &status);
        assert(ok);
        ok = qc_part_match(&again, part, &status) && again.shard == part->shard;
        assert(ok);
        qc_digest_start(&first);
        qc_digest_start(&second);
        qc_outcome_digest(&part->outcome, &first);
        qc_outcome_digest(&again.outcome, &second);
        qc_digest_end(&first, one);
        qc_digest_end(&second, two);
        assert(strcmp(one, two) == 0);
    }
    qc_part_free(&again);
    qc_sink_drop(&sink);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_part part = {0};
    qc_status status = {0};

    if (qc_part_read_bytes(&part, "part.json", (const char *) data, size, &status))
        there_and_back(&part);
    else
        assert(status.code == QC_BAD_INPUT && status.message[0] != '\0');
    qc_part_free(&part);
    return 0;
}
