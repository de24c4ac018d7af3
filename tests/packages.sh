# SPDX-License-Identifier: Apache-2.0
# To be sourced: need_packages SECTION... installs what tests/packages.txt names there and is missing.

need_packages()
{
    local list missing=() section package
    list=$(dirname "${BASH_SOURCE[0]}")/packages.txt
    while read -r section package; do
        case " $* " in
        *" $section "*)
            if ! dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed; then
                missing+=("$package")
            fi
            ;;
        esac
    done < <(grep -v '^#' "$list")
    if [ ${#missing[@]} -eq 0 ]; then
        echo "packages: all are installed"
        return 0
    fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "packages: missing: ${missing[*]}" >&2
        echo "packages: run as root, or: apt-get install --no-install-recommends ${missing[*]}" >&2
        return 1
    fi
    echo "packages: installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt_get update && apt_get install -y --no-install-recommends "${missing[@]}"
}

# Says nothing unless it fails; tries again, since mirrors have bad minutes.
apt_get()
{
    local log try
    log=$(mktemp)
    for try in 1 2 3; do
        if apt-get -q -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1; then
            rm -f "$log"
            return 0
        fi
        sleep $((try * 3))
    done
    cat "$log" >&2
    rm -f "$log"
    return 1
}
