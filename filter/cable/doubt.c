/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What no view can show as a person reads it (DESIGN M7).  Every test is one pass; what is found is doubt and
 * never decides by itself: the portion is withheld.
 */
#include "base/utf8.h"
#include "cable/view.h"

enum {
    BASE64_LINE = 60,  /* MIME lines have 76, PEM lines 64 */
    BASE64_LINES = 2,  /* "several" */
    BASE64_LONE = 200, /* one unbroken run this long is no word of a cable either */
    ENTITY_NAME = 10   /* letters of the longest name that is looked at */
};

static bool has_byte(tl_slice bytes, unsigned char byte)
{
    return bytes.len > 0 && memchr(bytes.ptr, byte, bytes.len) != NULL;
}

/* UTF-16 by its byte order mark, or by NULs in at least half of its units, all on one side. */
static bool is_utf16(tl_slice bytes)
{
    if (bytes.len < 2) {
        return false;
    }
    const unsigned mark = (unsigned)bytes.ptr[0] << 8 | bytes.ptr[1];
    if (mark == 0xfffe || mark == 0xfeff) {
        return true;
    }
    if (!has_byte(bytes, 0x00)) {
        return false;
    }
    size_t nul[2] = {0, 0};
    for (size_t i = 0; i < bytes.len; i++) {
        nul[i & 1] += bytes.ptr[i] == 0;
    }
    const size_t more = nul[0] > nul[1] ? nul[0] : nul[1];
    const size_t less = nul[0] > nul[1] ? nul[1] : nul[0];
    return more >= 2 && more * 4 >= bytes.len && less * 8 < more;
}

static bool is_bidi(uint32_t code)
{
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
           code == 0x200f || code == 0x061c;
}

/* Every bidi control is two or three bytes that begin with D8 or E2. */
static bool has_bidi(tl_slice bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        const unsigned char c = bytes.ptr[i];
        if ((c == 0xe2 || c == 0xd8) && is_bidi(tl_char_at(bytes, i).code)) {
            return true;
        }
    }
    return false;
}

/* A terminal sequence: ESC [ */
static bool has_escape(tl_slice bytes)
{
    return tl_slice_find(bytes, TL_LIT("\x1b["), 0) != TL_NONE;
}

static int hex_value(unsigned char c)
{
    if (tl_is_digit(c)) {
        return c - '0';
    }
    c = tl_to_upper(c);
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static unsigned char byte_at(tl_slice bytes, size_t at)
{
    return at < bytes.len ? bytes.ptr[at] : 0;
}

/* The offset after the line end that begins at `at`, or `at` when none does. */
static size_t line_end_after(tl_slice bytes, size_t at)
{
    const size_t begin = at;
    while (byte_at(bytes, at) == '\r') {
        at++;
    }
    return byte_at(bytes, at) == '\n' ? at + 1 : at > begin ? at : begin;
}

/* Quoted-printable (RFC 2045 6.7): escapes with soft line breaks, a word broken by one, or words with letters
 * escaped. */
static bool is_quoted_printable(tl_slice bytes)
{
    size_t escapes = 0;
    size_t letters = 0;
    size_t breaks = 0;
    for (size_t i = 0; (i = tl_slice_find(bytes, TL_LIT("="), i)) != TL_NONE; i++) {
        const bool is_after_word = i > 0 && tl_is_alnum(bytes.ptr[i - 1]);
        const size_t next = line_end_after(bytes, i + 1);
        if (next > i + 1) {
            breaks++;
            if (is_after_word && tl_is_alnum(byte_at(bytes, next))) {
                return true;
            }
            continue;
        }
        const int high = hex_value(byte_at(bytes, i + 1));
        const int low = hex_value(byte_at(bytes, i + 2));
        if (high >= 0 && low >= 0) {
            escapes++;
            letters += is_after_word && tl_is_alpha((unsigned char)(high * 16 + low)) &&
                       tl_is_alpha(byte_at(bytes, i + 3));
        }
    }
    return (breaks > 0 && escapes > 0) || (letters > 0 && escapes > 1);
}

/* The number of base64 characters on a line of nothing else, or 0; letters of one case alone are a word or a
 * ruler, not a code. */
static size_t base64_length(tl_slice line)
{
    unsigned classes = 0;
    line = tl_slice_trim(line);
    size_t len = line.len;
    while (len > 0 && line.len - len < 2 && line.ptr[len - 1] == '=') {
        len--;
    }
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = line.ptr[i];
        if (!tl_is_alnum(c) && c != '+' && c != '/' && c != '-' && c != '_') {
            return 0;
        }
        classes |= (tl_is_upper(c) ? 1u : 0u) | (tl_is_lower(c) ? 2u : 0u) | (tl_is_digit(c) ? 4u : 0u);
    }
    return (classes & (classes - 1)) == 0 ? 0 : line.len;
}

static bool is_base64(tl_slice bytes)
{
    size_t lines = 0;
    for (size_t at = 0; at < bytes.len;) {
        size_t end = at;
        while (end < bytes.len && bytes.ptr[end] != '\n' && bytes.ptr[end] != '\r') {
            end++;
        }
        if (end > at) { /* CR CR LF leaves empty lines between: they do not count */
            const size_t length = end - at < BASE64_LINE ? 0 : base64_length(tl_slice_sub(bytes, at, end));
            lines = length >= BASE64_LINE ? lines + 1 : 0;
            if (lines >= BASE64_LINES || length >= BASE64_LONE) {
                return true;
            }
        }
        at = end + 1;
    }
    return false;
}

/* Named entities that stand for a letter, a blank or nothing (HTML 4.01, 24): by name or by ending. */
static bool is_entity_name(tl_slice name)
{
    static const char *const names[] = {
        "AElig",  "aelig", "OElig",  "oelig",  "szlig",  "ETH",    "eth",    "THORN", "thorn",   "Oslash",
        "oslash", "nbsp",  "ensp",   "emsp",   "thinsp", "shy",    "zwj",    "zwnj",  "lrm",     "rlm",
        "apos",   "rsquo", "lsquo",  "hyphen", "dash",   "period", "comma",  "Tab",   "NewLine", "fnof",
        "ordf",   "ordm",  "inodot", "num",    "lowbar", "colon",  "commat", "sol",
    };
    static const char *const endings[] = {"acute", "grave", "circ", "uml",   "tilde", "ring", "cedil",
                                          "caron", "strok", "macr", "breve", "ogon",  "dot",  "cy"};
    static const char *const greek[] = {"alpha", "beta",    "gamma",   "delta", "epsilon", "zeta",
                                        "eta",   "theta",   "iota",    "kappa", "lambda",  "mu",
                                        "nu",    "xi",      "omicron", "pi",    "rho",     "sigma",
                                        "tau",   "upsilon", "phi",     "chi",   "psi",     "omega"};
    for (size_t i = 0; i < TL_COUNT(names); i++) {
        if (tl_slice_eq(name, tl_str(names[i]))) {
            return true;
        }
    }
    for (size_t i = 0; i < TL_COUNT(endings); i++) {
        const tl_slice ending = tl_str(endings[i]);
        if (name.len > ending.len && name.len <= ending.len + 2 && tl_slice_ends(name, ending)) {
            return true;
        }
    }
    for (size_t i = 0; i < TL_COUNT(greek); i++) {
        if (tl_slice_eq_fold(name, tl_str(greek[i]))) {
            return true;
        }
    }
    return false;
}

static bool has_entity(tl_slice bytes)
{
    for (size_t at = 0; (at = tl_slice_find(bytes, TL_LIT("&"), at)) != TL_NONE; at++) {
        if (byte_at(bytes, at + 1) == '#') {
            const unsigned char c = byte_at(bytes, at + 2);
            const bool is_hex = c == 'x' || c == 'X';
            if (tl_is_digit(c) || (is_hex && hex_value(byte_at(bytes, at + 3)) >= 0)) {
                return true;
            }
            continue;
        }
        size_t end = at + 1;
        while (end - at <= ENTITY_NAME && tl_is_alpha(byte_at(bytes, end))) {
            end++;
        }
        if (byte_at(bytes, end) == ';' && is_entity_name(tl_slice_sub(bytes, at + 1, end))) {
            return true;
        }
    }
    return false;
}

const char *tl_view_doubt(tl_slice bytes)
{
    if (is_utf16(bytes)) {
        return "utf16";
    }
    if (has_byte(bytes, 0x00)) {
        return "nul";
    }
    if (has_byte(bytes, 0x08)) {
        return "backspace";
    }
    if (has_bidi(bytes)) {
        return "bidi";
    }
    if (has_escape(bytes)) {
        return "escape";
    }
    if (is_quoted_printable(bytes)) {
        return "quoted-printable";
    }
    if (is_base64(bytes)) {
        return "base64";
    }
    return has_entity(bytes) ? "entity" : NULL;
}
