/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A rule is `before`, one of `words`, `after`; a hit is the same with `hit` for `after`, where # stands for a
 * digit, ^ for a capital, * for a hexadecimal digit, @ for an invented name, \001 for @, and all else for
 * itself. */
struct base {
    const char *before; /* of the pattern */
    const char *words;  /* parted by |; NULL: none; "": the list of agencies */
    const char *after;
    const char *start; /* of a hit, before the word */
    const char *hit;
    bool is_any; /* in any case */
};

#define NAME " [A-Z][a-z]+( [A-Z][a-z]+)?\\b"
#define FAMILIES                                                                                             \
    "quenthorpe|orlevay|harunsen|zumbrecht|vasquelin|santovar|verenne|malveen|tirridge|ostrander|kelvarin|"  \
    "brandoval|ilmarinen|dragunov-hale|petrescan|novikar|hallgarth|imbermont|castellane|wyndholm|yardrow|"   \
    "stenmark|olufsdal|pereyra-lund|tamborine|rothwyn|gallibrand|farringay|esterhaz|mindoro"
#define WEAPONS                                                                                              \
    "rifle|carbine|mortar|howitzer|grenade|detonator|warhead|missile|launcher|torpedo|munition|ammunition|"  \
    "shrapnel|landmine|explosive|fuse|silencer|bayonet|cannon|pistol|revolver|shotgun|flamethrower|bazooka|" \
    "semtex|gunpowder|cordite|dynamite|gelignite|nitrate|sarin|tabun|soman|phosgene|mustard|anthrax|ricin|"  \
    "centrifuge|uranium|plutonium|tritium|deuterium|beryllium|zirconium|maraging|gyroscope|seeker|"          \
    "telemetry|"                                                                                             \
    "propellant|hydrazine"
#define SOURCES                                                                                              \
    "informant|collaborator|defector|walk-in|cutout|handler|mole|courier|go-between|confidant|insider|"      \
    "whistleblower"
#define SHIPS                                                                                                \
    "petrel|cormorant|albatross|fulmar|guillemot|kittiwake|razorbill|shearwater|skua|gannet|merganser|"      \
    "sandpiper|turnstone|whimbrel|dotterel|phalarope|avocet|lapwing|dunlin|sanderling"
#define PLACES                                                                                               \
    "port ostrel|nova selia|verania|halvard bay|lake ombra|tarn valley|cape sorrow|kestrel island|"          \
    "mount ilmar|st oswin|new tirrin|east harbourne|zarnik|polvara|drovnik|quellen|ostrava bay|umbria sound"

static const struct base table[PERF_BASE] = {
    /* ten of all sorts */
    {"\\b", "Ambassador|Charge|Consul General|Vice Consul", NAME, "", " @ @", false},
    {"\\b", WEAPONS, "s?\\b", "", "", true},
    {"\\b", "", "\\b", "", "", false},
    {"\\b", "CASE|FILE|REPT", " [A-Z]{2}[0-9]{4,6}\\b", "", " ^^#####", false},
    {"\\bsafe[ -]house\\b", NULL, "", "safe house", "", true},
    {"\\b[0-9]{3}-[0-9]{3}-[0-9]{4}\\b", NULL, "", "", "###-###-####", false},
    {"\\b", "Minister|State Secretary|Permanent Secretary", NAME, "", " @ @", false},
    {"\\b", FAMILIES, "\\b", "", "", true},
    {"\\b[A-Z]{2}[0-9]{7}\\b", NULL, "", "", "^^#######", false},
    {"\\b[0-9]{3}-[0-9]{2}-[0-9]{4}\\b", NULL, "", "", "###-##-####", false},
    /* names after titles, and with particles */
    {"\\b", "General|Colonel|Major|Captain|Brigadier|Admiral|Commodore|Lieutenant", NAME, "", " @", false},
    {"\\b", "Mr|Mrs|Ms|Dr|Prof", "\\. [A-Z][a-z]+\\b", "", ". @", false},
    {"\\b", "Poloff|Econoff|Emboff|Conoff|Laboff", " [A-Z][a-z]+\\b", "", " @", false},
    {"\\b", "Senator|Speaker|Assemblyman|Congressman|Governor|Mayor", NAME, "", " @ @", false},
    {"\\b", "Archbishop|Bishop|Father|Imam|Sheikh|Patriarch|Rabbi", NAME, "", " @", false},
    {"\\b", "Prince|Princess|King|Queen|Emir|Duke", " [A-Z][a-z]+\\b", "", " @", false},
    {"\\b", "Judge|Justice|Prosecutor|Advocate", NAME, "", " @ @", false},
    {"\\b", "Chairman|Managing Director|Chief Executive|Treasurer", NAME, "", " @ @", false},
    {"\\b[A-Z][a-z]+ ", "bin|ibn|van der|de la|von", " [A-Z][a-z]+\\b", "@ ", " @", false},
    {"\\b[A-Z][a-z]+, [A-Z]\\.[A-Z]\\.", NULL, "", "@, ", "^.^.", false},
    /* word lists in any case */
    {"\\b", SOURCES, "s?\\b", "", "", true},
    {"\\b", SHIPS, "\\b", "", "", true},
    {"\\b", PLACES, "\\b", "", "", true},
    {"\\b",
     "heroin|cocaine|opium|morphine|fentanyl|methamphetamine|hashish|cannabis|ecstasy|ketamine|precursor|"
     "ephedrine",
     "\\b", "", "", true},
    {"\\b",
     "tuberculosis|hepatitis|diabetes|dementia|cancer|stroke|leukemia|epilepsy|asthma|depression|psychosis|"
     "cirrhosis|pneumonia|malaria|typhoid",
     "\\b", "", "", true},
    {"\\b",
     "nightjar|larkspur|foxglove|hellebore|aconite|belladonna|hemlock|oleander|wolfsbane|mandrake|nightshade|"
     "bryony|spurge|tansy|henbane|datura",
     "\\b", "", "", true},
    {"\\bthe ", "brother|sister|father|mother|wife|husband|son|daughter|cousin|uncle|nephew",
     " of [A-Z][a-z]+\\b", "the ", " of @", false},
    /* agencies and firms */
    {"\\b", "Ministry|Directorate|Inspectorate|Secretariat",
     " of (Defence|Interior|Justice|Trade|Fisheries|Energy|Health|Transport)\\b", "", " of Fisheries", false},
    {"\\b[A-Z][a-z]+ ", "Trading|Shipping|Holding|Mining|Salvage", " (Company|Limited|Group|Partners)\\b",
     "@ ", " Limited", false},
    {"\\b", "First|Second|Third|Fourth|Fifth|Sixth", " (Directorate|Department|Division|Section)\\b", "",
     " Directorate", false},
    {"\\b[0-9]{1,3}(st|nd|rd|th) ", "Brigade|Regiment|Battalion|Squadron|Division", "\\b", "##th ", "",
     false},
    {"\\b", "University|Institute|Academy|College", " of [A-Z][a-z]+\\b", "", " of @", false},
    {"\\b[A-Z][a-z]+ ", "Peninsula|Archipelago|Lighthouse|Airfield|Barracks", "\\b", "@ ", "", false},
    {"\\b", "Radio|Television|Daily|Weekly|Evening", " [A-Z][a-z]+\\b", "", " @", false},
    /* codes */
    {"\\bTD-[0-9]{3}-[0-9]{5}-[0-9]{2}\\b", NULL, "", "", "TD-###-#####-##", false},
    {"\\b[A-Z]{2}-[0-9]{5}\\b", NULL, "", "", "^^-#####", false},
    {"\\bZQ[A-Z]{5,9}\\b", NULL, "", "", "ZQ^^^^^^", false},
    {"\\b[A-Z]{3} [0-9]{3}[A-Z]\\b", NULL, "", "", "^^^ ###^", false},
    {"\\b[A-HJ-NPR-Z0-9]{17}\\b", NULL, "", "", "1H7BX52K9D4######", false},
    {"\\b[0-9a-f]{32,64}\\b", NULL, "", "", "********************************", false},
    {"\\b[A-Z]{2}[0-9]{2}( [0-9]{4}){4}\\b", NULL, "", "", "^^## #### #### #### ####", false},
    {"\\b[A-Z][0-9][A-Z]{3}\\b", NULL, "", "", "^#^^^", false},
    {"\\b", "operation|project|exercise", " [A-Z]{5,12}\\b", "", " K^^^^^^", false},
    /* phrases in any case, with a blank or a hyphen */
    {"\\bdead[ -]drop\\b", NULL, "", "dead drop", "", true},
    {"\\bsignals[ -]intelligence\\b", NULL, "", "signals-intelligence", "", true},
    {"\\b", "strictly|closely|carefully", "[ -](protect|guarded|held)\\b", "", "-guarded", true},
    {"\\bliaison[ -]", "service|officer|partner", "s?\\b", "liaison ", "s", true},
    {"\\bback[ -]channel[ -]", "message|note|contact|talks", "\\b", "back-channel ", "", true},
    {"\\border[ -]of[ -]battle\\b", NULL, "", "order of battle", "", true},
    {"\\b", "covert|clandestine|undercover", "[ -](action|funding|visit|meeting)\\b", "", " funding", true},
    /* shapes */
    {"\\b[0-9]{4}( [0-9]{4}){3}\\b", NULL, "", "", "#### #### #### ####", false},
    {"\\+[0-9]{2,3} [0-9]{2} [0-9]{7}\\b", NULL, "", "", "+## ## #######", false},
    {"\\b[0-9]{2}\\.[0-9]{4}[NS]\\b", NULL, "", "", "##.####N", false},
    {"\\b[0-9]{3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\b", NULL, "", "", "###.##.#.##", false},
    {"\\bborn [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}\\b", NULL, "", "", "born 1# March 19##", false},
    {"\\b[0-9]{2}[A-Z]{3}[0-9]{8}\\b", NULL, "", "", "##^^^########", false},
    {"\\b[a-z.]+[@][a-z]+\\.[a-z]{2,3}\\b", NULL, "", "ilsa.q\001post.xv", "", false},
    {"\\b[0-9]{2,3}\\.[0-9]{3} MHz\\b", NULL, "", "", "###.### MHz", false},
    {"\\b[0-9]{2}-[0-9]{7}\\b", NULL, "", "", "##-#######", false},
    {"\\$[0-9]{1,3}(,[0-9]{3})+\\b", NULL, "", "", "$##,###,###", false},
};

enum sort { SORT_NAME, SORT_OFFICE, SORT_CODE, SORT_PHRASE, SORT_SHAPE };

/* A rule that was made. */
struct made {
    enum sort sort;
    size_t digits;
    char a[PERF_WORD];
    char b[PERF_WORD];
};

enum { AGENCIES = 40, AGENCY = 8, PATTERN = 1024 };

static struct made made[PERF_RULES];
static char agencies[AGENCIES * AGENCY];

static void make_agencies(void)
{
    struct rng rng = {0xa9e7c1e5};
    size_t n = 0;
    for (size_t i = 0; i < AGENCIES; i++) {
        const size_t letters = 4 + below(&rng, 2);
        n += (size_t)(i > 0);
        for (size_t k = 0; k < letters; k++) {
            agencies[n++] = "BDFGKLMNPRSTVXZ"[below(&rng, 15)];
        }
        agencies[n] = '|';
    }
    agencies[n] = '\0';
}

void perf_rules_make(uint64_t seed)
{
    static const enum sort sorts[20] = {SORT_NAME, SORT_NAME,   SORT_NAME,   SORT_OFFICE, SORT_NAME,
                                        SORT_CODE, SORT_NAME,   SORT_NAME,   SORT_PHRASE, SORT_NAME,
                                        SORT_NAME, SORT_OFFICE, SORT_NAME,   SORT_NAME,   SORT_CODE,
                                        SORT_NAME, SORT_PHRASE, SORT_OFFICE, SORT_NAME,   SORT_SHAPE};
    struct rng rng = {seed};
    make_agencies();
    for (size_t i = PERF_BASE; i < PERF_RULES; i++) {
        made[i].sort = sorts[i % 20];
        made[i].digits = 5 + below(&rng, 4);
        if (made[i].sort == SORT_PHRASE) {
            make_word(&rng, 2 + below(&rng, 2), made[i].a);
            make_word(&rng, 2 + below(&rng, 3), made[i].b);
        } else {
            make_name(&rng, 2 + below(&rng, 2), made[i].a);
            make_name(&rng, 2 + below(&rng, 3), made[i].b);
        }
    }
}

static const char *words_of(const struct base *base)
{
    return base->words[0] == '\0' ? agencies : base->words;
}

static bool is_any(size_t index)
{
    return index < PERF_BASE ? table[index].is_any : made[index].sort == SORT_PHRASE;
}

static void pattern_of(size_t index, char out[PATTERN])
{
    if (index < PERF_BASE) {
        const struct base *base = &table[index];
        if (base->words == NULL) {
            snprintf(out, PATTERN, "%s%s", base->before, base->after);
        } else {
            snprintf(out, PATTERN, "%s(%s)%s", base->before, words_of(base), base->after);
        }
        return;
    }
    const struct made *rule = &made[index];
    switch (rule->sort) {
    case SORT_NAME:
        snprintf(out, PATTERN, "\\b(%s|%c\\.)( [A-Z]\\.)? %s\\b", rule->a, rule->a[0], rule->b);
        break;
    case SORT_OFFICE:
        snprintf(out, PATTERN, "\\b%s (Office|Bureau|Institute)\\b", rule->a);
        break;
    case SORT_CODE:
        snprintf(out, PATTERN, "\\b%.3s-[0-9]{4,6}\\b", rule->a);
        break;
    case SORT_PHRASE:
        snprintf(out, PATTERN, "\\b%s[ -]%s\\b", rule->a, rule->b);
        break;
    case SORT_SHAPE:
        snprintf(out, PATTERN, "\\b%.2s[0-9]{%zu}\\b", rule->a, rule->digits);
        break;
    }
}

/* ERE has one sort of group; the others take the one that remembers nothing. */
static void put_pattern(size_t index, bool is_ere)
{
    char pattern[PATTERN];
    pattern_of(index, pattern);
    for (size_t i = 0; pattern[i] != '\0'; i++) {
        const bool is_group = pattern[i] == '(' && !is_ere;
        if (pattern[i] == '\\') {
            putchar(pattern[i++]);
        }
        putchar(pattern[i]);
        if (is_group) {
            fputs("?:", stdout);
        }
    }
}

int perf_rules_put(size_t count, const char *how)
{
    const bool is_yaml = strcmp(how, "yaml") == 0;
    const bool is_sed = strcmp(how, "sed") == 0;
    const bool is_rg = strcmp(how, "rg") == 0;
    if (!is_yaml && !is_sed && !is_rg && strcmp(how, "perl") != 0) {
        return 1;
    }
    if (is_yaml) {
        puts("tearline-rules: 1\nid: bench\ntitle: Rules of the benchmark\nexemptions: ['(b)(6)']\nrules:");
    }
    for (size_t i = 0; i < count; i++) {
        if (is_yaml) {
            printf("  - id: bench.r%zu\n    why: a rule of the benchmark\n    match: '", i);
            put_pattern(i, false);
            printf("'\n%s    tests: [{miss: 'nothing'}]\n", is_any(i) ? "    case: any\n" : "");
        } else if (is_rg) {
            fputs(i > 0 ? "|" : "", stdout);
            fputs(is_any(i) ? "(?i:" : "(?:", stdout);
            put_pattern(i, false);
            putchar(')');
        } else {
            fputs("s/", stdout);
            put_pattern(i, is_sed);
            printf("/[(b)(6)]/g%s%s\n", !is_any(i) ? "" : is_sed ? "I" : "i", is_sed ? "" : ";");
        }
    }
    if (is_rg) {
        putchar('\n');
    }
    return 0;
}

/* One of the words of a list, in one of three cases when the rule takes any. */
static size_t put_word(struct rng *rng, const struct base *base, char out[PERF_HIT])
{
    const char *words = words_of(base);
    size_t count = 1;
    for (const char *at = words; *at != '\0'; at++) {
        count += *at == '|';
    }
    for (size_t skip = below(rng, count); skip > 0; skip--) {
        words = strchr(words, '|') + 1;
    }
    const size_t len = strcspn(words, "|");
    memcpy(out, words, len);
    const size_t letters = !base->is_any ? 3 : below(rng, 3);
    for (size_t i = 0; i < len && letters < 2; i++) {
        out[i] = (char)(letters == 0 || i == 0 ? toupper((unsigned char)out[i]) : out[i]);
    }
    return len;
}

static size_t put_sample(struct rng *rng, const char *sample, char *out)
{
    size_t n = 0;
    for (; *sample != '\0'; sample++) {
        switch (*sample) {
        case '#':
            out[n++] = (char)('0' + below(rng, 10));
            break;
        case '^':
            out[n++] = (char)('A' + below(rng, 26));
            break;
        case '*':
            out[n++] = "0123456789abcdef"[below(rng, 16)];
            break;
        case '@':
            make_name(rng, 2 + below(rng, 2), out + n);
            n += strlen(out + n);
            break;
        case '\001':
            out[n++] = '@';
            break;
        default:
            out[n++] = *sample;
            break;
        }
    }
    return n;
}

void perf_hit(struct rng *rng, size_t index, char out[PERF_HIT])
{
    const struct base *base = &table[index];
    size_t n = put_sample(rng, base->start, out);
    if (base->words != NULL) {
        n += put_word(rng, base, out + n);
    }
    n += put_sample(rng, base->hit, out + n);
    out[n] = '\0';
}

const char *perf_near_miss(struct rng *rng)
{
    static const char *const words[] = {
        "the Minister", "Ambassador",  "the General",  "our officer",  "safe passage", "12 March",
        "2007",         "4.5",         "1,250",        "the Chairman", "a service",    "USG",
        "liaison",      "the Bureau",  "the Governor", "paragraph 3",  "XV-",          "ref A",
        "GOX",          "the project", "covertly",     "closely",      "dead calm",    "order",
        "14:30",        "MFA",         "the Captain",  "the father",   "Justice",      "EU"};
    return words[below(rng, sizeof(words) / sizeof(words[0]))];
}
