/* SPDX-License-Identifier: Apache-2.0 */
/* One release: decisions with their reasons, cuts, marks, re-marking, and what the second reading refuses. */
#include <criterion/criterion.h>

#include "policy_text.h"
#include "release/stage.h"

#define HEAD_WITH(zny, line, caption)                                                                        \
    zny "P 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n" line        \
        " PORT ARDENT 000504\n\n" caption "E.O. 12958: DECL: 03/02/2017\nTAGS: PREL\nSUBJECT: (U) TALKS\n\n" \
        "REF: NOVA SELA 44\n\nClassified By: A. Signer for reasons 1.4(b) and (d)\n\n"
#define HEAD HEAD_WITH("ZNY CCCCC ZZH\n", "C O N F I D E N T I A L", "SIPDIS\n\n")

#define POLICY "tearline-policy: 1\nid: test\ntitle: test\n"
#define PUBLIC                                                                                               \
    POLICY "release: {max: U, audience: public}\nunmarked: {header: U, reference: U, authority: U}\n"
#define CONFIDENTIAL POLICY "release: {max: C, audience: [USA]}\n"
#define NAME_RULE                                                                                            \
    "rules:\n  - id: test.name\n    why: names\n    match: 'Envoy (?<hit>[A-Z]\\w+ [A-Z]\\w+)'\n"            \
    "    excise: hit\n    action: %s\n    exemptions: ['(b)(6)']\n    propagate: [full, surname]\n"

struct run {
    struct tl_arena arena;
    struct tl_policy *policy;
    struct tl_cable cable;
    struct tl_release release;
    struct tl_err err;
    enum tl_status status;
};

static void release_with(struct run *run, const char *policy, const char *text, const char *as_of,
                         struct tl_release_options options)
{
    const struct tl_cable_options read = {0};
    *run = (struct run){0};
    if (as_of != NULL) {
        cr_assert(tl_date_parse_iso(tl_str(as_of), &options.as_of));
    }
    options.judged_on = options.as_of;
    run->policy = policy_of_text(&run->arena, policy);
    tl_cable_parse(&run->arena, tl_str(text), &read, &run->cable);
    run->status = tl_release_make(&run->arena, &run->cable, run->policy, &options, &run->release, &run->err);
}

static void release(struct run *run, const char *policy, const char *text, const char *as_of)
{
    release_with(run, policy, text, as_of, (struct tl_release_options){.records_covered = true});
}

static void finish(struct run *run)
{
    tl_policy_free(run->policy);
    tl_arena_release(&run->arena);
}

static bool has(const struct run *run, const char *text)
{
    return tl_slice_find(run->release.bytes, tl_str(text), 0) != TL_NONE;
}

Test(release, what_stands_and_what_goes)
{
    static const struct {
        const char *policy;
        const char *text;
        const char *as_of;
        const char *there[4];
        const char *gone[4];
    } rows[] = {
        {PUBLIC,
         HEAD "1. (U) alpha\n\n2. (C) bravo\nSIGNER\n",
         NULL,
         {"UNCLAS PORT ARDENT 000504", "ZNR UUUUU ZZH", "1. (U) alpha", "2. [WITHHELD C 1.4(b) 1.4(d)]"},
         {"bravo", "SIGNER", "C O N F", "ZNY"}},
        {PUBLIC "withhold: {exemptions: ['(b)(1)']}\n",
         HEAD "1. (U) alpha\n\n2. (C) bravo\n",
         NULL,
         {"2. [WITHHELD C (b)(1) 1.4(b) 1.4(d)]", "SUBJECT: (U) TALKS"},
         {"bravo"}},
        {PUBLIC "withhold: {exemptions: ['(b)(1)'], reasons: none, amount: lines}\n",
         HEAD "1. (U) alpha\n\n2. (C) bravo\ncharlie\n",
         NULL,
         {"2. [WITHHELD C (b)(1), 2 lines]"},
         {"bravo", "charlie"}},
        /* captions */
        {PUBLIC,
         HEAD_WITH("", "UNCLAS", "STADIS\n\n") "1. (U) alpha\n",
         NULL,
         {"TAGS: PREL", "code needed"},
         {"alpha", "TALKS", "STADIS"}},
        {POLICY "release: {max: C, audience: [USA], allow: [EXDIS]}\n",
         HEAD_WITH("", "C O N F I D E N T I A L", "EXDIS\n\n") "1. (C) alpha\n",
         NULL,
         {"EXDIS", "alpha", "C O N F"},
         {"WITHHELD"}},
        /* compilation */
        {PUBLIC, HEAD "1. (U) alpha\n\n2. (U) bravo\n", NULL, {"UNCLAS"}, {"alpha", "bravo"}},
        {PUBLIC "compilation: portions\n",
         HEAD "1. (U) alpha\n\n2. (U) bravo\n",
         NULL,
         {"alpha", "bravo"},
         {"1. [WITHHELD"}},
        /* dates */
        {PUBLIC "declassification: dates\n",
         HEAD "1. (C) alpha\n",
         "2017-03-01",
         {"1. [WITHHELD"},
         {"alpha"}},
        {PUBLIC "declassification: dates\n",
         HEAD "1. (C) alpha\n",
         "2017-03-02",
         {"1. (U) alpha", "UNCLAS"},
         {"WITHHELD"}},
        {PUBLIC "declassification: dates\n",
         HEAD_WITH("", "C O N F I D E N T I A L", "SENSITIVE\n\n") "1. (C) alpha\n",
         "2017-03-02",
         {"1. [WITHHELD CUI"},
         {"alpha"}},
        /* CUI that remains */
        {POLICY "release: {max: CUI, audience: [USA]}\nunmarked: {header: U}\n",
         HEAD "1. (SBU) alpha\n\n2. (C) bravo\n",
         NULL,
         {"UNCLAS PORT ARDENT 000504\nSENSITIVE", "ZNY EEEEE", "1. (SBU) alpha"},
         {"bravo", "C O N F"}},
        {POLICY "release: {max: CUI, audience: [USA]}\nunmarked: {header: U}\n",
         HEAD "1. (LOU) alpha\n\n2. (C) bravo\n",
         NULL,
         {"LIMITED OFFICIAL USE PORT ARDENT 000504", "1. (LOU) alpha"},
         {"bravo", "SENSITIVE"}},
        /* audience */
        {POLICY "release: {max: S, audience: [USA, GBR]}\n",
         HEAD_WITH("", "S E C R E T", "") "1. (S//REL TO USA, GBR) alpha\n\n2. (S//NF) bravo\n\n3. (S) "
                                          "charlie\n\n4. (S//REL TO USA, AUS) delta\n",
         NULL,
         {"alpha"},
         {"bravo", "charlie", "delta"}},
        /* keep */
        {POLICY "release: {max: U, audience: public}\nunmarked: {header: U}\nbanner: keep\n",
         HEAD "1. (U) alpha\n\n2. (C) bravo\n",
         NULL,
         {"C O N F I D E N T I A L PORT ARDENT", "ZNY CCCCC"},
         {"bravo", "UNCLAS"}},
        /* strike: the old words beside the new; what a withheld portion said goes with it */
        {PUBLIC "banner: strike\n",
         HEAD_WITH("ZNY SSSSS ZZH\n", "S E C R E T NOFORN", "NODIS\nHERONWREN\n\n") "1. (S) alpha\n",
         NULL,
         {"[-S E C R E T-] UNCLAS [-NOFORN-] PORT ARDENT 000504\n", "\n[-NODIS-]\n",
          "[-ZNY SSSSS-] ZNR UUUUU ZZH\n", "1. [WITHHELD S"},
         {"alpha", "(S)", "HERONWREN"}},
        {PUBLIC "banner: strike\ndeclassification: dates\n",
         "CONFIDENTIAL\n" HEAD "1.(C) alpha\n   A. (C - ENTIRE TEXT) bravo\n\n2. (C//NF) charlie\n",
         "2017-03-02",
         {"[-CONFIDENTIAL-] UNCLASSIFIED\n", "1. [-(C)-] (U) alpha", "A. [-(C - ENTIRE TEXT)-] (U) bravo",
          "2. [WITHHELD C"},
         {"charlie", "//NF"}},
        {PUBLIC "banner: strike\n",
         HEAD
         "1. [-(C)-] (U) alpha\n\n2. [-(C)-] bravo\n\n3. [-(S)-] (C) charlie\n\n4. (C) [-(C)-] (U) delta\n",
         NULL,
         {"1. [-(C)-] (U) alpha", "2. [WITHHELD UNKNOWN", "3. [WITHHELD UNKNOWN", "4. [WITHHELD C"},
         {"bravo", "charlie", "delta", "(S)"}},
        /* a struck mark goes with its portion */
        {PUBLIC "banner: strike\n",
         HEAD_WITH("", "UNCLAS", "STADIS\n\n") "1. [-(C)-] (U) alpha\n",
         NULL,
         {"1. [WITHHELD U code needed]", "[-STADIS-]"},
         {"alpha", "(C)"}},
        /* what is struck already stays, and more is struck beside it */
        {PUBLIC "banner: strike\n",
         HEAD_WITH("[-ZNY SSSSS-] ZNY CCCCC ZZH\n", "[-S E C R E T-] C O N F I D E N T I A L",
                   "") "1. (U) alpha\n\n2. (C) bravo\n",
         NULL,
         {"[-S E C R E T-] [-C O N F I D E N T I A L-] UNCLAS PORT", "[-ZNY SSSSS-] [-ZNY CCCCC-] ZNR UUUUU"},
         {"bravo"}},
        {POLICY "release: {max: CUI, audience: [USA]}\nunmarked: {header: U}\nbanner: strike\n",
         HEAD "1. (SBU) alpha\n\n2. (C) bravo\n",
         NULL,
         {"[-C O N F I D E N T I A L-] UNCLAS PORT ARDENT 000504\nSENSITIVE", "[-ZNY CCCCC-] ZNY EEEEE"},
         {"bravo"}},
        /* a date frees nothing that would read as held: what cannot be marked again */
        {PUBLIC "declassification: dates\n",
         HEAD "1. (C) alpha\n\n2.((C) bravo\n",
         "2017-03-02",
         {"1. (U) alpha", "2.[WITHHELD C"},
         {"bravo"}},
        /* drop */
        {PUBLIC "drop: [attributes]\n",
         HEAD "1. (U) alpha\n\n2. (C) b\n\nMessage Attributes\nSubject: golf\n",
         NULL,
         {"alpha"},
         {"golf", "Attributes"}},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct run run;
        release(&run, rows[i].policy, rows[i].text, rows[i].as_of);
        cr_expect(run.status == TL_OK, "row %zu: %s", i, run.err.text);
        for (size_t k = 0; k < 4; k++) {
            cr_expect(rows[i].there[k] == NULL || has(&run, rows[i].there[k]), "row %zu lacks %s in\n%.*s", i,
                      rows[i].there[k], (int)run.release.bytes.len, (const char *)run.release.bytes.ptr);
            cr_expect(rows[i].gone[k] == NULL || !has(&run, rows[i].gone[k]), "row %zu has %s", i,
                      rows[i].gone[k]);
        }
        finish(&run);
    }
}

static const char *with_action(struct tl_arena *arena, const char *base, const char *action)
{
    const char *rule = tl_arena_format(arena, NAME_RULE, action);
    return tl_arena_format(arena, "%s%s", base, rule);
}

Test(release, each_action_does_what_it_says)
{
    static const struct {
        const char *action;
        const char *there;
        enum tl_verdict verdict;
        enum tl_status status;
    } rows[] = {
        {"excise", "told Envoy [(b)(6)] and [(b)(6)] left", TL_VERDICT_CHANGED, TL_OK},
        {"mask", "told Envoy XXXXX and XXXXX left", TL_VERDICT_CHANGED, TL_OK},
        {"pseudonym", "told Envoy [PERSON 1] and [PERSON 1] left", TL_VERDICT_CHANGED, TL_OK},
        {"withhold", "1. [WITHHELD C (b)(6)", TL_VERDICT_WITHHELD, TL_OK},
        {"deny", NULL, TL_VERDICT_DENIED, TL_NO},
        {"flag", "told Envoy Rana Holmqvist and Holmqvist left", TL_VERDICT_RELEASED, TL_OK},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct run run;
        struct tl_arena arena = {0};
        release(&run, with_action(&arena, CONFIDENTIAL, rows[i].action),
                HEAD "1. (C) We told Envoy Rana Holmqvist and Holmqvist left.\n", NULL);
        cr_expect(run.status == TL_OK, "%s: %s", rows[i].action, run.err.text);
        cr_expect(run.release.verdict == rows[i].verdict, "%s: %s", rows[i].action,
                  tl_verdict_name(run.release.verdict));
        cr_expect(tl_release_status(&run.release) == rows[i].status, "%s", rows[i].action);
        cr_expect(rows[i].there == NULL || has(&run, rows[i].there), "%s in\n%.*s", rows[i].action,
                  (int)run.release.bytes.len, (const char *)run.release.bytes.ptr);
        finish(&run);
        tl_arena_release(&arena);
    }
}

Test(release, what_nobody_logs_is_not_looked_for)
{
    static const char text[] = HEAD "1. (U) alpha\n\n2. (C) told Envoy Rana Holmqvist.\n";
    struct run runs[2];
    struct tl_arena arena = {0};
    for (size_t i = 0; i < TL_COUNT(runs); i++) {
        release_with(&runs[i], with_action(&arena, PUBLIC, "excise"), text, NULL,
                     (struct tl_release_options){.records_covered = i > 0});
        cr_expect_eq(runs[i].status, TL_OK);
        cr_expect_eq(runs[i].release.covered.count, i);
    }
    cr_expect(tl_slice_eq(runs[0].release.bytes, runs[1].release.bytes));
    finish(&runs[0]);
    finish(&runs[1]);
    tl_arena_release(&arena);
}

Test(release, hits_in_withheld_text_change_nothing_but_names_reach_out)
{
    struct run run;
    struct tl_arena arena = {0};
    release(&run, with_action(&arena, PUBLIC, "deny"),
            HEAD "1. (U) alpha\n\n2. (C) told Envoy Rana Holmqvist.\n", NULL);
    cr_expect(run.release.verdict == TL_VERDICT_CHANGED, "a deny rule inside withheld text is silent");
    cr_expect_eq(run.release.covered.count, 1);
    finish(&run);
    release(&run, with_action(&arena, PUBLIC, "excise"),
            HEAD "1. (U) Holmqvist came.\n\n2. (C) told Envoy Rana Holmqvist.\n", NULL);
    cr_expect(!has(&run, "Holmqvist") && has(&run, "1. (U) [(b)(6)] came."));
    finish(&run);
    tl_arena_release(&arena);
}

Test(release, a_rule_that_runs_away_withholds_its_portion)
{
    struct run run;
    struct tl_buf text = {0};
    tl_buf_str(&text, HEAD "1. (C) ");
    for (size_t i = 0; i < 3000; i++) {
        tl_buf_str(&text, "aaaa");
    }
    tl_buf_str(&text, "!\n\n2. (C) bravo\n");
    tl_buf_byte(&text, '\0');
    release(&run,
            CONFIDENTIAL
            "rules:\n  - id: test.slow\n    why: slow\n    match: '(a+)+$'\n    exemptions: ['(b)(6)']\n",
            (const char *)text.ptr, NULL);
    cr_expect(run.status == TL_OK && run.release.is_doubt && tl_release_status(&run.release) == TL_DOUBT);
    cr_expect(!has(&run, "aaaa") && has(&run, "bravo"));
    finish(&run);
    tl_buf_release(&text);
}

static void expect_edits_give_the_release(const char *policy)
{
    struct run run;
    struct tl_arena arena = {0};
    struct tl_buf again = {0};
    size_t at = 0;
    release(&run, with_action(&arena, policy, "pseudonym"), HEAD "1. (U) Envoy Rana Holmqvist.\n\n2. (C) b\n",
            NULL);
    for (size_t i = 0; i < run.release.edits.count; i++) {
        const struct tl_edit *edit = &run.release.edits.items[i];
        cr_assert(edit->in.begin >= at);
        tl_buf_add(&again, tl_slice_sub(run.cable.bytes, at, edit->in.begin));
        cr_expect_eq(edit->out.begin, again.len);
        tl_buf_add(&again, edit->replacement);
        at = edit->in.end;
    }
    tl_buf_add(&again, tl_slice_sub(run.cable.bytes, at, run.cable.bytes.len));
    cr_expect(tl_slice_eq(tl_buf_slice(&again), run.release.bytes));
    tl_buf_release(&again);
    finish(&run);
    tl_arena_release(&arena);
}

Test(release, edits_applied_to_the_original_give_the_release)
{
    expect_edits_give_the_release(PUBLIC);
    expect_edits_give_the_release(PUBLIC "banner: strike\n");
}

/* --- the second reading refuses what a broken step lets through */

enum fault {
    NO_FAULT,
    HEADING_RELEASED,
    PARAGRAPH_RELEASED,
    CUT_LOST,
    NAME_LOST,
    EDIT_LOST,
    EDIT_SHORT,
    FREED_WRONGLY,
    /* nothing but what is read again tells */
    HITS_FORGOTTEN_CUT_LOST,
    HITS_FORGOTTEN_NAME_LOST,
    HITS_FORGOTTEN_CUT_ELSEWHERE,
    HITS_FORGOTTEN_EDIT_LOST,
    WRITTEN_NAME,
    WRITTEN_NAME_WITHIN,
    WRITTEN_SURNAME_IN_HEADER,
    WRITTEN_JOINED,
    LAST_FAULT
};

static size_t portion_with(const struct tl_cable *cable, const char *text)
{
    return tl_portion_of(cable, tl_slice_find(cable->bytes, tl_str(text), 0));
}

/* What a broken step before the edits does. */
static void seed_decisions(struct tl_stage *stage, enum fault fault)
{
    struct tl_release *out = stage->out;
    const struct tl_cable *cable = stage->cable;
    if (fault == HEADING_RELEASED || fault == PARAGRAPH_RELEASED) {
        out->decisions[portion_with(cable, fault == HEADING_RELEASED ? "Unmarked" : "bravo")].is_released =
            true;
    }
}

static void seed_cuts(struct tl_stage *stage, enum fault fault)
{
    struct tl_decision *bravo = &stage->out->decisions[portion_with(stage->cable, "bravo")];
    if (fault == CUT_LOST || fault == HITS_FORGOTTEN_CUT_LOST) {
        stage->cuts.items[0] = stage->cuts.items[--stage->cuts.count];
    }
    if (fault == NAME_LOST || fault == HITS_FORGOTTEN_NAME_LOST) {
        stage->cuts.count--;
    }
    if (fault == EDIT_SHORT) {
        stage->cuts.items[0].in.end -= 3;
    }
    if (fault == HITS_FORGOTTEN_CUT_ELSEWHERE) {
        stage->cuts.items[1].in.begin += strlen("Holmqvist ");
        stage->cuts.items[1].in.end += strlen("left.");
    }
    if (fault == FREED_WRONGLY) {
        bravo->is_released = true;
        bravo->is_freed = true;
    }
    if (fault > FREED_WRONGLY && fault < WRITTEN_NAME) {
        stage->hits.count = 0;
    }
}

/* The release with `text` in the place of `gone`. */
static void rewrite(struct tl_stage *stage, const char *gone, const char *text)
{
    struct tl_buf buf = {0};
    const tl_slice bytes = stage->out->bytes;
    const size_t at = tl_slice_find(bytes, tl_str(gone), 0);
    cr_assert(at != TL_NONE);
    tl_buf_add(&buf, tl_slice_sub(bytes, 0, at));
    tl_buf_str(&buf, text);
    tl_buf_add(&buf, tl_slice_sub(bytes, at + strlen(gone), bytes.len));
    stage->out->bytes = tl_arena_dup(stage->arena, tl_buf_slice(&buf));
    tl_buf_release(&buf);
}

static void seed_bytes(struct tl_stage *stage, enum fault fault)
{
    if (fault == EDIT_LOST || fault == HITS_FORGOTTEN_EDIT_LOST) {
        stage->out->edits.count--;
    }
    if (fault == WRITTEN_NAME) { /* of the length of the mark */
        rewrite(stage, "[(b)(6)]. [", "Holmqvist. [");
    }
    if (fault == WRITTEN_NAME_WITHIN) {
        rewrite(stage, "left.", "left Holmqvist.");
    }
    if (fault == WRITTEN_SURNAME_IN_HEADER) {
        rewrite(stage, "TALKS", "HOLMQVIST");
    }
    if (fault == WRITTEN_JOINED) {
        rewrite(stage, "[(b)(6)] left", "Holm-\nqvist left");
    }
}

static enum tl_status run_with(enum fault fault)
{
    struct tl_arena arena = {0};
    struct tl_cable cable;
    struct tl_release out = {0};
    struct tl_err err = {0};
    const struct tl_cable_options read = {0};
    const struct tl_release_options options = {0};
    struct tl_policy *policy = policy_of_text(&arena, with_action(&arena, PUBLIC, "excise"));
    tl_cable_parse(
        &arena,
        TL_LIT(HEAD "1. (U) Envoy Rana Holmqvist. Holmqvist left.\n\nUnmarked Heading\n\n2. (C) bravo\n"),
        &read, &cable);
    out = (struct tl_release){.arena = &arena, .cable = &cable, .policy = policy};
    struct tl_stage stage = {
        .arena = &arena, .cable = &cable, .policy = policy, .options = &options, .out = &out};
    stage.matcher = tl_matcher_new();
    stage.holes = tl_holes_of(&arena, &cable, &stage.hole_count);
    out.decisions = tl_arena_alloc(&arena, cable.portions.count, sizeof(*out.decisions));
    tl_judge_all(&stage);
    seed_decisions(&stage, fault);
    tl_cut_all(&stage);
    seed_cuts(&stage, fault);
    tl_edit_all(&stage);
    seed_bytes(&stage, fault);
    const enum tl_status status = tl_reread(&stage, &err);
    cr_expect(tl_slice_find(tl_str(err.text), TL_LIT("bravo"), 0) == TL_NONE);
    tl_matcher_free(stage.matcher);
    tl_policy_free(policy);
    tl_arena_release(&arena);
    return status;
}

Test(reread, a_sound_release_passes_and_every_fault_is_refused)
{
    cr_expect(run_with(NO_FAULT) == TL_OK);
    for (enum fault fault = HEADING_RELEASED; fault < LAST_FAULT; fault++) {
        cr_expect(run_with(fault) == TL_INTERNAL, "fault %d passes", (int)fault);
    }
}

/* What the rules read before is passed over; what differs in anything that a match depends on is not. */
Test(reread, only_the_very_same_text_is_passed_over)
{
    static const char text[] = HEAD "1. (U) Nothing here.\n\n2. (U) Envoy Rana Holmqvist.\n\n3. (C) bravo\n";
    struct tl_arena arena = {0};
    struct tl_cable cable;
    struct tl_release out = {0};
    const struct tl_cable_options read = {0};
    const struct tl_release_options options = {0};
    struct tl_policy *policy = policy_of_text(&arena, with_action(&arena, PUBLIC, "withhold"));
    tl_cable_parse(&arena, tl_str(text), &read, &cable);
    out = (struct tl_release){.arena = &arena, .cable = &cable, .policy = policy};
    struct tl_stage stage = {
        .arena = &arena, .cable = &cable, .policy = policy, .options = &options, .out = &out};
    stage.matcher = tl_matcher_new();
    out.decisions = tl_arena_alloc(&arena, cable.portions.count, sizeof(*out.decisions));
    tl_judge_all(&stage);
    tl_cut_all(&stage);
    const struct tl_portion *first = &cable.portions.items[portion_with(&cable, "Nothing")];
    const struct tl_portion *second = &cable.portions.items[portion_with(&cable, "Rana")];
    struct tl_range range = {.span = {first->mark.end, first->core.end}, .kind = TL_KIND_PARAGRAPH};
    struct tl_read text_read;
    tl_range_read(&arena, &cable, &range, NULL, &text_read);
    const struct tl_views views = text_read.views;
    const size_t place = range.span.begin;
    cr_expect(tl_found_nothing(&stage, place, TL_KIND_PARAGRAPH, &views));
    cr_expect(!tl_found_nothing(&stage, place, TL_KIND_SUBJECT, &views));
    cr_expect(!tl_found_nothing(&stage, place + 1, TL_KIND_PARAGRAPH, &views));
    stage.found_at = 0;
    struct tl_views other = views;
    other.view[0].text.len--;
    cr_expect(!tl_found_nothing(&stage, place, TL_KIND_PARAGRAPH, &other));
    other = views;
    other.view[0].text = tl_arena_dup(&arena, views.view[0].text);
    cr_expect(tl_found_nothing(&stage, place, TL_KIND_PARAGRAPH, &other));
    ((unsigned char *)(uintptr_t)other.view[0].text.ptr)[2]++;
    cr_expect(!tl_found_nothing(&stage, place, TL_KIND_PARAGRAPH, &other));
    other = views;
    other.view[0].segments.items = &(struct tl_span){0, 3};
    cr_expect(!tl_found_nothing(&stage, place, TL_KIND_PARAGRAPH, &other));
    other = views;
    other.has[TL_READING_JOINED] = true;
    cr_expect(!tl_found_nothing(&stage, place, TL_KIND_PARAGRAPH, &other));
    /* the very same text, but a rule hits in it: its portion is withheld */
    range.span = (struct tl_span){second->mark.end, second->core.end};
    tl_range_read(&arena, &cable, &range, NULL, &text_read);
    cr_expect(!tl_found_nothing(&stage, range.span.begin, TL_KIND_PARAGRAPH, &text_read.views));
    tl_matcher_free(stage.matcher);
    tl_policy_free(policy);
    tl_arena_release(&arena);
}

/* A rule that withholds a paragraph takes the page line inside it along, and what another rule hit there. */
Test(release, a_hit_in_a_page_line_goes_with_the_paragraph_round_it)
{
    struct run run;
    release(&run,
            PUBLIC "rules:\n  - {id: a.closes, why: w, match: 'dispute', action: withhold}\n"
                   "  - {id: a.digits, why: w, match: '\\d{6}', action: mask, elements: [furniture]}\n",
            "ZNR UUUUU ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC\n\n"
            "UNCLAS PORT ARDENT 000504\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: TALKS\n\n"
            "1. (U) The dispute went on and\n\nPAGE 02 PORT ARDENT 000504 021405Z\n\nwas told to all.\n\n"
            "2. (U) Nothing more.\n",
            NULL);
    cr_expect_eq(run.status, TL_OK, "%s", run.err.text);
    cr_expect(!has(&run, "dispute") && !has(&run, "was told") && has(&run, "Nothing more."));
    finish(&run);
}

/* What a rule cuts out of a line that only whole reads as header or page costs that line, not the cable. */
Test(release, a_line_that_a_cut_leaves_unreadable_is_withheld)
{
    struct run run;
    release(
        &run, PUBLIC "rules:\n  - {id: a.bureau, why: w, match: 'Department', exemptions: ['(b)(6)']}\n",
        "UNCLASSIFIED U.S. Department of State Case No. F-2014-55512 Doc No. C05555012 Date: 11/30/2015\n\n"
        "VZCZCXYZ0504\nPP RUEHC\nDE RUEHPD #0504 0611405\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\n"
        "TO RUEHC/SECSTATE WASHDC\n\nPORT ARDENT 000504\n\nTAGS: PREL\nSUBJECT: bravo\n\n"
        "1. (U) alpha of the Department\n\n"
        "Classified by DAS, A/GIS, DoS on 11/30/2015 - Class: SECRET -\n"
        "Reason: 1.4(B) - Declassify on: 12/04/2037\n",
        NULL);
    cr_expect_eq(run.status, TL_OK, "%s", run.err.text);
    cr_expect(run.release.is_doubt && has(&run, "TAGS: PREL"));
    cr_expect(!has(&run, "Department") && !has(&run, "Case No.") && !has(&run, "bravo"));
    finish(&run);
}

/* What a class line and its like say of the level is written by the roll-up; no rule takes it. */
Test(release, no_rule_takes_level_words)
{
    struct run run;
    release(&run,
            PUBLIC "rules:\n  - {id: a.capitals, why: w, match: '\\b[A-Z]{5,}\\b', exemptions: ['(b)(6)']}\n",
            HEAD "1. (U) alpha of ZARFBELL\n\n2. (C) bravo\n", NULL);
    cr_expect_eq(run.status, TL_OK, "%s", run.err.text);
    cr_expect(has(&run, "ZNR UUUUU ZZH") && has(&run, "UNCLAS ") && has(&run, "1. (U) alpha of [(b)(6)]"));
    finish(&run);
    release(&run, PUBLIC "rules:\n  - {id: a.line, why: w, match: 'T I A L PORT', exemptions: ['(b)(6)']}\n",
            HEAD "1. (U) alpha\n\n2. (C) bravo\n", NULL);
    cr_expect_eq(run.status, TL_OK, "%s", run.err.text);
    cr_expect(!has(&run, "C O N F") && !has(&run, "T I A L") && has(&run, "1. (U) alpha"));
    finish(&run);
}

/* Hits in what the roll-up would take as one piece take it between them. */
Test(release, each_hit_in_a_remarked_word_is_cut)
{
    struct run run;
    release(&run,
            PUBLIC "rules:\n  - {id: a.x, why: w, match: 'STA', exemptions: ['(b)(6)']}\n"
                   "  - {id: a.y, why: w, match: 'DIS', exemptions: ['(b)(3)']}\n",
            "ZNR UUUUU ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC\n\n"
            "UNCLAS PORT ARDENT 000504\n\nSTADIS\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: TALKS\n\n1. (U) "
            "alpha\n",
            NULL);
    cr_expect_eq(run.status, TL_OK, "%s", run.err.text);
    cr_expect(!has(&run, "STADIS") && !has(&run, "DIS"));
    finish(&run);
}
