/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cable as read: elements that tile its bytes, portions that are decided, claims and findings.
 *
 *   bytes -> lines -> header and body portions -> claims and overall -> levels of portions -> elements
 *
 * Everything lives in the arena given to tl_cable_parse and borrows from the bytes given to it.
 * Nothing here decides what leaves.
 */
#ifndef TL_CABLE_CABLE_H
#define TL_CABLE_CABLE_H

#include "base/arena.h"
#include "base/date.h"
#include "marking/decl.h"
#include "marking/kind.h"
#include "marking/marking.h"

/* Where a portion has its level from. */
enum tl_from { TL_FROM_OVERALL = 0, TL_FROM_INHERITED, TL_FROM_OWN };

/* What settled the level of a portion, for the one who looks at the cable; nothing is decided by it. */
enum tl_why {
    TL_WHY_OVERALL = 0, /* it has no mark of its own: the highest claim, on `why_line` (M1) */
    TL_WHY_OWN,         /* its own mark */
    TL_WHY_INHERITED,   /* what stands on `why_line` (M3) */
    TL_WHY_ENTIRE_TEXT, /* the overall, which a statement on `why_line` makes: "(C - ENTIRE TEXT)" */
    TL_WHY_RAISED,      /* text on `why_line` reads as a higher marking (M2) */
    TL_WHY_ENCLOSED,    /* a claim inside the text, on `why_line` (M5) */
    TL_WHY_DAMAGED,     /* the mark on `why_line` cannot be read: the overall at least */
    TL_WHY_SECOND_START /* another cable begins in the input: the overall at least */
};

/* "own", "raised", ...; static. */
const char *tl_why_name(enum tl_why why);

/*
 * A unit that is decided as one.  Portions are ordered by where they begin.  Only furniture may stand inside
 * another portion; all others are disjoint, and together they cover every byte.
 */
struct tl_portion {
    enum tl_kind kind;
    struct tl_span span; /* first to last byte, with its line end, and with furniture inside it */
    struct tl_span core; /* `span` without what follows the text: blank lines and the last line end */
    struct tl_span
        label; /* "[¶1.](#) ", "A. ", "SUBJECT: "; empty at core.begin when none; kept when withheld */
    struct tl_span mark;         /* bytes of "(C)"; empty when not marked */
    size_t group;                /* portions of one paragraph share it: index of its first portion */
    size_t inside;               /* of furniture: index of the portion it stands in, else TL_NONE */
    tl_slice number;             /* "1", "A"; empty when none */
    bool is_continuation;        /* text of a paragraph or sub-paragraph that no longer has its level */
    struct tl_marking own;       /* own mark; meaningful when mark is not empty */
    struct tl_marking effective; /* what governs it: own or inherited, raised by doubt, with captions */
    struct tl_marking
        lenient; /* the lowest reading that a person could defend; equal to effective without doubt */
    enum tl_from from;
    enum tl_why why;
    size_t why_line;   /* from 1; 0: no line */
    const char *doubt; /* static slug: why nobody can read it (bidi, nul, utf16, encoded); NULL: readable */
    bool is_uncertain; /* damaged, or raised by what may be a mark: M4 counts it at its lenient rank */
    bool is_freeable;  /* the cable's plain instruction may free it, once its date has passed (M10) */
    enum tl_rank withheld; /* of kind WITHHELD: the rank in its mark */
    size_t line;           /* from 1 */
};

/* A piece of the tiling. */
struct tl_element {
    enum tl_kind kind;
    struct tl_span span;
    size_t portion;
    size_t line;
};

enum tl_claim_from {
    TL_CLAIM_CLASSIFICATION_LINE = 0,
    TL_CLAIM_ZNY,
    TL_CLAIM_BANNER,
    TL_CLAIM_PAGE_LINE,
    TL_CLAIM_PORTION,
    TL_CLAIM_CAPTION,
    TL_CLAIM_STAMP,
    TL_CLAIM_AUTHORITY, /* Classified By, a reason or a DECL value: only where nothing else claims */
    TL_CLAIM_ASSUMED
};

const char *tl_claim_name(enum tl_claim_from from);

struct tl_claim {
    enum tl_claim_from from;
    struct tl_marking marking; /* level and controls claimed */
    struct tl_span span;       /* the line or mark */
    struct tl_span level;      /* bytes of its level words or letters, for re-marking; empty when none */
    size_t line;
    bool is_damaged;
    bool is_enclosed; /* stands inside a portion (M5): a claim on the text after it */
    bool is_unread;   /* the mark of a paragraph that nobody can read: M4 leaves it out */
};

/* A word that is a control of every portion (M9). */
struct tl_caption {
    tl_slice word; /* canonical where known, else as written */
    bool is_known;
    bool is_distribution; /* SIPDIS */
    bool is_sensitive;    /* SENSITIVE: a claim of CUI, no control */
    bool is_banner_word;  /* NOFORN and its like on a class or page line */
    struct tl_span span;  /* its bytes, with the separator before it on a shared line */
};

struct tl_finding {
    const char *slug; /* static */
    size_t line;      /* from 1; 0: the whole cable */
    size_t portion;   /* or TL_NONE */
};

/* One declassification instruction found anywhere. */
struct tl_instruction {
    struct tl_decl decl;
    struct tl_span span;
    size_t line;
    bool is_header; /* stands on the E.O. line of the header */
};

struct tl_cable {
    tl_slice bytes; /* borrowed */
    TL_VEC(struct tl_portion) portions;
    TL_VEC(struct tl_element) elements; /* in order, without gaps */
    TL_VEC(struct tl_claim) claims;
    TL_VEC(struct tl_caption) captions;
    TL_VEC(struct tl_instruction) instructions;
    TL_VEC(struct tl_finding) findings;
    TL_VEC(struct tl_span) level_words; /* tl_cable_level_words; sorted, disjoint */
    TL_VEC(struct tl_span) struck;      /* marks of an earlier release that say nothing (marking/struck.h) */
    struct tl_marking overall;          /* highest claim, and controls of banners that cover the cable */
    struct tl_marking
        stated; /* the overall without marks of paragraphs that nobody can read: M4 compares with it */
    struct tl_marking lenient; /* overall by the most lenient reading of doubtful claims */
    struct tl_marking
        handling;             /* level U with the captions: what stands over every portion but header facts */
    struct tl_words controls; /* canonical captions: controls of every portion (M9) */
    struct tl_words reasons;  /* "1.4(b)", as the authority line states them */
    tl_slice from_post;       /* as the FM line calls it; empty when it does not */
    tl_slice post;            /* "TOKYO" */
    uint32_t number;          /* 3100; 0 unknown */
    struct tl_date date;      /* of the date-time group */
    int hour, minute;         /* UTC; -1 unknown */
    const struct tl_instruction *plain; /* the one whose date may free text (M10); NULL: no date does */
    const char *kept_by; /* what keeps the date from freeing anything: a slug of marking/slug.h, or NULL */
    bool is_compiled;    /* M4 would fire: overall above every paragraph */
    size_t line_count;
    const size_t *line_starts; /* offset at which each line begins; line_count items */
};

/*
 * The first level words in the span that a class line, ZNY line, banner or page line of the cable itself
 * says; an empty span when none stand there.  No rule takes them: what they say is written by M16, as what a
 * mark says is by M15.
 */
struct tl_span tl_cable_level_words(const struct tl_cable *cable, struct tl_span in);

/* Line number, from 1, of the byte at `offset`; 1 when the cable has no lines. */
size_t tl_cable_line(const struct tl_cable *cable, size_t offset);

struct tl_cable_options {
    enum tl_rank assume; /* --assume; UNKNOWN: none */
    bool frees_nothing;  /* no date is honoured: no portion is looked at for M10 */
};

/* Reads `bytes`.  Never fails: what is not understood is doubt, a finding, or `other`. */
void tl_cable_parse(struct tl_arena *arena, tl_slice bytes, const struct tl_cable_options *options,
                    struct tl_cable *out);

/* Kinds that a policy opens as facts of the header: captions do not close them (M9). */
bool tl_kind_is_header_fact(enum tl_kind kind);

/* "TOKYO 3100", or empty when unknown; arena-owned. */
tl_slice tl_cable_mrn(struct tl_arena *arena, const struct tl_cable *cable);

/* The claim that the overall comes from, classification lines first; NULL when there is none. */
const struct tl_claim *tl_cable_highest_claim(const struct tl_cable *cable);

/* True when a finding with this slug stands. */
bool tl_cable_has_finding(const struct tl_cable *cable, const char *slug);

#endif
