/** Writes to a file or to memory and keeps the first write error. A file appears only when it is
 *  complete: it is written under a temporary name beside its place and renamed by qc_sink_close().
 */
#ifndef QC_REPORT_SINK_H
#define QC_REPORT_SINK_H

#include "core/text.h"

#include <stdio.h>

typedef struct qc_sink {
    FILE *stream; /* NULL: memory */
    qc_text memory;
    char path[4096]; /* final name, "" when the stream is not ours (stdout) */
    char temporary[4096 + 32];
    bool failed;
    int reason; /* errno of the first failed write, 0 = unknown */
} qc_sink;

void qc_sink_memory(qc_sink *sink);
void qc_sink_stream(qc_sink *sink, FILE *stream); /* borrowed, flushed at close */
QC_CHECKED bool qc_sink_file(qc_sink *sink, const char *path, qc_status *status);

void qc_sink_add(qc_sink *sink, const char *text);
void qc_sink_addf(qc_sink *sink, const char *format, ...) QC_PRINTF(2, 3);

/** Finish: flush, rename into place. @fails QC_IO naming the file and the reason; nothing is left
 * behind. */
QC_CHECKED bool qc_sink_close(qc_sink *sink, qc_status *status);
/** Give up: remove the temporary file. Legal after close and on a zeroed sink; frees memory. */
void qc_sink_drop(qc_sink *sink);

#endif
