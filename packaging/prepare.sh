# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run.sh and test.sh: finds out what is missing and installs it where apt is at home.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# A package by its names in different releases: "new|old". The first that is known here counts. One that ends in "?" is
# needed only where it exists: Qt's OpenGL module, which Charts asks for, was split off in some releases; QtKeychain, and
# the library by which it speaks with GNOME's keychain, are not everywhere.
build_packages="g++ cmake ninja-build pkg-config nlohmann-json3-dev libboost-dev libqt6sql6-sqlite qt6-base-dev qt6-base-dev-tools libgl-dev qtkeychain-qt6-dev? libsecret-1-0?"
window_packages="libqt6opengl6-dev? qt6-charts-dev|libqt6charts6-dev qt6-svg-dev|libqt6svg6-dev fonts-dejavu-core|fonts-noto-core"
test_packages="python3 clang-format ca-certificates mold?"

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() { say "$*"; exit 1; }

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

known() { apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'; }

# Which of the alternatives of one entry is to be had; the first name when none is known yet.
choose() {
    local name
    for name in ${1//|/ }; do
        if installed "$name"; then echo "$name"; return; fi
    done
    for name in ${1//|/ }; do
        if known "$name"; then echo "$name"; return; fi
    done
    echo "${1%%|*}"
}

missing_of() {
    local entry name
    for entry in "$@"; do
        if [[ $entry == *\? ]] && ! known "${entry%\?}"; then continue; fi
        name=$(choose "${entry%\?}")
        installed "$name" || printf '%s ' "$name"
    done
}

# ensure_packages ENTRY...: installs what is missing with apt; elsewhere names it and stops.
ensure_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        if command -v cmake >/dev/null && command -v ninja >/dev/null && command -v c++ >/dev/null; then
            say "this is no Debian or Ubuntu: taking what is installed (needs Qt >= 6.4 with Charts and Svg, nlohmann_json >= 3.10, Boost >= 1.74)"
            return
        fi
        die "needed here: a C++20 compiler, CMake >= 3.25, Ninja, Qt >= 6.4 (Core, Network, Sql with SQLite, Concurrent, Widgets, Charts, Svg, Test), nlohmann_json >= 3.10, Boost >= 1.74 (headers), python3. Install them and start this again."
    fi
    local missing asroot=()
    missing=$(missing_of "$@")
    [ -z "$missing" ] && return
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "missing packages, and neither root nor sudo to install them with. As root: apt-get install $missing"
        asroot=(sudo)
    fi
    say "installing (this may take minutes; what apt says is in ${TMPDIR:-/tmp}/assay-apt.log): $missing"
    "${asroot[@]}" apt-get -q update >/dev/null || die "apt-get update failed; is there a network?"
    missing=$(missing_of "$@") # names may have become known only now
    # shellcheck disable=SC2086
    "${asroot[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $missing >"${TMPDIR:-/tmp}/assay-apt.log" 2>&1 \
        || { tail -20 "${TMPDIR:-/tmp}/assay-apt.log" >&2; die "apt-get could not install: $missing"; }
}

# Reads what the build tool says into the log and says how far it is: one line that changes on a terminal, ten lines
# elsewhere. Nothing where there is nothing to do.
follow_build() {
    local preset=$1 log=$2 line tenth=-1
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ (Re-)? && -z ${BASH_REMATCH[3]} ]] || continue # Re-: of its own files
        local made=${BASH_REMATCH[1]} all=${BASH_REMATCH[2]}
        if [ "$tenth" = -1 ]; then
            say "building $preset: $all steps; what the compiler says is in build/$preset.log"
            [ "$all" -lt 100 ] || say "a first build takes minutes: with two processors about 2 seconds a step"
            tenth=0
        fi
        if [ -t 2 ]; then
            printf '\r%s: %s of %s steps ' "$(basename "$0")" "$made" "$all" >&2
        elif [ $((10 * made / all)) -gt "$tenth" ]; then
            tenth=$((10 * made / all))
            say "$made of $all steps"
        fi
    done
    if [ "$tenth" != -1 ] && [ -t 2 ]; then echo >&2; fi
}

# configure_and_build PRESET TARGET [CMAKE-ARGUMENT...]
configure_and_build() {
    local preset=$1 target=$2; shift 2
    local log="$root/build/$preset.log"
    mkdir -p "$root/build"
    [ -e "$root/build/$preset/CMakeCache.txt" ] || say "configuring $preset ..."
    (cd "$root" && cmake --preset "$preset" "$@") >"$log" 2>&1 || { tail -30 "$log" >&2; die "configuring failed; the whole log is in build/$preset.log"; }
    : >"$log"
    (cd "$root" && cmake --build --preset "$preset" --target "$target") 2>&1 | follow_build "$preset" "$log" \
        || { { grep -E 'error|FAILED' -A4 "$log" | head -60 >&2; } || true; die "building failed; the whole log is in build/$preset.log"; }
}
