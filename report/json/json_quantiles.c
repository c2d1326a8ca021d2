#include "report/json/json_quantiles.h"

json_t *qc_json_quantiles(qc_json_build *build, const qc_quantiles *q)
{
    json_t *object = json_object();
#define PUT_QUANTILE(name, share) \
    qc_json_build_put(build, object, #name, qc_json_build_number(q->name));
    QC_QUANTILES(PUT_QUANTILE)
#undef PUT_QUANTILE
    return object;
}
