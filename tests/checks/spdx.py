# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source file begins with the same two lines: who holds the copyright, and the licence."""
from house import files, finish, read

HOLDER = "SPDX-FileCopyrightText: 2026 The Assay authors"
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"

findings = []
for path in list(files((".cpp", ".h", ".py", ".sh", "CMakeLists.txt"))) + list(files((".sh", ".cmake", ".py"), ("packaging",))):
    lines = read(path).splitlines()
    if lines and lines[0].startswith("#!"):
        lines = lines[1:]
    if len(lines) < 2 or not lines[0].endswith(" " + HOLDER) or not lines[1].endswith(" " + LICENCE):
        findings.append(f"{path}:1: does not begin with the two SPDX lines")
finish(findings, "spdx")
