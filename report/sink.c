#include "report/sink.h"

#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void qc_sink_memory(qc_sink *sink)
{
    *sink = (qc_sink){0};
}

void qc_sink_stream(qc_sink *sink, FILE *stream)
{
    *sink = (qc_sink){.stream = stream};
}

static bool cannot_write(qc_status *status, const char *path, int reason)
{
    return qc_fail(status, QC_IO, "cannot write '%.300s': %s", path,
                   reason != 0 ? strerror(reason) : "the disk or pipe took only part of it");
}

/* A device or a pipe must be written to directly: a rename would put a plain file in its place. */
static bool open_in_place(qc_sink *sink, const char *path, qc_status *status)
{
    sink->stream = fopen(path, "wb");
    if (sink->stream != NULL) return true;
    sink->path[0] = '\0';
    return cannot_write(status, path, errno);
}

static bool open_beside(qc_sink *sink, const char *path, qc_status *status)
{
    int file = -1;

    for (int attempt = 0; attempt < 100 && file < 0; attempt++) {
        snprintf(sink->temporary, sizeof sink->temporary, "%s.%ld-%d.tmp", sink->path,
                 (long) getpid(), attempt);
        file = open(sink->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST) break;
    }
    if (file >= 0) sink->stream = fdopen(file, "wb");
    if (sink->stream == NULL) {
        const int reason = errno;
        if (file >= 0) {
            close(file);
            unlink(sink->temporary);
        }
        sink->path[0] = sink->temporary[0] = '\0';
        return cannot_write(status, path, reason);
    }
    return true;
}

/* Behind a symbolic link the file is to be replaced, not the link: one step along it, in place. */
static bool follow_link(char *path, size_t size)
{
    char target[4096];
    const ssize_t length = readlink(path, target, sizeof target - 1);

    if (length <= 0) return false; /* no link */
    target[length] = '\0';
    char *slash = strrchr(path, '/');
    const size_t folder = target[0] == '/' || slash == NULL ? 0 : (size_t) (slash - path) + 1;
    const int written = snprintf(path + folder, size - folder, "%s", target);
    return written > 0 && (size_t) written < size - folder;
}

bool qc_sink_file(qc_sink *sink, const char *path, qc_status *status)
{
    struct stat found;

    *sink = (qc_sink){0};
    const bool exists = stat(path, &found) == 0;
    if (exists && S_ISDIR(found.st_mode)) return cannot_write(status, path, EISDIR);
    const int length = snprintf(sink->path, sizeof sink->path, "%s", path);
    if (length <= 0 || (size_t) length >= sizeof sink->path) {
        sink->path[0] = '\0';
        return cannot_write(status, path, length <= 0 ? ENOENT : ENAMETOOLONG);
    }
    if (exists && !S_ISREG(found.st_mode)) return open_in_place(sink, path, status);
    for (int hop = 0; hop < 16 && follow_link(sink->path, sizeof sink->path); hop++)
        continue;
    return open_beside(sink, path, status);
}

void qc_sink_add(qc_sink *sink, const char *text)
{
    if (sink->stream == NULL) {
        qc_text_add(&sink->memory, text);
        sink->failed = sink->failed || sink->memory.failed;
        return;
    }
    if (sink->failed) return;
    if (fputs(text, sink->stream) < 0) {
        sink->failed = true;
        sink->reason = errno;
    }
}

void qc_sink_addf(qc_sink *sink, const char *format, ...)
{
    char line[1024];
    va_list arguments;

    va_start(arguments, format);
    const int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < 0) {
        sink->failed = true;
        return;
    }
    if ((size_t) length < sizeof line) {
        qc_sink_add(sink, line);
        return;
    }
    qc_status status = {0};
    char *whole = qc_memory_take((size_t) length + 1, 1, &status);
    if (whole == NULL) {
        sink->failed = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(whole, (size_t) length + 1, format, arguments);
    va_end(arguments);
    qc_sink_add(sink, whole);
    qc_memory_release(whole);
}

static bool close_memory(const qc_sink *sink, qc_status *status)
{
    if (sink->failed) return qc_fail(status, QC_NO_MEMORY, "out of memory while writing a report");
    return true;
}

bool qc_sink_close(qc_sink *sink, qc_status *status)
{
    if (sink->stream == NULL) return close_memory(sink, status);

    const bool ours = sink->path[0] != '\0';
    const char *name = ours ? sink->path : "standard output";
    errno = 0;
    bool ok = fflush(sink->stream) == 0 && !sink->failed && !ferror(sink->stream);
    int reason = sink->failed ? sink->reason : errno;
    if (ours) {
        if (fclose(sink->stream) != 0 && ok) {
            ok = false;
            reason = errno;
        }
        sink->stream = NULL;
    }
    if (ok && sink->temporary[0] != '\0') {
        ok = rename(sink->temporary, sink->path) == 0;
        reason = errno;
        if (ok) sink->temporary[0] = '\0';
    }
    if (!ok) cannot_write(status, name, reason);
    qc_sink_drop(sink);
    return ok;
}

void qc_sink_drop(qc_sink *sink)
{
    if (sink->stream != NULL && sink->path[0] != '\0') fclose(sink->stream);
    sink->stream = NULL;
    if (sink->temporary[0] != '\0') unlink(sink->temporary);
    sink->temporary[0] = '\0';
    qc_text_free(&sink->memory);
}
