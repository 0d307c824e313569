#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs clang-tidy with the allow-list of .clang-tidy over the program's own sources (not the tests). Takes some minutes.
#   packaging/tidy.sh [FILE ...]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
# shellcheck disable=SC2086
ensure_packages $build_packages $window_packages clang-tidy
cd "$root"
cmake -S . -B build/tidy -G Ninja -DASSAY_PCH=OFF -DASSAY_TESTS=OFF -DCMAKE_BUILD_TYPE=Debug >/dev/null
cmake --build build/tidy --target assay_domain_autogen assay_items_autogen assay_engine_autogen assay_practice_autogen \
    assay_commands_autogen assay_ui_autogen assay_workbench_autogen >/dev/null
[ $# -gt 0 ] || mapfile -t files < <(git ls-files 'app/*.cpp' 'ui/*.cpp' 'models/*.cpp')
printf '%s\n' "${@:-${files[@]}}" | xargs -P "$(nproc)" -n 4 clang-tidy -p build/tidy --quiet
