/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/tokens.h"

#include "base/sort.h"
#include "marking/mark.h"
#include "marking/registered.h"
#include "marking/struck.h"

enum { LABEL_LETTERS = 4 }; /* "viii", "REF": a label has no longer word that is like any other label's */

/* A part of the cable whose tokens are of one class. */
struct patch {
    struct tl_span span;
    enum tl_token_class class;
    bool is_level; /* all of it is read as a level, damaged as it may be */
};

struct patches {
    TL_VEC(struct patch) list;
};

static void add_patch(struct tl_arena *arena, struct patches *patches, struct patch patch)
{
    if (tl_span_len(patch.span) > 0) {
        *TL_PUSH(arena, &patches->list) = patch;
    }
}

static int patch_order(const void *a, const void *b)
{
    const struct patch *x = a;
    const struct patch *y = b;
    return x->span.begin != y->span.begin ? (x->span.begin < y->span.begin ? -1 : 1)
                                          : (x->span.end > y->span.end) - (x->span.end < y->span.end);
}

/* What re-marking may change, and labels. */
static struct patches patches_of(struct tl_arena *arena, const struct tl_cable *cable)
{
    struct patches patches = {0};
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        const bool is_zny = claim->from == TL_CLAIM_ZNY && tl_span_len(claim->level) > 0;
        const struct tl_span said = {is_zny ? claim->span.begin : claim->level.begin, claim->level.end};
        const bool is_level = claim->is_damaged && claim->from != TL_CLAIM_PORTION;
        add_patch(arena, &patches, (struct patch){said, TL_TOKEN_MARKING, is_level});
    }
    for (size_t i = 0; i < cable->captions.count; i++) {
        const struct tl_caption *caption = &cable->captions.items[i];
        if (caption->is_known) {
            add_patch(arena, &patches, (struct patch){caption->span, TL_TOKEN_MARKING, false});
        }
    }
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        add_patch(arena, &patches, (struct patch){portion->mark, TL_TOKEN_MARKING, false});
        add_patch(arena, &patches, (struct patch){portion->label, TL_TOKEN_LABEL, false});
    }
    tl_sort(patches.list.items, patches.list.count, sizeof(struct patch), patch_order);
    return patches;
}

static struct tl_token token_at(tl_slice bytes, size_t at)
{
    const struct tl_mark mark = tl_mark_at(bytes, at);
    size_t end = at;
    while (end < bytes.len && tl_is_word(bytes.ptr[end])) {
        end++;
    }
    if (mark.kind != TL_MARK_NONE) {
        return (struct tl_token){TL_TOKEN_MARK, {at, at + mark.len}};
    }
    const struct tl_struck struck = tl_struck_at(bytes, at);
    if (struck.len > 0) {
        return (struct tl_token){TL_TOKEN_MARKING, {at, at + struck.len}};
    }
    return end > at ? (struct tl_token){TL_TOKEN_WORD, {at, end}}
                    : (struct tl_token){TL_TOKEN_SIGN, {at, at + 1}};
}

static bool is_short(tl_slice word)
{
    bool has_digit = false;
    for (size_t i = 0; i < word.len; i++) {
        has_digit = has_digit || tl_is_digit(word.ptr[i]);
    }
    return has_digit || word.len <= LABEL_LETTERS;
}

/* The class of a token in a patch, where words that are not registered are words like any other. `registered`
 * is where the registered words end that were found last. */
static enum tl_token_class class_in(tl_slice bytes, const struct patch *patch, const struct tl_token *token,
                                    size_t *registered)
{
    if (token->class == TL_TOKEN_SIGN || (token->class == TL_TOKEN_WORD && patch->is_level)) {
        return patch->class;
    }
    if (token->class != TL_TOKEN_WORD) {
        return token->class;
    }
    if (patch->class == TL_TOKEN_LABEL) {
        return is_short(tl_span_of(bytes, token->span)) ? TL_TOKEN_LABEL : TL_TOKEN_WORD;
    }
    if (token->span.begin >= *registered) {
        const tl_slice said = tl_span_of(bytes, patch->span);
        *registered = token->span.begin + tl_registered_at(said, token->span.begin - patch->span.begin);
    }
    return token->span.end <= *registered ? patch->class : TL_TOKEN_WORD;
}

void tl_tokens_of(struct tl_arena *arena, const struct tl_cable *cable, struct tl_tokens *out)
{
    const struct patches patches = patches_of(arena, cable);
    size_t next = 0;
    size_t registered = 0;
    *out = (struct tl_tokens){0};
    for (size_t at = 0; at < cable->bytes.len;) {
        if (tl_is_blank(cable->bytes.ptr[at])) {
            at++;
            continue;
        }
        struct tl_token *token = TL_PUSH(arena, &out->list);
        *token = token_at(cable->bytes, at);
        while (next < patches.list.count && patches.list.items[next].span.end <= at) {
            next++;
        }
        if (next < patches.list.count && tl_span_holds(patches.list.items[next].span, token->span)) {
            token->class = class_in(cable->bytes, &patches.list.items[next], token, &registered);
        }
        at = token->span.end;
    }
}
