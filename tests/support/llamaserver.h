// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QUrl>

#include <functional>

namespace assay::test {

/// A real llama-server with one of the made-up models (tests/real_server), on a free loopback port; stopped when the
/// object dies. Test thread only.
class LlamaServer
{
public:
    /// Empty when server and models are there; else why they cannot be had (for QSKIP).
    static QString whyMissing();

    /// `model`: "tiny", "fixed", "think", "slow"; empty: a router of them all. Check url() before use.
    explicit LlamaServer(const QString &model, const QStringList &arguments = {});
    ~LlamaServer();
    /// Waits until the server answers; false with a warning when it does not within 30 s.
    bool waitUntilReady();
    /// Waits until a slot has generated some tokens of an answer; false after 30 s. `model`: of a router.
    bool waitUntilGenerating(const QString &model = {});
    QUrl url() const;
    /// Kills the processes that a router has started, as a lack of memory does. Linux.
    void killModels();
    QProcess &process() { return m_process; }

private:
    bool poll(const std::function<bool(quint16 port)> &answered);

    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace assay::test
