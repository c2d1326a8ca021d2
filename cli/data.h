/** Where the files that come with the program lie: the sample company, the reference company. */
#ifndef QC_CLI_DATA_H
#define QC_CLI_DATA_H

#include "core/status.h"

#define QC_DATA_PATH 4096

/** Find `name` ("sample/plan.yaml") in the folder that QUOTACAST_DATA names, beside the program (an installed
 *  tree may be moved), where it was installed, or in the source tree.
 *  @param path room for QC_DATA_PATH bytes
 *  @fails QC_IO saying how to name the folder */
QC_CHECKED bool qc_data_find(const char *name, char *path, qc_status *status);

#endif
