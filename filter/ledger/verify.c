/* SPDX-License-Identifier: Apache-2.0 */
/* One cable against its log: hashes, places, commitments, bytes.  The policy's part is verify_policy.c. */
#include "ledger/verify.h"

#include "ledger/replay.h"
#include "ledger/verify_policy.h"

void tl_differ(struct tl_differences *differences, const struct tl_difference *difference)
{
    differences->count++;
    if (differences->list.count < TL_MOST_DIFFERENCES) {
        struct tl_difference *kept = TL_PUSH(&differences->arena, &differences->list);
        *kept = *difference;
        kept->text = (const char *)tl_arena_dup(&differences->arena, tl_str(difference->text)).ptr;
    }
}

/* --- the records of a cable */

void tl_logged_case_begin(struct tl_logged_case *at_hand, const struct tl_logged *record)
{
    struct tl_arena arena = at_hand->arena;
    tl_arena_clear(&arena);
    *at_hand = (struct tl_logged_case){.arena = arena, .record = record->line};
    at_hand->cable = tl_logged_cable_copy(&at_hand->arena, &record->cable);
}

void tl_logged_case_add(struct tl_logged_case *at_hand, const struct tl_logged *record)
{
    struct tl_arena *arena = &at_hand->arena;
    switch (record->type) {
    case TL_RECORD_DECISION:
        *TL_PUSH(arena, &at_hand->decisions) = tl_logged_decision_copy(arena, &record->decision);
        *TL_PUSH(arena, &at_hand->decision_records) = record->line;
        break;
    case TL_RECORD_CHANGE:
        *TL_PUSH(arena, &at_hand->changes) = tl_logged_change_copy(arena, &record->change);
        *TL_PUSH(arena, &at_hand->records) = record->line;
        break;
    case TL_RECORD_KEPT:
        *TL_PUSH(arena, &at_hand->kept) = tl_logged_kept_copy(arena, &record->kept);
        *TL_PUSH(arena, &at_hand->kept_records) = record->line;
        break;
    case TL_RECORD_COVERED:
        *TL_PUSH(arena, &at_hand->covered) = tl_logged_covered_copy(arena, &record->covered);
        *TL_PUSH(arena, &at_hand->covered_records) = record->line;
        break;
    case TL_RECORD_FINDING:
        *TL_PUSH(arena, &at_hand->findings) = tl_logged_finding_copy(arena, &record->finding);
        *TL_PUSH(arena, &at_hand->finding_records) = record->line;
        break;
    case TL_RECORD_NONE:
    case TL_RECORD_RUN:
    case TL_RECORD_CABLE:
    case TL_RECORD_END:
        break;
    }
}

void tl_logged_case_release(struct tl_logged_case *at_hand)
{
    tl_arena_release(&at_hand->arena);
    *at_hand = (struct tl_logged_case){.record = 0};
}

/* --- what differs */

static struct tl_difference of_cable(const struct tl_logged_case *at_hand, const char *slug, const char *text)
{
    return (struct tl_difference){
        .slug = slug, .record = at_hand->record, .cable = at_hand->cable.seq, .text = text};
}

static size_t line_of(tl_slice text, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset && i < text.len; i++) {
        line += text.ptr[i] == '\n';
    }
    return line;
}

static bool hash_is(tl_slice text, const struct tl_hash *hash)
{
    const struct tl_hash own = tl_sha256_one(text);
    return memcmp(own.bytes, hash->bytes, TL_HASH) == 0;
}

static void replay(const struct tl_logged_case *at_hand, struct tl_replay *replay, struct tl_differences *out)
{
    for (size_t i = 0; i < at_hand->changes.count; i++) {
        const struct tl_logged_change *change = &at_hand->changes.items[i];
        struct tl_err err = {0};
        if (tl_replay_change(replay, at_hand->records.items[i], change, &err) != TL_OK) {
            struct tl_difference difference = of_cable(
                at_hand, strcmp(err.slug, "replay.commitment") == 0 ? "verify.commitment" : "verify.change",
                strcmp(err.slug, "replay.commitment") == 0
                    ? "what stands here in the original is not what was committed to"
                    : "the change does not stand where it says");
            difference.record = at_hand->records.items[i];
            difference.change = change->seq;
            difference.side = TL_SIDE_ORIGINAL;
            difference.offset = change->in.begin;
            difference.line = line_of(replay->original, change->in.begin);
            tl_differ(out, &difference);
        }
    }
    tl_replay_end(replay);
}

/* Where the release is not what the changes give. */
static void compare(const struct tl_logged_case *at_hand, const struct tl_replay *replay, tl_slice release,
                    struct tl_differences *out)
{
    const tl_slice made = tl_buf_slice(&replay->out);
    const size_t shorter = made.len < release.len ? made.len : release.len;
    size_t begin = 0;
    size_t tail = 0;
    while (begin < shorter && made.ptr[begin] == release.ptr[begin]) {
        begin++;
    }
    if (begin == made.len && begin == release.len) {
        return;
    }
    while (tail < shorter - begin && made.ptr[made.len - 1 - tail] == release.ptr[release.len - 1 - tail]) {
        tail++;
    }
    const struct tl_replayed *change = tl_replay_find(replay, begin);
    struct tl_difference difference = of_cable(at_hand, "verify.release", NULL);
    difference.side = TL_SIDE_RELEASE;
    difference.offset = begin;
    difference.line = line_of(release, begin);
    if (change != NULL) {
        difference.record = change->record;
        difference.change = change->seq;
    }
    difference.text = tl_arena_format(
        &out->arena, "%zu byte%s here where %s has %zu", release.len - tail - begin,
        release.len - tail - begin == 1 ? " stands" : "s stand",
        change != NULL ? "the change" : "the original, which no change touches,", made.len - tail - begin);
    tl_differ(out, &difference);
}

static void check_release(const struct tl_logged_case *at_hand, const struct tl_replay *replay,
                          tl_slice release, struct tl_differences *out)
{
    const uint64_t before = out->count;
    compare(at_hand, replay, release, out);
    if (!hash_is(release, &at_hand->cable.release)) {
        const struct tl_difference difference =
            of_cable(at_hand, "verify.release.hash", "the release is not the one that was logged");
        tl_differ(out, &difference);
    } else if (out->count > before) {
        const struct tl_difference difference = of_cable(at_hand, "verify.release.follows",
                                                         "the release that was logged does not follow from "
                                                         "the changes that were logged");
        tl_differ(out, &difference);
    }
    const bool is_unchanged = at_hand->cable.verdict == TL_VERDICT_RELEASED;
    if (is_unchanged != (at_hand->changes.count == 0)) {
        const struct tl_difference difference =
            of_cable(at_hand, "verify.verdict", "the verdict does not go with the changes");
        tl_differ(out, &difference);
    }
}

void tl_verify_cable(const struct tl_logged_case *at_hand, tl_slice original, tl_slice release,
                     const struct tl_verify_policy *policy, struct tl_differences *out)
{
    struct tl_arena arena = {0};
    struct tl_replay replayed;
    if (!at_hand->cable.has_original) {
        return; /* a frame that is no cable: nothing of it was read, and nothing left */
    }
    if (!hash_is(original, &at_hand->cable.original)) {
        struct tl_difference difference =
            of_cable(at_hand, "verify.original.hash", "the original is not the one that was logged");
        difference.side = TL_SIDE_ORIGINAL;
        tl_differ(out, &difference);
        return; /* nothing else would tell more */
    }
    tl_replay_begin(&replayed, &arena, original);
    if (at_hand->cable.has_release) {
        replay(at_hand, &replayed, out);
        check_release(at_hand, &replayed, release, out);
    }
    if (policy != NULL) {
        tl_verify_decisions(at_hand, original, release, &replayed, policy, out);
    }
    tl_replay_release(&replayed);
    tl_arena_release(&arena);
}
