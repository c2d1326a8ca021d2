#include "history/end_words.h"

#include "core/text.h"

static bool is_cell(const qc_csv *csv, const char *word)
{
    const uint32_t cells = csv->row_count > 0 ? csv->row_at[csv->row_count] : 0;
    for (uint32_t i = 0; i < cells; i++) {
        if (qc_names_same(csv->text + csv->cell_at[i], word)) return true;
    }
    return false;
}

static bool occurs(const qc_deal_reading *work, const char *word)
{
    const qc_name_table *stages = &work->rows.stages;
    for (int32_t i = 0; i < stages->count; i++) {
        if (qc_names_same(stages->text[i], word)) return true;
    }
    for (int32_t s = 0; s < work->import.sheet_count; s++) {
        if (is_cell(&work->import.sheets[s].csv, word)) return true;
    }
    return is_cell(&work->table.csv, word);
}

static bool check(const qc_deal_reading *work, qc_words words, const char *kind)
{
    const qc_name_table *stages = &work->rows.stages;
    for (int32_t i = 0; i < words.count; i++) {
        const char *word = words.text[i];
        char room[QC_CSV_EXCERPT], other[QC_CSV_EXCERPT];
        if (occurs(work, word)) continue;
        const char *near = qc_text_nearest(word, stages->text, stages->count);
        if (!qc_findings_add(
                work->table.findings, QC_FINDING_DOUBT, "unused word", work->table.name, 0, 0,
                work->status, "%s: no row is in a stage \"%s\"%s%s%s", kind,
                qc_csv_excerpt(word, room), near != NULL ? "; did you mean \"" : "",
                near != NULL ? qc_csv_excerpt(near, other) : "", near != NULL ? "\"?" : ""))
            return false;
    }
    return true;
}

bool qc_end_words_check(const qc_deal_reading *work)
{
    const qc_read_options *options = work->options;
    return check(work, options->won, "won") && check(work, options->lost, "lost") &&
           check(work, options->ignore, "ignore");
}
