#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# No file over 500 lines of code, no function over 80 lines.  sizes.sh ROOT
root=$1
find "$root/filter" -name '*.[ch]' | LC_ALL=C sort | xargs awk -v root="$root/" '
function shown(name) { sub(root, "", name); return name }
function close_file() {
    files++
    if (code > 500) { printf "%s: %d lines of code; at most 500\n", shown(file), code; bad++ }
}
FNR == 1 {
    if (file != "") close_file()
    file = FILENAME; code = 0; in_comment = 0; begin = 0; head = 0
}
{
    line = $0
    # A signature begins at the first unbroken line at column 0 before a brace at column 0.
    if (line ~ /^[A-Za-z_]/ && !head) head = FNR
    if (line ~ /^\{/) { begin = head ? head : FNR }
    if (line ~ /^\}/ && begin) {
        functions++
        if (FNR - begin + 1 > 80) {
            printf "%s:%d: a function of %d lines; at most 80\n", shown(file), begin, FNR - begin + 1
            bad++
        }
        begin = 0
    }
    if (line ~ /^\}/ || line ~ /;[ \t]*(\/\*.*)?$/ && !begin) head = 0
    # Comments are not code.
    text = line
    if (in_comment) {
        if (!sub(/^.*\*\//, "", text)) next
        in_comment = 0
    }
    gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", text)
    if (sub(/\/\*.*$/, "", text)) in_comment = 1
    if (text ~ /[^ \t]/) code++
}
END {
    close_file()
    if (functions < 100) { print "only " functions " functions were seen"; bad++ }
    printf "%d files and %d functions, %d over\n", files, functions, bad
    exit bad > 0
}'
