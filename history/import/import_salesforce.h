/** What the layouts of Salesforce have in common: the companions by --with. Inside history/ only. */
#ifndef QC_HISTORY_IMPORT_SALESFORCE_H
#define QC_HISTORY_IMPORT_SALESFORCE_H

#include "history/import/import_facts.h"

/** Take the companions among the sheets: Opportunity, User, Account. Any other one is an error.
 *  @param facts zeroed; free with qc_import_facts_free() in any case
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_import_salesforce_companions(qc_import *import, qc_import_facts *facts,
                                                qc_status *status);

/** Fields of the values that an object of Salesforce carries, by its API names. */
qc_import_values qc_import_salesforce_values(const qc_import *import, const qc_sheet *sheet);

#endif
