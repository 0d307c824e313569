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

# Engine and command line must build and run where there is no Widgets, Charts or Gui at all.
configure_and_build headless -DASSAY_WERROR=$werror -DASSAY_TESTS=OFF
if ldd "$root/build/headless/bin/assay-cli" | grep -E 'Qt6(Gui|Widgets|Charts)'; then
    die "assay-cli must not link Gui, Widgets or Charts"
fi
"$root/build/headless/bin/assay-cli" --version >/dev/null

configure_and_build dev-asan -DASSAY_WERROR=$werror
cd "$root" && exec ctest --preset dev-asan "$@"
