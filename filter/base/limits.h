/* SPDX-License-Identifier: Apache-2.0 */
/* Every cap in one place, each with its reason. */
#ifndef TL_BASE_LIMITS_H
#define TL_BASE_LIMITS_H

enum {
    TL_MAX_CABLE = 16 * 1024 * 1024,        /* one cable; the largest real one seen has 52 kB (DESIGN 7) */
    TL_MOST_MAX_CABLE = 1024 * 1024 * 1024, /* what --max-cable may ask for: offsets of matches are 32 bits */
    TL_MAX_CONFIG = 4 * 1024 * 1024,        /* one policy or pack */
    TL_MAX_SECRET = 64 * 1024,              /* a run secret file */
    TL_MAX_LOG_LINE =
        256 * 1024 * 1024, /* a record of a change log: that of a cable of 16 MiB grows with its claims */
    TL_MAX_STRANGE_LINES = 1000,      /* lines running that are no records, after which a file is no log */
    TL_MAX_TEXTS = 256 * 1024 * 1024, /* one text that `audit` holds beside a log */
    TL_SKIPPED_CABLES =
        16,            /* largest cables in the bytes of a rejected frame, after which no end is waited for */
    TL_MAX_MARK = 200, /* bytes inside the parentheses of a portion mark (markings.md 2.1) */
    TL_MAX_BANNER = 400,        /* bytes of a banner line */
    TL_MAX_ERRORS = 50,         /* errors told in one run of the policy reader */
    TL_MAX_RULES = 10000,       /* rules of all packs of a policy */
    TL_MAX_YAML_DEPTH = 12,     /* nesting of a policy or pack */
    TL_MAX_ROUNDS = 8,          /* M17: rounds of matching on the result */
    TL_MATCH_LIMIT = 10000,     /* PCRE2 match limit, 500 times what real rules need (performance.md 6) */
    TL_LEAST_MATCH_LIMIT = 600, /* what the hungriest of the shipped rules needs on real text */
    TL_DEPTH_LIMIT = 1000,      /* PCRE2 depth limit, for the interpreter */
    TL_HEAP_LIMIT_KB = 4096,    /* PCRE2 heap limit, for the interpreter */
    TL_JIT_STACK = 1024 * 1024  /* bytes; 32 kB is too small for group loops (performance.md 6) */
};

#endif
