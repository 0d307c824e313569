// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/secret.h"

#include "app/cli/console.h"
#include "models/domain/text.h"

#include <QFile>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#endif

namespace assay {
namespace {

#ifdef Q_OS_UNIX
/// While it lives the terminal does not show what is typed. An interrupt is kept waiting meanwhile: it would leave the
/// terminal blind.
class HiddenTyping
{
public:
    HiddenTyping() : m_isTerminal(isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        if (m_isTerminal) {
            termios hidden = m_before;
            hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        }
    }
    ~HiddenTyping()
    {
        if (m_isTerminal) {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        }
    }
    Q_DISABLE_COPY_MOVE(HiddenTyping)
    bool isTerminal() const { return m_isTerminal; }

private:
    termios m_before{};
    bool m_isTerminal;
};
#else
struct HiddenTyping
{
    static bool isTerminal() { return false; }
};
#endif

} // namespace

QByteArray readSecret(Console &console)
{
    const HiddenTyping hidden;
    if (hidden.isTerminal()) {
        console.err << Text::tr("Key (it is not shown; Return alone gives up): ") << Qt::flush;
    }
    QFile in;
    QByteArray line = in.open(stdin, QIODevice::ReadOnly) ? in.readLine().trimmed() : QByteArray();
    if (hidden.isTerminal()) {
        console.say({});
    }
    return line;
}

} // namespace assay
