// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practicehttp.h"

#include <QList>

#include <algorithm>

#ifdef Q_OS_LINUX
#include <sys/socket.h>
#endif

namespace assay {
namespace {

constexpr qsizetype maxHead = 64 * 1024;
constexpr qsizetype maxBody = 64 * 1024 * 1024;

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 431:
        return "Request Header Fields Too Large";
    default:
        return "Internal Server Error";
    }
}

QByteArray replyHead(int status, const QByteArray &contentType, bool keepAlive)
{
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status)
        + "\r\nServer: assay-practice\r\nContent-Type: " + contentType
        + (keepAlive ? "\r\nConnection: keep-alive\r\n" : "\r\nConnection: close\r\n");
}

/// Hands as much as the system takes without waiting over to it; the way through the socket's buffer takes longer, and
/// whoever measures against this server's stamps would see that time as their own error. The number of bytes taken.
qsizetype sendAtOnce([[maybe_unused]] qintptr socket, [[maybe_unused]] const QByteArray &bytes)
{
#ifdef Q_OS_LINUX
    const auto taken = ::send(static_cast<int>(socket), bytes.constData(), static_cast<size_t>(bytes.size()),
                              MSG_NOSIGNAL | MSG_DONTWAIT);
    return std::max<qsizetype>(0, taken); // what went wrong the socket will notice itself
#else
    return 0;
#endif
}

} // namespace

bool PracticeRequestReader::readHead()
{
    qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end < 0) {
        m_problem = m_buffer.size() > maxHead ? 431 : 0;
        return false;
    }
    const QList<QByteArray> lines = m_buffer.left(end).split('\n');
    m_buffer.remove(0, end + 4);
    const QList<QByteArray> first = lines.constFirst().trimmed().split(' ');
    if (first.size() != 3 || !first.at(1).startsWith('/') || !first.at(2).startsWith("HTTP/1.")) {
        m_problem = 400;
        return false;
    }
    PracticeRequest request;
    request.verb = first.at(0);
    request.path = first.at(1).split('?').constFirst();
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines.at(i).indexOf(':');
        if (colon <= 0) {
            m_problem = 400;
            return false;
        }
        request.headers.insert(lines.at(i).left(colon).trimmed().toLower(), lines.at(i).mid(colon + 1).trimmed());
    }
    const QByteArray connection = request.headers.value("connection").toLower();
    request.keepAlive = first.at(2) == "HTTP/1.1" ? connection != "close" : connection == "keep-alive";
    m_head = std::move(request);
    return true;
}

std::optional<PracticeRequest> PracticeRequestReader::next()
{
    if (m_problem != 0 || (!m_head && !readHead())) {
        return std::nullopt;
    }
    if (m_bodySize == 0 && m_head->headers.contains("transfer-encoding")) {
        m_problem = 411;
        return std::nullopt;
    }
    if (m_bodySize == 0 && m_head->headers.contains("content-length")) {
        bool isNumber = false;
        m_bodySize = m_head->headers.value("content-length").toLongLong(&isNumber);
        m_problem = !isNumber || m_bodySize < 0 ? 400 : m_bodySize > maxBody ? 413 : 0;
        m_continue = m_head->headers.value("expect").toLower() == "100-continue";
    }
    if (m_problem != 0 || m_buffer.size() < m_bodySize) {
        return std::nullopt;
    }
    PracticeRequest request = std::move(*m_head);
    request.body = m_buffer.left(m_bodySize);
    m_buffer.remove(0, m_bodySize);
    m_head.reset();
    m_bodySize = 0;
    return request;
}

bool PracticeRequestReader::takeContinue()
{
    return std::exchange(m_continue, false);
}

PracticeConnection::PracticeConnection(QTcpSocket *socket, QObject *parent) : QObject(parent), m_socket(socket)
{
    m_socket->setParent(this);
    // Without this, small chunks wait up to 40 ms for the acknowledgement of the one before.
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &PracticeConnection::readBytes);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &PracticeConnection::drained);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
}

/// Onto the wire now, not when the event loop comes round. A client that has gone gets nothing.
void PracticeConnection::write(const QByteArray &bytes)
{
    if (m_socket->state() == QAbstractSocket::ConnectedState) {
        const qsizetype sent = m_socket->bytesToWrite() == 0 ? sendAtOnce(m_socket->socketDescriptor(), bytes) : 0;
        if (sent < bytes.size()) {
            m_socket->write(bytes.sliced(sent));
            m_socket->flush();
        }
    }
}

void PracticeConnection::readBytes()
{
    const auto now = std::chrono::steady_clock::now(); // before anything is made of the bytes
    m_reader.feed(m_socket->readAll());
    if (m_busy) {
        return;
    }
    std::optional<PracticeRequest> request = m_reader.next();
    if (m_reader.takeContinue() && !request) {
        write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (m_reader.problem() != 0) {
        refuse(m_reader.problem());
    } else if (request) {
        m_busy = true;
        m_keepAlive = request->keepAlive;
        request->readAt = now;
        Q_EMIT requested(*request);
    }
}

void PracticeConnection::refuse(int status)
{
    m_keepAlive = false;
    respond(status, "text/plain", reasonPhrase(status) + '\n');
}

void PracticeConnection::respond(int status, const QByteArray &contentType, const QByteArray &body)
{
    write(replyHead(status, contentType, m_keepAlive) + "Content-Length: " + QByteArray::number(body.size())
          + "\r\n\r\n" + body);
    endRequest();
}

void PracticeConnection::beginStream(const QByteArray &contentType)
{
    write(replyHead(200, contentType, m_keepAlive) + "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void PracticeConnection::sendChunk(const QByteArray &bytes)
{
    write(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
}

void PracticeConnection::endStream()
{
    write("0\r\n\r\n");
    endRequest();
}

void PracticeConnection::endRequest()
{
    m_busy = false;
    if (!m_keepAlive) {
        m_socket->disconnectFromHost();
        return;
    }
    // The next request may be here already; it is begun from the event loop, so that replies do not nest.
    QMetaObject::invokeMethod(this, &PracticeConnection::readBytes, Qt::QueuedConnection);
}

} // namespace assay
