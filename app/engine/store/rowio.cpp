// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/rowio.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

QString upsertStatement(const QString &table, const QStringList &columns, const QStringList &keys)
{
    QStringList marks;
    QStringList updates;
    for (const QString &column : columns) {
        marks << u"?"_s;
        if (!keys.contains(column)) {
            updates << u"%1 = excluded.%1"_s.arg(column);
        }
    }
    return u"INSERT INTO %1(%2) VALUES(%3) ON CONFLICT(%4) DO UPDATE SET %5"_s.arg(
        table, columns.join(u", "_s), marks.join(u", "_s), keys.join(u", "_s), updates.join(u", "_s));
}

} // namespace assay
