/* SPDX-License-Identifier: Apache-2.0 */
/* The change log: form, chain, commitments, and what it must never hold (DESIGN section 6). */
#include <criterion/criterion.h>
#include <jansson.h>

#include "ledger/commitment.h"
#include "ledger/record.h"
#include "ledger_sample.h"

static bool holds(const struct tl_buf *log, const char *text)
{
    return tl_slice_find(tl_buf_slice(log), tl_str(text), 0) != TL_NONE;
}

/* The record number `index` of type `type`, parsed; the caller decrefs it. */
static json_t *record(const struct tl_buf *log, const char *type, size_t index)
{
    for (size_t begin = 0; begin < log->len;) {
        const size_t end = tl_slice_find(tl_buf_slice(log), TL_LIT("\n"), begin);
        json_t *line = json_loadb((const char *)log->ptr + begin, end - begin, 0, NULL);
        const char *have = json_string_value(json_object_get(line, "type"));
        if (have != NULL && strcmp(have, type) == 0 && index-- == 0) {
            return line;
        }
        json_decref(line);
        begin = end + 1;
    }
    return NULL;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

/* Keys ascend, and no value is a boolean, a null or a real. */
static void expect_form(json_t *value)
{
    const char *before = "";
    const char *key;
    json_t *item;
    size_t i;
    cr_expect(json_is_object(value) || json_is_array(value) || json_is_string(value) ||
              json_is_integer(value));
    json_object_foreach(value, key, item)
    {
        cr_expect(strcmp(before, key) < 0, "%s before %s", before, key);
        before = key;
        expect_form(item);
    }
    json_array_foreach(value, i, item)
    {
        expect_form(item);
    }
}

Test(ledger_log, keys_are_sorted_and_values_are_of_four_kinds)
{
    struct sample s;
    sample_init(&s);
    s.run.as_of = (struct tl_date){2018, 11, 6};
    s.run.assume = TL_RANK_S;
    struct tl_buf log = sample_log(&s);
    size_t lines = 0;
    for (size_t begin = 0; begin < log.len; lines++) {
        const size_t end = tl_slice_find(tl_buf_slice(&log), TL_LIT("\n"), begin);
        json_t *line = json_loadb((const char *)log.ptr + begin, end - begin, JSON_REJECT_DUPLICATES, NULL);
        cr_assert(line != NULL, "line %zu", lines + 1);
        cr_expect(text_of(line, "type")[0] != '\0');
        cr_expect_eq(strlen(text_of(line, "prev")), TL_HEX - 1);
        cr_expect_eq(strlen(text_of(line, "hash")), TL_HEX - 1);
        expect_form(line);
        json_decref(line);
        begin = end + 1;
    }
    cr_expect_eq(lines, 7); /* run, cable, two changes, covered, finding, end */
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_log, hash_is_that_of_the_line_without_it)
{
    struct sample s;
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    char before[TL_HEX];
    memset(before, '0', TL_HEX - 1);
    before[TL_HEX - 1] = '\0';
    for (size_t begin = 0; begin < log.len;) {
        const size_t end = tl_slice_find(tl_buf_slice(&log), TL_LIT("\n"), begin);
        const tl_slice line = tl_slice_sub(tl_buf_slice(&log), begin, end);
        const size_t at = tl_slice_find(line, TL_LIT(",\"hash\":\""), 0);
        const size_t after = at + strlen(",\"hash\":\"\"") + TL_HEX - 1;
        const tl_slice parts[] = {tl_slice_sub(line, 0, at), tl_slice_sub(line, after, line.len)};
        const struct tl_hash hash = tl_sha256(parts, 2);
        char hex[TL_HEX];
        json_t *object = json_loadb((const char *)line.ptr, line.len, 0, NULL);
        cr_expect_str_eq(text_of(object, "hash"), tl_hash_hex(&hash, hex));
        cr_expect_str_eq(text_of(object, "prev"), before);
        memcpy(before, hex, TL_HEX);
        json_decref(object);
        begin = end + 1;
    }
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_log, text_of_the_cable_is_not_in_it)
{
    static const char *const secrets[] = {"harbour", "mined", "Marlow",
                                          "Ivo",     "Told",  "0123456789abcdef0123"};
    struct sample s;
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    for (size_t i = 0; i < TL_COUNT(secrets); i++) {
        cr_expect_not(holds(&log, secrets[i]), "%s", secrets[i]);
    }
    const struct tl_hash plain = tl_sha256_one(TL_LIT("Ivo Marlow"));
    char hex[TL_HEX];
    cr_expect_not(holds(&log, tl_hash_hex(&plain, hex)), "a plain hash of removed text");
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_log, nonce_opens_one_text_and_no_other)
{
    struct sample s;
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    json_t *change = record(&log, "change", 1);
    const struct tl_hash original = tl_sha256_one(tl_str(sample_original));
    const struct tl_hash nonce = tl_nonce_make(s.run.secret, &original, &s.policy.hash, 1, 2);
    const struct tl_hash right = tl_commitment_make(&nonce, TL_LIT("Ivo Marlow"));
    const struct tl_hash wrong = tl_commitment_make(&nonce, TL_LIT("Ivo Marlov"));
    char hex[TL_HEX];
    cr_expect_str_eq(text_of(change, "nonce"), tl_hash_hex(&nonce, hex));
    cr_expect_str_eq(text_of(change, "commitment"), tl_hash_hex(&right, hex));
    cr_expect_str_neq(text_of(change, "commitment"), tl_hash_hex(&wrong, hex));
    json_decref(change);
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_log, nonces_differ_with_secret_original_policy_cable_and_change)
{
    const struct tl_hash a = tl_sha256_one(TL_LIT("a"));
    const struct tl_hash b = tl_sha256_one(TL_LIT("b"));
    const struct tl_hash nonces[] = {
        tl_nonce_make(TL_LIT("secret"), &a, &a, 1, 11), tl_nonce_make(TL_LIT("secreT"), &a, &a, 1, 11),
        tl_nonce_make(TL_LIT("secret"), &b, &a, 1, 11), tl_nonce_make(TL_LIT("secret"), &a, &b, 1, 11),
        tl_nonce_make(TL_LIT("secret"), &a, &a, 11, 1), tl_nonce_make(TL_LIT("secret"), &a, &a, 1, 12),
        tl_nonce_make(TL_LIT("secret"), &b, &b, 1, 11)};
    for (size_t i = 0; i < TL_COUNT(nonces); i++) {
        for (size_t j = 0; j < i; j++) {
            cr_expect(memcmp(nonces[i].bytes, nonces[j].bytes, TL_HASH) != 0, "%zu and %zu", i, j);
        }
    }
}

Test(ledger_log, same_secret_gives_the_same_log)
{
    struct sample s;
    sample_init(&s);
    struct tl_buf one = sample_log(&s);
    struct tl_buf two = sample_log(&s);
    cr_expect(tl_slice_eq(tl_buf_slice(&one), tl_buf_slice(&two)));
    s.run.secret = TL_LIT("another secret of some length");
    struct tl_buf three = sample_log(&s);
    cr_expect_not(tl_slice_eq(tl_buf_slice(&one), tl_buf_slice(&three)));
    tl_buf_release(&one);
    tl_buf_release(&two);
    tl_buf_release(&three);
    tl_arena_release(&s.arena);
}

Test(ledger_log, run_names_every_option_that_changes_a_decision)
{
    static const tl_slice loosenings[] = {TL_LIT("subject: U")};
    struct sample s;
    sample_init(&s);
    s.policy.loosenings = loosenings;
    s.policy.loosening_count = 1;
    s.run.as_of = (struct tl_date){2018, 11, 6};
    s.run.is_as_of_future = true;
    s.run.assume = TL_RANK_C;
    struct tl_buf log = sample_log(&s);
    json_t *run = record(&log, "run", 0);
    cr_expect_str_eq(text_of(run, "as_of"), "2018-11-06");
    cr_expect_str_eq(text_of(run, "as_of_source"), "given");
    cr_expect_eq(json_integer_value(json_object_get(run, "as_of_future")), 1);
    cr_expect_str_eq(text_of(run, "assume"), "C");
    cr_expect_str_eq(text_of(run, "frame"), "file");
    cr_expect_str_eq(text_of(run, "run_secret"), "given");
    cr_expect_eq(json_array_size(json_object_get(run, "loosenings")), 1);
    cr_expect_str_eq(text_of(json_object_get(run, "policy"), "id"), "sample");
    json_decref(run);
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_log, what_is_absent_is_not_null)
{
    struct sample s;
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    json_t *run = record(&log, "run", 0);
    cr_expect(json_object_get(run, "as_of") == NULL);
    cr_expect(json_object_get(run, "assume") == NULL);
    cr_expect(json_object_get(run, "packs") == NULL);
    cr_expect_not(holds(&log, "null"));
    json_decref(run);
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_log, end_counts_actions_exemptions_and_rules)
{
    struct sample s;
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    json_t *end = record(&log, "end", 0);
    cr_expect_eq(json_integer_value(json_object_get(end, "records")), 7);
    cr_expect_eq(json_integer_value(json_object_get(end, "cables")), 1);
    cr_expect_eq(json_array_size(json_object_get(end, "actions")), 2);
    cr_expect_eq(json_array_size(json_object_get(end, "exemptions")), 3);
    cr_expect_str_eq(text_of(json_array_get(json_object_get(end, "rules"), 0), "id"), "person.title");
    json_decref(end);
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_log, failed_cable_is_denied_and_has_no_release)
{
    struct sample s;
    struct tl_log log;
    const struct tl_log_source source = {.name = "-"};
    sample_init(&s);
    tl_log_init(&log, &s.run);
    tl_log_failed(&log, &source, &s.cable, "release.second_reading");
    tl_log_end(&log);
    json_t *cable = record(&log.out, "cable", 0);
    json_t *finding = record(&log.out, "finding", 1);
    cr_expect_str_eq(text_of(cable, "verdict"), "denied");
    cr_expect(json_object_get(cable, "release_sha256") == NULL);
    cr_expect_str_eq(text_of(finding, "slug"), "release.second_reading");
    json_decref(cable);
    json_decref(finding);
    tl_log_release(&log);
    tl_arena_release(&s.arena);
}

/* Two logs of three cables and a rejected frame: one written in order, one joined of drafts made out of
 * order. */
Test(ledger_log, drafts_join_to_the_same_log)
{
    struct sample s;
    struct tl_log direct;
    struct tl_log joined;
    struct tl_log drafts[2];
    struct tl_log_part parts[4];
    sample_init(&s);
    const struct tl_log_source source = {.name = "sample.txt", .at = 5, .frame = "zczc"};
    tl_log_init(&direct, &s.run);
    tl_log_cable(&direct, &source, &s.release);
    tl_log_cable(&direct, &source, &s.release);
    tl_log_rejected(&direct, &source, 77, "frame-garbage");
    tl_log_failed(&direct, &source, &s.cable, "release.second_reading");
    tl_log_end(&direct);

    tl_log_draft_init(&drafts[0], &s.run);
    tl_log_draft_init(&drafts[1], &s.run);
    parts[3] = tl_log_part_begin(&drafts[1], 9); /* used before: reset forgets it */
    tl_log_cable(&drafts[1], &source, &s.release);
    tl_log_part_end(&drafts[1], &parts[3]);
    tl_log_draft_reset(&drafts[1]);
    parts[2] = tl_log_part_begin(&drafts[1], 3);
    tl_log_rejected(&drafts[1], &source, 77, "frame-garbage");
    tl_log_part_end(&drafts[1], &parts[2]);
    parts[3] = tl_log_part_begin(&drafts[1], 4);
    tl_log_failed(&drafts[1], &source, &s.cable, "release.second_reading");
    tl_log_part_end(&drafts[1], &parts[3]);
    for (size_t i = 0; i < 2; i++) {
        parts[i] = tl_log_part_begin(&drafts[0], i + 1);
        tl_log_cable(&drafts[0], &source, &s.release);
        tl_log_part_end(&drafts[0], &parts[i]);
    }
    tl_log_init(&joined, &s.run);
    for (size_t i = 0; i < 4; i++) {
        tl_log_join(&joined, &drafts[i / 2], &parts[i]);
    }
    tl_log_end(&joined);
    cr_expect(tl_slice_eq(tl_buf_slice(&direct.out), tl_buf_slice(&joined.out)), "%.*s\nand not\n%.*s",
              (int)joined.out.len, (const char *)joined.out.ptr, (int)direct.out.len,
              (const char *)direct.out.ptr);
    tl_log_release(&direct);
    tl_log_release(&joined);
    tl_log_release(&drafts[0]);
    tl_log_release(&drafts[1]);
    tl_arena_release(&s.arena);
}

/* More words than a draft looks back on, in turns, and the same text from two places. */
static void count_words(struct tl_log *log, char words[100][8])
{
    for (size_t turn = 0; turn < 3; turn++) {
        for (size_t i = 0; i < 100; i++) {
            tl_log_count(log, (enum tl_tally)(i % 3), tl_str(words[i]));
            tl_log_count(log, TL_TALLY_RULES, tl_str(words[i / 2]));
        }
    }
}

Test(ledger_log, words_of_a_draft_are_counted_as_those_of_a_log)
{
    static const struct tl_log_source source = {.name = "-"};
    char words[100][8];
    struct sample s;
    struct tl_log direct;
    struct tl_log joined;
    struct tl_log draft;
    for (size_t i = 0; i < 100; i++) {
        (void)snprintf(words[i], sizeof(words[i]), "w.%zu", i % 70);
    }
    sample_init(&s);
    tl_log_init(&direct, &s.run);
    tl_log_init(&joined, &s.run);
    tl_log_draft_init(&draft, &s.run);
    for (uint64_t number = 1; number <= 2; number++) {
        tl_log_rejected(&direct, &source, 7, "frame-garbage");
        count_words(&direct, words);
        struct tl_log_part part = tl_log_part_begin(&draft, number);
        tl_log_rejected(&draft, &source, 7, "frame-garbage");
        count_words(&draft, words);
        tl_log_part_end(&draft, &part);
        memset(words[0], number == 1 ? 'z' : 'y', 3); /* what was counted is a copy */
        tl_log_join(&joined, &draft, &part);
    }
    tl_log_end(&direct);
    tl_log_end(&joined);
    cr_expect(tl_slice_eq(tl_buf_slice(&direct.out), tl_buf_slice(&joined.out)), "%.*s\nand not\n%.*s",
              (int)joined.out.len, (const char *)joined.out.ptr, (int)direct.out.len,
              (const char *)direct.out.ptr);
    tl_log_release(&direct);
    tl_log_release(&joined);
    tl_log_release(&draft);
    tl_arena_release(&s.arena);
}
