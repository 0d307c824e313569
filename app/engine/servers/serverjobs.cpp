// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/serverjobs.h"

#include "app/engine/net/network.h"
#include "app/engine/servers/serveradapter.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <QDir>
#include <QNetworkAccessManager>
#include <QStorageInfo>

namespace assay {
namespace {

/// Why there is no room for a download; absent where there is, or where size or place are not known.
std::optional<Error> lackOfRoom(const ServerOrder &order, const ServerJobs::DiskSpace &disk)
{
    const std::optional<double> needed = order.model.metadata.sizeMb;
    if (order.task != ServerTask::Download || !needed || !isLoopback(order.endpoint.url)) {
        return {};
    }
    const std::optional<qint64> left = disk();
    if (!left || static_cast<double>(*left) > *needed * bytesPerMb) {
        return {};
    }
    return Error{ErrorCode::FileFailed,
                 Text::tr("%1 needs %2, and the disk has %3 left. Make room there, or choose a smaller variant.")
                     .arg(order.model.serverId, sizeText(needed), sizeText(static_cast<double>(*left) / bytesPerMb)),
                 {}};
}

} // namespace

std::optional<qint64> freeBytesAtHome()
{
    const QStorageInfo disk(QDir::homePath());
    return disk.isValid() && disk.isReady() ? std::optional(disk.bytesAvailable()) : std::nullopt;
}

ServerJobs::ServerJobs(TimeSource &time, KeyResolver keys, DiskSpace disk, QObject *parent)
    : QObject(parent)
    , m_time(time)
    , m_keys(std::move(keys))
    , m_disk(std::move(disk))
    , m_network(makeNetwork())
    , m_room(std::make_unique<QObject>())
{
}

ServerJobs::~ServerJobs() = default;

void ServerJobs::start(int id, const ServerOrder &order)
{
    const std::optional<Error> problem = lackOfRoom(order, m_disk);
    ErrandStep first = problem ? endWith(*problem) : adapterFor(order.endpoint.kind).perform(order);
    auto *errand = new ErrandRunner({*m_network, m_time, m_keys}, std::move(first), m_room.get());
    m_jobs.insert(id, errand);
    connect(errand, &ErrandRunner::progressed, this,
            [this, id](const TaskProgress &progress) { Q_EMIT progressed(id, progress); });
    connect(errand, &ErrandRunner::finished, this, [this, id](const Result<Outcome> &result) { end(id, result); });
}

void ServerJobs::cancel(int id)
{
    if (ErrandRunner *errand = m_jobs.value(id)) {
        errand->cancel();
    }
}

void ServerJobs::end(int id, const Result<Outcome> &result)
{
    m_jobs.remove(id);
    if (!result) {
        Q_EMIT finished(id, result.error());
        return;
    }
    const auto *done = std::get_if<TaskDone>(&*result);
    Q_EMIT finished(id, done ? *done : TaskDone{});
}

} // namespace assay
