// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QTemporaryDir>

namespace assay::test {

/// A /proc and a /sys of a test's own making.
class FakeRoot
{
public:
    QString path() const { return m_folder.path(); }
    QString filePath(const QString &path) const { return m_folder.filePath(path); }
    void write(const QString &path, const QByteArray &text) const
    {
        const QString full = filePath(path);
        QDir().mkpath(QFileInfo(full).path());
        QFile file(full);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("%s cannot be written.", qPrintable(full));
    }

private:
    QTemporaryDir m_folder;
};

} // namespace assay::test
