/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/replay.h"

#include "ledger/commitment.h"
#include "ledger/log_line.h"

/* Calls `visit` for each line; a last line without its end is cut off and is no record. */
static enum tl_status each_record(tl_slice log,
                                  enum tl_status (*visit)(void *context, const struct tl_log_line *line),
                                  void *context, struct tl_err *err)
{
    enum tl_status status = TL_OK;
    uint64_t number = 0;
    for (size_t begin = 0; begin < log.len && status == TL_OK;) {
        const size_t end = tl_slice_find(log, TL_LIT("\n"), begin);
        struct tl_log_line line = {0};
        number++;
        if (end == TL_NONE) {
            return tl_fail(err, TL_DATA, "log.form", "line %llu of the log is cut off",
                           (unsigned long long)number);
        }
        status = tl_log_line_read(tl_slice_sub(log, begin, end), number, &line, err);
        if (status == TL_OK) {
            status = visit(context, &line);
        }
        tl_log_line_release(&line);
        begin = end + 1;
    }
    return status;
}

struct chain_walk {
    struct tl_chain *chain;
    struct tl_err *err;
};

static enum tl_status visit_chain(void *context, const struct tl_log_line *line)
{
    const struct chain_walk *walk = context;
    struct tl_chain *chain = walk->chain;
    const unsigned long long number = line->number;
    if (chain->is_ended) {
        return tl_fail(walk->err, TL_NO, "log.end", "line %llu of the log stands after its end", number);
    }
    if (!tl_slice_eq(line->prev, tl_str(chain->last))) {
        return tl_fail(walk->err, TL_NO, "log.chain",
                       "line %llu of the log does not follow from the one before", number);
    }
    if ((number == 1) != tl_slice_eq(line->type, TL_LIT("run"))) {
        return tl_fail(walk->err, TL_NO, "log.chain", "line %llu: a log begins with its one run record",
                       number);
    }
    (void)tl_hash_hex(&line->hash, chain->last);
    chain->records = number;
    chain->cables += tl_slice_eq(line->type, TL_LIT("cable")) ? 1 : 0;
    if (tl_slice_eq(line->type, TL_LIT("end"))) {
        uint64_t records = 0;
        uint64_t cables = 0;
        if (!tl_log_line_int(line, "records", &records) || records != chain->records ||
            !tl_log_line_int(line, "cables", &cables) || cables != chain->cables) {
            return tl_fail(walk->err, TL_NO, "log.end",
                           "line %llu: the log does not have as many records as it says", number);
        }
        chain->is_ended = true;
    }
    return TL_OK;
}

enum tl_status tl_chain_check(tl_slice log, struct tl_chain *out, struct tl_err *err)
{
    *out = (struct tl_chain){0};
    memset(out->last, '0', TL_HEX - 1);
    struct chain_walk walk = {.chain = out, .err = err};
    return each_record(log, visit_chain, &walk, err);
}

/* A replay under way.  `read` is how much of the original is behind; `base` is where the release begins in
 * `out`. */
struct replay {
    uint64_t cable;
    tl_slice original;
    struct tl_buf *out;
    struct tl_err *err;
    size_t base;
    size_t read;
    bool is_found;
    tl_slice release_hash; /* hexadecimal; borrowed from `hex` */
    char hex[TL_HEX];
};

static bool hash_is(const struct tl_log_line *line, const char *key, const struct tl_hash *hash)
{
    char hex[TL_HEX];
    return tl_slice_eq(tl_log_line_text(line, key), tl_str(tl_hash_hex(hash, hex)));
}

static enum tl_status begin_cable(struct replay *replay, const struct tl_log_line *line)
{
    const struct tl_hash hash = tl_sha256_one(replay->original);
    replay->is_found = true;
    if (!hash_is(line, "original_sha256", &hash)) {
        return tl_fail(replay->err, TL_NO, "replay.original", "the log is about another original");
    }
    const tl_slice release = tl_log_line_text(line, "release_sha256");
    if (release.len != TL_HEX - 1) {
        return tl_fail(replay->err, TL_NO, "replay.denied", "the cable was denied: it has no release");
    }
    memcpy(replay->hex, release.ptr, TL_HEX - 1);
    replay->release_hash = tl_str(replay->hex);
    return TL_OK;
}

static enum tl_status apply_change(struct replay *replay, const struct tl_log_line *line)
{
    struct tl_span in;
    struct tl_span out;
    struct tl_hash nonce;
    struct tl_buf bytes = {0};
    enum tl_status status = TL_OK;
    const unsigned long long number = line->number;
    if (!tl_log_line_span(line, "in", &in) || !tl_log_line_span(line, "out", &out) ||
        in.begin < replay->read || in.end > replay->original.len) {
        status =
            tl_fail(replay->err, TL_NO, "replay.change", "line %llu: a change outside its order", number);
        goto out;
    }
    tl_buf_add(replay->out, tl_slice_sub(replay->original, replay->read, in.begin));
    replay->read = in.end;
    if (!tl_log_line_replacement(line, &bytes) || out.begin != replay->out->len - replay->base ||
        tl_span_len(out) != bytes.len) {
        status =
            tl_fail(replay->err, TL_NO, "replay.change", "line %llu: a change is not where it says", number);
        goto out;
    }
    tl_buf_add(replay->out, tl_buf_slice(&bytes));
    if (!tl_log_line_hash(line, "nonce", &nonce)) {
        status =
            tl_fail(replay->err, TL_NO, "replay.commitment", "line %llu: a change without a nonce", number);
        goto out;
    }
    const struct tl_hash commitment = tl_commitment_make(&nonce, tl_span_of(replay->original, in));
    if (!hash_is(line, "commitment", &commitment)) {
        status = tl_fail(replay->err, TL_NO, "replay.commitment", "line %llu: a commitment to another text",
                         number);
    }
out:
    tl_buf_release(&bytes);
    return status;
}

static enum tl_status visit_replay(void *context, const struct tl_log_line *line)
{
    struct replay *replay = context;
    uint64_t cable = 0;
    if (tl_slice_eq(line->type, TL_LIT("cable"))) {
        return tl_log_line_int(line, "seq", &cable) && cable == replay->cable ? begin_cable(replay, line)
                                                                              : TL_OK;
    }
    if (tl_slice_eq(line->type, TL_LIT("change")) && tl_log_line_int(line, "cable", &cable) &&
        cable == replay->cable) {
        return apply_change(replay, line);
    }
    return TL_OK;
}

enum tl_status tl_replay(tl_slice log, uint64_t cable, tl_slice original, struct tl_buf *out,
                         struct tl_err *err)
{
    struct replay replay = {.cable = cable, .original = original, .out = out, .err = err, .base = out->len};
    enum tl_status status = each_record(log, visit_replay, &replay, err);
    if (status == TL_OK && !replay.is_found) {
        status = tl_fail(err, TL_NO, "replay.cable", "the log has no cable number %llu",
                         (unsigned long long)cable);
    }
    if (status == TL_OK) {
        tl_buf_add(out, tl_slice_sub(original, replay.read, original.len));
        const struct tl_hash hash = tl_sha256_one(tl_slice_sub(tl_buf_slice(out), replay.base, out->len));
        char hex[TL_HEX];
        if (!tl_slice_eq(replay.release_hash, tl_str(tl_hash_hex(&hash, hex)))) {
            status =
                tl_fail(err, TL_NO, "replay.release", "the changes give another release than the log says");
        }
    }
    if (status != TL_OK) {
        out->len = replay.base;
    }
    return status;
}
