/** What failed, where, and what to do: the one error type.
 *
 *  A status lives on the caller's stack and needs no heap, so it can report "no memory". Functions
 * that can fail return bool, are marked QC_CHECKED and fill the status; the first failure is kept
 * and passed up untouched. */
#ifndef QC_CORE_STATUS_H
#define QC_CORE_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QC_CHECKED                   __attribute__((warn_unused_result))
#define QC_PRINTF(text_at, first_at) __attribute__((format(printf, text_at, first_at)))

/* code, word for docs and JSON */
#define QC_CODES(X)                            \
    X(OK, "ok")                                \
    X(BAD_INPUT, "bad input")                  \
    X(BAD_USAGE, "wrong command line")         \
    X(IO, "file could not be read or written") \
    X(NO_MEMORY, "out of memory")              \
    X(TOO_FEW_DATA, "too few data")            \
    X(NUMERIC, "numeric failure")              \
    X(MISSING_TOOL, "missing program")         \
    X(NOT_MET, "required chance not met")      \
    X(INTERRUPTED, "interrupted")

typedef enum qc_code {
#define QC_CODE_ENUM(name, word) QC_##name,
    QC_CODES(QC_CODE_ENUM)
#undef QC_CODE_ENUM
} qc_code;

typedef struct qc_status { /* zero = all is well */
    qc_code code;
    int32_t line, field; /* 1-based place in the input, 0 = not about a place */
    char file[128];      /* as the user typed it, "" = not about a file */
    char message[512];   /* one line: what, then what was expected */
} qc_status;

/** Record a failure unless one is recorded already. Always returns false, so `return
 *  qc_fail(...)`. */
bool qc_fail(qc_status *status, qc_code code, const char *format, ...) QC_PRINTF(3, 4);

/** The same with a place: `line` and `field` count from 1, 0 = unknown. */
bool qc_fail_at(qc_status *status, qc_code code, const char *file, int32_t line, int32_t field,
                const char *format, ...) QC_PRINTF(6, 7);

/** The word of a code, for docs and JSON; static storage. */
const char *qc_code_word(qc_code code);

/** Write `file:line:field: message` (without the parts that are unknown) into `out`; never
 * overflows. */
void qc_status_text(const qc_status *status, char *out, size_t size);

/** Replace control bytes by blanks, so that a value out of a file can neither break the line it is
 *  shown in nor drive the terminal. qc_fail() does so to every message. */
void qc_status_one_line(char *text);

#endif
