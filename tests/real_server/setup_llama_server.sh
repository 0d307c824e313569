#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Puts a real llama.cpp `llama-server` (Debian package) into a private directory of this
# machine, next to its own libc/libstdc++, so that the host's packages stay untouched.
#   usage: setup_llama_server.sh TARGET_DIR
#   env:   SUITES="forky"    suites to take it from (later perhaps "trixie trixie-backports")
#          MIRROR=URL (default: the Debian mirror this machine already uses)   CACHE=TARGET_DIR/cache (keep it: works offline)
# Needs apt-get, dpkg-deb, python3, amd64 Debian/Ubuntu; no root, no chroot, no namespaces.
set -euo pipefail
T=$(realpath -m "${1:?usage: setup_llama_server.sh TARGET_DIR}"); CACHE=$(realpath -m "${CACHE:-$T/cache}"); SUITES=${SUITES:-forky}
KEYS=/usr/share/keyrings/debian-archive-keyring.gpg
MIRROR=${MIRROR:-$(apt-get indextargets --format '$(SITE) $(ORIGIN) $(RELEASE)' 'Created-By: Packages' 2>/dev/null | awk '$2 == "Debian" && $3 !~ /security/ {print $1; exit}')}
say() { echo "setup_llama_server: $*"; }; die() { echo "setup_llama_server: ERROR: $*" >&2; exit 1; }
cd /; PY=$(command -v /usr/bin/python3 || command -v python3) || die "command 'python3' not found"
[ "$(uname -sm)" = "Linux x86_64" ] || die "this needs Linux x86_64, this is $(uname -sm)"
case $T in *[[:space:]:]*) die "TARGET_DIR must have no space or colon: $T";; esac
if [ -e "$T/.ready" ] && [ "$(cat "$T/.ready")" = "$T" ] && V=$("$T/bin/llama-server" --version 2>&1); then
  say "already there: $T/bin/llama-server ($(head -1 <<<"$V"))"; exit 0; fi
for c in apt-get dpkg-deb; do command -v $c >/dev/null || die "command '$c' not found"; done
mkdir -p "$T" "$CACHE" 2>/dev/null && [ -w "$T" ] || die "cannot write to $T"
[ "$(df -Pk "$T" | awk 'NR==2{print $4}')" -gt 200000 ] || die "need 200 MB free under $T"
if [ -s "$CACHE/SHA256SUMS" ] && (cd "$CACHE" && sha256sum -c --quiet SHA256SUMS) >/dev/null 2>&1; then
  say "using the $(wc -l <"$CACHE/SHA256SUMS") cached packages in $CACHE (no network)"
else
  [ -n "$MIRROR" ] || die "no Debian mirror in this machine's apt sources; set MIRROR"
  [ -r $KEYS ] || die "no $KEYS (package debian-archive-keyring)"
  A=$T/apt; rm -rf "$A"; mkdir -p "$A"/{lists,archives}/partial
  for s in $SUITES; do echo "deb [arch=amd64 signed-by=$KEYS] $MIRROR $s main"; done >"$A/sources.list"
  for p in debconf wget; do   # in Depends, not needed to run the server: told apt they are there
    printf 'Package: %s\nStatus: install ok installed\nVersion: 99\nArchitecture: amd64\nMulti-Arch: foreign\nMaintainer: x\nDescription: x\n\n' $p; done >"$A/status"
  cat >"$A/apt.conf" <<E
Dir::State::lists "$A/lists"; Dir::State::status "$A/status"; Dir::Cache "$A";
Dir::Etc::sourcelist "$A/sources.list"; Dir::Etc::sourceparts "/dev/null"; Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null"; Dir::Etc::trustedparts "/dev/null"; APT::Architecture "amd64"; APT::Architectures {"amd64";};
#clear APT::Update::Post-Invoke; #clear APT::Update::Post-Invoke-Success; #clear DPkg::Post-Invoke;
APT::Sandbox::User "root"; Acquire::Languages "none"; APT::Install-Recommends "false"; Debug::NoLocking "true"; Acquire::Retries "3";
E
  export APT_CONFIG=$A/apt.conf
  say "reading the package lists of: $SUITES"
  apt-get -q -o APT::Update::Error-Mode=any update >"$A/up" 2>&1 || { grep -E '^(E|W|Err)' "$A/up" >&2; die "apt-get update failed (no network?); nothing was installed"; }
  apt-cache show llama.cpp-tools >/dev/null 2>&1 || die "suite(s) '$SUITES' have no llama.cpp-tools; try SUITES=forky or SUITES=sid"
  R=(llama.cpp-tools); case " $SUITES " in *-backports*) R=(-t "${SUITES##* }" llama.cpp-tools);; esac
  apt-get -y -q --download-only install "${R[@]}" >"$A/log" 2>&1 || { tail -20 "$A/log" >&2; die "apt-get download failed"; }
  rm -f "$CACHE"/*.deb; mv "$A"/archives/*.deb "$CACHE/"; (cd "$CACHE" && sha256sum -- *.deb >SHA256SUMS)
  say "downloaded $(du -cm "$CACHE"/*.deb | tail -1 | cut -f1) MB in $(ls "$CACHE"/*.deb | wc -l) packages ; lists: $(grep -o 'Fetched.*' "$A/up" || echo none)"; rm -rf "$A"
fi
rm -rf "$T/root.new" "$T/bin" "$T/.ready"; mkdir -p "$T/root.new" "$T/bin"
for d in "$CACHE"/*.deb; do dpkg-deb -x "$d" "$T/root.new"; done
rm -rf "$T/root"; mv "$T/root.new" "$T/root"; L=$T/root/usr/lib/x86_64-linux-gnu
rm -rf "$T"/root/usr/share/{doc,man,locale} "$L/gconv"; cp -P "$L"/ggml/backends*/*.so "$T/root/usr/bin/" # CPU backends are looked for next to the program
for f in "$T"/root/usr/bin/llama-*; do   # name our own ld.so in the program (so /proc/self/exe stays right: router mode starts itself)
  "$PY" - "$f" "$L/ld-linux-x86-64.so.2" <<'PY' || die "cannot set the interpreter of $f"
import struct, sys
path, interp = sys.argv[1], sys.argv[2].encode() + b"\0"
b = bytearray(open(path, "rb").read())
off, (size, n) = struct.unpack_from("<Q", b, 32)[0], struct.unpack_from("<HH", b, 54)
for h in range(off, off + size * n, size):
    if struct.unpack_from("<I", b, h)[0] == 3:                      # PT_INTERP
        struct.pack_into("<Q", b, h + 8, len(b)); struct.pack_into("<QQ", b, h + 32, len(interp), len(interp))
        b += interp; break
else: sys.exit("no PT_INTERP")
open(path, "wb").write(b)
PY
  printf '#!/bin/sh\nLD_LIBRARY_PATH=%s:%s/llama LLAMA_ARG_OFFLINE=1 exec %s "$@"\n' "$L" "$L" "$f" >"$T/bin/${f##*/}"; chmod +x "$T/bin/${f##*/}"
done
V=$("$T/bin/llama-server" --version 2>&1) || die "llama-server does not start: $V"
echo "$T" >"$T/.ready"; say "ready: $T/bin/llama-server ($(head -1 <<<"$V")), $(du -sm "$T" | cut -f1) MB on disk"
