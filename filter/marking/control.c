/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/control.h"

#include <threads.h>

#include "base/check.h"

#define CAPCO_SCI "CAPCO Manual 2016, H.4"
#define CAPCO_SAP "CAPCO Manual 2016, H.5"
#define CAPCO_AEA "CAPCO Manual 2016, H.6; 10 CFR 1045"
#define CAPCO_DIS "CAPCO Manual 2016, H.8"
#define CAPCO_NIC "CAPCO Manual 2016, H.9"
#define CAPCO_OLD "CAPCO Manual 2016, F"
#define STATE_CAP "5 FAH-2 H-440"
#define STATE_OLD "State telegrams 1973-1979"
#define CUI_RULE "32 CFR 2002.20"
#define NATO_RULE "CAPCO Manual 2016, appendix B; USSAN 1-07"

enum {
    CUI = 1 << 0,          /* makes level U a CUI */
    CAPTION = 1 << 1,      /* stands as a caption */
    DISTRIBUTION = 1 << 2, /* no control */
    BANNER = 1 << 3        /* counts as a caption on a class line unless a portion carries it */
};

enum { MOST_ALIKE = 32 }; /* rows that begin with one byte, and an end */

#define ROW(word, name, class, flags, source)                                                                \
    {                                                                                                        \
        word, name, TL_CONTROL_##class, ((flags)&CUI) != 0, ((flags)&CAPTION) != 0,                          \
            ((flags)&DISTRIBUTION) != 0, ((flags)&BANNER) != 0, source                                       \
    }

static const struct tl_control controls[] = {
    ROW("HCS", "HCS", SCI, BANNER, CAPCO_SCI),
    ROW("HUMINT", "HCS", SCI, BANNER, CAPCO_OLD),
    ROW("SI", "SI", SCI, BANNER, CAPCO_SCI),
    ROW("COMINT", "SI", SCI, BANNER, CAPCO_SCI),
    ROW("SPECIAL INTELLIGENCE", "SI", SCI, BANNER, CAPCO_SCI),
    ROW("GAMMA", "SI-G", SCI, BANNER, CAPCO_SCI),
    ROW("UMBRA", "UMBRA", SCI, BANNER, CAPCO_OLD),
    ROW("TK", "TK", SCI, BANNER, CAPCO_SCI),
    ROW("TALENT KEYHOLE", "TK", SCI, BANNER, CAPCO_SCI),
    ROW("BYEMAN", "BYEMAN", SCI, BANNER, CAPCO_OLD),
    ROW("RSV", "RSV", SCI, BANNER, CAPCO_SCI),
    ROW("RESERVE", "RSV", SCI, BANNER, CAPCO_SCI),
    ROW("KDK", "KDK", SCI, BANNER, CAPCO_OLD),
    ROW("KLONDIKE", "KDK", SCI, BANNER, CAPCO_OLD),
    ROW("ENDSEAL", "EL", SCI, BANNER, CAPCO_OLD),

    ROW("SAR", "SAR", SAP, 0, CAPCO_SAP),
    ROW("SPECIAL ACCESS REQUIRED", "SAR", SAP, 0, CAPCO_SAP),
    ROW("HVSACO", "HVSACO", SAP, 0, CAPCO_SAP),

    ROW("RD", "RD", AEA, BANNER, CAPCO_AEA),
    ROW("RESTRICTED DATA", "RD", AEA, BANNER, CAPCO_AEA),
    ROW("FRD", "FRD", AEA, BANNER, CAPCO_AEA),
    ROW("FORMERLY RESTRICTED DATA", "FRD", AEA, BANNER, CAPCO_AEA),
    ROW("TFNI", "TFNI", AEA, BANNER, CAPCO_AEA),
    ROW("TRANSCLASSIFIED FOREIGN NUCLEAR INFORMATION", "TFNI", AEA, BANNER, CAPCO_AEA),
    ROW("CNWDI", "CNWDI", AEA, BANNER, CAPCO_AEA),
    ROW("CRITICAL NUCLEAR WEAPON DESIGN INFORMATION", "CNWDI", AEA, BANNER, CAPCO_AEA),
    ROW("DCNI", "DCNI", AEA, CUI, CAPCO_AEA),
    ROW("DOD UCNI", "DCNI", AEA, CUI, CAPCO_AEA),
    ROW("DOD UNCLASSIFIED CONTROLLED NUCLEAR INFORMATION", "DCNI", AEA, CUI, CAPCO_AEA),
    ROW("UCNI", "UCNI", AEA, CUI, CAPCO_AEA),
    ROW("DOE UCNI", "UCNI", AEA, CUI, CAPCO_AEA),
    ROW("DOE UNCLASSIFIED CONTROLLED NUCLEAR INFORMATION", "UCNI", AEA, CUI, CAPCO_AEA),

    ROW("NF", "NOFORN", DISSEM, 0, CAPCO_DIS),
    ROW("NOFORN", "NOFORN", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("NOT RELEASABLE TO FOREIGN NATIONALS", "NOFORN", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("NO FOREIGN DISSEM", "NOFORN", DISSEM, CAPTION | BANNER, STATE_OLD),
    ROW("NO FOREIGN DISSEMINATION", "NOFORN", DISSEM, CAPTION | BANNER, STATE_OLD),
    ROW("NOFORNDIS", "NOFORN", DISSEM, CAPTION | BANNER, STATE_OLD),
    ROW("OC", "ORCON", DISSEM, 0, CAPCO_DIS),
    ROW("ORCON", "ORCON", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("ORIGINATOR CONTROLLED", "ORCON", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("OC-USGOV", "ORCON-USGOV", DISSEM, 0, CAPCO_DIS),
    ROW("ORCON-USGOV", "ORCON-USGOV", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("ORIGINATOR CONTROLLED-USGOV", "ORCON-USGOV", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("IMC", "IMCON", DISSEM, 0, CAPCO_DIS),
    ROW("IMCON", "IMCON", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("CONTROLLED IMAGERY", "IMCON", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("PR", "PROPIN", DISSEM, 0, CAPCO_DIS),
    ROW("PROPIN", "PROPIN", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("CAUTION-PROPRIETARY INFORMATION INVOLVED", "PROPIN", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("RS", "RSEN", DISSEM, 0, CAPCO_DIS),
    ROW("RSEN", "RSEN", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("RISK SENSITIVE", "RSEN", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("RELIDO", "RELIDO", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("RELEASABLE BY INFORMATION DISCLOSURE OFFICIAL", "RELIDO", DISSEM, 0, CAPCO_DIS),
    ROW("FOUO", "FOUO", DISSEM, CUI | CAPTION, CAPCO_DIS),
    ROW("FOR OFFICIAL USE ONLY", "FOUO", DISSEM, CUI | CAPTION, CAPCO_DIS),
    ROW("FISA", "FISA", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("FOREIGN INTELLIGENCE SURVEILLANCE ACT", "FISA", DISSEM, CAPTION | BANNER, CAPCO_DIS),
    ROW("DSEN", "DSEN", DISSEM, CUI, CAPCO_DIS),
    ROW("DEA SENSITIVE", "DSEN", DISSEM, CUI, CAPCO_DIS),
    ROW("EYES", "EYES", DISSEM, 0, CAPCO_OLD),
    ROW("EYES ONLY", "EYES", DISSEM, CAPTION, CAPCO_OLD),
    ROW("WAIVED", "WAIVED", DISSEM, 0, CAPCO_SAP),
    ROW("NOCONTRACT", "NOCONTRACT", DISSEM, CAPTION, CAPCO_OLD),
    ROW("NOT RELEASABLE TO CONTRACTORS", "NOCONTRACT", DISSEM, CAPTION, CAPCO_OLD),
    ROW("WN", "WNINTEL", DISSEM, 0, CAPCO_OLD),
    ROW("WNINTEL", "WNINTEL", DISSEM, CAPTION, CAPCO_OLD),
    ROW("WARNING NOTICE-INTELLIGENCE SOURCES OR METHODS INVOLVED", "WNINTEL", DISSEM, CAPTION, CAPCO_OLD),
    ROW("FED ONLY", "FED ONLY", DISSEM, 0, CUI_RULE),
    ROW("FEDCON", "FEDCON", DISSEM, 0, CUI_RULE),
    ROW("NOCON", "NOCON", DISSEM, 0, CUI_RULE),
    ROW("DL ONLY", "DL ONLY", DISSEM, 0, CUI_RULE),

    ROW("DS", "LIMDIS", NONIC, CUI, CAPCO_NIC),
    ROW("LIMDIS", "LIMDIS", NONIC, CUI | CAPTION, CAPCO_NIC),
    ROW("LIMITED DISTRIBUTION", "LIMDIS", NONIC, CUI | CAPTION, CAPCO_NIC),
    ROW("XD", "EXDIS", NONIC, 0, CAPCO_NIC),
    ROW("EXDIS", "EXDIS", NONIC, CAPTION, CAPCO_NIC),
    ROW("EXCLUSIVE DISTRIBUTION", "EXDIS", NONIC, CAPTION, CAPCO_NIC),
    ROW("ND", "NODIS", NONIC, 0, CAPCO_NIC),
    ROW("NODIS", "NODIS", NONIC, CAPTION, CAPCO_NIC),
    ROW("NO DISTRIBUTION", "NODIS", NONIC, CAPTION, CAPCO_NIC),
    ROW("SBU", "SBU", NONIC, CUI, CAPCO_NIC),
    ROW("SENSITIVE BUT UNCLASSIFIED", "SBU", NONIC, CUI, CAPCO_NIC),
    ROW("SENSITIVE", "SBU", NONIC, CUI, STATE_CAP),
    ROW("S E N S I T I V E", "SBU", NONIC, CUI, STATE_CAP),
    ROW("SBU-NF", "SBU-NF", NONIC, CUI, CAPCO_NIC),
    ROW("SBU-N", "SBU-NF", NONIC, CUI, STATE_OLD),
    ROW("SBU NOFORN", "SBU-NF", NONIC, CUI, CAPCO_NIC),
    ROW("SENSITIVE BUT UNCLASSIFIED NOFORN", "SBU-NF", NONIC, CUI, CAPCO_NIC),
    ROW("LES", "LES", NONIC, CUI, CAPCO_NIC),
    ROW("LAW ENFORCEMENT SENSITIVE", "LES", NONIC, CUI, CAPCO_NIC),
    ROW("LES-NF", "LES-NF", NONIC, CUI, CAPCO_NIC),
    ROW("LES NOFORN", "LES-NF", NONIC, CUI, CAPCO_NIC),
    ROW("LAW ENFORCEMENT SENSITIVE NOFORN", "LES-NF", NONIC, CUI, CAPCO_NIC),
    ROW("SSI", "SSI", NONIC, CUI, CAPCO_NIC),
    ROW("SENSITIVE SECURITY INFORMATION", "SSI", NONIC, CUI, CAPCO_NIC),
    ROW("LOU", "LOU", NONIC, CUI, STATE_OLD),
    ROW("LIMITED OFFICIAL USE", "LOU", NONIC, CUI, STATE_OLD),
    ROW("CUI", "CUI", NONIC, CUI, CUI_RULE),
    ROW("CONTROLLED", "CUI", NONIC, CUI, CUI_RULE),
    ROW("EFTO", "EFTO", NONIC, CUI, "ACP 127 US SUPP-1"),
    ROW("E F T O", "EFTO", NONIC, CUI, "ACP 127 US SUPP-1"),
    ROW("ACCM", "ACCM", NONIC, 0, CAPCO_NIC),
    ROW("STADIS", "STADIS", NONIC, CAPTION, STATE_CAP),
    ROW("ROGER CHANNEL", "ROGER", NONIC, CAPTION, STATE_CAP),
    ROW("ROGER", "ROGER", NONIC, 0, STATE_CAP),
    ROW("CHEROKEE", "CHEROKEE", NONIC, CAPTION, STATE_CAP),
    ROW("NODIS CHEROKEE", "CHEROKEE", NONIC, CAPTION, STATE_CAP),
    ROW("DISSENT CHANNEL", "DISSENT", NONIC, CAPTION, STATE_CAP),
    ROW("DISSENT", "DISSENT", NONIC, 0, STATE_CAP),
    ROW("DS CHANNEL", "DS CHANNEL", NONIC, CAPTION, STATE_CAP),
    ROW("OIG CHANNEL", "OIG CHANNEL", NONIC, CAPTION, STATE_CAP),
    ROW("TM CHANNEL", "TM CHANNEL", NONIC, CAPTION, STATE_CAP),
    ROW("MED CHANNEL", "MED CHANNEL", NONIC, CAPTION, STATE_CAP),
    ROW("TERREP", "TERREP", NONIC, CAPTION, STATE_CAP),
    ROW("CODEL", "CODEL", NONIC, CAPTION, STATE_CAP),
    ROW("SIPDIS", "SIPDIS", NONIC, DISTRIBUTION, STATE_CAP),
    ROW("SI PDIS", "SIPDIS", NONIC, DISTRIBUTION, STATE_CAP),

    ROW("ATOMAL", "ATOMAL", NATO, BANNER, NATO_RULE),
    ROW("BALK", "BALK", NATO, BANNER, NATO_RULE),
    ROW("BOHEMIA", "BOHEMIA", NATO, BANNER, NATO_RULE),
};

/* Length of `word` at the start of `text`, where one blank of the word stands for one or more; 0: not there.
 */
static size_t word_at(tl_slice text, const char *word)
{
    size_t at = 0;
    for (; *word != '\0'; word++) {
        if (at >= text.len ||
            (*word == ' ' ? !tl_is_blank(text.ptr[at]) : text.ptr[at] != (unsigned char)*word)) {
            return 0;
        }
        at++;
        while (*word == ' ' && at < text.len && tl_is_blank(text.ptr[at])) {
            at++;
        }
    }
    return at;
}

/* Rows by the first byte of their word, and of their name: a look-up asks the few that begin alike.  Made
 * once. */
struct initial {
    uint8_t row;          /* its index and one; 0 ends them */
    unsigned char second; /* byte of it; a blank: any, there may be more than one, or the word ends */
};

struct initials {
    struct initial rows[256][MOST_ALIKE]; /* in the order of the register */
};

/* False for nearly every row that begins as `text` does: its second byte is another. */
static inline bool goes_on_like(tl_slice text, const struct initial *initial)
{
    return initial->second == ' ' || (text.len > 1 && text.ptr[1] == initial->second);
}

static struct initials by_word;
static struct initials by_name;
static once_flag is_indexed = ONCE_FLAG_INIT;

static void add_initial(struct initials *index, const char *word, size_t row)
{
    struct initial *rows = index->rows[(unsigned char)word[0]];
    size_t n = 0;
    while (n + 1 < MOST_ALIKE && rows[n].row != 0) {
        n++;
    }
    TL_CHECK(n + 1 < MOST_ALIKE && row + 1 <= UINT8_MAX);
    rows[n] = (struct initial){(uint8_t)(row + 1), word[1] == '\0' ? ' ' : (unsigned char)word[1]};
}

static void make_index(void)
{
    for (size_t i = 0; i < TL_COUNT(controls); i++) {
        add_initial(&by_word, controls[i].word, i);
        add_initial(&by_name, controls[i].name, i);
    }
}

/* The rows that begin as `text` does, ended by 0. */
static const struct initial *rows_like(const struct initials *index, tl_slice text)
{
    static const struct initial none[] = {{0, 0}};
    call_once(&is_indexed, make_index);
    return text.len == 0 ? none : index->rows[text.ptr[0]];
}

const struct tl_control *tl_control_find(tl_slice word)
{
    for (const struct initial *row = rows_like(&by_word, word); row->row != 0; row++) {
        if (goes_on_like(word, row) && word_at(word, controls[row->row - 1].word) == word.len) {
            return &controls[row->row - 1];
        }
    }
    return NULL;
}

const struct tl_control *tl_control_named(tl_slice name)
{
    for (const struct initial *row = rows_like(&by_name, name); row->row != 0; row++) {
        if (goes_on_like(name, row) && tl_slice_eq(name, tl_str(controls[row->row - 1].name))) {
            return &controls[row->row - 1];
        }
    }
    return NULL;
}

/* The longest row at the start of `text` for which `wanted` holds (NULL: any), ending at a separator or the
 * end. */
static const struct tl_control *longest_at(tl_slice text, bool (*wanted)(const struct tl_control *row),
                                           size_t *len)
{
    const struct tl_control *best = NULL;
    *len = 0;
    for (const struct initial *row = rows_like(&by_word, text); row->row != 0; row++) {
        if (!goes_on_like(text, row)) {
            continue;
        }
        const struct tl_control *control = &controls[row->row - 1];
        const size_t end = word_at(text, control->word);
        if (end > *len && (wanted == NULL || wanted(control)) &&
            (end == text.len || tl_is_blank(text.ptr[end]) || strchr(",/;", text.ptr[end]) != NULL)) {
            best = control;
            *len = end;
        }
    }
    return best;
}

const struct tl_control *tl_control_at(tl_slice text, size_t *len)
{
    return longest_at(text, NULL, len);
}

const struct tl_control *tl_control_row(size_t index)
{
    return index < TL_COUNT(controls) ? &controls[index] : NULL;
}

/* Words that may stand on a line of captions: those that are captions, and those that say how wide it goes.
 */
static bool is_caption_word(const struct tl_control *row)
{
    return row->is_caption || row->is_distribution || strcmp(row->word, "SENSITIVE") == 0 ||
           strcmp(row->word, "S E N S I T I V E") == 0;
}

const struct tl_control *tl_caption_at(tl_slice line, size_t *len)
{
    return longest_at(line, is_caption_word, len);
}

struct tl_words *tl_control_set(struct tl_marking *m, enum tl_control_class class)
{
    switch (class) {
    case TL_CONTROL_SCI:
        return &m->sci;
    case TL_CONTROL_SAP:
        return &m->sap;
    case TL_CONTROL_AEA:
        return &m->aea;
    case TL_CONTROL_DISSEM:
        return &m->dissem;
    case TL_CONTROL_NONIC:
        return &m->nonic;
    case TL_CONTROL_NATO:
        return &m->nato_ctl;
    case TL_CONTROL_UNKNOWN:
        break;
    }
    return &m->unknown;
}
