// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/serverversions.h"

#include "app/engine/net/network.h"
#include "app/engine/servers/serveradapter.h"

#include <QNetworkAccessManager>
#include <QSet>

#include <nlohmann/json.hpp>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr Nanos patience = std::chrono::seconds(1);

} // namespace

std::optional<HttpCall> versionCall(const Endpoint &endpoint, ServerKind kind)
{
    QString path;
    if (kind == ServerKind::LlamaCpp) {
        path = u"/props"_s;
    } else if (kind == ServerKind::Ollama) {
        path = u"/api/version"_s;
    } else if (kind == ServerKind::Vllm) {
        path = u"/version"_s;
    } else {
        return {};
    }
    return requestTo(endpoint, "GET", besideApiUrl(endpoint.url, path));
}

QString versionIn(const QByteArray &body)
{
    const auto json = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
    for (const char *key : {"build_info", "version"}) {
        if (json.is_object() && json.contains(key) && json.at(key).is_string()) {
            return QString::fromStdString(json.at(key).get<std::string>()).left(200).simplified();
        }
    }
    return {};
}

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
        const auto call = versionCall(planned.endpoint, recognizedKind(planned.endpoint, planned.model));
        if (!call || asked.contains(planned.endpoint.id)) {
            continue;
        }
        asked.insert(planned.endpoint.id);
        auto *job = new HttpJob(*m_network, m_time, m_keys, *call, patience, m_jobs.get());
        connect(job, &HttpJob::finished, this,
                [this, id = planned.endpoint.id](const Result<HttpReply> &result) { take(id, result); });
    }
    m_waiting = static_cast<int>(asked.size());
    return m_waiting > 0;
}

void ServerVersions::take(const EndpointId &endpoint, const Result<HttpReply> &result)
{
    const QString version = result && result->status == 200 ? versionIn(result->body) : QString();
    if (!version.isEmpty()) {
        m_versions.insert(endpoint.value, version);
    }
    if (--m_waiting == 0) {
        Q_EMIT finished(m_versions);
    }
}

} // namespace assay
