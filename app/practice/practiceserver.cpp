// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practiceserver.h"

#include "app/practice/practicechat.h"
#include "app/practice/practicescript.h"
#include "models/domain/catalog.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <nlohmann/json.hpp>

#include <QHostAddress>
#include <QTcpServer>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::ordered_json;

namespace assay {

struct PracticeServer::Private
{
    std::vector<PracticeProfile> profiles;
    quint64 seed = 1;
    QTcpServer listener;
    QHash<QString, int> asked; // model and prompt -> how often
    qint64 requests = 0;

    void accept(QObject *owner);
    void answer(PracticeConnection *connection, const PracticeRequest &request);
    void answerChat(PracticeConnection *connection, const PracticeRequest &posted);
    std::optional<PracticeProfile> profile(const QString &id) const;
    QByteArray modelList() const;
    static void refuse(PracticeConnection *connection, int status, const QString &message);
};

void PracticeServer::Private::refuse(PracticeConnection *connection, int status, const QString &message)
{
    connection->respond(status, "application/json", practiceErrorBody(status, message, u"invalid_request_error"_s));
}

void PracticeServer::Private::accept(QObject *owner)
{
    while (QTcpSocket *socket = listener.nextPendingConnection()) {
        auto *connection = new PracticeConnection(socket, &listener);
        QObject::connect(connection, &PracticeConnection::requested, owner,
                         [this, connection](const PracticeRequest &request) { answer(connection, request); });
    }
}

void PracticeServer::Private::answer(PracticeConnection *connection, const PracticeRequest &request)
{
    const bool isChat = request.path == "/v1/chat/completions";
    const bool isModels = request.path == "/v1/models";
    if (!isChat && !isModels && request.path != "/health") {
        refuse(connection, 404, u"There is nothing at this path."_s);
    } else if (request.verb != (isChat ? "POST" : "GET")) {
        refuse(connection, 405, u"This path takes another method."_s);
    } else if (isChat) {
        answerChat(connection, request);
    } else {
        connection->respond(200, "application/json", isModels ? modelList() : "{\"status\":\"ok\",\"simulated\":true}");
    }
}

std::optional<PracticeProfile> PracticeServer::Private::profile(const QString &id) const
{
    const auto found = std::ranges::find(profiles, id, &PracticeProfile::id);
    if (found != profiles.end()) {
        return *found;
    }
    return id == calibrationModel ? std::optional(calibrationProfile()) : std::nullopt;
}

void PracticeServer::Private::answerChat(PracticeConnection *connection, const PracticeRequest &posted)
{
    Result<PracticeChatRequest> request = readPracticeChat(posted.body);
    if (!request) {
        refuse(connection, 400, request.error().message);
        return;
    }
    request.value().readAt = posted.readAt;
    const std::optional<PracticeProfile> asTold = profile(request->model);
    if (!asTold) {
        refuse(connection, 404, u"There is no model '%1' on this practice server."_s.arg(request->model));
        return;
    }
    if (!asTold->script.empty()) {
        new PracticeScript(connection, *asTold, posted.readAt);
        return;
    }
    const QString key = request->model + u'\n' + request->system + u'\n' + request->prompt;
    const PracticeQuestion question{request->prompt, request->system, request->maxTokens, asked[key]++};
    new PracticeChat(connection, *request, practiceSchedule(*asTold, seed, question), ++requests);
}

QByteArray PracticeServer::Private::modelList() const
{
    constexpr double bytesPerParameter = 0.6; // as of 4-bit weights
    Json data = Json::array();
    for (const PracticeProfile &profile : profiles) {
        const double bytes = profile.sizeMb * bytesPerMb;
        data.push_back({{"id", profile.id.toStdString()},
                        {"object", "model"},
                        {"created", 0},
                        {"owned_by", practiceOwner.toStdString()},
                        {"simulated", true},
                        {"description", profile.description.toStdString()},
                        {"meta",
                         {{"n_ctx_train", 4096},
                          {"n_params", std::llround(bytes / bytesPerParameter)},
                          {"size", std::llround(bytes)}}}});
    }
    return QByteArray::fromStdString(Json{{"object", "list"}, {"data", data}}.dump());
}

PracticeServer::PracticeServer(std::vector<PracticeProfile> profiles, quint64 seed, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>())
{
    d->profiles = std::move(profiles);
    d->seed = seed;
    d->listener.setParent(this); // for moveToThread() to take it along
    connect(&d->listener, &QTcpServer::newConnection, this, [this] { d->accept(this); });
}

PracticeServer::~PracticeServer() = default;

Result<QUrl> PracticeServer::listen(quint16 port)
{
    if (!d->listener.listen(QHostAddress::LocalHost, port)) {
        return Error{
            ErrorCode::Refused,
            Text::tr("The practice server cannot listen on port %1: %2. Choose another port, or 0 for any free one.")
                .arg(port)
                .arg(d->listener.errorString()),
            d->listener.errorString()};
    }
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(u"127.0.0.1"_s);
    url.setPort(d->listener.serverPort());
    return url;
}

void PracticeServer::close()
{
    d->listener.close();
    const auto connections = d->listener.findChildren<PracticeConnection *>(QString(), Qt::FindDirectChildrenOnly);
    qDeleteAll(connections);
}

} // namespace assay
