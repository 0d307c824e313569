#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Puts a real llama-server and small made-up models into DIR (24 MB to download, once).  usage: prepare.sh DIR
# Exit 0: DIR/bin/llama-server and DIR/models/*.gguf are there. Exit 3: they cannot be had here; the last line says why.
set -u
dir=${1:?usage: prepare.sh DIR}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$dir/models" || exit 3
exec 9>"$dir/lock" && flock 9 # several tests may ask at once
if ! "$here/setup_llama_server.sh" "$dir" >"$dir/setup.log" 2>&1; then
    tail -1 "$dir/setup.log"
    exit 3
fi
model() {
    [ -s "$dir/models/$1.gguf" ] && return
    name=$1; shift
    python3 "$here/make_tiny_gguf.py" "$dir/models/$name.gguf.part" --name "$name" "$@" >/dev/null \
        && mv "$dir/models/$name.gguf.part" "$dir/models/$name.gguf"
}
model tiny && model fixed --say 'The answer is 42.' && model think --think 'Let me see: six times seven.' --say 'The answer is 42.' \
    && model slow --no-eos --seed 6 --size medium || { echo "python3 could not write the models"; exit 3; }
