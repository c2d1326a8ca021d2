/* Any bytes may call themselves a certificate; what is accepted can be said in words. */
#include "report/trust.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const qc_trust_basis basis = {"aa", "bb"};
    qc_trust trust = {.state = QC_TRUST_NOT_ASKED};
    qc_status status = {0};
    qc_text words = {0};

    if (!qc_trust_read_bytes(&trust, "plan.trust.json", (const char *) data, size, &basis,
                             &status)) {
        assert(status.code == QC_BAD_INPUT && status.message[0] != '\0');
        assert(trust.state == QC_TRUST_BROKEN);
    } else {
        assert(trust.state == QC_TRUST_FRESH || trust.state == QC_TRUST_STALE);
        assert(trust.held_80 >= 0 && trust.held_80 <= 1 && trust.forecasts > 0);
    }
    qc_trust_words(&trust, "plan.yaml", &words);
    assert(words.length > 0);
    qc_text_free(&words);
    return 0;
}
