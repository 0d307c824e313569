// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practicehost.h"

namespace assay {

PracticeHost::PracticeHost()
{
    m_thread.setObjectName(QStringLiteral("practice"));
    m_room.moveToThread(&m_thread);
    m_thread.start();
}

PracticeHost::~PracticeHost()
{
    QMetaObject::invokeMethod(
        &m_room, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Result<QUrl> PracticeHost::start(const std::vector<PracticeProfile> &profiles)
{
    Result<QUrl> url = QUrl();
    QMetaObject::invokeMethod(
        &m_room,
        [this, &url, &profiles] {
            m_server = std::make_unique<PracticeServer>(profiles);
            url = m_server->listen();
        },
        Qt::BlockingQueuedConnection);
    return url;
}

} // namespace assay
