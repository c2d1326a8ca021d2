/* Any bytes as the specification of a synthetic company: refused with a place and a reason, or within the limits
 * that everything built on it relies on. */
#include "study/synth/synth.h"

static void require(bool holds)
{
    if (!holds) __builtin_trap();
}

static void check_spec(const qc_synth_spec *spec)
{
    const qc_day start = qc_synth_start(spec);
    require(spec->stage_count >= 1 && spec->stage_count <= QC_SYNTH_STAGES);
    require(spec->segment_count >= 1 && spec->segment_count <= QC_SYNTH_SEGMENTS);
    require(start <= spec->as_of && spec->until > spec->as_of);
    require(spec->target_count >= 0 && spec->target_count <= QC_SYNTH_TARGETS);
    require(spec->growth > -1.0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_synth_spec spec = {0};
    qc_findings findings = {.count = 0};
    qc_status status = {0};

    if (qc_synth_spec_read_bytes(&spec, "spec.yaml", (const char *) data, size, &findings, &status))
        check_spec(&spec);
    else
        require(status.code == QC_BAD_INPUT && status.message[0] != '\0');
    qc_findings_free(&findings);
    return 0;
}
