/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy and its rule packs, loaded, checked and frozen (DESIGN section 4).
 *
 * `tl_policy_load` reads everything, reports every error it finds with its place, and gives a policy only
 * when there is none.  After that the policy is const and shared by all; `tl_policy_free` ends it.  Zeroed
 * settings are the strictest: nothing leaves.
 */
#ifndef TL_POLICY_POLICY_H
#define TL_POLICY_POLICY_H

#include "base/date.h"
#include "base/digest.h"
#include "base/error.h"
#include "marking/decide.h"
#include "marking/kind.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Zero is the strictest of each; M12 orders actions by their value here, lowest first. */
enum tl_action {
    TL_ACTION_DENY = 0,
    TL_ACTION_WITHHOLD,
    TL_ACTION_EXCISE,
    TL_ACTION_PSEUDONYM,
    TL_ACTION_MASK,
    TL_ACTION_FLAG
};

enum tl_case { TL_CASE_WRITTEN = 0, TL_CASE_ANY, TL_CASE_EXACT };
enum tl_banner { TL_BANNER_ROLLUP = 0, TL_BANNER_STRIKE, TL_BANNER_KEEP };
enum tl_amount { TL_AMOUNT_NONE = 0, TL_AMOUNT_BUCKET, TL_AMOUNT_LINES, TL_AMOUNT_WORDS };

struct tl_filter;

/* A built-in validator of what a rule found (policy/validator.h). */
enum tl_validator {
    TL_VALIDATOR_NONE = 0,
    TL_VALIDATOR_LUHN,
    TL_VALIDATOR_MOD97,
    TL_VALIDATOR_MRZ,
    TL_VALIDATOR_US_SSN,
    TL_VALIDATOR_IPV4,
    TL_VALIDATOR_IPV6,
    TL_VALIDATOR_DATE
};

enum tl_test_kind { TL_TEST_HIT = 0, TL_TEST_MISS, TL_TEST_TODO_HIT, TL_TEST_TODO_MISS };

/* One test of a rule.  `text` is without the « » of a hit; `span` is what stood between them, in `text`. */
struct tl_rule_test {
    enum tl_test_kind kind;
    tl_slice text;
    struct tl_span span;
    struct tl_place place;
};

enum { TL_NEAR_WORDS = 16 };

struct tl_rule {
    tl_slice id;
    tl_slice why;
    tl_slice pattern;           /* the regex as written */
    pcre2_code *code;           /* owned by the policy; UTF|UCP, CASELESS for `any`; JIT where there is JIT */
    uint32_t group;             /* what is excised: 0 the whole hit */
    uint32_t kinds;             /* bit (1u << kind) for each element kind the rule runs in */
    struct tl_words near_words; /* empty: no context required */
    size_t near_within;         /* characters of the view */
    enum tl_validator validator;
    bool is_kept_on_fail; /* on-check-fail: keep */
    bool is_to_prove;     /* the policy keeps what fails the check: `proven` of its pack */
    enum tl_action action;
    enum tl_case case_;
    bool propagates_full;
    bool propagates_surname;
    struct tl_words exemptions; /* of the rule, else of its pack */
    const struct tl_rule_test *tests;
    size_t test_count;
    size_t source; /* index into policy->sources */
    struct tl_place place;
    struct tl_place match_place; /* of the regex */
};

/* True when a hit that fails the check of the rule is kept, by the rule or by the policy. */
static inline bool tl_rule_keeps_failed(const struct tl_rule *rule)
{
    return rule->is_kept_on_fail || rule->is_to_prove;
}

/* A text that a reviewer keeps; equality with the whole hit. */
struct tl_exception {
    struct tl_words texts;
    struct tl_words rules; /* rule ids */
    tl_slice why;
    tl_slice by;
    struct tl_date until;
    struct tl_place place;
};

/* A file that was read: the policy first, then the packs in order. */
struct tl_source {
    const char *path; /* as reached from where the user stands */
    tl_slice id;
    tl_slice title;
    struct tl_hash hash; /* SHA-256 of its bytes */
    tl_slice text;       /* as messages may show it: control bytes are '?' */
};

/* The level of elements without a marking of their own. */
enum tl_unmarked { TL_UNMARKED_OVERALL = 0, TL_UNMARKED_U };

struct tl_policy {
    struct tl_arena arena;
    tl_slice id;
    tl_slice title;
    struct tl_ceiling ceiling;
    bool honours_dates; /* declassification: dates */
    enum tl_banner banner;
    enum tl_unmarked
        header; /* envelope, address, classification line, captions, E.O. line, TAGS, furniture, end */
    enum tl_unmarked subject; /* subject alone */
    enum tl_unmarked pass_line;
    enum tl_unmarked heading;
    enum tl_unmarked table;
    enum tl_unmarked signature;
    enum tl_unmarked attributes;
    enum tl_unmarked reference;
    enum tl_unmarked authority;
    bool is_compilation_by_portions;            /* compilation: portions */
    uint32_t drop;                              /* bit per kind removed whatever its level */
    struct tl_words exemptions[TL_RANK_TS + 1]; /* per rank; a plain list fills C, S, TS and UNKNOWN */
    bool adds_reasons;                          /* reasons: authority */
    enum tl_amount amount;
    bool denies_on_doubt; /* on-doubt: deny */
    struct {
        struct tl_place release, withhold;
    } places; /* where these keys stand; zeroed: they do not */
    const struct tl_rule *rules;
    size_t rule_count;
    const struct tl_filter *filter; /* where they may match (policy/filter.h); NULL: anywhere */
    const struct tl_exception *exceptions;
    size_t exception_count;
    const struct tl_source *sources;
    size_t source_count;
    const tl_slice
        *loosenings; /* one line each: what this policy opens beyond the defaults, for log and show */
    size_t loosening_count;
    struct tl_hash hash; /* SHA-256 over the hashes of all sources in order */
};

/*
 * Loads the policy at `path` and its packs.  NULL when there is an error: all of them are in `diags`, whose
 * arena the caller owns.  Warnings do not stop.  The policy is owned: free it with tl_policy_free.
 */
struct tl_policy *tl_policy_load(const char *path, struct tl_diags *diags);

/* Loads a pack alone, as a policy that releases nothing and has its rules; for tests and lint. */
struct tl_policy *tl_policy_load_pack(const char *path, struct tl_diags *diags);

/* True when the file begins with the key `tearline-rules`: it is a pack, not a policy. */
bool tl_policy_is_pack(const char *path);

/* The built-in policy of `check --max` (DESIGN section 5): header U, all else overall, banner keep, no rules.
 * `audience` empty means [USA]. */
struct tl_policy *tl_policy_of_max(enum tl_rank max, bool is_public, struct tl_words audience,
                                   struct tl_words allow);

void tl_policy_free(struct tl_policy *policy);

/* The level that `unmarked` gives to a kind without a marking. */
enum tl_unmarked tl_policy_unmarked(const struct tl_policy *policy, enum tl_kind kind);

/* The rule with this id, or NULL. */
const struct tl_rule *tl_policy_rule(const struct tl_policy *policy, tl_slice id);

/* Adds an error or a warning at `place` of source `source`, with the line of the file. */
void tl_policy_tell(const struct tl_policy *policy, size_t source, struct tl_place place, bool is_warning,
                    const char *slug, struct tl_diags *diags, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* The effective policy as a person reads it. */
void tl_policy_show(const struct tl_policy *policy, struct tl_buf *out);

const char *tl_action_name(enum tl_action action);

#endif
