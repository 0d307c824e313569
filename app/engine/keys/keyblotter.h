// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace assay {

/// A key as short as a word stays where a model said it: blotting it out would falsify the answer.
inline constexpr qsizetype telltaleKeySize = 8;

/// Writes *** in place of a key in a text that comes in pieces, also where the key is split over several. A value; of a
/// piece it looks at each character once, and keeps no more than one key's length.
class KeyBlotter
{
public:
    /// A key that is too short to tell, and the empty one, let everything pass.
    explicit KeyBlotter(const QByteArray &key = {});
    /// What may be shown of it now. Its end is held back for as long as it may be the beginning of the key.
    QString next(const QString &piece);
    /// What was held back: no more pieces come.
    QString rest();

private:
    QString m_key;
    QString m_held;
};

} // namespace assay
