/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the command line share: a folder, runs in it, and cables that tell what they are. */
#ifndef TL_TESTS_CLI_CLI_H
#define TL_TESTS_CLI_CLI_H

#include <criterion/criterion.h>

#include "support/program.h"

/* In withheld paragraphs stands NIGHTJAR, in released ones LARKSPUR, and QUENTHORPE is a name
 * (corpus/README.md). */
#define PLAIN "corpus/01-plain.txt"
#define PUBLIC "policies/public-release.yaml"

/* A policy of maximum U for the public without rules; keys can follow. */
#define POLICY_TEXT                                                                                          \
    "tearline-policy: 1\n"                                                                                   \
    "id: mini\n"                                                                                             \
    "release: {max: U, audience: public}\n"                                                                  \
    "unmarked: {header: U, subject: overall, reference: U, authority: U}\n"                                  \
    "withhold: {exemptions: ['(b)(1)']}\n"

struct scene {
    struct folder folder;
    struct spawn_result result;
};

static inline void scene_begin(struct scene *scene)
{
    memset(scene, 0, sizeof(*scene));
    folder_make(&scene->folder);
}

static inline void scene_end(struct scene *scene)
{
    spawn_release(&scene->result);
    folder_remove(&scene->folder);
}

static inline int run_with(struct scene *scene, const struct spawn_request *request, const char *const *words)
{
    spawn_release(&scene->result);
    return program_run(&scene->folder, request, &scene->result, words);
}

static inline int run(struct scene *scene, const char *const *words)
{
    return run_with(scene, NULL, words);
}

/* No word of what must stay back, in any message or answer. */
static inline void expect_quiet(struct scene *scene)
{
    cr_expect(!buf_has(&scene->result.err, "NIGHTJAR"), "%s", buf_text(&scene->result.err));
    cr_expect(!buf_has(&scene->result.out, "NIGHTJAR"), "%s", buf_text(&scene->result.out));
}

#define EXPECT_STATUS(scene, expected, ...)                                                                  \
    do {                                                                                                     \
        const int got_ = run(scene, WORDS(__VA_ARGS__));                                                     \
        cr_expect(got_ == (expected), "status %d, expected %d: %s", got_, (expected),                        \
                  buf_text(&(scene)->result.err));                                                           \
        expect_quiet(scene);                                                                                 \
    } while (0)

#define EXPECT_TOLD(scene, text)                                                                             \
    cr_expect(buf_has(&(scene)->result.err, text), "\"%s\" is missing in: %s", text,                         \
              buf_text(&(scene)->result.err))

#define EXPECT_OUT(scene, text)                                                                              \
    cr_expect(buf_has(&(scene)->result.out, text), "\"%s\" is missing in: %s", text,                         \
              buf_text(&(scene)->result.out))

#endif
