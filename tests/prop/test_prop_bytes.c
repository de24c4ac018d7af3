/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes: they are tiled, the edits make the release, nothing crashes, and everything ends. */
#include "base/io.h"
#include "prop/prop.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { CORPUS_MOST = 256 };

static struct tl_buf corpus[CORPUS_MOST];
static size_t corpus_count;

static int compare(const void *a, const void *b)
{
    return tl_slice_cmp(tl_buf_slice(a), tl_buf_slice(b));
}

static void open_corpus(void)
{
    struct tl_err err;
    char path[600];
    DIR *dir = opendir(TL_TEST_ROOT "/corpus");
    struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL && corpus_count < CORPUS_MOST) {
        if (tl_slice_ends(tl_str(entry->d_name), TL_LIT(".txt"))) {
            snprintf(path, sizeof(path), "%s/corpus/%s", TL_TEST_ROOT, entry->d_name);
            if (tl_read_file(path, 1 << 20, &corpus[corpus_count], &err) == TL_OK) {
                corpus_count++;
            }
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    qsort(corpus, corpus_count, sizeof(corpus[0]), compare); /* the order of a directory is nobody's */
}

static void judge(const struct prop_policy *policy, tl_slice bytes)
{
    struct prop_run run;
    prop_run(policy, bytes, &run);
    const char *broken = prop_broken_tiling(&run.cable);
    broken = broken != NULL ? broken : prop_broken_edits(&run);
    if (broken != NULL) {
        prop_fail(policy, broken, NULL, bytes);
    }
    prop_run_end(&run);
}

static void test(uint64_t seed)
{
    struct rng rng = rng_of(seed, 2);
    struct tl_buf bytes = {0};
    struct gen_cable cable;
    switch (rng_below(&rng, 4)) {
    case 0:
        gen_noise(&rng, rng_below(&rng, 600), &bytes);
        break;
    case 1:
        gen_cable(seed, seed, TL_RANK_UNKNOWN, GEN_ALL, &cable);
        gen_mutate(&rng, tl_buf_slice(&cable.bytes), &bytes);
        gen_release(&cable);
        break;
    case 2:
        if (corpus_count > 0) {
            gen_mutate(&rng, tl_buf_slice(&corpus[rng_below(&rng, corpus_count)]), &bytes);
        }
        break;
    default:
        gen_cable(seed, seed, TL_RANK_UNKNOWN, GEN_ALL, &cable);
        tl_buf_add(&bytes, tl_buf_slice(&cable.bytes));
        gen_release(&cable);
        break;
    }
    judge(prop_policy((enum prop_policy_name)(seed % PROP_SHIPPED)), tl_buf_slice(&bytes));
    if (seed % 8 == 0) {
        judge(prop_policy(PROP_SHIPPED), tl_buf_slice(&bytes));
    }
    tl_buf_release(&bytes);
}

int main(void)
{
    open_corpus();
    const int status = prop_main(1500, test);
    for (size_t i = 0; i < corpus_count; i++) {
        tl_buf_release(&corpus[i]);
    }
    return status;
}
