// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QTcpSocket>

#include <chrono>
#include <optional>

namespace assay {

struct PracticeRequest
{
    QByteArray verb;
    QByteArray path; // without the query
    QHash<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
    bool keepAlive = true;
    std::chrono::steady_clock::time_point readAt; // when its last byte was, or it was taken up behind another one
};

/// Reads HTTP/1.1 requests out of the bytes of a connection, however they are cut. Pure.
class PracticeRequestReader
{
public:
    void feed(QByteArrayView bytes) { m_buffer.append(bytes); }
    /// The next whole request; nullopt while bytes are missing or after a problem.
    std::optional<PracticeRequest> next();
    /// The HTTP status to refuse the connection with (400, 411, 413, 431); 0 while all is well.
    int problem() const { return m_problem; }
    /// True once after a head that asks for "100 Continue" before it sends its body.
    bool takeContinue();

private:
    bool readHead();

    QByteArray m_buffer;
    std::optional<PracticeRequest> m_head; // waits for its body
    qsizetype m_bodySize = 0;
    int m_problem = 0;
    bool m_continue = false;
};

/// One connection of the practice server: requests in, one reply at a time out, kept alive as HTTP/1.1 says. Lives on
/// the server's thread and deletes itself when the client has gone.
class PracticeConnection final : public QObject
{
    Q_OBJECT
public:
    PracticeConnection(QTcpSocket *socket, QObject *parent);

    /// A whole reply; ends the request.
    void respond(int status, const QByteArray &contentType, const QByteArray &body);
    /// Begins a reply in chunks; any number of sendChunk(), then endStream().
    void beginStream(const QByteArray &contentType);
    void sendChunk(const QByteArray &bytes);
    void endStream();
    /// Ends the connection, whatever is under way.
    void hangUp() { m_socket->disconnectFromHost(); }
    /// Bytes that the client has not yet taken.
    qint64 waitingBytes() const { return m_socket->bytesToWrite(); }

Q_SIGNALS:
    /// Never while a reply is under way.
    void requested(const assay::PracticeRequest &request);
    void drained();

private:
    void readBytes();
    void write(const QByteArray &bytes);
    void endRequest();
    void refuse(int status);

    QTcpSocket *m_socket;
    PracticeRequestReader m_reader;
    bool m_busy = false;
    bool m_keepAlive = true;
};

} // namespace assay
