#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and starts the workbench. Arguments go through to it.
#   packaging/run.sh [FILE ...]            the window
#   packaging/run.sh --cli run ...         the command line (assay-cli)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

if [ "${1-}" = --cli ]; then
    shift
    # shellcheck disable=SC2086
    ensure_packages $build_packages
    # In the window's build folder, so that nothing is compiled twice; but the window itself, and what only it needs,
    # are left out where nobody has built it yet.
    without_window=()
    [ -x "$root/build/release/bin/assay" ] || without_window=(-DASSAY_GUI=OFF)
    configure_and_build release assay-cli ${without_window[@]+"${without_window[@]}"} # older bash: empty is unset
    exec "$root/build/release/bin/assay-cli" "$@"
fi

if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY-}${WAYLAND_DISPLAY-}${QT_QPA_PLATFORM-}" ]; then
    say "there is no display here, so the window cannot be shown. The same engine on the command line:"
    say "    packaging/run.sh --cli run --markdown report.md"
    exit 1
fi
# shellcheck disable=SC2086
ensure_packages $build_packages $window_packages
configure_and_build release all -DASSAY_GUI=ON
exec "$root/build/release/bin/assay" "$@"
