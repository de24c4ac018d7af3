/* SPDX-License-Identifier: Apache-2.0 */
/* Declassification instructions in words: order, codes, dates, and whether a policy may honour them. */
#include <stdio.h>

#include "base/nearest.h"
#include "cli/explain.h"
#include "cli/explain_words.h"
#include "cli/wrap.h"

/* The orders on classified information (Federal Register; dates on which they took effect). */
static const struct {
    int number;
    const char *what;
} orders[] = {
    {10501, "E.O. 10501, in force from 15 December 1953 (18 Fed. Reg. 7049)"},
    {10964, "E.O. 10964, which amended E.O. 10501 in 1961 (26 Fed. Reg. 8932)"},
    {11652, "E.O. 11652, in force from 1 June 1972 (37 Fed. Reg. 5209)"},
    {12065, "E.O. 12065, in force from 1 December 1978 (43 Fed. Reg. 28949)"},
    {12356, "E.O. 12356, in force from 1 August 1982 (47 Fed. Reg. 14874)"},
    {12958, "E.O. 12958, in force from 14 October 1995 (60 Fed. Reg. 19825)"},
    {13292, "E.O. 13292, which amended E.O. 12958 on 25 March 2003 (68 Fed. Reg. 15315)"},
    {13526, "E.O. 13526, in force from 27 June 2010 (75 Fed. Reg. 707)"},
};

/* What a value says, and why it is honoured never, when it is. */
static const struct {
    enum tl_decl_type type;
    const char *text;
    const char *source;
    const char *never; /* NULL: its kind may be honoured */
} types[] = {
    {TL_DECL_INVALID, "it cannot be read", "doubt never lowers", "what cannot be read frees nothing"},
    {TL_DECL_MISSING, "it holds no instruction", "32 CFR 2001.22(e)", "there is no date in it"},
    {TL_DECL_DATE, "declassify on a date", "E.O. 13526 1.5(a); E.O. 12958 1.6(a); E.O. 12356 1.4(a)", NULL},
    {TL_DECL_GDS, "general declassification schedule, or a date of it", "E.O. 11652 5(A); E.O. 12065 1-401",
     NULL},
    {TL_DECL_XGDS, "exempt from the general declassification schedule", "E.O. 11652 5(B)",
     "an exemption has no date that frees by itself"},
    {TL_DECL_ADS, "advanced declassification schedule: earlier than the general one", "E.O. 11652 4(A) and 5",
     "it may hang on an event, so a person has to judge it"},
    {TL_DECL_RDS, "review on a date, not declassification", "E.O. 12065 1-402",
     "a review has to be made by a person"},
    {TL_DECL_OADR, "originating agency's determination required", "E.O. 12356 1.5(a)(4)",
     "the originator has to decide; the notation is retired (32 CFR 2001.22(e))"},
    {TL_DECL_X, "exempt from declassification after ten years", "E.O. 12958 1.6(d)",
     "an exemption has no date; the codes are retired (32 CFR 2001.22(e))"},
    {TL_DECL_MR, "manual review", "CAPCO Manual 2016, E.6",
     "a person has to review it; the notation is retired"},
    {TL_DECL_DNI_ONLY, "only the DNI, before 2005 the DCI, declassifies", "CAPCO Manual 2016, E.6",
     "the DNI has to decide; the notation is retired"},
    {TL_DECL_TREATY, "subject to treaty or international agreement", "CAPCO Manual 2016, E.6",
     "the treaty decides, which no program reads"},
    {TL_DECL_EXEMPT, "exempt from automatic declassification", "E.O. 13526 3.3(b) and (h)",
     "an exempt record stays classified after its date until it is reviewed"},
    {TL_DECL_COMMINGLED, "RD, FRD, TFNI or NATO portions stand in it, for which there is no date",
     "CAPCO Manual 2016, E.4 and E.5; 10 CFR 1045", "no date stands over such portions"},
    {TL_DECL_EVENT, "declassify on an event", "E.O. 13526 1.5(a)",
     "no program can judge whether it has happened"},
    {TL_DECL_DURATION, "declassify after so many years from the date of the document", "E.O. 13526 1.5",
     NULL},
    {TL_DECL_NA, "not applicable: right for unclassified text; on classified text it counts as missing",
     "32 CFR 2001.22(e)", "there is no date in it"},
    {TL_DECL_GROUP, "a downgrading group", "E.O. 10501 4(a), as amended by E.O. 10964",
     "the groups are for reports only; what they held was brought under later orders"},
};

/* What the codes of each kind stand for. */
static const struct {
    enum tl_decl_type type;
    const char *code;
    const char *text;
    const char *source;
} codes[] = {
    {TL_DECL_EXEMPT, "25X1", "a confidential human source, an intelligence service or method",
     "E.O. 13526 3.3(b)(1)"},
    {TL_DECL_EXEMPT, "25X2", "help for weapons of mass destruction", "E.O. 13526 3.3(b)(2)"},
    {TL_DECL_EXEMPT, "25X3", "US cryptologic systems or activities", "E.O. 13526 3.3(b)(3)"},
    {TL_DECL_EXEMPT, "25X4", "state-of-the-art technology in a US weapon system", "E.O. 13526 3.3(b)(4)"},
    {TL_DECL_EXEMPT, "25X5", "US war plans that are in force, or their parts", "E.O. 13526 3.3(b)(5)"},
    {TL_DECL_EXEMPT, "25X6", "foreign government information, or serious harm to relations with a government",
     "E.O. 13526 3.3(b)(6)"},
    {TL_DECL_EXEMPT, "25X7", "the protection of the President and others", "E.O. 13526 3.3(b)(7)"},
    {TL_DECL_EXEMPT, "25X8", "emergency preparedness, or weak points of installations",
     "E.O. 13526 3.3(b)(8)"},
    {TL_DECL_EXEMPT, "25X9", "a statute, treaty or agreement that forbids it", "E.O. 13526 3.3(b)(9)"},
    {TL_DECL_EXEMPT, "25X1-EO12951", "original imagery", "E.O. 12951; CAPCO Manual 2016, E.3"},
    {TL_DECL_EXEMPT, "50X1-HUM", "a confidential human source, beyond 50 years", "E.O. 13526 3.3(h)(1)(A)"},
    {TL_DECL_EXEMPT, "50X2-WMD", "key design concepts of weapons of mass destruction, beyond 50 years",
     "E.O. 13526 3.3(h)(1)(B)"},
    {TL_DECL_EXEMPT, "50X", "an extraordinary case, beyond 50 years", "E.O. 13526 3.3(h)(2)"},
    {TL_DECL_EXEMPT, "75X", "approved beyond 75 years", "E.O. 13526 3.3(h)(3)"},
    {TL_DECL_X, "X1", "an intelligence source, method or activity, or a cryptologic one",
     "E.O. 12958 1.6(d)(1)"},
    {TL_DECL_X, "X2", "help for weapons of mass destruction", "E.O. 12958 1.6(d)(2)"},
    {TL_DECL_X, "X3", "technology of a US weapon system", "E.O. 12958 1.6(d)(3)"},
    {TL_DECL_X, "X4", "US military plans, or emergency preparedness plans", "E.O. 12958 1.6(d)(4)"},
    {TL_DECL_X, "X5", "foreign government information", "E.O. 12958 1.6(d)(5)"},
    {TL_DECL_X, "X6", "relations with a foreign government, a confidential source, or diplomatic activities",
     "E.O. 12958 1.6(d)(6)"},
    {TL_DECL_X, "X7", "the protection of the President and others", "E.O. 12958 1.6(d)(7)"},
    {TL_DECL_X, "X8", "a statute, treaty or international agreement", "E.O. 12958 1.6(d)(8)"},
    {TL_DECL_XGDS, "1", "furnished in confidence by a foreign government or organization",
     "E.O. 11652 5(B)(1)"},
    {TL_DECL_XGDS, "2", "covered by statute, cryptography, or intelligence sources and methods",
     "E.O. 11652 5(B)(2)"},
    {TL_DECL_XGDS, "3", "a system, plan, installation, project or matter of foreign relations",
     "E.O. 11652 5(B)(3)"},
    {TL_DECL_XGDS, "4", "it would put a person in immediate jeopardy", "E.O. 11652 5(B)(4)"},
    {TL_DECL_RDS, "", "the reason for more than six years, as the Department numbered them",
     "E.O. 12065 1-402"},
    {TL_DECL_GROUP, "1", "excluded from automatic downgrading and declassification", "E.O. 10501 4(a)(1)"},
    {TL_DECL_GROUP, "2", "exempted from it by the head of the agency", "E.O. 10501 4(a)(2)"},
    {TL_DECL_GROUP, "3", "downgraded every 12 years, never declassified by itself", "E.O. 10501 4(a)(3)"},
    {TL_DECL_GROUP, "4", "downgraded every 3 years, declassified after 12", "E.O. 10501 4(a)(4)"},
};

static const char *prefix_of(enum tl_decl_type type)
{
    return type == TL_DECL_XGDS    ? "XGDS-"
           : type == TL_DECL_RDS   ? "RDS-"
           : type == TL_DECL_GROUP ? "Group "
                                   : "";
}

static void put_codes(struct tl_buf *out, const struct tl_decl *decl)
{
    for (size_t i = 0; i < decl->codes.count; i++) {
        const tl_slice code = decl->codes.item[i];
        const char *text = "no paragraph of the order has this number";
        const char *source = "the order";
        for (size_t k = 0; k < TL_COUNT(codes); k++) {
            const tl_slice row = tl_str(codes[k].code);
            const bool is_series = row.len == 3 || row.len == 0; /* "50X" stands for 50X1 to 50X9 */
            if (codes[k].type == decl->type &&
                (tl_slice_eq(code, row) || (is_series && tl_slice_starts(code, row)))) {
                text = codes[k].text;
                source = codes[k].source;
                break;
            }
        }
        tl_put_line(out, 2, "%s%.*s: %s (%s).", prefix_of(decl->type), (int)code.len, (const char *)code.ptr,
                    text, source);
    }
}

static void put_order(struct tl_buf *out, tl_slice line, const struct tl_decl *decl)
{
    for (size_t i = 0; i < TL_COUNT(orders); i++) {
        if (orders[i].number == decl->eo) {
            tl_put_line(out, 2, "Order: %s.", orders[i].what);
            return;
        }
    }
    if (decl->reason == NULL || strcmp(decl->reason, "unknown_eo") != 0) {
        tl_put_line(out, 2, "Order: none is named.");
        return;
    }
    const char *words[TL_COUNT(orders)];
    char text[TL_COUNT(orders)][8];
    size_t begin = 0;
    while (begin < line.len && !tl_is_digit(line.ptr[begin])) {
        begin++;
    }
    size_t end = begin;
    while (end < line.len && (tl_is_digit(line.ptr[end]) || line.ptr[end] == ')')) {
        end++;
    }
    for (size_t i = 0; i < TL_COUNT(orders); i++) {
        (void)snprintf(text[i], sizeof(text[i]), "%d", orders[i].number);
        words[i] = text[i];
    }
    const char *near = tl_nearest(tl_slice_sub(line, begin, end), words, TL_COUNT(orders), 2);
    if (near != NULL) {
        tl_put_line(out, 2, "The number looks like %s: a person has to read the original.", near);
    }
}

static void put_dates(struct tl_buf *out, const struct tl_decl *decl)
{
    char text[TL_DATE_TEXT];
    if (decl->date.year > 0) {
        tl_put_line(out, 2, "Date on the line: %s.", tl_date_render(decl->date, text));
    }
    if (decl->source_date.year > 0) {
        tl_put_line(out, 2, "Date of the source: %s.", tl_date_render(decl->source_date, text));
    }
    if (decl->years > 0) {
        tl_put_line(out, 2, "Years from the date of the document: %d.", decl->years);
    }
    if (decl->event.len > 0) {
        tl_put_line(out, 2, "An event is named.");
    }
    if (decl->calc_date.year > 0) {
        tl_put_line(out, 2, "Calculated: %s (%s).  %s", tl_date_render(decl->calc_date, text),
                    decl->type == TL_DECL_GDS ? "E.O. 11652 5(A): 6, 8 or 10 full calendar years"
                                              : "32 CFR 2001.22(e); CAPCO Manual 2016, E.6",
                    decl->is_honorable && decl->date.year == 0
                        ? ""
                        : "For reports only: a calculated date that has passed frees nothing.");
    }
    if (decl->auto_date.year > 0) {
        tl_put_line(out, 2,
                    "Automatic, for permanent records that nobody exempts: %s (E.O. 13526 3.3(a) and (h)).  "
                    "For reports only: it frees nothing by itself.",
                    tl_date_render(decl->auto_date, text));
    }
    if (decl->warning != NULL) {
        tl_put_slug(out, 2, decl->warning);
    }
}

/* Why M10 may not honour a kind that it may honour otherwise. */
static void put_lack(struct tl_buf *out, const struct tl_decl *decl, struct tl_date doc_date,
                     enum tl_level level)
{
    const bool is_general = decl->type == TL_DECL_GDS && decl->date.year == 0;
    if (decl->type == TL_DECL_GDS && decl->eo != 11652 && decl->eo != 12065) {
        tl_put_line(
            out, 2,
            "No policy honours it: GDS belongs to E.O. 11652 and E.O. 12065, and the line names neither.");
    } else if (is_general && decl->eo == 12065) {
        tl_put_line(out, 2,
                    "No policy honours it: GDS of E.O. 12065 needs a date on the line (E.O. 12065 1-401).");
    } else if (decl->type == TL_DECL_GDS && decl->eo == 11652 && decl->date.year > 0) {
        tl_put_line(
            out, 2,
            "No policy honours it: GDS of E.O. 11652 counts from the document and takes no date (5(A)).");
    } else if (doc_date.year == 0) {
        tl_put_line(
            out, 2,
            "No policy honours it as it stands: it must be later than the date of the document, which is "
            "not known here.  Say --doc-date DATE; in a cable it is the date-time group.");
    } else if (is_general && (level == TL_LEVEL_U || level == TL_LEVEL_UNKNOWN)) {
        tl_put_line(out, 2,
                    "No policy honours it as it stands: its years depend on the level of the document.  Say "
                    "--level C, S or TS.");
    } else {
        tl_put_line(out, 2, "No policy honours it: its date is not after the date of the document.");
    }
}

static void put_honour(struct tl_buf *out, const struct tl_decl *decl, const char *never,
                       struct tl_date doc_date, enum tl_level level)
{
    char text[TL_DATE_TEXT];
    if (decl->is_honorable) {
        tl_put_line(
            out, 2,
            "A policy with `declassification: dates` may honour it, judged with --as-of %s or a later "
            "day: on portions without control, caption or foreign owner, when it is the one "
            "instruction of the cable and all claims of level agree.  A CUI word stays.",
            tl_date_render(tl_decl_honour_date(decl, doc_date), text));
    } else if (never != NULL) {
        tl_put_line(out, 2, "No policy honours it: %s.", never);
    } else {
        put_lack(out, decl, doc_date, level);
    }
}

void tl_explain_decl_text(tl_slice line, const struct tl_decl *decl, struct tl_date doc_date,
                          enum tl_level level, struct tl_buf *out)
{
    const struct tl_slug *row = tl_slug_find(decl->reason);
    const char *never = NULL;
    for (size_t i = 0; i < TL_COUNT(types); i++) {
        if (types[i].type == decl->type) {
            never = types[i].never;
            tl_put_line(out, 0, "%s%s%s: %s (%s).", tl_decl_type_name(decl->type),
                        decl->reason != NULL ? ", " : "", decl->reason != NULL ? decl->reason : "",
                        row != NULL ? row->text : types[i].text, row != NULL ? row->source : types[i].source);
        }
    }
    put_order(out, line, decl);
    put_codes(out, decl);
    put_dates(out, decl);
    put_honour(out, decl, never, doc_date, level);
    if (row != NULL && row->help != NULL) {
        tl_put_line(out, 2, "Way out: %s", row->help);
    } else if (decl->type == TL_DECL_MISSING || decl->type == TL_DECL_NA) {
        tl_put_line(out, 2,
                    "Way out: on classified text the classifier adds one: E.O. 13526: DECL: 11/06/2033.");
    }
}
