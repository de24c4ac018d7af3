/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions alone against whole releases: over the corpus, for every level, both say the same. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>

#include "base/io.h"
#include "base/limits.h"
#include "release/release.h"

static const enum tl_rank levels[] = {TL_RANK_U, TL_RANK_CUI, TL_RANK_R, TL_RANK_C, TL_RANK_S, TL_RANK_TS};

static void expect_agreement(const char *name, tl_slice bytes, enum tl_rank level)
{
    static const struct tl_release_options options = {.assume = TL_RANK_UNKNOWN};
    static const struct tl_cable_options cable_options = {.assume = TL_RANK_UNKNOWN};
    struct tl_policy *policy =
        tl_policy_of_max(level, false, (struct tl_words){NULL, 0}, (struct tl_words){NULL, 0});
    struct tl_arena arena = {0};
    struct tl_cable cable;
    struct tl_release whole;
    struct tl_release judged;
    struct tl_err err = {0};
    tl_cable_parse(&arena, bytes, &cable_options, &cable);
    cr_expect(tl_release_make(&arena, &cable, policy, &options, &whole, &err) == TL_OK, "%s: %s", name,
              err.text);
    const bool is_unchanged = whole.edits.count == 0 && tl_slice_eq(whole.bytes, bytes);
    const bool is_open = tl_release_judge(&arena, &cable, policy, &options, &judged) == TL_OK;
    cr_expect(is_open == is_unchanged, "%s at %s: redact would %schange it, check says %s", name,
              tl_rank_name(level), is_unchanged ? "not " : "", is_open ? "open" : "closed");
    cr_expect(judged.is_doubt == whole.is_doubt, "%s at %s: doubt", name, tl_rank_name(level));
    for (size_t i = 0; i < cable.portions.count; i++) {
        cr_expect(judged.decisions[i].is_released == whole.decisions[i].is_released, "%s at %s: portion %zu",
                  name, tl_rank_name(level), i);
    }
    tl_arena_release(&arena);
    tl_policy_free(policy);
}

Test(judge, it_says_what_a_whole_release_says)
{
    DIR *dir = opendir(TL_TEST_ROOT "/corpus");
    size_t count = 0;
    cr_assert(dir != NULL);
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[600];
        struct tl_buf bytes = {0};
        struct tl_err err = {0};
        const size_t len = strlen(entry->d_name);
        if (len < 4 || strcmp(entry->d_name + len - 4, ".txt") != 0) {
            continue;
        }
        (void)snprintf(path, sizeof(path), "%s/corpus/%s", TL_TEST_ROOT, entry->d_name);
        cr_assert(tl_read_file(path, TL_MAX_CABLE, &bytes, &err) == TL_OK);
        for (size_t i = 0; i < TL_COUNT(levels); i++) {
            expect_agreement(entry->d_name, tl_buf_slice(&bytes), levels[i]);
        }
        tl_buf_release(&bytes);
        count++;
    }
    (void)closedir(dir);
    cr_expect(count > 50, "only %zu cables", count);
}
