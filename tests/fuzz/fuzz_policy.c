/* SPDX-License-Identifier: Apache-2.0 */
/* Policies and packs: a file gives a policy or errors, never both and never neither. */
#include "fuzz/file.h"
#include "fuzz/fuzz.h"
#include "policy/diff.h"
#include "policy/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    struct tl_diags findings = {.arena = &arena};
    struct tl_buf text = {0};
    const char *path = put_file(data, size);
    struct tl_policy *policy =
        tl_policy_is_pack(path) ? tl_policy_load_pack(path, &diags) : tl_policy_load(path, &diags);
    HOLD((policy == NULL) == (diags.errors > 0), "a policy or errors");
    tl_diags_render(&diags, &text);
    if (policy != NULL) {
        HOLD(policy->ceiling.max <= TL_RANK_TS, "a maximum is a rank");
        const struct tl_lint lint = {policy, {2020, 1, 1}, false, &findings};
        struct tl_policy_differences none = {.arena = &arena};
        tl_policy_lint(&lint);
        tl_policy_diff(policy, policy, &none);
        HOLD(none.list.count == 0, "a policy does not differ from itself");
        tl_policy_show(policy, &text);
        tl_policy_free(policy);
    }
    tl_buf_release(&text);
    tl_arena_release(&arena);
    return 0;
}
