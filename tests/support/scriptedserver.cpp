// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scriptedserver.h"

#include <QTcpSocket>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace assay {
namespace {

QByteArray quoted(const QString &text)
{
    QByteArray out = "\"";
    for (const char c : text.toUtf8()) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out + "\"";
}

/// With a linger time of zero, closing sends RST instead of FIN.
void resetSocket(QTcpSocket *socket)
{
#ifdef Q_OS_UNIX
    const linger none{1, 0};
    ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &none, sizeof none);
#endif
    socket->abort();
}

} // namespace

Script &Script::send(const QByteArray &bytes)
{
    m_steps.push_back({Kind::Send, bytes, {}});
    return *this;
}

Script &Script::wait(const QString &gate)
{
    m_steps.push_back({Kind::Wait, {}, gate});
    return *this;
}

Script &Script::close()
{
    m_steps.push_back({Kind::Close, {}, {}});
    return *this;
}

Script &Script::reset()
{
    m_steps.push_back({Kind::Reset, {}, {}});
    return *this;
}

Script &Script::hold()
{
    m_steps.push_back({Kind::Hold, {}, {}});
    return *this;
}

Script Script::reply(int status, const QByteArray &contentType, const QByteArray &body, const QByteArray &headers)
{
    return Script().send("HTTP/1.1 " + QByteArray::number(status) + " Status\r\nContent-Type: " + contentType
                         + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body);
}

Script Script::json(const QByteArray &body, int status)
{
    return reply(status, "application/json", body);
}

Script Script::stream(const std::vector<QByteArray> &data)
{
    QByteArray bytes = streamHead();
    for (const QByteArray &one : data) {
        bytes += event(one);
    }
    return Script().send(bytes + lastChunk());
}

QByteArray Script::streamHead()
{
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
}

QByteArray Script::event(const QByteArray &data)
{
    return chunk("data: " + data + "\n\n");
}

QByteArray Script::chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QByteArray Script::lastChunk()
{
    return "0\r\n\r\n";
}

QByteArray Script::delta(const QString &text, const QByteArray &field)
{
    return R"({"choices":[{"index":0,"delta":{")" + field + "\":" + quoted(text) + "},\"finish_reason\":null}]}";
}

QByteArray Script::finish(const QByteArray &reason)
{
    return R"({"choices":[{"index":0,"delta":{},"finish_reason":")" + reason + "\"}]}";
}

QByteArray Script::usage(int prompt, int output)
{
    return R"({"choices":[],"usage":{"prompt_tokens":)" + QByteArray::number(prompt) + ",\"completion_tokens\":"
        + QByteArray::number(output) + ",\"total_tokens\":" + QByteArray::number(prompt + output) + "}}";
}

QByteArray ScriptedServer::Request::target() const
{
    return head.split(' ').value(1);
}

QByteArray ScriptedServer::Request::header(const QByteArray &name) const
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0) {
            return line.sliced(colon + 1).trimmed();
        }
    }
    return {};
}

ScriptedServer::ScriptedServer(QObject *parent)
    : QObject(parent)
    , m_handler([](const Request &) { return Script::json(R"({"error":{"message":"no script"}})", 404); })
{
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, &ScriptedServer::takeConnection);
}

ScriptedServer::~ScriptedServer()
{
    const QList<QTcpSocket *> sockets = m_states.keys();
    for (QTcpSocket *socket : sockets) {
        socket->disconnect(this);
        socket->abort();
    }
}

QUrl ScriptedServer::url() const
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(m_server.serverPort());
    return url;
}

QUrl ScriptedServer::refusedUrl()
{
    return ScriptedServer().url(); // closed again at once
}

void ScriptedServer::release(const QString &gate)
{
    m_open.insert(gate);
    const QList<QTcpSocket *> sockets = m_states.keys();
    for (QTcpSocket *socket : sockets) {
        run(socket);
    }
}

void ScriptedServer::takeConnection()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_states[socket].number = m_connections++;
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { takeRequests(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_states.remove(socket);
            socket->deleteLater();
            Q_EMIT connectionClosed();
        });
        takeRequests(socket);
    }
}

void ScriptedServer::takeRequests(QTcpSocket *socket)
{
    if (!m_states.contains(socket)) {
        return;
    }
    m_states[socket].in += socket->readAll();
    if (!m_states[socket].busy && takeRequest(m_states[socket])) {
        run(socket);
        Q_EMIT requestReceived();
    }
}

bool ScriptedServer::takeRequest(State &state)
{
    const qsizetype end = state.in.indexOf("\r\n\r\n");
    if (end < 0) {
        return false;
    }
    Request request{state.in.first(end + 2), {}, state.number};
    const qsizetype length = request.header("Content-Length").toLongLong();
    if (state.in.size() < end + 4 + length) {
        return false;
    }
    request.body = state.in.sliced(end + 4, length);
    state.in.remove(0, end + 4 + length);
    m_requests.push_back(request);
    Script script;
    if (m_queue.empty() || !request.head.startsWith("POST ")) {
        script = m_handler(request);
    } else {
        script = m_queue.front();
        m_queue.pop_front();
    }
    state.steps.assign(script.steps().begin(), script.steps().end());
    state.busy = true;
    return true;
}

void ScriptedServer::run(QTcpSocket *socket)
{
    while (m_states.contains(socket) && m_states[socket].busy) {
        State &state = m_states[socket];
        if (state.steps.empty()) {
            state.busy = false;
            takeRequests(socket); // one that came in the meantime
            return;
        }
        const Script::Step step = state.steps.front();
        if (!perform(socket, step)) {
            return;
        }
        if (m_states.contains(socket)) {
            m_states[socket].steps.pop_front();
        }
    }
}

bool ScriptedServer::perform(QTcpSocket *socket, const Script::Step &step)
{
    switch (step.kind) {
    case Script::Kind::Send:
        socket->write(step.bytes);
        socket->flush();
        return true;
    case Script::Kind::Wait:
        return m_open.contains(step.gate);
    case Script::Kind::Close:
        m_states[socket].steps.clear();
        socket->disconnectFromHost();
        return false;
    case Script::Kind::Reset:
        m_states[socket].steps.clear();
        resetSocket(socket);
        return false;
    case Script::Kind::Hold:
        return false;
    }
    return false;
}

} // namespace assay
