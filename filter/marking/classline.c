/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The classification line: a level, then items in any order until the grammar reads no further.
 *
 *   C O N F I D E N T I A L SECTION 1 OF 2 LA PAZ 3507/1
 *   UNCLAS E F T O STATE 286983 TOSEC 110023
 *   SECRET//NOFORN   S E C R E T N O F O R N   LIMITED OFFICIAL USE POSS DUPE
 *
 * What follows the level decides whether a damaged level word is believed: only when all of it reads.
 */
#include "marking/classline.h"

#include "base/nearest.h"
#include "marking/control.h"
#include "marking/grammar.h"
#include "marking/level_word.h"
#include "marking/portion.h"

enum { LONGEST_LEVEL = 40, MOST_POST_WORDS = 3 };

struct reader {
    struct tl_arena *arena;
    tl_slice line; /* without trailing blanks and '/' fillers */
    size_t at;
    struct tl_classline *out;
    bool has_serial; /* a second serial was read */
};

static bool is_space(unsigned char byte)
{
    return byte == ' ' || byte == '\t';
}

static size_t skip_space(tl_slice line, size_t at)
{
    while (at < line.len && is_space(line.ptr[at])) {
        at++;
    }
    return at;
}

static size_t word_end(tl_slice line, size_t at)
{
    while (at < line.len && !is_space(line.ptr[at])) {
        at++;
    }
    return at;
}

/* Length of `words` at the start of `text`, a blank standing for one or more; it must end there. */
static size_t phrase_at(tl_slice text, tl_slice words)
{
    size_t at = 0;
    for (size_t i = 0; i < words.len; i++) {
        const unsigned char c = words.ptr[i];
        if (at >= text.len || (c == ' ' ? !is_space(text.ptr[at]) : text.ptr[at] != c)) {
            return 0;
        }
        at = c == ' ' ? skip_space(text, at) : at + 1;
    }
    return at >= text.len || is_space(text.ptr[at]) || text.ptr[at] == '/' || text.ptr[at] == ',' ? at : 0;
}

static void add_control(struct reader *r, const struct tl_control *row, struct tl_span span)
{
    struct tl_marking *m = &r->out->marking;
    const tl_slice name = tl_str(row->name);
    if (r->out->word_count < TL_CLASSLINE_WORDS) {
        r->out->words[r->out->word_count] = span;
        r->out->names[r->out->word_count++] = name;
    }
    if (row->is_distribution) {
        return;
    }
    struct tl_words *set = tl_control_set(m, row->class);
    *set = tl_words_with(r->arena, *set, name);
}

static void set_level(struct reader *r, const struct tl_level_word *word, struct tl_span span)
{
    struct tl_marking *m = &r->out->marking;
    r->out->level = span;
    r->out->is_found = true;
    m->is_valid = true;
    m->level = word->level;
    if (word->name.len > 0) {
        m->nonic = tl_words_with(r->arena, m->nonic, word->name);
    }
    r->at = span.end;
    r->out->fit_end = span.end;
}

static bool read_plain_level(struct reader *r, size_t begin)
{
    for (size_t i = 0; i < TL_LEVEL_WORDS; i++) {
        const size_t len = phrase_at(tl_slice_sub(r->line, begin, r->line.len), tl_level_words[i].words);
        if (len > 0) {
            set_level(r, &tl_level_words[i], (struct tl_span){begin, begin + len});
            return true;
        }
    }
    return false;
}

/* The maximal run of single letters: letters into `out`, the end of each into `ends`; returns how many. */
static size_t letter_run(tl_slice line, size_t at, char out[LONGEST_LEVEL], size_t ends[LONGEST_LEVEL])
{
    size_t count = 0;
    while (count < LONGEST_LEVEL && at < line.len && tl_is_upper(line.ptr[at]) &&
           tl_word_ends(line, at + 1)) {
        out[count] = (char)line.ptr[at];
        ends[count++] = at + 1;
        if (at + 1 < line.len && !is_space(line.ptr[at + 1])) {
            break; /* "T//NOFORN": the run ends at the slash */
        }
        at = skip_space(line, at + 1);
    }
    return count;
}

/* A caption in spaced letters after the level: "N O F O R N". */
static const struct tl_control *spaced_control(tl_slice letters)
{
    const struct tl_control *row = tl_control_find(letters);
    return row != NULL && (row->is_caption || row->is_banner_word || row->is_cui || row->is_distribution)
               ? row
               : NULL;
}

static bool read_spaced_level(struct reader *r, size_t begin)
{
    char letters[LONGEST_LEVEL];
    size_t ends[LONGEST_LEVEL];
    const size_t count = letter_run(r->line, begin, letters, ends);
    const tl_slice run = {(const unsigned char *)letters, count};
    for (size_t i = 0; i < TL_LEVEL_WORDS && count >= 4; i++) {
        const tl_slice word = tl_level_words[i].letters;
        if (!tl_slice_starts(run, word)) {
            continue;
        }
        const tl_slice more = tl_slice_sub(run, word.len, count);
        const struct tl_control *row = more.len > 0 ? spaced_control(more) : NULL;
        if (more.len > 0 && row == NULL) {
            continue;
        }
        set_level(r, &tl_level_words[i], (struct tl_span){begin, ends[word.len - 1]});
        if (row != NULL) {
            add_control(r, row, (struct tl_span){ends[word.len - 1], ends[count - 1]});
            r->at = ends[count - 1];
            r->out->fit_end = r->at;
        }
        return true;
    }
    return false;
}

/* The words of the line from `at` to the end of one of them, blanks out; what a small letter or a digit cuts
 * off is none. */
struct joined {
    unsigned char letters[LONGEST_LEVEL];
    size_t len;
    size_t at; /* the next word */
    size_t end;
};

static bool join_word(tl_slice line, struct joined *out)
{
    out->end = word_end(line, out->at);
    for (size_t at = out->at; at < out->end; at++) {
        if (out->len == LONGEST_LEVEL || tl_is_lower(line.ptr[at]) || tl_is_digit(line.ptr[at])) {
            return false;
        }
        out->letters[out->len++] = line.ptr[at];
    }
    const bool has_word = out->at < line.len;
    out->at = skip_space(line, out->end);
    return has_word;
}

/*
 * A damaged level word: the first words of the line, blanks out, within two edits of one level and of no
 * other as near.  "CONFIDFNTIAL", "LIMITED OFFFICIAL USE", "C O N F I D E N T I  L".
 */
static bool read_damaged_level(struct reader *r, size_t begin)
{
    struct joined joined = {.at = begin};
    const struct tl_level_word *best = NULL;
    size_t best_distance = TL_LEVEL_EDITS + 1;
    size_t best_end = 0;
    bool is_tie = false;
    while (join_word(r->line, &joined)) {
        const tl_slice letters = {joined.letters, joined.len};
        const uint32_t set = tl_letter_set(letters);
        for (size_t i = 0; i < TL_LEVEL_WORDS; i++) {
            const struct tl_level_word *word = &tl_level_words[i];
            if (!tl_level_word_may_be(word, letters, set)) {
                continue;
            }
            const size_t distance = tl_edit_distance(letters, word->letters);
            if (distance < best_distance) {
                best = word;
                best_distance = distance;
                best_end = joined.end;
                is_tie = false;
            } else if (distance == best_distance && best != NULL && word->level != best->level) {
                is_tie = true;
            }
        }
    }
    if (best == NULL || is_tie) {
        return false;
    }
    set_level(r, best, (struct tl_span){begin, best_end});
    r->out->is_damaged = true;
    return true;
}

/* A number of 1 to `most` digits; its end, or 0. */
static size_t number_at(tl_slice line, size_t at, size_t most, uint32_t *out)
{
    size_t end = at;
    while (end < line.len && tl_is_digit(line.ptr[end])) {
        end++;
    }
    return end - at <= most && tl_slice_number(tl_slice_sub(line, at, end), out) ? end : 0;
}

static size_t take_word(tl_slice line, size_t at, tl_slice word)
{
    const size_t len = phrase_at(tl_slice_sub(line, at, line.len), word);
    return len == 0 ? 0 : skip_space(line, at + len);
}

/* "SECTION n OF m", typo "ON"; "FINAL SECTION OF m" is the last one. */
static size_t read_section(struct reader *r, size_t at)
{
    uint32_t n = 0;
    uint32_t m = 0;
    const size_t final = take_word(r->line, at, TL_LIT("FINAL SECTION OF"));
    size_t pos = final != 0 ? final : take_word(r->line, at, TL_LIT("SECTION"));
    if (pos == 0 || r->out->section != 0) {
        return 0;
    }
    if (final == 0) {
        pos = number_at(r->line, pos, 3, &n);
        pos = pos == 0 ? 0 : skip_space(r->line, pos);
        const size_t of = pos == 0 ? 0 : take_word(r->line, pos, TL_LIT("OF"));
        pos = of != 0 || pos == 0 ? of : take_word(r->line, pos, TL_LIT("ON"));
    }
    pos = pos == 0 ? 0 : number_at(r->line, pos, 3, &m);
    if (pos == 0 || (pos < r->line.len && !is_space(r->line.ptr[pos]))) {
        return 0;
    }
    r->out->section = final != 0 ? m : n;
    r->out->sections = m;
    return pos;
}

static size_t read_dupe(struct reader *r, size_t at)
{
    const size_t len = phrase_at(tl_slice_sub(r->line, at, r->line.len), TL_LIT("POSS DUPE"));
    return len == 0 ? 0 : at + len;
}

/* A word of the register after a blank: captions and their like, not the short forms of portions. */
static size_t read_control(struct reader *r, size_t at)
{
    size_t len;
    const struct tl_control *row = tl_control_at(tl_slice_sub(r->line, at, r->line.len), &len);
    if (row == NULL || len < 3 ||
        !(row->is_caption || row->is_banner_word || row->is_cui || row->is_distribution)) {
        return 0;
    }
    add_control(r, row, (struct tl_span){r->at, at + len});
    return at + len;
}

static bool is_post_word(tl_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        const unsigned char c = word.ptr[i];
        if (!tl_is_upper(c) && !(i > 0 && (c == '.' || c == '\'' || c == '-'))) {
            return false;
        }
    }
    return word.len >= 2 && !tl_slice_eq(word, TL_LIT("SECTION")) && !tl_slice_eq(word, TL_LIT("FINAL"));
}

/* "LA PAZ 3507/1", "0526", and once more "TOSEC 110023" */
static size_t read_serial(struct reader *r, size_t at)
{
    const bool is_second = r->out->number != 0;
    const size_t most = is_second ? 1 : MOST_POST_WORDS;
    size_t words = 0;
    size_t pos = at;
    size_t post_end = at;
    uint32_t number = 0;
    uint32_t part = 0;
    while (words < most && pos < r->line.len &&
           is_post_word(tl_slice_sub(r->line, pos, word_end(r->line, pos)))) {
        post_end = word_end(r->line, pos);
        pos = skip_space(r->line, post_end);
        words++;
    }
    size_t end = pos < r->line.len ? number_at(r->line, pos, 8, &number) : 0;
    if (end == 0 || r->has_serial || (words == 0 && (is_second || end - pos < 3))) {
        return 0;
    }
    if (end < r->line.len && r->line.ptr[end] == '/') {
        end = number_at(r->line, end + 1, 2, &part);
    }
    if (end == 0 || (end < r->line.len && !is_space(r->line.ptr[end]))) {
        return 0;
    }
    if (is_second) {
        r->has_serial = true;
        return end;
    }
    r->out->number = number;
    r->out->post = tl_slice_sub(r->line, at, words == 0 ? at : post_end);
    return end;
}

/* Names and spans of the words of "//NOFORN/ORCON", each with the slashes before it. */
static void add_banner_words(struct reader *r, size_t begin, size_t end)
{
    size_t at = begin;
    while (at < end && r->out->word_count < TL_CLASSLINE_WORDS) {
        size_t word = at;
        while (word < end && (r->line.ptr[word] == '/' || is_space(r->line.ptr[word]))) {
            word++;
        }
        size_t stop = word;
        while (stop < end && r->line.ptr[stop] != '/') {
            stop++;
        }
        const tl_slice text = tl_slice_trim(tl_slice_sub(r->line, word, stop));
        const struct tl_control *row = tl_control_find(text);
        r->out->words[r->out->word_count] = (struct tl_span){at, stop};
        r->out->names[r->out->word_count++] = row != NULL ? tl_str(row->name) : text;
        at = stop;
    }
}

/* "SECRET//NOFORN": the longest part of the line, ending at a blank or the end, that is a valid banner. */
static void read_banner(struct reader *r, size_t begin, bool is_spaced)
{
    const size_t level_end = r->out->level.end;
    const char *title = tl_level_title(r->out->marking.level);
    for (size_t end = r->line.len; end > level_end; end--) {
        struct tl_marking m;
        if ((end < r->line.len && !is_space(r->line.ptr[end])) || is_space(r->line.ptr[end - 1])) {
            continue;
        }
        const tl_slice rest = tl_slice_sub(r->line, level_end, end);
        tl_banner_parse(r->arena,
                        is_spaced
                            ? tl_str(tl_arena_format(r->arena, "%s%.*s", title, (int)rest.len, rest.ptr))
                            : tl_slice_sub(r->line, begin, end),
                        &m);
        if (m.is_valid) {
            const tl_slice text = r->out->marking.text;
            add_banner_words(r, level_end, end);
            r->out->marking = m;
            r->out->marking.text = text;
            r->at = end;
            r->out->fit_end = end;
            return;
        }
    }
    r->out->marking.is_valid = false;
    r->out->marking.reason = "unknown_control";
}

static void read_items(struct reader *r)
{
    static size_t (*const readers[])(struct reader *, size_t) = {read_section, read_dupe, read_control,
                                                                 read_serial};
    bool is_read = true;
    while (is_read) {
        size_t begin = r->at;
        while (begin < r->line.len && (is_space(r->line.ptr[begin]) || r->line.ptr[begin] == '/' ||
                                       r->line.ptr[begin] == ',' || r->line.ptr[begin] == ';')) {
            begin++;
        }
        is_read = false;
        for (size_t i = 0; i < TL_COUNT(readers) && !is_read && begin < r->line.len; i++) {
            const size_t end = readers[i](r, begin);
            is_read = end != 0;
            r->at = is_read ? end : r->at;
        }
    }
    r->out->fit_end = r->at;
}

/* A spaced level cannot be anything else; a plain one needs something behind it that reads, or a serial. */
static bool starts_like_class_line(const struct reader *r, bool is_spaced)
{
    const tl_slice rest = tl_slice_trim(tl_slice_sub(r->line, r->out->level.end, r->line.len));
    size_t digits = 0;
    while (digits < rest.len && tl_is_digit(rest.ptr[rest.len - 1 - digits])) {
        digits++;
    }
    return is_spaced || rest.len == 0 || rest.ptr[0] == '/' || r->out->fit_end > r->out->level.end ||
           digits >= 3;
}

void tl_classline_parse(struct tl_arena *arena, tl_slice line, struct tl_classline *out)
{
    struct reader r = {.arena = arena, .line = line, .out = out};
    out->is_found = false;
    while (r.line.len > 0 && (tl_is_blank(line.ptr[r.line.len - 1]) || line.ptr[r.line.len - 1] == '/')) {
        r.line.len--;
    }
    size_t begin = skip_space(r.line, 0);
    while (begin < r.line.len && r.line.ptr[begin] == '\f') {
        begin = skip_space(r.line, begin + 1);
    }
    if (begin >= r.line.len || tl_is_lower(r.line.ptr[begin]) ||
        (begin + 1 < r.line.len && tl_is_lower(r.line.ptr[begin + 1]))) {
        *out = (struct tl_classline){.marking.text = line};
        return; /* nearly every line: no level word, whole or damaged, has a small letter */
    }
    *out = (struct tl_classline){.marking.text = line};
    if (!tl_level_word_may_open(r.line)) {
        return;
    }
    const bool is_plain = read_plain_level(&r, begin);
    const bool is_spaced = !is_plain && read_spaced_level(&r, begin);
    if (!is_plain && !is_spaced && !read_damaged_level(&r, begin)) {
        return;
    }
    if (!out->is_damaged && r.at == out->level.end && r.at < r.line.len && r.line.ptr[r.at] == '/') {
        read_banner(&r, begin, is_spaced);
    }
    read_items(&r);
    out->is_whole = skip_space(r.line, out->fit_end) >= r.line.len;
    if (out->is_whole) {
        out->fit_end = line.len; /* blanks and fillers are part of it */
    }
    if (out->is_damaged ? !out->is_whole : !starts_like_class_line(&r, is_spaced)) {
        *out = (struct tl_classline){.marking.text = line};
    }
}

void tl_zny_parse(tl_slice line, struct tl_zny *out)
{
    static const struct {
        unsigned char letter;
        enum tl_rank rank;
    } letters[] = {{'U', TL_RANK_U}, {'E', TL_RANK_CUI}, {'R', TL_RANK_R},
                   {'C', TL_RANK_C}, {'S', TL_RANK_S},   {'T', TL_RANK_TS}};
    *out = (struct tl_zny){0};
    size_t at = skip_space(line, 0);
    const tl_slice text = tl_slice_sub(line, at, line.len);
    if (!tl_slice_starts(text, TL_LIT("ZN"))) {
        return;
    }
    const bool is_encrypted = phrase_at(text, TL_LIT("ZNY")) != 0;
    if (!is_encrypted && phrase_at(text, TL_LIT("ZNR")) == 0) {
        return;
    }
    out->is_found = true;
    out->prosign = (struct tl_span){at, at + 3};
    at = skip_space(line, at + 3);
    size_t end = at;
    while (end < line.len && tl_is_alnum(line.ptr[end])) {
        end++;
    }
    out->letters = (struct tl_span){at, end};
    out->is_special = end < line.len && line.ptr[end] == '/';
    for (size_t i = at; i < end; i++) {
        if (line.ptr[i] != line.ptr[at] || end - at != 5) {
            return;
        }
    }
    for (size_t i = 0; i < TL_COUNT(letters) && end > at; i++) {
        if (line.ptr[at] == letters[i].letter) {
            out->rank = letters[i].rank;
        }
    }
    if (is_encrypted && out->rank == TL_RANK_U) {
        out->rank = TL_RANK_CUI; /* ZNY says encrypted, the letters say clear: the higher */
    }
}
