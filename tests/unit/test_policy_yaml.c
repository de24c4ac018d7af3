/* SPDX-License-Identifier: Apache-2.0 */
/* What the YAML library lets by and a policy must not. */
#include "policy_files.h"

#include "base/limits.h"

static void expect_error_bytes(const char *text, size_t len, const char *wanted)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = tl_policy_load(files_put_bytes(&files, "p.yaml", text, len), &files.diags);
    const char *told = files_told(&files);
    cr_expect(policy == NULL);
    cr_expect(strstr(told, wanted) != NULL, "wanted: %s\ntold: %s", wanted, told);
    tl_policy_free(policy);
    files_end(&files);
}

/* libfyaml 0.7.12 reads 'a''''b' as a, three quotes and nothing. */
Test(policy_yaml, two_quotes_behind_each_other_are_two)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy =
        files_load(&files, POLICY_HEAD "rules:\n  - {id: r, match: '(x''''|''''''y)z'}\n");
    cr_assert(policy != NULL, "%s", files_told(&files));
    cr_expect(tl_slice_eq(policy->rules[0].pattern, TL_LIT("(x''|'''y)z")));
    tl_policy_free(policy);
    files_end(&files);
    expect_error(POLICY_HEAD "title: 'a''''b\n  c'\n", "[yaml.quotes]");
}

Test(policy_yaml, a_second_document_is_refused)
{
    expect_error(POLICY_HEAD "---\nid: other\n", "p.yaml:4:1: error: a second document begins here");
    expect_error(POLICY_HEAD "...\nid: other\n", "p.yaml:5:1: error: a second document begins here");
    expect_error("---\n" POLICY_HEAD "---\n", "[yaml.second_document]");
    expect_fine("---\n" POLICY_HEAD "...\n");
}

Test(policy_yaml, bad_utf8_is_refused_where_it_stands)
{
    expect_error(POLICY_HEAD "title: \xff\n", "p.yaml:4:8: error: byte 0xff is not UTF-8");
    expect_error(POLICY_HEAD "title: caf\xe9 x\n", "p.yaml:4:11: error: byte 0xe9");
    expect_error(POLICY_HEAD "# in a comment \xc0\xaf\n", "p.yaml:4:16: error: byte 0xc0");
}

Test(policy_yaml, nul_is_refused_raw_and_escaped)
{
    static const char raw[] = POLICY_HEAD "title: a\0b\n";
    expect_error_bytes(raw, sizeof(raw) - 1,
                       "p.yaml:4:9: error: a NUL byte is not text; remove it [config.nul]");
    expect_error(POLICY_HEAD "title: \"x\\0y\"\n",
                 "p.yaml:4:8: error: an escape makes the control character U+0000");
}

Test(policy_yaml, text_behind_a_nul_is_still_read)
{
    static const char raw[] = POLICY_HEAD "# \0\nbaner: rollup\n";
    expect_error_bytes(raw, sizeof(raw) - 1,
                       "p.yaml:5:1: error: a policy has no key 'baner' (did you mean 'banner'?)");
}

Test(policy_yaml, control_and_bidi_characters_are_refused)
{
    expect_error(POLICY_HEAD "title: a\xe2\x80\xae"
                             "b\n",
                 "p.yaml:4:9: error: U+202E is a bidi control");
    expect_error(POLICY_HEAD "title: a\xe2\x81\xa6"
                             "b\n",
                 "U+2066 is a bidi control");
    expect_error(POLICY_HEAD "title: \"\\u202e\"\n", "U+202E");
    expect_error(POLICY_HEAD "title: \"\\e[2J\"\n", "[yaml.escape]");
    expect_error(POLICY_HEAD "title: \x1b[2J\n", "[config.control]");
}

Test(policy_yaml, messages_never_carry_control_bytes)
{
    struct policy_files files;
    files_begin(&files);
    cr_expect(files_load(&files, POLICY_HEAD "title: \x1b[2J \xe2\x80\xae\xff\n\x1bkey: 1\n") == NULL);
    for (const char *c = files_told(&files); *c != '\0'; c++) {
        cr_expect((unsigned char)*c >= 0x20 || *c == '\n', "byte 0x%02x", (unsigned char)*c);
    }
    cr_expect(strstr(files_told(&files), "\xe2\x80\xae") == NULL);
    files_end(&files);
}

Test(policy_yaml, tags_are_refused)
{
    expect_error(POLICY_HEAD "title: !!str x\n", "p.yaml:4:8: error: tags (!name) are not allowed");
    expect_error(POLICY_HEAD "title: !mine x\n", "[yaml.tag]");
    expect_error(POLICY_HEAD "drop: !!set [attributes]\n", "[yaml.tag]");
}

Test(policy_yaml, anchors_aliases_and_merge_keys_are_refused)
{
    expect_error(POLICY_HEAD "title: &x text\n", "p.yaml:4:8: error: anchors (&name)");
    expect_error(POLICY_HEAD "title: *nope\n", "p.yaml:4:8: error: aliases (*name)");
    expect_error(POLICY_HEAD "drop: [*a, &b subject]\n", "[yaml.anchor]");
    expect_error(POLICY_HEAD "<<: {banner: keep}\n", "p.yaml:4:1: error: merge keys (<<)");
    expect_error(POLICY_HEAD "<<: *nope\n", "[yaml.merge]");
}

Test(policy_yaml, directives_are_refused)
{
    expect_error("%YAML 1.1\n---\n" POLICY_HEAD, "[yaml.directive]");
    expect_error("%TAG ! tag:x,2000:\n---\n" POLICY_HEAD, "[yaml.directive]");
}

Test(policy_yaml, keys_must_be_words)
{
    expect_error(POLICY_HEAD "? [a, b]\n: c\n", "[yaml.key]");
    expect_error(POLICY_HEAD "? {a: b}\n: c\n", "[yaml.key]");
}

Test(policy_yaml, deep_nesting_is_refused)
{
    expect_error(POLICY_HEAD "drop: [[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]\n", "[yaml.depth]");
    struct tl_buf deep = {0};
    tl_buf_str(&deep, POLICY_HEAD "drop: ");
    for (size_t i = 0; i < 20000; i++) {
        tl_buf_byte(&deep, '[');
    }
    tl_buf_byte(&deep, 0);
    expect_error((const char *)deep.ptr, "[yaml.depth]");
    tl_buf_release(&deep);
}

Test(policy_yaml, broken_yaml_has_a_place_and_keeps_earlier_errors)
{
    expect_error(POLICY_HEAD "drop: [attributes\n", "[yaml.syntax]");
    expect_error(POLICY_HEAD "banner: no\nx: [1\n", "p.yaml:4:9: error: banner cannot be 'no'");
    expect_error(POLICY_HEAD "title: \"open\nid: x\n", "[yaml.syntax]");
}

Test(policy_yaml, broken_yaml_says_nothing_about_what_is_missing)
{
    struct policy_files files;
    files_begin(&files);
    cr_expect(files_load(&files, "tearline-policy: 1\n- x\n") == NULL);
    cr_expect(strstr(files_told(&files), "lacks the key") == NULL, "%s", files_told(&files));
    files_end(&files);
}

Test(policy_yaml, an_empty_file_is_refused)
{
    expect_error("", "[policy.empty_file]");
    expect_error("# no tearline- yet\n", "[policy.empty_file]");
    expect_error("--- # tearline-\n", "a policy must be a mapping");
    expect_error("just text of tearline-\n", "a policy must be a mapping");
}

/* A cable that was named by mistake for a policy. */
Test(policy_yaml, nothing_is_shown_of_a_file_that_is_no_policy)
{
    struct policy_files files;
    files_begin(&files);
    cr_expect(files_load(&files, "SUBJECT: KORU\nKORU berth: (C) the minister is Vetch\n\xe9\n") == NULL);
    cr_expect(strstr(files_told(&files), "[config.foreign]") != NULL);
    cr_expect(strstr(files_told(&files), "KORU") == NULL && strstr(files_told(&files), "Vetch") == NULL);
    cr_expect_eq(files.diags.errors, 1u);
    files_end(&files);
}

Test(policy_yaml, a_byte_order_mark_is_no_text)
{
    expect_fine("\xef\xbb\xbf" POLICY_HEAD);
}

Test(policy_yaml, binary_files_are_refused_once)
{
    struct tl_buf wide = {0};
    struct policy_files files;
    tl_buf_str(&wide, "# tearline-policy in UTF-16\n");
    for (const char *c = POLICY_HEAD POLICY_HEAD POLICY_HEAD POLICY_HEAD; *c != '\0'; c++) {
        tl_buf_byte(&wide, (unsigned char)*c);
        tl_buf_byte(&wide, 0);
    }
    files_begin(&files);
    cr_expect(tl_policy_load(files_put_bytes(&files, "p.yaml", wide.ptr, wide.len), &files.diags) == NULL);
    cr_expect(strstr(files_told(&files), "[config.not_text]") != NULL);
    cr_expect(files.diags.errors < 12);
    tl_buf_release(&wide);
    files_end(&files);
}

Test(policy_yaml, the_library_prints_nothing)
{
    struct policy_files files;
    char printed[4096];
    files_begin(&files);
    char log[128];
    snprintf(log, sizeof(log), "%s/stderr", files.dir);
    FILE *file = freopen(log, "w", stderr);
    cr_assert(file != NULL);
    cr_expect(files_load(&files, POLICY_HEAD "title: \"NIGHTJAR\nx: [*y, &z\n") == NULL);
    fflush(stderr);
    FILE *in = fopen(log, "r");
    cr_assert(in != NULL);
    cr_expect(fread(printed, 1, sizeof(printed), in) == 0);
    fclose(in);
    files_end(&files);
}

/* Whatever a file is cut to, loading ends, and with a message when it ends without a policy. */
Test(policy_yaml, every_prefix_of_a_policy_loads_or_says_why)
{
    static const char text[] =
        POLICY_HEAD "withhold: {exemptions: {CUI: ['(b)(5)'], C: [\"(b)(1)\"]}, amount: lines}\n"
                    "rules:\n  - id: a\n    match: 'x''(?<g>y)'\n    excise: g\n"
                    "    tests:\n      - hit: |-\n          a \xc2\xab"
                    "b\xc2\xbb\n      - miss: >-\n          c\n           d\n";
    struct policy_files files;
    files_begin(&files);
    for (size_t len = 0; len < sizeof(text); len++) {
        files.diags = (struct tl_diags){.arena = &files.arena};
        struct tl_policy *policy = tl_policy_load(files_put_bytes(&files, "p.yaml", text, len), &files.diags);
        cr_expect((policy == NULL) == (files.diags.errors > 0), "at %zu", len);
        tl_policy_free(policy);
    }
    files_end(&files);
}

Test(policy_yaml, every_changed_byte_loads_or_says_why)
{
    static const char text[] =
        POLICY_HEAD "drop: [attributes]\nexceptions: []\nrules:\n- {id: a, match: 'x\\b'}\n";
    static const char bytes[] = "\0\xff!&*%#-:?[]{}\"'|>\n\t <,@`";
    struct policy_files files;
    files_begin(&files);
    for (size_t at = 0; at < sizeof(text) - 1; at++) {
        for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
            char changed[sizeof(text)];
            memcpy(changed, text, sizeof(text));
            changed[at] = bytes[i];
            files.diags = (struct tl_diags){.arena = &files.arena};
            struct tl_policy *policy =
                tl_policy_load(files_put_bytes(&files, "p.yaml", changed, sizeof(text) - 1), &files.diags);
            cr_expect((policy == NULL) == (files.diags.errors > 0), "at %zu byte %zu", at, i);
            tl_policy_free(policy);
        }
    }
    files_end(&files);
}
