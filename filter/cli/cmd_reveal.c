/* SPDX-License-Identifier: Apache-2.0 */
/* tearline reveal: is this text what a change withheld? */
#include <inttypes.h>

#include "base/io.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "ledger/commitment.h"
#include "ledger/verify.h"

enum { OPT_CABLE, OPT_COUNT };

static const struct tl_option options[OPT_COUNT] = {
    [OPT_CABLE] = {"cable", 0, "N", "the cable of the log; needed when it has several"},
};

static const struct tl_command command = {
    "reveal",
    "[--cable N] LOG CHANGE TEXT|-",
    "Shows whether a text is what change number CHANGE withheld: whether it opens its commitment.",
    "TEXT on the command line can be read by every process of this machine; `-` reads it from standard\n"
    "input, with or without a line end behind it.\n\n"
    "Whoever is given the nonce of the change and the text can do the same without this program: the\n"
    "commitment is the SHA-256 of the 32 bytes of the nonce and the text.\n\n"
    "Exit status: 0 it is; 1 it is not; 65 no change log, or no such change; 66 cannot be read.",
    options,
    OPT_COUNT,
};

/* What is looked for in the log, and what was found. */
struct search {
    const char *log;
    uint64_t cable; /* 0: the only one */
    uint64_t seq;
    bool is_found;
    uint64_t record;
    struct tl_hash commitment, nonce;
    enum tl_kind element;
    bool has_element;
    uint64_t first_line, last_line;
    struct tl_span in;
    uint64_t cables;
};

enum { LINE_ENDS = 4096 /* that a terminal or an editor may have put behind a text */ };

static enum tl_status find(struct search *search, struct tl_err *err)
{
    struct tl_log_reader reader;
    const struct tl_logged *record = NULL;
    enum tl_status status = tl_log_reader_open(&reader, search->log, err);
    while (status == TL_OK) {
        status = tl_log_next(&reader, &record, err);
        if (status != TL_OK || record == NULL) {
            break;
        }
        const struct tl_logged_change *change = &record->change;
        if (record->type != TL_RECORD_CHANGE || change->seq != search->seq ||
            (search->cable > 0 ? change->cable != search->cable : search->is_found)) {
            continue;
        }
        search->is_found = true;
        search->record = record->line;
        search->commitment = change->commitment;
        search->nonce = change->nonce;
        search->has_element = change->has_element;
        search->element = change->element;
        search->first_line = change->first_line;
        search->last_line = change->last_line;
        search->in = change->in;
        if (search->cable == 0) {
            search->cables = change->cable;
        }
    }
    if (search->cable > 0 || reader.cables < 2) {
        search->cables = search->cable > 0 ? search->cable : 1;
    } else if (status == TL_OK) {
        status = tl_fail(err, TL_USAGE, "reveal.cable",
                         "reveal: the log has %" PRIu64 " cables; say which one: --cable N", reader.cables);
    }
    tl_log_reader_close(&reader);
    if (status == TL_OK && !search->is_found) {
        status =
            tl_fail(err, TL_DATA, "reveal.change", "%s has no change number %" PRIu64 " of cable %" PRIu64,
                    search->log, search->seq, search->cables);
    }
    return status;
}

static bool opens(const struct search *search, tl_slice text)
{
    const struct tl_hash commitment = tl_commitment_make(&search->nonce, text);
    return memcmp(commitment.bytes, search->commitment.bytes, TL_HASH) == 0;
}

/* The text, or without the line end that a terminal or an editor put behind it. */
static bool is_text(const struct search *search, tl_slice text, bool is_read)
{
    bool is_it = opens(search, text);
    while (!is_it && is_read && text.len > 0 &&
           (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r')) {
        text.len--;
        is_it = opens(search, text);
    }
    return is_it;
}

/* The text from standard input.  One that is longer than what was taken out, line ends aside, is not it, and
 * is not read to its end. */
static enum tl_status read_text(const struct search *search, struct tl_buf *text, bool *is_longer,
                                struct tl_err *err)
{
    const size_t most = tl_span_len(search->in) + LINE_ENDS;
    const enum tl_status status = tl_read_file("-", most, text, err);
    if (status == TL_DATA) {
        *is_longer = true;
        return TL_OK;
    }
    if (status == TL_OK && text->len == 0) {
        return tl_fail(err, TL_DATA, "reveal.empty",
                       "standard input is empty: there is no text to hold against the change");
    }
    return status;
}

static enum tl_status answer(const struct search *search, bool is_it)
{
    struct tl_buf out = {0};
    tl_buf_format(&out, "%s:%" PRIu64 ": change %" PRIu64 " of cable %" PRIu64, search->log, search->record,
                  search->seq, search->cables);
    if (search->has_element) {
        tl_buf_format(&out, " (%s, line %" PRIu64, tl_kind_name(search->element), search->first_line);
        if (search->last_line > search->first_line) {
            tl_buf_format(&out, " to %" PRIu64, search->last_line);
        }
        tl_buf_str(&out, ")");
    }
    tl_buf_str(&out, is_it ? ": this is the text that was taken out\n"
                           : ": this is not the text that was taken out\n");
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return tl_status_worse(status, is_it ? TL_OK : TL_NO);
}

static enum tl_status read_number(const char *what, const char *word, uint64_t *out)
{
    uint32_t number = 0;
    if (!tl_slice_number(tl_str(word), &number) || number == 0) {
        return tl_usage(&command, "%s is no number of a %s; they count from 1", word, what);
    }
    *out = number;
    return TL_OK;
}

int tl_cmd_reveal(int argc, char **argv)
{
    struct tl_args args;
    struct tl_err err = {0};
    struct tl_buf text = {0};
    struct search search = {.cable = 0};
    enum tl_status status;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    if (args.file_count != 3) {
        return (int)tl_usage(&command, "say which log, which change, and which text: LOG CHANGE TEXT|-");
    }
    search.log = args.files[0];
    status = read_number("change", args.files[1], &search.seq);
    if (status == TL_OK && args.values[OPT_CABLE] != NULL) {
        status = read_number("cable", args.values[OPT_CABLE], &search.cable);
    }
    if (status != TL_OK) {
        return (int)status;
    }
    const bool is_read = strcmp(args.files[2], "-") == 0;
    bool is_longer = false;
    if (is_read && strcmp(search.log, "-") == 0) {
        return (int)tl_usage(&command, "standard input can be only one of log and text");
    }
    if (!is_read && args.files[2][0] == '\0') {
        return (int)tl_usage(&command, "the text is empty; give what is to be held against the change");
    }
    status = find(&search, &err);
    if (status == TL_OK && is_read) {
        status = read_text(&search, &text, &is_longer, &err);
    } else if (status == TL_OK) {
        tl_buf_str(&text, args.files[2]);
    }
    if (status == TL_OK) {
        status = answer(&search, !is_longer && is_text(&search, tl_buf_slice(&text), is_read));
    } else {
        tl_err_print(&err);
    }
    tl_buf_release(&text);
    return (int)status;
}
