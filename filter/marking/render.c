/* SPDX-License-Identifier: Apache-2.0 */
/* Markings as text: banners in register order (markings.md 6), and the form for messages (DESIGN M20). */
#include <stdio.h>

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

/* "NATO ISAF SECRET": an activity stands between owner and level, where a control of NATO stands apart. */
static bool is_activity(const struct tl_marking *m, tl_slice word)
{
    return tl_slice_eq(m->owner, TL_LIT("NATO")) && tl_country_known(word);
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
    for (size_t i = 0; i < m->nato_ctl.count; i++) {
        if (is_activity(m, m->nato_ctl.item[i])) {
            tl_buf_add(out, m->nato_ctl.item[i]);
            tl_buf_byte(out, ' ');
        }
    }
    tl_buf_str(out, tl_level_title(m->level));
    for (size_t i = 0; i < m->joint.count; i++) {
        tl_buf_byte(out, ' ');
        tl_buf_add(out, m->joint.item[i]);
    }
}

/* The numbers of all SIGMA, smallest first. */
static void put_sigmas(const struct tl_marking *m, struct tl_buf *out)
{
    bool is_first = true;
    for (uint32_t number = 1; number <= 99; number++) {
        char word[8];
        snprintf(word, sizeof(word), "SG%u", (unsigned)number);
        if (tl_words_has(m->aea, tl_str(word))) {
            tl_buf_str(out, is_first ? "-SIGMA " : " ");
            tl_buf_str(out, word + 2);
            is_first = false;
        }
    }
}

/* In register order; CNWDI hangs on RD only, SIGMA on the first of RD and FRD. */
static void put_aea(const struct tl_marking *m, struct tl_buf *out)
{
    static const char *const order[][2] = {
        {"RD", "RD"}, {"FRD", "FRD"}, {"TFNI", "TFNI"}, {"DCNI", "DOD UCNI"}, {"UCNI", "DOE UCNI"}};
    const bool has_rd = tl_words_has(m->aea, TL_LIT("RD"));
    struct joiner j = {out, false};
    for (size_t i = 0; i < TL_COUNT(order); i++) {
        if (!tl_words_has(m->aea, tl_str(order[i][0]))) {
            continue;
        }
        next_part(&j);
        tl_buf_str(out, order[i][1]);
        if (i == 0 && tl_words_has(m->aea, TL_LIT("CNWDI"))) {
            tl_buf_str(out, "-CNWDI");
        }
        if (i == 0 || (i == 1 && !has_rd)) {
            put_sigmas(m, out);
        }
    }
}

/* "USA/GBR EYES ONLY" */
static void put_eyes(struct joiner *j, const struct tl_marking *m)
{
    next_part(j);
    for (size_t i = 0; i < m->rel_to.count; i++) {
        tl_buf_str(j->out, i == 0 ? "" : "/");
        tl_buf_add(j->out, m->rel_to.item[i]);
    }
    tl_buf_str(j->out, m->rel_to.count > 0 ? " EYES ONLY" : "EYES ONLY");
}

static void put_dissem(const struct tl_marking *m, struct tl_buf *out)
{
    const bool is_eyes = tl_words_has(m->dissem, TL_LIT("EYES"));
    struct joiner j = {out, false};
    for (size_t i = 0; i < TL_COUNT(dissem_order); i++) {
        const char *name = dissem_order[i].name;
        if (strcmp(name, "REL TO") == 0) {
            put_list(&j, name, is_eyes ? (struct tl_words){NULL, 0} : m->rel_to);
            if (m->is_rel_inherit) {
                next_part(&j);
                tl_buf_str(out, "REL");
            }
        } else if (strcmp(name, "DISPLAY ONLY") == 0) {
            put_list(&j, name, m->display_to);
        } else if (strcmp(name, "EYES") == 0 && is_eyes) {
            put_eyes(&j, m);
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

/* Words of the register in its order, categories of CUI, and ACCM last: what follows it reads as its names.
 */
static void put_nonic(const struct tl_marking *m, struct tl_buf *out)
{
    struct joiner j = {out, false};
    const struct tl_control *row;
    for (size_t i = 0; (row = tl_control_row(i)) != NULL; i++) {
        const tl_slice name = tl_str(row->name);
        if (tl_control_named(name) == row && tl_words_has(m->nonic, name)) {
            next_part(&j);
            tl_buf_add(out, name);
        }
    }
    for (int is_accm = 0; is_accm <= 1; is_accm++) {
        for (size_t i = 0; i < m->nonic.count; i++) {
            const tl_slice word = m->nonic.item[i];
            if (tl_control_named(word) == NULL && tl_slice_starts(word, TL_LIT("ACCM-")) == is_accm) {
                next_part(&j);
                tl_buf_add(out, word);
            }
        }
    }
}

/* "SAR-AB/CD", HVSACO last: it is no program. */
static void put_sap(const struct tl_marking *m, struct tl_buf *out)
{
    const tl_slice hvsaco = TL_LIT("HVSACO");
    struct joiner j = {out, false};
    bool is_first = true;
    for (size_t i = 0; i < m->sap.count; i++) {
        if (!tl_slice_eq(m->sap.item[i], hvsaco)) {
            next_part(&j);
            tl_buf_str(out, is_first ? "SAR-" : "");
            tl_buf_add(out, m->sap.item[i]);
            is_first = false;
        }
    }
    if (tl_words_has(m->sap, hvsaco)) {
        next_part(&j);
        tl_buf_add(out, hvsaco);
    }
}

static void put_nato(const struct tl_marking *m, struct tl_buf *out)
{
    struct joiner j = {out, false};
    for (size_t i = 0; i < m->nato_ctl.count; i++) {
        if (!is_activity(m, m->nato_ctl.item[i])) {
            next_part(&j);
            tl_buf_add(out, m->nato_ctl.item[i]);
        }
    }
}

static void put_words(struct tl_words words, struct tl_buf *out)
{
    struct joiner j = {out, false};
    for (size_t i = 0; i < words.count; i++) {
        next_part(&j);
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
    put_sap(m, out);
    put_aea(m, out);
    put_nato(m, out);
    if (m->fgi.count > 0) {
        tl_buf_str(out, "//FGI");
        for (size_t i = 0; i < m->fgi.count && !tl_words_has(m->fgi, TL_LIT("*")); i++) {
            tl_buf_byte(out, ' ');
            tl_buf_add(out, m->fgi.item[i]);
        }
    }
    put_dissem(m, out);
    put_nonic(m, out);
    put_words(m->unknown, out);
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
