/* SPDX-License-Identifier: Apache-2.0 */
/* What fuzz targets share: an end with a sentence when an invariant is broken. */
#ifndef TL_TESTS_FUZZ_FUZZ_H
#define TL_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLD(condition, what)                                                                                \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, (what));                              \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

#endif
