/* SPDX-License-Identifier: Apache-2.0 */
/* One policy of one text, where nothing is told. */
#ifndef TL_TESTS_POLICY_TEXT_H
#define TL_TESTS_POLICY_TEXT_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#include "policy/policy.h"

/* The policy, which must load; the caller frees it. */
static inline struct tl_policy *policy_of_text(struct tl_arena *arena, const char *text)
{
    char path[] = "/tmp/tearline-test-XXXXXX";
    struct tl_diags diags = {.arena = arena};
    const int fd = mkstemp(path);
    cr_assert(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    struct tl_policy *policy = tl_policy_load(path, &diags);
    unlink(path);
    cr_assert(policy != NULL, "%s", diags.list.count > 0 ? diags.list.items[0].text : "no policy");
    return policy;
}

#endif
