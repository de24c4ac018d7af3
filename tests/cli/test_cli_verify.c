/* SPDX-License-Identifier: Apache-2.0 */
/* verify: what it says of releases that follow and of those that do not, and what its user may do wrong. */
#include <jansson.h>
#include <sys/stat.h>

#include "cli/stream.h"
#include "support/keys.h"

static void scene_of_release(struct scene *s, const char *cable)
{
    struct tl_buf bytes = {0};
    scene_begin(s);
    file_read(in_project(cable), &bytes);
    file_put(&s->folder, "cable", tl_buf_slice(&bytes));
    cr_expect(run(s, WORDS("redact", "-p", in_project(PUBLIC), "--log", "log", "-o", "release", "cable")) ==
              0);
    tl_buf_release(&bytes);
}

/* Writes `name` anew with the first `from` replaced by `to`. */
static void file_change(const struct scene *s, const char *name, const char *from, const char *to,
                        const char *as)
{
    struct tl_buf bytes = {0};
    struct tl_buf changed = {0};
    file_read(in_folder(&s->folder, name), &bytes);
    const size_t at = tl_slice_find(tl_buf_slice(&bytes), tl_str(from), 0);
    cr_assert_neq(at, TL_NONE, "%s", from);
    tl_buf_add(&changed, tl_slice_sub(tl_buf_slice(&bytes), 0, at));
    tl_buf_str(&changed, to);
    tl_buf_add(&changed, tl_slice_sub(tl_buf_slice(&bytes), at + strlen(from), bytes.len));
    file_put(&s->folder, as, tl_buf_slice(&changed));
    tl_buf_release(&bytes);
    tl_buf_release(&changed);
}

#define EXPECT_SAID(scene, text)                                                                             \
    cr_expect(buf_has(&(scene)->result.out, text), "\"%s\" is missing in: %s", text,                         \
              buf_text(&(scene)->result.out))

Test(cli_verify, what_follows_is_0)
{
    struct scene s;
    scene_of_release(&s, PLAIN);
    EXPECT_STATUS(&s, 0, "verify", "--log", "log", "cable", "release");
    EXPECT_SAID(&s, "edits only: decisions not checked");
    EXPECT_SAID(&s, "1 cable follows from the original and the log");
    EXPECT_STATUS(&s, 0, "verify", "--log", "log", "-p", in_project(PUBLIC), "cable", "release");
    EXPECT_SAID(&s, "decided again");
    scene_end(&s);
}

Test(cli_verify, what_differs_is_1_and_told_with_its_place)
{
    struct scene s;
    scene_of_release(&s, PLAIN);
    file_change(&s, "release", "LARKSPUR day", "LARKSPUR Day", "other");
    EXPECT_STATUS(&s, 1, "verify", "--log", "log", "cable", "other");
    EXPECT_SAID(&s, "other:24: 1 byte stands here where the original, which no change touches, has 1");
    EXPECT_SAID(&s, "[verify.release]");
    file_change(&s, "release", "[WITHHELD C (b)(1)", "[WITHHELD C (b)(2)", "other");
    EXPECT_STATUS(&s, 1, "verify", "--log", "log", "cable", "other");
    EXPECT_SAID(&s, "change 4, log:6");
    file_change(&s, "cable", "NIGHTJAR", "NIGHTJAY", "other");
    EXPECT_STATUS(&s, 1, "verify", "--log", "log", "other", "release");
    EXPECT_SAID(&s, "[verify.original.hash]");
    file_change(&s, "log", "\"rank\":\"C\"", "\"rank\":\"U\"", "other");
    EXPECT_STATUS(&s, 1, "verify", "--log", "other", "cable", "release");
    EXPECT_SAID(&s, "other:6: this record was changed: its hash is not its own [log.chain]");
    EXPECT_STATUS(&s, 1, "verify", "--log", "log", "-p", in_project("policies/partner-fvey.yaml"), "cable",
                  "release");
    EXPECT_SAID(&s, "[verify.policy]");
    scene_end(&s);
}

Test(cli_verify, mistakes_are_told)
{
    struct scene s;
    scene_of_release(&s, PLAIN);
    EXPECT_STATUS(&s, 2, "verify", "cable", "release");
    EXPECT_TOLD(&s, "--log LOG");
    EXPECT_STATUS(&s, 2, "verify", "--log", "log");
    EXPECT_STATUS(&s, 2, "verify", "--log", "log", "cable", "release", "cable");
    EXPECT_STATUS(&s, 2, "verify", "--log", "log", "cable");
    EXPECT_TOLD(&s, "a release was written; name it");
    EXPECT_STATUS(&s, 2, "verify", "--log", "-", "-", "release");
    EXPECT_STATUS(&s, 65, "verify", "--log", "cable", "cable", "release");
    EXPECT_TOLD(&s, "cable is no change log");
    EXPECT_STATUS(&s, 66, "verify", "--log", "nolog", "cable", "release");
    EXPECT_STATUS(&s, 66, "verify", "--log", "log", "nocable", "release");
    EXPECT_STATUS(&s, 66, "verify", "--log", "log", "cable", "norelease");
    EXPECT_STATUS(&s, 66, "verify", "--log", ".", "cable", "release");
    EXPECT_STATUS(&s, 78, "verify", "--log", "log", "-p", "cable", "cable", "release");
    EXPECT_STATUS(&s, 78, "verify", "--log", "log", "--public-key", "cable", "cable", "release");
    scene_end(&s);
}

Test(cli_verify, json_says_the_same)
{
    struct scene s;
    scene_of_release(&s, PLAIN);
    file_change(&s, "release", "LARKSPUR day", "LARKSPUR dax", "other");
    EXPECT_STATUS(&s, 1, "verify", "--json", "--log", "log", "cable", "other");
    json_t *object = json_loadb((const char *)s.result.out.ptr, s.result.out.len, 0, NULL);
    const json_t *first = json_array_get(json_object_get(object, "differences"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(object, "result")), "differs");
    cr_expect_str_eq(json_string_value(json_object_get(first, "in")), "release");
    cr_expect_eq(json_integer_value(json_object_get(first, "line")), 24);
    cr_expect(json_object_get(first, "offset") != NULL && json_object_get(first, "slug") != NULL);
    json_decref(object);
    scene_end(&s);
}

Test(cli_verify, streams_are_held_cable_by_cable)
{
    static const char *const frames[] = {"zczc", "nul", "jsonl", "len32"};
    for (size_t i = 0; i < TL_COUNT(frames); i++) {
        struct scene s;
        struct tl_buf input = {0};
        stream_begin(&s);
        for (unsigned number = 1; number <= 20; number++) {
            struct tl_buf cable = {0};
            put_cable(&cable, number);
            if (i == 3) {
                const unsigned char head[4] = {0, 0, (unsigned char)(cable.len >> 8),
                                               (unsigned char)(cable.len & 255)};
                tl_buf_add(&input, (tl_slice){head, 4});
            }
            if (i == 2) {
                json_t *line = json_pack("{s:s%,s:i,s:s}", "text", (const char *)cable.ptr, cable.len, "n",
                                         (int)number, "note", "plain");
                char *text = json_dumps(line, JSON_COMPACT);
                tl_buf_str(&input, text);
                tl_buf_byte(&input, '\n');
                free(text);
                json_decref(line);
            } else {
                tl_buf_add(&input, tl_buf_slice(&cable));
            }
            if (i == 1) {
                tl_buf_byte(&input, '\0');
            }
            tl_buf_release(&cable);
        }
        file_put(&s.folder, "stream", tl_buf_slice(&input));
        EXPECT_STATUS(&s, 0, "redact", "-q", "-p", "policy.yaml", "--frame", frames[i], "--log", "log", "-o",
                      "out", "stream");
        EXPECT_STATUS(&s, 0, "verify", "-p", "policy.yaml", "--log", "log", "stream", "out");
        EXPECT_SAID(&s, "20 cables follow");
        file_change(&s, "out", "LARKSPUR pier 13 ", "LARKSPUR pier 14 ", "other");
        EXPECT_STATUS(&s, 1, "verify", "--log", "log", "stream", "other");
        EXPECT_SAID(&s, "cable 13");
        file_change(&s, "log", "\"seq\":7", "\"seq\":8", "other");
        EXPECT_STATUS(&s, 1, "verify", "--log", "other", "stream", "out");
        tl_buf_release(&input);
        scene_end(&s);
    }
}

Test(cli_verify, a_log_of_several_inputs_is_asked_for_one)
{
    struct scene s;
    scene_begin(&s);
    cr_assert(mkdir(in_folder(&s.folder, "out"), 0700) == 0);
    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--log", "log", "-o", "out", in_project(PLAIN),
                  in_project("corpus/c1-names.txt"));
    EXPECT_STATUS(&s, 0, "verify", "--log", "log", in_project("corpus/c1-names.txt"), "out/c1-names.txt");
    EXPECT_SAID(&s, "1 of other inputs not looked at");
    EXPECT_STATUS(&s, 1, "verify", "--log", "log", in_project(PLAIN), "out/c1-names.txt");
    EXPECT_STATUS(&s, 65, "verify", "--log", "log", in_project(PUBLIC), "out/c1-names.txt");
    EXPECT_TOLD(&s, "none of them is called public-release.yaml");
    scene_end(&s);
}

Test(cli_verify, a_signature_is_held_against_its_key)
{
    struct scene s;
    scene_of_release(&s, PLAIN);
    keys_put_ed25519(&s.folder, "one");
    keys_put_ed25519(&s.folder, "two");
    keys_put_certificate(&s.folder, "rsa", true);
    EXPECT_STATUS(&s, 1, "verify", "--log", "log", "--public-key", "one.pub", "cable", "release");
    EXPECT_SAID(&s, "the log is not signed");
    cr_assert(chmod(in_folder(&s.folder, "one.key"), 0640) == 0);
    EXPECT_STATUS(&s, 77, "redact", "-p", in_project(PUBLIC), "--sign", "one.key", "--log", "log2", "-o",
                  "release2", "cable");
    cr_expect(!file_exists(&s.folder, "log2") && !file_exists(&s.folder, "release2"));
    cr_assert(chmod(in_folder(&s.folder, "one.key"), 0600) == 0);
    EXPECT_STATUS(&s, 78, "redact", "-p", in_project(PUBLIC), "--sign", "rsa.key", "--log", "log2", "cable");
    EXPECT_STATUS(&s, 2, "redact", "-p", in_project(PUBLIC), "--sign", "one.key", "--log", "none", "cable");
    EXPECT_STATUS(&s, 77, "redact", "-p", in_project(PUBLIC), "--sign", "one.key", "--log", "log2", "-o",
                  "one.key", "cable");
    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--sign", "one.key", "--log", "log2", "-o",
                  "release2", "cable");
    EXPECT_STATUS(&s, 0, "verify", "--log", "log2", "--public-key", "one.pub", "cable", "release2");
    EXPECT_SAID(&s, "signature: good");
    EXPECT_STATUS(&s, 0, "verify", "--log", "log2", "cable", "release2");
    EXPECT_SAID(&s, "signature: not checked");
    EXPECT_STATUS(&s, 1, "verify", "--log", "log2", "--public-key", "two.pub", "cable", "release2");
    EXPECT_SAID(&s, "another key");
    scene_end(&s);
}
