# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every C++ file is as clang-format writes it. Exit 77 (skipped) where there is no clang-format 14, since other versions
write some lines differently."""
import os
import re
import shutil
import subprocess
import sys

from house import ROOT, files, finish

tool = shutil.which("clang-format-14") or shutil.which("clang-format")
if not tool or not re.search(r"version 14\.", subprocess.run([tool, "--version"], capture_output=True, text=True).stdout):
    print("clang-format 14 is not installed here: skipped")
    sys.exit(77)
paths = [os.path.join(ROOT, path) for path in files((".cpp", ".h"))]
run = subprocess.run([tool, "--dry-run", "--Werror", *paths], capture_output=True, text=True)
finish(sorted({line.split(": error")[0].replace(ROOT + "/", "") for line in run.stderr.splitlines() if ": error" in line}), "format")
