#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything with sanitizers, and runs every test; then builds and tests engine and
# command line alone, without Widgets. Arguments go to ctest (packaging/test.sh -R store).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

# shellcheck disable=SC2086
ensure_packages $build_packages $window_packages $test_packages
werror=OFF
[ -n "${CI-}" ] && werror=ON
export QT_QPA_PLATFORM=offscreen
export ASAN_OPTIONS="detect_leaks=1:${ASAN_OPTIONS-}" UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS-}"
export LSAN_OPTIONS="suppressions=$root/tests/support/leaks.supp:print_suppressions=0"

configure_and_build dev-asan -DASSAY_WERROR=$werror
(cd "$root" && ctest --preset dev-asan "$@")
configure_and_build headless -DASSAY_WERROR=$werror
(cd "$root" && ctest --preset headless "$@")
