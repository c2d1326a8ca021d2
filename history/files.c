#include "history/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

bool qc_files_is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

qc_day qc_files_changed(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode)) return QC_DAY_NONE;
    const int64_t day = (int64_t) about.st_mtime / 86400;
    return day >= 0 && day < INT32_MAX ? (qc_day) day : QC_DAY_NONE;
}

static bool is_table(const char *name)
{
    const char *dot = strrchr(name, '.');
    if (name[0] == '.' || dot == NULL) return false;
    return strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0 ||
           strcasecmp(dot, ".txt") == 0;
}

static int compare(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static bool list(qc_files *files, DIR *folder, const char *path, qc_status *status)
{
    int32_t capacity = 0;
    const struct dirent *found;
    while ((found = readdir(folder)) != NULL) {
        if (!is_table(found->d_name)) continue;
        const char **paths = qc_arena_grow(&files->arena, files->path, files->count, &capacity,
                                           sizeof *paths, status);
        if (paths == NULL) return false;
        files->path = paths;
        paths[files->count] = qc_arena_format(&files->arena, status, "%s/%s", path, found->d_name);
        if (paths[files->count++] == NULL) return false;
    }
    if (files->count == 0) {
        return qc_fail_at(status, QC_BAD_INPUT, path, 0, 0,
                          "is a folder without any .csv file; a history is a file, or a folder of "
                          "dated snapshots");
    }
    qsort(files->path, (size_t) files->count, sizeof *files->path, compare);
    return true;
}

bool qc_files_list(qc_files *files, const char *path, qc_status *status)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return qc_fail_at(status, QC_IO, path, 0, 0, "cannot be opened: %s", strerror(errno));
    }
    bool ok = list(files, folder, path, status);
    (void) closedir(folder);
    return ok;
}
