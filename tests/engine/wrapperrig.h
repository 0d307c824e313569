// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"
#include "tests/engine/runrig.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

/// For tests of servers and programs that a person described.
namespace assay::wrapped {

inline ChatInput question(const Endpoint &endpoint = {})
{
    ChatInput input;
    input.endpoint = endpoint;
    input.model.serverId = QStringLiteral("m-1");
    input.text = QStringLiteral("What is \"it\"?\n{model} \u00e9"); // a placeholder in the prompt is the prompt's
    return input;
}

inline Endpoint programOf(const QStringList &arguments)
{
    Endpoint endpoint;
    endpoint.id = {QStringLiteral("mine")};
    endpoint.kind = ServerKind::Command;
    endpoint.command = QStringList(QStringLiteral(ASSAY_BIN_DIR "/assay_talker")) + arguments;
    return endpoint;
}

/// As Ollama's own protocol has it.
inline AnswerPointers linePointers()
{
    AnswerPointers pointers;
    pointers.delta = QStringLiteral("/response");
    pointers.reasoning = QStringLiteral("/thinking");
    pointers.finish = QStringLiteral("/done_reason");
    pointers.promptTokens = QStringLiteral("/prompt_eval_count");
    pointers.outputTokens = QStringLiteral("/eval_count");
    pointers.error = QStringLiteral("/error");
    return pointers;
}

inline Endpoint lineServer(const QUrl &url)
{
    Endpoint endpoint;
    endpoint.kind = ServerKind::Http;
    endpoint.url = url;
    endpoint.wrapper.body = R"({"model":"{model}","prompt":"{prompt}"})";
    endpoint.wrapper.framing = Framing::JsonLines;
    endpoint.wrapper.pointers = linePointers();
    return endpoint;
}

/// One request on a lane of its own, with what it reported.
struct Try
{
    explicit Try(const ChatInput &input, Nanos idle = std::chrono::seconds(10))
        : lane(time, resolveKeyFromEnvironment, nullptr)
        , job(lane.start(adapterFor(input.endpoint.kind).chatCall(input), recorderOf(input.endpoint), idle))
        , ends(job, &ChatJob::finished)
    {
        QObject::connect(job, &ChatJob::progressed, job, [this](const LivePiece &piece) { text += piece.answer; });
    }
    explicit Try(const Endpoint &endpoint) : Try(question(endpoint)) { }
    static std::unique_ptr<SampleRecorder> recorderOf(const Endpoint &endpoint)
    {
        return std::make_unique<SampleRecorder>(Sample{}, adapterFor(endpoint.kind).chunkReader(endpoint));
    }
    bool isEnded() const { return ends.size() == 1; }
    Sample sample() const { return qvariant_cast<ChatOutcome>(ends.at(0).at(0)).sample; }
    QString outcome() const
    {
        const Sample ended = sample();
        return sampleStatusKey(ended.status) + (ended.error ? u' ' + errorKey(ended.error->code) : QString());
    }

    ManualTime time;
    Lane lane;
    ChatJob *job;
    QSignalSpy ends;
    QString text;
};

} // namespace assay::wrapped
