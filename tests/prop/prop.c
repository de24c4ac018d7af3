/* SPDX-License-Identifier: Apache-2.0 */
#include "prop/prop.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CASE_SECONDS = 20, MOST_TOLD = 25 };

static const char rules_text[] =
    "rules:\n"
    "  - id: own.envoy\n"
    "    why: a name after a title\n"
    "    match: '\\b(?i:envoy) (?<hit>\\p{Lu}\\p{L}+ \\p{Lu}\\p{L}+)'\n"
    "    excise: hit\n"
    "    exemptions: ['(b)(6)']\n"
    "    action: %s\n"
    "    propagate: [full, surname]\n"
    "    tests: [{hit: 'the Envoy «Mina Holtar» left'}, {miss: 'the envoy left'}]\n"
    "  - id: own.money\n"
    "    why: sums\n"
    "    match: 'USD [0-9,]+'\n"
    "    case: any\n"
    "    action: mask\n"
    "    tests: [{hit: 'paid «USD 3,000» to him'}, {miss: 'USD sums'}]\n";

struct recipe {
    struct prop_policy of;
    const char *text;   /* of a policy made here */
    const char *action; /* with rules that do this; NULL: no rules */
    const char *path;   /* of one in the project */
};

#define HEAD "tearline-policy: 1\nid: own\ntitle: Own\n"

static struct recipe recipes[PROP_POLICIES] = {
    [PROP_PUBLIC] = {{.name = "public", .max = TL_RANK_U},
                     .text =
                         HEAD "release: {max: U, audience: public}\nunmarked: {header: U, subject: overall, "
                              "reference: U, authority: U}\nwithhold: {exemptions: ['(b)(1)']}\n"},
    [PROP_NAMES] = {{.name = "names", .max = TL_RANK_U},
                    .text = HEAD "release: {max: U, audience: public}\nunmarked: {header: U, reference: U}\n"
                                 "compilation: portions\nwithhold: {exemptions: ['(b)(1)'], reasons: none}\n",
                    .action = "excise"},
    [PROP_CONFIDENTIAL] = {{.name = "confidential", .max = TL_RANK_C},
                           .text =
                               HEAD "release: {max: C, audience: [USA], allow: [NOFORN, SBU, LOU, FOUO]}\n"
                                    "banner: keep\nunmarked: {header: U}\n",
                           .action = "excise"},
    [PROP_PARTNER] = {{.name = "partner", .max = TL_RANK_S},
                      .text =
                          HEAD "release: {max: S, audience: [USA, GBR], allow: [EXDIS, NODIS, STADIS, SBU]}\n"
                               "compilation: portions\nunmarked: {header: U}\n"},
    [PROP_PSEUDONYMS] = {{.name = "pseudonyms", .max = TL_RANK_C, .is_telling = true},
                         .text = HEAD
                         "release: {max: C, audience: [USA]}\nwithhold: {exemptions: {C: ['(b)(1)'], "
                         "CUI: ['(b)(5)']}, amount: words}\ndrop: [attributes, signature]\n",
                         .action = "pseudonym"},
    [PROP_CUI] = {{.name = "cui", .max = TL_RANK_CUI},
                  .text = HEAD "release: {max: CUI, audience: public, allow: [SBU, LOU, FOUO, EXDIS]}\n"
                               "compilation: portions\nunmarked: {header: U, reference: U, authority: U}\n",
                  .action = "mask"},
    [PROP_DATES] = {{.name = "dates", .max = TL_RANK_TS},
                    .text = HEAD "release: {max: U, audience: public}\ndeclassification: dates\n"
                                 "unmarked: {header: U, reference: U, authority: U}\n"},
    [PROP_STRIKE] = {{.name = "strike", .max = TL_RANK_TS},
                     .text = HEAD "release: {max: U, audience: public}\ndeclassification: dates\n"
                                  "banner: strike\nunmarked: {header: U, reference: U, authority: U}\n"},
    [PROP_STRIKE_CUI] = {{.name = "strike-cui", .max = TL_RANK_CUI},
                         .text = HEAD
                         "release: {max: CUI, audience: public, allow: [SBU, LOU, FOUO, EXDIS]}\n"
                         "compilation: portions\nbanner: strike\nunmarked: {header: U, reference: U}\n",
                         .action = "excise"},
    [PROP_SHIPPED] = {{.name = "public-release", .max = TL_RANK_U, .has_rules = true},
                      .path = "policies/public-release.yaml"},
    [PROP_SHIPPED_MAX] = {{.name = "max-confidential", .max = TL_RANK_C, .has_rules = true},
                          .path = "policies/max-confidential.yaml"},
    [PROP_SHIPPED_PARTNER] = {{.name = "partner-fvey", .max = TL_RANK_TS, .has_rules = true},
                              .path = "policies/partner-fvey.yaml"},
};

static uint64_t seed_now;
static size_t failures;

static void die(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(2);
}

static void open_one(struct recipe *recipe)
{
    char path[600];
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    struct tl_buf text = {0};
    if (recipe->path != NULL) {
        snprintf(path, sizeof(path), "%s/%s", TL_TEST_ROOT, recipe->path);
    } else {
        snprintf(path, sizeof(path), "%s/prop-XXXXXX", TL_TEST_TMP);
        const int fd = mkstemp(path);
        if (fd < 0) {
            die("prop: a policy cannot be written");
        }
        tl_buf_str(&text, recipe->text);
        if (recipe->action != NULL) {
            tl_buf_format(&text, rules_text, recipe->action);
        }
        if (write(fd, text.ptr, text.len) != (ssize_t)text.len || close(fd) != 0) {
            die("prop: a policy cannot be written");
        }
        tl_buf_reset(&text);
    }
    recipe->of.policy = tl_policy_load(path, &diags);
    if (recipe->path == NULL) {
        unlink(path);
    }
    if (recipe->of.policy == NULL) {
        tl_diags_render(&diags, &text);
        tl_buf_byte(&text, '\0');
        die((const char *)text.ptr);
    }
    recipe->of.has_rules = recipe->of.policy->rule_count > 0;
    tl_buf_release(&text);
    tl_arena_release(&arena);
}

void prop_open(void)
{
    if (recipes[0].of.policy != NULL) {
        return;
    }
    mkdir(TL_TEST_TMP, 0777);
    for (size_t i = 0; i < PROP_POLICIES; i++) {
        open_one(&recipes[i]);
    }
}

void prop_close(void)
{
    for (size_t i = 0; i < PROP_POLICIES; i++) {
        tl_policy_free(recipes[i].of.policy);
        recipes[i].of.policy = NULL;
    }
}

const struct prop_policy *prop_policy(enum prop_policy_name name)
{
    return &recipes[name].of;
}

void prop_run(const struct prop_policy *policy, tl_slice bytes, struct prop_run *out)
{
    prop_run_ruled(policy, bytes, NULL, out);
}

void prop_run_ruled(const struct prop_policy *policy, tl_slice bytes, const struct tl_rulings *rulings,
                    struct prop_run *out)
{
    const struct tl_cable_options options = {.assume = TL_RANK_UNKNOWN};
    const struct tl_release_options release_options = {
        .as_of = policy->policy->honours_dates ? (struct tl_date){2020, 1, 1} : (struct tl_date){0, 0, 0},
        .judged_on = {2020, 1, 1},
        .assume = TL_RANK_UNKNOWN,
        .records_covered = true,
        .rulings = rulings};
    *out = (struct prop_run){0};
    tl_cable_parse(&out->arena, bytes, &options, &out->cable);
    out->status =
        tl_release_make(&out->arena, &out->cable, policy->policy, &release_options, &out->release, &out->err);
    if (out->status == TL_OK) {
        out->status = tl_release_status(&out->release);
    }
}

void prop_run_end(struct prop_run *run)
{
    tl_arena_release(&run->arena);
}

const char *prop_broken_tiling(const struct tl_cable *cable)
{
    size_t at = 0;
    for (size_t i = 0; i < cable->elements.count; i++) {
        const struct tl_element *element = &cable->elements.items[i];
        if (element->span.begin != at || element->span.end <= at) {
            return "elements do not tile the bytes";
        }
        if (element->portion >= cable->portions.count) {
            return "an element of no portion";
        }
        if (!tl_span_holds(cable->portions.items[element->portion].span, element->span)) {
            return "an element outside its portion";
        }
        at = element->span.end;
    }
    if (at != cable->bytes.len) {
        return "elements end before the bytes";
    }
    at = 0;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        if (portion->span.begin < at) {
            return "portions are not in order";
        }
        at = portion->span.begin;
        if (portion->inside != TL_NONE) {
            if (portion->inside >= cable->portions.count || portion->kind != TL_KIND_FURNITURE ||
                !tl_span_holds(cable->portions.items[portion->inside].span, portion->span)) {
                return "furniture is not inside its portion";
            }
        } else if (i > 0 && portion->span.end > cable->bytes.len) {
            return "a portion beyond the end";
        }
        if (!tl_span_holds(portion->span, portion->core) ||
            (tl_span_len(portion->label) > 0 && !tl_span_holds(portion->span, portion->label)) ||
            (tl_span_len(portion->mark) > 0 && !tl_span_holds(portion->span, portion->mark))) {
            return "a part of a portion outside it";
        }
    }
    return NULL;
}

const char *prop_broken_edits(const struct prop_run *run)
{
    const struct tl_release *release = &run->release;
    const tl_slice from = run->cable.bytes;
    size_t in = 0;
    size_t out = 0;
    if (run->status != TL_OK && run->status != TL_DOUBT) {
        return release->bytes.len > 0 ? "a refused cable has a release" : NULL;
    }
    if (release->verdict == TL_VERDICT_DENIED) {
        return release->bytes.len > 0 ? "a denied cable has a release" : NULL;
    }
    for (size_t i = 0; i < release->edits.count; i++) {
        const struct tl_edit *edit = &release->edits.items[i];
        if (edit->in.begin < in || edit->in.end < edit->in.begin || edit->in.end > from.len) {
            return "edits overlap or are out of order";
        }
        if (edit->out.begin != out + (edit->in.begin - in) ||
            edit->out.end != edit->out.begin + edit->replacement.len) {
            return "an edit does not stand where it says";
        }
        if (!tl_slice_eq(tl_slice_sub(from, in, edit->in.begin),
                         tl_slice_sub(release->bytes, out, edit->out.begin))) {
            return "a byte outside edits is changed";
        }
        if (!tl_slice_eq(edit->replacement, tl_slice_sub(release->bytes, edit->out.begin, edit->out.end))) {
            return "a replacement is not in the release";
        }
        in = edit->in.end;
        out = edit->out.end;
    }
    if (!tl_slice_eq(tl_slice_sub(from, in, from.len),
                     tl_slice_sub(release->bytes, out, release->bytes.len))) {
        return "the end is changed";
    }
    if ((release->edits.count == 0) != (release->verdict == TL_VERDICT_RELEASED)) {
        return "the verdict does not fit the edits";
    }
    return NULL;
}

static size_t find_fold(tl_slice text, tl_slice word, size_t from)
{
    const unsigned char low = tl_to_lower(word.ptr[0]);
    const unsigned char high = tl_to_upper(word.ptr[0]);
    for (size_t i = from; i + word.len <= text.len; i++) {
        if ((text.ptr[i] == low || text.ptr[i] == high) &&
            tl_slice_eq_fold(tl_slice_sub(text, i, i + word.len), word)) {
            return i;
        }
    }
    return TL_NONE;
}

bool prop_has_word(tl_slice text, const char *word)
{
    return find_fold(text, tl_str(word), 0) != TL_NONE;
}

bool prop_has_squeezed(tl_slice text, const char *word)
{
    struct tl_buf squeezed = {0};
    for (size_t i = 0; i < text.len; i++) {
        if (tl_is_alpha(text.ptr[i])) {
            tl_buf_byte(&squeezed, text.ptr[i]);
        }
    }
    const bool is_there = prop_has_word(tl_buf_slice(&squeezed), word);
    tl_buf_release(&squeezed);
    return is_there;
}

static void on_signal(int number)
{
    char text[80];
    const int n = snprintf(text, sizeof(text), "seed %" PRIu64 ": %s\n", seed_now,
                           number == SIGALRM ? "does not end" : "crashed");
    if (n > 0 && write(STDERR_FILENO, text, (size_t)n) < 0) {
        _exit(1);
    }
    _exit(1);
}

static void save(const char *what, tl_slice bytes)
{
    char path[600];
    const char *dir = getenv("TL_SAVE");
    if (dir == NULL) {
        return;
    }
    int n = snprintf(path, sizeof(path), "%s/%" PRIu64 "-%s.txt", dir, seed_now, what);
    for (int i = (int)strlen(dir) + 1; i < n; i++) {
        path[i] = path[i] == ' ' || path[i] == '/' ? '_' : path[i];
    }
    FILE *file = fopen(path, "wb");
    if (file != NULL) {
        fwrite(bytes.ptr, 1, bytes.len, file);
        fclose(file);
    }
}

void prop_fail(const struct prop_policy *policy, const char *what, const char *detail, tl_slice bytes)
{
    failures++;
    if (failures <= MOST_TOLD || getenv("TL_SAVE") != NULL) {
        fprintf(stderr, "seed %" PRIu64 ", policy %s: %s%s%s\n", seed_now,
                policy == NULL ? "-" : policy->name, what, detail == NULL ? "" : ": ",
                detail == NULL ? "" : detail);
        save(what, bytes);
    }
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

int prop_main(size_t count, void (*test)(uint64_t seed))
{
    const uint64_t first = number_of("TL_SEED", 1);
    const uint64_t last = getenv("TL_SEED") != NULL && getenv("TL_COUNT") == NULL
                              ? first
                              : first + number_of("TL_COUNT", count) - 1;
    prop_open();
    signal(SIGALRM, on_signal);
#ifndef __SANITIZE_ADDRESS__
    signal(SIGSEGV, on_signal);
    signal(SIGABRT, on_signal);
    signal(SIGFPE, on_signal);
#endif
    for (seed_now = first; seed_now <= last; seed_now++) {
        alarm(CASE_SECONDS);
        test(seed_now);
    }
    alarm(0);
    prop_close();
    printf("seeds %" PRIu64 " to %" PRIu64 ": %zu failures\n", first, last, failures);
    return failures > 0;
}
