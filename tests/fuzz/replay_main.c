/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target over files and folders of files, so that every preset replays the seeds. */
#include "base/io.h"
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

enum { MOST_BYTES = 1 << 24 };

static size_t replayed;

static void replay_file(const char *path)
{
    struct tl_buf bytes = {0};
    struct tl_err err;
    if (tl_read_file(path, MOST_BYTES, &bytes, &err) != TL_OK) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(bytes.ptr, bytes.len);
    replayed++;
    tl_buf_release(&bytes);
}

static void replay_folder(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    char name[4096];
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.') {
            snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
            replay_file(name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

int main(int argc, char **argv)
{
    struct stat status;
    for (int i = 1; i < argc; i++) {
        if (stat(argv[i], &status) == 0 && S_ISDIR(status.st_mode)) {
            replay_folder(argv[i]);
        } else {
            replay_file(argv[i]);
        }
    }
    printf("%zu inputs\n", replayed);
    return replayed == 0;
}
