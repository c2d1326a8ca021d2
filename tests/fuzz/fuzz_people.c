/* Any bytes: the reader refuses them with a reason, or every person has a name and days in order. */
#include "history/read_people.h"
#include "tests/support/fuzz.h"

static void require(bool holds)
{
    if (!holds) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_people_table table = {.file = NULL};
    qc_findings findings = {.count = 0};
    qc_status status = {0};
    if (qc_read_people_bytes(&table, "people.csv", (const char *) data, size, NULL, &findings,
                             &status)) {
        for (int32_t i = 0; i < table.count; i++) {
            const qc_person *person = &table.people[i];
            require(person->name[0] != '\0' && person->start != QC_DAY_NONE);
            require(person->end == QC_DAY_NONE || person->end >= person->start);
        }
    } else {
        require(status.code != QC_OK && findings.of_kind[QC_FINDING_ERROR] > 0);
    }
    qc_people_table_free(&table);
    qc_findings_free(&findings);
    return 0;
}
