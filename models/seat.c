#include "models/seat.h"

#include "core/text.h"

#include <string.h>

#define NAME_ROOM     256
#define MOST_SEGMENTS 64

static const char *const PROSPECT[] = {"sdr", "bdr", "sales development"};

static bool prospects(const char *role)
{
    for (size_t i = 0; i < sizeof PROSPECT / sizeof PROSPECT[0]; i++) {
        if (qc_text_same(role, PROSPECT[i])) return true;
    }
    return false;
}

static bool add_segment(qc_seat *seat, const char *name, const qc_seat_source *source,
                        const qc_segments *known, qc_status *status)
{
    const int32_t index = known != NULL ? qc_segments_find(known, name) : 0;
    if (index == 0) {
        const char *near = known != NULL && name[0] != '\0'
                               ? qc_text_nearest(name, known->name, known->count)
                               : NULL;
        return qc_fail_at(status, QC_BAD_INPUT, source->file, source->line, source->field,
                          "segment \"%s\" is none of the company's (in its deals or under "
                          "'segments' in the plan)%s%s%s",
                          name, near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
                          near != NULL ? "'?" : "");
    }
    if (index >= MOST_SEGMENTS)
        return qc_fail_at(status, QC_BAD_INPUT, source->file, source->line, source->field,
                          "segment \"%s\" is beyond the first %d, which people can be for", name,
                          MOST_SEGMENTS - 1);
    seat->segments |= UINT64_C(1) << index;
    return true;
}

bool qc_seat_describe(qc_seat *seat, const char *role, const char *segments,
                      const qc_seat_source *source, const qc_segments *known, qc_status *status)
{
    const char *at = segments;
    seat->prospects_only = prospects(role);
    seat->segments = segments[0] == '\0' ? UINT64_MAX : 0;
    while (*at != '\0') {
        char name[NAME_ROOM];
        const size_t length = strcspn(at, ";");
        if (length >= sizeof name)
            return qc_fail_at(status, QC_BAD_INPUT, source->file, source->line, source->field,
                              "the name of a segment is too long");
        memcpy(name, at, length);
        name[length] = '\0';
        if (!add_segment(seat, name + strspn(name, " "), source, known, status)) return false;
        at += length + (at[length] == ';');
    }
    return true;
}
