/* SPDX-License-Identifier: Apache-2.0 */
/* Policies in a directory of their own, loaded, with everything that was told as one text. */
#ifndef TL_TESTS_POLICY_FILES_H
#define TL_TESTS_POLICY_FILES_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy/policy.h"

/* A policy without rules that has no errors; rules, packs and exceptions can follow. */
#define POLICY_HEAD                                                                                          \
    "tearline-policy: 1\n"                                                                                   \
    "id: test\n"                                                                                             \
    "release: {max: U, audience: public}\n"

#define PACK_HEAD                                                                                            \
    "tearline-rules: 1\n"                                                                                    \
    "id: pack\n"                                                                                             \
    "exemptions: ['(b)(6)']\n"

struct policy_files {
    char dir[64];
    char path[128]; /* of the file loaded last */
    struct tl_arena arena;
    struct tl_diags diags;
    struct tl_buf told; /* what tl_diags_render gives, with the directory cut off */
};

static inline void files_begin(struct policy_files *files)
{
    memset(files, 0, sizeof(*files));
    snprintf(files->dir, sizeof(files->dir), "/tmp/tl-policy-XXXXXX");
    cr_assert(mkdtemp(files->dir) != NULL);
    files->diags.arena = &files->arena;
}

static inline const char *files_put_bytes(struct policy_files *files, const char *name, const void *bytes,
                                          size_t len)
{
    snprintf(files->path, sizeof(files->path), "%s/%s", files->dir, name);
    FILE *file = fopen(files->path, "w");
    cr_assert(file != NULL);
    cr_assert(fwrite(bytes, 1, len, file) == len);
    cr_assert(fclose(file) == 0);
    return files->path;
}

static inline const char *files_put(struct policy_files *files, const char *name, const char *text)
{
    return files_put_bytes(files, name, text, strlen(text));
}

/* All that was told so far, without the directory: "p.yaml:3:7: error: ... [slug]". */
static inline const char *files_told(struct policy_files *files)
{
    struct tl_buf all = {0};
    char prefix[80];
    snprintf(prefix, sizeof(prefix), "%s/", files->dir);
    tl_diags_render(&files->diags, &all);
    tl_buf_reset(&files->told);
    const tl_slice text = tl_buf_slice(&all);
    for (size_t at = 0; at < text.len;) {
        if (tl_slice_starts(tl_slice_sub(text, at, text.len), tl_str(prefix))) {
            at += strlen(prefix);
            continue;
        }
        tl_buf_byte(&files->told, text.ptr[at++]);
    }
    tl_buf_byte(&files->told, 0);
    tl_buf_release(&all);
    return (const char *)files->told.ptr;
}

/* Loads a policy from text as p.yaml. */
static inline struct tl_policy *files_load(struct policy_files *files, const char *text)
{
    return tl_policy_load(files_put(files, "p.yaml", text), &files->diags);
}

static inline void files_end(struct policy_files *files)
{
    char command[128];
    snprintf(command, sizeof(command), "rm -rf %s", files->dir);
    cr_assert(system(command) == 0);
    tl_buf_release(&files->told);
    tl_arena_release(&files->arena);
}

/* Loads `text` and wants errors; `wanted` is a part of what must be told. */
static inline void expect_error(const char *text, const char *wanted)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, text);
    const char *told = files_told(&files);
    cr_expect(policy == NULL, "loaded although it must not: %s", text);
    cr_expect(strstr(told, wanted) != NULL, "wanted: %s\ntold: %s\nfor: %s", wanted, told, text);
    tl_policy_free(policy);
    files_end(&files);
}

/* Loads `text` and wants no errors. */
static inline void expect_fine(const char *text)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, text);
    cr_expect(policy != NULL && files.diags.errors == 0, "told: %s\nfor: %s", files_told(&files), text);
    tl_policy_free(policy);
    files_end(&files);
}

#endif
