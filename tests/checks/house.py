# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks share: the project's own files and the rule that a finding names file and line."""
import os
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SOURCE_FOLDERS = ("app", "ui", "models", "tests")


def files(endings, folders=SOURCE_FOLDERS):
    """Paths relative to the root, in a fixed order."""
    for folder in folders:
        for where, folders_below, names in os.walk(os.path.join(ROOT, folder)):
            folders_below[:] = sorted(d for d in folders_below if d not in ("__pycache__", "data"))
            for name in sorted(names):
                if name.endswith(endings):
                    yield os.path.relpath(os.path.join(where, name), ROOT)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def finish(findings, what):
    """Ends the program: 0 when nothing was found."""
    for finding in findings:
        print(finding)
    print(f"{what}: {len(findings)} findings")
    sys.exit(1 if findings else 0)
