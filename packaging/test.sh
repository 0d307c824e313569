#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds the command line alone without Widgets, then everything with sanitizers, and runs
# every test. Arguments go to ctest (packaging/test.sh -R store).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

# shellcheck disable=SC2086
ensure_packages $build_packages $window_packages $test_packages
werror=OFF
[ -n "${CI-}" ] && werror=ON
export QT_QPA_PLATFORM=offscreen
export ASAN_OPTIONS="detect_leaks=1:${ASAN_OPTIONS-}" UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS-}"
export LSAN_OPTIONS="suppressions=$root/tests/support/leaks.supp:print_suppressions=0"

# Engine and command line must build and run where there is no Widgets, Charts or Gui at all. The same build folder then
# gets the rest, so that what both need is compiled once.
configure_and_build dev-asan all -DASSAY_WERROR=$werror -DASSAY_GUI=OFF -DASSAY_TESTS=OFF \
    -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Widgets=ON -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Charts=ON
if ldd "$root/build/dev-asan/bin/assay-cli" | grep -E 'Qt6(Gui|Widgets|Charts)'; then
    die "assay-cli must not link Gui, Widgets or Charts"
fi
"$root/build/dev-asan/bin/assay-cli" --version >/dev/null

configure_and_build dev-asan all -DASSAY_WERROR=$werror -DASSAY_GUI=ON -DASSAY_TESTS=ON \
    -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Widgets=OFF -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Charts=OFF
cd "$root" && exec ctest --preset dev-asan "$@"
