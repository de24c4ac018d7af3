/* SPDX-License-Identifier: Apache-2.0 */
/* The one file of a fuzz target that reads files; it is gone when the target ends. */
#ifndef TL_TESTS_FUZZ_FILE_H
#define TL_TESTS_FUZZ_FILE_H

#include <unistd.h>

#include "fuzz/fuzz.h"

static char put_path[] = TL_TEST_TMP "/fuzz-XXXXXX";

static void remove_file(void)
{
    unlink(put_path);
}

/* Makes these its bytes; returns its path. */
static const char *put_file(const uint8_t *data, size_t size)
{
    static int fd;
    if (fd == 0) {
        fd = mkstemp(put_path);
        HOLD(fd > 0, "there is a place for the file");
        atexit(remove_file);
    }
    HOLD(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size, "the file is written");
    return put_path;
}

#endif
