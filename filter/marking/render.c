/* SPDX-License-Identifier: Apache-2.0 */
/* Markings as text: banners in register order (markings.md 6), and the form for messages (DESIGN M20). */
#include "marking/control.h"
#include "marking/portion.h"
#include "marking/sci.h"

/* Register order of dissemination controls (CAPCO Manual 2016, G.1); REL TO and DISPLAY ONLY have lists. */
static const struct {
    const char *name;
    const char *banner;
    const char *portion;
} dissem_order[] = {
    {"RSEN", "RSEN", "RS"},
    {"FOUO", "FOUO", "FOUO"},
    {"ORCON", "ORCON", "OC"},
    {"ORCON-USGOV", "ORCON-USGOV", "OC-USGOV"},
    {"IMCON", "IMCON", "IMC"},
    {"NOFORN", "NOFORN", "NF"},
    {"PROPIN", "PROPIN", "PR"},
    {"REL TO", NULL, NULL},
    {"RELIDO", "RELIDO", "RELIDO"},
    {"EYES", "EYES ONLY", "EYES"},
    {"DSEN", "DEA SENSITIVE", "DSEN"},
    {"FISA", "FISA", "FISA"},
    {"DISPLAY ONLY", NULL, NULL},
};

/* Joins parts with separators: "//" before the first part of a category, "/" before the others. */
struct joiner {
    struct tl_buf *out;
    bool is_open; /* something of this category stands */
};

static void next_part(struct joiner *j)
{
    tl_buf_str(j->out, j->is_open ? "/" : "//");
    j->is_open = true;
}

static void put_list(struct joiner *j, const char *prefix, struct tl_words codes)
{
    if (codes.count == 0) {
        return;
    }
    next_part(j);
    tl_buf_str(j->out, prefix);
    for (size_t i = 0; i < codes.count; i++) {
        tl_buf_str(j->out, i == 0 ? " " : ", ");
        tl_buf_add(j->out, codes.item[i]);
    }
}

static bool is_in_order(tl_slice word)
{
    for (size_t i = 0; i < TL_COUNT(dissem_order); i++) {
        if (tl_slice_eq(word, tl_str(dissem_order[i].name))) {
            return true;
        }
    }
    return false;
}

static void put_head(const struct tl_marking *m, struct tl_buf *out)
{
    if (tl_slice_eq(m->owner, TL_LIT("NATO")) && m->level == TL_LEVEL_TS) {
        tl_buf_str(out, "//COSMIC TOP SECRET");
        return;
    }
    if (m->owner.len > 0) {
        tl_buf_str(out, "//");
        tl_buf_add(out, m->owner);
        tl_buf_byte(out, ' ');
    }
    tl_buf_str(out, tl_level_title(m->level));
    for (size_t i = 0; i < m->joint.count; i++) {
        tl_buf_byte(out, ' ');
        tl_buf_add(out, m->joint.item[i]);
    }
}

static bool is_sigma(tl_slice word)
{
    return word.len > 2 && tl_slice_starts(word, TL_LIT("SG")) && tl_is_digit(word.ptr[2]);
}

/* RD and FRD with what hangs on them: CNWDI on RD only, SIGMA on the first of the two. */
static void put_aea(const struct tl_marking *m, struct tl_buf *out)
{
    struct joiner j = {out, false};
    bool is_parent_done = false;
    for (size_t i = 0; i < m->aea.count; i++) {
        const tl_slice word = m->aea.item[i];
        if (tl_slice_eq(word, TL_LIT("CNWDI")) || is_sigma(word)) {
            continue;
        }
        next_part(&j);
        const bool is_rd = tl_slice_eq(word, TL_LIT("RD"));
        tl_buf_add(out, tl_slice_eq(word, TL_LIT("DCNI"))   ? TL_LIT("DOD UCNI")
                        : tl_slice_eq(word, TL_LIT("UCNI")) ? TL_LIT("DOE UCNI")
                                                            : word);
        if (is_rd && tl_words_has(m->aea, TL_LIT("CNWDI"))) {
            tl_buf_str(out, "-CNWDI");
        }
        bool is_first = true;
        for (size_t k = 0; k < m->aea.count && !is_parent_done; k++) {
            if (is_sigma(m->aea.item[k])) {
                tl_buf_str(out, is_first ? "-SIGMA " : " ");
                tl_buf_add(out, tl_slice_sub(m->aea.item[k], 2, m->aea.item[k].len));
                is_first = false;
            }
        }
        is_parent_done = is_parent_done || is_rd || tl_slice_eq(word, TL_LIT("FRD"));
    }
}

static void put_dissem(const struct tl_marking *m, struct tl_buf *out)
{
    struct joiner j = {out, false};
    for (size_t i = 0; i < TL_COUNT(dissem_order); i++) {
        const char *name = dissem_order[i].name;
        if (strcmp(name, "REL TO") == 0) {
            put_list(&j, name, m->rel_to);
            if (m->is_rel_inherit) {
                next_part(&j);
                tl_buf_str(out, "REL");
            }
        } else if (strcmp(name, "DISPLAY ONLY") == 0) {
            put_list(&j, name, m->display_to);
        } else if (tl_words_has(m->dissem, tl_str(name))) {
            next_part(&j);
            tl_buf_str(out, dissem_order[i].banner);
        }
    }
    for (size_t i = 0; i < m->dissem.count; i++) {
        if (!is_in_order(m->dissem.item[i])) {
            next_part(&j);
            tl_buf_add(out, m->dissem.item[i]);
        }
    }
}

static void put_words(struct tl_words words, const char *prefix, struct tl_buf *out)
{
    struct joiner j = {out, false};
    for (size_t i = 0; i < words.count; i++) {
        next_part(&j);
        tl_buf_str(out, i == 0 ? prefix : "");
        tl_buf_add(out, words.item[i]);
    }
}

void tl_banner_render(const struct tl_marking *m, struct tl_buf *out)
{
    struct tl_arena arena = {0};
    put_head(m, out);
    if (m->sci.count > 0) {
        tl_buf_str(out, "//");
        tl_sci_render(tl_sci_leaves(&arena, m->sci), out);
    }
    put_words(m->sap, "SAR-", out);
    put_aea(m, out);
    put_words(m->nato_ctl, "", out);
    if (m->fgi.count > 0) {
        tl_buf_str(out, "//FGI");
        for (size_t i = 0; i < m->fgi.count && !tl_words_has(m->fgi, TL_LIT("*")); i++) {
            tl_buf_byte(out, ' ');
            tl_buf_add(out, m->fgi.item[i]);
        }
    }
    put_dissem(m, out);
    put_words(m->nonic, "", out);
    put_words(m->unknown, "", out);
    tl_arena_release(&arena);
}

/* The word if the register knows it, else "?". */
static void put_safe(tl_slice word, struct tl_buf *out)
{
    if (tl_control_named(word) != NULL || tl_country_known(word)) {
        tl_buf_add(out, word);
    } else {
        tl_buf_byte(out, '?');
    }
}

static const char *portion_word(tl_slice name)
{
    for (size_t i = 0; i < TL_COUNT(dissem_order); i++) {
        if (dissem_order[i].portion != NULL && tl_slice_eq(name, tl_str(dissem_order[i].name))) {
            return dissem_order[i].portion;
        }
    }
    return NULL;
}

/* One word of a category; a shorter one in a portion. */
static void put_safe_part(struct joiner *j, tl_slice word, bool is_portion)
{
    const char *shorter = is_portion ? portion_word(word) : NULL;
    next_part(j);
    if (shorter != NULL) {
        tl_buf_str(j->out, shorter);
    } else {
        put_safe(word, j->out);
    }
}

static void put_safe_set(struct tl_words words, bool is_portion, struct tl_buf *out)
{
    struct joiner j = {out, false};
    for (size_t i = 0; i < words.count; i++) {
        put_safe_part(&j, words.item[i], is_portion);
    }
}

static void put_safe_codes(struct tl_buf *out, const char *first, const char *next, struct tl_words codes)
{
    for (size_t i = 0; i < codes.count; i++) {
        tl_buf_str(out, i == 0 ? first : next);
        put_safe(codes.item[i], out);
    }
}

/* Dissemination controls in register order, lists among them; words that have no place in it at the end. */
static void put_safe_dissem(const struct tl_marking *m, bool is_portion, struct tl_buf *out)
{
    struct joiner j = {out, false};
    for (size_t i = 0; i < TL_COUNT(dissem_order); i++) {
        const tl_slice name = tl_str(dissem_order[i].name);
        const bool is_rel = tl_slice_eq(name, TL_LIT("REL TO"));
        const bool is_display = tl_slice_eq(name, TL_LIT("DISPLAY ONLY"));
        if (is_rel && (m->rel_to.count > 0 || m->is_rel_inherit)) {
            next_part(&j);
            tl_buf_str(out, m->rel_to.count > 0 ? "" : "REL");
            put_safe_codes(out, "REL TO ", ", ", m->rel_to);
        } else if (is_display && m->display_to.count > 0) {
            next_part(&j);
            put_safe_codes(out, "DISPLAY ONLY ", ", ", m->display_to);
        } else if (!is_rel && !is_display && tl_words_has(m->dissem, name)) {
            put_safe_part(&j, name, is_portion);
        }
    }
    for (size_t i = 0; i < m->dissem.count; i++) {
        if (!is_in_order(m->dissem.item[i])) {
            put_safe_part(&j, m->dissem.item[i], is_portion);
        }
    }
}

static void put_safe_head(const struct tl_marking *m, bool is_portion, struct tl_buf *out)
{
    const bool is_named = is_portion && m->level != TL_LEVEL_UNKNOWN;
    if (tl_slice_eq(m->owner, TL_LIT("NATO")) && m->level == TL_LEVEL_TS) {
        tl_buf_str(out, is_portion ? "//CTS" : "//COSMIC TOP SECRET");
        return;
    }
    if (m->owner.len > 0) {
        const bool is_word = tl_slice_eq(m->owner, TL_LIT("JOINT")) || tl_slice_eq(m->owner, TL_LIT("FGI")) ||
                             tl_country_known(m->owner);
        tl_buf_str(out, "//");
        tl_buf_add(out, is_word ? m->owner : TL_LIT("?"));
        tl_buf_byte(out, ' ');
    }
    tl_buf_str(out, is_named ? tl_level_name(m->level) : tl_level_title(m->level));
    put_safe_codes(out, " ", " ", m->joint);
}

void tl_marking_render_safe(const struct tl_marking *m, bool is_portion, struct tl_buf *out)
{
    const struct tl_words sets[] = {m->sci, m->sap, m->aea, m->nato_ctl};
    const bool is_concealed = tl_words_has(m->fgi, TL_LIT("*"));
    tl_buf_str(out, is_portion ? "(" : "");
    put_safe_head(m, is_portion, out);
    for (size_t i = 0; i < TL_COUNT(sets); i++) {
        put_safe_set(sets[i], is_portion, out);
    }
    tl_buf_str(out, m->fgi.count > 0 ? "//FGI" : "");
    put_safe_codes(out, " ", " ", is_concealed ? (struct tl_words){NULL, 0} : m->fgi);
    put_safe_dissem(m, is_portion, out);
    put_safe_set(m->nonic, is_portion, out);
    put_safe_set(m->unknown, is_portion, out);
    tl_buf_str(out, is_portion ? ")" : "");
}
