// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/scriptedserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>

namespace assay::test {

/// Speaks as Ollama does, with the bytes in tests/data/ollama, and remembers what was pulled and loaded. A download
/// stops in the middle of its first layer until release(u"rest").
class ScriptedOllama
{
public:
    ScriptedOllama()
    {
        m_server.setHandler([this](const ScriptedServer::Request &request) { return answer(request); });
    }
    QUrl url() const { return m_server.url(); }
    void release(const QString &gate) { m_server.release(gate); }
    bool isLoaded(const QString &model) const { return m_models.value(model); }

private:
    static QByteArray data(const QString &name)
    {
        QFile file(QStringLiteral(ASSAY_TEST_DATA "/ollama/") + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    Script answer(const ScriptedServer::Request &request)
    {
        const QByteArray path = request.target();
        const QString model = QJsonDocument::fromJson(request.body)[QLatin1String("model")].toString();
        if (path == "/api/version")
            return Script::json(R"({"version":"0.11.4"})");
        if (path == "/api/tags" || path == "/api/ps")
            return Script::json(list(path == "/api/ps"));
        if (path == "/api/show")
            return Script::json(data(QStringLiteral("show.json")));
        if (path == "/api/generate") { // loads, and with keep_alive 0 unloads
            m_models[model] = !request.body.contains(R"("keep_alive":0)");
            return Script::json(R"({"done":true})");
        }
        if (path == "/api/pull")
            return pull(model);
        if (path == "/api/chat")
            return Script::reply(200, "application/x-ndjson",
                                 data(QStringLiteral("chat.ndjson")).replace("llama3.2:3b", model.toUtf8()));
        return Script::json(R"({"error":"not found"})", 404);
    }

    QByteArray list(bool onlyLoaded) const
    {
        QJsonArray models;
        for (auto it = m_models.cbegin(); it != m_models.cend(); ++it) {
            if (it.value() || !onlyLoaded)
                models << QJsonObject{{QStringLiteral("name"), it.key()}, {QStringLiteral("size"), 2019393189}};
        }
        return QJsonDocument(QJsonObject{{QStringLiteral("models"), models}}).toJson();
    }

    Script pull(const QString &model)
    {
        m_models.insert(model, false);
        const QByteArray all = data(QStringLiteral("pull.ndjson"));
        const qsizetype middle = all.indexOf('\n', all.indexOf("\"completed\":500")) + 1;
        Script script;
        return script
            .send("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                  + QByteArray::number(all.size()) + "\r\n\r\n" + all.left(middle))
            .wait(QStringLiteral("rest"))
            .send(all.mid(middle));
    }

    ScriptedServer m_server;
    QMap<QString, bool> m_models{{QStringLiteral("llama3.2:3b"), false}}; // whether each is loaded
};

} // namespace assay::test
