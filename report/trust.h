/** The certificate of a backtest: a small file beside the plan, by which `forecast` can say what its chances have
 *  been worth. It names the plan and the history it was made from by their SHA-256, and the program by its version;
 *  where one has changed it is stale. */
#ifndef QC_REPORT_TRUST_H
#define QC_REPORT_TRUST_H

#include "report/backtest.h"
#include "sim/summary/summary.h"

#define QC_TRUST_PATH 4096

/** "acme.trust.json" beside "acme.yaml". @fails QC_IO when the path is too long */
QC_CHECKED bool qc_trust_path(const char *plan, char path[QC_TRUST_PATH], qc_status *status);

typedef struct
    qc_trust_basis { /* what a certificate is about: SHA-256 of the files as they are now */
    char plan[QC_DIGEST_TEXT], history[QC_DIGEST_TEXT];
} qc_trust_basis;

/** Write the certificate of one company. @fails QC_NO_MEMORY; write errors stay in the sink */
QC_CHECKED bool qc_trust_write(qc_sink *sink, const qc_backtest_view *view,
                               const qc_trust_basis *basis, qc_status *status);

/** Read one. Sets the state to FRESH or STALE. @fails QC_BAD_INPUT saying what is wrong with it, QC_NO_MEMORY */
QC_CHECKED bool qc_trust_read_bytes(qc_trust *trust, const char *name, const char *bytes,
                                    size_t length, const qc_trust_basis *basis, qc_status *status);
/** The same from a file. A file that is not there is no failure: the state is NONE. */
QC_CHECKED bool qc_trust_read(qc_trust *trust, const char *path, const qc_trust_basis *basis,
                              qc_status *status);

/** What the `Trust` line says. */
void qc_trust_words(const qc_trust *trust, const char *plan, qc_text *out);

#endif
