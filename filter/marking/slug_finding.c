/* SPDX-License-Identifier: Apache-2.0 */
/* What is found in a cable, and what keeps a date from freeing it; sources are the paper, or the rule itself.
 */
#include "marking/slug.h"

#define POSITION "32 CFR 2001.21(c): a mark stands at the start of its portion"
#define DOUBT "doubt never lowers"
#define BANNERS "32 CFR 2001.21(b)"
#define CAPTIONS "5 FAH-2 H-440"
#define FRAMES "the framing of the stream"
#define FIELDS "fields of `--frame jsonl`"
#define DATES "`declassification: dates`; E.O. 13526 1.5 and 3.3"

const struct tl_slug tl_slug_findings[] = {
    /* --- claims and levels */
    {"no-claim", "nothing in it says how it is classified", DOUBT, "Say --assume LEVEL if you know it."},
    {"unknown-level", "what claims a level cannot be read, so it counts above everything", DOUBT,
     "Look at the classification line of the original."},
    {"banner-below-portions", "the line says less than a portion mark of the cable; the higher one counts",
     "32 CFR 2001.21(b); CAPCO Manual 2016, banner lines",
     "The overall marking is at least that of each portion."},
    {"claims-differ", "classification line, ZNY letters, banners or page lines do not say the same level",
     BANNERS, "The highest holds."},
    {"damaged-claim", "a level word is misspelt; it counts as the one level it is near to", BANNERS, NULL},
    {"compilation", "the whole is classified above each of its paragraphs", "E.O. 13526 1.7(e)",
     "Every paragraph counts as the whole does, unless the policy says `compilation: portions`."},
    {"mark-stops-compilation", "only a paragraph that is withheld already is as high as the whole",
     "E.O. 13526 1.7(e)", "Look whether the rest may stand alone."},
    {"second-start", "another cable begins in this input", "one cable is one unit",
     "Both count at the highest level of either: take them apart first."},
    {"incomplete", "a section of this cable is missing", "ACP 127: SECTION n OF m",
     "The paragraph that it cuts counts as the cable does; look for the rest."},

    /* --- marks */
    {"invalid-marking", "a mark breaks the rules of markings; the highest level readable in it holds", DOUBT,
     "`tearline explain portion` says which rule."},
    {"unreadable-marking", "something stands in the place of a mark and cannot be read", POSITION,
     "The text counts as the cable does."},
    {"ambiguous-marking", "it may be a mark or a letter of a list, so it may raise and never lower", POSITION,
     NULL},
    {"raised", "text inside a portion reads as a higher mark; it counts from there on", POSITION, NULL},
    {"mark-in-sentence", "what reads as a higher mark stands in mid-sentence; it raises nothing", POSITION,
     "Look whether a portion begins there."},
    {"entire-text-below-overall", "the statement about the entire text is below the level of the cable",
     DOUBT, "The higher level holds."},
    {"enclosed-claim",
     "a classification line, caption or stamp stands inside the text: something is enclosed",
     "E.O. 13526 2.1(b): an enclosure keeps its classification", NULL},
    {"number-gap", "paragraph numbers are missing here", "the sequence of paragraphs",
     "Something may be lost: look at the original."},
    {"number-refused", "a paragraph number that does not follow; its text counts as the cable does",
     "the sequence of paragraphs", NULL},

    {"reason-unknown", "the line that says who classified it and why names a reason of no order",
     "E.O. 13526 1.4; E.O. 12958 1.5; E.O. 12356 1.3(a)", "No mark shows it: look at the line."},

    /* --- captions and copies */
    {"unknown-caption", "a caption that is in no register; it is a control until a policy allows it",
     CAPTIONS, NULL},
    {"corrected-copy", "this is a corrected copy: an earlier one exists", "ACP 127 US SUPP-1", NULL},

    /* --- what nobody can read */
    {"utf16", "the text is UTF-16, which no reader of telegrams shows", DOUBT, "Convert it to UTF-8 first."},
    {"nul", "the text holds NUL bytes, which some readers hide", DOUBT, "Look at the bytes of the original."},
    {"backspace", "the text holds backspaces, which strike over what stands there", DOUBT,
     "Look at the bytes of the original."},
    {"bidi", "the text holds signs that turn its direction, so it reads otherwise than it is stored", DOUBT,
     "Take them out and run again."},
    {"escape", "the text holds escape sequences, which readers resolve", DOUBT,
     "Resolve them and run again."},
    {"quoted-printable", "the text is in quoted-printable of mail, which hides words", DOUBT,
     "Decode it and run again."},
    {"base64", "the text is in base64, which hides words", DOUBT, "Decode it and run again."},
    {"entity", "the text holds entities of HTML, which readers resolve", DOUBT,
     "Resolve them and run again."},
    {"stray-bytes", "a byte is no UTF-8; it is read as cp1252 has it", "the view of the text", NULL},

    /* --- of the release */
    {"code-needed", "something was withheld and the policy names no exemption for it", "5 U.S.C. 552(b)",
     "Give `withhold: exemptions` for its level, or a person writes it."},
    {"person-mark-in-input",
     "the input holds marks of an earlier release; numbers of persons go on behind them",
     "marks of a release", NULL},
    {"flag", "a rule asks a person to look here", "the rule", NULL},
    {"field-withheld", "a field of the record that it came in was withheld", FIELDS, NULL},
    {"field-changed", "something was excised in a field of the record that it came in", FIELDS, NULL},
    {"field-denied", "a rule denies it for what a field of its record says", FIELDS, NULL},
    {"cable-repeated", "an earlier cable of this run has the same post and number", "one number is one cable",
     "Look at both before either goes on."},
    {"decision-unmet", "a decision of a reviewer is on no cable of the run", "decisions of a reviewer",
     "Look whether its cable was changed, or left out."},
    {"decision-unfit", "a decision of a reviewer does not fit it, so nothing of it left",
     "decisions of a reviewer",
     "Mend the decision that was told, or write a form anew: tearline decisions new."},

    /* --- frames of a stream that are no cable, or of which nothing may leave */
    {"frame-empty", "there is no cable in it", FRAMES, NULL},
    {"frame-endless", "no end of it came, so nothing after it was looked for", FRAMES, NULL},
    {"frame-fields", "its identifier is none that may leave", FIELDS,
     "An identifier is one word without blanks, and no rule finds anything in it."},
    {"frame-garbage", "these bytes stand between cables", FRAMES, NULL},
    {"frame-json", "this line is no object of JSON", "RFC 8259", NULL},
    {"frame-json-text", "this line has no text field that is a string", FIELDS, "Say --text-field NAME."},
    {"frame-length", "its length is 0 or above the maximum, so nothing after it can be found", FRAMES, NULL},
    {"frame-lost", "the policy withholds a line that frames it", FRAMES,
     "Open `header` under `unmarked`, or frame the stream in another way."},
    {"frame-start-inside", "another cable starts before this one ends", FRAMES, NULL},
    {"frame-stopped", "the run was stopped before it was read whole", FRAMES, "Run again."},
    {"frame-too-large", "it is larger than the limit", FRAMES, "Say --max-cable SIZE if it is a cable."},
    {"frame-truncated", "the input ends before this cable does", FRAMES, NULL},

    /* --- what keeps a date from freeing anything in this cable */
    {"decl-none", "the cable states no declassification instruction", DATES, NULL},
    {"decl-several", "the cable states more than one instruction", DATES, NULL},
    {"decl-not-in-header", "the instruction does not stand on the E.O. line of the header", DATES, NULL},
    {"decl-not-plain", "the instruction is no plain date after a known date of the cable", DATES, NULL},
    {"decl-claims-differ", "the claims of level do not agree, or something was raised above them", DATES,
     NULL},
    {"instruction-contested",
     "the instruction of the header is a plain date, and something in the cable stands against it", DATES,
     "A person reads what stands against it."},
    {"order_not_in_force", "the cable is older than the order that its instruction names",
     "effective dates of E.O. 10501 to 13526", NULL},
    {"order_superseded", "the order that its instruction names was no longer in force on the cable's date",
     "effective dates of E.O. 10501 to 13526", NULL},
    {"date_beyond_order", "the date lies further ahead than the order allows",
     "E.O. 12065 1-401; E.O. 12958 1.6; E.O. 13292 1.6; E.O. 13526 1.5", NULL},
    {"decl-withheld",
     "a mark of an earlier release stands where text was, which may have stated what contests it", DATES,
     NULL},
    {"decl-second-start", "another cable begins in this input", DATES, NULL},
    {"decl-controls", "a caption or control stands over the cable, and a date does not lift it", DATES, NULL},
};

const size_t tl_slug_finding_count = TL_COUNT(tl_slug_findings);
