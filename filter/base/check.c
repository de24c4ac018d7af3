/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_INTERNAL = 70 };

_Noreturn void tl_check_failed(const char *file, int line, const char *what)
{
    const char *base = strrchr(file, '/');
    fprintf(stderr, "tearline: internal check failed at %s:%d: %s; nothing of this cable was released\n",
            base == NULL ? file : base + 1, line, what);
    _exit(EXIT_INTERNAL);
}

_Noreturn void tl_out_of_memory(void)
{
    static const char text[] = "tearline: out of memory; nothing of this cable was released\n";
    const ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);
    (void)ignored;
    _exit(EXIT_INTERNAL);
}
