/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target over files and folders of files, so that every preset replays the seeds; with -runs=N
 * also over N inputs of a fixed pseudo-random sequence, -seed=N another one.
 */
#include "base/io.h"
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

enum { MOST_BYTES = 1 << 24, MOST_RANDOM_BYTES = 24 };

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
            struct stat status;
            snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
            if (stat(name, &status) != 0 || !S_ISDIR(status.st_mode)) {
                replay_file(name);
            }
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

/* Marsaglia's xorshift64. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void run_random(uint64_t count, uint64_t seed)
{
    uint64_t state = (seed + 1) * UINT64_C(0x9E3779B97F4A7C15);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t words[MOST_RANDOM_BYTES / sizeof(uint64_t)];
        for (size_t k = 0; k < TL_COUNT(words); k++) {
            words[k] = next_random(&state);
        }
        LLVMFuzzerTestOneInput((const uint8_t *)words, 2 + next_random(&state) % (MOST_RANDOM_BYTES - 1));
        replayed++;
    }
}

int main(int argc, char **argv)
{
    struct stat status;
    uint64_t seed = 0;
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "-seed=", 6) == 0) {
            seed = strtoull(argv[i] + 6, NULL, 10);
        } else if (strncmp(argv[i], "-runs=", 6) == 0) {
            run_random(strtoull(argv[i] + 6, NULL, 10), seed);
        } else if (stat(argv[i], &status) == 0 && S_ISDIR(status.st_mode)) {
            replay_folder(argv[i]);
        } else {
            replay_file(argv[i]);
        }
    }
    printf("%zu inputs\n", replayed);
    return replayed == 0;
}
