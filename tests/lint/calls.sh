#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Calls that have no place here: unbounded copies, hidden state, the locale, a shell.  calls.sh ROOT
root=$1
words='strcpy|stpcpy|strcat|sprintf|vsprintf|gets|strtok|setlocale|localtime|gmtime|asctime|ctime|system|popen|tmpnam|mktemp|alloca|rand|srand|atoi|atol'
if ! printf 'x = strcpy(a, b);\n' | grep -qE "(^|[^A-Za-z0-9_])($words) *\("; then
    echo "the search finds nothing"
    exit 1
fi
# Comments and strings are not calls.
found=$(find "$root/filter" -name '*.[ch]' | LC_ALL=C sort | while read -r file; do
    sed -e 's/"\([^"\\]\|\\.\)*"/""/g' -e 's@/\*.*\*/@@' -e 's@^ \*.*@@' "$file" |
        grep -nE "(^|[^A-Za-z0-9_])($words) *\(" | sed "s@^@${file#"$root"/}:@"
done)
if [ -n "$found" ]; then
    printf '%s\n' "$found"
    exit 1
fi
