/** The end of a forecast: sum up, print, draw, hold against --require. Shared with merge. */
#ifndef QC_CLI_CMD_FORECAST_H
#define QC_CLI_CMD_FORECAST_H

#include "cli/load.h"
#include "report/trust.h"

/** @fails QC_NOT_MET when a --require is not met, after everything was printed; QC_INTERRUPTED when the
 *  run was interrupted, likewise */
QC_CHECKED bool qc_cmd_forecast_report(const qc_loaded *loaded, const qc_forecast *forecast,
                                       const qc_sim_options *simulation, const qc_options *options,
                                       qc_status *status);

/** What a backtest of this plan rests on: the files as they are now. @fails QC_IO */
QC_CHECKED bool qc_cmd_forecast_basis(qc_trust_basis *basis, const qc_loaded *loaded,
                                      qc_status *status);

#endif
