// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTcpServer>
#include <QUrl>

#include <deque>
#include <functional>
#include <vector>

class QTcpSocket;

namespace assay {

/// What a ScriptedServer does on one request, step by step. After the last step the connection takes its next request.
class Script
{
public:
    enum class Kind { Send, Wait, Close, Reset, Hold };
    struct Step
    {
        Kind kind;
        QByteArray bytes;
        QString gate;
    };

    /// Raw bytes, heads and all.
    Script &send(const QByteArray &bytes);
    /// Until the test calls release(gate); a gate stays open.
    Script &wait(const QString &gate);
    /// An orderly end of the connection, after what was sent.
    Script &close();
    /// RST: what was not read is lost.
    Script &reset();
    /// Silence for ever on an open connection.
    Script &hold();

    const std::vector<Step> &steps() const { return m_steps; }

    /// A whole reply with Content-Length; `headers` are further lines, each ending in \r\n.
    static Script reply(int status, const QByteArray &contentType, const QByteArray &body,
                        const QByteArray &headers = {});
    static Script json(const QByteArray &body, int status = 200);
    /// A whole event stream in one go (chunked): each of `data` becomes "data: ...\n\n". Say "[DONE]" yourself.
    static Script stream(const std::vector<QByteArray> &data);
    /// The head of a chunked event stream.
    static QByteArray streamHead();
    static QByteArray event(const QByteArray &data); // one HTTP chunk with "data: ...\n\n"
    static QByteArray chunk(const QByteArray &bytes); // one HTTP chunk
    static QByteArray lastChunk();
    /// Event data of one answer delta; `text` is escaped.
    static QByteArray delta(const QString &text, const QByteArray &field = "content");
    static QByteArray finish(const QByteArray &reason = "stop");
    static QByteArray usage(int prompt, int output);

private:
    std::vector<Step> m_steps;
};

/// An HTTP/1.1 server that does what a test's scripts say, for faults that a well-behaved server does not show.
/// Loopback, on the test's own thread.
class ScriptedServer final : public QObject
{
    Q_OBJECT
public:
    struct Request
    {
        QByteArray head;
        QByteArray body;
        int connection = 0; // from 0, in order of arrival
        QByteArray target() const; // "/v1/models"
        QByteArray header(const QByteArray &name) const; // empty where absent
    };
    using Handler = std::function<Script(const Request &)>;

    explicit ScriptedServer(QObject *parent = nullptr);
    ~ScriptedServer() override;

    QUrl url() const; // http://127.0.0.1:PORT
    /// Scripts for the coming POST requests, in order. All other requests, and POSTs when no script is left, go to the
    /// handler (404 by default).
    void enqueue(const Script &script) { m_queue.push_back(script); }
    void setHandler(Handler handler) { m_handler = std::move(handler); }
    void release(const QString &gate);

    const std::vector<Request> &requests() const { return m_requests; }
    int connections() const { return m_connections; } // ever made
    int openConnections() const { return static_cast<int>(m_states.size()); }

    /// An address where nobody listens.
    static QUrl refusedUrl();

Q_SIGNALS:
    void requestReceived();
    void connectionClosed();

private:
    struct State
    {
        int number = 0;
        QByteArray in;
        std::deque<Script::Step> steps;
        bool busy = false;
    };
    void takeConnection();
    void takeRequests(QTcpSocket *socket);
    bool takeRequest(State &state);
    void run(QTcpSocket *socket);
    bool perform(QTcpSocket *socket, const Script::Step &step);

    QTcpServer m_server;
    std::deque<Script> m_queue;
    Handler m_handler;
    QSet<QString> m_open;
    std::vector<Request> m_requests;
    QHash<QTcpSocket *, State> m_states;
    int m_connections = 0;
};

} // namespace assay
