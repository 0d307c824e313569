// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/practiceroom.h"

namespace assay {

void PracticeRoom::start()
{
    if (m_server) {
        Q_EMIT started(m_url);
        return;
    }
    auto server = std::make_unique<PracticeServer>();
    const Result<QUrl> url = server->listen();
    if (!url) {
        Q_EMIT failed(url.error());
        return;
    }
    m_server = std::move(server);
    m_url = *url;
    Q_EMIT started(m_url);
}

void PracticeRoom::startCompanion()
{
    m_companion = std::make_unique<PracticeCompanion>();
    connect(m_companion.get(), &PracticeCompanion::ready, this, &PracticeRoom::companionReady);
    connect(m_companion.get(), &PracticeCompanion::failed, this, &PracticeRoom::companionFailed);
    m_companion->start();
}

void PracticeRoom::stopCompanion()
{
    m_companion.reset();
}

} // namespace assay
