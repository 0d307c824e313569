// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/keys/keyblotter.h"
#include "app/engine/run/chatjob.h"

class QNetworkAccessManager;
class QNetworkReply;

namespace assay {

/// A chat request over HTTP. Owned by its lane. When it ends early its connection is closed.
class HttpChatJob final : public ChatJob
{
    Q_OBJECT
public:
    HttpChatJob(QNetworkAccessManager &network, TimeSource &time, const KeyResolver &keys, const HttpCall &call,
                std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout, QObject *parent);
    ~HttpChatJob() override;

protected:
    QString peer() const override;
    void conclude(ChatOutcome outcome) override;
    LivePiece shown(LivePiece piece) override;

private:
    void send(QNetworkAccessManager &network, const HttpCall &call);
    void readHead();
    void readBytes();
    void replyFinished();
    bool brokeOffUnexplained() const;

    QNetworkReply *m_reply = nullptr;
    QByteArray m_key; // to blot it out of what a server echoes
    KeyBlotter m_answer, m_reasoning; // of what is shown while it streams
    QUrl m_url;
    bool m_hasHead = false;
};

} // namespace assay
