#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds and measures how true this program's times are, beside a bare socket and, where they are installed, curl and an
# aiohttp client. Takes about two minutes; let nothing else run meanwhile. Linux.
#   packaging/bench.sh [streams] [together] [prompts] [burst]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

# shellcheck disable=SC2086
ensure_packages $build_packages $window_packages $test_packages
export QT_QPA_PLATFORM=offscreen
cmake --preset release -DASSAY_TESTS=ON -DASSAY_GUI=ON
cmake --build "$root/build/release" --target assay_bench
exec "$root/build/release/bin/assay_bench" "$@"
