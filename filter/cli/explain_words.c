/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/explain_words.h"

#include "cli/wrap.h"
#include "marking/control.h"

/* What a control asks of its reader, in one clause. */
static const struct {
    const char *name;
    const char *meaning;
} meanings[] = {
    {"HCS", "SCI of human intelligence: for readers who are read in"},
    {"SI", "SCI of communications intelligence: for readers who are read in"},
    {"SI-G", "SCI of communications intelligence, GAMMA: for readers who are read in"},
    {"TK", "SCI of overhead collection, TALENT KEYHOLE: for readers who are read in"},
    {"KDK", "SCI, KLONDIKE, retired: for readers who are read in"},
    {"RSV", "SCI, RESERVE: for readers who are read in"},
    {"NOFORN", "not for any foreign reader"},
    {"ORCON", "the originator decides every further release"},
    {"ORCON-USGOV", "the originator decides releases beyond the US executive branch"},
    {"IMCON", "controlled imagery"},
    {"PROPIN", "holds proprietary information"},
    {"RSEN", "risk sensitive: reveals a source or method"},
    {"RELIDO", "a disclosure officer may decide on foreign release; it is no release by itself"},
    {"FOUO", "for official use only; counts as CUI"},
    {"FISA", "from collection under the Foreign Intelligence Surveillance Act"},
    {"DSEN", "DEA sensitive; counts as CUI"},
    {"EYES", "for the readers it names"},
    {"WAIVED", "a special access program with waived reporting"},
    {"NOCONTRACT", "not for contractors"},
    {"WNINTEL", "intelligence sources or methods involved"},
    {"LIMDIS", "limited distribution"},
    {"EXDIS", "exclusive distribution; never to foreign readers"},
    {"NODIS", "no distribution beyond the addressee; never to foreign readers"},
    {"STADIS", "distribution within the Department of State only"},
    {"ROGER", "Roger Channel: intelligence matters of the Department of State"},
    {"SBU", "sensitive but unclassified; counts as CUI"},
    {"SBU-NF", "sensitive but unclassified, not for any foreign reader; counts as CUI"},
    {"LES", "law enforcement sensitive; counts as CUI"},
    {"LES-NF", "law enforcement sensitive, not for any foreign reader; counts as CUI"},
    {"SSI", "sensitive security information; counts as CUI"},
    {"LOU", "limited official use, the word for SBU until about 1995; counts as CUI"},
    {"CUI", "controlled unclassified information"},
    {"EFTO", "encrypted for transmission only; counts as CUI"},
    {"RD", "Restricted Data"},
    {"FRD", "Formerly Restricted Data"},
    {"TFNI", "transclassified foreign nuclear information"},
    {"CNWDI", "critical nuclear weapon design information"},
    {"DCNI", "DoD unclassified controlled nuclear information; counts as CUI"},
    {"UCNI", "DOE unclassified controlled nuclear information; counts as CUI"},
    {"ATOMAL", "atomic information released to NATO"},
    {"BALK", "a control of NATO on COSMIC TOP SECRET"},
    {"BOHEMIA", "communications intelligence of NATO, COSMIC TOP SECRET"},
};

static const struct {
    enum tl_level level;
    const char *meaning;
    const char *source;
} levels[] = {
    {TL_LEVEL_UNKNOWN, "nothing says how high it is; it counts above everything", "doubt never lowers"},
    {TL_LEVEL_U, "not classified", "32 CFR 2001.21(c)"},
    {TL_LEVEL_R, "a level of foreign governments and of NATO only; a US banner counts it as CONFIDENTIAL",
     "CAPCO Manual 2016, appendices A to C"},
    {TL_LEVEL_C, "its disclosure could damage the national security", "E.O. 13526 1.2(a)(3)"},
    {TL_LEVEL_S, "its disclosure could damage the national security seriously", "E.O. 13526 1.2(a)(2)"},
    {TL_LEVEL_TS, "its disclosure could damage the national security exceptionally gravely",
     "E.O. 13526 1.2(a)(1)"},
};

static const char *meaning_of(tl_slice name)
{
    for (size_t i = 0; i < TL_COUNT(meanings); i++) {
        if (tl_slice_eq(name, tl_str(meanings[i].name))) {
            return meanings[i].meaning;
        }
    }
    return "a control that a policy must name in `allow`";
}

void tl_put_safe_word(struct tl_buf *out, tl_slice word)
{
    static const char *const more[] = {"NATO", "JOINT", "FGI"};
    bool is_known = tl_control_named(word) != NULL || tl_country_known(word);
    for (size_t i = 0; i < TL_COUNT(more); i++) {
        is_known = is_known || tl_slice_eq(word, tl_str(more[i]));
    }
    if (is_known) {
        tl_buf_add(out, word);
        return;
    }
    for (size_t end = word.len; end > 0; end--) {
        if (end < word.len && (word.ptr[end] == '-' || word.ptr[end] == ' ') &&
            (tl_control_find(tl_slice_sub(word, 0, end)) != NULL ||
             tl_control_named(tl_slice_sub(word, 0, end)) != NULL)) {
            tl_buf_add(out, tl_slice_sub(word, 0, end + 1));
            break;
        }
    }
    tl_buf_byte(out, '?');
}

void tl_put_safe_words(struct tl_buf *out, struct tl_words words)
{
    for (size_t i = 0; i < words.count; i++) {
        tl_buf_str(out, i == 0 ? "" : ", ");
        tl_put_safe_word(out, words.item[i]);
    }
}

void tl_put_slug(struct tl_buf *out, size_t indent, const char *slug)
{
    const struct tl_slug *row = tl_slug_find(slug);
    if (row != NULL) {
        tl_put_line(out, indent, "%c%s (%s).", tl_to_upper((unsigned char)row->text[0]), row->text + 1,
                    row->source);
    }
}

void tl_put_level(struct tl_buf *out, enum tl_level level)
{
    for (size_t i = 0; i < TL_COUNT(levels); i++) {
        if (levels[i].level == level) {
            tl_put_line(out, 2, "%s: %s (%s).", tl_level_title(level), levels[i].meaning, levels[i].source);
        }
    }
}

/* One line a word: "NOFORN: not for any foreign reader (CAPCO Manual 2016, H.8)." */
static void put_set(struct tl_buf *out, const char *title, struct tl_words words, const char *source)
{
    for (size_t i = 0; i < words.count; i++) {
        const struct tl_control *row = tl_control_named(words.item[i]);
        struct tl_buf word = {0};
        tl_put_safe_word(&word, words.item[i]);
        tl_buf_byte(&word, '\0');
        tl_put_line(out, 2, "%s%s: %s (%s).", title, (const char *)word.ptr, meaning_of(words.item[i]),
                    row != NULL ? row->source : source);
        tl_buf_release(&word);
    }
}

static void put_list(struct tl_buf *out, const char *title, struct tl_words words, const char *meaning)
{
    struct tl_buf text = {0};
    if (words.count == 0) {
        return;
    }
    tl_buf_str(&text, title);
    tl_put_safe_words(&text, words);
    tl_buf_str(&text, meaning);
    tl_put_wrapped(out, 2, tl_buf_slice(&text));
    tl_buf_release(&text);
}

static void put_owner(struct tl_buf *out, const struct tl_marking *m)
{
    struct tl_arena arena = {0};
    if (m->owner.len > 0 && !tl_slice_eq(m->owner, TL_LIT("JOINT"))) {
        put_list(out, "Owner ", tl_marking_foreign(&arena, m),
                 ": it is not the United States', who may not release it (CAPCO Manual 2016, H.7 and "
                 "appendix A).");
    }
    put_list(out, "JOINT ", m->joint, ": owned by them together (CAPCO Manual 2016, H.3).");
    tl_arena_release(&arena);
}

void tl_put_controls(struct tl_buf *out, const struct tl_marking *m)
{
    put_owner(out, m);
    put_set(out, "", m->sci, "CAPCO Manual 2016, H.4");
    put_set(out, "Special access program ", m->sap, "CAPCO Manual 2016, H.5");
    put_set(out, "", m->aea, "CAPCO Manual 2016, H.6; 10 CFR 1045");
    put_set(out, "", m->nato_ctl, "CAPCO Manual 2016, appendix B");
    if (tl_words_has(m->fgi, TL_LIT("*"))) {
        tl_put_line(out, 2, "FGI: from a foreign source that is concealed (CAPCO Manual 2016, H.7).");
    } else {
        put_list(out, "FGI ", m->fgi, ": from these foreign sources (CAPCO Manual 2016, H.7).");
    }
    put_set(out, "", m->dissem, "CAPCO Manual 2016, H.8");
    put_set(out, "", m->nonic, "CAPCO Manual 2016, H.9");
    put_list(out, "REL TO ", m->rel_to,
             ": released to them and to nobody else abroad (CAPCO Manual 2016, H.8).");
    if (m->is_rel_inherit) {
        tl_put_line(out, 2, "REL: released to the countries that the banner lists (CAPCO Manual 2016, H.8).");
    }
    put_list(out, "DISPLAY ONLY ", m->display_to,
             ": it may be shown to them and not given (CAPCO Manual 2016, H.8).");
    if (m->is_valid || tl_slice_eq(tl_str(m->reason), TL_LIT("unknown_control"))) {
        put_set(out, "", m->unknown, "in no register");
    }
    if (m->is_entire_text) {
        tl_put_line(out, 2,
                    "ENTIRE TEXT: it is the mark of every later portion that has none of its own "
                    "(State telegrams 1973-1979).");
    }
}

/* What `allow` must name so that the portion passes to US readers. */
static struct tl_words needed(struct tl_arena *arena, const struct tl_marking *m, struct tl_ceiling *ceiling)
{
    struct tl_failure failures[TL_FAILURES_MAX];
    struct tl_words words = {NULL, 0};
    const size_t count = tl_decide_all(arena, m, ceiling, NULL, failures);
    for (size_t i = 0; i < count; i++) {
        words = tl_words_union(arena, words, failures[i].lacking);
    }
    return words;
}

static void put_policy(struct tl_buf *out, const char *title, const struct tl_ceiling *ceiling)
{
    struct tl_buf text = {0};
    tl_buf_format(&text, "%s max: %s, audience: ", title, tl_rank_name(ceiling->max));
    if (ceiling->is_public) {
        tl_buf_str(&text, "public");
    } else {
        tl_buf_byte(&text, '[');
        tl_put_safe_words(&text, ceiling->audience);
        tl_buf_byte(&text, ']');
    }
    if (ceiling->allow.count > 0) {
        tl_buf_str(&text, ", allow: [");
        tl_put_safe_words(&text, ceiling->allow);
        tl_buf_byte(&text, ']');
    }
    tl_buf_byte(&text, '.');
    if (tl_slice_find(tl_buf_slice(&text), TL_LIT("?"), 0) != TL_NONE) {
        tl_buf_str(&text, " A ? stands for a word of no register, which `allow` names as it is written.");
    }
    tl_put_wrapped(out, 2, tl_buf_slice(&text));
    tl_buf_release(&text);
}

static void put_foreign(struct tl_arena *arena, struct tl_buf *out, const struct tl_marking *m,
                        struct tl_ceiling ceiling)
{
    struct tl_marking open = *m;
    open.is_valid = true;
    const struct tl_reach reach = tl_marking_reach(arena, &open);
    ceiling.audience = tl_words_union(arena, ceiling.audience, reach.codes);
    if (reach.is_unknown_list) {
        tl_put_slug(out, 2, "rel_without_list");
    } else if (reach.is_all) {
        ceiling.audience = tl_words_with(arena, ceiling.audience, TL_LIT("GBR"));
        ceiling.allow = tl_words_union(arena, ceiling.allow, needed(arena, m, &ceiling));
        if (tl_decide(m, &ceiling, NULL) == TL_REASON_OK) {
            put_policy(out, "To foreign readers, such as the British, under", &ceiling);
        }
    } else if (reach.codes.count > 0 && tl_decide(m, &ceiling, NULL) == TL_REASON_OK) {
        put_policy(out, "To those of its list under", &ceiling);
    } else {
        ceiling.audience = tl_words_with(arena, ceiling.audience, TL_LIT("GBR"));
        const struct tl_slug *row = tl_slug_find(tl_reason_name(tl_decide(m, &ceiling, NULL)));
        tl_put_line(out, 2, "To foreign readers: under no policy; %s (%s).", row->text, row->source);
    }
}

static void put_public(struct tl_arena *arena, struct tl_buf *out, const struct tl_marking *m)
{
    struct tl_ceiling ceiling = {.max = TL_RANK_U, .is_public = true};
    ceiling.allow = needed(arena, m, &ceiling);
    const enum tl_reason reason = tl_decide(m, &ceiling, NULL);
    if (reason == TL_REASON_OK) {
        put_policy(out, "To the public under", &ceiling);
        tl_put_line(out, 2,
                    "Unclassified is not public: the originator has to approve it (CAPCO Manual 2016, H.1).");
    } else if (reason == TL_REASON_LEVEL) {
        tl_put_line(out, 2, "To the public: under no policy while it is classified (E.O. 13526 4.1(a)).");
    } else {
        const struct tl_slug *row = tl_slug_find(tl_reason_name(reason));
        tl_put_line(out, 2, "To the public: under no policy; %s (%s).", row->text, row->source);
    }
}

void tl_put_readers(struct tl_buf *out, const struct tl_marking *m)
{
    struct tl_arena arena = {0};
    struct tl_ceiling ceiling = {.max = tl_marking_rank(m)};
    ceiling.audience = tl_words_with(&arena, ceiling.audience, TL_LIT("USA"));
    ceiling.allow = needed(&arena, m, &ceiling);
    if (tl_decide(m, &ceiling, NULL) == TL_REASON_OK) {
        put_policy(out, "Leaves, to US readers, under", &ceiling);
        put_foreign(&arena, out, m, ceiling);
        put_public(&arena, out, m);
    } else {
        tl_put_line(out, 2,
                    "Leaves under no policy until a person has read the original (doubt never lowers).");
    }
    tl_arena_release(&arena);
}
