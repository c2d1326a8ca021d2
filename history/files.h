/** The tables in a folder. */
#ifndef QC_HISTORY_FILES_H
#define QC_HISTORY_FILES_H

#include "core/arena.h"
#include "core/calendar.h"

typedef struct qc_files { /* zeroed; qc_arena_free() on `arena` */
    qc_arena arena;
    const char **path; /* sorted */
    int32_t count;
} qc_files;

/** Day on which a file was last written (UTC); QC_DAY_NONE for what is no file. */
qc_day qc_files_changed(const char *path);

/** Is the path a folder? */
bool qc_files_is_folder(const char *path);

/** List the files of a folder whose names end in .csv, .tsv or .txt; others and hidden ones are passed
 *  over.
 *  @fails QC_IO, QC_NO_MEMORY; QC_BAD_INPUT when there is none */
QC_CHECKED bool qc_files_list(qc_files *files, const char *folder, qc_status *status);

#endif
