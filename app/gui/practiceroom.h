// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/practice/practicecompanion.h"

namespace assay {

/// The practice server on a thread of its own, so that its timers are not those of the measurement. Made by EngineHost.
class PracticeRoom final : public QObject
{
    Q_OBJECT
public:
    /// Starts the server on a free port, or says again where it is.
    void start();
    /// Starts another one to measure against, in a process of its own where it can. companionReady() or
    /// companionFailed(). A second call takes the place of the first.
    void startCompanion();
    void stopCompanion();

Q_SIGNALS:
    void started(const QUrl &url);
    void failed(const assay::Error &error);
    void companionReady(const QUrl &url);
    void companionFailed(const assay::Error &error);

private:
    std::unique_ptr<PracticeServer> m_server;
    std::unique_ptr<PracticeCompanion> m_companion;
    QUrl m_url;
};

} // namespace assay
