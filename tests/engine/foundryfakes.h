// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/foundrylocal.h"
#include "tests/engine/trip.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

inline const QString gpu3 = u"Phi-4-mini-instruct-cuda-gpu:3"_s; // of the old service
inline const QString cpu3 = u"Phi-4-mini-instruct-generic-cpu:3"_s;
inline const QString npu1 = u"qwen2.5-0.5b-instruct-qnn-npu:1"_s;
inline const QString gpu5 = u"Phi-4-mini-instruct-generic-gpu:5"_s; // of the new server
inline const QString cpu5 = u"Phi-4-mini-instruct-generic-cpu:5"_s;
inline const QString qwen4 = u"qwen2.5-0.5b-instruct-generic-gpu:4"_s;

inline QByteArray fixture(const QString &name)
{
    QFile file(QStringLiteral(ASSAY_TEST_DATA "/foundry-local/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such fixture");
}

inline QByteArray json(const QStringList &ids)
{
    return QJsonDocument(QJsonArray::fromStringList(ids)).toJson(QJsonDocument::Compact);
}

/// The fake program, and what it is to play.
struct Program
{
    explicit Program(const QString &generation)
    {
        QFile::copy(QStringLiteral(ASSAY_TEST_DATA "/foundry-local/foundry"), folder.filePath(u"foundry"_s));
        set(u"generation"_s, generation.toUtf8());
        set(u"cached"_s, {});
        set(u"breaks"_s, "0");
        set(u"list"_s, fixture(generation + u"/model-list.txt"_s));
    }
    void set(const QString &name, const QByteArray &content) const
    {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    QByteArray get(const QString &name) const
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QList<QByteArray> asked() const { return get(u"asked"_s).trimmed().split('\n'); }

    QTemporaryDir folder;
};

using Names = QMap<QByteArray, QString>;

/// Foundry Local up to 0.8.
struct Service
{
    Script answer(const ScriptedServer::Request &request)
    {
        const QByteArray target = request.target();
        if (target == "/openai/status")
            return Script::json(fixture(u"service/status.json"_s));
        if (target == "/openai/models")
            return Script::json(json(cached));
        if (target == "/openai/loadedmodels")
            return Script::json(json(loaded));
        if (target == "/foundry/list")
            return Script::json(catalog);
        if (target.startsWith("/openai/load/") || target.startsWith("/openai/unload/"))
            return move(QUrl(QString::fromUtf8(target)).path());
        if (target == "/openai/download" && !downloads.isEmpty())
            return Script::reply(200, "text/plain", downloads.takeFirst());
        return Script::reply(404, "text/plain", {});
    }
    Script move(const QString &path)
    {
        const QString id = path.section(u'/', 3);
        path.startsWith(u"/openai/load/"_s) ? loaded.append(id) : static_cast<void>(loaded.removeAll(id));
        return Script::reply(200, "text/plain", {});
    }
    ScriptedServer::Handler handler()
    {
        return [this](const ScriptedServer::Request &request) { return answer(request); };
    }

    QStringList cached{cpu3, gpu3};
    QStringList loaded;
    QByteArray catalog = fixture(u"service/list.json"_s);
    QByteArrayList downloads;
};

/// Foundry Local from 1.0. It knows models by `names` on its load routes: what is after the last '/' -> the id.
struct Server
{
    Script answer(const ScriptedServer::Request &request)
    {
        const QByteArray target = request.target();
        const QByteArray name = target.mid(target.lastIndexOf('/') + 1);
        if (target == "/status")
            return Script::json(fixture(u"server/status.json"_s));
        if (target == "/models/loaded")
            return Script::json(json(loaded));
        if (target == "/v1/models")
            return Script::json(fixture(u"server/models.json"_s));
        const bool isLoad = target.startsWith("/models/load/");
        if (!isLoad && !target.startsWith("/models/unload/"))
            return Script::reply(404, "text/plain", {});
        if (!names.contains(name))
            return Script::json(R"({"error":{"message":"Model not found: No model matching 'x'","code":null}})", 404);
        if (!isLoad && busy-- > 0)
            return Script::json(R"({"error":{"message":"Sessions are active","type":"server_error"}})", 500);
        loaded.removeAll(names[name]);
        if (isLoad)
            loaded << names[name];
        return Script::json(isLoad ? R"({"status":"loaded"})" : R"({"status":"unloaded"})");
    }
    ScriptedServer::Handler handler()
    {
        return [this](const ScriptedServer::Request &request) { return answer(request); };
    }

    QStringList loaded;
    Names names;
    int busy = 0;
};

inline const FoundryLocalAdapter adapter;

inline const Model *modelIn(const EndpointListing &listing, const QString &id)
{
    const auto found = std::ranges::find(listing.models, id, &Model::serverId);
    return found == listing.models.end() ? nullptr : &*found;
}

/// The listing that follows `known`.
inline EndpointListing further(Trip &trip, const EndpointListing &known)
{
    trip.result.reset();
    const std::optional<ErrandStep> more = adapter.listFurther(known);
    trip.go(more ? *more : endWith(known));
    trip.finish();
    return trip.result && *trip.result ? trip.listing() : known;
}

inline EndpointListing listed(Trip &trip)
{
    trip.go(adapter.list(trip.endpoint));
    trip.finish();
    return trip.result && *trip.result ? trip.listing() : EndpointListing();
}

} // namespace assay
