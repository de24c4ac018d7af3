/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every name of a member in a change log (DESIGN section 6), for those who write logs and those who read
 * them. Beside each stand the records, or the parts of records, that have it.
 */
#ifndef TL_LEDGER_KEYS_H
#define TL_LEDGER_KEYS_H

#define TL_KEY_ACTION "action"                     /* change */
#define TL_KEY_ACTIONS "actions"                   /* end */
#define TL_KEY_AS_OF "as_of"                       /* run */
#define TL_KEY_AS_OF_FUTURE "as_of_future"         /* run */
#define TL_KEY_AS_OF_SOURCE "as_of_source"         /* run */
#define TL_KEY_ASSUME "assume"                     /* run */
#define TL_KEY_AT "at"                             /* cable */
#define TL_KEY_AUTHORITY "authority"               /* decision; change */
#define TL_KEY_BY "by"                             /* kept, decision; change that puts back or is decided */
#define TL_KEY_CABLE "cable"                       /* decision, change, kept, covered, finding */
#define TL_KEY_CABLES "cables"                     /* end */
#define TL_KEY_CAUSE "cause"                       /* change, kept */
#define TL_KEY_CHANGES "changes"                   /* counts of a cable */
#define TL_KEY_CLAIMS "claims"                     /* cable */
#define TL_KEY_CMS "cms"                           /* a line of a sealed file */
#define TL_KEY_CODES "codes"                       /* declassification */
#define TL_KEY_COMMITMENT "commitment"             /* change */
#define TL_KEY_CONTROLS "controls"                 /* decision */
#define TL_KEY_COUNT "count"                       /* of one word of a tally */
#define TL_KEY_COUNTS "counts"                     /* cable */
#define TL_KEY_COVERED "covered"                   /* counts of a cable */
#define TL_KEY_DAMAGED "damaged"                   /* claims */
#define TL_KEY_DATE "date"                         /* cable, decision, change; declassification */
#define TL_KEY_DECISIONS "decisions"               /* run; counts of a cable */
#define TL_KEY_DECLASSIFICATION "declassification" /* cable */
#define TL_KEY_DO "do"                             /* decision */
#define TL_KEY_DOUBT "doubt"                       /* cable */
#define TL_KEY_EFFECT "effect"                     /* decision */
#define TL_KEY_ELEMENT "element"                   /* decision, change, kept, covered, finding */
#define TL_KEY_ENCLOSED "enclosed"                 /* claims */
#define TL_KEY_EO "eo"                             /* declassification */
#define TL_KEY_EXEMPTIONS "exemptions"             /* decision, change; end */
#define TL_KEY_FIELDS "fields"                     /* run */
#define TL_KEY_FINDINGS "findings"                 /* counts of a cable */
#define TL_KEY_FIRST "first"                       /* finding */
#define TL_KEY_FIRST_SOURCE "first_source"         /* finding */
#define TL_KEY_FOLLOWS "follows"                   /* run */
#define TL_KEY_FRAME "frame"                       /* run, cable */
#define TL_KEY_FROM "from"                         /* change; claims */
#define TL_KEY_HASH "hash"                         /* all */
#define TL_KEY_ID "id"                             /* policy, pack, decisions, field, word of a tally */
#define TL_KEY_IN "in"                             /* change, kept, covered */
#define TL_KEY_KEEP "keep"                         /* fields */
#define TL_KEY_KEPT "kept"                         /* counts of a cable */
#define TL_KEY_LENGTH "length"                     /* cable */
#define TL_KEY_LEVEL "level"                       /* claims */
#define TL_KEY_LINE "line"             /* decision, kept, covered, finding; claims, declassification */
#define TL_KEY_LINES "lines"           /* change */
#define TL_KEY_LOOSENINGS "loosenings" /* run */
#define TL_KEY_MARKING "marking"       /* change */
#define TL_KEY_MAX_CABLE "max_cable"   /* run */
#define TL_KEY_MRN "mrn"               /* cable */
#define TL_KEY_NONCE "nonce"           /* change */
#define TL_KEY_NUMBER "number"         /* change, kept, covered, finding */
#define TL_KEY_ORIGINAL_SHA256 "original_sha256" /* cable */
#define TL_KEY_OUT "out"                         /* change */
#define TL_KEY_OVERALL "overall"                 /* cable */
#define TL_KEY_PACKS "packs"                     /* run */
#define TL_KEY_POLICY "policy"                   /* run */
#define TL_KEY_PORTION "portion"                 /* decision */
#define TL_KEY_PORTIONS "portions"               /* counts of a cable */
#define TL_KEY_PREV "prev"                       /* all */
#define TL_KEY_RANK "rank"                       /* change */
#define TL_KEY_REASON "reason"                   /* change */
#define TL_KEY_REASONS "reasons"                 /* change */
#define TL_KEY_RECORDS "records"                 /* end */
#define TL_KEY_RELEASE_SHA256 "release_sha256"   /* cable */
#define TL_KEY_RELEASED_AS "released_as"         /* cable */
#define TL_KEY_REPLACEMENT "replacement"         /* change */
#define TL_KEY_REPLACEMENT_HEX "replacement_hex" /* change */
#define TL_KEY_RESTORES "restores"               /* change */
#define TL_KEY_RULE "rule"                       /* change, kept, covered, finding */
#define TL_KEY_RULES "rules"                     /* change; end */
#define TL_KEY_RUN_SECRET "run_secret"           /* run */
#define TL_KEY_SEALED_FOR "sealed_for"           /* run */
#define TL_KEY_SEQ "seq"                         /* cable, change */
#define TL_KEY_SHA256 "sha256"                   /* policy, pack, decisions, the log that a run follows */
#define TL_KEY_SIGNATURE "signature"             /* end */
#define TL_KEY_SIGNED_BY "signed_by"             /* end */
#define TL_KEY_SLUG "slug"                       /* finding */
#define TL_KEY_SOURCE "source"                   /* cable */
#define TL_KEY_TEXT "text"                       /* fields; a sealed change */
#define TL_KEY_TEXT_HEX "text_hex"               /* a sealed change */
#define TL_KEY_TOOL "tool"                       /* run */
#define TL_KEY_TYPE "type"                       /* all; declassification */
#define TL_KEY_UNTIL "until"                     /* kept */
#define TL_KEY_VERDICT "verdict"                 /* cable */
#define TL_KEY_VERSION "version"                 /* run */
#define TL_KEY_WHY "why"                         /* decision, change, kept */
#define TL_KEY_WITHHELD "withheld"               /* counts of a cable */
#define TL_KEY_WORDS "words"                     /* counts of a cable */
#define TL_KEY_WORDS_GONE "words_gone"           /* counts of a cable */

#endif
