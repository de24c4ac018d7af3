/* SPDX-License-Identifier: Apache-2.0 */
/* The banner over portions, part by part: which portions bring it, and which rule keeps or drops it. */
#include "cli/explain.h"
#include "cli/explain_words.h"
#include "cli/wrap.h"
#include "marking/portion.h"

#define D2 "CAPCO Manual 2016, D.2"
#define TABLE D2 " table 3"

static const struct {
    enum tl_rollup_release release;
    const char *text;
    const char *source;
} releases[] = {
    {TL_ROLLUP_NOTHING,
     "no portion carries a release word, so the banner has none; abroad it counts as NOFORN",
     "CAPCO Manual 2016, B.3 and D.2"},
    {TL_ROLLUP_NOFORN, "one portion carries NOFORN, EXDIS or NODIS, which wins over every other release word",
     TABLE ", rules 1 and 2; H.9"},
    {TL_ROLLUP_SENSITIVE_NOFORN, "SBU-NF or LES-NF stands beside other portions and leaves its NOFORN",
     TABLE ", rules 3 to 8"},
    {TL_ROLLUP_LIST,
     "every portion that takes part is released to these, and the banner names what their lists share",
     TABLE},
    {TL_ROLLUP_RELIDO, "every portion that takes part is RELIDO", TABLE},
    {TL_ROLLUP_UNLIKE,
     "the release words of the portions have nothing in common, so nobody abroad may have the whole",
     TABLE ", rules 9 to 13"},
};

/* Words of portions that a banner may leave out, and why. */
static const struct {
    const char *word;
    const char *text;
    const char *source;
} dropped[] = {
    {"FOUO", "stands only in an unclassified banner without another control", "CAPCO Manual 2016, H.8"},
    {"ORCON-USGOV", "is covered by ORCON of another portion", "CAPCO Manual 2016, H.8"},
    {"RELIDO", "gives way: not every portion has it", TABLE},
    {"EYES", "becomes a release list", TABLE},
    {"EXDIS", "gives way to NODIS", "CAPCO Manual 2016, H.9"},
    {"SBU", "stands only in unclassified banners, and gives way to SBU-NF there", "CAPCO Manual 2016, H.9"},
    {"SBU-NF", "stands only in unclassified banners; its NOFORN stays", "CAPCO Manual 2016, H.9"},
    {"LES", "gives way to LES-NF", "CAPCO Manual 2016, H.9"},
    {"LES-NF", "is written as LES, since its NOFORN stands in its own place", "CAPCO Manual 2016, H.9"},
    {"LIMDIS", "stands only in unclassified banners", "CAPCO Manual 2016, H.9"},
    {"LOU", "stands only in unclassified banners", "State telegrams 1973-1979"},
    {"CUI", "stands only in unclassified banners here", "32 CFR 2002.20"},
    {"DSEN", "stands only in unclassified banners here", "CAPCO Manual 2016, H.8"},
    {"EFTO", "stands only in unclassified banners", "ACP 127 US SUPP-1"},
    {"DCNI", "stands only in unclassified banners", "CAPCO Manual 2016, H.6"},
    {"UCNI", "stands only in unclassified banners", "CAPCO Manual 2016, H.6"},
};

typedef bool carries(const struct tl_marking *m, tl_slice word);

/* "portion 2", "portions 1 and 3", "all portions": those that carry the word. */
static void put_bearers(struct tl_buf *text, const struct tl_explained_rollup *a, carries *is_bearer,
                        tl_slice word)
{
    size_t found = 0;
    for (size_t i = 0; i < a->count; i++) {
        found += is_bearer(&a->portions[i], word);
    }
    if (found == a->count || found == 0) {
        tl_buf_str(text, found == 0 ? "no portion" : a->count == 1 ? "the portion" : "all portions");
        return;
    }
    tl_buf_str(text, found == 1 ? "portion" : "portions");
    size_t told = 0;
    for (size_t i = 0; i < a->count; i++) {
        if (is_bearer(&a->portions[i], word)) {
            tl_buf_format(text, "%s %zu", told == 0 ? "" : told + 1 == found ? " and" : ",", i + 1);
            told++;
        }
    }
}

static bool has_level(const struct tl_marking *m, tl_slice word)
{
    return tl_slice_eq(tl_str(tl_level_name(m->level)), word);
}

static bool has_sci(const struct tl_marking *m, tl_slice word)
{
    const size_t end = tl_slice_find(word, TL_LIT("-"), 0);
    const tl_slice system = tl_slice_sub(word, 0, end);
    for (size_t i = 0; i < m->sci.count; i++) {
        if (tl_slice_starts(m->sci.item[i], system)) {
            return true;
        }
    }
    return false;
}

static bool has_foreign(const struct tl_marking *m, tl_slice word)
{
    struct tl_arena arena = {0};
    const struct tl_words words = tl_marking_foreign(&arena, m);
    const bool is_bearer =
        tl_slice_eq(word, TL_LIT("*")) || tl_words_has(words, word) ? words.count > 0 : false;
    tl_arena_release(&arena);
    return is_bearer;
}

static void put_part(struct tl_buf *out, const struct tl_explained_rollup *a, tl_slice word,
                     carries *is_bearer, const char *rule)
{
    struct tl_buf text = {0};
    tl_put_safe_word(&text, tl_slice_eq(word, TL_LIT("*")) ? TL_LIT("FGI") : word);
    tl_buf_str(&text, ": of ");
    put_bearers(&text, a, is_bearer, word);
    tl_buf_format(&text, "; %s.", rule);
    tl_put_wrapped(out, 2, tl_buf_slice(&text));
    tl_buf_release(&text);
}

static void put_parts(struct tl_buf *out, const struct tl_explained_rollup *a, struct tl_words words,
                      carries *is_bearer, const char *rule)
{
    for (size_t i = 0; i < words.count; i++) {
        put_part(out, a, words.item[i], is_bearer, rule);
    }
}

static void put_level(struct tl_buf *out, const struct tl_explained_rollup *a)
{
    struct tl_buf text = {0};
    enum tl_level highest = TL_LEVEL_U;
    for (size_t i = 0; i < a->count; i++) {
        highest = tl_level_max(highest, a->portions[i].level);
    }
    tl_buf_format(&text, "%s: the highest level of the portions, of ", tl_level_title(a->rolled.level));
    put_bearers(&text, a, has_level, tl_str(tl_level_name(highest)));
    tl_buf_str(&text, highest != a->rolled.level ? "; a US banner counts RESTRICTED as CONFIDENTIAL" : "");
    tl_buf_str(&text, " (" D2 "; 32 CFR 2001.21(b)).");
    tl_put_wrapped(out, 2, tl_buf_slice(&text));
    tl_buf_release(&text);
}

static void put_release(struct tl_buf *out, const struct tl_explained_rollup *a)
{
    struct tl_buf text = {0};
    const struct tl_marking *m = &a->rolled;
    if (tl_words_has(m->dissem, TL_LIT("NOFORN"))) {
        tl_buf_str(&text, "NOFORN");
    }
    if (m->rel_to.count > 0) {
        tl_buf_str(&text, "REL TO ");
        tl_put_safe_words(&text, m->rel_to);
    }
    if (tl_words_has(m->dissem, TL_LIT("RELIDO"))) {
        tl_buf_str(&text, text.len > 0 ? " and RELIDO" : "RELIDO");
    }
    if (m->display_to.count > 0) {
        tl_buf_str(&text, text.len > 0 ? " and DISPLAY ONLY " : "DISPLAY ONLY ");
        tl_put_safe_words(&text, m->display_to);
    }
    for (size_t i = 0; i < TL_COUNT(releases); i++) {
        if (releases[i].release == a->release) {
            tl_buf_format(&text, "%s%s (%s).", text.len > 0 ? ": " : "Release words: ", releases[i].text,
                          releases[i].source);
        }
    }
    tl_put_wrapped(out, 2, tl_buf_slice(&text));
    tl_buf_release(&text);
}

/* Words that stand on a portion and not in the banner. */
static void put_dropped(struct tl_buf *out, const struct tl_explained_rollup *a)
{
    for (size_t i = 0; i < TL_COUNT(dropped); i++) {
        const tl_slice word = tl_str(dropped[i].word);
        bool stands = false;
        for (size_t k = 0; k < a->count; k++) {
            stands = stands || tl_marking_has_word(&a->portions[k], word);
        }
        if (stands && !tl_marking_has_word(&a->rolled, word)) {
            struct tl_buf text = {0};
            tl_buf_format(&text, "Not in it: %s of ", dropped[i].word);
            put_bearers(&text, a, tl_marking_has_word, word);
            tl_buf_format(&text, ", which %s (%s).", dropped[i].text, dropped[i].source);
            tl_put_wrapped(out, 2, tl_buf_slice(&text));
            tl_buf_release(&text);
        }
    }
}

static void put_invalid(struct tl_buf *out, const struct tl_explained_rollup *a)
{
    for (size_t i = 0; i < a->count; i++) {
        if (!a->portions[i].is_valid) {
            const struct tl_slug *row = tl_slug_find(a->portions[i].reason);
            tl_put_line(out, 2, "Portion %zu is NOT VALID (%s): %s (%s).  Nothing that holds it is released.",
                        i + 1, a->portions[i].reason == NULL ? "unreadable" : a->portions[i].reason,
                        row == NULL ? "nothing could be read" : row->text,
                        row == NULL ? "doubt never lowers" : row->source);
            tl_put_way_out(out, a->portions[i].text, &a->portions[i], true);
        }
    }
}

static struct tl_words without_release(struct tl_arena *arena, struct tl_words words)
{
    return tl_words_without(arena, tl_words_without(arena, words, TL_LIT("NOFORN")), TL_LIT("RELIDO"));
}

void tl_explain_rollup_text(const struct tl_explained_rollup *a, struct tl_buf *out)
{
    struct tl_arena arena = {0};
    struct tl_buf banner = {0};
    const struct tl_marking *m = &a->rolled;
    tl_marking_render_safe(m, false, &banner);
    tl_buf_byte(&banner, '\0');
    tl_put_line(out, 0, "The banner over these portions is %s%s", (const char *)banner.ptr,
                m->is_valid ? "." : ", and NOT VALID, because one of them is not.");
    put_invalid(out, a);
    put_level(out, a);
    put_parts(out, a, m->sci, has_sci,
              "SCI of all portions, grouped by system (CAPCO Manual 2016, D.2 and H.4)");
    put_parts(out, a, m->sap, tl_marking_has_word,
              "programs of all portions (CAPCO Manual 2016, D.2 and H.5)");
    put_parts(out, a, m->aea, tl_marking_has_word, "all of them stay (CAPCO Manual 2016, D.2 and H.6)");
    put_parts(out, a, m->nato_ctl, tl_marking_has_word,
              "controls of NATO stay (CAPCO Manual 2016, appendix B)");
    if (tl_words_has(m->fgi, TL_LIT("*"))) {
        put_part(out, a, TL_LIT("*"), has_foreign,
                 "written FGI: one concealed source conceals all (CAPCO Manual 2016, H.7)");
    } else {
        put_parts(out, a, m->fgi, has_foreign,
                  "foreign owners and sources become FGI of a US banner (CAPCO Manual 2016, H.7)");
    }
    put_parts(out, a, m->joint, tl_marking_has_word,
              "JOINT stays, since every portion is of the same owners "
              "(CAPCO Manual 2016, H.3)");
    put_parts(out, a, without_release(&arena, m->dissem), tl_marking_has_word,
              "it always stays in the banner (CAPCO Manual 2016, D.2 and H.8)");
    put_parts(out, a, m->nonic, tl_marking_has_word,
              "it stays in this banner (CAPCO Manual 2016, D.2 and H.9)");
    put_parts(out, a, m->unknown, tl_marking_has_word, "a word of no register is never skipped");
    put_release(out, a);
    put_dropped(out, a);
    tl_put_readers(out, m);
    tl_buf_release(&banner);
    tl_arena_release(&arena);
}
