/** The one function by which a test file hands its suite to main.c. */
#ifndef QC_TESTS_SUITE_H
#define QC_TESTS_SUITE_H

#include <check.h>

Suite *qc_suite(void);

#endif
