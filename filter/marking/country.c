/* SPDX-License-Identifier: Apache-2.0 */
/* Country and organisation codes of REL TO, FGI, JOINT and DISPLAY ONLY lists. */
#include "marking/control.h"

/*
 * ISO 3166-1 alpha-3, sorted; with ANT and SCG, withdrawn but found in older papers, and Kosovo under both of
 * the codes in use (XKS: GENC, the register's source since 2013).
 */
static const char trigraphs[][4] = {
    "ABW", "AFG", "AGO", "AIA", "ALA", "ALB", "AND", "ANT", "ARE", "ARG", "ARM", "ASM", "ATA", "ATF", "ATG",
    "AUS", "AUT", "AZE", "BDI", "BEL", "BEN", "BES", "BFA", "BGD", "BGR", "BHR", "BHS", "BIH", "BLM", "BLR",
    "BLZ", "BMU", "BOL", "BRA", "BRB", "BRN", "BTN", "BVT", "BWA", "CAF", "CAN", "CCK", "CHE", "CHL", "CHN",
    "CIV", "CMR", "COD", "COG", "COK", "COL", "COM", "CPV", "CRI", "CUB", "CUW", "CXR", "CYM", "CYP", "CZE",
    "DEU", "DJI", "DMA", "DNK", "DOM", "DZA", "ECU", "EGY", "ERI", "ESH", "ESP", "EST", "ETH", "FIN", "FJI",
    "FLK", "FRA", "FRO", "FSM", "GAB", "GBR", "GEO", "GGY", "GHA", "GIB", "GIN", "GLP", "GMB", "GNB", "GNQ",
    "GRC", "GRD", "GRL", "GTM", "GUF", "GUM", "GUY", "HKG", "HMD", "HND", "HRV", "HTI", "HUN", "IDN", "IMN",
    "IND", "IOT", "IRL", "IRN", "IRQ", "ISL", "ISR", "ITA", "JAM", "JEY", "JOR", "JPN", "KAZ", "KEN", "KGZ",
    "KHM", "KIR", "KNA", "KOR", "KWT", "LAO", "LBN", "LBR", "LBY", "LCA", "LIE", "LKA", "LSO", "LTU", "LUX",
    "LVA", "MAC", "MAF", "MAR", "MCO", "MDA", "MDG", "MDV", "MEX", "MHL", "MKD", "MLI", "MLT", "MMR", "MNE",
    "MNG", "MNP", "MOZ", "MRT", "MSR", "MTQ", "MUS", "MWI", "MYS", "MYT", "NAM", "NCL", "NER", "NFK", "NGA",
    "NIC", "NIU", "NLD", "NOR", "NPL", "NRU", "NZL", "OMN", "PAK", "PAN", "PCN", "PER", "PHL", "PLW", "PNG",
    "POL", "PRI", "PRK", "PRT", "PRY", "PSE", "PYF", "QAT", "REU", "ROU", "RUS", "RWA", "SAU", "SCG", "SDN",
    "SEN", "SGP", "SGS", "SHN", "SJM", "SLB", "SLE", "SLV", "SMR", "SOM", "SPM", "SRB", "SSD", "STP", "SUR",
    "SVK", "SVN", "SWE", "SWZ", "SXM", "SYC", "SYR", "TCA", "TCD", "TGO", "THA", "TJK", "TKL", "TKM", "TLS",
    "TON", "TTO", "TUN", "TUR", "TUV", "TWN", "TZA", "UGA", "UKR", "UMI", "URY", "USA", "UZB", "VAT", "VCT",
    "VEN", "VGB", "VIR", "VNM", "VUT", "WLF", "WSM", "XKS", "XKX", "YEM", "ZAF", "ZMB", "ZWE",
};

/* Tetragraphs of the CAPCO annexes that stand for an organisation or coalition, sorted. */
static const char tetragraphs[][5] = {
    "ACGU", "AFSC", "APFS", "BWCS", "CFCK", "CFUP", "CMFC", "CMFP", "CPMT", "CTOE", "CWCS", "ECTF",
    "EFOR", "EUDA", "FVEY", "GCTF", "GMIF", "IESC", "ISAF", "KFOR", "MCFI", "MIFH", "MLEC", "MNFI",
    "MNTF", "NACT", "NATO", "OSAG", "RSMA", "SFOR", "SGAF", "SPAA", "TEYE", "UNCK",
};

/* Those whose membership the register fixes; every other one equals only itself. */
static const char *const fvey[] = {"USA", "AUS", "CAN", "GBR", "NZL", NULL};
static const char *const acgu[] = {"USA", "AUS", "CAN", "GBR", NULL};

bool tl_country_known(tl_slice code)
{
    const bool is_short = code.len == 3;
    size_t low = 0;
    size_t high = is_short ? TL_COUNT(trigraphs) : TL_COUNT(tetragraphs);
    if (code.len != 3 && code.len != 4) {
        return false;
    }
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = tl_slice_cmp(code, tl_str(is_short ? trigraphs[middle] : tetragraphs[middle]));
        if (order == 0) {
            return true;
        }
        low = order > 0 ? middle + 1 : low;
        high = order < 0 ? middle : high;
    }
    return false;
}

const char *const *tl_country_members(tl_slice code)
{
    if (tl_slice_eq(code, TL_LIT("FVEY"))) {
        return fvey;
    }
    return tl_slice_eq(code, TL_LIT("ACGU")) ? acgu : NULL;
}
