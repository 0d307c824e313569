// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/practice/practicehttp.h"
#include "app/practice/practiceserver.h"

#include <QTimer>

#include <chrono>

namespace assay {

/// Plays the script of a profile into one connection: what a profile's figures cannot say, such as a server that breaks
/// off or sends what it should not. Owned by the connection; lives on the server's thread and deletes itself at the
/// end.
class PracticeScript final : public QObject
{
    Q_OBJECT
public:
    /// `start`: when the request was read.
    PracticeScript(PracticeConnection *connection, PracticeProfile profile,
                   std::chrono::steady_clock::time_point start);

private:
    void play();
    void end();

    PracticeConnection *m_connection;
    PracticeProfile m_profile;
    QTimer m_timer;
    std::chrono::steady_clock::time_point m_start;
    size_t m_next = 0;
};

} // namespace assay
