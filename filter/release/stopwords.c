/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that propagation never looks for alone (DESIGN M13): titles and offices, countries and their people,
 * months and days, and the common words of telegrams.  Words of three letters or fewer need no entry.
 */
#include "release/stopwords.h"
#include "release/match.h"

/* Small letters, ascending; a test proves it. */
/* clang-format off */
static const char *const words[] = {
    "about", "above", "according", "acting", "action", "added", "admiral", "afghan", "afghanistan",
    "africa", "african", "after", "again", "against", "agencies", "agency", "agent", "agents", "agreed",
    "agreement", "agriculture", "ahead", "albania", "albanian", "algeria", "algerian", "also", "although",
    "ambassador", "ambassadors", "america", "american", "among", "andorra", "angola", "announcement",
    "annual", "another", "answer", "anyone", "appears", "april", "arab", "archbishop", "argentina",
    "argentine", "armenia", "armenian", "army", "around", "asia", "asian", "asked", "assembly",
    "assessment", "assistant", "attache", "attorney", "august", "australia", "australian", "austria",
    "austrian", "authorities", "authority", "aware", "away", "azerbaijan", "background", "bahamas",
    "bahrain", "bangladesh", "bank", "barbados", "based", "because", "been", "before", "began", "begin",
    "being", "belarus", "belgian", "belgium", "believe", "believed", "belize", "below", "beneficial",
    "benin", "best", "better", "between", "bhutan", "bishop", "board", "bolivia", "bolivian", "bosnia",
    "both", "botswana", "brazil", "brazilian", "brief", "briefed", "brigadier", "britain", "british",
    "brunei", "bulgaria", "bulgarian", "bureau", "burkina", "burma", "burmese", "burundi", "business",
    "cabinet", "call", "called", "cambodia", "cambodian", "cameroon", "canada", "canadian", "cannot",
    "captain", "cardinal", "case", "cause", "central", "certain", "chad", "chair", "chairman",
    "chairperson", "chairwoman", "chancellor", "change", "charge", "chief", "chile", "chilean", "china",
    "chinese", "city", "clear", "close", "colombia", "colombian", "colonel", "commander", "comment",
    "comments", "commerce", "commission", "committee", "commodore", "common", "community", "comoros",
    "company", "concern", "concerned", "conference", "confidential", "confirmed", "congo", "congress",
    "congressman", "congresswoman", "consul", "consulate", "consuls", "contact", "contacts", "continue",
    "continued", "cooperation", "corporal", "corporation", "could", "council", "counsellor", "counselor",
    "countries", "country", "court", "crisis", "croatia", "croatian", "cuba", "cuban", "current",
    "currently", "cyprus", "czech", "czechoslovakia", "dame", "danish", "date", "days", "december",
    "decision", "declined", "defence", "defense", "delegate", "delegates", "delegation", "democratic",
    "denmark", "department", "departments", "deputy", "described", "desk", "despite", "development",
    "different", "director", "directors", "discuss", "discussed", "discussion", "division", "djibouti",
    "doctor", "document", "does", "dominica", "done", "draft", "during", "dutch", "each", "early", "east",
    "eastern", "economic", "ecuador", "education", "effort", "efforts", "egypt", "egyptian", "either",
    "election", "elections", "email", "embassies", "embassy", "emir", "emphasized", "energy", "england",
    "english", "enough", "entire", "eritrea", "especially", "estonia", "estonian", "ethiopia", "ethiopian",
    "europe", "european", "event", "every", "expected", "expects", "explained", "express", "expressed",
    "face", "fact", "family", "father", "february", "federal", "federation", "feel", "felt", "fiji",
    "final", "finance", "finland", "finnish", "first", "follow", "following", "force", "forces", "foreign",
    "former", "forward", "found", "four", "france", "free", "french", "friday", "friend", "from", "full",
    "further", "future", "gabon", "gambia", "gave", "general", "generals", "georgia", "georgian", "german",
    "germany", "ghana", "give", "given", "good", "government", "governments", "governor", "governors",
    "great", "greece", "greek", "grenada", "ground", "group", "guard", "guatemala", "guinea", "gulf",
    "guyana", "haiti", "haitian", "hand", "have", "head", "health", "hear", "heard", "held", "help", "here",
    "high", "himself", "hold", "home", "honduras", "hope", "hoped", "however", "human", "hungarian",
    "hungary", "iceland", "idea", "immediate", "important", "include", "included", "including", "increase",
    "india", "indian", "indicated", "indonesia", "indonesian", "information", "inside", "instead",
    "intelligence", "interest", "interested", "interior", "international", "into", "introduction", "iran",
    "iranian", "iraq", "iraqi", "ireland", "irish", "israel", "israeli", "issue", "issues", "italian",
    "italy", "item", "itself", "jamaica", "january", "japan", "japanese", "join", "joint", "jordan",
    "jordanian", "judge", "july", "june", "just", "justice", "kazakhstan", "keep", "kenya", "kenyan",
    "kind", "king", "kingdom", "kiribati", "knew", "know", "known", "korea", "korean", "kosovo", "kuwait",
    "kuwaiti", "kyrgyzstan", "labor", "lady", "laos", "large", "last", "later", "latest", "latvia",
    "latvian", "leader", "leaders", "least", "lebanese", "lebanon", "left", "lesotho", "less", "letter",
    "level", "liberia", "libya", "libyan", "liechtenstein", "lieutenant", "like", "limited", "line", "list",
    "lithuania", "lithuanian", "little", "local", "long", "look", "lord", "lower", "luxembourg",
    "macedonia", "madagascar", "madam", "madame", "made", "main", "major", "make", "makes", "malawi",
    "malaysia", "malaysian", "maldives", "mali", "malta", "many", "march", "marshal", "matter",
    "mauritania", "mauritius", "mayor", "mayors", "meanwhile", "media", "meet", "meeting", "meetings",
    "member", "members", "mentioned", "message", "mexican", "mexico", "micronesia", "middle", "might",
    "military", "million", "minister", "ministers", "ministry", "minute", "miss", "mission", "mister",
    "moldova", "monaco", "monday", "mongolia", "mongolian", "monsignor", "montenegro", "month", "months",
    "more", "morning", "moroccan", "morocco", "most", "move", "mozambique", "much", "must", "myanmar",
    "name", "named", "namibia", "national", "nauru", "navy", "near", "need", "needs", "negotiation",
    "negotiations", "nepal", "netherlands", "never", "news", "next", "nicaragua", "niger", "nigeria",
    "nigerian", "night", "none", "north", "northern", "norway", "norwegian", "note", "noted", "nothing",
    "november", "number", "october", "offer", "office", "officer", "officers", "offices", "official",
    "officials", "oman", "once", "only", "open", "opposition", "order", "other", "others", "over",
    "pakistan", "pakistani", "palau", "palestine", "palestinian", "panama", "paper", "paragraph",
    "paraguay", "parliament", "part", "parties", "party", "past", "peace", "people", "perhaps", "period",
    "person", "personnel", "peru", "peruvian", "philippine", "philippines", "plan", "plans", "point",
    "poland", "police", "policy", "polish", "political", "pope", "population", "portugal", "portuguese",
    "position", "possible", "post", "power", "premier", "prepared", "present", "president", "presidents",
    "press", "previous", "prime", "prince", "princess", "private", "problem", "process", "professor",
    "program", "project", "proposal", "protect", "provide", "public", "purpose", "qatar", "queen",
    "question", "questions", "raise", "raised", "rather", "reach", "real", "reason", "received", "recent",
    "recently", "record", "reference", "regarding", "region", "regional", "relations", "remain", "remarks",
    "reply", "report", "reported", "reports", "representative", "representatives", "republic", "request",
    "required", "resolution", "response", "responsible", "result", "return", "reverend", "right", "role",
    "romania", "romanian", "round", "rule", "russia", "russian", "rwanda", "said", "same", "samoa",
    "saturday", "saudi", "saying", "schedule", "school", "scotland", "second", "secret", "secretaries",
    "secretary", "section", "security", "seek", "seem", "seen", "self", "senate", "senator", "senators",
    "senegal", "senior", "sensitive", "sent", "september", "serbia", "serbian", "sergeant", "service",
    "services", "several", "seychelles", "shah", "shall", "share", "sheikh", "should", "show", "side",
    "sign", "signed", "significant", "similar", "simply", "since", "singapore", "situation", "slovakia",
    "slovenia", "social", "somalia", "some", "someone", "soon", "source", "sources", "south", "southern",
    "soviet", "spain", "spanish", "special", "spokesman", "spokesperson", "spokeswoman", "staff", "stage",
    "stand", "start", "state", "stated", "statement", "states", "still", "stop", "stressed", "strong",
    "subject", "such", "sudan", "sudanese", "suggested", "sultan", "summary", "sunday", "support", "sure",
    "suriname", "swaziland", "sweden", "swedish", "swiss", "switzerland", "syria", "syrian", "system",
    "taiwan", "tajikistan", "take", "taken", "talk", "talks", "tanzania", "team", "telephone", "tell",
    "text", "thai", "thailand", "than", "that", "their", "them", "then", "there", "these", "they", "thing",
    "think", "third", "this", "those", "though", "thought", "three", "through", "thursday", "thus", "time",
    "title", "today", "together", "togo", "told", "tonga", "took", "toward", "towards", "town", "trade",
    "transport", "travel", "treasury", "treaty", "trinidad", "trip", "trust", "tuesday", "tunisia",
    "tunisian", "turkey", "turkish", "turkmenistan", "turn", "tuvalu", "twice", "type", "uganda", "ukraine",
    "ukrainian", "unclassified", "under", "underlined", "understand", "union", "unit", "united", "unless",
    "until", "upon", "upper", "urged", "uruguay", "used", "uzbekistan", "vanuatu", "vatican", "venezuela",
    "venezuelan", "very", "vice", "vietnam", "vietnamese", "view", "views", "village", "visit", "visited",
    "wait", "wales", "want", "wants", "warned", "water", "wednesday", "week", "weeks", "welcome", "well",
    "went", "were", "west", "western", "what", "when", "where", "whether", "which", "while", "whole",
    "whom", "whose", "will", "wish", "with", "within", "without", "witness", "woman", "women", "word",
    "words", "work", "worked", "working", "world", "would", "write", "written", "year", "years", "yemen",
    "yesterday", "young", "your", "yugoslavia", "zambia", "zimbabwe", "zone",
};
/* clang-format on */

enum { LONGEST = 24 };

size_t tl_stop_words_count(void)
{
    return TL_COUNT(words);
}

const char *tl_stop_words_item(size_t i)
{
    return words[i];
}

bool tl_stop_word(tl_slice word)
{
    unsigned char small[LONGEST];
    if (word.len > LONGEST) {
        return false;
    }
    for (size_t i = 0; i < word.len; i++) {
        small[i] = tl_to_lower(word.ptr[i]);
    }
    size_t low = 0;
    size_t high = TL_COUNT(words);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = tl_slice_cmp((tl_slice){small, word.len}, tl_str(words[middle]));
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return false;
}
