# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""File and function sizes. A function is what stands between a line "{" and a line "}" at the left edge, as clang-format
writes it; inline functions in headers are held short by the header's own limit."""
from house import files, finish, read

LIMITS = ((".cpp", 500), (".h", 250))
FUNCTION = 60
TEST_FILE = 600


def functions(lines):
    """(first line, length) of each body at the left edge, counted without its braces."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            yield start, number - start - 1
            start = None
        elif line.startswith("};"):
            start = None


findings = []
for path in files((".cpp", ".h")):
    lines = read(path).splitlines()
    limit = TEST_FILE if path.startswith("tests/") else next(n for ending, n in LIMITS if path.endswith(ending))
    if path.endswith("/mainwindow.cpp"):
        limit = 400
    if len(lines) > limit:
        findings.append(f"{path}:1: {len(lines)} lines, limit {limit}")
    for start, length in functions(lines):
        if length > FUNCTION and not path.startswith("tests/"):
            findings.append(f"{path}:{start}: a function of {length} lines, limit {FUNCTION}")
finish(findings, "sizes")
