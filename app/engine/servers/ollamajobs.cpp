// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What an Ollama server can be asked to do with its models.
#include "app/engine/servers/ollama.h"

#include "models/domain/text.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr Nanos loadPatience = std::chrono::minutes(10); // the server says nothing before it is done
constexpr Nanos pullPatience = std::chrono::minutes(5); // for the next line: large files are checked in silence
constexpr Nanos pollEvery = std::chrono::milliseconds(200);
constexpr int mostPolls = 150;

/// Longer than the server's own five minutes: a model that was loaded on purpose shall be there for the run.
constexpr auto keepLoaded = "30m"_L1;

Ask jobCall(const ServerOrder &order, const QByteArray &verb, const QString &path, QJsonObject body)
{
    body.insert(u"model"_s, order.model.serverId);
    Ask ask;
    ask.call = requestTo(order.endpoint, verb, besideApiUrl(order.endpoint.url, path),
                         QJsonDocument(body).toJson(QJsonDocument::Compact));
    return ask;
}

ErrandStep load(const ServerOrder &order)
{
    Ask ask = jobCall(order, "POST", u"/api/generate"_s, {{u"keep_alive"_s, keepLoaded}, {u"stream"_s, false}});
    ask.patience = loadPatience;
    ask.then = [order](const Result<HttpReply> &reply) -> ErrandStep {
        const Result<QJsonDocument> answer = jsonOf(reply, order.endpoint);
        if (!answer)
            return endWith(answer.error());
        if (!(*answer)["error"_L1].isUndefined())
            return endWith(errorFromReply(reply->status, reply->body, reply->contentType));
        return endWith(TaskDone{});
    };
    return ask;
}

ErrandStep untilUnloaded(const ServerOrder &order, int polls)
{
    Ask ask = jobCall(order, "GET", u"/api/ps"_s, {});
    ask.call.body.clear();
    ask.then = [order, polls](const Result<HttpReply> &reply) -> ErrandStep {
        const Result<QJsonDocument> loaded = jsonOf(reply, order.endpoint);
        if (!loaded)
            return endWith(loaded.error());
        const QJsonArray models = (*loaded)["models"_L1].toArray();
        const bool isThere = std::ranges::any_of(
            models, [&order](const QJsonValue &model) { return model["name"_L1] == order.model.serverId; });
        if (!isThere)
            return endWith(TaskDone{});
        if (polls == mostPolls) {
            return endWith(Error{ErrorCode::Unavailable,
                                 Text::tr("%1 is still in memory: a request may be using it. Try again when it has "
                                          "ended.")
                                     .arg(order.model.serverId),
                                 {}});
        }
        return Rest{pollEvery, [order, polls] { return untilUnloaded(order, polls + 1); }};
    };
    return ask;
}

ErrandStep unload(const ServerOrder &order)
{
    Ask ask = jobCall(order, "POST", u"/api/generate"_s, {{u"keep_alive"_s, 0}, {u"stream"_s, false}});
    ask.then = [order](const Result<HttpReply> &reply) -> ErrandStep {
        const Result<QJsonDocument> answer = jsonOf(reply, order.endpoint);
        return answer ? untilUnloaded(order, 0) : endWith(answer.error());
    };
    ask.patience = std::chrono::seconds(30);
    return ask;
}

/// The layers of a model come one after another, and each is known only when its turn comes.
class PullReader
{
public:
    TaskProgress read(const QByteArray &line)
    {
        const QJsonDocument json = QJsonDocument::fromJson(line);
        const QString digest = json["digest"_L1].toString();
        if (!digest.isEmpty() && json["total"_L1].isDouble())
            m_layers[digest] = {json["completed"_L1].toInteger(), json["total"_L1].toInteger()};
        TaskProgress progress;
        progress.words = json["status"_L1].toString();
        qint64 done = 0;
        qint64 total = 0;
        for (const Layer &layer : m_layers) {
            done += std::min(layer.done, layer.total);
            total += layer.total;
        }
        if (total > 0) {
            progress.doneBytes = done;
            progress.totalBytes = total;
        }
        return progress;
    }

private:
    struct Layer
    {
        qint64 done = 0, total = 0;
    };
    QMap<QString, Layer> m_layers;
};

/// Only "success" is one; a failure comes with HTTP 200 as the last line.
ErrandStep pulled(const ServerOrder &order, const Result<HttpReply> &reply)
{
    if (!reply)
        return endWith(reply.error());
    const QByteArray last = reply->body.trimmed().split('\n').last();
    const QJsonDocument json = QJsonDocument::fromJson(last);
    if (reply->status == 200 && json["status"_L1] == "success"_L1) {
        const QString &name = order.model.serverId;
        const bool hasTag = name.mid(name.lastIndexOf(u'/') + 1).contains(u':');
        return endWith(TaskDone{hasTag ? name : QString(name + u":latest"_s), {}});
    }
    if (reply->status != 200 || json.object().contains("error"_L1))
        return endWith(errorFromReply(reply->status, last, reply->contentType));
    return endWith(Error{ErrorCode::Incomplete,
                         Text::tr("The download of %1 broke off. Start it again: it goes on where it stopped.")
                             .arg(order.model.serverId),
                         QString::fromUtf8(last)});
}

ErrandStep download(const ServerOrder &order)
{
    Ask ask = jobCall(order, "POST", u"/api/pull"_s, {});
    ask.patience = pullPatience;
    ask.eachLine = [reader = std::make_shared<PullReader>()](const QByteArray &line) {
        return std::optional(reader->read(line));
    };
    ask.then = [order](const Result<HttpReply> &reply) { return pulled(order, reply); };
    return ask;
}

ErrandStep removeModel(const ServerOrder &order)
{
    Ask ask = jobCall(order, "DELETE", u"/api/delete"_s, {});
    ask.then = [](const Result<HttpReply> &reply) -> ErrandStep {
        if (!reply)
            return endWith(reply.error());
        if (reply->status != 200 && reply->status != 404) // 404: it is not there any more
            return endWith(errorFromReply(reply->status, reply->body, reply->contentType));
        return endWith(TaskDone{});
    };
    ask.patience = std::chrono::minutes(1);
    return ask;
}

} // namespace

ErrandStep OllamaAdapter::perform(const ServerOrder &order) const
{
    switch (order.task) {
    case ServerTask::Load:
        return load(order);
    case ServerTask::Unload:
        return unload(order);
    case ServerTask::Download:
        return download(order);
    case ServerTask::Remove:
        return removeModel(order);
    case ServerTask::Start:
        break;
    }
    return ServerAdapter::perform(order);
}

} // namespace assay
