// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/serverversions.h"

#include "app/engine/net/network.h"
#include "app/engine/servers/serveradapter.h"

#include <QNetworkAccessManager>
#include <QSet>

namespace assay {
namespace {

constexpr Nanos patience = std::chrono::seconds(1);

} // namespace

ServerVersions::ServerVersions(TimeSource &time, KeyResolver keys, QObject *parent)
    : QObject(parent), m_time(time), m_keys(std::move(keys)), m_network(makeNetwork())
{
}

ServerVersions::~ServerVersions() = default;

bool ServerVersions::ask(const std::vector<PlannedModel> &models)
{
    m_jobs = std::make_unique<QObject>();
    m_versions.clear();
    QSet<EndpointId> asked;
    for (const PlannedModel &planned : models) {
        const auto call = adapterFor(planned.endpoint.kind).versionCall(planned.endpoint);
        if (!call || asked.contains(planned.endpoint.id)) {
            continue;
        }
        asked.insert(planned.endpoint.id);
        auto *job = new HttpJob(*m_network, m_time, m_keys, *call, patience, m_jobs.get());
        connect(job, &HttpJob::finished, this,
                [this, endpoint = planned.endpoint](const Result<HttpReply> &result) { take(endpoint, result); });
    }
    m_waiting = static_cast<int>(asked.size());
    return m_waiting > 0;
}

void ServerVersions::take(const Endpoint &endpoint, const Result<HttpReply> &result)
{
    const bool isReply = result && result->status == 200;
    const QString version = isReply ? adapterFor(endpoint.kind).readVersion(result->body) : QString();
    if (!version.isEmpty()) {
        m_versions.insert(endpoint.id.value, version);
    }
    if (--m_waiting == 0) {
        Q_EMIT finished(m_versions);
    }
}

} // namespace assay
