# SPDX-License-Identifier: Apache-2.0
# The table of bench.sh, and the same as JSON in the file `json`.  Reads, in this order: facts, samples (key, us by the
# clock, us of processor time, KiB, status), instructions (program, slice, instructions, bytes), stages, hostile.
FNR == 1 { split(FILENAME, path, "/"); file = path[length(path)] }
file == "facts" && $1 == "machine" { machine = substr($0, 9) }
file == "facts" && $1 == "same" { same[$2] = $3 }
file == "facts" { fact[$1] = $2; more[$1] = $3 }
file == "samples" {
    n = split($1, part, "-")
    key = part[1] "-" part[2]
    bytes[key] = part[3]
    if (!(key in cpu) || $3 < cpu[key]) cpu[key] = $3
    if ($3 > slow[key]) slow[key] = $3
    if (!(key in wall) || $2 < wall[key]) wall[key] = $2
    if ($4 > peak[key]) peak[key] = $4
    if (part[1] == "stream") stream[part[3]] = $4
}
file == "instructions" && NF == 4 { count[$1, $2] = $3; length_of[$1, $2] = $4 }
file == "stages" { split($0, part, "\t"); stages++; stage[stages] = part[1]; ns[stages] = part[2] }
file == "hostile" {
    split($0, part, "\t")
    hostiles++; pattern[hostiles] = part[1]; ms[hostiles] = part[2]; outcome[hostiles] = part[3]
    if (part[2] > worst) worst = part[2]
    if (part[3] != "withheld" && part[3] != "decided") undecided++
}

function quoted(text,    i, c, out) {
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        out = out (c == "\\" || c == "\"" ? "\\" c : c < " " ? " " : c)
    }
    return "\"" out "\""
}
function number(value, digits) { return value == "" ? "null" : sprintf("%." digits "f", value) }
function shown(value, digits) { return value == "" ? "-" : sprintf("%." digits "f", value) }
function rate(key) { return key in cpu && cpu[key] > 0 ? bytes[key] / cpu[key] : "" }
function clock_rate(key) { return key in wall && wall[key] > 0 ? bytes[key] / wall[key] : "" }
function spread(key) { return key in cpu && cpu[key] > 0 ? 100 * (slow[key] - cpu[key]) / cpu[key] : "" }
function per_byte(name) {
    return (name, 2) in count && length_of[name, 2] > length_of[name, 1] \
        ? (count[name, 2] - count[name, 1]) / (length_of[name, 2] - length_of[name, 1]) : ""
}
# How much faster `a` is than `b`, a byte.
function ratio(a, b) { return rate(a) != "" && rate(b) != "" ? rate(a) / rate(b) : "" }
function times(a, b) { return a in cpu && b in cpu && cpu[b] > 0 ? cpu[a] / cpu[b] : "" }

function program(name, rules, what,    key) {
    key = name "-" rules
    if (!(key in cpu)) {
        printf "| %s | %s | - | - | - | - | - | - |\n", what, rules ? rules : ""
        return
    }
    printf "| %s | %s | %s | %s | %s %% | %s | %s | %s |\n", what, rules ? rules : "", shown(rate(key), 1), \
        shown(clock_rate(key), 1), shown(spread(key), 0), shown(peak[key] / 1024, 1), \
        rules == 60 || name == "check" ? shown(per_byte(name), 0) : "", rules == 60 ? same[name] : ""
    printf "%s\n    {\"what\": %s, \"rules\": %d, \"bytes\": %s, \"mb_per_s\": %s, \"mb_per_s_by_clock\": %s, \"spread_percent\": %s, " \
        "\"peak_mib\": %s, \"instructions_per_byte\": %s}", programs++ ? "," : "", quoted(what), rules, bytes[key], \
        number(rate(key), 2), number(clock_rate(key), 2), number(spread(key), 1), number(peak[key] / 1024, 2), \
        rules == 60 || name == "check" ? number(per_byte(name), 1) : "null" > json
}

function figure(what, value, digits, relation, target, unit,    met) {
    met = value == "" ? "" : relation == ">=" ? value >= target : relation == "<" ? value < target : value <= target
    printf "| %s | %s%s | %s %s%s | %s |\n", what, shown(value, digits), value == "" ? "" : unit, \
        relation == ">=" ? "at least" : relation == "<" ? "under" : "at most", target, unit, \
        met == "" ? "-" : met ? "yes" : "no"
    printf "%s\n    {\"what\": %s, \"value\": %s, \"relation\": \"%s\", \"target\": %s, \"unit\": %s, \"met\": %s}", \
        figures++ ? "," : "", quoted(what), number(value, 4), relation, target, quoted(unit), \
        met == "" ? "null" : met ? "true" : "false" > json
}

END {
    printf "{\n  \"machine\": %s,\n  \"bytes\": %s,\n  \"repeat\": %s,\n", quoted(machine), fact["size"], fact["repeat"] > json
    printf "  \"excisions_per_cable\": %.1f,\n  \"programs\": [", fact["marks"] / more["marks"] > json
    printf "%s; %.1f MB of cables, best of %s; %.1f excisions a cable.\n\n", machine, fact["size"] / 1000000, fact["repeat"], \
        fact["marks"] / more["marks"]
    print "| program | rules | MB/s | by the clock | spread | peak MiB | instructions a byte | output as tearline |"
    print "|---|---|---|---|---|---|---|---|"
    program("cat", 60, "`cat` through a pipe")
    split("10 60 1000", sizes, " ")
    for (i = 1; i <= 3; i++) {
        program("perl", sizes[i], "`perl -p`, s///g a rule")
        program("sed", sizes[i], "`sed -E`, LC_ALL=C, s///g a rule")
        program("rg", sizes[i], "`rg --no-unicode --passthru -r`, one alternation")
        program("alone", sizes[i], "matching and writing alone")
        program("redact", sizes[i], "`tearline redact`, log, commitments and second reading included")
    }
    program("redact2", 60, "the same, two workers")
    program("check", 0, "`tearline check --max C`")

    printf "\n  ],\n  \"figures\": [" > json
    print "\n| figure | measured | target | met |\n|---|---|---|---|"
    figure("60 rules, one core, all included: times `perl`", ratio("redact-60", "perl-60"), 1, ">=", 20, "")
    figure("60 rules, one core, all included: times `sed`", ratio("redact-60", "sed-60"), 1, ">=", 6, "")
    figure("60 rules, one core, all included: times `rg`", ratio("redact-60", "rg-60"), 2, ">=", 0.6, "")
    figure("matching and writing alone: times `perl`", ratio("alone-60", "perl-60"), 1, ">=", 45, "")
    figure("matching and writing alone: times `sed`", ratio("alone-60", "sed-60"), 1, ">=", 12, "")
    figure("matching and writing alone: times `rg`", ratio("alone-60", "rg-60"), 2, ">=", 1.2, "")
    figure("cost of 1000 rules over cost of 10", times("redact-1000", "redact-10"), 2, "<=", 2, "")
    figure("one cable with 2000 rules, loading included", cpu["load-2000"] / 1000, 0, "<", 200, " ms")
    figure("memory of 2000 rules beyond 10", (peak["memory-2000"] - peak["memory-10"]) / 1024, 1, "<", 24, " MiB")
    figure("two workers over one, by the clock", wall["redact2-60"] > 0 ? wall["redact-60"] / wall["redact2-60"] : "", 2, ">=", 1.8, "")
    small = fact["streams"]; large = more["streams"]
    figure("peak memory, stream of " small / 1000000 " MB", stream[small] / 1024, 1, "<", 48, " MiB")
    figure("peak memory, stream of " large / 1000000 " MB", stream[large] / 1024, 1, "<", 48, " MiB")
    growth = stream[large] / stream[small] - 1
    figure("difference of these two peaks", 100 * (growth < 0 ? -growth : growth), 1, "<=", 10, " %")
    figure("`check --max C` over `redact` with 60 rules", ratio("check-0", "redact-60"), 1, ">=", 5, "")
    figure("one line of " sprintf("%.1f", fact["extreme"] * 167 / 1048576) " MiB: time over that of half of it", times("line-2", "line-1"), 2, "<=", 2.3, "")
    figure(fact["extreme"] " paragraphs: time over that of half of them", times("paragraphs-2", "paragraphs-1"), 2, "<=", 2.3, "")
    figure(fact["extreme"] " hits: time over that of half of them", times("hits-2", "hits-1"), 2, "<=", 2.3, "")
    figure("slowest of " hostiles " hostile patterns on 10 KB", worst, 2, "<=", 20, " ms")
    figure("hostile patterns neither decided nor withheld", undecided + 0, 0, "<=", 0, "")

    printf "\n  ],\n  \"stages\": [" > json
    print "\n| stage, 60 rules | ns a byte | MB/s |\n|---|---|---|"
    for (i = 1; i <= stages; i++) {
        printf "| %s | %.1f | %.0f |\n", stage[i], ns[i], (ns[i] > 0 ? 1000 / ns[i] : 0)
        printf "%s\n    {\"stage\": %s, \"ns_per_byte\": %s}", (i > 1 ? "," : ""), quoted(stage[i]), ns[i] > json
    }
    printf "\n  ],\n  \"hostile\": [" > json
    print "\n| hostile pattern, portion of 10 KB | ms | portion |\n|---|---|---|"
    for (i = 1; i <= hostiles; i++) {
        text = pattern[i]
        gsub(/\|/, "\\|", text)
        at = match(text, / on [^ ]*$/)
        printf "| `%s`%s | %.2f | %s |\n", substr(text, 1, at - 1), substr(text, at), ms[i], outcome[i]
        printf "%s\n    {\"pattern\": %s, \"ms\": %s, \"outcome\": %s}", (i > 1 ? "," : ""), quoted(pattern[i]), ms[i], \
            quoted(outcome[i]) > json
    }
    printf "\n  ],\n  \"same_output\": {" > json
    for (name in same) printf "%s\"%s\": %s", listed++ ? ", " : "", name, same[name] == "yes" ? "true" : "false" > json
    print "}\n}" > json
}
