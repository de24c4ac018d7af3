/* SPDX-License-Identifier: Apache-2.0 */
/* reveal and restore: a text opens its commitment; what was sealed comes back for its key and for no other.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "support/keys.h"

#define WITHHELD_TEXT "(C) The minister admitted that the NIGHTJAR berth is empty."

static void scene_of_seal(struct scene *s)
{
    scene_begin(s);
    keys_put_certificate(&s->folder, "rsa", true);
    keys_put_certificate(&s->folder, "ec", false);
    keys_put_certificate(&s->folder, "other", true);
    EXPECT_STATUS(s, 0, "redact", "-p", in_project(PUBLIC), "--seal", "rsa.crt", "--seal", "ec.crt", "--log",
                  "log", "-o", "release", in_project(PLAIN));
}

static bool holds(const struct scene *s, const char *name, const char *text)
{
    struct tl_buf bytes = {0};
    file_read(in_folder(&s->folder, name), &bytes);
    const bool has = buf_has(&bytes, text);
    tl_buf_release(&bytes);
    return has;
}

#define RESTORE(key, changes)                                                                                \
    "restore", "--log", "log", "--key", key ".key", "--cert", key ".crt", "--changes", changes, "--by",      \
        "reviewer-7", "--why", "appeal 12", "--new-log", "newlog", "-o", "new"

Test(cli_restore, nothing_of_the_text_is_in_log_or_sealed_file)
{
    static const char *const texts[] = {"NIGHTJAR", "minister", "Quenthorpe", "QUENTHORPE"};
    struct scene s;
    scene_of_seal(&s);
    cr_expect(file_mode(&s.folder, "log.sealed") == 0600);
    for (size_t i = 0; i < TL_COUNT(texts); i++) {
        cr_expect(!holds(&s, "log", texts[i]) && !holds(&s, "log.sealed", texts[i]), "%s", texts[i]);
    }
    cr_expect(holds(&s, "log", "\"sealed_for\":["));
    EXPECT_STATUS(&s, 0, "verify", "--log", "log", "-p", in_project(PUBLIC), in_project(PLAIN), "release");
    EXPECT_STATUS(&s, 73, "redact", "-p", in_project(PUBLIC), "--seal", "rsa.crt", "--log", "log", "-o",
                  "release", in_project(PLAIN));
    scene_end(&s);
}

Test(cli_restore, chosen_changes_come_back_for_any_of_the_keys)
{
    static const char *const keys[] = {"rsa", "ec"};
    struct scene s;
    scene_of_seal(&s);
    for (size_t i = 0; i < TL_COUNT(keys); i++) {
        const int status = i == 0 ? run(&s, WORDS(RESTORE("rsa", "4"), "-f", "release"))
                                  : run(&s, WORDS(RESTORE("ec", "4"), "-f", "release"));
        cr_expect(status == 0, "%s: %d: %s", keys[i], status, buf_text(&s.result.err));
        cr_expect(holds(&s, "new", "[¶2.](#) (U) The minister admitted that the NIGHTJAR berth is empty."));
        cr_expect(!holds(&s, "new", "QUENTHORPE"));
        cr_expect(file_mode(&s.folder, "newlog") == 0600);
        cr_expect(holds(&s, "newlog", "\"follows\":") && holds(&s, "newlog", "\"restores\":4") &&
                  holds(&s, "newlog", "reviewer-7"));
        EXPECT_STATUS(&s, 0, "verify", "--log", "newlog", "release", "new");
        EXPECT_STATUS(&s, 2, "verify", "--log", "newlog", "-p", in_project(PUBLIC), "release", "new");
    }
    scene_end(&s);
}

Test(cli_restore, without_the_key_and_the_right_files_nothing_comes_back)
{
    struct scene s;
    struct tl_buf bytes = {0};
    scene_of_seal(&s);
    EXPECT_STATUS(&s, 1, RESTORE("other", "4"), "release");
    EXPECT_TOLD(&s, "the key does not open what is sealed");
    EXPECT_STATUS(&s, 78, "restore", "--log", "log", "--key", "other.key", "--cert", "rsa.crt", "--changes",
                  "4", "--by", "x", "--why", "y", "--new-log", "newlog", "release");
    EXPECT_STATUS(&s, 1, RESTORE("rsa", "4"), in_project(PLAIN));
    EXPECT_TOLD(&s, "is not the release of cable 1");
    EXPECT_STATUS(&s, 65, RESTORE("rsa", "9"), "release");
    EXPECT_STATUS(&s, 65, RESTORE("rsa", "2"), "release");
    EXPECT_TOLD(&s, "re-marked a line");
    EXPECT_STATUS(&s, 65, RESTORE("rsa", "4"), "--cable", "2", "release");
    EXPECT_STATUS(&s, 2, RESTORE("rsa", "4,4"), "release");
    EXPECT_STATUS(&s, 2, RESTORE("rsa", "x"), "release");
    EXPECT_STATUS(&s, 66, RESTORE("rsa", "4"), "--sealed", "nothing", "release");
    EXPECT_STATUS(&s, 77, "restore", "--log", "log", "--key", "rsa.key", "--cert", "rsa.crt", "--changes",
                  "4", "--by", "x", "--why", "y", "--new-log", "log", "-f", "release");
    cr_assert(chmod(in_folder(&s.folder, "rsa.key"), 0644) == 0);
    EXPECT_STATUS(&s, 77, RESTORE("rsa", "4"), "release");
    cr_assert(chmod(in_folder(&s.folder, "rsa.key"), 0600) == 0);
    /* a changed file gives the right text or none */
    size_t refused = 0;
    file_read(in_folder(&s.folder, "log.sealed"), &bytes);
    for (size_t at = 40; at + 90 < bytes.len; at += 257) {
        const unsigned char kept = bytes.ptr[at];
        bytes.ptr[at] = kept == 'A' ? 'B' : 'A';
        file_put(&s.folder, "changed", tl_buf_slice(&bytes));
        bytes.ptr[at] = kept;
        const int status = run(&s, WORDS(RESTORE("rsa", "4"), "--sealed", "changed", "release"));
        if (status == 0) { /* what was changed is of the other recipient */
            cr_expect(holds(&s, "new", "(U) The minister admitted that the NIGHTJAR berth is empty."));
            (void)remove(in_folder(&s.folder, "new"));
            (void)remove(in_folder(&s.folder, "newlog"));
        }
        refused += status == 1 || status == 65;
        cr_expect(status == 0 || status == 1 || status == 65, "byte %zu: %d", at, status);
        cr_expect(!file_exists(&s.folder, "new") && !file_exists(&s.folder, "newlog"), "byte %zu", at);
        expect_quiet(&s);
    }
    cr_expect(refused >= 5, "%zu", refused);
    tl_buf_release(&bytes);
    scene_end(&s);
}

Test(cli_restore, a_text_is_revealed_by_its_commitment)
{
    struct scene s;
    scene_of_seal(&s);
    const struct spawn_request with = {.input = TL_LIT(WITHHELD_TEXT "\n")};
    const struct spawn_request without = {.input = TL_LIT(WITHHELD_TEXT)};
    const struct spawn_request other = {.input = TL_LIT("(C) The minister admitted nothing.\n")};
    cr_expect(run_with(&s, &with, WORDS("reveal", "log", "4", "-")) == 0);
    EXPECT_STATUS(&s, 0, "reveal", "--cable", "1", "log", "3", "Ilsa M. Quenthorpe");
    cr_expect(run_with(&s, &without, WORDS("reveal", "log", "4", "-")) == 0);
    cr_expect(run_with(&s, &other, WORDS("reveal", "log", "4", "-")) == 1);
    expect_quiet(&s);
    cr_expect(run_with(&s, &with, WORDS("reveal", "log", "3", "-")) == 1);
    EXPECT_STATUS(&s, 65, "reveal", "log", "12", "x");
    EXPECT_STATUS(&s, 65, "reveal", "release", "1", "x");
    EXPECT_STATUS(&s, 66, "reveal", "nolog", "1", "x");
    EXPECT_STATUS(&s, 2, "reveal", "log", "0", "x");
    EXPECT_STATUS(&s, 2, "reveal", "log", "1");
    EXPECT_STATUS(&s, 2, "reveal", "-", "1", "-");
    scene_end(&s);
}
