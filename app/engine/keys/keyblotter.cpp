// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/keys/keyblotter.h"

#include <algorithm>
#include <utility>

namespace assay {

KeyBlotter::KeyBlotter(const QByteArray &key) : m_key(key.size() < telltaleKeySize ? QString() : QString::fromUtf8(key))
{
}

QString KeyBlotter::next(const QString &piece)
{
    if (m_key.isEmpty() || piece.isEmpty()) {
        return piece;
    }
    QString text = std::exchange(m_held, {}) + piece;
    text.replace(m_key, QStringLiteral("***"));
    // The first place from which on all that there is could be the key's beginning.
    qsizetype from = text.indexOf(m_key.front(), std::max<qsizetype>(0, text.size() - m_key.size() + 1));
    while (from >= 0 && !QStringView(m_key).startsWith(QStringView(text).sliced(from))) {
        from = text.indexOf(m_key.front(), from + 1);
    }
    if (from >= 0) {
        m_held = text.sliced(from);
        text.truncate(from);
    }
    return text;
}

QString KeyBlotter::rest()
{
    const QString held = std::exchange(m_held, {});
    return held.size() < telltaleKeySize ? held : QStringLiteral("***");
}

} // namespace assay
