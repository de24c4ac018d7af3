/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/audit_inputs.h"

#include <dirent.h>
#include <errno.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/path.h"
#include "pipeline/frame.h"

/* The cables of a stream; what another framing makes of the bytes is no cable that a log names. */
static void add_frames(struct tl_arena *arena, tl_slice bytes, struct tl_texts *out)
{
    static const enum tl_frame_kind kinds[] = {TL_FRAME_ZCZC, TL_FRAME_NUL, TL_FRAME_LEN32};
    for (size_t i = 0; i < TL_COUNT(kinds); i++) {
        struct tl_framer framer;
        struct tl_frame frame;
        tl_framer_init(&framer, kinds[i], TL_MAX_CABLE);
        tl_framer_feed(&framer, bytes);
        tl_framer_end(&framer);
        while (tl_framer_next(&framer, &frame)) {
            if (frame.slug == NULL && frame.bytes.len < bytes.len) {
                tl_texts_add(arena, out, tl_arena_dup(arena, frame.bytes));
            }
        }
        tl_framer_release(&framer);
    }
}

/* A file of a folder need not be a cable: what no log names is not looked at. */
static enum tl_status open_text(struct tl_arena *arena, const char *path, struct tl_texts *out)
{
    struct tl_buf bytes = {0};
    struct tl_err err = {0};
    const enum tl_status status = tl_read_file(path, TL_MAX_TEXTS, &bytes, &err);
    if (status == TL_OK) {
        tl_texts_add(arena, out, tl_arena_dup(arena, tl_buf_slice(&bytes)));
        add_frames(arena, tl_buf_slice(&bytes), out);
    } else {
        tl_err_print(&err);
    }
    tl_buf_release(&bytes);
    return status;
}

enum tl_status tl_open_texts(struct tl_arena *arena, const char *path, struct tl_texts *out)
{
    if (!tl_is_directory(path)) {
        return open_text(arena, path, out);
    }
    DIR *folder = opendir(path);
    if (folder == NULL) {
        tl_warn("cannot open %s: %s", path, strerror(errno));
        return TL_NOINPUT;
    }
    enum tl_status status = TL_OK;
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        const char *name = tl_path_join(arena, path, entry->d_name, "");
        if (entry->d_name[0] != '.' && !tl_is_directory(name)) {
            status = tl_status_worse(status, open_text(arena, name, out));
        }
    }
    (void)closedir(folder);
    if (out->list.count == 0 && status == TL_OK) {
        tl_warn("%s holds no file", path);
        status = TL_NOINPUT;
    }
    return status;
}
