// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/openaidialect.h"

namespace assay {
namespace {

/// The code unit of a "\uXXXX" at `at`; -1 where there is none.
int escapedUnit(const QByteArray &json, qsizetype at)
{
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') {
        return -1;
    }
    bool isHex = false;
    const int unit = json.mid(at + 2, 4).toInt(&isHex, 16);
    return isHex ? unit : -1;
}

bool isHigh(int unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

bool isLow(int unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

} // namespace

QByteArray repairedJson(const QByteArray &json)
{
    QByteArray out = QString::fromUtf8(json).toUtf8(); // invalid bytes become U+FFFD
    for (qsizetype at = 0; at + 1 < out.size(); ++at) {
        if (out[at] != '\\') {
            continue;
        }
        const int unit = escapedUnit(out, at);
        if (isHigh(unit) && isLow(escapedUnit(out, at + 6))) {
            at += 11;
        } else if (isHigh(unit) || isLow(unit)) {
            out.replace(at + 2, 4, "fffd");
            at += 5;
        } else {
            ++at; // what is escaped is no escape itself
        }
    }
    return out;
}

} // namespace assay
