// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextStream>

class QIODevice;

namespace assay {

/// Where a command writes: results to `out`, everything else to `err`. The devices are given, so that tests read them.
/// Main thread.
class Console
{
public:
    /// `columns` of the terminal that `err` is; 0 where it is none.
    Console(QIODevice &outDevice, QIODevice &errDevice, int columns = 0);

    QTextStream out;
    QTextStream err;

    int columns() const { return m_columns; }
    bool isTerminal() const { return m_columns > 0; }
    /// Bytes as they are, behind what was written to `out` before. False when they cannot be written.
    bool writeOut(const QByteArray &bytes);
    /// "assay-cli: sentence" on `err`.
    void complain(const QString &sentence);
    /// One line on `err`, at once.
    void say(const QString &line);
    /// One line on `out`, at once.
    void print(const QString &line);

private:
    int m_columns;
};

/// Text from a server or a file, safe to show on a terminal: control characters (escape sequences, line ends) and marks
/// that turn the direction of writing become blanks.
QString terminalSafe(const QString &text);

/// Columns of the terminal that stderr is; 0 where it is none.
int terminalColumns();

} // namespace assay
