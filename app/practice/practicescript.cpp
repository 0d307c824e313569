// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practicescript.h"

#include <algorithm>
#include <cmath>

namespace assay {

PracticeScript::PracticeScript(PracticeConnection *connection, PracticeProfile profile,
                               std::chrono::steady_clock::time_point start)
    : QObject(connection), m_connection(connection), m_profile(std::move(profile)), m_start(start)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PracticeScript::play);
    m_timer.start(0); // not from inside the request
}

/// The head goes out with the first step. Times are absolute, so that a late step does not make later ones late.
void PracticeScript::play()
{
    const bool streams = m_profile.status == 200;
    for (; m_next < m_profile.script.size(); ++m_next) {
        const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - m_start;
        const PracticeStep &step = m_profile.script[m_next];
        if (elapsed.count() < step.atMs) {
            m_timer.start(static_cast<int>(std::ceil(step.atMs - elapsed.count())));
            return;
        }
        if (streams && m_next == 0) {
            m_connection->beginStream("text/event-stream");
        }
        if (streams && !step.bytes.isEmpty()) {
            m_connection->sendChunk(step.bytes);
        }
    }
    end();
}

void PracticeScript::end()
{
    if (m_profile.end == PracticeEnd::Hold) {
        return; // until the client goes
    }
    if (m_profile.end == PracticeEnd::Close) {
        m_connection->hangUp();
    } else if (m_profile.status == 200) {
        m_connection->endStream();
    } else {
        QByteArray body;
        for (const PracticeStep &step : m_profile.script) {
            body += step.bytes;
        }
        m_connection->respond(m_profile.status, "application/json", body);
    }
    deleteLater();
}

} // namespace assay
