/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/diff.h"

#include <stdarg.h>
#include <stdio.h>

#include "policy/openness.h"

void tl_diff_add(struct tl_policy_differences *out, enum tl_diff_way way, tl_slice key, const char *format,
                 ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    struct tl_policy_difference *difference = TL_PUSH(out->arena, &out->list);
    *difference = (struct tl_policy_difference){.way = way, .key = key};
    difference->text = tl_arena_format(out->arena, "%s", text);
    out->counts[way]++;
}

void tl_diff_doubt(struct tl_policy_differences *out, tl_slice key, const char *text)
{
    for (enum tl_diff_way way = TL_DIFF_MORE; way <= TL_DIFF_LESS; way++) {
        tl_diff_add(out, way, key, "%s", text);
        out->list.items[out->list.count - 1].is_doubt = true;
    }
}

static void diff_settings(const struct tl_policy *a, const struct tl_policy *b,
                          struct tl_policy_differences *out)
{
    for (size_t i = 0; tl_setting(i) != NULL; i++) {
        const struct tl_setting *setting = tl_setting(i);
        const size_t before = setting->value(a);
        const size_t after = setting->value(b);
        if (before != after) {
            tl_diff_add(out, after > before ? TL_DIFF_MORE : TL_DIFF_LESS, tl_str(setting->name), "%s -> %s",
                        setting->word(before), setting->word(after));
        }
    }
}

static void diff_drop(const struct tl_policy *a, const struct tl_policy *b, struct tl_policy_differences *out)
{
    for (size_t i = 0; i < TL_KIND_COUNT; i++) {
        const bool was = (a->drop >> i & 1u) != 0;
        const bool is = (b->drop >> i & 1u) != 0;
        if (was != is) {
            tl_diff_add(out, is ? TL_DIFF_LESS : TL_DIFF_MORE, TL_LIT("drop"), "%s %s dropped",
                        tl_kind_name((enum tl_kind)i), is ? "is" : "is no longer");
        }
    }
}

/* The words of `b` that `a` does not have. */
static void diff_words(tl_slice key, struct tl_words a, struct tl_words b, enum tl_diff_way way,
                       const char *text, struct tl_policy_differences *out)
{
    for (size_t i = 0; i < b.count; i++) {
        if (!tl_words_has(a, b.item[i])) {
            tl_diff_add(out, way, key, "%.*s %s", (int)b.item[i].len, (const char *)b.item[i].ptr, text);
        }
    }
}

/*
 * Who reads it.  A reader more is one more to whom all that leaves is let out; a reader less is one whose
 * lack of permission no longer holds anything back.  Both let something out.
 */
static void diff_audience(const struct tl_policy *a, const struct tl_policy *b,
                          struct tl_policy_differences *out)
{
    const tl_slice key = TL_LIT("release.audience");
    if (a->ceiling.is_public != b->ceiling.is_public) {
        tl_diff_add(out, TL_DIFF_MORE, key, "%s",
                    b->ceiling.is_public ? "everybody reads it"
                                         : "what may not go to the public may go to named countries");
        tl_diff_add(out, TL_DIFF_LESS, key, "%s",
                    b->ceiling.is_public ? "what may not go to the public stays"
                                         : "only named countries read it");
        return;
    }
    diff_words(key, a->ceiling.audience, b->ceiling.audience, TL_DIFF_MORE, "reads it too", out);
    diff_words(key, a->ceiling.audience, b->ceiling.audience, TL_DIFF_LESS, "holds back what it may not read",
               out);
    diff_words(key, b->ceiling.audience, a->ceiling.audience, TL_DIFF_MORE,
               "no longer holds back what it may not read", out);
    diff_words(key, b->ceiling.audience, a->ceiling.audience, TL_DIFF_LESS, "no longer reads it", out);
}

static bool same_words(struct tl_words a, struct tl_words b)
{
    bool is_same = a.count == b.count;
    for (size_t i = 0; is_same && i < a.count; i++) {
        is_same = tl_slice_eq(a.item[i], b.item[i]);
    }
    return is_same;
}

static void diff_codes(const struct tl_policy *a, const struct tl_policy *b,
                       struct tl_policy_differences *out)
{
    for (enum tl_rank rank = TL_RANK_U; rank <= TL_RANK_TS; rank++) {
        if (!same_words(a->exemptions[rank], b->exemptions[rank])) {
            tl_diff_add(out, TL_DIFF_OTHER, TL_LIT("withhold.exemptions"),
                        "other codes stand for what is withheld at %s", tl_rank_name(rank));
        }
    }
    if (!tl_slice_eq(a->id, b->id)) {
        tl_diff_add(out, TL_DIFF_OTHER, TL_LIT("id"), "%.*s -> %.*s", (int)a->id.len, (const char *)a->id.ptr,
                    (int)b->id.len, (const char *)b->id.ptr);
    }
    if (!tl_slice_eq(a->title, b->title)) {
        tl_diff_add(out, TL_DIFF_OTHER, TL_LIT("title"), "it differs");
    }
}

void tl_policy_diff(const struct tl_policy *a, const struct tl_policy *b, struct tl_policy_differences *out)
{
    const bool is_pack = a->ceiling.max == TL_RANK_UNKNOWN && b->ceiling.max == TL_RANK_UNKNOWN;
    if (!is_pack) {
        diff_settings(a, b, out);
        diff_audience(a, b, out);
        diff_words(TL_LIT("release.allow"), a->ceiling.allow, b->ceiling.allow, TL_DIFF_MORE, "may leave",
                   out);
        diff_words(TL_LIT("release.allow"), b->ceiling.allow, a->ceiling.allow, TL_DIFF_LESS,
                   "may no longer leave", out);
        diff_drop(a, b, out);
    }
    tl_diff_rules(a, b, out);
    tl_diff_exceptions(a, b, out);
    diff_codes(a, b, out);
}
