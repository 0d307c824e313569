// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <functional>

namespace assay {

/// The server's side of a SOCKS5 opening (RFC 1928, RFC 1929), over any cut of its bytes: user name and password are
/// demanded, CONNECT to an address is the only command: names are looked up by the client. Whatever else comes is
/// refused. Pure.
class SocksReader
{
public:
    enum class State { Talking, Asked, Refused };
    /// What the client was refused for or told at the end (RFC 1928, section 6).
    enum class Answer : quint8 {
        Connected = 0,
        Failed = 1,
        NetworkUnreachable = 3,
        Refused = 5,
        TimedOut = 6,
        BadCommand = 7,
        BadAddress = 8
    };
    /// Whether this user with this password may use the relay.
    using Gate = std::function<bool(const QByteArray &user, const QByteArray &password)>;

    explicit SocksReader(Gate gate) : m_gate(std::move(gate)) { }

    /// Takes bytes of the client; returns what it is to be told. After Asked or Refused nothing is taken any more.
    QByteArray feed(QByteArrayView bytes);
    State state() const { return m_state; }
    /// After Asked: who asked, for which address (in text) and port.
    QByteArray user() const { return m_user; }
    QByteArray host() const { return m_host; }
    quint16 port() const { return m_port; }
    /// Bytes that came behind the request: the client's first words to the server.
    QByteArray rest() const { return m_in; }

    static QByteArray reply(Answer answer);

private:
    enum class Step { Greeting, Login, Request };
    qsizetype takeGreeting(QByteArray &out);
    qsizetype takeLogin(QByteArray &out);
    qsizetype takeRequest(QByteArray &out);
    qsizetype refuse(QByteArray &out, const QByteArray &words);
    quint8 at(qsizetype place) const { return static_cast<quint8>(m_in.at(place)); }

    Gate m_gate;
    Step m_step = Step::Greeting;
    State m_state = State::Talking;
    QByteArray m_in; // not yet understood
    QByteArray m_user;
    QByteArray m_host;
    quint16 m_port = 0;
};

} // namespace assay
