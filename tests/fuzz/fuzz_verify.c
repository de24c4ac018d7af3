/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hostile logs: whatever a log says, reading it and holding it against texts ends, and nothing but the very
 * log of the run is accepted.  The chain is made whole before, so that what stands behind it is reached.
 */
#include "fuzz/fuzz.h"

#include <jansson.h>

#include "base/digest.h"
#include "pipeline/verify.h"
#include "prop/prop.h"

static const char original[] = "ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\n\n"
                               "C O N F I D E N T I A L PORT ARDENT 000504\n\nSIPDIS\n\nTAGS: PREL\n\n"
                               "1. (U) Ambassador Rana Holmqvist called.\n\n2. (C) Bravo.\n";

/* The line with the hash of the one before, and its own. */
static void chain_line(tl_slice line, char prev[TL_HEX], struct tl_buf *out)
{
    json_t *object = json_loadb((const char *)line.ptr, line.len, JSON_ALLOW_NUL, NULL);
    if (!json_is_object(object)) {
        json_decref(object);
        tl_buf_add(out, line);
        tl_buf_byte(out, '\n');
        return;
    }
    json_object_del(object, "hash");
    json_object_set_new(object, "prev", json_string(prev));
    char *rest = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
    if (rest != NULL) {
        const struct tl_hash hash = tl_sha256_one(tl_str(rest));
        json_object_set_new(object, "hash", json_string(tl_hash_hex(&hash, prev)));
        char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
        tl_buf_str(out, text == NULL ? "" : text);
        tl_buf_byte(out, '\n');
        free(text);
    }
    free(rest);
    json_decref(object);
}

static void chain(tl_slice log, struct tl_buf *out)
{
    char prev[TL_HEX];
    memset(prev, '0', TL_HEX - 1);
    prev[TL_HEX - 1] = '\0';
    for (size_t begin = 0; begin < log.len;) {
        const size_t found = tl_slice_find(log, TL_LIT("\n"), begin);
        const size_t end = found == TL_NONE ? log.len : found;
        chain_line(tl_slice_sub(log, begin, end), prev, out);
        begin = end + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tl_buf log = {0};
    struct tl_err err = {0};
    if (size < 2) {
        return 0;
    }
    const struct prop_policy *policy = prop_policy((enum prop_policy_name)(data[0] % PROP_SHIPPED));
    const tl_slice rest = {data + 1, size - 1};
    if (data[0] < 128) {
        chain(rest, &log);
    } else {
        tl_buf_add(&log, rest);
    }
    const struct tl_verify_request request = {
        .log = {"log", tl_buf_slice(&log)},
        .original = {"original", tl_str(original)},
        .release = {"release", tl_slice_sub(tl_str(original), 0, data[0])},
        .policy = data[0] % 2 == 0 ? policy->policy : NULL};
    struct tl_verify_outcome outcome = {.records = 0};
    if (log.len > 0 && tl_verify_run(&request, &outcome, &err) == TL_OK) {
        for (size_t i = 0; i < outcome.differences.list.count; i++) {
            const tl_slice text = tl_str(outcome.differences.list.items[i].text);
            HOLD(tl_slice_find(text, TL_LIT("Holmqvist"), 0) == TL_NONE, "no text of a cable is told");
        }
        HOLD(outcome.verified == 0 || outcome.denied == outcome.verified || outcome.differences.count > 0,
             "what was not released by a run is refused");
    }
    tl_verify_outcome_release(&outcome);
    tl_buf_release(&log);
    return 0;
}
