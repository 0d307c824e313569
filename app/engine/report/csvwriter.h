// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace assay {

/// Rows of a CSV file (RFC 4180): comma, CRLF, quotes where needed. Any thread.
class CsvWriter
{
public:
    /// Text from anywhere. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    void text(const QString &value);
    /// Shortest form that reads back as the same number; an empty cell where missing.
    void number(std::optional<double> value);
    void integer(std::optional<qint64> value);
    void endRow();
    QByteArray bytes() const { return m_bytes; }

private:
    void cell(const QByteArray &content);

    QByteArray m_bytes;
    bool m_rowStarted = false;
};

} // namespace assay
