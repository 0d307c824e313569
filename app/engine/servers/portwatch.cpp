// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/portwatch.h"

#include "app/engine/net/network.h"

#include <QNetworkProxy>
#include <QTcpSocket>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

/// Some systems try a closed port several times before they say so.
constexpr Nanos patience = std::chrono::seconds(3);

} // namespace

PortWatch::PortWatch(TimeSource &time, std::function<bool()> mayKnock, QObject *parent)
    : QObject(parent), m_time(time), m_mayKnock(std::move(mayKnock))
{
}

PortWatch::~PortWatch()
{
    m_time.stop(m_timer);
}

void PortWatch::watch(const std::vector<Endpoint> &endpoints)
{
    m_endpoints = endpoints;
    m_round.reset();
    m_appeared.clear();
    m_gone.clear();
    knock();
}

void PortWatch::forget(const Endpoint &endpoint)
{
    m_listens.insert(hostAndPort(endpoint.url), false);
}

void PortWatch::knock()
{
    m_time.stop(m_timer);
    m_timer = 0;
    if (m_endpoints.empty())
        return;
    m_round = std::make_unique<QObject>();
    m_waiting = m_mayKnock() ? static_cast<int>(m_endpoints.size()) : 0;
    if (m_waiting == 0) {
        endRound();
        return;
    }
    m_timer = m_time.after(patience, this, [this] { endRound(); }); // who has not said anything is left as it was
    for (const Endpoint &endpoint : m_endpoints)
        knockAt(endpoint);
}

void PortWatch::knockAt(const Endpoint &endpoint)
{
    auto *socket = new QTcpSocket(m_round.get());
    socket->setProxy(QNetworkProxy::NoProxy);
    connect(socket, &QTcpSocket::connected, this, [this, socket, endpoint] {
        socket->disconnect(this);
        socket->abort();
        note(endpoint, true);
    });
    connect(socket, &QTcpSocket::errorOccurred, this, [this, socket, endpoint](QAbstractSocket::SocketError error) {
        socket->disconnect(this);
        note(endpoint, error == QAbstractSocket::ConnectionRefusedError ? std::optional(false) : std::nullopt);
    });
    const bool isSecure = endpoint.url.scheme() == "https"_L1;
    socket->connectToHost(endpoint.url.host(), static_cast<quint16>(endpoint.url.port(isSecure ? 443 : 80)));
}

void PortWatch::note(const Endpoint &endpoint, std::optional<bool> listens)
{
    const QString place = hostAndPort(endpoint.url);
    if (listens) {
        const auto before = m_listens.constFind(place);
        if (before != m_listens.constEnd() && *before != *listens)
            (*listens ? m_appeared : m_gone).push_back(endpoint);
        m_listens.insert(place, *listens);
    }
    if (--m_waiting == 0)
        QMetaObject::invokeMethod(
            m_round.get(), [this] { endRound(); }, Qt::QueuedConnection); // out of its socket
}

void PortWatch::endRound()
{
    if (!m_round) // its last answer and its time limit came together
        return;
    for (QObject *socket : m_round->children())
        socket->disconnect(this);
    m_round.release()->deleteLater(); // this may be its own call
    m_time.stop(m_timer);
    m_timer = m_time.after(interval, this, [this] { knock(); });
    const std::vector<Endpoint> appeared = std::exchange(m_appeared, {});
    const std::vector<Endpoint> gone = std::exchange(m_gone, {});
    if (!appeared.empty() || !gone.empty())
        Q_EMIT changed(appeared, gone);
}

EndpointListing goneListing(const Endpoint &endpoint)
{
    EndpointListing listing;
    listing.endpoint = endpoint;
    listing.endpoint.recognized = false; // by nobody, now
    listing.error = networkError(QNetworkReply::ConnectionRefusedError, endpoint.url, {});
    return listing;
}

} // namespace assay
