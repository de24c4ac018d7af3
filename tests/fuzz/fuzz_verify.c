/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hostile logs: whatever a log says, reading it and holding it against texts ends, and nothing but the very
 * log of the run is accepted.  The chain is made whole before, so that what stands behind it is reached.
 *
 * Bytes are a log, or, from FORGED on, changes of the log of a run: each four say of which record, which
 * member, and what it becomes.
 */
#include "fuzz/fuzz.h"

#include <jansson.h>
#include <stdio.h>

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

/* --- forged logs */

enum { CHAINED = 128, FORGED = 192, STEP = 4 };

/* The log that a run with this policy writes of the original, once; and its release. */
struct written {
    bool is_there;
    struct tl_buf log, release;
};

static const struct written *write_once(const struct prop_policy *policy, size_t index)
{
    static struct written all[PROP_SHIPPED];
    struct written *written = &all[index];
    if (written->is_there) {
        return written;
    }
    struct prop_run run;
    struct tl_log log;
    const struct tl_log_source source = {.name = "original"};
    struct tl_log_run of = {.policy = policy->policy,
                            .frame = "file",
                            .is_secret_given = true,
                            .secret = TL_LIT("0123456789abcdef")};
    prop_run(policy, tl_str(original), &run);
    if (policy->policy->honours_dates) {
        of.as_of = (struct tl_date){2020, 1, 1};
    } else if (policy->policy->exception_count > 0) {
        of.judged_on = (struct tl_date){2020, 1, 1};
    }
    tl_log_init(&log, &of);
    tl_log_cable(&log, &source, &run.release);
    tl_log_end(&log);
    tl_buf_add(&written->log, tl_buf_slice(&log.out));
    tl_buf_add(&written->release, run.release.bytes);
    written->is_there = true;
    tl_log_release(&log);
    prop_run_end(&run);
    return written;
}

/* What a value becomes. */
static json_t *other(const json_t *value, const json_t *record, uint8_t how)
{
    const json_int_t number = json_integer_value(value) % INT32_MAX;
    const char *text = json_string_value(value);
    json_t *list;
    switch (how % 8) {
    case 0:
        return json_integer(number + 1 + how / 8);
    case 1:
        return json_integer(number > how / 8 ? number - how / 8 : INT64_MAX - how);
    case 2:
        return json_sprintf("%s%c", text == NULL ? "" : text, 'a' + how / 8 % 26);
    case 3:
        return json_string("");
    case 4: /* as another member of the record */
        for (void *at = json_object_iter((json_t *)(uintptr_t)record); at != NULL;
             at = json_object_iter_next((json_t *)(uintptr_t)record, at)) {
            if (how-- < 12) {
                return json_deep_copy(json_object_iter_value(at));
            }
        }
        return json_object();
    case 5:
        list = json_deep_copy(value);
        if (json_is_array(list) && json_array_size(list) > 0) {
            json_array_append(list, json_array_get(list, how % json_array_size(list)));
            return list;
        }
        json_decref(list);
        return json_array();
    case 6:
        list = json_deep_copy(value);
        if (json_is_array(list) && json_array_size(list) > 0) {
            json_array_set_new(list, how % json_array_size(list), json_integer(how));
            return list;
        }
        json_decref(list);
        return json_pack("[i,i]", (int)how, 2 * (int)how);
    default:
        return NULL; /* it is taken out */
    }
}

static void forge_step(json_t *records, const uint8_t step[STEP])
{
    const size_t index = step[0] % json_array_size(records);
    json_t *record = json_array_get(records, index);
    size_t at = step[1] % (json_object_size(record) + 2);
    if (at == json_object_size(record)) {
        json_array_insert_new(records, step[2] % (json_array_size(records) + 1), json_deep_copy(record));
        return;
    }
    if (at > json_object_size(record)) {
        if (json_array_size(records) > 1) {
            json_array_remove(records, index);
        }
        return;
    }
    void *member = json_object_iter(record);
    while (at-- > 0) {
        member = json_object_iter_next(record, member);
    }
    json_t *value = json_object_iter_value(member);
    const json_t *of = record;
    if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
        record = json_array_get(value, step[3] % json_array_size(value));
    } else if (json_is_object(value)) {
        record = value;
    } else {
        json_t *now = other(value, of, step[2]);
        if (now == NULL) {
            char key[64];
            (void)snprintf(key, sizeof(key), "%s", json_object_iter_key(member));
            json_object_del(record, key);
        } else {
            json_object_iter_set_new(record, member, now);
        }
        return;
    }
    const char *key;
    void *inner;
    json_t *part;
    size_t skip = json_object_size(record) == 0 ? 0 : step[3] % json_object_size(record);
    json_object_foreach_safe(record, inner, key, part)
    {
        if (skip-- == 0) {
            json_t *now = other(part, of, step[2]);
            (void)(now == NULL ? json_object_del(record, key) : json_object_set_new(record, key, now));
            break;
        }
    }
}

static void forge(tl_slice log, tl_slice steps, struct tl_buf *out)
{
    json_t *records = json_array();
    struct tl_buf text = {0};
    size_t i;
    json_t *record;
    for (size_t begin = 0; begin < log.len;) {
        const size_t end = tl_slice_find(log, TL_LIT("\n"), begin);
        json_array_append_new(records, json_loadb((const char *)log.ptr + begin, end - begin, 0, NULL));
        begin = end + 1;
    }
    for (size_t at = 0; at + STEP <= steps.len && at < 8 * STEP; at += STEP) {
        forge_step(records, steps.ptr + at);
    }
    json_array_foreach(records, i, record)
    {
        char *line = json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS);
        tl_buf_format(&text, "%s\n", line == NULL ? "" : line);
        free(line);
    }
    chain(tl_buf_slice(&text), out);
    tl_buf_release(&text);
    json_decref(records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tl_buf log = {0};
    struct tl_err err = {0};
    if (size < 2) {
        return 0;
    }
    prop_open();
    const size_t index = data[0] % PROP_SHIPPED;
    const struct prop_policy *policy = prop_policy((enum prop_policy_name)index);
    const tl_slice rest = {data + 1, size - 1};
    tl_slice release = tl_slice_sub(tl_str(original), 0, data[0]);
    bool is_own = false;
    if (data[0] >= FORGED) {
        const struct written *written = write_once(policy, index);
        forge(tl_buf_slice(&written->log), rest, &log);
        is_own = tl_slice_eq(tl_buf_slice(&log), tl_buf_slice(&written->log));
        release = tl_buf_slice(&written->release);
    } else if (data[0] < CHAINED) {
        chain(rest, &log);
    } else {
        tl_buf_add(&log, rest);
    }
    const struct tl_verify_request request = {.log = {"log", tl_buf_slice(&log)},
                                              .original = {"original", tl_str(original)},
                                              .release = {"release", release},
                                              .policy = data[0] >= FORGED || data[0] % 2 == 0 ? policy->policy
                                                                                              : NULL};
    struct tl_verify_outcome outcome = {.records = 0};
    if (log.len > 0 && tl_verify_run(&request, &outcome, &err) == TL_OK) {
        for (size_t i = 0; i < outcome.differences.list.count; i++) {
            const tl_slice text = tl_str(outcome.differences.list.items[i].text);
            HOLD(tl_slice_find(text, TL_LIT("Holmqvist"), 0) == TL_NONE, "no text of a cable is told");
        }
        HOLD(data[0] >= FORGED || outcome.verified == 0 || outcome.denied == outcome.verified ||
                 outcome.differences.count > 0,
             "what was not released by a run is refused");
        HOLD(!is_own || outcome.differences.count == 0, "the log of the run is accepted");
    }
    tl_verify_outcome_release(&outcome);
    tl_buf_release(&log);
    return 0;
}
