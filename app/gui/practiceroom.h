// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/practice/practiceserver.h"

namespace assay {

/// The practice server on a thread of its own, so that its timers are not those of the measurement. Made by EngineHost.
class PracticeRoom final : public QObject
{
    Q_OBJECT
public:
    /// Starts the server on a free port, or says again where it is.
    void start();

Q_SIGNALS:
    void started(const QUrl &url);
    void failed(const assay::Error &error);

private:
    std::unique_ptr<PracticeServer> m_server;
    QUrl m_url;
};

} // namespace assay
