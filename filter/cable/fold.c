/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of look-alikes.  Sources: Unicode UTS #39 `confusables.txt` for letters of other scripts; the
 * Unicode character names for quotes and dashes; NFKD (by utf8proc) for whatever has a compatibility form.
 * Only what reads as ASCII is folded: letters with accents stay, because they decompose before they get here.
 */
#include "cable/fold.h"

#include <utf8proc.h>

struct fold {
    uint32_t code;
    char ascii[TL_FOLD_ROOM];
};

/* clang-format off */
static const struct fold folds[] = {
    /* Latin-1 and Latin Extended: letters with a stroke, ligatures, dotless (no canonical decomposition) */
    {0x00ab, "\""}, {0x00b4, "'"}, {0x00b5, "u"}, {0x00bb, "\""}, {0x00c6, "AE"}, {0x00d0, "D"},
    {0x00d7, "x"}, {0x00d8, "O"}, {0x00de, "Th"}, {0x00df, "ss"}, {0x00e6, "ae"}, {0x00f0, "d"},
    {0x00f8, "o"}, {0x00fe, "th"}, {0x0110, "D"}, {0x0111, "d"}, {0x0126, "H"}, {0x0127, "h"},
    {0x0131, "i"}, {0x0138, "k"}, {0x0141, "L"}, {0x0142, "l"}, {0x014a, "N"}, {0x014b, "n"},
    {0x0152, "OE"}, {0x0153, "oe"}, {0x0166, "T"}, {0x0167, "t"}, {0x0180, "b"}, {0x018f, "E"},
    {0x0192, "f"}, {0x0197, "I"}, {0x01c0, "l"}, {0x0237, "j"},
    /* IPA and small capitals: UTS #39 confusables */
    {0x0251, "a"}, {0x0259, "e"}, {0x0261, "g"}, {0x0262, "g"}, {0x0268, "i"}, {0x0269, "i"}, {0x026a, "i"},
    {0x0274, "n"}, {0x0280, "r"}, {0x028b, "v"}, {0x028f, "y"}, {0x0299, "b"}, {0x029c, "h"}, {0x029f, "l"},
    /* modifier letters that stand for quotes, dashes and colons: UTS #39 */
    {0x02b9, "'"}, {0x02ba, "\""}, {0x02bb, "'"}, {0x02bc, "'"}, {0x02bd, "'"}, {0x02c8, "'"},
    {0x02ca, "'"}, {0x02cb, "'"}, {0x02d0, ":"}, {0x02d7, "-"},
    /* Greek: UTS #39 */
    {0x037e, ";"}, {0x037f, "J"}, {0x0391, "A"}, {0x0392, "B"}, {0x0395, "E"}, {0x0396, "Z"}, {0x0397, "H"},
    {0x0399, "I"}, {0x039a, "K"}, {0x039c, "M"}, {0x039d, "N"}, {0x039f, "O"}, {0x03a1, "P"}, {0x03a4, "T"},
    {0x03a5, "Y"}, {0x03a7, "X"}, {0x03b1, "a"}, {0x03b2, "b"}, {0x03b3, "y"}, {0x03b5, "e"}, {0x03b7, "n"},
    {0x03b9, "i"}, {0x03ba, "k"}, {0x03bc, "u"}, {0x03bd, "v"}, {0x03bf, "o"}, {0x03c1, "p"}, {0x03c3, "o"},
    {0x03c4, "t"}, {0x03c5, "u"}, {0x03c7, "x"}, {0x03c9, "w"}, {0x03d2, "Y"}, {0x03dc, "F"}, {0x03f1, "p"},
    {0x03f2, "c"}, {0x03f3, "j"}, {0x03f5, "e"}, {0x03f9, "C"}, {0x03fa, "M"},
    /* Cyrillic: UTS #39, and the small letters that look like small capitals */
    {0x0405, "S"}, {0x0406, "I"}, {0x0408, "J"}, {0x0410, "A"}, {0x0412, "B"}, {0x0415, "E"}, {0x041a, "K"},
    {0x041c, "M"}, {0x041d, "H"}, {0x041e, "O"}, {0x0420, "P"}, {0x0421, "C"}, {0x0422, "T"}, {0x0423, "Y"},
    {0x0425, "X"}, {0x042c, "b"}, {0x0430, "a"}, {0x0432, "b"}, {0x0433, "r"}, {0x0435, "e"}, {0x043a, "k"},
    {0x043c, "m"}, {0x043d, "h"}, {0x043e, "o"}, {0x0440, "p"}, {0x0441, "c"}, {0x0442, "t"}, {0x0443, "y"},
    {0x0445, "x"}, {0x0455, "s"}, {0x0456, "i"}, {0x0458, "j"}, {0x0474, "V"}, {0x0475, "v"}, {0x04ae, "Y"},
    {0x04af, "y"}, {0x04ba, "h"}, {0x04bb, "h"}, {0x04bd, "e"}, {0x04c0, "I"}, {0x04cf, "l"},
    {0x04d4, "AE"}, {0x04d5, "ae"}, {0x04d8, "E"}, {0x04d9, "e"}, {0x0501, "d"}, {0x050c, "G"},
    {0x051a, "Q"}, {0x051b, "q"}, {0x051c, "W"}, {0x051d, "w"},
    /* Armenian and Hebrew: UTS #39 */
    {0x053c, "L"}, {0x054d, "U"}, {0x054f, "S"}, {0x0555, "O"}, {0x055a, "'"}, {0x0561, "w"}, {0x0563, "q"},
    {0x0566, "q"}, {0x0570, "h"}, {0x0575, "j"}, {0x0578, "n"}, {0x057c, "n"}, {0x057d, "u"}, {0x0581, "g"},
    {0x0584, "f"}, {0x0585, "o"}, {0x0589, ":"}, {0x05f3, "'"}, {0x05f4, "\""},
    /* Cherokee: UTS #39 */
    {0x13a0, "D"}, {0x13a1, "R"}, {0x13a2, "T"}, {0x13a9, "Y"}, {0x13aa, "A"}, {0x13ab, "J"}, {0x13ac, "E"},
    {0x13b3, "W"}, {0x13b7, "M"}, {0x13bb, "H"}, {0x13c0, "G"}, {0x13c2, "h"}, {0x13c3, "Z"}, {0x13cf, "b"},
    {0x13d2, "R"}, {0x13d4, "W"}, {0x13d5, "S"}, {0x13d9, "V"}, {0x13da, "S"}, {0x13de, "L"}, {0x13df, "C"},
    {0x13e2, "P"}, {0x13e6, "K"}, {0x13f3, "G"}, {0x13f4, "B"},
    /* phonetic extensions (small capitals): UTS #39 */
    {0x1d00, "a"}, {0x1d04, "c"}, {0x1d05, "d"}, {0x1d07, "e"}, {0x1d0a, "j"}, {0x1d0b, "k"}, {0x1d0d, "m"},
    {0x1d0f, "o"}, {0x1d11, "o"}, {0x1d18, "p"}, {0x1d1b, "t"}, {0x1d1c, "u"}, {0x1d20, "v"}, {0x1d21, "w"},
    {0x1d22, "z"}, {0x1d26, "r"}, {0x1d83, "g"}, {0x1e9e, "SS"},
    /* dashes, quotes and slashes of general punctuation and mathematics */
    {0x2010, "-"}, {0x2011, "-"}, {0x2012, "-"}, {0x2013, "-"}, {0x2014, "-"}, {0x2015, "-"}, {0x2018, "'"},
    {0x2019, "'"}, {0x201a, ","}, {0x201b, "'"}, {0x201c, "\""}, {0x201d, "\""}, {0x201e, "\""},
    {0x201f, "\""}, {0x2032, "'"}, {0x2033, "\""}, {0x2035, "'"}, {0x2036, "\""}, {0x2039, "<"},
    {0x203a, ">"}, {0x2043, "-"}, {0x2044, "/"}, {0x204e, "*"}, {0x2053, "~"}, {0x2212, "-"}, {0x2215, "/"},
    {0x2216, "\\"}, {0x2217, "*"}, {0x2236, ":"}, {0x223c, "~"}, {0x2571, "/"}, {0x2768, "("},
    {0x2769, ")"}, {0x276e, "<"}, {0x276f, ">"}, {0x2772, "("}, {0x2773, ")"}, {0x2774, "{"}, {0x2775, "}"},
    {0x2795, "+"}, {0x2796, "-"}, {0x29f8, "/"},
    /* Coptic: UTS #39 */
    {0x2c82, "B"}, {0x2c85, "r"}, {0x2c8e, "H"}, {0x2c92, "I"}, {0x2c94, "K"}, {0x2c98, "M"}, {0x2c9a, "N"},
    {0x2c9e, "O"}, {0x2c9f, "o"}, {0x2ca2, "P"}, {0x2ca3, "p"}, {0x2ca4, "C"}, {0x2ca5, "c"}, {0x2ca6, "T"},
    {0x2ca8, "Y"}, {0x2cac, "X"}, {0x2cba, "-"},
    /* CJK brackets and stops */
    {0x3001, ","}, {0x3002, "."}, {0x3014, "("}, {0x3015, ")"},
    /* Lisu: UTS #39 */
    {0xa4d0, "B"}, {0xa4d1, "P"}, {0xa4d2, "d"}, {0xa4d3, "D"}, {0xa4d4, "T"}, {0xa4d6, "G"}, {0xa4d7, "K"},
    {0xa4d9, "J"}, {0xa4da, "C"}, {0xa4dc, "Z"}, {0xa4dd, "F"}, {0xa4df, "M"}, {0xa4e0, "N"}, {0xa4e1, "L"},
    {0xa4e2, "S"}, {0xa4e3, "R"}, {0xa4e6, "V"}, {0xa4e7, "H"}, {0xa4ea, "W"}, {0xa4eb, "X"}, {0xa4ec, "Y"},
    {0xa4ee, "A"}, {0xa4f0, "E"}, {0xa4f2, "I"}, {0xa4f3, "O"}, {0xa4f4, "U"}, {0xa4fa, ".."},
    {0xa4fd, ":"},
    /* Latin Extended-D and E */
    {0xa730, "f"}, {0xa731, "s"}, {0xa789, ":"}, {0xa78c, "'"}, {0xab32, "e"}, {0xab47, "r"}, {0xab52, "u"},
    {0xaba9, "v"}, {0xabaa, "s"}, {0xabaf, "c"},
    /* ornate parentheses and the object replacement character, which renders as nothing */
    {0xfd3e, "("}, {0xfd3f, ")"}, {0xfffc, ""},
};
/* clang-format on */

/* The digit zero of scripts with ten consecutive digits (Unicode general category Nd). */
static const uint32_t zeros[] = {
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
    0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
};

size_t tl_fold_size(void)
{
    return TL_COUNT(folds);
}

uint32_t tl_fold_code(size_t i)
{
    return folds[i].code;
}

static const struct fold *fold_find(uint32_t code)
{
    size_t low = 0;
    size_t high = TL_COUNT(folds);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (folds[middle].code == code) {
            return &folds[middle];
        }
        if (folds[middle].code < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static bool fold_digit(uint32_t code, unsigned char out[TL_FOLD_ROOM])
{
    for (size_t i = 0; i < TL_COUNT(zeros); i++) {
        if (code >= zeros[i] && code <= zeros[i] + 9) {
            out[0] = (unsigned char)('0' + (code - zeros[i]));
            return true;
        }
    }
    return false;
}

/* The compatibility form, when all of it is visible ASCII. */
static size_t fold_compatible(uint32_t code, unsigned char out[TL_FOLD_ROOM])
{
    utf8proc_int32_t parts[TL_FOLD_ROOM];
    int boundary = 0;
    const utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code, parts, TL_FOLD_ROOM,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE, &boundary);
    if (count < 1 || count > TL_FOLD_ROOM) {
        return 0;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        if (parts[i] <= 0x20 || parts[i] >= 0x7f) {
            return 0;
        }
        out[i] = (unsigned char)parts[i];
    }
    return (size_t)count;
}

bool tl_fold_char(uint32_t code, unsigned char out[TL_FOLD_ROOM], size_t *count)
{
    *count = 0;
    if (code < 0x80) {
        return false;
    }
    const struct fold *fold = fold_find(code);
    if (fold != NULL) {
        for (; *count < TL_FOLD_ROOM && fold->ascii[*count] != '\0'; (*count)++) {
            out[*count] = (unsigned char)fold->ascii[*count];
        }
        return true;
    }
    if (fold_digit(code, out)) {
        *count = 1;
        return true;
    }
    *count = fold_compatible(code, out);
    return *count > 0;
}
