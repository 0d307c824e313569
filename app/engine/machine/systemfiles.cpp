// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/machine/systemfiles.h"

#include <QFile>

namespace assay {

QByteArray SystemFiles::bytes(const QString &path) const
{
    QFile file(m_root.filePath(path));
    return file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) ? file.readAll() : QByteArray();
}

QString SystemFiles::text(const QString &path) const
{
    return QString::fromUtf8(bytes(path)).trimmed();
}

std::optional<qint64> SystemFiles::number(const QString &path) const
{
    bool isNumber = false;
    const qint64 number = bytes(path).trimmed().toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

QString SystemFiles::value(const QString &path, const QString &key) const
{
    QFile file(m_root.filePath(path));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // Such files say size 0, so their end is only seen by reading.
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        const QString text = QString::fromUtf8(line);
        const qsizetype colon = text.indexOf(u':');
        if (colon > 0 && text.left(colon).trimmed() == key)
            return text.mid(colon + 1).trimmed();
    }
    return {};
}

QStringList SystemFiles::folders(const QString &path, const QString &pattern) const
{
    QStringList paths;
    const QDir dir(m_root.filePath(path));
    for (const QString &name : dir.entryList({pattern}, QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        paths += path + u'/' + name;
    return paths;
}

} // namespace assay
