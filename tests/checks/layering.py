# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds every include line against the table of floors. Needed because a target that links QtCore alone still compiles
<QtWidgets/QWidget> where all modules share one include folder.  usage: layering.py FOLDER_OF_QT_HEADERS"""
import os
import re
import sys

from house import files, finish, read

# floor: (floors it may reach into, Qt modules it may name)
TABLE = {
    "models/domain": (("models/domain",), ("Core",)),
    "models/items": (("models/domain", "models/items"), ("Core",)),
    "app/practice": (("models/domain", "app/practice"), ("Core", "Network")),
    "app/engine": (("models/domain", "app/engine"), ("Core", "Network", "Sql", "Concurrent")),
    "ui": (("models/domain", "models/items", "ui"), ("Core", "Gui", "Widgets", "Charts", "Svg")),
    "app/cli": (("models/domain", "app/engine", "app/practice", "app/cli"), ("Core",)),
    "app/gui": (("models/domain", "models/items", "app/engine", "app/practice", "ui", "app/gui"),
                ("Core", "Gui", "Widgets", "Charts", "Svg", "Network", "Sql", "Concurrent")),
}
MODULES = ("Core", "Gui", "Widgets", "Charts", "Svg", "SvgWidgets", "Network", "Sql", "Concurrent", "PrintSupport", "Test",
           "DBus", "OpenGL", "OpenGLWidgets", "Xml")


def module_of(header, qt):
    """The Qt module a header belongs to, or None when it is not Qt's."""
    if header.startswith("Qt") and "/" in header:
        return header.split("/")[0][2:]
    for module in MODULES:
        if os.path.exists(os.path.join(qt, "Qt" + module, header)):
            return module
    return None


def floor_of(path):
    return next((floor for floor in TABLE if path.startswith(floor + "/")), None)


def check_line(path, number, quoted, header, qt):
    floor = floor_of(path)
    floors, modules = TABLE[floor]
    where = f"{path}:{number}: "
    if header.endswith(".moc"):
        return None
    if quoted:
        target = floor_of(header)
        if target is None:
            return where + f'"{header}" is not written from the project\'s top'
        if target not in floors:
            return where + f"{floor} may not include {target}"
        return None
    module = module_of(header, qt)
    if module is not None and module not in modules:
        return where + f"{floor} may not include Qt{module} (<{header}>)"
    if module == "Charts" and not path.startswith("ui/charts/"):
        return where + "Qt Charts is known to ui/charts alone"
    if header.startswith("boost/") and path != "models/domain/studentt.cpp":
        return where + "Boost is known to models/domain/studentt.cpp alone: its headers are slow to compile"
    if header.startswith("nlohmann/") and (floor in ("ui", "models/items") or path.endswith(".h")):
        return where + "nlohmann_json stays inside .cpp files below the windows"
    return None


def main():
    qt = sys.argv[1]
    assert module_of("QWidget", qt) in ("Widgets", None) and module_of("QString", qt) == "Core", "no Qt headers in " + qt
    findings = []
    for path in files((".cpp", ".h"), ("app", "ui", "models")):
        if floor_of(path) is None:
            findings.append(f"{path}:1: stands on no floor")
            continue
        for number, line in enumerate(read(path).splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*([<"])([^">]+)[">]', line)
            if match:
                finding = check_line(path, number, match[1] == '"', match[2], qt)
                if finding:
                    findings.append(finding)
    finish(findings, "layering")


main()
