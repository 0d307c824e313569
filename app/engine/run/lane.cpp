// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/lane.h"

#include "app/engine/net/network.h"

#include <QNetworkAccessManager>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

/// Servers close idle connections after five seconds or more; one that is about to close must not be used.
constexpr Nanos freshFor = std::chrono::seconds(3);
constexpr Nanos longestWait = std::chrono::seconds(2);

} // namespace

Lane::Lane(TimeSource &time, KeyResolver keys, QObject *parent)
    : QObject(parent), m_time(time), m_keys(std::move(keys)), m_network(makeNetwork())
{
}

Lane::~Lane()
{
    m_time.stop(m_timer);
    delete m_job; // before the manager that its reply lives on
    delete m_opening;
}

bool Lane::isFresh(const QUrl &url) const
{
    return m_lastUse && m_server == hostAndPort(url) && m_time.now() - *m_lastUse < freshFor;
}

void Lane::prepare(const QUrl &url, std::function<void()> ready)
{
    m_ready = std::move(ready);
    if (isFresh(url)) {
        QMetaObject::invokeMethod(
            this, [this] { prepared(); }, Qt::QueuedConnection);
        return;
    }
    m_network->clearConnectionCache();
    m_lastUse.reset();
    m_server = hostAndPort(url);
    m_time.stop(m_timer);
    m_timer = m_time.after(longestWait, this, [this] { prepared(); });
    connectTo(url);
}

/// What QNetworkAccessManager::connectToHost() does, but with a reply that tells when the connection stands.
void Lane::connectTo(const QUrl &url)
{
    QUrl target;
    target.setScheme(url.scheme() == "https"_L1 ? u"preconnect-https"_s : u"preconnect-http"_s);
    target.setHost(url.host());
    target.setPort(url.port(url.scheme() == "https"_L1 ? 443 : 80));
    HttpCall call;
    call.verb = "GET";
    call.url = target;
    m_opening = sendCall(*m_network, call, {});
    connect(m_opening, &QNetworkReply::finished, this, [this] {
        if (m_opening->error() == QNetworkReply::NoError) {
            m_lastUse = m_time.now();
        }
        prepared();
    });
}

void Lane::prepared()
{
    m_time.stop(m_timer);
    if (m_opening) {
        m_opening->disconnect(this);
        m_opening->deleteLater();
        m_opening = nullptr;
    }
    if (const auto ready = std::exchange(m_ready, nullptr)) {
        ready();
    }
}

ChatJob *Lane::start(const HttpCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout)
{
    m_job = new ChatJob(*m_network, m_time, m_keys, call, std::move(recorder), idleTimeout, this);
    connect(m_job, &ChatJob::finished, this, [this](const ChatOutcome &outcome) {
        const bool reusable = outcome.sample.status == SampleStatus::Ok;
        m_lastUse = reusable ? std::optional(m_time.now()) : std::nullopt;
        std::exchange(m_job, nullptr)->deleteLater();
    });
    m_server = hostAndPort(call.url);
    return m_job;
}

} // namespace assay
