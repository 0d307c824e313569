// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/practice/practicehost.h"

#include <QProcess>
#include <QTimer>

namespace assay {

/// assay-cli beside this program; the file need not be there.
QString practiceProgram();

/// A practice server to measure against, in a process of its own, so that it does not share a lock or an allocator with
/// the program that is measured; on a thread where that program cannot be started. It ends with this object, and with
/// this program however that ends. One thread.
class PracticeCompanion final : public QObject
{
    Q_OBJECT
public:
    explicit PracticeCompanion(QString program = practiceProgram(), QObject *parent = nullptr);
    ~PracticeCompanion() override;

    /// Call once. ready() or failed() follows, never from inside.
    void start();
    bool hasProcess() const { return !m_host; }

Q_SIGNALS:
    void ready(const QUrl &url);
    void failed(const assay::Error &error);

private:
    void readUrl();
    void startHost();

    QString m_program;
    QProcess m_process;
    QTimer m_patience;
    std::unique_ptr<PracticeHost> m_host;
    bool m_told = false;
};

} // namespace assay
