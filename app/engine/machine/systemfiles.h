// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QStringList>

#include <optional>

namespace assay {

/// Files of /proc and /sys, below a root that tests choose. What cannot be read is empty. Any thread.
class SystemFiles
{
public:
    explicit SystemFiles(const QString &root) : m_root(root) { }

    QString path(const QString &path) const { return m_root.filePath(path); }
    QByteArray bytes(const QString &path) const;
    /// A small file without the space around it.
    QString text(const QString &path) const;
    /// The whole number that a file holds.
    std::optional<qint64> number(const QString &path) const;
    /// The value of the first "key : value" line.
    QString value(const QString &path, const QString &key) const;
    /// Paths of the folders below `path` whose names fit, by name.
    QStringList folders(const QString &path, const QString &pattern) const;

private:
    QDir m_root;
};

} // namespace assay
