// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <chrono>
#include <optional>
#include <vector>

namespace assay {

/// A reply as a real server sent it: the raw bytes as received, and what HTTP makes of them.
struct Recording
{
    QByteArray raw;
    int status = 0;
    QByteArray contentType;
    QByteArray body; // without the framing of chunks
    bool isComplete = false; // ended as HTTP demands; where not, the server closed the connection
    struct Read
    {
        std::chrono::microseconds at; // since the request was sent
        qsizetype bytes; // of raw
    };
    std::vector<Read> reads; // as they came, where that was noted (NAME.reads: microseconds, bytes)
};

/// tests/data/recordings/llama.cpp/NAME.http. Absent where there is no such file.
std::optional<Recording> readRecording(const QString &name);

/// Plays a recording to each request over a real loopback connection, in pieces of `stride` bytes, one segment each.
class ReplayServer final : public QObject
{
    Q_OBJECT
public:
    ReplayServer(const Recording &recording, qsizetype stride, QObject *parent = nullptr);
    QUrl url() const;

private:
    void play(QTcpSocket *socket, qsizetype from);

    QTcpServer m_server;
    Recording m_recording;
    qsizetype m_stride;
};

} // namespace assay
