/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `policy diff` says holds: where it says that B lets out nothing more than A, no word of any cable of
 * the corpus, nor of generated ones, leaves under B that A keeps back.
 *
 * The policies are the shipped ones, and each of them with one thing changed.
 */
#include "base/io.h"
#include "policy/diff.h"
#include "prop/prop.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { POLICIES_MOST = 80, SEEDS = 40, CABLE_MOST = 4 * 1024 * 1024 };

static const char *const bases[] = {"public-release", "max-confidential", "partner-fvey"};

/* One line of a policy as it is, and as it becomes; what a base does not have is left out. */
static const struct {
    const char *name, *from, *to;
} changes[] = {
    {"as it is", "tearline-policy: 1", "tearline-policy: 1"},
    {"max S", "\n  max: C", "\n  max: S"},
    {"max U", "\n  max: C", "\n  max: U"},
    {"max R", "\n  max: S", "\n  max: R"},
    {"portions", "\ncompilation: overall", "\ncompilation: portions"},
    {"subject U", "\n  subject: overall", "\n  subject: U"},
    {"authority overall", "\n  authority: U", "\n  authority: overall"},
    {"header overall", "\n  header: U", "\n  header: overall"},
    {"reference overall", "\n  reference: U", "\n  reference: overall"},
    {"nothing dropped", "\ndrop: [attributes]", "\ndrop: []"},
    {"more dropped", "\ndrop: [", "\ndrop: [subject, signature, "},
    {"captions", "\n  allow: []", "\n  allow: [EXDIS, NODIS, SBU, LOU, NOFORN]"},
    {"dates", "\ndeclassification: ignore", "\ndeclassification: dates"},
    {"lines", "\n  amount: none", "\n  amount: lines"},
    {"no reasons", "\n  reasons: authority", "\n  reasons: none"},
    {"keep", "\nbanner: rollup", "\nbanner: keep"},
    {"strike", "\nbanner: rollup", "\nbanner: strike"},
    {"deny", "\non-doubt: withhold", "\non-doubt: deny"},
    {"no contact", "  - file: ../rules/contact.yaml\n", ""},
    {"no persons", "  - file: ../rules/persons.yaml\n", ""},
    {"proven", "../rules/identifiers.yaml", "../rules/identifiers.yaml\n    proven: [identifiers.card]"},
    {"a rule", "\nrules: []",
     "\nrules:\n  - {id: own.rule, match: '\\b(?:the|a) [a-z]{3,9}\\b', exemptions: ['(b)(5)']}"},
    {"a closing rule", "\nrules: []",
     "\nrules:\n  - {id: own.rule, match: '\\bLARKSPUR\\b', action: withhold, exemptions: ['(b)(5)']}"},
    {"an exception", "\nexceptions: []",
     "\nexceptions:\n  - {text: [QUENTHORPE, Mira Quenthorpe], rules: [identifiers.ssn], why: w, by: b, "
     "until: "
     "2030-01-01}"},
    {"one reader", "[USA, AUS, CAN, GBR, NZL]", "[USA]"},
    {"fewer readers", "[USA, AUS, CAN, GBR, NZL]", "[USA, GBR]"},
};

static struct prop_policy policies[POLICIES_MOST];
static char names[POLICIES_MOST][80];
static size_t policy_count;
static bool lets_out[POLICIES_MOST][POLICIES_MOST]; /* [a][b]: B lets out more, or nobody can tell */
static size_t cables, pairs, words, stopped, failures;

static void stop(const char *what, const char *name)
{
    fprintf(stderr, "%s: %s\n", what, name);
    exit(2);
}

/* The first `from` in the text becomes `to`; false when it is not there. */
static bool replace(const struct tl_buf *text, const char *from, const char *to, struct tl_buf *out)
{
    const tl_slice all = tl_buf_slice(text);
    const size_t at = tl_slice_find(all, tl_str(from), 0);
    if (at == TL_NONE) {
        return false;
    }
    tl_buf_add(out, tl_slice_sub(all, 0, at));
    tl_buf_str(out, to);
    tl_buf_add(out, tl_slice_sub(all, at + strlen(from), all.len));
    return true;
}

/* Packs are reached from anywhere. */
static void write_policy(const struct tl_buf *text, char path[600])
{
    const tl_slice up = TL_LIT("../rules/");
    const tl_slice all = tl_buf_slice(text);
    struct tl_buf out = {0};
    size_t from = 0;
    for (size_t at = tl_slice_find(all, up, 0); at != TL_NONE; at = tl_slice_find(all, up, from)) {
        tl_buf_add(&out, tl_slice_sub(all, from, at));
        tl_buf_str(&out, TL_TEST_ROOT "/rules/");
        from = at + up.len;
    }
    tl_buf_add(&out, tl_slice_sub(all, from, all.len));
    (void)snprintf(path, 600, "%s/diff-XXXXXX", TL_TEST_TMP);
    const int fd = mkstemp(path);
    if (fd < 0 || write(fd, out.ptr, out.len) != (ssize_t)out.len || close(fd) != 0) {
        stop("cannot be written", path);
    }
    tl_buf_release(&out);
}

static void open_policy(const char *base, size_t change, const struct tl_buf *text)
{
    struct tl_buf changed = {0};
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    char path[600];
    if (!replace(text, changes[change].from, changes[change].to, &changed)) {
        return;
    }
    if (policy_count == POLICIES_MOST) {
        stop("too many policies", base);
    }
    write_policy(&changed, path);
    struct prop_policy *policy = &policies[policy_count];
    (void)snprintf(names[policy_count], sizeof(names[0]), "%s, %s", base, changes[change].name);
    policy->name = names[policy_count];
    policy->policy = tl_policy_load(path, &diags);
    (void)unlink(path);
    if (policy->policy == NULL && change == 0) {
        stop(diags.list.count > 0 ? diags.list.items[0].text : "no policy", policy->name);
    }
    policy_count += policy->policy != NULL ? 1 : 0; /* some changes are not legal everywhere */
    tl_buf_release(&changed);
    tl_arena_release(&arena);
}

static void open_all(void)
{
    for (size_t i = 0; i < TL_COUNT(bases); i++) {
        struct tl_buf text = {0};
        struct tl_err err = {0};
        char path[600];
        (void)snprintf(path, sizeof(path), "%s/policies/%s.yaml", TL_TEST_ROOT, bases[i]);
        if (tl_read_file(path, CABLE_MOST, &text, &err) != TL_OK) {
            stop(err.text, path);
        }
        for (size_t k = 0; k < TL_COUNT(changes); k++) {
            open_policy(bases[i], k, &text);
        }
        tl_buf_release(&text);
    }
    for (size_t a = 0; a < policy_count; a++) {
        for (size_t b = 0; b < policy_count; b++) {
            struct tl_arena arena = {0};
            struct tl_policy_differences diff = {.arena = &arena};
            tl_policy_diff(policies[a].policy, policies[b].policy, &diff);
            lets_out[a][b] = diff.counts[TL_DIFF_MORE] > 0;
            pairs += a != b && !lets_out[a][b] ? 1 : 0;
            tl_arena_release(&arena);
        }
    }
}

/* What leaves of the original, byte by byte.  Levels that are marked anew say what remains, and hold no text:
 * they count as leaving, either way.  False when an internal check stopped the release, or doubt about what a
 * rule leaves held some of it, which no setting tells: then nobody asks. */
static bool *leaving(const struct prop_policy *policy, tl_slice bytes, bool *is_whole)
{
    struct prop_run run;
    bool *leaves = calloc(bytes.len + 1, sizeof(*leaves));
    if (leaves == NULL) {
        stop("no memory", policy->name);
    }
    prop_run(policy, bytes, &run);
    const bool has_release =
        (run.status == TL_OK || run.status == TL_DOUBT) && run.release.verdict != TL_VERDICT_DENIED;
    for (size_t i = 0; i < bytes.len && has_release; i++) {
        leaves[i] = tl_is_alnum(bytes.ptr[i]) || bytes.ptr[i] >= 0x80;
    }
    for (size_t i = 0; i < run.release.edits.count && has_release; i++) {
        const struct tl_span in = run.release.edits.items[i].in;
        if (run.release.edits.items[i].action != TL_EDIT_REMARKED) {
            memset(leaves + in.begin, 0, (in.end - in.begin) * sizeof(*leaves));
        }
    }
    *is_whole = run.status != TL_INTERNAL;
    for (size_t i = 0; i < run.cable.portions.count && has_release; i++) {
        const struct tl_decision *decision = &run.release.decisions[i];
        *is_whole = *is_whole && (decision->cause != TL_CAUSE_DOUBT || decision->rule == NULL);
    }
    stopped += *is_whole ? 0 : 1;
    prop_run_end(&run);
    return leaves;
}

static void compare(const char *name, tl_slice bytes)
{
    bool *leaves[POLICIES_MOST];
    bool is_whole[POLICIES_MOST];
    cables++;
    for (size_t i = 0; i < policy_count; i++) {
        leaves[i] = leaving(&policies[i], bytes, &is_whole[i]);
    }
    for (size_t a = 0; a < policy_count; a++) {
        for (size_t b = 0; b < policy_count; b++) {
            for (size_t i = 0; i < bytes.len && !lets_out[a][b] && is_whole[a]; i++) {
                words += leaves[b][i] ? 1 : 0;
                if (leaves[b][i] && !leaves[a][i] && failures++ < 25) {
                    fprintf(stderr, "%s: byte %zu leaves under '%s' and not under '%s'\n", name, i,
                            policies[b].name, policies[a].name);
                    break;
                }
            }
        }
    }
    for (size_t i = 0; i < policy_count; i++) {
        free(leaves[i]);
    }
}

static void compare_corpus(void)
{
    DIR *dir = opendir(TL_TEST_ROOT "/corpus");
    for (const struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        struct tl_buf bytes = {0};
        struct tl_err err = {0};
        char path[600];
        const tl_slice name = tl_str(entry->d_name);
        (void)snprintf(path, sizeof(path), "%s/corpus/%s", TL_TEST_ROOT, entry->d_name);
        if (tl_slice_ends(name, TL_LIT(".txt")) && tl_read_file(path, CABLE_MOST, &bytes, &err) == TL_OK) {
            compare(entry->d_name, tl_buf_slice(&bytes));
        }
        tl_buf_release(&bytes);
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

int main(void)
{
    open_all();
    compare_corpus();
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct gen_cable cable;
        char name[40];
        gen_cable(seed, seed, TL_RANK_S, GEN_ALL, &cable);
        (void)snprintf(name, sizeof(name), "seed %d", (int)seed);
        compare(name, tl_buf_slice(&cable.bytes));
        gen_release(&cable);
    }
    printf("%zu policies, %zu pairs that let out nothing more, %zu cables, %zu bytes of words, %zu releases "
           "stopped: %zu failures\n",
           policy_count, pairs, cables, words, stopped, failures);
    if (policy_count < 50 || pairs < 200 || cables < 100 || words == 0 ||
        stopped * 100 > cables * policy_count) {
        fprintf(stderr, "too little was looked at\n");
        return 1;
    }
    for (size_t i = 0; i < policy_count; i++) {
        tl_policy_free(policies[i].policy);
    }
    return failures > 0;
}
