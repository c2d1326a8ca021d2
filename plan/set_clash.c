#include "plan/set_clash.h"

#include "core/text.h"
#include "plan/quantity.h"
#include "plan/set.h"

#include <string.h>

#define PATH_SIZE 256
#define MOST      64 /* changes at once that are looked at */

typedef struct one_set {
    char path[PATH_SIZE];
    const char *text; /* the value */
    bool is_value;    /* 80 per month; else a change: +10% */
} one_set;

static bool take_apart(const char *set, one_set *out)
{
    const char *equals = qc_set_equals(set);
    set += strspn(set, " \t");
    if (equals == NULL || equals <= set || (size_t) (equals - set) >= PATH_SIZE) return false;
    size_t length = (size_t) (equals - set);
    memcpy(out->path, set, length);
    while (length > 0 && (out->path[length - 1] == ' ' || out->path[length - 1] == '\t'))
        length--;
    out->path[length] = '\0';
    out->text = equals + 1 + strspn(equals + 1, " \t");
    out->is_value = !qc_quantity_is_change(out->text);
    return true;
}

/* "pipeline.days" has the member "pipeline.proposal.days". */
static bool is_inside(const char *group, const char *member)
{
    const char *key = strrchr(group, '.');
    const size_t head = key != NULL ? (size_t) (key - group) + 1 : 0;
    const size_t tail = key != NULL ? strlen(key) : 0, length = strlen(member);
    return key != NULL && length > head + tail && strncmp(group, member, head) == 0 &&
           strcmp(member + length - tail, key) == 0;
}

/* The win rate follows from the conversions. */
static bool is_part(const char *group, const char *member)
{
    const char *end = strrchr(member, '.');
    return is_inside(group, member) ||
           (strcmp(group, "win_rate") == 0 && strncmp(member, "pipeline.", 9) == 0 && end != NULL &&
            strcmp(end, ".conversion") == 0);
}

/* Also of the same in one segment: "deal_size" and "segments.mid.deal_size". */
static bool is_member(const char *group, const char *member)
{
    if (strcmp(group, "team.hires") == 0) return false;
    if (is_part(group, member)) return true;
    if (strncmp(member, "segments.", 9) != 0 || strncmp(group, "segments.", 9) == 0) return false;
    for (const char *dot = strchr(member + 9, '.'); dot != NULL; dot = strchr(dot + 1, '.')) {
        if (strcmp(dot + 1, group) == 0 || is_part(group, dot + 1)) return true;
    }
    return false;
}

static bool check_pair(const one_set *first, const one_set *second, qc_status *status)
{
    if (qc_text_same(first->path, second->path)) {
        if (strcmp(first->path, "team.hires") == 0) return true; /* none as planned, but others */
        return qc_fail(status, QC_BAD_INPUT,
                       "'%s' is set twice, to '%s' and to '%s': one of them is meant", first->path,
                       first->text, second->text);
    }
    const bool down = is_member(first->path, second->path);
    const bool up = is_member(second->path, first->path);
    if (!second->is_value || !(up || down)) return true;
    if (first->is_value)
        return qc_fail(status, QC_BAD_INPUT,
                       "'%s=%s' and '%s=%s' contradict each other: '%s' is one of what '%s' sets",
                       first->path, first->text, second->path, second->text,
                       down ? second->path : first->path, down ? first->path : second->path);
    return down || qc_fail(status, QC_BAD_INPUT,
                           "'%s=%s' undoes '%s=%s' before it: name the value first, or one of them",
                           second->path, second->text, first->path, first->text);
}

bool qc_set_clash(const char *const *sets, int32_t count, qc_status *status)
{
    one_set seen[MOST];
    int32_t known = 0;
    for (int32_t i = 0; i < count && known < MOST; i++) {
        if (!take_apart(sets[i], &seen[known])) continue; /* whoever reads it says what is wrong */
        for (int32_t j = 0; j < known; j++) {
            if (!check_pair(&seen[j], &seen[known], status)) return false;
        }
        known++;
    }
    return true;
}
