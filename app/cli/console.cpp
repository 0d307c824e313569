// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include <QIODevice>

#ifdef Q_OS_UNIX
#include <sys/ioctl.h>
#include <unistd.h>
#endif

using namespace Qt::Literals::StringLiterals;

namespace assay {

Console::Console(QIODevice &outDevice, QIODevice &errDevice, int columns)
    : out(&outDevice), err(&errDevice), m_columns(columns)
{
}

bool Console::writeOut(const QByteArray &bytes)
{
    out.flush();
    return out.device()->write(bytes) == bytes.size();
}

void Console::complain(const QString &sentence)
{
    say(u"assay-cli: "_s + terminalSafe(sentence));
}

void Console::say(const QString &line)
{
    err << line << '\n' << Qt::flush;
}

void Console::print(const QString &line)
{
    out << line << '\n' << Qt::flush;
}

QString terminalSafe(const QString &text)
{
    const auto isHarmful = [](char16_t c) {
        const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
        const bool direction =
            (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
        return control || direction || c == 0x2028 || c == 0x2029;
    };
    QString safe = text;
    for (QChar &c : safe) {
        if (isHarmful(c.unicode())) {
            c = u' ';
        }
    }
    return safe;
}

int terminalColumns()
{
#ifdef Q_OS_UNIX
    if (isatty(STDERR_FILENO) == 0) {
        return 0;
    }
    winsize size{};
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
#else
    return 0;
#endif
}

} // namespace assay
