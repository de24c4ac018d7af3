# SPDX-License-Identifier: Apache-2.0
# Completion of tearline for bash.  All that it knows it asks of the program (`tearline __complete WORD...`).

_tearline()
{
    local words=() word line i takes_files=
    # What readline parts at `=` is one word to the program.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == '=' && ${#words[@]} -gt 0 && ${words[-1]} == --* ]]; then
            words[-1]+='='
        elif [[ ${#words[@]} -gt 0 && ${words[-1]} == --*= ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
    done
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            takes_files=1
        else
            COMPREPLY+=("$line")
        fi
    done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
    if [[ -n $takes_files ]]; then
        word=${COMP_WORDS[COMP_CWORD]}
        [[ $word != '=' ]] || word=
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do
            COMPREPLY+=("$line")
        done < <(compgen -f -- "$word")
    fi
}

complete -F _tearline tearline
