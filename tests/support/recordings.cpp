// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/recordings.h"

#include <QFile>
#include <QTcpSocket>

namespace assay {
namespace {

QByteArray headerOf(const QByteArray &head, const QByteArray &name)
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0) {
            return line.sliced(colon + 1).trimmed();
        }
    }
    return {};
}

/// Takes the chunks apart; true where the last one was there.
bool dechunk(const QByteArray &framed, QByteArray &body)
{
    qsizetype at = 0;
    for (;;) {
        const qsizetype end = framed.indexOf("\r\n", at);
        if (end < 0) {
            return false;
        }
        const qsizetype size = framed.mid(at, end - at).toLongLong(nullptr, 16);
        body += framed.mid(end + 2, size);
        at = end + 2 + size + 2;
        if (size == 0) {
            return true;
        }
        if (at > framed.size()) {
            return false;
        }
    }
}

std::vector<Recording::Read> readReads(const QString &path)
{
    std::vector<Recording::Read> reads;
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().trimmed().split('\n')) {
            const QByteArrayList numbers = line.split(' ');
            reads.push_back({std::chrono::microseconds(numbers.value(0).toLongLong()), numbers.value(1).toLongLong()});
        }
    }
    return reads;
}

} // namespace

std::optional<Recording> readRecording(const QString &name)
{
    const QString path = QStringLiteral(ASSAY_TEST_DATA "/recordings/llama.cpp/") + name;
    QFile file(path + QStringLiteral(".http"));
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    Recording recording;
    recording.raw = file.readAll();
    recording.reads = readReads(path + QStringLiteral(".reads"));
    const qsizetype end = recording.raw.indexOf("\r\n\r\n");
    const QByteArray head = recording.raw.first(end + 2);
    const QByteArray rest = recording.raw.sliced(end + 4);
    recording.status = head.split(' ').value(1).toInt();
    recording.contentType = headerOf(head, "Content-Type").toLower();
    if (headerOf(head, "Transfer-Encoding") == "chunked") {
        recording.isComplete = dechunk(rest, recording.body);
    } else {
        recording.body = rest;
        recording.isComplete = rest.size() == headerOf(head, "Content-Length").toLongLong();
    }
    return recording;
}

ReplayServer::ReplayServer(const Recording &recording, qsizetype stride, QObject *parent)
    : QObject(parent), m_recording(recording), m_stride(stride)
{
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        QTcpSocket *socket = m_server.nextPendingConnection();
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            const QByteArray request = socket->peek(1 << 20);
            const qsizetype end = request.indexOf("\r\n\r\n");
            if (end < 0 || request.size() < end + 4 + headerOf(request.first(end + 2), "Content-Length").toLongLong()) {
                return;
            }
            socket->readAll();
            play(socket, 0);
        });
    });
}

QUrl ReplayServer::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()));
}

/// One piece for each turn of the event loop, so that the client reads between them.
void ReplayServer::play(QTcpSocket *socket, qsizetype from)
{
    socket->write(m_recording.raw.mid(from, m_stride));
    socket->flush();
    const qsizetype next = from + m_stride;
    if (next < m_recording.raw.size()) {
        QMetaObject::invokeMethod(
            socket, [this, socket, next] { play(socket, next); }, Qt::QueuedConnection);
    } else if (!m_recording.isComplete) {
        socket->disconnectFromHost();
    }
}

} // namespace assay
