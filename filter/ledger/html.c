/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/html.h"

#include "base/digest.h"
#include "base/utf8.h"

enum { ROWS = 50 }; /* of a long table that are laid out together */

/* Colours: text on ground is at least 4.5 to 1 in both schemes (WCAG 2.1, 1.4.3); whatever a colour says, a
 * word, a border or a pattern says too (1.4.1). */
static const char style[] =
    ":root{color-scheme:light dark;--ground:#ffffff;--text:#1a1a1a;--soft:#595959;--line:#8c8c8c;"
    "--panel:#f4f4f2;--cut:#fff3d6;--cut-line:#7a4a00;--gone:#8a1f11;--stays:#1f5f3a;--link:#0b4f9e}"
    "@media(prefers-color-scheme:dark){:root{--ground:#15171a;--text:#ececec;--soft:#b4b4b4;--line:#7d7d7d;"
    "--panel:#20242a;--cut:#3a2f14;--cut-line:#f0c060;--gone:#ff9c8c;--stays:#8fd9ad;--link:#9cc7ff}}"
    "*{box-sizing:border-box}"
    "body{margin:0 auto;max-width:96rem;padding:1rem 1.5rem;background:var(--ground);color:var(--text);"
    "font:1rem/1.45 system-ui,sans-serif}"
    "h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:2px solid "
    "var(--line)}h3{font-size:1.05rem;margin:1.2rem 0 .3rem}"
    "a{color:var(--link)}a:focus-visible,:target{outline:3px solid var(--link);outline-offset:2px}"
    ".edition{display:inline-block;border:2px solid var(--text);padding:.1rem .6rem;font-weight:700;"
    "letter-spacing:.05em}.note,.by,.soft{color:var(--soft)}"
    ".skip{position:absolute;left:-99rem}.skip:focus{position:static}"
    "nav a{margin-right:1rem}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0}"
    "caption{text-align:left;font-weight:700;padding:.3rem 0}"
    "th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;"
    "overflow-wrap:break-word}th{background:var(--panel)}td.number,th.number{text-align:right;"
    "font-variant-numeric:tabular-nums;white-space:nowrap}"
    "table.counts{width:auto;min-width:24rem}.counts td{overflow-wrap:anywhere}.vaughn "
    "th:last-child{min-width:14rem}"
    ".rows table,table.changes,table.side{table-layout:fixed}.rows "
    "table{margin:0}.rows+.rows{margin-top:.5rem}"
    ".kind{width:6rem}.cable{width:12rem}.place{width:10rem}.few{width:6.2rem}.line{width:4rem}.codes{width:"
    "9rem}.share{width:12rem}"
    ".bars{max-width:60rem}@media(max-width:60rem){.rows table,table.changes{table-layout:auto}}"
    "table.side .level{width:15rem}.changes .level{width:7.5rem}"
    ".text{font:.9rem/1.5 ui-monospace,monospace;white-space:pre-wrap;tab-size:8}"
    ".chip{display:inline-block;min-width:2.2rem;text-align:center;border:1px solid var(--text);"
    "border-radius:.2rem;padding:0 .3rem;font-weight:700;background:var(--panel);white-space:nowrap}"
    ".chip-C,.chip-R{border-width:2px}.chip-S,.chip-TS,.chip-UNKNOWN{border:3px double var(--text)}"
    "a.cut{display:inline-block;max-width:100%;background:var(--cut);color:var(--text);border:2px solid "
    "var(--cut-line);border-radius:.2rem;padding:0 .25rem;text-decoration:none;white-space:normal;"
    "vertical-align:top}a.cut .by{display:block;font:.75rem/1.3 system-ui,sans-serif}"
    "del{color:var(--gone);text-decoration:line-through;background:var(--panel);border-bottom:2px dotted "
    "var(--gone)}"
    "td.kind{font-weight:700}"
    "svg.bar{width:10rem;height:.8rem;border:1px solid var(--line);vertical-align:middle;"
    "background:var(--ground);fill:var(--stays)}"
    ".rows,article{content-visibility:auto;contain-intrinsic-size:auto 40rem}"
    "article{border-top:1px solid var(--line);margin-top:1.5rem}"
    "code{font:.85rem ui-monospace,monospace;overflow-wrap:anywhere}"
    "@media print{:root{color-scheme:light;--ground:#fff;--text:#000;--soft:#444;--line:#777;--panel:#fff;"
    "--cut:#fff;--cut-line:#000;--gone:#000;--stays:#555;--link:#000}body{max-width:none;padding:0;"
    "font-size:10pt}nav,.skip{display:none}.rows,article{content-visibility:visible}article{break-before:"
    "page}"
    "tr{break-inside:avoid}thead{display:table-header-group}}";

/* What no text may say as it is, by character. */
static const struct {
    uint32_t code;
    const char *as;
} references[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"},
};

/* Characters that are shown by their number: controls, those that set a direction, and those that nobody
 * sees. */
static const struct {
    uint32_t first, last;
} hidden[] = {
    {0x00, 0x08},     {0x0b, 0x0c},     {0x0e, 0x1f},       {0x7f, 0x9f},     {0xad, 0xad},
    {0x61c, 0x61c},   {0x200b, 0x200f}, {0x2028, 0x202e},   {0x2060, 0x206f}, {0xfe00, 0xfe0f},
    {0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff},
};

static bool is_hidden(uint32_t code)
{
    for (size_t i = 0; i < TL_COUNT(hidden); i++) {
        if (code >= hidden[i].first && code <= hidden[i].last) {
            return true;
        }
    }
    return (code & 0xfffe) == 0xfffe;
}

static void put_character(struct tl_buf *out, uint32_t code)
{
    for (size_t i = 0; i < TL_COUNT(references); i++) {
        if (code == references[i].code) {
            tl_buf_str(out, references[i].as);
            return;
        }
    }
    if (is_hidden(code)) {
        tl_buf_format(out, "[U+%04X]", (unsigned)code);
    } else if (code != '\r') {
        tl_buf_char(out, code);
    }
}

void tl_html_text(struct tl_buf *out, tl_slice text)
{
    for (size_t at = 0; at < text.len;) {
        const struct tl_char c = tl_char_at(text, at);
        put_character(out, c.code);
        at += c.len;
    }
}

static void put_base64(struct tl_buf *out, const struct tl_hash *hash)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < TL_HASH; i += 3) {
        const size_t left = TL_HASH - i;
        const uint32_t bits = (uint32_t)hash->bytes[i] << 16 |
                              (left > 1 ? (uint32_t)hash->bytes[i + 1] << 8 : 0) |
                              (left > 2 ? (uint32_t)hash->bytes[i + 2] : 0);
        for (size_t k = 0; k < 4; k++) {
            tl_buf_byte(out, k <= left ? (unsigned char)digits[bits >> (18 - 6 * k) & 63] : '=');
        }
    }
}

void tl_html_begin(struct tl_buf *out, const char *title, const char *edition, const char *note)
{
    const struct tl_hash style_hash = tl_sha256_one(tl_str(style));
    tl_buf_str(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                    "'sha256-");
    put_base64(out, &style_hash);
    tl_buf_str(out, "'; base-uri 'none'; form-action 'none'\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    tl_html_text(out, tl_str(title));
    tl_buf_str(out, "</title>\n<style>");
    tl_buf_str(out, style);
    tl_buf_str(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">to the report</a>\n"
                    "<header>\n<h1>");
    tl_html_text(out, tl_str(title));
    tl_buf_str(out, "</h1>\n<p><span class=\"edition\">");
    tl_html_text(out, tl_str(edition));
    tl_buf_str(out, "</span> <span class=\"note\">");
    tl_html_text(out, tl_str(note));
    tl_buf_str(out, "</span></p>\n</header>\n");
}

void tl_html_rows(struct tl_buf *out, size_t index, const char *class, const char *head)
{
    if (index % ROWS == 0) {
        tl_html_rows_end(out, index);
        tl_buf_format(out, "<div class=\"rows %s\">\n<table>\n<thead><tr>%s</tr></thead>\n<tbody>\n", class,
                      head);
    }
}

void tl_html_rows_end(struct tl_buf *out, size_t count)
{
    tl_buf_str(out, count > 0 ? "</tbody>\n</table>\n</div>\n" : "");
}

void tl_html_end(struct tl_buf *out)
{
    tl_buf_str(out, "</main>\n</body>\n</html>\n");
}
