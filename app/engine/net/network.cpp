// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/network.h"

#include "models/domain/text.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>

using namespace Qt::Literals::StringLiterals;

namespace assay {

std::unique_ptr<QNetworkAccessManager> makeNetwork()
{
    auto network = std::make_unique<QNetworkAccessManager>();
    network->setProxy(QNetworkProxy::NoProxy);
    network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    return network;
}

QNetworkRequest makeRequest(const HttpCall &call, const QByteArray &key)
{
    QNetworkRequest request(call.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setRawHeader("User-Agent", "assay/" ASSAY_VERSION);
    // Compressed events would be held back until a block is full; saying so also keeps Qt from asking for gzip.
    request.setRawHeader("Accept-Encoding", "identity");
    bool hasPlace = false;
    for (const auto &[name, value] : call.headers) {
        hasPlace = hasPlace || value.contains("{key}");
        request.setRawHeader(name, QByteArray(value).replace("{key}", key));
    }
    if (!key.isEmpty() && !hasPlace) {
        request.setRawHeader("Authorization", "Bearer " + key);
    }
    return request;
}

QNetworkReply *sendCall(QNetworkAccessManager &network, const HttpCall &call, const QByteArray &key)
{
    const QNetworkRequest request = makeRequest(call, key);
    if (call.verb == "GET") {
        return network.get(request);
    }
    if (call.verb == "POST") {
        return network.post(request, call.body);
    }
    return network.sendCustomRequest(request, call.verb, call.body);
}

HttpReply headOf(const QNetworkReply &reply)
{
    HttpReply head;
    head.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    head.contentType = reply.rawHeader("Content-Type").trimmed().toLower();
    head.server = reply.rawHeader("Server");
    bool isNumber = false;
    const int seconds = reply.rawHeader("Retry-After").trimmed().toInt(&isNumber);
    if (isNumber && seconds >= 0) {
        head.retryAfterSeconds = seconds;
    }
    return head;
}

std::optional<Error> networkError(const QNetworkReply &reply)
{
    const QNetworkReply::NetworkError code = reply.error();
    // From 201 on Qt reports what the server said by its HTTP status: that is an answer.
    const bool byStatus = code >= QNetworkReply::ContentAccessDenied && code != QNetworkReply::ProtocolUnknownError
        && code != QNetworkReply::ProtocolInvalidOperationError && code != QNetworkReply::ProtocolFailure;
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (code == QNetworkReply::NoError
        || (status >= 300 && (byStatus || code == QNetworkReply::ProtocolInvalidOperationError))) {
        return std::nullopt;
    }
    return networkError(code, reply.url(), reply.errorString());
}

Error networkError(QNetworkReply::NetworkError code, const QUrl &url, const QString &words)
{
    const QString where = hostAndPort(url);
    switch (code) {
    case QNetworkReply::ConnectionRefusedError:
        return {ErrorCode::Refused,
                Text::tr("Nobody listens at %1. Start the server there or correct the endpoint's address.").arg(where),
                words};
    case QNetworkReply::RemoteHostClosedError:
        return {ErrorCode::ConnectionLost,
                Text::tr("%1 closed the connection before the answer was complete. Its log may say why.").arg(where),
                words};
    case QNetworkReply::HostNotFoundError:
        return {ErrorCode::Unreachable,
                Text::tr("The host of %1 was not found. Check the spelling of the endpoint's address.").arg(where),
                words};
    case QNetworkReply::OperationCanceledError:
        return {ErrorCode::Cancelled, Text::tr("The request to %1 was cancelled.").arg(where), {}};
    case QNetworkReply::SslHandshakeFailedError:
        return {ErrorCode::Unreachable,
                Text::tr(
                    "No secure connection to %1 could be made. Check its certificate, or use http where that is meant.")
                    .arg(where),
                words};
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
        return {ErrorCode::Protocol,
                Text::tr("%1 does not answer in HTTP as expected. Check the endpoint's address.").arg(where), words};
    default:
        return {ErrorCode::Unreachable,
                Text::tr("%1 could not be reached. Check the network and the endpoint's address.").arg(where), words};
    }
}

std::optional<Error> exposedKey(const HttpCall &call)
{
    if (!call.key || call.key->plainHttp || !exposesKey(call.url)) {
        return std::nullopt;
    }
    return Error{
        ErrorCode::KeyExposed,
        Text::tr("The key of this server would go over the network to %1 unencrypted, for others to read. Give "
                 "an https address; or, where that is meant, allow it with \"plain_http_key\": true beside the key in "
                 "models.json or where the window lets the server be edited.")
            .arg(hostAndPort(call.url)),
        {}};
}

QString hostAndPort(const QUrl &url)
{
    const bool secure = url.scheme() == "https"_L1;
    const QString host = url.host().contains(u':') ? QString(u'[' + url.host() + u']') : url.host();
    return host + u':' + QString::number(url.port(secure ? 443 : 80));
}

void hideKey(Error &error, const QByteArray &key)
{
    if (!key.isEmpty()) {
        const QString text = QString::fromUtf8(key);
        error.message.replace(text, "***"_L1);
        error.detail.replace(text, "***"_L1);
    }
}

} // namespace assay
