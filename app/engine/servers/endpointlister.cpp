// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/endpointlister.h"

#include "app/engine/net/network.h"
#include "app/engine/servers/identify.h"
#include "app/engine/servers/serveradapter.h"
#include "models/domain/text.h"

#include <QNetworkAccessManager>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr Nanos candidateTimeout = std::chrono::milliseconds(1500);
constexpr Nanos programTimeout = std::chrono::seconds(30);

Nanos limitFor(const Endpoint &endpoint, Nanos timeout)
{
    if (endpoint.url.isEmpty()) // a program is asked where it is
        return programTimeout;
    return endpoint.found ? std::min(timeout, candidateTimeout) : timeout;
}

/// Foundry Local has another port at each start.
Endpoint foundryAnywhere()
{
    Endpoint candidate;
    candidate.id = EndpointId{u"foundry-local"_s};
    candidate.kind = ServerKind::FoundryLocal;
    candidate.found = true;
    return candidate;
}

EndpointListing failedListing(const Endpoint &endpoint, const Error &error)
{
    EndpointListing listing = listingOf(endpoint, endpoint.kind);
    listing.error = error;
    return listing;
}

} // namespace

EndpointLister::EndpointLister(TimeSource &time, KeyResolver keys, QObject *parent)
    : QObject(parent), m_time(time), m_keys(std::move(keys)), m_network(makeNetwork())
{
}

EndpointLister::~EndpointLister()
{
    m_asked.clear(); // their replies live on the manager
}

void EndpointLister::list(const std::vector<Endpoint> &endpoints, Nanos timeout, Depth depth)
{
    cancel();
    m_depth = depth;
    m_waiting = static_cast<int>(endpoints.size());
    if (endpoints.empty()) {
        QObject *room = m_asked.emplace_back(std::make_unique<QObject>()).get();
        QMetaObject::invokeMethod(
            room,
            [this, room] {
                if (isWaitedFor(room))
                    Q_EMIT finished();
            },
            Qt::QueuedConnection);
    }
    for (const Endpoint &endpoint : endpoints) {
        ask(endpoint, limitFor(endpoint, timeout));
    }
}

/// False: cancelled.
bool EndpointLister::isWaitedFor(const QObject *room) const
{
    return std::ranges::find(m_asked, room, &std::unique_ptr<QObject>::get) != m_asked.end();
}

void EndpointLister::ask(const Endpoint &endpoint, Nanos timeout)
{
    QObject *room = m_asked.emplace_back(std::make_unique<QObject>()).get();
    // The time is the server's: while the keychain is being unlocked it does not run.
    const std::vector<KeyReference> keys(endpoint.key ? 1 : 0, endpoint.key.value_or(KeyReference{}));
    m_keys.fetchAll(keys, m_time, room, [this, room, endpoint, timeout](const KeyResolver &ready) {
        if (isWaitedFor(room))
            send(endpoint, ready, timeout, room);
    });
}

void EndpointLister::send(const Endpoint &endpoint, const KeyResolver &keys, Nanos timeout, QObject *room)
{
    ErrandStep first = isToIdentify(endpoint) ? identify(endpoint) : adapterFor(endpoint.kind).list(endpoint);
    auto *errand = new ErrandRunner({*m_network, m_time, keys}, std::move(first), room);
    connect(errand, &ErrandRunner::finished, this,
            [this, endpoint](const Result<Outcome> &result) { take(endpoint, result); });
    errand->endAfter(timeout);
}

void EndpointLister::take(const Endpoint &endpoint, const Result<Outcome> &result)
{
    const EndpointListing listing =
        result ? std::get<EndpointListing>(*result) : failedListing(endpoint, result.error());
    if (m_depth == Depth::Whole)
        listFurther(listing);
    report(listing);
}

/// Its steps know themselves how long they may take.
void EndpointLister::listFurther(const EndpointListing &known)
{
    std::optional<ErrandStep> more = adapterFor(known.endpoint.kind).listFurther(known);
    if (!more)
        return;
    ++m_waiting;
    QObject *room = m_asked.emplace_back(std::make_unique<QObject>()).get();
    auto *errand = new ErrandRunner({*m_network, m_time, m_keys}, std::move(*more), room);
    connect(errand, &ErrandRunner::finished, this, [this](const Result<Outcome> &result) {
        result ? report(std::get<EndpointListing>(*result)) : countOne(); // else what is known stands
    });
}

void EndpointLister::report(const EndpointListing &listing)
{
    const int others = --m_waiting;
    Q_EMIT listed(listing);
    if (others == 0 && m_waiting == 0) {
        Q_EMIT finished();
    }
}

void EndpointLister::countOne()
{
    if (--m_waiting == 0) {
        Q_EMIT finished();
    }
}

void EndpointLister::cancel()
{
    m_waiting = 0;
    for (std::unique_ptr<QObject> &room : m_asked) {
        // Later: this may be called from inside a job's own signal.
        for (QObject *job : room->children()) {
            job->disconnect(this);
        }
        room.release()->deleteLater();
    }
    m_asked.clear();
}

std::vector<Endpoint> EndpointLister::wellKnownCandidates(const std::vector<Endpoint> &known)
{
    // Ollama, LM Studio, llama.cpp, vLLM, Jan, GPT4All, KoboldCpp,
    // text-generation-webui, Docker Model Runner, Lemonade, SGLang, our practice server.
    constexpr std::array<quint16, 13> ports{
        11434, 1234, 8080, 9931, 8000, 1337, 4891, 5001, 5000, 12434, 13305, 30000, standardPracticePort};
    std::vector<Endpoint> candidates;
    for (const quint16 port : ports) {
        const bool isKnown = std::ranges::any_of(known, [port](const Endpoint &endpoint) {
            return isLoopback(endpoint.url) && endpoint.url.port(80) == port;
        });
        if (isKnown) {
            continue;
        }
        Endpoint candidate;
        candidate.id = EndpointId{u"localhost-%1"_s.arg(port)};
        candidate.url = QUrl(u"http://127.0.0.1:%1"_s.arg(port));
        candidate.found = true;
        candidates.push_back(std::move(candidate));
    }
    if (std::ranges::find(known, ServerKind::FoundryLocal, &Endpoint::kind) == known.end())
        candidates.push_back(foundryAnywhere());
    return candidates;
}

std::vector<Endpoint> EndpointLister::onThisMachine(const std::vector<Endpoint> &known)
{
    std::vector<Endpoint> here = wellKnownCandidates(known);
    std::ranges::copy_if(known, std::back_inserter(here),
                         [](const Endpoint &endpoint) { return isLoopback(endpoint.url); });
    return here;
}

} // namespace assay
