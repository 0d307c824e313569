// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/errandrunner.h"

#include <QHash>

#include <memory>

namespace assay {

/// The jobs that servers do with their models (load, download, ...), several at once. Engine thread.
class ServerJobs final : public QObject
{
    Q_OBJECT
public:
    /// Bytes free where models are stored; absent where that is not known.
    using DiskSpace = std::function<std::optional<qint64>()>;

    ServerJobs(TimeSource &time, KeyResolver keys, DiskSpace disk, QObject *parent = nullptr);
    ~ServerJobs() override;

    /// `id` is the caller's, and not in use. Exactly one finished() each, never from inside start() or cancel(). A
    /// download that has no room on this machine's disk fails before anything is asked of the server.
    void start(int id, const ServerOrder &order);
    void cancel(int id);
    bool isIdle() const { return m_jobs.isEmpty(); }

Q_SIGNALS:
    void progressed(int id, const assay::TaskProgress &progress);
    void finished(int id, const assay::Result<assay::TaskDone> &result);

private:
    void end(int id, const Result<Outcome> &result);

    TimeSource &m_time;
    KeyResolver m_keys;
    DiskSpace m_disk;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<QObject> m_room; // the errands' parent: goes before the manager that their replies live on
    QHash<int, ErrandRunner *> m_jobs;
};

/// Free bytes of the disk with the person's home, where local servers keep their models unless told otherwise.
std::optional<qint64> freeBytesAtHome();

} // namespace assay
