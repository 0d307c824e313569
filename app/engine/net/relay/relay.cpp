// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/relay.h"

#include "app/engine/net/relay/relaylanes.h"
#include "models/domain/text.h"

#ifdef Q_OS_LINUX
#include "app/engine/net/relay/relayloop.h"

#include <thread>
#endif

#include <QNetworkProxy>
#include <QRandomGenerator>

#include <array>

namespace assay {
namespace {

QByteArray newSecret()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex();
}

} // namespace

struct Relay::Private
{
    RelayLanes lanes{newSecret()};
    quint64 lanesMade = 0;
    bool keepsBytes = false;
#ifdef Q_OS_LINUX
    std::unique_ptr<RelayLoop> loop;
    std::thread thread;
#endif
};

Relay::Relay(std::unique_ptr<Private> parts) : d(std::move(parts))
{
}

#ifdef Q_OS_LINUX

Result<std::unique_ptr<Relay>> Relay::start(bool keepsBytes)
{
    std::unique_ptr<Relay> relay(new Relay(std::make_unique<Private>()));
    Private &parts = *relay->d;
    parts.keepsBytes = keepsBytes;
    parts.loop = std::make_unique<RelayLoop>(parts.lanes);
    if (!parts.loop->isReady()) {
        return Error{ErrorCode::Unsupported, Text::tr("The relay for the kernel's time stamps could not be started."),
                     qt_error_string()};
    }
    parts.thread = std::thread([loop = parts.loop.get()] { loop->run(); });
    return relay;
}

Relay::~Relay()
{
    if (d->thread.joinable()) {
        d->loop->stop();
        d->thread.join();
    }
}

QNetworkProxy Relay::proxyFor(const QByteArray &lane) const
{
    QNetworkProxy proxy(QNetworkProxy::Socks5Proxy, QStringLiteral("127.0.0.1"), d->loop->port(),
                        QString::fromLatin1(lane), QString::fromLatin1(d->lanes.secret()));
    // Without the capability to look up names Qt does that as it does without a proxy; with it, it knows no addresses
    // of version 6.
    proxy.setCapabilities(QNetworkProxy::TunnelingCapability);
    return proxy;
}

#else

Result<std::unique_ptr<Relay>> Relay::start(bool)
{
    return Error{ErrorCode::Unsupported, Text::tr("This system's kernel gives no time stamps for received bytes."), {}};
}

Relay::~Relay() = default;

QNetworkProxy Relay::proxyFor(const QByteArray &) const
{
    return QNetworkProxy::NoProxy;
}

#endif

QByteArray Relay::newLane()
{
    QByteArray lane = "lane" + QByteArray::number(++d->lanesMade);
    d->lanes.add(lane);
    return lane;
}

void Relay::dropLane(const QByteArray &lane)
{
    d->lanes.drop(lane);
}

std::shared_ptr<Exchange> Relay::expect(const QByteArray &lane)
{
    auto exchange = std::make_shared<Exchange>(d->keepsBytes);
    d->lanes.expect(lane, exchange);
    return exchange;
}

} // namespace assay
