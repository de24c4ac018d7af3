/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/posts.h"

#include <threads.h>

#include "cable/reader.h"

/*
 * Posts and agencies that number telegrams, as reference lines call them.  Posts: embassies,
 * consulates, missions and liaison offices of the United States, 1973 to 2010, closed and renamed ones too;
 * agencies: 5 FAH-2 H-300 and the addresses of State telegrams.  In their order without blanks.
 */
static const char *const posts[] = {
    "ABIDJAN",
    "ABU DHABI",
    "ABUJA",
    "ACCRA",
    "ADANA",
    "ADDIS ABABA",
    "ADEN",
    "AIDAC",
    "AIDTO",
    "AIT TAIPEI",
    "ALEPPO",
    "ALEXANDRIA",
    "ALGIERS",
    "ALMATY",
    "AMMAN",
    "AMSTERDAM",
    "ANKARA",
    "ANTANANARIVO",
    "ANTWERP",
    "APIA",
    "ASHGABAT",
    "ASMARA",
    "ASTANA",
    "ASUNCION",
    "ATHENS",
    "AUCKLAND",
    "BAGHDAD",
    "BAKU",
    "BAMAKO",
    "BANDAR SERI BEGAWAN",
    "BANGKOK",
    "BANGUI",
    "BANJUL",
    "BARCELONA",
    "BARRANQUILLA",
    "BASRAH",
    "BEIJING",
    "BEIRUT",
    "BELEM",
    "BELFAST",
    "BELGRADE",
    "BELIZE",
    "BELMOPAN",
    "BERLIN",
    "BERN",
    "BILBAO",
    "BISHKEK",
    "BISSAU",
    "BLANTYRE",
    "BOGOTA",
    "BOMBAY",
    "BONN",
    "BORDEAUX",
    "BRASILIA",
    "BRATISLAVA",
    "BRAZZAVILLE",
    "BREMEN",
    "BRIDGETOWN",
    "BRUSSELS",
    "BUCHAREST",
    "BUDAPEST",
    "BUENOS AIRES",
    "BUJUMBURA",
    "BUKAVU",
    "BUSAN",
    "CAIRO",
    "CALCUTTA",
    "CALGARY",
    "CALI",
    "CANBERRA",
    "CAPE TOWN",
    "CARACAS",
    "CASABLANCA",
    "CEBU",
    "CHENGDU",
    "CHENNAI",
    "CHIANG MAI",
    "CHISINAU",
    "CIA",
    "CIUDAD JUAREZ",
    "COLOMBO",
    "CONAKRY",
    "CONSTANTINE",
    "COPENHAGEN",
    "COTONOU",
    "CURACAO",
    "DACCA",
    "DAKAR",
    "DAMASCUS",
    "DAR ES SALAAM",
    "DEA",
    "DHAHRAN",
    "DHAKA",
    "DIA",
    "DILI",
    "DJIBOUTI",
    "DOHA",
    "DOUALA",
    "DUBAI",
    "DUBLIN",
    "DURBAN",
    "DUSHANBE",
    "DUSSELDORF",
    "EC BRUSSELS",
    "EDINBURGH",
    "FAA",
    "FLORENCE",
    "FRANKFURT",
    "FREETOWN",
    "FUKUOKA",
    "GABORONE",
    "GENEVA",
    "GENOA",
    "GEORGETOWN",
    "GOTEBORG",
    "GRENADA",
    "GUADALAJARA",
    "GUANGZHOU",
    "GUATEMALA",
    "GUAYAQUIL",
    "HALIFAX",
    "HAMBURG",
    "HAMILTON",
    "HANOI",
    "HARARE",
    "HAVANA",
    "HELSINKI",
    "HERMOSILLO",
    "HILO",
    "HO CHI MINH CITY",
    "HONG KONG",
    "IBADAN",
    "ISLAMABAD",
    "ISTANBUL",
    "IZMIR",
    "JAKARTA",
    "JCS",
    "JEDDAH",
    "JERUSALEM",
    "JIDDA",
    "JOHANNESBURG",
    "KABUL",
    "KADUNA",
    "KAMPALA",
    "KARACHI",
    "KATHMANDU",
    "KHARTOUM",
    "KHORRAMSHAHR",
    "KIEV",
    "KIGALI",
    "KINGSTON",
    "KINSHASA",
    "KISANGANI",
    "KOBE",
    "KOLKATA",
    "KOLONIA",
    "KOROR",
    "KRAKOW",
    "KUALA LUMPUR",
    "KUWAIT",
    "KYIV",
    "LAGOS",
    "LAHORE",
    "LA PAZ",
    "LAUSANNE",
    "LENINGRAD",
    "LIBREVILLE",
    "LILONGWE",
    "LIMA",
    "LISBON",
    "LIVERPOOL",
    "LJUBLJANA",
    "LOME",
    "LONDON",
    "LOURENCO MARQUES",
    "LUANDA",
    "LUBUMBASHI",
    "LUSAKA",
    "LUXEMBOURG",
    "LYON",
    "MADRAS",
    "MADRID",
    "MAJURO",
    "MALABO",
    "MALTA",
    "MANAGUA",
    "MANAMA",
    "MANCHESTER",
    "MANDALAY",
    "MANILA",
    "MAPUTO",
    "MARACAIBO",
    "MARSEILLE",
    "MASERU",
    "MATAMOROS",
    "MAZATLAN",
    "MBABANE",
    "MEDAN",
    "MELBOURNE",
    "MERIDA",
    "MEXICO",
    "MEXICO CITY",
    "MILAN",
    "MINSK",
    "MOGADISHU",
    "MOMBASA",
    "MONROVIA",
    "MONTERREY",
    "MONTEVIDEO",
    "MONTREAL",
    "MOSCOW",
    "MUMBAI",
    "MUNICH",
    "MUSCAT",
    "NAGOYA",
    "NAHA",
    "NAIROBI",
    "NAPLES",
    "NASSAU",
    "NDJAMENA",
    "NEW DELHI",
    "NEW YORK",
    "NIAMEY",
    "NICE",
    "NICOSIA",
    "NOUAKCHOTT",
    "NSC",
    "NUEVO LAREDO",
    "NUKUALOFA",
    "OECD PARIS",
    "OPORTO",
    "ORAN",
    "OSAKA",
    "OSAKA KOBE",
    "OSLO",
    "OTTAWA",
    "OUAGADOUGOU",
    "PALERMO",
    "PANAMA",
    "PARAMARIBO",
    "PARIS",
    "PEKING",
    "PERTH",
    "PESHAWAR",
    "PHNOM PENH",
    "PODGORICA",
    "PONTA DELGADA",
    "PORT AU PRINCE",
    "PORT LOUIS",
    "PORT MORESBY",
    "PORTO ALEGRE",
    "PORT OF SPAIN",
    "POZNAN",
    "PRAGUE",
    "PRAIA",
    "PRETORIA",
    "PRISTINA",
    "PUERTO LA CRUZ",
    "PUSAN",
    "QUEBEC",
    "QUITO",
    "RABAT",
    "RANGOON",
    "RECIFE",
    "REYKJAVIK",
    "RIGA",
    "RIO DE JANEIRO",
    "RIYADH",
    "ROME",
    "ROTTERDAM",
    "SAIGON",
    "SALISBURY",
    "SALVADOR",
    "SALZBURG",
    "SANAA",
    "SAN JOSE",
    "SAN SALVADOR",
    "SANTIAGO",
    "SANTO DOMINGO",
    "SAO PAULO",
    "SAPPORO",
    "SARAJEVO",
    "SECDEF",
    "SECSTATE",
    "SECTO",
    "SEOUL",
    "SEVILLE",
    "SHANGHAI",
    "SHENYANG",
    "SINGAPORE",
    "SKOPJE",
    "SOFIA",
    "SONGKHLA",
    "STATE",
    "STATE TOSEC",
    "STOCKHOLM",
    "ST PETERSBURG",
    "STRASBOURG",
    "STUTTGART",
    "SURABAYA",
    "SUVA",
    "SYDNEY",
    "TABRIZ",
    "TAIPEI",
    "TALLINN",
    "TANANARIVE",
    "TANGIER",
    "TASHKENT",
    "TBILISI",
    "TEGUCIGALPA",
    "TEHRAN",
    "TEL AVIV",
    "THE HAGUE",
    "THESSALONIKI",
    "THIMPHU",
    "TIJUANA",
    "TIRANA",
    "TOKYO",
    "TORONTO",
    "TOSEC",
    "TREASURY",
    "TRIESTE",
    "TRIPOLI",
    "TUNIS",
    "TURIN",
    "UDORN",
    "ULAANBAATAR",
    "UNVIE VIENNA",
    "USCINCEUR",
    "USCINCPAC",
    "USCINCSO",
    "USDEL MBFR VIENNA",
    "USDEL SALT TWO GENEVA",
    "USDOC",
    "USEC BRUSSELS",
    "USEEC BRUSSELS",
    "USEU BRUSSELS",
    "USIA",
    "USICA",
    "USINT HAVANA",
    "USLO PEKING",
    "USLO RIYADH",
    "USMISSION GENEVA",
    "USMISSION USNATO",
    "USNATO",
    "USNATO BRUSSELS",
    "USOAS",
    "USOSCE",
    "USSOUTHCOM",
    "USUN",
    "USUN NEW YORK",
    "USUN ROME",
    "VALLETTA",
    "VANCOUVER",
    "VATICAN",
    "VIENNA",
    "VIENTIANE",
    "VILNIUS",
    "VLADIVOSTOK",
    "WARSAW",
    "WASHDC",
    "WELLINGTON",
    "WHITE HOUSE",
    "WINDHOEK",
    "WINNIPEG",
    "YAOUNDE",
    "YEKATERINBURG",
    "YEREVAN",
    "ZAGREB",
    "ZANZIBAR",
    "ZURICH",
};

/* Kinds of posts, as address lines put them before the name (5 FAH-2). */
static const char *const kinds[] = {"AMEMBASSY", "AMEMB", "AMCONSUL",  "AMCONGEN", "AMCONSULATE",
                                    "USMISSION", "USINT", "USLIAISON", "USLO",     "USOFFICE"};

/* What stands behind the name. */
static const char *const precedences[] = {"NIACT", "FLASH", "IMMEDIATE", "IMMED", "PRIORITY", "ROUTINE"};

static bool is_one_of(tl_slice word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (word.len > 0 && word.ptr[0] == (unsigned char)words[i][0] &&
            tl_slice_eq(word, tl_str(words[i]))) {
            return true;
        }
    }
    return false;
}

static size_t skip_blanks(tl_slice text, size_t at)
{
    while (at < text.len && tl_is_blank(text.ptr[at])) {
        at++;
    }
    return at;
}

/* As memcmp, of all but the blanks. */
static int compare_posts(tl_slice a, tl_slice b)
{
    for (size_t x = 0, y = 0;; x++, y++) {
        x = x < a.len && a.ptr[x] > ' ' ? x : skip_blanks(a, x);
        y = y < b.len && b.ptr[y] > ' ' ? y : skip_blanks(b, y);
        if (x == a.len || y == b.len) {
            return (x < a.len) - (y < b.len);
        }
        if (a.ptr[x] != b.ptr[y]) {
            return (int)a.ptr[x] - (int)b.ptr[y];
        }
    }
}

bool tl_same_post(tl_slice a, tl_slice b)
{
    return compare_posts(a, b) == 0;
}

static once_flag is_in_order = ONCE_FLAG_INIT;

static void check_order(void)
{
    for (size_t i = 1; i < TL_COUNT(posts); i++) {
        TL_CHECK(compare_posts(tl_str(posts[i - 1]), tl_str(posts[i])) < 0);
    }
}

/* By halves. */
static bool is_known_post(tl_slice name)
{
    call_once(&is_in_order, check_order);
    size_t low = 0;
    size_t high = TL_COUNT(posts);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = compare_posts(name, tl_str(posts[middle]));
        if (order == 0) {
            return true;
        }
        if (order > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

bool tl_is_post(tl_slice name, struct tl_words named)
{
    if (is_known_post(name)) {
        return true;
    }
    for (size_t i = 0; i < named.count; i++) {
        if (tl_same_post(name, named.item[i])) {
            return true;
        }
    }
    return false;
}

tl_slice tl_post_of_address(tl_slice line)
{
    struct tl_cursor c = {line, 0};
    tl_slice word = tl_next_word(&c);
    for (size_t words = 0; word.len > 0 && words < 3; words++) {
        const size_t slash = tl_slice_find(word, TL_LIT("/"), 0); /* "RUEHXV/AMEMBASSY" */
        const tl_slice kind = slash == TL_NONE ? word : tl_slice_sub(word, slash + 1, word.len);
        if (is_one_of(kind, kinds, TL_COUNT(kinds))) {
            tl_skip_blanks(&c);
            const size_t begin = c.at;
            size_t end = begin;
            for (word = tl_next_word(&c); word.len > 0; word = tl_next_word(&c)) {
                if (!tl_is_upper(word.ptr[0]) || is_one_of(word, precedences, TL_COUNT(precedences))) {
                    break;
                }
                end = c.at;
            }
            return tl_slice_sub(line, begin, end);
        }
        word = tl_next_word(&c);
    }
    return (tl_slice){NULL, 0};
}
