# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No sentence for a person outside tr(). Literals inside tr() are plain "..."; the others carry u or _s, _L1. Such a one
is found when it reads like words: two words after each other, or a capitalised word handed straight to a widget."""
import re

from house import files, finish, read

LITERAL = re.compile(r'(?:u"((?:[^"\\]|\\.)*)"(?:_s)?|"((?:[^"\\]|\\.)*)"_L1|QStringLiteral\(u?"((?:[^"\\]|\\.)*)"\))')
WORDS = re.compile(r"(^|[^A-Za-z<])[A-Z]?[a-z]{2,} [a-z]{2,}( |\.|$|:|,)")
WIDGET = re.compile(r"\b(setText|setToolTip|setPlaceholderText|setAccessibleName|setWindowTitle|setStatusTip|addAction|addMenu|"
                    r"setTitle|addTab|QLabel|QPushButton|QCheckBox|QRadioButton|QGroupBox)\s*\(\s*u\"[^\"]*[A-Za-z]{2,}")
# Text that is data, not interface: simulated answers, SQL, and reports' fixed Markdown are checked elsewhere.
DATA = ("app/practice/", "app/engine/store/")
MARK = "// not for translation"
# A literal that is only compared with is read by the program, not by a person.
COMPARED = re.compile(r"(==|!=|startsWith\(|endsWith\(|contains\(|indexOf\(|section\(|QLatin1StringView \w+ =)\s*$")

findings = []
for path in files((".cpp", ".h"), ("app", "ui", "models")):
    if path.startswith(DATA):
        continue
    for number, line in enumerate(read(path).splitlines(), 1):
        code = line.split("//")[0] if MARK not in line else ""
        if WIDGET.search(code):
            findings.append(f"{path}:{number}: a widget's text outside tr()")
            continue
        for match in LITERAL.finditer(code):
            text = next(g for g in match.groups() if g is not None)
            if WORDS.search(text) and not COMPARED.search(code[: match.start()]):
                findings.append(f"{path}:{number}: reads like a sentence, outside tr(): {text[:60]!r}")
finish(findings, "strings")
