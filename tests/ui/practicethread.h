// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/practice/practiceserver.h"

#include <QThread>

namespace assay::test {

/// A practice server without delays on a thread of its own: "practice-a" and "practice-b" answer at once.
class PracticeThread
{
public:
    PracticeThread()
    {
        std::vector<PracticeProfile> profiles(2);
        profiles[0].id = QStringLiteral("practice-a");
        profiles[1].id = QStringLiteral("practice-b");
        for (PracticeProfile &profile : profiles) {
            profile.firstTokenMs = 0;
            profile.tokenMs = 0;
        }
        m_server = new PracticeServer(profiles);
        m_server->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
        m_thread.start();
        QMetaObject::invokeMethod(
            m_server,
            [this] {
                const Result<QUrl> listening = m_server->listen();
                m_url = listening ? *listening : QUrl{};
            },
            Qt::BlockingQueuedConnection);
    }
    ~PracticeThread()
    {
        m_thread.quit();
        m_thread.wait();
    }
    QUrl url() const { return m_url; }

private:
    QThread m_thread;
    PracticeServer *m_server;
    QUrl m_url;
};

} // namespace assay::test
