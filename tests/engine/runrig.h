// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/runcontroller.h"
#include "tests/support/manualtime.h"
#include "tests/support/scriptedserver.h"

#include <QCoreApplication>

namespace assay {

/// A controller on a clock set by hand, one scripted server, and everything the controller said. For tests of runs.
class RunRig : public QObject
{
public:
    RunRig()
    {
        server.setHandler([this](const ScriptedServer::Request &request) { return answer(request); });
        connect(controller.get(), &RunController::runStarted, this,
                [this](const RunInfo &) { log << QStringLiteral("run"); });
        connect(controller.get(), &RunController::stateChanged, this,
                [this](const RunId &, RunState state) { states.push_back(state); });
        connect(controller.get(), &RunController::sampleStarted, this, [this](const Sample &sample) {
            started.push_back(sample);
            log << QStringLiteral("start ") + sample.id.value;
        });
        connect(controller.get(), &RunController::samplePiece, this,
                [this](const SampleId &, const LivePiece &piece) { text += piece.answer; });
        connect(controller.get(), &RunController::sampleFinished, this, [this](const Sample &sample) {
            finished.push_back(sample);
            log << QStringLiteral("end ") + sample.id.value;
        });
        connect(controller.get(), &RunController::modelSkipped, this, [this](int model, const Error &reason) {
            skipped.push_back({model, reason});
            log << QStringLiteral("skip ") + QString::number(model);
        });
        connect(controller.get(), &RunController::progressed, this,
                [this](const RunProgress &now) { progress.push_back(now); });
        connect(controller.get(), &RunController::runFinished, this, [this](const RunInfo &info) {
            ended.push_back(info);
            log << QStringLiteral("done");
        });
    }

    static Script okScript(const QString &answer = QStringLiteral("Fine."))
    {
        return Script::stream({Script::delta(answer), Script::finish(), Script::usage(3, 2), "[DONE]"});
    }
    /// Head and first words, then whatever the caller adds.
    static Script beginning(const QString &words)
    {
        return Script().send(Script::streamHead() + Script::event(Script::delta(words)));
    }
    static QByteArray ending()
    {
        return Script::event(Script::finish()) + Script::event("[DONE]") + Script::lastChunk();
    }
    static Script busy(const QByteArray &headers = {})
    {
        return Script::reply(503, "application/json", R"({"error":{"message":"Loading model"}})", headers);
    }

    /// Models "m0", "m1", ... on the server; prompts "p0", "p1", ... One round, no warm-up.
    RunInfo run(int models, int prompts) const
    {
        RunInfo info;
        info.id = {QStringLiteral("run-1")};
        for (int i = 0; i < models; ++i)
            info.plan.models.push_back(model(QStringLiteral("m%1").arg(i), server.url()));
        for (int i = 0; i < prompts; ++i) {
            Prompt prompt;
            prompt.id = {QStringLiteral("p%1").arg(i)};
            prompt.text = QStringLiteral("Question %1").arg(i);
            info.plan.prompts.push_back(prompt);
        }
        info.plan.options.rounds = 1;
        info.plan.options.warmups = 0;
        info.plan.options.idleTimeoutSeconds = 30;
        return info;
    }
    static PlannedModel model(const QString &alias, const QUrl &url)
    {
        PlannedModel planned;
        planned.model.alias = {alias};
        planned.model.serverId = alias;
        planned.endpoint.id = {url.authority()};
        planned.endpoint.url = url;
        return planned;
    }

    /// POST requests that have arrived.
    int asked() const { return static_cast<int>(posts(server).size()); }
    static std::vector<ScriptedServer::Request> posts(const ScriptedServer &from)
    {
        std::vector<ScriptedServer::Request> found;
        for (const ScriptedServer::Request &request : from.requests()) {
            if (request.head.startsWith("POST "))
                found.push_back(request);
        }
        return found;
    }
    bool isOver() const { return !ended.empty(); }
    /// Lets everything that is on its way arrive, so that what should not happen had its chance.
    static void settle()
    {
        for (int i = 0; i < 50; ++i)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    }

    ManualTime time;
    ScriptedServer server;
    std::function<Script(const ScriptedServer::Request &)> answer = [](const auto &) { return okScript(); };
    std::unique_ptr<RunController> controller = std::make_unique<RunController>(time, resolveKeyFromEnvironment);

    std::vector<Sample> started, finished;
    std::vector<SkippedModel> skipped;
    std::vector<RunState> states;
    std::vector<RunProgress> progress;
    std::vector<RunInfo> ended;
    QString text;
    QStringList log;
};

} // namespace assay
