#include "models/even.h"

#include <math.h>

static int32_t sizes_from(const qc_model *model)
{
    return QC_EVEN_STREAM * model->arrivals.stream_count;
}

static int32_t parts_from(const qc_model *model)
{
    return sizes_from(model) + QC_EVEN_SIZE * model->size_count;
}

int32_t qc_even_count(const qc_model *model)
{
    return parts_from(model) + QC_EVEN_PART * model->stages.part_count;
}

void qc_even_used(const qc_model *model, bool *used)
{
    for (int32_t s = 0; s < model->arrivals.stream_count; s++) {
        const qc_stream *stream = &model->arrivals.streams[s];
        const bool noisy = stream->stated && (!stream->fixed_noise || stream->noise_sd > 0);
        *used++ = stream->stated && isfinite(stream->shape);
        *used++ = noisy && !stream->fixed_noise && stream->filter.cells > 1;
        *used++ = noisy;
    }
    for (int32_t i = 0; i < model->size_count; i++) {
        const bool open = !isinf(qc_size_model_posterior(&model->sizes[i]).degrees);
        *used++ = open;
        *used++ = open;
    }
    for (int32_t p = 0; p < model->stages.part_count; p++) {
        const qc_stage_part *part = &model->stages.parts[p];
        const bool stated = !part->fitted && part->belief.stated;
        *used++ = stated && !part->belief.conversion.certain;
        *used++ = stated && isfinite(part->belief.level);
    }
}

void qc_even_share_out(const qc_model *model, qc_draw *draw)
{
    const double *even = draw->even;
    draw->arrivals.even = even;
    for (int32_t i = 0; i < model->size_count; i++)
        draw->sizes[i].even = even != NULL ? &even[sizes_from(model) + QC_EVEN_SIZE * i] : NULL;
    draw->stages.even = even != NULL ? &even[parts_from(model)] : NULL;
}
