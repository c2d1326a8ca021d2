#include "report/compare.h"
#include "report/csv/csv_row.h"

#define word   qc_csv_row_word
#define number qc_csv_row_number
#define end    qc_csv_row_end

void qc_csv_comparison(qc_sink *sink, const qc_comparison *comparison)
{
    qc_csv_row r = {.sink = sink};
    qc_sink_add(sink, "scenario,changes,chance,chance_error,change,change_error,moved,moved_error,"
                      "safe_at_80,cost,no_effect");
#define WRITE_NAME(name, share) qc_sink_add(sink, "," #name);
    QC_QUANTILES(WRITE_NAME)
#undef WRITE_NAME
    qc_sink_add(sink, ",goal\n");
    for (int32_t i = 0; i < comparison->count; i++) {
        const qc_compare_row *row = &comparison->rows[i];
        word(&r, row->name);
        word(&r, row->changes);
        number(&r, row->chance.value);
        number(&r, row->chance.std_error);
        number(&r, row->change.value);
        number(&r, row->change.std_error);
        number(&r, row->moved.value);
        number(&r, row->moved.std_error);
        number(&r, row->safe);
        if (row->cost > 0)
            number(&r, row->cost);
        else
            qc_csv_row_empty(&r, 1);
        word(&r, row->idle ? "yes" : "no");
#define WRITE_VALUE(name, share) number(&r, row->quantiles.name);
        QC_QUANTILES(WRITE_VALUE)
#undef WRITE_VALUE
        number(&r, row->goal);
        end(&r);
    }
}

void qc_csv_grid(qc_sink *sink, const qc_grid *grid)
{
    qc_csv_row r = {.sink = sink};
    qc_sink_add(sink, "across,across_value,down,down_value,chance,chance_error,change,"
                      "change_error\n");
    for (int32_t i = 0; i < grid->across.count * grid->up.count; i++) {
        word(&r, grid->across.path);
        word(&r, grid->across.text[i % grid->across.count]);
        word(&r, grid->up.path);
        word(&r, grid->up.text[i / grid->across.count]);
        number(&r, grid->chance[i].value);
        number(&r, grid->chance[i].std_error);
        number(&r, grid->change[i].value);
        number(&r, grid->change[i].std_error);
        end(&r);
    }
}
