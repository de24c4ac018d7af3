/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A release told by what differs from its original, line by line:
 *
 *     = 12            twelve lines as they stand in the original
 *     - 2             two lines of the original are gone
 *     + text          a line of the release that is not in the original
 *     > text          the same, without a newline at its end
 *
 * Only printable ASCII and the pilcrow stand as they are; \r, \t, \\ and \xNN stand for the rest.  With the
 * original at hand it names exactly one release.
 */
#ifndef TL_TESTS_GOLDEN_LINES_H
#define TL_TESTS_GOLDEN_LINES_H

#include "base/buf.h"

void lines_tell(tl_slice original, tl_slice release, struct tl_buf *out);

#endif
