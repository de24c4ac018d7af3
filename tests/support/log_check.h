/* SPDX-License-Identifier: Apache-2.0 */
/* A change log read to its end, and a release made of it again. */
#ifndef TL_TESTS_LOG_CHECK_H
#define TL_TESTS_LOG_CHECK_H

#include "ledger/replay.h"

/* The first thing that is wrong with a log, or TL_OK; counts its cables and records. */
static inline enum tl_status log_check(tl_slice log, uint64_t *cables, uint64_t *records, struct tl_err *err)
{
    struct tl_log_reader reader;
    const struct tl_logged *record = NULL;
    enum tl_status status = TL_OK;
    tl_log_reader_memory(&reader, log, "log");
    do {
        status = tl_log_next(&reader, &record, err);
    } while (status == TL_OK && record != NULL);
    *cables = reader.cables;
    *records = reader.line;
    tl_log_reader_close(&reader);
    return status;
}

/* Appends the release of the only cable of a log.  The first thing that does not follow, or TL_OK. */
static inline enum tl_status log_replay(tl_slice log, tl_slice original, struct tl_buf *out,
                                        struct tl_err *err)
{
    struct tl_log_reader reader;
    struct tl_replay replay;
    struct tl_arena arena = {0};
    const struct tl_logged *record = NULL;
    enum tl_status status = TL_OK;
    tl_log_reader_memory(&reader, log, "log");
    tl_replay_begin(&replay, &arena, original);
    do {
        status = tl_log_next(&reader, &record, err);
        if (status == TL_OK && record != NULL && record->type == TL_RECORD_CHANGE) {
            status = tl_replay_change(&replay, record->line, &record->change, err);
        }
    } while (status == TL_OK && record != NULL);
    tl_replay_end(&replay);
    tl_buf_add(out, tl_buf_slice(&replay.out));
    tl_replay_release(&replay);
    tl_log_reader_close(&reader);
    tl_arena_release(&arena);
    return status;
}

#endif
