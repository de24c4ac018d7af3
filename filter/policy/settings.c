/* SPDX-License-Identifier: Apache-2.0 */
/* What a policy says beside its rules: who gets what, and how it is written (DESIGN section 4). */
#include "marking/control.h"
#include "policy/fields.h"

/* --- release -------------------------------------------------------------------------------------------- */

/* The ceiling with the nodes that are judged together. */
struct release_draft {
    struct tl_ceiling *ceiling;
    const struct tl_yaml *max;
};

static void read_max(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {"U", "CUI", "SBU", "LOU", "FOUO", "R", "C", "S", "TS"};
    struct release_draft *draft = into;
    tl_slice text;
    if (!tl_read_text(reading, node, "max", &text)) {
        return;
    }
    if (!tl_rank_find(text, &draft->ceiling->max)) {
        struct tl_arena *arena = reading->config->arena;
        tl_node_error(reading, node, "policy.level", "%s is no level%s", tl_quote(arena, text),
                      tl_suggest(arena, text, names, TL_COUNT(names)));
        return;
    }
    draft->max = node;
}

static void read_audience(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct release_draft *draft = into;
    struct tl_ceiling *ceiling = draft->ceiling;
    if (node->type == TL_YAML_SCALAR) {
        if (tl_slice_eq(node->text, TL_LIT("public"))) {
            ceiling->is_public = true;
            return;
        }
        tl_node_error(reading, node, "policy.audience",
                      "audience is 'public' or a list of countries: [USA, GBR]");
        return;
    }
    if (!tl_read_words(reading, node, "audience", &ceiling->audience)) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        if (item->type == TL_YAML_SCALAR && item->text.len > 0 && !tl_country_known(item->text)) {
            const bool is_public = tl_slice_eq_fold(item->text, TL_LIT("public"));
            tl_node_error(reading, item, "policy.country",
                          "%s is no country code of three letters or group of four%s",
                          tl_quote(reading->config->arena, item->text),
                          is_public ? "; write audience: public, without brackets" : ", such as GBR or NATO");
        }
    }
    if (!tl_words_has(ceiling->audience, TL_LIT("USA"))) {
        tl_node_error(reading, node, "policy.audience",
                      "the audience lacks USA, which always sees a release; write [USA, ...]");
    }
}

static void read_allow(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {
        "SBU",         "LOU",           "FOUO",
        "CUI",         "LES",           "SSI",
        "LIMDIS",      "EXDIS",         "NODIS",
        "STADIS",      "ROGER",         "ORCON",
        "IMCON",       "PROPIN",        "RSEN",
        "FISA",        "DSEN",          "SI",
        "TK",          "HCS",           "RD",
        "FRD",         "NOFORN",        "RELIDO",
        "MED",         "ROGER CHANNEL", "DISSENT CHANNEL",
        "MED CHANNEL", "EFTO",          "ACCM",
    };
    struct release_draft *draft = into;
    struct tl_arena *arena = reading->config->arena;
    struct tl_words written = {0};
    TL_VEC(tl_slice) words = {0};
    if (!tl_read_words(reading, node, "allow", &written)) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        if (item->type != TL_YAML_SCALAR || tl_slice_trim(item->text).len == 0) {
            continue;
        }
        if (!tl_allow_known(item->text)) {
            tl_node_error(reading, item, "policy.allow", "%s is no control word%s",
                          tl_quote(arena, item->text), tl_suggest(arena, item->text, names, TL_COUNT(names)));
            continue;
        }
        const struct tl_control *control = tl_control_find(item->text);
        const tl_slice word = control == NULL ? item->text : tl_str(control->name);
        if (!tl_words_has((struct tl_words){words.items, words.count}, word)) {
            *TL_PUSH(arena, &words) = word;
        }
    }
    draft->ceiling->allow = (struct tl_words){words.items, words.count};
}

static bool allows_cui(const struct tl_ceiling *ceiling)
{
    return tl_words_has(ceiling->allow, TL_LIT("SBU")) || tl_words_has(ceiling->allow, TL_LIT("LOU")) ||
           tl_words_has(ceiling->allow, TL_LIT("FOUO"));
}

void tl_release_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const struct tl_field fields[] = {
        {"max", true, read_max},
        {"audience", true, read_audience},
        {"allow", false, read_allow},
    };
    struct tl_policy *policy = into;
    struct release_draft draft = {&policy->ceiling, NULL};
    policy->places.release = node->key->place;
    const bool is_read = tl_fields_read(reading, node, "release", fields, TL_COUNT(fields), &draft);
    if (!is_read || draft.max == NULL || !policy->ceiling.is_public) {
        return;
    }
    const enum tl_rank max = policy->ceiling.max;
    if (tl_rank_above(max, TL_RANK_CUI)) {
        tl_node_error(
            reading, draft.max, "policy.public",
            "to the public nothing above U may leave; lower max, or name the countries in audience");
    } else if (max == TL_RANK_CUI && !allows_cui(&policy->ceiling)) {
        tl_node_error(
            reading, draft.max, "policy.public",
            "to the public CUI may leave only by name; add SBU, LOU or FOUO to allow, or write max: U");
    }
}

/* --- single words --------------------------------------------------------------------------------------- */

void tl_declassification_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {"ignore", "dates"};
    struct tl_policy *policy = into;
    size_t index = 0;
    if (tl_read_choice(reading, node, "declassification", names, TL_COUNT(names), &index)) {
        policy->honours_dates = index == 1;
    }
}

void tl_banner_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {
        [TL_BANNER_ROLLUP] = "rollup", [TL_BANNER_STRIKE] = "strike", [TL_BANNER_KEEP] = "keep"};
    struct tl_policy *policy = into;
    size_t index = 0;
    if (tl_read_choice(reading, node, "banner", names, TL_COUNT(names), &index)) {
        policy->banner = (enum tl_banner)index;
    }
}

void tl_compilation_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {"overall", "portions"};
    struct tl_policy *policy = into;
    size_t index = 0;
    if (tl_read_choice(reading, node, "compilation", names, TL_COUNT(names), &index)) {
        policy->is_compilation_by_portions = index == 1;
    }
}

void tl_drop_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct tl_policy *policy = into;
    (void)tl_read_kinds(reading, node, &policy->drop);
}

void tl_on_doubt_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {"withhold", "deny"};
    struct tl_policy *policy = into;
    size_t index = 0;
    if (tl_read_choice(reading, node, "on-doubt", names, TL_COUNT(names), &index)) {
        policy->denies_on_doubt = index == 1;
    }
}

/* --- unmarked ------------------------------------------------------------------------------------------- */

static enum tl_unmarked read_level(struct tl_reading *reading, const struct tl_yaml *node, bool may_be_u)
{
    static const char *const names[] = {[TL_UNMARKED_OVERALL] = "overall", [TL_UNMARKED_U] = "U"};
    size_t index = TL_UNMARKED_OVERALL;
    if (!tl_read_choice(reading, node, "the level of unmarked text", names, TL_COUNT(names), &index)) {
        return TL_UNMARKED_OVERALL;
    }
    if (index == TL_UNMARKED_U && !may_be_u) {
        tl_node_error(
            reading, node, "policy.unmarked",
            "without a marking %s counts at the overall, always: it holds free text; write 'overall'",
            (const char *)node->key->text.ptr);
        return TL_UNMARKED_OVERALL;
    }
    return (enum tl_unmarked)index;
}

#define UNMARKED_READER(field, may_be_u)                                                                     \
    static void read_##field(struct tl_reading *reading, const struct tl_yaml *node, void *into)             \
    {                                                                                                        \
        ((struct tl_policy *)into)->field = read_level(reading, node, may_be_u);                             \
    }

UNMARKED_READER(header, true)
UNMARKED_READER(subject, true)
UNMARKED_READER(reference, true)
UNMARKED_READER(authority, true)
UNMARKED_READER(signature, true)
UNMARKED_READER(pass_line, false)
UNMARKED_READER(heading, false)
UNMARKED_READER(table, false)
UNMARKED_READER(attributes, false)

void tl_unmarked_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const struct tl_field fields[] = {
        {"header", false, read_header},         {"subject", false, read_subject},
        {"reference", false, read_reference},   {"authority", false, read_authority},
        {"signature", false, read_signature},   {"pass-line", false, read_pass_line},
        {"heading", false, read_heading},       {"table", false, read_table},
        {"attributes", false, read_attributes},
    };
    (void)tl_fields_read(reading, node, "unmarked", fields, TL_COUNT(fields), into);
}

/* --- withhold ------------------------------------------------------------------------------------------- */

#define RANK_READER(name, rank)                                                                              \
    static void read_rank_##name(struct tl_reading *reading, const struct tl_yaml *node, void *into)         \
    {                                                                                                        \
        (void)tl_read_exemptions(reading, node, &((struct tl_policy *)into)->exemptions[rank]);              \
    }

RANK_READER(u, TL_RANK_U)
RANK_READER(cui, TL_RANK_CUI)
RANK_READER(r, TL_RANK_R)
RANK_READER(c, TL_RANK_C)
RANK_READER(s, TL_RANK_S)
RANK_READER(ts, TL_RANK_TS)

/* C and above: a rank that a map does not name takes the codes of the one below it, down to C; what is
 * unknown takes those of the highest. */
static void fill_upwards(struct tl_policy *policy, const struct tl_yaml *map)
{
    if (map != NULL && tl_yaml_find(map, "S") == NULL) {
        policy->exemptions[TL_RANK_S] = policy->exemptions[TL_RANK_C];
    }
    if (map != NULL && tl_yaml_find(map, "TS") == NULL) {
        policy->exemptions[TL_RANK_TS] = policy->exemptions[TL_RANK_S];
    }
    policy->exemptions[TL_RANK_UNKNOWN] = policy->exemptions[TL_RANK_TS];
}

static void read_exemptions(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const struct tl_field fields[] = {
        {"U", false, read_rank_u}, {"CUI", false, read_rank_cui}, {"R", false, read_rank_r},
        {"C", false, read_rank_c}, {"S", false, read_rank_s},     {"TS", false, read_rank_ts},
    };
    struct tl_policy *policy = into;
    if (node->type == TL_YAML_SEQUENCE) { /* a plain list: C and above (DESIGN M14) */
        struct tl_words codes = {0};
        (void)tl_read_exemptions(reading, node, &codes);
        policy->exemptions[TL_RANK_C] = codes;
        policy->exemptions[TL_RANK_S] = codes;
        policy->exemptions[TL_RANK_TS] = codes;
        policy->exemptions[TL_RANK_UNKNOWN] = codes;
        return;
    }
    if (tl_fields_read(reading, node, "exemptions by level", fields, TL_COUNT(fields), policy)) {
        fill_upwards(policy, node);
    }
}

static void read_reasons(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {"none", "authority"};
    struct tl_policy *policy = into;
    size_t index = 0;
    if (tl_read_choice(reading, node, "reasons", names, TL_COUNT(names), &index)) {
        policy->adds_reasons = index == 1;
    }
}

static void read_amount(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {[TL_AMOUNT_NONE] = "none",
                                        [TL_AMOUNT_BUCKET] = "bucket",
                                        [TL_AMOUNT_LINES] = "lines",
                                        [TL_AMOUNT_WORDS] = "words"};
    struct tl_policy *policy = into;
    size_t index = 0;
    if (tl_read_choice(reading, node, "amount", names, TL_COUNT(names), &index)) {
        policy->amount = (enum tl_amount)index;
    }
}

void tl_withhold_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const struct tl_field fields[] = {
        {"exemptions", false, read_exemptions},
        {"reasons", false, read_reasons},
        {"amount", false, read_amount},
    };
    ((struct tl_policy *)into)->places.withhold = node->key->place;
    (void)tl_fields_read(reading, node, "withhold", fields, TL_COUNT(fields), into);
}
