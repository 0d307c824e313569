// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/laneclient.h"

#include "app/engine/net/network.h"
#include "app/engine/net/relay/relay.h"

#include <QEventLoop>
#include <QFile>
#include <QNetworkAccessManager>
#include <QThread>

#include <sys/resource.h>

#include <unordered_map>

namespace assay::bench {

LaneClient::LaneClient(QUrl server, Load load, bool withRelay) : m_server(std::move(server)), m_load(load)
{
    if (withRelay) {
        m_relay = std::move(Relay::start(false)).value();
    }
}

LaneClient::~LaneClient() = default;

void LaneClient::run()
{
    for (int i = 0; i < m_load.streams; ++i) {
        m_lanes.push_back(std::make_unique<Lane>(
            m_time, [](const KeyReference &) { return QByteArray(); }, nullptr, m_relay.get()));
    }
    resetPeakMemory();
    m_errors.peakMb = -peakMemory();
    m_load.drop ? startDropping() : prepareAll();
}

void LaneClient::prepareAll()
{
    m_pending = m_load.streams;
    HttpCall call;
    call.url = m_server;
    for (const auto &lane : m_lanes) {
        lane->prepare(call, [this] {
            if (--m_pending == 0) {
                startAll();
            }
        });
    }
}

void LaneClient::startAll()
{
    if (m_repeat == 0) {
        m_errors.cpuPerEvent = -cpuUsed(); // as for all clients: connections are open before
    }
    m_pending = m_load.streams;
    for (int i = 0; i < m_load.streams; ++i) {
        HttpCall call;
        call.verb = "POST";
        call.url = m_load.url(m_server, i);
        call.headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}};
        call.body = m_load.body();
        Sample start;
        start.request = call.body;
        ChatJob *job = m_lanes[size_t(i)]->start(
            call, std::make_unique<SampleRecorder>(std::move(start), adapterFor(ServerKind::OpenAi).chunkReader({})),
            std::chrono::seconds(20));
        connect(job, &ChatJob::finished, this, [this](const ChatOutcome &outcome) {
            m_samples.push_back(outcome.sample);
            if (--m_pending == 0) { // not from inside: the lanes may go
                QMetaObject::invokeMethod(this, &LaneClient::ended, Qt::QueuedConnection);
            }
        });
    }
}

/// A manager alone, for its own price.
void LaneClient::startDropping()
{
    if (m_repeat == 0) {
        m_errors.cpuPerEvent = -cpuUsed();
    }
    auto *network = makeNetwork().release();
    network->setParent(this);
    HttpCall call;
    call.verb = "POST";
    call.url = m_load.url(m_server, 0);
    call.headers = {{"Content-Type", "application/json"}};
    call.body = m_load.body();
    QNetworkReply *reply = sendCall(*network, call, {});
    connect(reply, &QNetworkReply::readyRead, this, [reply] { reply->readAll(); });
    connect(reply, &QNetworkReply::finished, this, [this] { ended(); });
}

void LaneClient::take(const Sample &sample)
{
    const std::vector<Truth> truths = truthsIn(sample.output.toLatin1());
    const std::vector<Chunk> &chunks = sample.timeline.chunks;
    if (sample.status != SampleStatus::Ok || truths.size() != chunks.size() || truths.empty()
        || !sample.timeline.sent) {
        ++m_errors.failed;
        return;
    }
    for (size_t i = 0; i < chunks.size(); ++i) {
        // As everywhere here: an event that shared a read with a later one is counted, not averaged in.
        const bool merged = i + 1 < chunks.size() && chunks[i + 1].at == chunks[i].at;
        m_errors.merged += merged ? 1 : 0;
        if (!merged) {
            m_errors.token.push_back(double(chunks[i].at.count() - truths[i].sent) / 1000);
        }
        if (i == 0 && !merged) {
            const qint64 measured = (chunks[0].at - *sample.timeline.sent).count();
            m_errors.ttft.push_back(double(measured - (truths[0].sent - truths[0].read)) / 1000);
        }
    }
}

void LaneClient::ended()
{
    if (++m_repeat < m_load.repeats) {
        m_load.drop ? startDropping() : prepareAll();
        return;
    }
    const double events = double(m_load.streams) * m_load.events * m_load.repeats;
    m_errors.cpuPerEvent = (m_errors.cpuPerEvent + cpuUsed()) / events;
    m_errors.peakMb += peakMemory();
    for (const Sample &sample : m_samples) {
        take(sample); // in nobody's figure: it is neither parsing nor recording
    }
    m_lanes.clear();
    Q_EMIT done(m_errors);
}

Errors runLanes(const QUrl &server, const Load &load, bool withRelay)
{
    Errors result;
    QThread thread;
    thread.setObjectName(QStringLiteral("engine"));
    QEventLoop loop;
    thread.start();
    auto *home = new QObject;
    home->moveToThread(&thread);
    LaneClient *client = nullptr;
    QMetaObject::invokeMethod(
        home, [&] { client = new LaneClient(server, load, withRelay); }, Qt::BlockingQueuedConnection);
    QObject::connect(client, &LaneClient::done, &loop, [&](const Errors &errors) {
        result = errors;
        loop.quit();
    });
    QMetaObject::invokeMethod(client, &LaneClient::run, Qt::QueuedConnection);
    loop.exec();
    client->deleteLater();
    home->deleteLater();
    thread.quit();
    thread.wait();
    return result;
}

double cpuUsed()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto micros = [](const timeval &time) { return double(time.tv_sec) * 1e6 + double(time.tv_usec); };
    return micros(usage.ru_utime) + micros(usage.ru_stime);
}

void resetPeakMemory()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly)) {
        file.write("5");
    }
}

double peakMemory()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith("VmHWM:")) {
                return line.mid(6).trimmed().split(' ').front().toDouble() / 1024;
            }
        }
    }
    return 0;
}

} // namespace assay::bench
