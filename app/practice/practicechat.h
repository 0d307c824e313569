// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/practice/practicehttp.h"
#include "app/practice/practiceschedule.h"

#include <QPointer>
#include <QTimer>

#include <chrono>

namespace assay {

/// What a chat request asks for, checked.
struct PracticeChatRequest
{
    QString model;
    QString system;
    QString prompt; // of the last user message
    std::optional<int> maxTokens;
    bool stream = false;
    bool includeUsage = false;
    std::chrono::steady_clock::time_point readAt = std::chrono::steady_clock::now(); // when it had come
};

/// Errors: BadInput with a sentence in English, to be sent to the client as it is.
Result<PracticeChatRequest> readPracticeChat(const QByteArray &body);

/// An error body in OpenAI's shape.
QByteArray practiceErrorBody(int status, const QString &message, const QString &type);

/// Plays one schedule into one connection. Owned by the connection, so that a client that goes away stops it; lives on
/// the server's thread and deletes itself at the end.
class PracticeChat final : public QObject
{
    Q_OBJECT
public:
    PracticeChat(PracticeConnection *connection, PracticeChatRequest request, PracticeSchedule schedule, qint64 number);

private:
    using Clock = std::chrono::steady_clock;

    void play();
    void waitFor(double atMs);
    bool playNext(); // false when the answer has ended
    void sendWhole();
    void sendRole();
    void sendToken(const PracticeToken &token);
    void finishStream();
    void breakStream();
    double dueMs() const;
    double elapsedMs() const;

    PracticeConnection *m_connection;
    PracticeChatRequest m_request;
    PracticeSchedule m_schedule;
    QString m_id;
    QByteArray m_chunkStart; // of every token's JSON, up to the name of its delta
    QTimer m_timer;
    std::vector<double> m_sentMs; // when each token really went out
    size_t m_next = 0;
    bool m_begun = false;
};

} // namespace assay
