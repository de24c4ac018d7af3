/* SPDX-License-Identifier: Apache-2.0 */
/* A log file that is on disk under its name before any release of what it tells. */
#ifndef TL_PIPELINE_LOGFILE_H
#define TL_PIPELINE_LOGFILE_H

#include "base/error.h"

/* A file that is only appended to.  Zeroed storage is closed. */
struct tl_logfile {
    int fd;
    bool is_open;
    const char *path; /* borrowed */
};

/*
 * Creates the log at `path` with mode 0600 and `first` as its first bytes, stored on disk under its name.  An
 * existing regular file is TL_CANTCREATE without `is_forced`, and is replaced in one step with it; a device
 * or pipe is written as it is.  TL_IO when the bytes cannot be stored: then nothing is left.
 */
enum tl_status tl_logfile_open(struct tl_logfile *file, const char *path, bool is_forced, tl_slice first,
                               struct tl_err *err);

/* Appends and waits until it is on disk. */
enum tl_status tl_logfile_append(struct tl_logfile *file, tl_slice bytes, struct tl_err *err);
enum tl_status tl_logfile_close(struct tl_logfile *file, struct tl_err *err);

#endif
