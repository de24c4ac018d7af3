#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every slug that the code can give has a row in the table of slugs, and every row is given by the code.
#   slugs.sh ROOT
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The rows: {"slug", ...
cat filter/marking/slug.c filter/marking/slug_finding.c | grep -oE '^ +\{"[a-zA-Z0-9_-]+"' |
    grep -oE '"[^"]+"' | sort > "$work/rows"
sort -u "$work/rows" > "$work/known"
if ! cmp -s "$work/rows" "$work/known"; then
    echo "a slug has two rows:"
    uniq -d "$work/rows"
    exit 1
fi

# Statements that give one, to their end; a literal may stand in a choice or on the next line.
sources=$(find filter -name '*.c' ! -name 'slug*.c' | sort)
# shellcheck disable=SC2086
cat $sources | tr '\n' ' ' > "$work/all"
calls='(tl_grammar_fail|tl_decl_fail|set_invalid|tl_add_finding|note)\([^;{]*;'
sets='(reason|warning) = [^;{]*;|\.reason = "[^"]*"|\(struct tl_note\)\{[^;]*;'
{
    grep -oE "$calls" "$work/all"
    grep -oE "$sets" "$work/all"
    sed -n '/^} rules\[\]/,/^};/p; /^const char \*tl_grammar_validity/,/^}/p' filter/marking/validity.c
    sed -n '/^const char \*tl_view_doubt/,/^}/p' filter/cable/doubt.c
    sed -n '/\*const names\[\]/,/^};/p' filter/marking/decide.c
    sed -n '/^static const char \*kept_by/,/^}/p; /^void tl_read_honour/,/^}/p' filter/cable/honour.c
    sed -n '/^const char \*tl_decl_order_objects/,/^}/p' filter/marking/decl_order.c
    grep -ohE '"(frame|field|cable|decision)-[a-z-]+"' $sources
} | grep -oE '"[a-z][a-zA-Z0-9_-]+"' | sort -u > "$work/given"

# Keys of JSON and words of the grammar that stand in such statements.
printf '"%s"\n' reason warning > "$work/other"
grep -vxF -f "$work/other" "$work/given" > "$work/slugs"

if [ "$(wc -l < "$work/slugs")" -lt 90 ]; then
    echo "only $(wc -l < "$work/slugs") slugs were found: this test no longer sees them"
    exit 1
fi
status=0
if comm -23 "$work/slugs" "$work/known" | grep .; then
    echo "these slugs have no row in filter/marking/slug.c or slug_finding.c"
    status=1
fi
if comm -13 "$work/slugs" "$work/known" | grep .; then
    echo "these rows are given by no code"
    status=1
fi
exit $status
