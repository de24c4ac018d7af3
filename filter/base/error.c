/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum tl_status tl_status_worse(enum tl_status a, enum tl_status b)
{
    static const enum tl_status order[] = {TL_INTERNAL, TL_IO,      TL_CANTCREATE, TL_PERMISSION,
                                           TL_CONFIG,   TL_NOINPUT, TL_DATA,       TL_TEMPORARY,
                                           TL_USAGE,    TL_NO,      TL_DOUBT,      TL_OK};
    for (size_t i = 0; i < TL_COUNT(order); i++) {
        if (a == order[i] || b == order[i]) {
            return order[i];
        }
    }
    return TL_INTERNAL;
}

enum tl_status tl_fail(struct tl_err *err, enum tl_status status, const char *slug, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof(err->text)) {
        memcpy(err->text + sizeof(err->text) - 4, "...", 4);
    }
    err->status = status;
    err->slug = slug;
    return status;
}

enum { LINE_BYTES = 512 };

/* "tearline: TEXT" and a line end; its length. */
static size_t make_line(const char *text, char line[LINE_BYTES])
{
    const int length = snprintf(line, LINE_BYTES - 1, "tearline: %s", text);
    if (length < 0) {
        return 0;
    }
    const size_t used = (size_t)length < LINE_BYTES - 1 ? (size_t)length : LINE_BYTES - 2;
    for (size_t i = 0; i < used; i++) {
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f) {
            line[i] = '?';
        }
    }
    line[used] = '\n';
    return used + 1;
}

static void print_line(const char *text)
{
    char line[LINE_BYTES];
    const ssize_t ignored = write(STDERR_FILENO, line, make_line(text, line));
    (void)ignored; /* there is no second place to complain to */
}

void tl_err_print(const struct tl_err *err)
{
    print_line(err->text);
}

void tl_warn(const char *format, ...)
{
    char text[480];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    print_line(text);
}

void tl_tell(struct tl_buf *out, const char *format, ...)
{
    char text[480];
    char line[LINE_BYTES];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    tl_buf_add(out, (tl_slice){(const unsigned char *)line, make_line(text, line)});
}

static void render_caret(const struct tl_diag *diag, struct tl_buf *out)
{
    tl_buf_format(out, "  %s\n  ", diag->line);
    for (size_t i = 0; i + 1 < diag->place.col && diag->line[i] != '\0'; i++) {
        const unsigned char c = (unsigned char)diag->line[i];
        if ((c & 0xc0) != 0x80) { /* one blank a character, not a byte */
            tl_buf_byte(out, c == '\t' ? '\t' : ' ');
        }
    }
    tl_buf_str(out, "^\n");
}

void tl_diags_render(const struct tl_diags *diags, struct tl_buf *out)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        const struct tl_diag *diag = &diags->list.items[i];
        tl_buf_format(out, "%s:", diag->file);
        if (diag->place.line > 0) {
            tl_buf_format(out, "%zu:%zu:", diag->place.line, diag->place.col);
        }
        tl_buf_format(out, " %s: %s [%s]\n", diag->is_warning ? "warning" : "error", diag->text, diag->slug);
        if (diag->line != NULL && diag->place.col > 0) {
            render_caret(diag, out);
        }
    }
}
