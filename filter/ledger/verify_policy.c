/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/verify_policy.h"

#include "base/sort.h"
#include "marking/mark.h"

void tl_differ_at(struct tl_comparison *c, const char *slug, size_t change, size_t offset, const char *text)
{
    struct tl_difference difference = {.slug = slug,
                                       .record = c->at_hand->record,
                                       .cable = c->at_hand->cable.seq,
                                       .side = TL_SIDE_ORIGINAL,
                                       .offset = offset,
                                       .line = tl_cable_line(&c->second.cable, offset),
                                       .text = text};
    if (change != TL_NONE) {
        difference.record = c->at_hand->records.items[change];
        difference.change = c->at_hand->changes.items[change].seq;
    }
    tl_differ(c->out, &difference);
}

/* Something of the cable as a whole. */
static void differ_whole(struct tl_comparison *c, const char *slug, const char *text)
{
    const struct tl_difference difference = {
        .slug = slug, .record = c->at_hand->record, .cable = c->at_hand->cable.seq, .text = text};
    tl_differ(c->out, &difference);
}

/* --- what is expected */

static int by_span(const void *a, const void *b)
{
    const struct tl_expected *x = a;
    const struct tl_expected *y = b;
    if (x->in.begin != y->in.begin) {
        return x->in.begin < y->in.begin ? -1 : 1;
    }
    return x->in.end < y->in.end ? -1 : x->in.end > y->in.end;
}

static enum tl_edit_action action_of(enum tl_action action)
{
    return action == TL_ACTION_MASK        ? TL_EDIT_MASKED
           : action == TL_ACTION_PSEUDONYM ? TL_EDIT_PSEUDONYM
                                           : TL_EDIT_EXCISED;
}

static void expect(struct tl_comparison *c)
{
    const struct tl_cable *cable = &c->second.cable;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        const struct tl_opinion *opinion = &c->second.opinions[i];
        const bool is_dropped = opinion->cause == TL_CAUSE_ELEMENT;
        const bool leaves_no_trace =
            is_dropped && (portion->kind == TL_KIND_ATTRIBUTES || portion->kind == TL_KIND_FURNITURE);
        const struct tl_span in = leaves_no_trace ? portion->core : tl_second_held(portion);
        const bool goes_with_host =
            portion->inside != TL_NONE && !c->second.opinions[portion->inside].may_leave;
        if (!opinion->may_leave && !goes_with_host && in.begin < in.end) {
            *TL_PUSH(c->arena, &c->expected) =
                (struct tl_expected){.in = in,
                                     .action = is_dropped ? TL_EDIT_DROPPED : TL_EDIT_WITHHELD,
                                     .opinion = opinion,
                                     .ruling = opinion->cause == TL_CAUSE_DECISION ? opinion->ruling : NULL,
                                     .portion = i};
        }
    }
    for (size_t i = 0; i < c->second.cuts.count; i++) {
        const struct tl_second_cut *cut = &c->second.cuts.items[i];
        *TL_PUSH(c->arena, &c->expected) = (struct tl_expected){.in = cut->in,
                                                                .action = action_of(cut->action),
                                                                .cut = cut,
                                                                .ruling = cut->ruling,
                                                                .portion = cut->portion};
    }
    tl_sort(c->expected.items, c->expected.count, sizeof(struct tl_expected), by_span);
}

/* --- one change against what is expected */

static bool same_words(struct tl_words a, struct tl_words b)
{
    return a.count == b.count && tl_words_within(a, b) && tl_words_within(b, a);
}

static struct tl_words codes_of(const struct tl_comparison *c, const struct tl_expected *expected,
                                enum tl_rank rank)
{
    struct tl_words codes = {NULL, 0};
    if (expected->ruling != NULL) {
        codes = expected->ruling->exemptions;
    }
    if (expected->opinion != NULL) {
        codes = expected->opinion->is_held_by_ruling
                    ? codes
                    : tl_words_union(c->arena, codes, c->second.policy->exemptions[rank]);
        if (expected->opinion->rule != NULL) {
            codes = tl_words_union(c->arena, codes, expected->opinion->rule->exemptions);
        }
        return codes;
    }
    for (size_t i = 0; i < expected->cut->rules.count; i++) {
        const struct tl_rule *rule = tl_policy_rule(c->second.policy, expected->cut->rules.item[i]);
        codes = rule == NULL ? codes : tl_words_union(c->arena, codes, rule->exemptions);
    }
    return codes;
}

/* "[WITHHELD C (b)(1) 1.4(b)]", behind the number where that stood behind the mark. */
static bool is_withheld_mark(const struct tl_comparison *c, const struct tl_expected *expected,
                             const struct tl_logged_change *change)
{
    const struct tl_portion *portion = &c->second.cable.portions.items[expected->portion];
    tl_slice text = change->replacement;
    struct tl_buf mark = {0};
    if (tl_span_len(portion->label) == 0 && portion->number.len > 0 &&
        portion->mark.begin == expected->in.begin) {
        tl_buf_add(&mark, portion->number);
        tl_buf_str(&mark, ". ");
        if (!tl_slice_starts(text, tl_buf_slice(&mark))) {
            tl_buf_release(&mark);
            return false;
        }
        text = tl_slice_sub(text, mark.len, text.len);
    }
    tl_buf_reset(&mark);
    tl_mark_withheld(&mark, change->rank, tl_words_union(c->arena, change->exemptions, change->reasons), "");
    mark.len--; /* the bracket, before which an amount may stand */
    const struct tl_mark read = tl_mark_at(text, 0);
    const bool may_tell_amount = c->second.policy->amount != TL_AMOUNT_NONE;
    const bool is_good = read.kind == TL_MARK_WITHHELD && read.len == text.len && read.rank == change->rank &&
                         tl_slice_starts(text, tl_buf_slice(&mark)) &&
                         (may_tell_amount || text.len == mark.len + 1);
    tl_buf_release(&mark);
    return is_good;
}

/* "[PERSON 2]", numbered as they appear. */
static bool is_person(struct tl_comparison *c, tl_slice text)
{
    const struct tl_mark mark = tl_mark_at(text, 0);
    const bool is_good = mark.kind == TL_MARK_PERSON && mark.len == text.len && mark.person <= c->persons + 1;
    c->persons = is_good && mark.person > c->persons ? mark.person : c->persons;
    return is_good;
}

static bool is_mark(struct tl_comparison *c, const struct tl_expected *expected,
                    const struct tl_logged_change *change)
{
    const enum tl_kind kind = c->second.cable.portions.items[expected->portion].kind;
    struct tl_buf mark = {0};
    if (expected->opinion != NULL) {
        const bool is_bare =
            expected->action == TL_EDIT_DROPPED && (kind == TL_KIND_ATTRIBUTES || kind == TL_KIND_FURNITURE);
        return is_bare ? change->replacement.len == 0 : is_withheld_mark(c, expected, change);
    }
    if (expected->cut->is_tail) {
        return change->replacement.len == 0;
    }
    if (expected->action == TL_EDIT_PSEUDONYM) {
        return is_person(c, change->replacement);
    }
    if (expected->action == TL_EDIT_MASKED) {
        tl_mark_mask(&mark);
    } else {
        tl_mark_excised(&mark, change->exemptions);
    }
    const bool is_good = tl_slice_eq(tl_buf_slice(&mark), change->replacement);
    tl_buf_release(&mark);
    return is_good;
}

/* What a change takes beside what is expected can only be a line or a word that was re-marked with it. */
static bool is_banner(const struct tl_cable *cable, struct tl_span in)
{
    bool is_one = in.begin >= in.end;
    for (size_t i = 0; i < cable->claims.count && !is_one; i++) {
        is_one = tl_span_holds(cable->claims.items[i].span, in);
    }
    for (size_t i = 0; i < cable->captions.count && !is_one; i++) {
        is_one = tl_span_holds(cable->captions.items[i].span, in);
    }
    return is_one;
}

/* What the log says of the place. */
static bool is_described(const struct tl_comparison *c, size_t portion, const struct tl_logged_change *change)
{
    const struct tl_cable *cable = &c->second.cable;
    const struct tl_portion *at = &cable->portions.items[portion];
    const size_t last = change->in.end > change->in.begin ? change->in.end - 1 : change->in.begin;
    const tl_slice marking = tl_span_len(at->mark) > 0 ? at->own.text : (tl_slice){NULL, 0};
    return change->has_element && change->element == at->kind && tl_slice_eq(change->number, at->number) &&
           tl_slice_eq(change->marking, marking) &&
           change->first_line == tl_cable_line(cable, change->in.begin) &&
           change->last_line == tl_cable_line(cable, last);
}

static const char *wrong_cause(const struct tl_comparison *c, const struct tl_expected *expected,
                               const struct tl_logged_change *change, enum tl_rank rank)
{
    const struct tl_opinion *opinion = expected->opinion;
    if (opinion == NULL) {
        const enum tl_cause cause = expected->ruling != NULL       ? TL_CAUSE_DECISION
                                    : expected->cut->is_propagated ? TL_CAUSE_PROPAGATED
                                                                   : TL_CAUSE_RULE;
        return change->cause != cause                             ? "the cause is another"
               : !tl_is_ruled(change, expected->ruling)           ? "the decision of a reviewer is another"
               : !same_words(change->rules, expected->cut->rules) ? "other rules take this out"
               : !same_words(change->exemptions, codes_of(c, expected, rank)) ? "the exemptions are others"
                                                                              : NULL;
    }
    if (opinion->is_given) {
        return NULL;
    }
    if (!tl_is_ruled(change, expected->ruling)) {
        return "the decision of a reviewer is another";
    }
    if (change->cause != opinion->cause) {
        return "the cause is another";
    }
    if (change->rank != rank) {
        return "the level is another";
    }
    if (change->cause == TL_CAUSE_MARKING &&
        !tl_slice_eq(change->reason, tl_str(tl_reason_name(opinion->reason)))) {
        return "the reason is another";
    }
    if (!tl_slice_eq(change->rule, opinion->rule == NULL ? (tl_slice){NULL, 0} : opinion->rule->id)) {
        return "another rule closes this";
    }
    const bool has_codes = change->action != TL_EDIT_DROPPED || change->replacement.len > 0;
    return has_codes && !same_words(change->exemptions, codes_of(c, expected, rank))
               ? "the exemptions are others"
               : NULL;
}

static void compare_change(struct tl_comparison *c, size_t index, const struct tl_expected *expected)
{
    const struct tl_logged_change *change = &c->at_hand->changes.items[index];
    const enum tl_rank rank = tl_marking_rank(&c->second.opinions[expected->portion].judged);
    const size_t at = change->in.begin;
    const char *what = wrong_cause(c, expected, change, rank);
    if (!tl_span_holds(change->in, expected->in)) {
        tl_differ_at(c, "verify.decision.left", index, expected->in.begin,
                     "the policy takes out more than this change does");
    } else if (!is_banner(&c->second.cable, (struct tl_span){change->in.begin, expected->in.begin}) ||
               !is_banner(&c->second.cable, (struct tl_span){expected->in.end, change->in.end})) {
        tl_differ_at(c, "verify.decision.more", index, at, "this change takes out more than the policy does");
    }
    if (change->action != expected->action) {
        tl_differ_at(c, "verify.decision.action", index, at, "the action is another");
    } else if (what != NULL) {
        tl_differ_at(c, "verify.decision.cause", index, at, what);
    } else if (!is_mark(c, expected, change)) {
        tl_differ_at(c, "verify.decision.mark", index, at,
                     "this is not the mark that the policy leaves here");
    }
    if (!is_described(c, expected->portion, change)) {
        tl_differ_at(c, "verify.decision.place", index, at, "the log says other things of this place");
    }
}

/* --- the whole */

static enum tl_rank what_remains(const struct tl_second *second)
{
    enum tl_rank rank = TL_RANK_U;
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        if (second->opinions[i].may_leave && !tl_kind_is_header_fact(second->cable.portions.items[i].kind)) {
            rank = tl_rank_max(rank, tl_marking_rank(&second->opinions[i].judged));
        }
    }
    return rank;
}

static enum tl_verdict verdict_of(const struct tl_comparison *c)
{
    const struct tl_cable *cable = &c->second.cable;
    size_t body = 0;
    size_t left = 0;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const enum tl_kind kind = cable->portions.items[i].kind;
        if (kind == TL_KIND_PARAGRAPH || kind == TL_KIND_SUB_PARAGRAPH || kind == TL_KIND_TABLE) {
            body++;
            left += c->second.opinions[i].may_leave;
        }
    }
    return c->at_hand->changes.count == 0 ? TL_VERDICT_RELEASED
           : body > 0 && left == 0        ? TL_VERDICT_WITHHELD
                                          : TL_VERDICT_CHANGED;
}

static void compare_cable(struct tl_comparison *c)
{
    const struct tl_logged_cable *said = &c->at_hand->cable;
    const struct tl_cable *cable = &c->second.cable;
    if (said->overall != tl_marking_rank(&cable->overall)) {
        differ_whole(c, "verify.cable.overall", "the overall classification is another");
    }
    if (!tl_slice_eq(said->mrn, tl_cable_mrn(c->arena, cable))) {
        differ_whole(c, "verify.cable.mrn", "the post or number is another");
    }
    if (said->counts.portions != cable->portions.count) {
        differ_whole(c, "verify.cable.portions", "the cable has another number of portions");
    }
    if (said->has_release && said->released_as != c->remains) {
        differ_whole(c, "verify.cable.released_as", "what remains has another level");
    }
    if (said->has_release && said->verdict != verdict_of(c)) {
        differ_whole(c, "verify.verdict", "the verdict is another");
    }
    if (said->has_release && said->is_doubt != (c->second.is_doubt || c->at_hand->is_repeated)) {
        differ_whole(c, "verify.cable.doubt",
                     said->is_doubt ? "the log says that doubt withheld something, and none does"
                                    : "doubt withheld something, and the log does not say so");
    }
}

static void compare_denial(struct tl_comparison *c)
{
    const bool denies_doubt =
        c->second.policy->denies_on_doubt && (c->second.is_doubt || c->at_hand->is_repeated);
    const bool is_denied = c->second.denied_by != NULL || denies_doubt;
    if (is_denied && c->at_hand->cable.has_release) {
        differ_whole(c, "verify.denied", "the policy denies this cable, and it was released");
    } else if (!is_denied && !c->at_hand->cable.has_release && !c->at_hand->is_refused) {
        differ_whole(c, "verify.denied", "nothing was released, and the policy does not deny this cable");
    }
}

static void compare_changes(struct tl_comparison *c)
{
    size_t next = 0; /* of what is expected */
    for (size_t i = 0; i < c->at_hand->changes.count; i++) {
        const struct tl_logged_change *change = &c->at_hand->changes.items[i];
        if (change->action == TL_EDIT_REMARKED) {
            if (!tl_is_remark(c, change)) {
                tl_differ_at(c, "verify.banner", i, change->in.begin,
                             "no re-marking of the policy writes this here");
            }
            continue;
        }
        while (next < c->expected.count && c->expected.items[next].in.end <= change->in.begin) {
            tl_differ_at(c, "verify.decision.left", TL_NONE, c->expected.items[next++].in.begin,
                         "the policy takes this out, and no change does");
        }
        if (next == c->expected.count || c->expected.items[next].in.begin >= change->in.end) {
            tl_differ_at(c, "verify.decision.more", i, change->in.begin, "the policy does not take this out");
            continue;
        }
        compare_change(c, i, &c->expected.items[next++]);
    }
    for (; next < c->expected.count; next++) {
        tl_differ_at(c, "verify.decision.left", TL_NONE, c->expected.items[next].in.begin,
                     "the policy takes this out, and no change does");
    }
}

static void compare_release(struct tl_comparison *c, const struct tl_replay *replay, tl_slice release)
{
    struct tl_second_faults faults = {0};
    size_t line = 1;
    size_t at = 0;
    tl_second_read(&c->second, replay, release, &faults);
    for (size_t i = 0; i < faults.list.count; i++) {
        const struct tl_second_fault *fault = &faults.list.items[i];
        for (line = 1, at = 0; at < fault->offset && at < release.len; at++) {
            line += release.ptr[at] == '\n';
        }
        const struct tl_difference difference = {.slug = fault->slug,
                                                 .record = c->at_hand->record,
                                                 .cable = c->at_hand->cable.seq,
                                                 .side = TL_SIDE_RELEASE,
                                                 .offset = fault->offset,
                                                 .line = line,
                                                 .text = fault->text};
        tl_differ(c->out, &difference);
    }
}

static uint32_t highest_person(tl_slice bytes)
{
    uint32_t highest = 0;
    for (size_t at = tl_slice_find(bytes, TL_LIT("[PERSON "), 0); at != TL_NONE;
         at = tl_slice_find(bytes, TL_LIT("[PERSON "), at + 1)) {
        const struct tl_mark mark = tl_mark_at(bytes, at);
        highest = mark.kind == TL_MARK_PERSON && mark.person > highest ? mark.person : highest;
    }
    return highest;
}

void tl_verify_decisions(const struct tl_logged_case *at_hand, tl_slice original, tl_slice release,
                         const struct tl_replay *replay, const struct tl_verify_policy *policy,
                         struct tl_differences *out)
{
    struct tl_arena arena = {0};
    TL_VEC(struct tl_second_closed) closed = {0};
    struct tl_comparison c = {
        .at_hand = at_hand, .arena = &arena, .out = out, .persons = highest_person(original)};
    for (size_t i = 0; i < at_hand->changes.count; i++) {
        const struct tl_logged_change *change = &at_hand->changes.items[i];
        if (change->action == TL_EDIT_WITHHELD && change->cause == TL_CAUSE_DOUBT) {
            *TL_PUSH(&arena, &closed) = (struct tl_second_closed){change->in, change->rule.len == 0};
        }
    }
    tl_second_decide(&c.second, policy->plain, &arena, policy->policy, &policy->options, original,
                     closed.items, closed.count);
    c.remains = what_remains(&c.second);
    compare_cable(&c);
    compare_denial(&c);
    tl_compare_rulings(&c);
    if (at_hand->cable.has_release) {
        expect(&c);
        compare_changes(&c);
        if (policy->policy->banner != TL_BANNER_KEEP) {
            tl_compare_banners(&c);
        }
        compare_release(&c, replay, release);
        for (size_t i = 0; i < at_hand->field_count; i++) {
            const struct tl_verify_field *field = &at_hand->fields[i];
            const char *what = tl_second_field(&c.second, field->before, field->after, field->is_identifier);
            if (what != NULL) {
                differ_whole(&c, "verify.field", what);
            }
        }
    }
    tl_arena_release(&arena);
}

/* --- policy and packs */

static void check_source(const struct tl_logged_source *said, const struct tl_source *given, const char *what,
                         struct tl_differences *out)
{
    if (memcmp(said->sha256.bytes, given->hash.bytes, TL_HASH) == 0) {
        return;
    }
    const struct tl_difference difference = {
        .slug = "verify.policy",
        .record = 1,
        .text = tl_arena_format(&out->arena, "the %s %s is not the one of the run: its SHA-256 is another",
                                what, given->path == NULL ? "given" : given->path)};
    tl_differ(out, &difference);
}

void tl_verify_sources(const struct tl_logged_run *run, const struct tl_policy *policy,
                       struct tl_differences *out)
{
    check_source(&run->policy, &policy->sources[0], "policy", out);
    for (size_t i = 0; i < run->pack_count && i + 1 < policy->source_count; i++) {
        check_source(&run->packs[i], &policy->sources[i + 1], "pack", out);
    }
    if (run->pack_count + 1 != policy->source_count) {
        const struct tl_difference difference = {.slug = "verify.policy",
                                                 .record = 1,
                                                 .text =
                                                     "the policy has another number of packs than the run"};
        tl_differ(out, &difference);
    }
}
