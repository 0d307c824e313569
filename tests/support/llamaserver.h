// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QUrl>

namespace assay::test {

/// A real llama-server with one of the made-up models (tests/real_server), on a free loopback port; stopped when the
/// object dies. Test thread only.
class LlamaServer
{
public:
    /// Empty when server and models are there; else why they cannot be had (for QSKIP).
    static QString whyMissing();

    /// `model`: "tiny", "fixed", "think", "slow". Check url() before use.
    explicit LlamaServer(const QString &model, const QStringList &arguments = {});
    ~LlamaServer();
    /// Waits until the server answers; false with a warning when it does not within 30 s.
    bool waitUntilReady();
    /// Waits until a slot has generated some tokens of an answer; false after 30 s.
    bool waitUntilGenerating();
    QUrl url() const;
    QProcess &process() { return m_process; }

private:
    bool poll(bool (*answered)(quint16 port));

    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace assay::test
