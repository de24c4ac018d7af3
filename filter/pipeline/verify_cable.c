/* SPDX-License-Identifier: Apache-2.0 */
/* One cable of a log beside the frames of original and release that it speaks of. */
#include "base/limits.h"
#include "pipeline/verifying.h"

void tl_verifying_differ(struct tl_verifying *run, const char *slug, enum tl_side side, size_t offset,
                         const char *text)
{
    const bool has_cable = run->at_hand.record > 0;
    const struct tl_difference difference = {.slug = slug,
                                             .record = has_cable ? run->at_hand.record : 0,
                                             .cable = has_cable ? run->at_hand.cable.seq : 0,
                                             .side = side,
                                             .offset = offset,
                                             .text = text};
    tl_differ(&run->out->differences, &difference);
}

/* --- jsonl: one cable is a field of a line */

/* What the line of a release says beside its cable. */
static void check_line(struct tl_verifying *run, tl_slice original, tl_slice release)
{
    const char *what = tl_jsonl_compare(&run->fields, original, release);
    if (what != NULL) {
        tl_verifying_differ(run, "verify.fields", TL_SIDE_RELEASE, 0, what);
    }
}

/* --- one cable */

/* How the original is taken apart: as the run was asked, which of AUTO finds out by itself. */
static enum tl_frame_kind kind_of(const struct tl_verifying *run)
{
    return run->original.kind == TL_FRAME_AUTO ? run->original.framer.kind : run->original.kind;
}

static tl_slice name_of_kind(enum tl_frame_kind kind)
{
    return kind == TL_FRAME_FILE || kind == TL_FRAME_AUTO ? (tl_slice){NULL, 0}
                                                          : tl_str(tl_frame_names[kind]);
}

/* The bytes of the cable that stands at its place in the original, or an empty slice when that was told. */
static enum tl_status find_original(struct tl_verifying *run, struct tl_frame *frame, bool *has)
{
    const struct tl_logged_cable *cable = &run->at_hand.cable;
    const enum tl_status status = tl_feed_next(&run->original, frame, has, run->err);
    if (status != TL_OK) {
        return status;
    }
    if (*has && !tl_slice_eq(cable->frame, name_of_kind(kind_of(run)))) {
        tl_verifying_differ(run, "verify.cable.frame", TL_SIDE_ORIGINAL, (size_t)frame->at,
                            "the original is taken apart in another way than the field frame says");
    }
    if (!*has) {
        tl_verifying_differ(run, "verify.original.missing", TL_SIDE_ORIGINAL, 0,
                            "the original has no cable here");
    } else if (frame->at != cable->at) {
        tl_verifying_differ(run, "verify.original.place", TL_SIDE_ORIGINAL, (size_t)frame->at,
                            "the cable of the original does not begin where the log says");
        *has = false;
    } else if (!cable->has_original && frame->length != cable->length) {
        tl_verifying_differ(run, "verify.original.length", TL_SIDE_ORIGINAL, (size_t)frame->at,
                            "the rejected frame has another length than the log says");
        *has = false;
    } else if (cable->has_original && frame->slug != NULL) {
        tl_verifying_differ(run, "verify.original.frame", TL_SIDE_ORIGINAL, (size_t)frame->at,
                            "this is no whole cable, and the log says it was one");
        *has = false;
    }
    return TL_OK;
}

static bool hash_is(tl_slice text, const struct tl_hash *hash)
{
    const struct tl_hash own = tl_sha256_one(text);
    return memcmp(own.bytes, hash->bytes, TL_HASH) == 0;
}

/* In a stream every release ends its line. */
static bool lacks_end(const struct tl_feed *feed, const struct tl_frame *frame)
{
    const tl_slice bytes = frame->bytes;
    if (feed->kind == TL_FRAME_JSONL) {
        return frame->length != bytes.len + 1;
    }
    return feed->kind == TL_FRAME_ZCZC && bytes.len > 0 && bytes.ptr[bytes.len - 1] != '\n' &&
           bytes.ptr[bytes.len - 1] != '\r';
}

static enum tl_status find_release(struct tl_verifying *run, struct tl_frame *frame, bool *has)
{
    struct tl_feed *feed = &run->release;
    *frame = (struct tl_frame){.at = 0};
    const enum tl_status status = tl_feed_next(feed, frame, has, run->err);
    if (status != TL_OK) {
        return status;
    }
    if (!*has) {
        tl_verifying_differ(run, "verify.release.missing", TL_SIDE_RELEASE, 0,
                            "the release of this cable is not there");
        return TL_OK;
    }
    if (frame->at != feed->behind) {
        tl_verifying_differ(run, "verify.release.between", TL_SIDE_RELEASE, (size_t)feed->behind,
                            "something stands between two cables of the release");
    }
    feed->behind = frame->at + frame->length;
    if (frame->slug != NULL) {
        tl_verifying_differ(run, "verify.release.frame", TL_SIDE_RELEASE, (size_t)frame->at,
                            strcmp(frame->slug, "frame-too-large") == 0
                                ? "the release is longer than its original and the changes can make it"
                                : "this is no whole cable, and no release is like that");
        *has = false;
    } else if (lacks_end(feed, frame)) {
        tl_verifying_differ(run, "verify.release.frame", TL_SIDE_RELEASE, (size_t)feed->behind,
                            "the last line end of this cable is not there");
    }
    return TL_OK;
}

/* A cable that lacked its last line end was given one in a stream. */
static tl_slice as_written(const struct tl_verifying *run, tl_slice bytes)
{
    if (run->release.kind == TL_FRAME_ZCZC && bytes.len > 0 && bytes.ptr[bytes.len - 1] == '\n' &&
        !hash_is(bytes, &run->at_hand.cable.release)) {
        const tl_slice shorter = tl_slice_sub(bytes, 0, bytes.len - 1);
        return hash_is(shorter, &run->at_hand.cable.release) ? shorter : bytes;
    }
    return bytes;
}

static bool can_stand(int framing, tl_slice release)
{
    return tl_frame_holds((enum tl_frame_kind)framing, release);
}

/* A frame that the log says is no cable: nothing was read of it but why. */
static void hold_rejected(struct tl_verifying *run, const struct tl_frame *frame)
{
    const struct tl_logged_case *at_hand = &run->at_hand;
    struct tl_jsonl line = {.json = NULL};
    const char *slug = frame->slug;
    if (slug == NULL && run->framing == TL_FRAME_JSONL) {
        slug = tl_jsonl_read(&run->fields, frame->bytes, &line);
    }
    const struct tl_logged_finding *finding = at_hand->findings.items;
    if (slug == NULL) {
        tl_verifying_differ(run, "verify.original.frame", TL_SIDE_ORIGINAL, (size_t)frame->at,
                            "this is a whole cable, and the log says it was none");
    } else if (at_hand->findings.count != 1 || !tl_slice_eq(finding->slug, tl_str(slug)) ||
               finding->has_element || finding->number.len > 0 || finding->line > 0 ||
               finding->rule.len > 0 || finding->first > 0) {
        tl_verifying_differ(run, "verify.finding.field", TL_SIDE_ORIGINAL, (size_t)frame->at,
                            tl_arena_format(&run->arena,
                                            "this is rejected as %s alone, and the log says something else",
                                            slug));
    } else if (at_hand->changes.count + at_hand->kept.count + at_hand->covered.count > 0) {
        tl_verifying_differ(run, "verify.original.frame", TL_SIDE_ORIGINAL, (size_t)frame->at,
                            "this is no cable, and the log has records of what is in it");
    }
    tl_jsonl_release(&line);
}

static void hold_against(struct tl_verifying *run, tl_slice original, tl_slice release)
{
    struct tl_jsonl before = {.json = NULL};
    struct tl_jsonl after = {.json = NULL};
    const struct tl_verify_policy *policy = run->has_policy ? &run->policy : NULL;
    struct tl_verify_field *list = NULL;
    if (run->framing == TL_FRAME_JSONL) {
        const tl_slice lines[] = {original, release};
        const char *slug = tl_jsonl_read(&run->fields, original, &before);
        original = before.text;
        if (slug != NULL) {
            tl_verifying_differ(run, "verify.original.frame", TL_SIDE_ORIGINAL, 0,
                                "this line holds no cable, and the log says it held one");
            goto out;
        }
        if (run->at_hand.cable.has_release) {
            check_line(run, lines[0], lines[1]);
            if (tl_jsonl_read(&run->fields, release, &after) != NULL && after.text.ptr == NULL) {
                goto out; /* told */
            }
            release = after.text;
        }
        run->at_hand.field_count = tl_jsonl_fields(&run->at_hand.arena, &run->fields, &before,
                                                   run->at_hand.cable.has_release ? &after : NULL, &list);
        run->at_hand.fields = list;
    } else {
        release = as_written(run, release);
    }
    run->at_hand.holds = can_stand;
    run->at_hand.framing = (int)kind_of(run);
    tl_verify_cable(&run->at_hand, original, release, policy, &run->out->differences);
out:
    tl_jsonl_release(&before);
    tl_jsonl_release(&after);
}

static enum tl_status open_original(struct tl_verifying *run)
{
    enum tl_status status = TL_OK;
    if (!run->original.is_open) {
        status = tl_feed_open(&run->original, run->framing, run->max_cable, run->err);
    }
    return status;
}

/* No release is longer: what its original and its changes can make, and in jsonl all of its line besides. */
static size_t most_of(const struct tl_verifying *run, uint64_t original)
{
    enum { FRAMING = 64, ESCAPED = 6 /* bytes of JSON for one */ };
    size_t most = (size_t)original + FRAMING;
    for (size_t i = 0; i < run->at_hand.changes.count; i++) {
        most += run->at_hand.changes.items[i].replacement.len;
    }
    return run->framing == TL_FRAME_JSONL ? most * ESCAPED : most;
}

/* The release is framed as the original is. */
static enum tl_status open_release(struct tl_verifying *run, uint64_t original)
{
    const size_t most = most_of(run, original);
    if (!run->at_hand.cable.has_release) {
        return TL_OK;
    }
    if (run->release.is_open) {
        run->release.framer.cap = most;
        return TL_OK;
    }
    if (run->release.text->path == NULL) {
        return tl_fail(run->err, TL_USAGE, "verify.no_release",
                       "the log says that a release was written; name it behind the original");
    }
    const enum tl_status status = tl_feed_open(&run->release, kind_of(run), most, run->err);
    if (status == TL_DATA) { /* a file that is longer */
        tl_verifying_differ(run, "verify.release.more", TL_SIDE_RELEASE, most,
                            "the release is longer than its original and the changes can make it");
        return TL_OK;
    }
    return status;
}

enum tl_status tl_verifying_hold(struct tl_verifying *run)
{
    struct tl_frame original = {.at = 0};
    struct tl_frame release = {.at = 0};
    bool has_original = false;
    bool has_release = false;
    enum tl_status status = open_original(run);
    if (status == TL_OK) {
        status = find_original(run, &original, &has_original);
    }
    if (status == TL_OK) {
        status = open_release(run, original.length);
    }
    if (status == TL_OK && has_original && !run->at_hand.cable.has_original) {
        hold_rejected(run, &original);
        has_original = false;
    }
    if (status == TL_OK && run->at_hand.cable.has_release) {
        status = find_release(run, &release, &has_release);
    }
    if (status == TL_OK && has_original && has_release == run->at_hand.cable.has_release) {
        hold_against(run, original.bytes, release.bytes);
    }
    return status;
}
