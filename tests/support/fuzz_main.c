/* Runs a fuzz target over the files of a folder, so that the corpus is an ordinary test where
 * libFuzzer is not at hand. */
#include "core/memory.h"
#include "tests/support/fuzz.h"

#include <dirent.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The block is exactly as long as the file, so that one byte too far is seen by ASan. */
static bool run_file(const char *path, size_t size)
{
    qc_status status = {0};
    bool ok = false;
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = qc_memory_take(size, 1, &status);

    if (file == NULL || bytes == NULL || fread(bytes, 1, size, file) != size) goto out;
    (void) LLVMFuzzerTestOneInput(bytes, size);
    ok = true;
out:
    if (!ok) (void) fprintf(stderr, "%s: cannot be read\n", path);
    if (file != NULL) (void) fclose(file);
    qc_memory_release(bytes);
    return ok;
}

int main(int argc, char **argv)
{
    int files = 0;
    bool ok = true;
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;

    if (folder == NULL) {
        (void) fprintf(stderr, "usage: %s FOLDER (a folder that can be read)\n", argv[0]);
        return 2;
    }
    gsl_set_error_handler_off();
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[4096];
        struct stat about;
        const int length = snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        if (length >= (int) sizeof path || stat(path, &about) != 0) continue;
        if (!S_ISREG(about.st_mode)) continue;
        ok = run_file(path, (size_t) about.st_size) && ok;
        files++;
    }
    (void) closedir(folder);
    (void) printf("%d inputs\n", files);
    return ok && files > 0 ? 0 : 1; /* an empty corpus has shown nothing */
}
