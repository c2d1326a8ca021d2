#include "cli/data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool qc_data_find(const char *name, char *path, qc_status *status)
{
    char program[QC_DATA_PATH], beside[QC_DATA_PATH + 32] = "";
    const char *named = getenv("QUOTACAST_DATA");
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length > 0) {
        program[length] = '\0';
        char *slash = strrchr(program, '/');
        if (slash != NULL) *slash = '\0';
        (void) snprintf(beside, sizeof beside, "%s/../share/quotacast", program);
    }
    const char *folders[] = {named, named == NULL ? beside : NULL, QC_DATA_DIR, QC_SOURCE_DATA_DIR};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        if (folders[i] != NULL &&
            snprintf(path, QC_DATA_PATH, "%s/%s", folders[i], name) < QC_DATA_PATH &&
            access(path, R_OK) == 0)
            return true;
    }
    return qc_fail(status, QC_IO,
                   "'%s' is not installed; set QUOTACAST_DATA to the folder that holds it", name);
}
