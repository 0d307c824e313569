// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/network.h"
#include "app/engine/servers/errandrunner.h"
#include "tests/support/manualtime.h"
#include "tests/support/scriptedserver.h"

#include <QDeadlineTimer>
#include <QNetworkAccessManager>
#include <QPointer>
#include <QTest>

namespace assay {

inline Result<QByteArray> noKeys(const KeyReference &)
{
    return Error{ErrorCode::KeyMissing, QStringLiteral("no key"), {}};
}

/// One errand against a server that answers as the test says.
struct Trip
{
    explicit Trip(ScriptedServer::Handler handler = {}) : network(makeNetwork())
    {
        if (handler)
            server.setHandler(std::move(handler));
        endpoint.id = EndpointId{QStringLiteral("here")};
        endpoint.url = server.url();
    }
    void go(ErrandStep first)
    {
        runner = new ErrandRunner({*network, time, noKeys, paths}, std::move(first), &room);
        QObject::connect(runner, &ErrandRunner::finished, &room, [this](const Result<Outcome> &how) {
            QVERIFY(!result);
            result = how;
        });
        QObject::connect(runner, &ErrandRunner::progressed, &room,
                         [this](const TaskProgress &each) { progress.push_back(each); });
    }
    /// To the errand's end; time passes only while it rests.
    void finish()
    {
        for (const QDeadlineTimer limit(std::chrono::seconds(20)); !result && !limit.hasExpired();) {
            QTest::qWait(1);
            if (runner && runner->children().isEmpty())
                time.advance(std::chrono::milliseconds(50));
        }
        QVERIFY(result.has_value());
    }
    ServerOrder order(ServerTask task, const QString &id) const
    {
        Model model;
        model.serverId = id;
        return {task, endpoint, model};
    }
    QList<QByteArray> asked() const
    {
        QList<QByteArray> all;
        for (const ScriptedServer::Request &request : server.requests())
            all << request.head.left(request.head.indexOf(" HTTP"));
        return all;
    }
    bool isDone() const { return result && *result && std::holds_alternative<TaskDone>(**result); }
    const TaskDone &done() const { return std::get<TaskDone>(**result); }
    const EndpointListing &listing() const { return std::get<EndpointListing>(**result); }

    ManualTime time;
    ScriptedServer server;
    std::unique_ptr<QNetworkAccessManager> network;
    Endpoint endpoint;
    QStringList paths;
    QObject room;
    QPointer<ErrandRunner> runner;
    std::optional<Result<Outcome>> result;
    std::vector<TaskProgress> progress;
};

} // namespace assay
