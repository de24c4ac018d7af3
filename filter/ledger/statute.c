/* SPDX-License-Identifier: Apache-2.0 */
/* Sources: 5 U.S.C. 552(b) and 552a(d)(5), (j), (k); E.O. 13526 1.4 and 3.3(b) and (h); 32 CFR 2001.26 for
 * the codes of markings; E.O. 12958 1.5. */
#include "ledger/statute.h"

static const struct tl_statute rows[] = {
    {"(b)(1)", "5 U.S.C. 552(b)(1)", "matter properly classified under an Executive order"},
    {"(b)(2)", "5 U.S.C. 552(b)(2)", "internal personnel rules and practices"},
    {"(b)(3)", "5 U.S.C. 552(b)(3), with the statute named", "matter exempted by another statute"},
    {"(b)(4)", "5 U.S.C. 552(b)(4)", "trade secrets and confidential commercial or financial information"},
    {"(b)(5)", "5 U.S.C. 552(b)(5)", "privileged memoranda within or between agencies"},
    {"(b)(6)", "5 U.S.C. 552(b)(6)", "personal information whose disclosure would invade privacy"},
    {"(b)(7)", "5 U.S.C. 552(b)(7)", "records compiled for law enforcement"},
    {"(b)(7)(A)", "5 U.S.C. 552(b)(7)(A)", "interference with enforcement proceedings"},
    {"(b)(7)(B)", "5 U.S.C. 552(b)(7)(B)", "the right to a fair trial"},
    {"(b)(7)(C)", "5 U.S.C. 552(b)(7)(C)", "personal privacy in law enforcement records"},
    {"(b)(7)(D)", "5 U.S.C. 552(b)(7)(D)", "confidential sources of law enforcement"},
    {"(b)(7)(E)", "5 U.S.C. 552(b)(7)(E)", "techniques and procedures of law enforcement"},
    {"(b)(7)(F)", "5 U.S.C. 552(b)(7)(F)", "the life or physical safety of a person"},
    {"(b)(8)", "5 U.S.C. 552(b)(8)", "supervision of financial institutions"},
    {"(b)(9)", "5 U.S.C. 552(b)(9)", "geological information about wells"},
    {"(d)(5)", "5 U.S.C. 552a(d)(5)", "information compiled for a civil action or proceeding"},
    {"(j)(1)", "5 U.S.C. 552a(j)(1)", "records of the Central Intelligence Agency"},
    {"(j)(2)", "5 U.S.C. 552a(j)(2)", "records of criminal law enforcement"},
    {"(k)(1)", "5 U.S.C. 552a(k)(1)", "classified matter in a system of records"},
    {"(k)(2)", "5 U.S.C. 552a(k)(2)", "investigatory material for law enforcement"},
    {"(k)(3)", "5 U.S.C. 552a(k)(3)", "protective services"},
    {"(k)(4)", "5 U.S.C. 552a(k)(4)", "statistical records"},
    {"(k)(5)", "5 U.S.C. 552a(k)(5)", "sources of suitability investigations"},
    {"(k)(6)", "5 U.S.C. 552a(k)(6)", "examination material"},
    {"(k)(7)", "5 U.S.C. 552a(k)(7)", "evaluation material for promotion in the armed services"},
    {"1.4(a)", "E.O. 13526 1.4(a)", "military plans, weapons systems, or operations"},
    {"1.4(b)", "E.O. 13526 1.4(b)", "foreign government information"},
    {"1.4(c)", "E.O. 13526 1.4(c)", "intelligence activities, sources or methods, or cryptology"},
    {"1.4(d)", "E.O. 13526 1.4(d)", "foreign relations or foreign activities, with confidential sources"},
    {"1.4(e)", "E.O. 13526 1.4(e)", "scientific, technological, or economic matters of national security"},
    {"1.4(f)", "E.O. 13526 1.4(f)", "safeguarding nuclear materials or facilities"},
    {"1.4(g)", "E.O. 13526 1.4(g)", "vulnerabilities or capabilities of systems and installations"},
    {"1.4(h)", "E.O. 13526 1.4(h)", "weapons of mass destruction"},
    {"1.5(a)", "E.O. 12958 1.5(a)", "military plans, weapons systems, or operations"},
    {"1.5(b)", "E.O. 12958 1.5(b)", "foreign government information"},
    {"1.5(c)", "E.O. 12958 1.5(c)", "intelligence activities, sources or methods, or cryptology"},
    {"1.5(d)", "E.O. 12958 1.5(d)", "foreign relations or foreign activities, with confidential sources"},
    {"1.5(e)", "E.O. 12958 1.5(e)", "scientific, technological, or economic matters of national security"},
    {"1.5(f)", "E.O. 12958 1.5(f)", "safeguarding nuclear materials or facilities"},
    {"1.5(g)", "E.O. 12958 1.5(g)", "vulnerabilities or capabilities of systems and installations"},
    {"3.3(b)(1)", "E.O. 13526 3.3(b)(1)", "a confidential human source, or an intelligence source or method"},
    {"3.3(b)(2)", "E.O. 13526 3.3(b)(2)", "weapons of mass destruction"},
    {"3.3(b)(3)", "E.O. 13526 3.3(b)(3)", "cryptologic systems or activities"},
    {"3.3(b)(4)", "E.O. 13526 3.3(b)(4)", "state-of-the-art technology within a weapon system"},
    {"3.3(b)(5)", "E.O. 13526 3.3(b)(5)", "military war plans still in effect"},
    {"3.3(b)(6)", "E.O. 13526 3.3(b)(6)", "serious harm to relations with a foreign government"},
    {"3.3(b)(7)", "E.O. 13526 3.3(b)(7)", "protection of the President, Vice President and others"},
    {"3.3(b)(8)", "E.O. 13526 3.3(b)(8)", "current vulnerabilities of systems and installations"},
    {"3.3(b)(9)", "E.O. 13526 3.3(b)(9)", "matter whose release would violate a statute or treaty"},
    {"3.3(h)(1)", "E.O. 13526 3.3(h)(1)", "a confidential human source, beyond fifty years"},
    {"3.3(h)(2)", "E.O. 13526 3.3(h)(2)",
     "design concepts of weapons of mass destruction, beyond fifty years"},
    {"25X1", "E.O. 13526 3.3(b)(1)", "a confidential human source, or an intelligence source or method"},
    {"25X2", "E.O. 13526 3.3(b)(2)", "weapons of mass destruction"},
    {"25X3", "E.O. 13526 3.3(b)(3)", "cryptologic systems or activities"},
    {"25X4", "E.O. 13526 3.3(b)(4)", "state-of-the-art technology within a weapon system"},
    {"25X5", "E.O. 13526 3.3(b)(5)", "military war plans still in effect"},
    {"25X6", "E.O. 13526 3.3(b)(6)", "serious harm to relations with a foreign government"},
    {"25X7", "E.O. 13526 3.3(b)(7)", "protection of the President, Vice President and others"},
    {"25X8", "E.O. 13526 3.3(b)(8)", "current vulnerabilities of systems and installations"},
    {"25X9", "E.O. 13526 3.3(b)(9)", "matter whose release would violate a statute or treaty"},
    {"50X1-HUM", "E.O. 13526 3.3(h)(1)", "a confidential human source, beyond fifty years"},
    {"50X2-WMD", "E.O. 13526 3.3(h)(2)",
     "design concepts of weapons of mass destruction, beyond fifty years"},
};

const struct tl_statute *tl_statute_row(size_t index)
{
    return index < TL_COUNT(rows) ? &rows[index] : NULL;
}

const struct tl_statute *tl_statute_find(tl_slice code)
{
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        if (tl_slice_eq(code, tl_str(rows[i].code))) {
            return &rows[i];
        }
    }
    return NULL;
}

bool tl_code_is_reason(tl_slice code)
{
    return tl_slice_starts(code, TL_LIT("1.4(")) || tl_slice_starts(code, TL_LIT("1.5("));
}
