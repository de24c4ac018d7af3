/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds with a fault in matcher, mapper, decision or writer: what they release is refused by `verify -p`,
 * whatever the second reading (M17) says of it.
 */
#include <criterion/criterion.h>

#include "pipeline/verify.h"
#include "policy_text.h"
#include "release/stage.h"

#define HEAD                                                                                                 \
    "ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n"  \
    "C O N F I D E N T I A L PORT ARDENT 000504\n\nSIPDIS\n\n%s"                                             \
    "E.O. 12958: DECL: 03/02/2017\nTAGS: PREL\nSUBJECT: (U) TALKS\n\nREF: NOVA SELA 44\n\n"                  \
    "Classified By: A. Signer for reasons 1.4(b) and (d)\n\n"
#define BODY                                                                                                 \
    "1. (U) Envoy Rana Holmqvist called. The file of Envoy Otto\nBrandvik is number 4471 2290. Holmqvist "   \
    "left.\n\nUnmarked Heading\n\n2. (C) Envoy Bo Varga is the source.\n\n3. (U) A kept word, and Varga.\n"

#define POLICY                                                                                               \
    "tearline-policy: 1\nid: test\ntitle: test\nrelease: {max: U, audience: public}\n"                       \
    "unmarked: {header: U, reference: U, authority: U}\n"                                                    \
    "rules:\n"                                                                                               \
    "  - id: test.name\n    why: names\n    match: 'Envoy (?<hit>[A-Z]\\w+ [A-Z]\\w+)'\n"                    \
    "    excise: hit\n    exemptions: ['(b)(6)']\n    propagate: [full, surname]\n"                          \
    "  - id: test.number\n    why: numbers\n    match: '\\d{4} \\d{4}'\n    exemptions: ['(b)(3)']\n"

enum fault {
    SOUND,
    /* matcher */
    RULE_NOT_RUN,
    WRAPPED_HIT_MISSED,
    NAME_NOT_LOOKED_FOR,
    HIT_TAKEN_FOR_KEPT,
    WRONG_GROUP,
    /* mapper */
    CUT_ENDS_SHORT,
    CUT_BEGINS_LATE,
    CUT_SHIFTED,
    /* decision */
    PARAGRAPH_RELEASED,
    HEADING_RELEASED,
    CAPTION_FORGOTTEN,
    FREED_WITHOUT_DATE,
    TOO_MUCH_WITHHELD,
    /* writer */
    EDIT_LOST,
    MARK_HOLDS_TEXT,
    RELEASE_HOLDS_MORE,
    RELEASE_CUT_OFF,
    BANNER_LOWERED,
    CODE_FORGED,
    RULE_NAMED_WRONGLY,
    ANOTHER_ORIGINAL,
    FAULTS
};

static const char *const names[FAULTS] = {"sound",
                                          "rule not run",
                                          "wrapped hit missed",
                                          "name not looked for",
                                          "hit taken for kept",
                                          "wrong group",
                                          "cut ends short",
                                          "cut begins late",
                                          "cut shifted",
                                          "paragraph released",
                                          "heading released",
                                          "caption forgotten",
                                          "freed without date",
                                          "too much withheld",
                                          "edit lost",
                                          "mark holds text",
                                          "release holds more",
                                          "release cut off",
                                          "banner lowered",
                                          "code forged",
                                          "rule named wrongly",
                                          "another original"};

struct build {
    struct tl_arena arena;
    struct tl_policy *policy;
    struct tl_policy broken; /* what the stage is given instead */
    struct tl_cable cable;
    struct tl_release release;
    struct tl_release_options options;
    struct tl_stage stage;
    bool is_refused_by_reading;
};

static size_t portion_with(const struct build *b, const char *text)
{
    return tl_portion_of(&b->cable, tl_slice_find(b->cable.bytes, tl_str(text), 0));
}

static void open_portion(struct build *b, const char *text)
{
    b->release.decisions[portion_with(b, text)].is_released = true;
}

/* The cut that takes this text. */
static struct tl_cut *cut_of(struct build *b, const char *text)
{
    const size_t at = tl_slice_find(b->cable.bytes, tl_str(text), 0);
    for (size_t i = 0; i < b->stage.cuts.count; i++) {
        if (b->stage.cuts.items[i].in.begin <= at && at < b->stage.cuts.items[i].in.end) {
            return &b->stage.cuts.items[i];
        }
    }
    cr_assert_fail("nothing takes %s", text);
    return NULL;
}

static void drop_cut(struct build *b, const struct tl_cut *cut)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->stage.cuts.count; i++) {
        if (&b->stage.cuts.items[i] != cut) {
            b->stage.cuts.items[kept++] = b->stage.cuts.items[i];
        }
    }
    b->stage.cuts.count = kept;
}

static void before_matching(struct build *b, enum fault fault)
{
    if (fault == RULE_NOT_RUN) {
        b->broken = *b->policy;
        b->broken.rule_count--;
        b->broken.filter = NULL;
        b->stage.policy = &b->broken;
    } else if (fault == PARAGRAPH_RELEASED) {
        open_portion(b, "is the source");
    } else if (fault == HEADING_RELEASED) {
        open_portion(b, "Unmarked");
    } else if (fault == CAPTION_FORGOTTEN) {
        for (size_t i = 0; i < b->cable.portions.count; i++) {
            b->release.decisions[i].is_released =
                b->release.decisions[i].is_released || b->cable.portions.items[i].from == TL_FROM_OWN;
        }
        b->release.decisions[portion_with(b, "is the source")].is_released = false;
    } else if (fault == FREED_WITHOUT_DATE) {
        open_portion(b, "is the source");
        b->release.decisions[portion_with(b, "is the source")].is_freed = true;
        b->release.decisions[portion_with(b, "is the source")].judged = tl_marking_of_level(TL_LEVEL_U);
    } else if (fault == TOO_MUCH_WITHHELD) {
        b->release.decisions[portion_with(b, "A kept word")].is_released = false;
    }
}

static void before_writing(struct build *b, enum fault fault)
{
    if (fault == WRAPPED_HIT_MISSED) {
        drop_cut(b, cut_of(b, "Otto\nBrandvik"));
    } else if (fault == NAME_NOT_LOOKED_FOR) {
        drop_cut(b, cut_of(b, "Holmqvist left"));
    } else if (fault == HIT_TAKEN_FOR_KEPT) {
        const struct tl_cut *cut = cut_of(b, "4471");
        *TL_PUSH(&b->arena, &b->release.kept) =
            (struct tl_kept){cut->in, cut->portion, cut->rules[0], NULL, 1};
        drop_cut(b, cut);
    } else if (fault == WRONG_GROUP) {
        cut_of(b, "Rana")->in.begin -= strlen("Envoy ");
    } else if (fault == CUT_ENDS_SHORT) {
        cut_of(b, "Rana")->in.end -= 3;
    } else if (fault == CUT_BEGINS_LATE) {
        cut_of(b, "4471")->in.begin += 2;
    } else if (fault == CUT_SHIFTED) {
        cut_of(b, "4471")->in.begin++;
        cut_of(b, "2290")->in.end++;
    }
}

/* Writes bytes and places anew from the edits. */
static void write_again(struct build *b)
{
    struct tl_buf out = {0};
    size_t at = 0;
    for (size_t i = 0; i < b->release.edits.count; i++) {
        struct tl_edit *edit = &b->release.edits.items[i];
        tl_buf_add(&out, tl_slice_sub(b->cable.bytes, at, edit->in.begin));
        edit->out.begin = out.len;
        tl_buf_add(&out, edit->replacement);
        edit->out.end = out.len;
        at = edit->in.end;
    }
    tl_buf_add(&out, tl_slice_sub(b->cable.bytes, at, b->cable.bytes.len));
    b->release.bytes = tl_arena_dup(&b->arena, tl_buf_slice(&out));
    tl_buf_release(&out);
}

static struct tl_edit *edit_of(struct build *b, const char *text)
{
    struct tl_edit *edit = tl_edit_at(&b->release, tl_slice_find(b->cable.bytes, tl_str(text), 0));
    cr_assert(edit != NULL, "%s", text);
    return edit;
}

static void after_writing(struct build *b, enum fault fault)
{
    static const tl_slice other[] = {TL_LIT("(b)(5)")};
    struct tl_edit *edit;
    if (fault == EDIT_LOST) {
        edit = edit_of(b, "4471");
        memmove(edit, edit + 1,
                (size_t)(b->release.edits.items + b->release.edits.count - edit - 1) * sizeof(*edit));
        b->release.edits.count--;
        write_again(b);
    } else if (fault == MARK_HOLDS_TEXT) {
        edit_of(b, "is the source")->replacement = TL_LIT("[WITHHELD C (b)(1) 1.4(b) 1.4(d)] Bo Varga");
        write_again(b);
    } else if (fault == RELEASE_HOLDS_MORE) {
        b->release.bytes =
            tl_str(tl_arena_format(&b->arena, "%.*s4. (U) Bo Varga.\n", (int)b->release.bytes.len,
                                   (const char *)b->release.bytes.ptr));
    } else if (fault == RELEASE_CUT_OFF) {
        b->release.bytes.len -= 10;
    } else if (fault == BANNER_LOWERED) {
        edit_of(b, "C O N F I D")->replacement = TL_LIT("R E S T R I C T E D");
        write_again(b);
    } else if (fault == CODE_FORGED) {
        edit = edit_of(b, "4471");
        edit->exemptions = (struct tl_words){other, 1};
        edit->replacement = TL_LIT("[(b)(5)]");
        write_again(b);
    } else if (fault == RULE_NAMED_WRONGLY) {
        edit = edit_of(b, "4471");
        edit->rules = edit_of(b, "Rana")->rules;
        edit->rule = edit->rules[0];
    }
}

static void log_of(struct build *b, struct tl_buf *out)
{
    const struct tl_log_source source = {.name = "original"};
    const struct tl_log_run run = {.policy = b->policy,
                                   .frame = "file",
                                   .max_cable = 1 << 20,
                                   .is_secret_given = true,
                                   .secret = TL_LIT("0123456789abcdef")};
    struct tl_log log;
    tl_log_init(&log, &run);
    tl_log_cable(&log, &source, &b->release);
    tl_log_end(&log);
    tl_buf_add(out, tl_buf_slice(&log.out));
    tl_log_release(&log);
}

/* What a build with this fault writes. */
static void make(struct build *b, enum fault fault, const char *caption, struct tl_buf *log)
{
    const struct tl_cable_options read = {.frees_nothing = true};
    struct tl_err err = {0};
    *b = (struct build){.options.records_covered = true};
    b->policy = policy_of_text(&b->arena, POLICY);
    tl_cable_parse(&b->arena, tl_str(tl_arena_format(&b->arena, HEAD BODY, caption)), &read, &b->cable);
    b->release = (struct tl_release){.arena = &b->arena, .cable = &b->cable, .policy = b->policy};
    b->stage = (struct tl_stage){.arena = &b->arena,
                                 .cable = &b->cable,
                                 .policy = b->policy,
                                 .options = &b->options,
                                 .out = &b->release,
                                 .matcher = tl_matcher_new()};
    b->stage.holes = tl_holes_of(&b->arena, &b->cable, &b->stage.hole_count);
    b->release.decisions = tl_arena_alloc(&b->arena, b->cable.portions.count, sizeof(*b->release.decisions));
    tl_judge_all(&b->stage);
    before_matching(b, fault);
    tl_cut_all(&b->stage);
    before_writing(b, fault);
    tl_edit_all(&b->stage);
    after_writing(b, fault);
    b->release.verdict = fault == SOUND && caption[0] != '\0' ? TL_VERDICT_WITHHELD : TL_VERDICT_CHANGED;
    b->is_refused_by_reading = tl_reread(&b->stage, &err) != TL_OK;
    log_of(b, log);
}

static uint64_t verify(const struct build *b, enum fault fault, const struct tl_buf *log)
{
    const tl_slice other = TL_LIT("another text\n");
    const struct tl_verify_request request = {
        .log = {"log", tl_buf_slice(log)},
        .original = {"original", fault == ANOTHER_ORIGINAL ? other : b->cable.bytes},
        .release = {"release", b->release.bytes},
        .policy = b->policy};
    struct tl_verify_outcome outcome = {.records = 0};
    struct tl_err err = {0};
    cr_assert(tl_verify_run(&request, &outcome, &err) == TL_OK, "%s: %s", names[fault], err.text);
    for (size_t i = 0; i < outcome.differences.list.count; i++) {
        const tl_slice text = tl_str(outcome.differences.list.items[i].text);
        cr_expect(tl_slice_find(text, TL_LIT("Varga"), 0) == TL_NONE, "%s", names[fault]);
        cr_expect(fault != SOUND, "%s: %s", outcome.differences.list.items[i].slug, (const char *)text.ptr);
    }
    const uint64_t count = outcome.differences.count;
    tl_verify_outcome_release(&outcome);
    return count;
}

static bool is_refused(enum fault fault, const char *caption, bool *by_reading)
{
    struct build b;
    struct tl_buf log = {0};
    make(&b, fault, caption, &log);
    const bool refused = verify(&b, fault, &log) > 0;
    *by_reading = b.is_refused_by_reading;
    tl_buf_release(&log);
    tl_matcher_free(b.stage.matcher);
    tl_policy_free(b.policy);
    tl_arena_release(&b.arena);
    return refused;
}

Test(verify_faults, what_a_sound_build_writes_is_accepted)
{
    bool by_reading = true;
    cr_expect(!is_refused(SOUND, "", &by_reading));
    cr_expect(!by_reading);
    cr_expect(!is_refused(SOUND, "NODIS\n\n", &by_reading));
    cr_expect(!by_reading);
}

Test(verify_faults, what_a_build_with_a_fault_writes_is_refused)
{
    for (enum fault fault = SOUND + 1; fault < FAULTS; fault++) {
        bool by_reading = false;
        const char *caption = fault == CAPTION_FORGOTTEN ? "NODIS\n\n" : "";
        cr_expect(is_refused(fault, caption, &by_reading), "%s: accepted%s", names[fault],
                  by_reading ? ", and refused by the second reading" : "");
    }
}
