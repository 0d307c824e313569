// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/socksreader.h"

#include <QString>

namespace assay {
namespace {

constexpr char version = 5;
constexpr char loginVersion = 1;
constexpr quint8 byPassword = 2;
constexpr quint8 connectCommand = 1;

enum AddressType : quint8 { V4 = 1, V6 = 4 };

QByteArray v4Text(QByteArrayView bytes)
{
    QByteArray text;
    for (const char byte : bytes) {
        text += (text.isEmpty() ? "" : ".") + QByteArray::number(static_cast<quint8>(byte));
    }
    return text;
}

QByteArray v6Text(QByteArrayView bytes)
{
    QByteArray text;
    for (qsizetype i = 0; i < bytes.size(); i += 2) {
        const int group = (static_cast<quint8>(bytes[i]) << 8) | static_cast<quint8>(bytes[i + 1]);
        text += (text.isEmpty() ? "" : ":") + QByteArray::number(group, 16);
    }
    return text;
}

} // namespace

QByteArray SocksReader::feed(QByteArrayView bytes)
{
    QByteArray out;
    m_in.append(bytes.data(), bytes.size());
    while (m_state == State::Talking) {
        qsizetype taken = 0;
        switch (m_step) {
        case Step::Greeting:
            taken = takeGreeting(out);
            break;
        case Step::Login:
            taken = takeLogin(out);
            break;
        case Step::Request:
            taken = takeRequest(out);
            break;
        }
        if (taken == 0) {
            break; // more bytes are needed
        }
        m_in.remove(0, taken);
    }
    return out;
}

qsizetype SocksReader::takeGreeting(QByteArray &out)
{
    if (m_in.isEmpty()) {
        return 0;
    }
    if (m_in.at(0) != version) {
        return refuse(out, {}); // another protocol: it would not understand any answer
    }
    if (m_in.size() < 2 || m_in.size() < 2 + at(1)) {
        return 0;
    }
    const QByteArrayView methods = QByteArrayView(m_in).sliced(2, at(1));
    if (!methods.contains(static_cast<char>(byPassword))) {
        return refuse(out, QByteArray("\x05\xFF", 2));
    }
    out += QByteArray("\x05\x02", 2);
    m_step = Step::Login;
    return 2 + methods.size();
}

qsizetype SocksReader::takeLogin(QByteArray &out)
{
    if (m_in.isEmpty()) {
        return 0;
    }
    if (m_in.at(0) != loginVersion) {
        return refuse(out, QByteArray("\x01\x01", 2));
    }
    if (m_in.size() < 2 || m_in.size() < 3 + at(1)) {
        return 0;
    }
    const qsizetype nameSize = at(1);
    const qsizetype passwordSize = at(2 + nameSize);
    if (m_in.size() < 3 + nameSize + passwordSize) {
        return 0;
    }
    m_user = m_in.mid(2, nameSize);
    if (!m_gate(m_user, m_in.mid(3 + nameSize, passwordSize))) {
        return refuse(out, QByteArray("\x01\x01", 2));
    }
    out += QByteArray("\x01\x00", 2);
    m_step = Step::Request;
    return 3 + nameSize + passwordSize;
}

qsizetype SocksReader::takeRequest(QByteArray &out)
{
    constexpr qsizetype from = 4;
    if (m_in.size() < from) {
        return 0;
    }
    if (m_in.at(0) != version || at(1) != connectCommand) {
        return refuse(out, reply(Answer::BadCommand));
    }
    const quint8 type = at(3);
    if (type != V4 && type != V6) {
        return refuse(out, reply(Answer::BadAddress));
    }
    const qsizetype size = type == V4 ? 4 : 16;
    if (m_in.size() < from + size + 2) {
        return 0;
    }
    const QByteArrayView address = QByteArrayView(m_in).sliced(from, size);
    m_host = type == V4 ? v4Text(address) : v6Text(address);
    m_port = static_cast<quint16>((at(from + size) << 8) | at(from + size + 1));
    m_state = State::Asked;
    return from + size + 2;
}

qsizetype SocksReader::refuse(QByteArray &out, const QByteArray &words)
{
    out += words;
    m_state = State::Refused;
    return m_in.size();
}

QByteArray SocksReader::reply(Answer answer)
{
    // The address that the relay is bound to is nobody's business: zeros, as many proxies send.
    return QByteArray("\x05", 1) + static_cast<char>(answer) + QByteArray("\x00\x01\x00\x00\x00\x00\x00\x00", 8);
}

} // namespace assay
