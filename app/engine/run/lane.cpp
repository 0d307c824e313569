// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/lane.h"

#include "app/engine/net/network.h"
#include "app/engine/net/relay/relay.h"
#include "app/engine/run/commandjob.h"
#include "app/engine/run/httpchatjob.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

/// Servers close idle connections after five seconds or more; one that is about to close must not be used.
constexpr Nanos freshFor = std::chrono::seconds(3);
constexpr Nanos longestWait = std::chrono::seconds(2);

} // namespace

Lane::Lane(TimeSource &time, KeyResolver keys, QObject *parent, Relay *relay)
    : QObject(parent), m_time(time), m_keys(std::move(keys)), m_network(makeNetwork()), m_relay(relay)
{
    changeName();
}

Lane::~Lane()
{
    m_time.stop(m_timer);
    // Before the manager that their replies live on: also one that has ended and waits for its deletion.
    qDeleteAll(findChildren<ChatJob *>(QString(), Qt::FindDirectChildrenOnly));
    if (m_opening) {
        m_opening->disconnect(this);
        delete m_opening;
    }
    if (m_relay) {
        m_relay->dropLane(m_name);
    }
}

/// Under a new name the manager makes new connections, and what is still on its way to the old name reaches nobody.
void Lane::changeName()
{
    if (!m_relay) {
        return;
    }
    m_relay->dropLane(m_name);
    m_name = m_relay->newLane();
    m_network->setProxy(m_relay->proxyFor(m_name));
}

void Lane::prepare(const ChatCall &call, std::function<void()> ready)
{
    dropOpening(); // an earlier call that nobody waits for any more
    m_ready = nullptr;
    if (const auto *http = std::get_if<HttpCall>(&call)) {
        m_ready = std::move(ready);
        open(http->url);
    } else {
        QMetaObject::invokeMethod(this, std::move(ready), Qt::QueuedConnection);
    }
}

void Lane::open(const QUrl &url)
{
    const bool fresh = m_lastUse && m_server == hostAndPort(url) && m_time.now() - *m_lastUse < freshFor;
    if (!fresh) {
        m_network->clearConnectionCache();
    }
    m_lastUse.reset();
    m_server = hostAndPort(url);
    m_time.stop(m_timer);
    m_timer = m_time.after(longestWait, this, [this] { prepared(); });
    connectTo(url);
}

/// What QNetworkAccessManager::connectToHost() does, but with a reply that tells when the connection stands. Found by
/// trying (Qt 6.4): the reply ends when the socket is connected; a following POST takes that socket and reports no
/// socketStartedConnecting(); where a connection already stands, none is added; where the server has closed it, a new
/// one is made.
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
    connect(m_opening, &QNetworkReply::finished, this, [this] { prepared(); });
}

void Lane::dropOpening()
{
    if (m_opening) {
        m_opening->disconnect(this);
        m_opening->deleteLater();
        m_opening = nullptr;
    }
}

void Lane::prepared()
{
    m_time.stop(m_timer);
    dropOpening();
    if (const auto ready = std::exchange(m_ready, nullptr)) {
        ready();
    }
}

ChatJob *Lane::start(const ChatCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout)
{
    if (const auto *http = std::get_if<HttpCall>(&call)) {
        m_job = startHttp(*http, std::move(recorder), idleTimeout);
    } else {
        m_job = startCommand(std::get<CommandCall>(call), std::move(recorder), idleTimeout);
    }
    return m_job;
}

ChatJob *Lane::startHttp(const HttpCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout)
{
    if (m_relay) {
        recorder->useStampsOf(m_relay->expect(m_name));
    }
    auto *job = new HttpChatJob(*m_network, m_time, m_keys, call, std::move(recorder), idleTimeout, this);
    connect(job, &ChatJob::finished, this, [this](const ChatOutcome &outcome) {
        // After a failure the connection may be in any state: the next request gets a new one.
        if (outcome.sample.status == SampleStatus::Ok) {
            m_lastUse = m_time.now();
        } else {
            m_lastUse.reset();
            changeName();
        }
        std::exchange(m_job, nullptr)->deleteLater();
    });
    m_server = hostAndPort(call.url);
    return job;
}

ChatJob *Lane::startCommand(const CommandCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout)
{
    if (m_relay) {
        recorder->useStampsOf(std::make_shared<Exchange>()); // which sees nothing: the stamps are not the kernel's
    }
    auto *job = new CommandJob(m_time, call, std::move(recorder), idleTimeout, this);
    connect(job, &ChatJob::finished, this,
            [this](const ChatOutcome &) { std::exchange(m_job, nullptr)->deleteLater(); });
    return job;
}

} // namespace assay
