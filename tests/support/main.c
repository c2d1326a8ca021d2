#include "tests/support/suite.h"

#include <gsl/gsl_errno.h>

/* GSL's own handler aborts; the program switches it off as well and looks at every return code. */
int main(void)
{
    gsl_set_error_handler_off();
    SRunner *runner = srunner_create(qc_suite());
    srunner_run_all(runner, CK_NORMAL);
    const int run = srunner_ntests_run(runner);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return run > 0 && failed == 0 ? 0 : 1; /* a suite without a test has shown nothing */
}
